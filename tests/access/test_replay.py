"""The memory of what may be used once."""

import asyncio
from collections.abc import Iterator

import pytest

from sellergate.access import replay
from sellergate.access.replay import MemoryReplayMemory

NOW = 1_000_000.5


class Seeing:
    """A replay memory, from code that has no event loop."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self.memory = MemoryReplayMemory()
        self._run = runner.run

    def once(self, key: str, ttl: int = 60, now: float = NOW) -> bool:
        return self._run(self.memory.once(key, ttl=ttl, now=now))


@pytest.fixture
def seeing() -> Iterator[Seeing]:
    with asyncio.Runner() as runner:
        yield Seeing(runner)


def test_a_key_is_new_once_and_then_seen_until_its_time_is_over(seeing: Seeing) -> None:
    assert seeing.once("proof", ttl=60)
    assert not seeing.once("proof", ttl=60, now=NOW + 1)
    assert not seeing.once("proof", ttl=60, now=NOW + 59.9)
    assert seeing.once("another")

    assert seeing.once("proof", ttl=60, now=NOW + 60)
    assert not seeing.once("proof", ttl=60, now=NOW + 61)


def test_a_key_that_was_seen_is_not_remembered_longer_for_being_replayed(seeing: Seeing) -> None:
    seeing.once("proof", ttl=60)
    seeing.once("proof", ttl=600, now=NOW + 30)

    assert seeing.once("proof", now=NOW + 61)


def test_memory_is_as_large_as_what_is_alive_and_never_larger_than_its_bound(
    seeing: Seeing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay, "MAX_KEYS", 100)
    for number in range(1000):
        assert seeing.once(f"old {number}")

    assert len(seeing.memory._ends) <= 100
    assert not seeing.once("old 999"), "the newest are kept"

    for number in range(100):
        seeing.once(f"new {number}", ttl=1, now=NOW + 61)
    assert seeing.once("old 999", now=NOW + 61)
