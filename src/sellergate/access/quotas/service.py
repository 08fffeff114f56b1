"""Counting in fixed windows."""

from typing import Protocol

from sellergate.access.quotas.models import Quota, QuotaState

MAX_KEYS = 200_000


class QuotaCounter(Protocol):
    """Counts hits of keys."""

    async def hit(self, key: str, quota: Quota, now: float) -> QuotaState:
        """Count one use of `key`, unless the quota is used up."""
        ...

    async def forget(self, key: str, quota: Quota, now: float) -> None:
        """Start `key` afresh in its present window."""
        ...


class MemoryQuotaCounter:
    """Counts within this process: exact, costs a microsecond, starts afresh with the process.

    A window is aligned to its own length, so every node agrees on where it begins.
    """

    def __init__(self) -> None:
        self._counts: dict[str, tuple[int, int]] = {}  # key -> (end of window, uses)

    async def hit(self, key: str, quota: Quota, now: float) -> QuotaState:
        """See `QuotaCounter.hit`."""
        limit, window = quota
        second = int(now)
        end, uses = self._counts.get(key, (0, 0))
        if end <= second or end - second > window:  # over, or the clock went back
            if len(self._counts) >= MAX_KEYS:
                self._sweep(second)
            end, uses = second - second % window + window, 0
        if uses >= limit:
            return QuotaState(False, limit, 0, end - second, window)
        self._counts[key] = (end, uses + 1)
        return QuotaState(True, limit, limit - uses - 1, end - second, window)

    async def forget(self, key: str, quota: Quota, now: float) -> None:  # noqa: ARG002  (it knows one window)
        """See `QuotaCounter.forget`."""
        self._counts.pop(key, None)

    def _sweep(self, second: int) -> None:
        """Drop windows that are over; when none is, drop the oldest half: memory stays bounded."""
        live = {key: value for key, value in self._counts.items() if value[0] > second}
        if len(live) >= MAX_KEYS:
            live = dict(list(live.items())[len(live) // 2 :])
        self._counts = live
