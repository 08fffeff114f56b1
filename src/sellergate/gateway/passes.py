"""Callers that passed, remembered for as long as the checks cannot say anything else (docs/decisions/0011).

What the checks of token, seller and scope say depends on two headers, on the operation, on what the access snapshot knows, and
on the clock. Each check tells until when what it found holds: tokens, secrets and delegations end at whole seconds. So
until the first of these ends, and within one version of the snapshot, the outcome is the same, and the next call with the
same headers need not ask again.
"""

from typing import NamedTuple

from sellergate.access.clients.models import ClientCredential
from sellergate.access.context import Principal, SellerContext
from sellergate.access.platform import Access
from sellergate.gateway.call import Call
from sellergate.kit.ratelimit import Header

MAX_PASSES = 100_000
MAX_SECONDS = 300  # a check that would forget to tell its end is asked again after so long
MADE_ROOM = (
    MAX_PASSES // 10
)  # at once: looking for the oldest each time would cost more than a check


_Way = tuple[bytes, str]  # SellerId, operation


class _Pass(NamedTuple):
    ends: float
    principal: Principal
    credential: ClientCredential
    seller: SellerContext | None
    warnings: tuple[Header, ...]


class Passes:
    """The passes of the present version; those of the version before are dropped whole."""

    def __init__(self, access: Access) -> None:
        self._snapshot = access.snapshot
        self._version: int | None = None
        # By the Authorization header first: a token of a thousand bytes is kept once for all its sellers.
        self._passes: dict[bytes, dict[_Way, _Pass]] = {}
        self._size = 0

    def version(self) -> int | None:
        """Of the snapshot, now; None while nothing that is remembered may be trusted. Ask before the checks."""
        return self._snapshot.version

    def recall(self, call: Call, version: int | None) -> bool:
        """Whether the same caller passed in this version; then the call knows what the checks found out."""
        if version != self._version:
            self._version, self._passes, self._size = version, {}, 0
            return False
        token, way = _key_of(call)
        of_token = self._passes.get(token)
        found = of_token and of_token.get(way)
        if not found or found.ends <= call.now.timestamp():
            return False
        _, call.principal, call.credential, call.seller, call.warnings = found
        return True

    def remember(self, call: Call, version: int | None) -> None:
        """Every check let the call through, which began in `version`."""
        if version is None or version != self._version:
            return
        if call.principal is None or call.credential is None:
            raise RuntimeError("a call that passed knows its client")
        if self._size >= MAX_PASSES:
            self._make_room()
        token, way = _key_of(call)
        of_token = self._passes.setdefault(token, {})
        self._size += way not in of_token
        ends = min(call.holds_until, call.now.timestamp() + MAX_SECONDS)
        of_token[way] = _Pass(ends, call.principal, call.credential, call.seller, call.warnings)

    def _make_room(self) -> None:
        """Drop the tokens that passed first, until a tenth is free."""
        oldest = []
        for token, of_token in self._passes.items():
            oldest.append(token)
            self._size -= len(of_token)
            if self._size <= MAX_PASSES - MADE_ROOM:
                break
        for token in oldest:
            del self._passes[token]


def _key_of(call: Call) -> tuple[bytes, _Way]:
    """The whole headers: two of one name are joined by what neither can contain."""
    operation_id = call.operation.operation_id if call.operation else ""
    return b"\n".join(call.authorizations), (b"\n".join(call.seller_ids), operation_id)
