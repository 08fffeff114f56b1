"""The public keys that verify our tokens (RFC 7517 §5)."""

import msgspec

from sellergate.access.platform import Access
from sellergate.oauth.wire import Answer, Request

MAX_AGE = 3600

_encode = msgspec.json.Encoder().encode


class JwksEndpoint:
    """`GET …/protocol/openid-connect/certs`."""

    def __init__(self, access: Access) -> None:
        self._access = access
        # The next key is published `key_overlap` before it signs. A reader may keep its copy for half of
        # that, so it holds the key in time even when its clock or its refresh is late.
        overlap = int(access.policy.key_overlap.total_seconds())
        self._cache = b"public, max-age=%d" % min(MAX_AGE, overlap // 2)

    async def __call__(self, _request: Request) -> Answer:
        """Every key that a live token may be signed with, and the next."""
        ring = self._access.tokens.ring
        keys = ring.published(self._access.clock()) if ring else {"keys": []}
        return Answer(200, [(b"cache-control", self._cache)], _encode(keys))
