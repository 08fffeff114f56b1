"""Callers that passed, remembered for as long as the checks cannot say anything else (docs/decisions/0011).

What the checks of token, seller and scope say depends on two headers, on the operation, on what the access snapshot knows, and
on the clock. Tokens, secrets and delegations end at whole seconds. So within one second of the clock and one version of the
snapshot the outcome is the same, and the next call with the same headers need not ask again.
"""

from typing import NamedTuple

from sellergate.access.clients.models import ClientCredential
from sellergate.access.context import Principal, SellerContext
from sellergate.access.platform import Access
from sellergate.gateway.call import Call

MAX_PASSES = 50_000


class Moment(NamedTuple):
    """A second of the clock in a version of the access snapshot."""

    second: int
    version: int


class _Key(NamedTuple):
    authorization: bytes
    seller_id: bytes
    operation_id: str


class _Pass(NamedTuple):
    principal: Principal
    credential: ClientCredential
    seller: SellerContext


class Passes:
    """The passes of the present moment; those of the moment before are dropped whole."""

    def __init__(self, access: Access) -> None:
        self._snapshot = access.snapshot
        self._moment: Moment | None = None
        self._passes: dict[_Key, _Pass] = {}

    def moment_of(self, call: Call) -> Moment | None:
        """When the call happens; None while nothing that is remembered may be trusted. Ask before the checks."""
        version = self._snapshot.version
        return None if version is None else Moment(int(call.now.timestamp()), version)

    def recall(self, call: Call, moment: Moment | None) -> bool:
        """Whether the same caller passed at this moment; then the call knows what the checks found out."""
        if moment != self._moment:
            self._moment, self._passes = moment, {}
            return False
        found = self._passes.get(_key_of(call))
        if found is None:
            return False
        call.principal, call.credential, call.seller = found
        return True

    def remember(self, call: Call, moment: Moment | None) -> None:
        """Every check let the call through, which began at `moment`."""
        if moment is None or moment != self._moment or len(self._passes) >= MAX_PASSES:
            return
        if call.principal is None or call.credential is None or call.seller is None:
            raise RuntimeError("a call that passed knows its client and its seller")
        self._passes[_key_of(call)] = _Pass(call.principal, call.credential, call.seller)


def _key_of(call: Call) -> _Key:
    """The whole headers: two of one name are joined by what neither can contain."""
    operation_id = call.operation.operation_id if call.operation else ""
    return _Key(b"\n".join(call.authorizations), b"\n".join(call.seller_ids), operation_id)
