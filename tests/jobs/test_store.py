"""Rows of work: one node at a time, lanes one by one, and nothing of who lost its lease."""

import asyncio
from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import Connection

from sellergate.jobs import store
from sellergate.jobs.models import LEASE, Job, LeaseLost
from sellergate.storage.database import Database
from sellergate.storage.upkeep import run_on_database
from tests.builders.installation import MovableClock
from tests.builders.postgres import PostgresServer
from tests.jobs.conftest import effects, enqueue, opened, steps_of


async def take(db: Database, clock: MovableClock, lease: str = "one/1") -> Job | None:
    """The first job that is due, if there is one."""
    for job_id in await db.read(store.due_jobs, ("steps",), now=clock(), limit=4):
        job = await db.write(store.claim, job_id, lease=lease, now=clock())
        if job is not None:
            return job
    return None


def test_a_job_is_claimed_by_one_of_many_nodes(database: str, clock: MovableClock) -> None:
    async def run() -> None:
        async with opened(database) as one, opened(database) as other:
            await enqueue(one, clock, "a")
            [job_id] = await one.read(store.due_jobs, ("steps",), now=clock(), limit=4)

            taken = await asyncio.gather(
                *(
                    db.write(store.claim, job_id, lease=f"node/{n}", now=clock())
                    for n, db in enumerate([one, other] * 5)
                )
            )

            assert len([job for job in taken if job is not None]) == 1

    asyncio.run(run())


def test_jobs_of_a_lane_are_done_in_their_order_and_lanes_beside_each_other(
    database: str, clock: MovableClock
) -> None:
    async def run() -> None:
        async with opened(database) as db:
            for subject, lane in (("a1", "a"), ("a2", "a"), ("b1", "b")):
                await enqueue(db, clock, subject, lane)

            first, second = await take(db, clock), await take(db, clock, "one/2")

            assert first is not None
            assert second is not None
            assert {first.subject, second.subject} == {"a1", "b1"}
            assert await take(db, clock) is None
            await db.write(store.finish, first if first.subject == "a1" else second)
            following = await take(db, clock)
            assert following is not None
            assert following.subject == "a2"

    asyncio.run(run())


def test_a_job_that_waits_for_a_retry_holds_its_lane(database: str, clock: MovableClock) -> None:
    async def run() -> None:
        async with opened(database) as db:
            await enqueue(db, clock, "a1")
            await enqueue(db, clock, "a2")
            job = await take(db, clock)
            assert job is not None
            later = clock()
            clock.advance(seconds=-60)
            await db.write(store.let_go, job, due_at=later)

            assert await take(db, clock) is None
            [_first, second] = await db.read(store.all_jobs)
            assert await db.write(store.claim, second.id, lease="x/1", now=later) is None

    asyncio.run(run())


def test_who_lost_the_lease_writes_nothing_more(database: str, clock: MovableClock) -> None:
    async def run() -> None:
        async with opened(database) as db:
            await enqueue(db, clock, "a")
            slow = await take(db, clock, "slow/1")
            assert slow is not None
            assert await take(db, clock, "quick/1") is None

            clock.advance(seconds=LEASE.total_seconds())
            quick = await take(db, clock, "quick/1")

            assert quick is not None
            assert quick.attempts == 1  # a lease that ran out may be the work's own fault
            for act in (store.finish, store.let_go, store.count_failure):
                with pytest.raises(LeaseLost):
                    await db.write(act, slow)
            with pytest.raises(LeaseLost):
                await db.write(store.hold, slow, now=clock())
            await db.write(store.hold, quick, now=clock(), gets_on=True)
            [row] = await db.read(store.all_jobs)
            assert (row.node, row.attempts) == ("quick", 0)

    asyncio.run(run())


def test_an_expired_lease_that_nobody_took_is_renewed(database: str, clock: MovableClock) -> None:
    async def run() -> None:
        async with opened(database) as db:
            await enqueue(db, clock, "a")
            job = await take(db, clock)
            assert job is not None
            clock.advance(seconds=3600)

            await db.write(store.hold, job, now=clock())

            assert await take(db, clock, "other/1") is None

    asyncio.run(run())


def test_there_is_one_job_of_a_kind_for_a_subject(database: str, clock: MovableClock) -> None:
    async def run() -> None:
        async with opened(database) as db:
            await asyncio.gather(*(enqueue(db, clock, "a") for _ in range(5)))

            assert len(await db.read(store.all_jobs)) == 1

    asyncio.run(run())


def test_kinds_that_this_node_does_not_know_are_left_to_others(
    database: str, clock: MovableClock
) -> None:
    async def run() -> None:
        async with opened(database) as db:
            await db.write(store.enqueue, "newer", "a", lane="a", now=clock())

            assert await take(db, clock) is None

    asyncio.run(run())


def test_the_queue_tells_its_length_and_since_when_the_first_waits(
    database: str, clock: MovableClock
) -> None:
    async def run() -> None:
        async with opened(database) as db:
            assert await db.read(store.queue, now=clock()) == (0, None)
            await enqueue(db, clock, "a", "a")
            since = clock()
            clock.advance(seconds=30)
            await enqueue(db, clock, "b", "b")
            assert await db.read(store.queue, now=clock()) == (2, since)

            await take(db, clock)

            assert await db.read(store.queue, now=clock()) == (2, clock())

    asyncio.run(run())


def test_what_comes_while_the_last_step_sees_nothing_to_do_is_not_lost(
    postgres: PostgresServer, clock: MovableClock
) -> None:
    """On the embedded database there is one writer at a time."""
    address = postgres.migrated_database()
    run_on_database(address, effects.metadata.create_all)
    looks: list[int] = []

    def something_to_do(conn: Connection) -> None:
        conn.execute(effects.insert().values(subject="a", step=1))
        store.enqueue(conn, "steps", "a", lane="one", now=clock())

    def last_step(conn: Connection, job: Job) -> None:
        looks.append(len(steps_of(conn, "a")))
        if len(looks) == 1:
            other = Thread(target=run_on_database, args=(address, something_to_do))
            other.start()
            other.join()
        if not looks[-1]:
            store.finish(conn, job)

    async def run() -> None:
        async with opened(address) as db:
            await enqueue(db, clock, "a")
            job = await take(db, clock)
            assert job is not None
            await db.write(last_step, job)

            assert looks == [0, 1]
            assert len(await db.read(store.all_jobs)) == 1

    asyncio.run(run())


def test_of_two_jobs_for_a_subject_the_earlier_is_kept(database: str, clock: MovableClock) -> None:
    async def run() -> None:
        async with opened(database) as db:
            for minutes in (5, 1, 3):
                due_at = clock() + timedelta(minutes=minutes)
                await db.write(store.enqueue, "steps", "a", lane="one", now=clock(), due_at=due_at)

            [job] = await db.read(store.all_jobs)
            assert timedelta(0) < job.due_at - clock() <= timedelta(minutes=1)

    asyncio.run(run())
