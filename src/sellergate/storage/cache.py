"""What a store of shared, short-lived counters can do, whatever is below."""

from typing import Protocol


class CacheUnavailable(Exception):
    """The store did not answer, or not in time. Whoever asked goes on without it."""


class Cache(Protocol):
    """Counters that every node sees and that expire by themselves. What it holds may be lost at any time."""

    @property
    def is_up(self) -> bool:
        """Whether it answers now."""
        ...

    @property
    def failures(self) -> int:
        """How many uses were not counted here since the start, because it did not answer."""
        ...

    async def count(self, key: str, *, limit: int, ttl: int) -> int:
        """Count one use of `key`, unless `limit` uses are counted: how many there are then, 0 when it was refused.

        The first use makes the counter, which is gone `ttl` seconds later. Raises `CacheUnavailable`, at once while the
        store is known to be down.
        """
        ...

    async def drop(self, key: str) -> None:
        """Forget a counter. Raises `CacheUnavailable`."""
        ...
