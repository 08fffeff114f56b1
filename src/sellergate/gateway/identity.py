"""Who calls for whom, told to a service behind the gate."""

from functools import lru_cache

from sellergate.access.scopes import Rights
from sellergate.gateway.call import Call
from sellergate.kit.ratelimit import Header


def identity_headers(call: Call) -> list[Header]:
    """The client, the seller and the scopes of a call that passed."""
    if call.seller is None:
        raise RuntimeError("a call that passed knows its seller")
    return [
        (b"x-sellergate-client", call.seller.principal.client_id.encode()),
        (b"x-sellergate-seller", b"%d" % call.seller.seller_id),
        (b"x-sellergate-scopes", _scopes(call.seller.rights)),
    ]


@lru_cache(maxsize=1024)
def _scopes(rights: Rights) -> bytes:
    """What rights allow, in the form of OAuth: names with spaces between them (RFC 6749 §3.3)."""
    return " ".join(rights.scopes()).encode()
