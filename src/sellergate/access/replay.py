"""What may be used once: a memory of proofs and assertions that were seen (RFC 9449 §11.1, RFC 7523 §3)."""

from collections import OrderedDict
from hashlib import blake2b
from typing import Protocol

from sellergate.storage.cache import Cache, CacheUnavailable

MAX_KEYS = 200_000  # some 60 MB when full


class ReplayMemory(Protocol):
    """Remembers keys for a while."""

    async def once(self, key: str, *, ttl: int, now: float) -> bool:
        """Whether `key` was not seen before; it is remembered for `ttl` seconds, from the first time.

        Ask last, after every other check: what a stranger can make up must not fill the memory.
        """
        ...


class MemoryReplayMemory:
    """Remembers within this process. When full, what was seen longest ago is forgotten first."""

    def __init__(self) -> None:
        self._ends: OrderedDict[bytes, float] = OrderedDict()  # digest of the key -> until when

    async def once(self, key: str, *, ttl: int, now: float) -> bool:
        """See `ReplayMemory.once`."""
        digest = _digest(key)
        if self._ends.get(digest, 0) > now:
            return False
        self._drop(now)
        self._ends[digest] = now + ttl
        self._ends.move_to_end(digest)
        return True

    def _drop(self, now: float) -> None:
        """Make room: two that are over for each new one keep the memory as large as what is alive."""
        for _ in range(2):
            digest = next(iter(self._ends), None)
            if digest is None or (self._ends[digest] > now and len(self._ends) < MAX_KEYS):
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
