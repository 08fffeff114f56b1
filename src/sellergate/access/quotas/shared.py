"""Counting for all nodes together; within this process while the shared store is down."""

from sellergate.access.quotas.models import Quota, QuotaState
from sellergate.access.quotas.service import MemoryQuotaCounter
from sellergate.storage.cache import Cache, CacheUnavailable

SKEW = 10  # seconds by which the clocks of nodes may differ: so long a counter outlives its window


class SharedQuotaCounter:
    """See `QuotaCounter`. A window has a counter of its own, so nodes whose clocks differ a little do not reset each other."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._here = MemoryQuotaCounter()

    async def hit(self, key: str, quota: Quota, now: float) -> QuotaState:
        """See `QuotaCounter.hit`."""
        limit, window = quota
        end = _end(quota, now)
        reset_after = end - int(now)
        try:
            uses = await self._cache.count(f"{end} {key}", limit=limit, ttl=reset_after + SKEW)
        except CacheUnavailable:
            return await self._here.hit(key, quota, now)
        if uses == 0:
            return QuotaState(False, limit, 0, reset_after, window)
        return QuotaState(True, limit, limit - uses, reset_after, window)

    async def forget(self, key: str, quota: Quota, now: float) -> None:
        """See `QuotaCounter.forget`."""
        await self._here.forget(key, quota, now)
        try:
            await self._cache.drop(f"{_end(quota, now)} {key}")
        except CacheUnavailable:
            return


def _end(quota: Quota, now: float) -> int:
    second = int(now)
    return second - second % quota.window + quota.window
