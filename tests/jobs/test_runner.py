"""Nodes at work: woken at once, handing over, trying again, giving up."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from sellergate.jobs import runner as engine, store
from sellergate.jobs.models import LEASE
from sellergate.jobs.runner import MAX_ATTEMPTS, REASON, Outcome, wait_after
from sellergate.storage.database import StorageUnavailable
from tests.builders.installation import MovableClock
from tests.jobs.conftest import (
    STEPS,
    Steps,
    a_runner,
    all_steps,
    enqueue,
    is_empty,
    opened,
    steps_of,
    until,
)

pytestmark = pytest.mark.slow


async def has_ended(runner: engine.Runner) -> bool:
    """Whether it counted an end, which comes right after the last commit of the work."""
    return bool(runner.outcomes)


def test_work_of_this_process_begins_at_once(
    database: str, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is found by its commit, long before the next look."""
    monkeypatch.setattr(engine, "POLL", 600.0)

    async def run() -> None:
        async with opened(database) as db:
            runner = a_runner(db, Steps(clock))
            await runner.start()
            await asyncio.sleep(0.2)

            await enqueue(db, clock, "a")
            await until(lambda: is_empty(db))
            await until(lambda: has_ended(runner))

            assert await db.read(steps_of, "a") == list(range(STEPS))
            assert runner.outcomes == {("steps", Outcome.DONE): 1}
            await runner.stop()

    asyncio.run(run())


def test_work_that_another_process_enqueued_is_found(database: str, clock: MovableClock) -> None:
    async def run() -> None:
        async with opened(database) as db, opened(database) as other:
            runner = a_runner(db, Steps(clock))
            await runner.start()

            await enqueue(other, clock, "a")
            await until(lambda: is_empty(other), 5)
            await runner.stop()

    asyncio.run(run())


def test_a_node_that_stops_lets_go_so_that_another_goes_on_where_it_was(
    database: str, clock: MovableClock
) -> None:
    async def run() -> None:
        async with opened(database) as one, opened(database) as other:
            stuck = asyncio.Event()
            done = iter(range(2))
            leaving = Steps(
                clock,
                between=lambda: asyncio.sleep(0) if next(done, None) is not None else stuck.wait(),
            )
            runner = a_runner(one, leaving)
            await enqueue(one, clock, "a")
            await runner.start()

            async def is_stuck() -> bool:
                return len(await one.read(steps_of, "a")) == 2

            await until(is_stuck)
            await runner.stop()
            assert runner.outcomes == {("steps", Outcome.STOPPED): 1}
            [row] = await other.read(store.all_jobs)
            assert (row.node, row.attempts) == (None, 0)
            following = a_runner(other, Steps(clock), "other")
            await following.start()
            await until(lambda: is_empty(other))

            assert await other.read(steps_of, "a") == list(range(STEPS))
            await following.stop()

    asyncio.run(run())


def test_the_work_of_a_node_that_is_gone_is_taken_over_when_its_lease_has_run_out(
    database: str, clock: MovableClock
) -> None:
    async def run() -> None:
        async with opened(database) as db:
            await enqueue(db, clock, "a")
            [job_id] = await db.read(store.due_jobs, ("steps",), now=clock(), limit=1)
            await db.write(store.claim, job_id, lease="gone/1", now=clock())
            handler = Steps(clock)
            runner = a_runner(db, handler)
            await runner.start()
            await asyncio.sleep(1.5)
            assert handler.began == []

            clock.advance(seconds=LEASE.total_seconds())
            await until(lambda: is_empty(db), 5)

            assert await db.read(steps_of, "a") == list(range(STEPS))
            await runner.stop()

    asyncio.run(run())
    assert timedelta(seconds=engine.POLL * 1.2) + LEASE < timedelta(seconds=30)


def test_a_failed_attempt_is_tried_again_and_told_without_what_a_seller_wrote(
    database: str, clock: MovableClock
) -> None:
    async def run() -> list[Any]:
        async with opened(database) as db:
            await enqueue(db, clock, "a")
            runner = a_runner(db, Steps(clock, mistakes=1))
            with capture_logs() as lines:
                await runner.start()

                async def has_failed() -> bool:
                    return runner.outcomes["steps", Outcome.FAILED] == 1

                await until(has_failed)
                clock.advance(seconds=1)
                await until(lambda: is_empty(db), 5)
            assert await db.read(steps_of, "a") == list(range(STEPS))
            await runner.stop()
            return list(lines)

    lines = asyncio.run(run())
    [told] = [line for line in lines if line["event"] == "job failed"]
    assert told["reason"] == "ValueError"
    assert any("_step" in frame for frame in told["where"])
    assert "seller's own words" not in str(lines)


def test_work_that_never_succeeds_is_given_up_and_its_lane_goes_on(
    database: str, clock: MovableClock
) -> None:
    async def run() -> None:
        async with opened(database) as db:
            broken = Steps(clock, is_broken=True)
            runner = a_runner(db, broken)
            await enqueue(db, clock, "a")
            await runner.start()

            async def is_given_up() -> bool:
                waiting = [row for row in await db.read(store.all_jobs) if row.node is None]
                if waiting:
                    clock.advance(seconds=64)
                    runner._wake.set()
                return await is_empty(db)

            await until(is_given_up)

            assert broken.given_up == [REASON]
            assert broken.began == ["a"] * MAX_ATTEMPTS
            broken.is_broken = False
            await enqueue(db, clock, "b")
            await until(lambda: is_empty(db))
            assert await db.read(all_steps) == [("b", number) for number in range(STEPS)]
            await runner.stop()

    asyncio.run(run())


def test_work_that_ends_every_process_that_does_it_is_given_up(
    database: str, clock: MovableClock
) -> None:
    async def run() -> None:
        async with opened(database) as db:
            await enqueue(db, clock, "a")
            for number in range(MAX_ATTEMPTS):
                [job_id] = await db.read(store.due_jobs, ("steps",), now=clock(), limit=1)
                await db.write(store.claim, job_id, lease=f"dead/{number}", now=clock())
                clock.advance(seconds=LEASE.total_seconds())
            handler = Steps(clock)
            runner = a_runner(db, handler)
            await runner.start()

            await until(lambda: is_empty(db))

            assert handler.given_up == [REASON]
            assert handler.began == []
            await runner.stop()

    asyncio.run(run())


def test_an_outage_of_the_database_is_no_failed_attempt(database: str, clock: MovableClock) -> None:
    async def run() -> None:
        async with opened(database) as db:
            outages = iter(range(2 * MAX_ATTEMPTS))

            async def outage() -> None:
                if next(outages, None) is not None:
                    raise StorageUnavailable("write failed")

            handler = Steps(clock, between=outage)
            runner = a_runner(db, handler)
            await enqueue(db, clock, "a")
            await runner.start()

            async def is_over() -> bool:
                waiting = await db.read(store.all_jobs)
                if waiting and waiting[0].node is None:
                    clock.advance(seconds=2)
                    runner._wake.set()
                return not waiting

            await until(is_over)

            assert handler.given_up == []
            assert await db.read(steps_of, "a") == list(range(STEPS))
            await runner.stop()

    asyncio.run(run())


def test_a_handler_that_leaves_its_job_is_tried_again(database: str, clock: MovableClock) -> None:
    """What only says that it is done is not done."""

    class Forgetful(Steps):
        async def run(self, job: Any, db: Any) -> None:
            self.began.append(job.subject)
            if len(self.began) > 1:
                await super().run(job, db)

    async def run() -> None:
        async with opened(database) as db:
            handler = Forgetful(clock)
            runner = a_runner(db, handler)
            await enqueue(db, clock, "a")
            await runner.start()

            async def says_that_it_is_done() -> bool:
                return runner.outcomes["steps", Outcome.DONE] == 1

            await until(says_that_it_is_done)
            clock.advance(seconds=LEASE.total_seconds())
            await until(lambda: is_empty(db))
            assert await db.read(steps_of, "a") == list(range(STEPS))
            await runner.stop()

    asyncio.run(run())


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 1), (2, 2), (7, 64), (12, 300)], ids=["1", "2", "7", "many"]
)
def test_waits_between_attempts_double_up_to_five_minutes(attempts: int, seconds: int) -> None:
    assert wait_after(attempts) == timedelta(seconds=seconds)
