"""Quotas: fixed windows, exact, in memory and on a shared store alike."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import given, strategies as st

from sellergate.access.quotas import service
from sellergate.access.quotas.models import Quota
from sellergate.access.quotas.service import MemoryQuotaCounter
from tests.access.counting import Counting, counting_on
from tests.builders.redis import RedisServer

quotas = st.builds(Quota, st.integers(0, 4), st.sampled_from([1, 7, 60, 3600]))
forwards = st.one_of(st.floats(0, 2), st.floats(0, 70), st.sampled_from([3600.0, 86400.0]))
# Mostly forwards, as clocks go; sometimes an hour back or a day ahead.
anywhere = st.one_of(forwards, st.sampled_from([-1.0, -30.0, -3600.0]))
starts = st.floats(1_000_000, 2_000_000_000)


def hits(steps: st.SearchStrategy[float]) -> st.SearchStrategy[list[tuple[float, str]]]:
    return st.lists(st.tuples(steps, st.sampled_from("abc")), max_size=60)


@dataclass
class Model:
    """What is meant: so many hits in each window of the wall clock, counted afresh in the next."""

    quota: Quota
    is_forgetful: bool = True  # knows one window of a key, so a clock that goes back starts afresh
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def hit(self, key: str, now: float) -> tuple[bool, int, int]:
        window = int(now) // self.quota.window
        uses = self.counts.get((key, window), 0)
        if self.is_forgetful:
            self.counts = {known: n for known, n in self.counts.items() if known[0] != key}
        allowed = uses < self.quota.limit
        uses += allowed
        self.counts[key, window] = uses
        reset_after = (window + 1) * self.quota.window - int(now)
        return allowed, self.quota.limit - uses, reset_after


def check(counting: Counting, model: Model, hits: list[tuple[float, str]], now: float) -> None:
    counting.fresh()
    for step, key in hits:
        now += step
        state = counting.hit(key, model.quota, now)
        assert (state.allowed, state.remaining, state.reset_after) == model.hit(key, now)
        assert (state.limit, state.window) == model.quota
        assert 1 <= state.reset_after <= model.quota.window


@pytest.fixture(scope="module")
def in_memory() -> Iterator[Counting]:
    with counting_on(None) as counting:
        yield counting


@pytest.fixture(scope="module")
def on_redis(redis_server: RedisServer) -> Iterator[Counting]:
    with counting_on(redis_server.url) as counting:
        yield counting


@pytest.fixture(scope="module", params=["memory", "redis"])
def counting(request: pytest.FixtureRequest) -> Counting:
    name = {"memory": "in_memory", "redis": "on_redis"}[request.param]
    found: Counting = request.getfixturevalue(name)
    return found


@given(quotas, hits(forwards), starts)
def test_a_counter_agrees_with_a_simple_model(
    counting: Counting, quota: Quota, hits: list[tuple[float, str]], now: float
) -> None:
    check(counting, Model(quota), hits, now)


@given(quotas, hits(anywhere), starts)
def test_in_memory_a_clock_that_goes_back_starts_afresh(
    in_memory: Counting, quota: Quota, hits: list[tuple[float, str]], now: float
) -> None:
    check(in_memory, Model(quota), hits, now)


@given(quotas, hits(anywhere), starts)
def test_on_a_shared_store_each_window_is_exact_wherever_the_clocks_of_nodes_are(
    on_redis: Counting, quota: Quota, hits: list[tuple[float, str]], now: float
) -> None:
    check(on_redis, Model(quota, is_forgetful=False), hits, now)


def test_whoever_waits_as_told_gets_through(counting: Counting) -> None:
    counting.fresh()
    quota, now = Quota(3, 60), 1_000_013.9
    while (state := counting.hit("a", quota, now)).allowed:
        pass

    assert not counting.hit("a", quota, now + state.reset_after - 1).allowed
    assert counting.hit("a", quota, now + state.reset_after).allowed


def test_a_forgotten_key_starts_afresh(counting: Counting) -> None:
    counting.fresh()
    quota = Quota(1, 60)
    counting.hit("a", quota, 100)
    counting.hit("b", quota, 100)

    counting.forget("a", quota, 100)
    counting.forget("never seen", quota, 100)

    assert counting.hit("a", quota, 100).allowed
    assert not counting.hit("b", quota, 100).allowed


def test_hits_that_come_together_are_counted_one_by_one(counting: Counting) -> None:
    counting.fresh()

    states = counting.hit_together(["a", "b"] * 700, Quota(500, 60), 100)

    assert sum(state.allowed for state in states) == 1000
    remaining = [state.remaining for state in states if state.allowed]
    assert sorted(remaining) == sorted(2 * list(range(500)))


def test_a_limit_that_changes_holds_for_the_next_hit(counting: Counting) -> None:
    counting.fresh()
    for _ in range(5):
        counting.hit("a", Quota(3, 60), 100)

    assert counting.hit("a", Quota(4, 60), 100).remaining == 0, "refused hits were not counted"
    lowered = counting.hit("a", Quota(2, 60), 100)
    assert (lowered.allowed, lowered.remaining) == (False, 0)


@pytest.mark.parametrize("key", ["", " ", "a\nb\r\n", "é\udc80\x00", "x" * 10_000])
def test_any_text_is_a_key(counting: Counting, key: str) -> None:
    counting.fresh()

    states = counting.hit_together([key, key, "other"], Quota(1, 60), 100)

    assert [state.allowed for state in states] == [True, False, True]


def test_memory_stays_bounded_when_strangers_come_in_crowds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(service, "MAX_KEYS", 100)
    counter, quota = MemoryQuotaCounter(), Quota(1, 60)

    async def crowd() -> bool:
        for number in range(1000):
            await counter.hit(f"key {number}", quota, 100)
        return (await counter.hit("key 999", quota, 100)).allowed

    assert not asyncio.run(crowd()), "the newest are kept"
    assert len(counter._counts) <= 100


def test_nothing_stays_in_the_shared_store(on_redis: Counting, redis_server: RedisServer) -> None:
    on_redis.fresh().hit("short", Quota(5, 60), 1_000_013)
    (key,) = [key for key in redis_server.all_keys() if key.endswith(" short")]

    assert key.startswith("sellergate:1000020 ")
    left = int(redis_server.command("TTL", f'"{key}"')[1:])
    assert 10 < left <= 17, "to the end of the window, and as far as clocks may differ"
