"""Counters and memories of both kinds, from code that has no event loop."""

import asyncio
import itertools
from collections.abc import Iterator
from contextlib import contextmanager

from sellergate.access.quotas.models import Quota, QuotaState
from sellergate.access.quotas.service import MemoryQuotaCounter, QuotaCounter
from sellergate.access.quotas.shared import SharedQuotaCounter
from sellergate.access.replay import MemoryReplayMemory, ReplayMemory, SharedReplayMemory
from sellergate.storage.redis import RedisCache

_numbers = itertools.count()


class Counting:
    """One kind of counter. `fresh` makes it start with keys that nobody has used."""

    def __init__(self, runner: asyncio.Runner, cache: RedisCache | None) -> None:
        self._run = runner.run
        self.cache = cache
        self.counter: QuotaCounter
        self.memory: ReplayMemory
        self.fresh()

    def fresh(self) -> "Counting":
        self._prefix = f"{next(_numbers)} "
        if self.cache is None:
            self.counter, self.memory = MemoryQuotaCounter(), MemoryReplayMemory()
        else:
            self.counter = SharedQuotaCounter(self.cache)
            self.memory = SharedReplayMemory(self.cache)
        return self

    def hit(self, key: str, quota: Quota, now: float) -> QuotaState:
        return self._run(self.counter.hit(self._prefix + key, quota, now))

    def hit_together(self, keys: list[str], quota: Quota, now: float) -> list[QuotaState]:
        async def together() -> list[QuotaState]:
            hits = (self.counter.hit(self._prefix + key, quota, now) for key in keys)
            return list(await asyncio.gather(*hits))

        return self._run(together())

    def forget(self, key: str, quota: Quota, now: float) -> None:
        self._run(self.counter.forget(self._prefix + key, quota, now))

    def once(self, key: str, ttl: int, now: float) -> bool:
        return self._run(self.memory.once(self._prefix + key, ttl=ttl, now=now))


@contextmanager
def counting_on(url: str | None) -> Iterator[Counting]:
    """On the store at `url`, or in this process."""
    with asyncio.Runner() as runner:
        cache = RedisCache(url) if url else None
        if cache:
            runner.run(cache.start())
            assert cache.is_up
        yield Counting(runner, cache)
        if cache:
            runner.run(cache.stop())
            assert cache.failures == 0, "the store was asked each time"
