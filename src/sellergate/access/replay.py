"""What may be used once: a memory of proofs and assertions that were seen (RFC 9449 §11.1, RFC 7523 §3)."""

import time
from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b
from typing import NamedTuple, Protocol

from sellergate.storage.cache import Cache, CacheUnavailable

MAX_KEYS = 200_000  # some 80 MB when full


class ReplayMemory(Protocol):
    """Remembers keys for a while."""

    async def once(self, key: str, *, ttl: int, now: float) -> bool:
        """Whether `key` was not seen before; it is remembered for `ttl` seconds, from the first time.

        Ask last, after every other check: what a stranger can make up must not fill the memory.
        """
        ...


class _End(NamedTuple):
    """When something seen is over, by both clocks: the one that can be set, and the one that cannot."""

    wall: float
    monotonic: float


class MemoryReplayMemory:
    """Remembers within this process. When full, what was seen longest ago is forgotten first.

    What was seen is over when both clocks say so. By the wall clock alone, an hour ahead would forget everything, and
    the clock set right again would let it pass once more.
    """

    def __init__(self, *, timer: Callable[[], float] = time.monotonic) -> None:
        self._timer = timer
        self._ends: OrderedDict[bytes, _End] = OrderedDict()  # by the digest of the key

    async def once(self, key: str, *, ttl: int, now: float) -> bool:
        """See `ReplayMemory.once`."""
        digest = _digest(key)
        here = _End(now, self._timer())
        if not self._is_over(digest, here):
            return False
        self._drop(here)
        self._ends[digest] = _End(now + ttl, here.monotonic + ttl)
        self._ends.move_to_end(digest)
        return True

    def _is_over(self, digest: bytes, now: _End) -> bool:
        end = self._ends.get(digest)
        return end is None or (end.wall <= now.wall and end.monotonic <= now.monotonic)

    def _drop(self, now: _End) -> None:
        """Make room: two that are over for each new one keep the memory as large as what is alive."""
        for _ in range(2):
            digest = next(iter(self._ends), None)
            if digest is None or (not self._is_over(digest, now) and len(self._ends) < MAX_KEYS):
                return
            del self._ends[digest]


class SharedReplayMemory:
    """Remembers for all nodes together, and within this process, which is enough for it while the shared store is down."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._here = MemoryReplayMemory()

    async def once(self, key: str, *, ttl: int, now: float) -> bool:
        """See `ReplayMemory.once`."""
        if not await self._here.once(key, ttl=ttl, now=now):
            return False
        try:
            return await self._cache.count(f"once {_digest(key).hex()}", limit=1, ttl=ttl) == 1
        except CacheUnavailable:
            return True


def _digest(key: str) -> bytes:
    return blake2b(key.encode(errors="backslashreplace"), digest_size=16).digest()
