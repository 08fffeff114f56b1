"""Which of the two APIs a client is for: no client is for both."""

from sellergate.access.clients.models import ClientKind
from sellergate.access.platform import Access
from sellergate.gateway.call import Call
from sellergate.kit.problems import Problem


async def check_not_operator(call: Call, _access: Access) -> None:
    """Raises `client-of-another-api` for a client of the marketplace, also for the test seller."""
    if call.credential is None:
        raise RuntimeError("check_not_operator needs a client")
    if call.credential.kind is ClientKind.OPERATOR:
        raise Problem("client-of-another-api")


async def check_operator(call: Call, _access: Access) -> None:
    """Raises `client-of-another-api` for every client but the marketplace's own, known by a token of ours.

    Another issuer's token never opens the operator API: who may make clients there is not for us to know.
    """
    if call.credential is None or call.principal is None:
        raise RuntimeError("check_operator needs a client")
    if call.credential.kind is not ClientKind.OPERATOR or call.principal.is_foreign:
        raise Problem("client-of-another-api")
