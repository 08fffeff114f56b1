"""Quotas: fixed windows, exact, whatever the clock does."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import given, strategies as st

from sellergate.access.quotas import service
from sellergate.access.quotas.models import Quota, QuotaState
from sellergate.access.quotas.service import MemoryQuotaCounter

quotas = st.builds(Quota, st.integers(0, 4), st.sampled_from([1, 7, 60, 3600]))
# Mostly forwards, as clocks go; sometimes an hour back or a day ahead.
steps = st.one_of(
    st.floats(0, 2), st.floats(0, 70), st.sampled_from([-1.0, -30.0, -3600.0, 3600.0, 86400.0])
)
hits = st.lists(st.tuples(steps, st.sampled_from("abc")), max_size=60)


class Counting:
    """A counter, from code that has no event loop."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self.counter = MemoryQuotaCounter()
        self._run = runner.run

    def hit(self, key: str, quota: Quota, now: float) -> QuotaState:
        return self._run(self.counter.hit(key, quota, now))

    def forget(self, key: str) -> None:
        self._run(self.counter.forget(key))


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@dataclass
class Model:
    """What is meant: so many hits in each window of the wall clock, counted afresh in the next."""

    quota: Quota
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)

    def hit(self, key: str, now: float) -> tuple[bool, int, int]:
        window = int(now) // self.quota.window
        known, uses = self.counts.get(key, (window, 0))
        uses = uses if known == window else 0
        allowed = uses < self.quota.limit
        uses += allowed
        self.counts[key] = (window, uses)
        reset_after = (window + 1) * self.quota.window - int(now)
        return allowed, self.quota.limit - uses, reset_after


@given(quotas, hits, st.floats(1_000_000, 2_000_000_000))
def test_a_counter_agrees_with_a_simple_model_whatever_the_clock_does(
    runner: asyncio.Runner, quota: Quota, hits: list[tuple[float, str]], now: float
) -> None:
    counter, model = Counting(runner), Model(quota)

    for step, key in hits:
        now += step
        state = counter.hit(key, quota, now)
        assert (state.allowed, state.remaining, state.reset_after) == model.hit(key, now)
        assert (state.limit, state.window) == quota
        assert 1 <= state.reset_after <= quota.window


def test_whoever_waits_as_told_gets_through(runner: asyncio.Runner) -> None:
    counter, quota, now = Counting(runner), Quota(3, 60), 1_000_013.9
    while (state := counter.hit("a", quota, now)).allowed:
        pass

    assert not counter.hit("a", quota, now + state.reset_after - 1).allowed
    assert counter.hit("a", quota, now + state.reset_after).allowed


def test_a_forgotten_key_starts_afresh(runner: asyncio.Runner) -> None:
    counter, quota = Counting(runner), Quota(1, 60)
    counter.hit("a", quota, 100)
    counter.hit("b", quota, 100)

    counter.forget("a")
    counter.forget("never seen")

    assert counter.hit("a", quota, 100).allowed
    assert not counter.hit("b", quota, 100).allowed


def test_memory_stays_bounded_when_strangers_come_in_crowds(
    runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MAX_KEYS", 100)
    counter, quota = Counting(runner), Quota(1, 60)

    for number in range(1000):
        counter.hit(f"key {number}", quota, 100)

    assert len(counter.counter._counts) <= 100
    assert not counter.hit("key 999", quota, 100).allowed, "the newest are kept"
