"""The embedded database: SQLite with one writer thread and a reader on the event loop (docs/decisions/0001)."""

import asyncio
import queue
import sqlite3
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar

import sqlalchemy as sa

from sellergate.storage.database import CommitListener, StorageUnavailable
from sellergate.storage.stats import DatabaseStats, Work

P = ParamSpec("P")
T = TypeVar("T")

BATCH = 64
BUSY_TIMEOUT_MS = 5000
ASK_EVERY = 0.001  # seconds between two looks whether another process has let go of the write lock


def sqlite_engine(path: Path) -> sa.Engine:
    """An engine whose connections are durable (WAL, synchronous=FULL) and take the write lock at BEGIN.

    A connection with the execution option `only_reads` begins no transaction: each statement sees the newest commit.
    """
    engine = sa.create_engine(
        f"sqlite:///{path}",
        poolclass=sa.NullPool,
        connect_args={"check_same_thread": False},
        hide_parameters=True,  # messages of errors are logged, and values may be personal
    )

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions by itself
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "journal_mode=WAL",
            "wal_autocheckpoint=4000",
            "synchronous=FULL",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        if not connection.get_execution_options().get("only_reads"):
            _begin(connection)

    return engine


def _begin(connection: sa.Connection) -> None:
    """Take the write lock, for which other processes may have to let go first.

    SQLite itself looks ever more rarely, every 100 ms in the end, and would miss the moment between two transactions of a
    process that writes all the time.
    """
    until = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.exec_driver_sql("PRAGMA busy_timeout=0")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except sa.exc.OperationalError as error:
            if not _is_busy(error) or time.monotonic() > until:
                raise
            time.sleep(ASK_EVERY)
        else:
            return
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


def _is_busy(error: sa.exc.OperationalError) -> bool:
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code is not None and code & 0xFF == sqlite3.SQLITE_BUSY


class _Unit(NamedTuple):
    """One unit of work, and the future of who waits for it."""

    work: Callable[[sa.Connection], Any]
    future: asyncio.Future[Any]


class SqliteDatabase:
    """Reads run inline on the loop's own connection; writes go to one thread that commits them in batches.

    A read costs some 13 µs this way, where an asynchronous SQLite driver costs 500 (docs/decisions/0001).
    """

    def __init__(self, path: Path) -> None:
        self._engine = sqlite_engine(path)
        self._reader = self._engine.connect().execution_options(only_reads=True)
        self._units: queue.SimpleQueue[_Unit | None] = queue.SimpleQueue()
        self._listeners: list[CommitListener] = []
        self._work = Work()
        self._loop = asyncio.get_running_loop()
        self._writer = threading.Thread(target=self._write_all, name="sqlite-writer", daemon=True)
        self._writer.start()
        self._closed = False

    async def read(
        self, f: Callable[Concatenate[sa.Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """See `Database.read`."""
        started = time.perf_counter()
        try:
            value = f(self._reader, *args, **kwargs)
            self._work.reads.observe(time.perf_counter() - started)
            return value
        except Exception as error:
            _let_go(error)
            if not _is_outage(error):
                raise
            self._work.outages += 1
            raise StorageUnavailable(f"read failed: {type(error).__name__}") from error

    async def write(
        self, f: Callable[Concatenate[sa.Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """See `Database.write`. Raises `StorageUnavailable` when the commit fails."""
        if self._closed:
            raise StorageUnavailable("the database is closing")
        future: asyncio.Future[T] = self._loop.create_future()
        started = time.perf_counter()
        self._units.put(_Unit(lambda conn: f(conn, *args, **kwargs), future))
        try:
            value = await future
        except StorageUnavailable:
            self._work.outages += 1
            raise
        self._work.writes.observe(time.perf_counter() - started)
        for listener in self._listeners:
            await listener()
        return value

    def after_commit(self, listener: CommitListener) -> None:
        """See `Database.after_commit`."""
        self._listeners.append(listener)

    def stats(self) -> DatabaseStats:
        """See `Database.stats`. The reader and the writer hold a connection each, always."""
        return DatabaseStats(self._work, self._units.qsize(), 2, 2)

    async def close(self) -> None:
        """See `Database.close`."""
        self._closed = True
        self._units.put(None)
        await asyncio.to_thread(self._writer.join)
        self._reader.close()
        self._engine.dispose()

    def _write_all(self) -> None:
        with self._engine.connect() as conn:
            while (unit := self._units.get()) is not None:
                batch, closing = self._batch_from(unit)
                self._commit(conn, batch)
                if closing:
                    return

    def _batch_from(self, first: _Unit) -> tuple[list[_Unit], bool]:
        batch = [first]
        while len(batch) < BATCH:
            try:
                unit = self._units.get_nowait()
            except queue.Empty:
                break
            if unit is None:
                return batch, True
            batch.append(unit)
        return batch, False

    def _commit(self, conn: sa.Connection, batch: list[_Unit]) -> None:
        """Run `batch` in one transaction, each unit in a savepoint, and answer each of its writers."""
        self._work.batches.observe(len(batch))
        try:
            with conn.begin():
                outcomes = [_run(conn, unit) for unit in batch]
        except Exception as error:  # noqa: BLE001  (the writer thread must survive and tell its callers)
            failure = StorageUnavailable(f"commit failed: {type(error).__name__}")
            failure.__cause__ = error
            outcomes = [(None, failure)] * len(batch)
        self._loop.call_soon_threadsafe(self._answer, batch, outcomes)

    @staticmethod
    def _answer(batch: list[_Unit], outcomes: list[tuple[Any, Exception | None]]) -> None:
        for unit, (value, error) in zip(batch, outcomes, strict=True):
            if unit.future.cancelled():
                continue
            if error is None:
                unit.future.set_result(value)
            else:
                unit.future.set_exception(error)


def _run(conn: sa.Connection, unit: _Unit) -> tuple[Any, Exception | None]:
    try:
        with conn.begin_nested():
            return unit.work(conn), None
    except Exception as error:
        _let_go(error)
        if _is_outage(error):
            raise  # the disk is full or the file is gone: the whole batch fails, loudly
        return None, error  # handed to the one who asked for this unit


def _let_go(error: BaseException) -> None:
    """Close the cursors that were open where it was raised.

    Whoever keeps an error keeps its frames and what they had in hand, and an open cursor holds its connection to the state
    that it began with: revoked access would be seen as granted.
    """
    each: BaseException | None = error
    while each is not None:
        traceback.clear_frames(each.__traceback__)
        each = each.__cause__ or each.__context__


def _is_outage(error: Exception) -> bool:
    """Whether the database failed, rather than what it was asked to do.

    Prepared statements raise the driver's own errors. A damaged file is a plain `DatabaseError`, whose other
    subclasses are mistakes of the statement.
    """
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    return isinstance(cause, sqlite3.OperationalError) or type(cause) is sqlite3.DatabaseError
