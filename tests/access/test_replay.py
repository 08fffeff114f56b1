"""The memory of what may be used once."""

import asyncio
from collections.abc import Iterator

import pytest

from sellergate.access import replay
from sellergate.access.replay import MemoryReplayMemory, SharedReplayMemory
from sellergate.storage.redis import RedisCache
from tests.access.counting import Counting, counting_on
from tests.builders.redis import RedisServer

NOW = 1_000_000.5


@pytest.fixture(params=["memory", "redis"])
def counting(request: pytest.FixtureRequest, redis_server: RedisServer) -> Iterator[Counting]:
    with counting_on({"memory": None, "redis": redis_server.url}[request.param]) as counting:
        yield counting


def test_a_key_is_new_once_and_then_seen(counting: Counting) -> None:
    assert counting.once("proof", 60, NOW)
    assert not counting.once("proof", 60, NOW)
    assert not counting.once("proof", 60, NOW + 59.9)
    assert counting.once("another", 60, NOW)


def test_of_many_who_come_together_with_one_key_one_is_the_first(counting: Counting) -> None:
    async def together() -> list[bool]:
        one = (counting.memory.once("one proof, many times", ttl=60, now=NOW) for _ in range(200))
        return list(await asyncio.gather(*one))

    assert counting._run(together()).count(True) == 1


def test_what_one_node_saw_is_seen_by_another(redis_server: RedisServer) -> None:
    async def two_nodes() -> list[bool]:
        caches = [RedisCache(redis_server.url) for _ in range(2)]
        for cache in caches:
            await cache.start()
        nodes = [SharedReplayMemory(cache) for cache in caches]
        answers = [await node.once("travelling proof", ttl=60, now=NOW) for node in nodes]
        for cache in caches:
            await cache.stop()
        return answers

    assert asyncio.run(two_nodes()) == [True, False]


def test_the_shared_store_forgets_by_itself(redis_server: RedisServer) -> None:
    with counting_on(redis_server.url) as counting:
        before = set(redis_server.all_keys())
        counting.once("proof", 45, NOW)
        (key,) = set(redis_server.all_keys()) - before - {"sellergate:probe"}

        assert key.startswith("sellergate:once ")
        assert "proof" not in key
        assert 40 < int(redis_server.command("TTL", f'"{key}"')[1:]) <= 45


class Clocks:
    """A memory, and the two clocks that it goes by."""

    def __init__(self) -> None:
        self.wall = self.timer = NOW
        self.memory = MemoryReplayMemory(timer=lambda: self.timer)

    def once(self, key: str, ttl: int) -> bool:
        return asyncio.run(self.memory.once(key, ttl=ttl, now=self.wall))

    def advance(self, seconds: float) -> None:
        self.wall += seconds
        self.timer += seconds


def test_in_memory_a_key_is_forgotten_when_its_time_is_over() -> None:
    clocks = Clocks()
    clocks.once("proof", 60)
    clocks.advance(30)
    clocks.once("proof", 600)
    clocks.advance(30)

    assert clocks.once("proof", 60), "a replay makes nothing last longer"
    clocks.advance(1)
    assert not clocks.once("proof", 60)


def test_in_memory_a_key_is_over_when_both_clocks_say_so() -> None:
    clocks = Clocks()
    clocks.once("proof", 60)

    clocks.wall += 3600
    assert not clocks.once("proof", 60), "the wall clock was set ahead"
    clocks.wall -= 7200
    clocks.timer += 61
    assert not clocks.once("proof", 60), "the wall clock was set back"
    clocks.advance(3661)
    assert clocks.once("proof", 60)


def test_memory_is_as_large_as_what_is_alive_and_never_larger_than_its_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(replay, "MAX_KEYS", 100)
    clocks = Clocks()
    memory = clocks.memory

    async def see(name: str, *, count: int, ttl: int, now: float) -> list[bool]:
        clocks.timer = now
        return [await memory.once(f"{name} {n}", ttl=ttl, now=now) for n in range(count)]

    async def live() -> None:
        assert all(await see("old", count=1000, ttl=60, now=NOW))
        assert len(memory._ends) == 100
        assert not await memory.once("old 999", ttl=60, now=NOW), "the newest are kept"
        await see("new", count=100, ttl=1, now=NOW + 61)
        assert len(memory._ends) == 100
        await see("newer", count=50, ttl=1, now=NOW + 63)
        assert len(memory._ends) <= 51, "what is over makes room"

    asyncio.run(live())
