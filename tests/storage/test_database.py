"""What every `Database` promises (storage/database.py), whatever engine is below."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.storage.database import Database, StorageUnavailable
from tests.storage.conftest import OpenDatabase, add, names, outcomes_of


class Mistake(Exception):
    """Of the caller's own."""


def test_a_write_returns_its_value_and_the_next_read_sees_it(open_database: OpenDatabase) -> None:
    async def run() -> None:
        async with open_database() as db:
            told = await db.write(add, "one", body=b"\0\xff")
            seen = await db.read(names)
            assert (told, seen) == ("one added", ["one"])

    asyncio.run(run())


def test_what_was_answered_is_there_for_everybody(open_database: OpenDatabase) -> None:
    async def run() -> None:
        async with open_database() as writer, open_database() as other:
            for number in range(20):
                await writer.write(add, str(number))
                assert len(await other.read(names)) == number + 1

    asyncio.run(run())


def test_concurrent_writes_are_all_kept(open_database: OpenDatabase) -> None:
    async def run() -> None:
        async with open_database() as db:
            wanted = [f"thing {number}" for number in range(500)]
            told = await outcomes_of(*(db.write(add, name) for name in wanted))
            assert told == [f"{name} added" for name in wanted]
            assert sorted(await db.read(names)) == sorted(wanted)

    asyncio.run(run())


def test_two_openings_of_one_database_lose_nothing_of_each_other(
    open_database: OpenDatabase,
) -> None:
    async def run() -> None:
        async with open_database() as one, open_database() as other:
            wanted = [f"thing {number}" for number in range(200)]
            told = await outcomes_of(
                *(db.write(add, name) for db, name in zip([one, other] * 100, wanted, strict=True))
            )
            assert told == [f"{name} added" for name in wanted]
            assert sorted(await one.read(names)) == sorted(wanted)

    asyncio.run(run())


def add_then_fail(conn: Connection, name: str, error: Exception) -> None:
    add(conn, name)
    raise error


def test_a_unit_that_fails_loses_its_own_work_and_no_other(open_database: OpenDatabase) -> None:
    async def run() -> None:
        async with open_database() as db:
            mistake = Mistake("of mine")
            told = await outcomes_of(
                db.write(add, "before"),
                db.write(add_then_fail, "half", mistake),
                db.write(add, "between"),
                db.write(add, "before"),
                db.write(add_then_fail, "half again", KeyError("x")),
                db.write(add, "after"),
            )
            assert sorted(await db.read(names)) == ["after", "before", "between"]
            assert told[1] is mistake
            twice = [told[0], told[3]]  # a server may do the second before the first
            assert len([t for t in twice if isinstance(t, sa.exc.IntegrityError)]) == 1
            assert isinstance(told[4], KeyError)

    asyncio.run(run())


def test_a_mistake_in_a_statement_is_not_taken_for_an_outage(open_database: OpenDatabase) -> None:
    async def run() -> None:
        async with open_database() as db:
            await db.write(add, "one")
            mistakes = await outcomes_of(
                db.write(add, "one"),
                db.write(lambda conn: conn.execute(sa.text("SELECT :a"), {"b": 1})),
                db.read(lambda conn: conn.execute(sa.text("SELECT :a"), {"b": 1})),
            )
            assert not [m for m in mistakes if isinstance(m, StorageUnavailable)]
            assert all(isinstance(m, sa.exc.SQLAlchemyError) for m in mistakes)

    asyncio.run(run())


def test_errors_tell_no_values(open_database: OpenDatabase) -> None:
    async def run() -> None:
        async with open_database() as db:
            await db.write(add, "ada@example.test")
            with pytest.raises(sa.exc.IntegrityError) as error:
                await db.write(add, "ada@example.test")
            assert "ada@" not in str(error.value)

    asyncio.run(run())


def test_listeners_have_run_when_the_author_is_answered(open_database: OpenDatabase) -> None:
    async def run() -> None:
        async with open_database() as db:
            seen: list[list[str]] = []

            async def listen() -> None:
                seen.append(await db.read(names))

            db.after_commit(listen)
            await db.write(add, "one")
            assert seen == [["one"]]
            await outcomes_of(db.write(add, "one"))
            assert len(seen) == 1, "nothing was committed, so nobody is told"

    asyncio.run(run())


@pytest.mark.parametrize("turns", [0, 1, 2, 5])
def test_a_caller_who_leaves_disturbs_nobody(open_database: OpenDatabase, turns: int) -> None:
    async def run() -> None:
        async with open_database() as db:
            tasks = [asyncio.create_task(db.write(add, str(number))) for number in range(100)]
            for _ in range(turns):
                await asyncio.sleep(0)
            for task in tasks[::3]:
                task.cancel()
            told = await outcomes_of(*tasks)
            acknowledged = {str(n) for n, value in enumerate(told) if isinstance(value, str)}
            kept = set(await db.read(names))
            assert acknowledged <= kept
            assert await db.write(add, "afterwards")

    asyncio.run(run())


def test_closing_finishes_the_waiting_writes_and_takes_no_more(open_database: OpenDatabase) -> None:
    async def run() -> None:
        async with open_database() as db:
            tasks = [asyncio.create_task(db.write(add, str(number))) for number in range(300)]
            await asyncio.sleep(0)
        assert [task.result() for task in tasks] == [f"{number} added" for number in range(300)]
        with pytest.raises(StorageUnavailable):
            await db.write(add, "too late")
        async with open_database() as again:
            assert len(await again.read(names)) == 300

    asyncio.run(run())


def test_writes_that_race_with_closing_are_kept_or_refused(open_database: OpenDatabase) -> None:
    async def keep_writing(db: Database, writer: int) -> list[str]:
        kept = []
        for number in range(10_000):
            name = f"{writer} {number}"
            try:
                await db.write(add, name)
            except StorageUnavailable:
                return kept
            kept.append(name)
        return kept

    async def run() -> None:
        async with open_database() as db:
            writers = [asyncio.create_task(keep_writing(db, number)) for number in range(8)]
            await asyncio.sleep(0.1)
        acknowledged = [name for kept in await asyncio.gather(*writers) for name in kept]
        async with open_database() as again:
            assert sorted(await again.read(names)) == sorted(acknowledged)

    asyncio.run(run())


def test_reads_see_whole_transactions_only(open_database: OpenDatabase) -> None:
    def add_pair(conn: Connection, number: int) -> None:
        add(conn, f"{number} left")
        add(conn, f"{number} right")

    async def run() -> None:
        async with open_database() as db, open_database() as other:
            writes = [asyncio.create_task(db.write(add_pair, number)) for number in range(100)]
            while not all(task.done() for task in writes):
                assert len(await other.read(names)) % 2 == 0
                await asyncio.sleep(0)

    asyncio.run(run())


def test_a_failure_that_somebody_keeps_holds_no_old_state(open_database: OpenDatabase) -> None:
    """An error that is kept keeps its frames, and with them the cursor that was open in one of them."""

    def breaks_off(conn: Connection) -> None:
        cursor = conn.execute(sa.text("SELECT name FROM things ORDER BY name"))
        raise Mistake(cursor.fetchone())

    async def run() -> None:
        async with open_database() as db, open_database() as other:
            await db.write(add, "one")
            await db.write(add, "two")
            kept = await outcomes_of(db.read(breaks_off), db.write(breaks_off))
            await other.write(add, "three")

            assert [type(error) for error in kept] == [Mistake, Mistake]
            assert sorted(await db.read(names)) == ["one", "three", "two"]
            assert await db.write(add, "four") == "four added"
            assert len(await other.read(names)) == 4

    asyncio.run(run())


def test_a_value_comes_back_as_it_is(open_database: OpenDatabase) -> None:
    async def run() -> None:
        async with open_database() as db:
            value: dict[str, Any] = {}
            assert await db.write(lambda _conn: value) is value
            assert await db.read(lambda _conn: None) is None

    asyncio.run(run())
