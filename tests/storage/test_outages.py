"""The embedded database when the machine lets it down: the disk is full, the file is damaged, another holds the lock."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.storage import sqlite
from sellergate.storage.database import StorageUnavailable
from sellergate.storage.prepared import Prepared
from tests.storage.conftest import OpenDatabase, add, names, outcomes_of, things

BIG = bytes(200_000)


def limit_pages(conn: Connection, more: int) -> None:
    """The disk has room for `more` pages."""
    pages = conn.exec_driver_sql("PRAGMA page_count").scalar() or 0
    conn.exec_driver_sql(f"PRAGMA max_page_count={pages + more}")


def test_a_full_disk_is_told_and_nothing_is_half_written(
    open_sqlite: OpenDatabase, path: Path
) -> None:
    def add_two(conn: Connection, name: str) -> None:
        add(conn, f"{name} small")
        add(conn, f"{name} big", BIG)

    async def run() -> None:
        async with open_sqlite() as db:
            await db.write(add, "before")
            await db.write(limit_pages, 10)

            told = await outcomes_of(*(db.write(add_two, str(number)) for number in range(20)))
            while_full = await db.read(names)
            await db.write(limit_pages, 100_000)
            await db.write(add_two, "later")

            assert all(isinstance(outcome, StorageUnavailable) for outcome in told)
            assert while_full == ["before"]
            assert await db.read(names) == ["before", "later small", "later big"]

    asyncio.run(run())

    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_small_writes_go_on_once_the_big_one_was_refused(open_sqlite: OpenDatabase) -> None:
    async def run() -> None:
        async with open_sqlite() as db:
            await db.write(limit_pages, 10)

            with pytest.raises(StorageUnavailable):
                await db.write(add, "big", BIG)

            assert await db.write(add, "small") == "small added"
            assert await db.read(names) == ["small"]

    asyncio.run(run())


def test_a_lock_that_another_keeps_is_told_and_then_forgotten(
    open_sqlite: OpenDatabase, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_MS", 50)

    async def run() -> None:
        async with open_sqlite() as db:
            with closing(sqlite3.connect(path, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                told = await outcomes_of(*(db.write(add, str(number)) for number in range(5)))
                assert await db.read(names) == [], "reading goes on"
                other.execute("ROLLBACK")
            assert all(isinstance(outcome, StorageUnavailable) for outcome in told)
            assert await db.write(add, "afterwards") == "afterwards added"
            assert await db.read(names) == ["afterwards"]

    asyncio.run(run())


def test_a_lock_that_another_gives_back_in_time_is_waited_for(
    open_sqlite: OpenDatabase, path: Path
) -> None:
    async def run() -> None:
        async with open_sqlite() as db:
            with closing(sqlite3.connect(path, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                writing = asyncio.create_task(db.write(add, "one"))
                await asyncio.sleep(0.2)
                assert not writing.done()
                other.execute("COMMIT")
            assert await writing == "one added"

    asyncio.run(run())


PREPARED = Prepared(sa.select(things.c.name))


def test_what_cannot_be_read_is_an_outage_for_prepared_statements_too(
    open_sqlite: OpenDatabase, path: Path
) -> None:
    async def run() -> None:
        async with open_sqlite() as db:
            with closing(sqlite3.connect(path)) as other:
                other.execute("ALTER TABLE things RENAME TO elsewhere")
            for read in (names, PREPARED.all, PREPARED.first):
                with pytest.raises(StorageUnavailable):
                    await db.read(read)
            with pytest.raises(StorageUnavailable):
                await db.write(add, "one")

    asyncio.run(run())


def test_a_damaged_file_is_an_outage(open_sqlite: OpenDatabase, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(
            "INSERT INTO things (name, body) VALUES (?, ?)",
            [(str(n), bytes(3000)) for n in range(100)],
        )
    content = bytearray(path.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    path.write_bytes(content)

    async def run() -> None:
        async with open_sqlite() as db:
            for read in (names, PREPARED.all):
                with pytest.raises(StorageUnavailable):
                    await db.read(read)
            with pytest.raises(StorageUnavailable):
                await db.write(lambda conn: conn.execute(things.delete()).rowcount)

    asyncio.run(run())


def test_every_commit_waits_for_the_disk(open_sqlite: OpenDatabase) -> None:
    def pragmas(conn: Connection) -> list[object]:
        return [
            conn.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]

    async def run() -> None:
        async with open_sqlite() as db:
            assert await db.write(pragmas) == ["wal", 2, 1]
            assert await db.read(pragmas) == ["wal", 2, 1]

    asyncio.run(run())
