"""The scaled database: PostgreSQL through asyncpg (docs/decisions/0012)."""

import asyncio
import random
import time
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

import asyncpg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from sellergate.storage.database import CommitListener, StorageUnavailable
from sellergate.storage.stats import DatabaseStats, Work

P = ParamSpec("P")
T = TypeVar("T")

POOL_SIZE = 10
WAIT_FOR_CONNECTION = 5.0
CONNECT_TIMEOUT = 5.0
STATEMENT_TIMEOUT = 10.0
RETRY_FOR = 5.0

# PostgreSQL's classes of SQLSTATE, appendix A of its manual.
SERIALIZATION_FAILURE, DEADLOCK = "40001", "40P01"
READ_ONLY = "25006"  # the server became a standby
OUTAGES = ("08", "53", "57", "58", "XX")  # connection, resources, intervention, system, internal


def postgres_engine(url: str, *, pool_size: int = POOL_SIZE, patient: bool = False) -> AsyncEngine:
    """An engine on the server, or on whichever of several servers is the primary.

    asyncpg reads the address itself, so it may name several hosts, and what libpq's addresses say of TLS. `patient`:
    for upkeep, whose statements may take as long as they need.
    """
    limit = None if patient else STATEMENT_TIMEOUT

    async def connect() -> Any:
        return await asyncpg.connect(
            url,
            timeout=CONNECT_TIMEOUT,
            command_timeout=limit,
            target_session_attrs="read-write",
            server_settings={"application_name": "sellergate", "jit": "off"},
        )

    return create_async_engine(
        "postgresql+asyncpg://",
        async_creator=connect,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=WAIT_FOR_CONNECTION,
        pool_use_lifo=True,  # the connections used last are warm, and the others may rest
        hide_parameters=True,  # messages of errors are logged, and values may be personal
    )


class PostgresDatabase:
    """Reads see the newest commit, statement by statement; writes are serializable, and repeated on a conflict.

    So stores may look before they write, as they may with the one writer of the embedded database.
    """

    def __init__(self, url: str, *, pool_size: int = POOL_SIZE) -> None:
        self._engine = postgres_engine(url, pool_size=pool_size)
        self._reading = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._writing = self._engine.execution_options(isolation_level="SERIALIZABLE")
        self._listeners: list[CommitListener] = []
        self._works: set[asyncio.Task[Any]] = set()
        self._work = Work()
        self._closed = False

    async def read(
        self, f: Callable[Concatenate[sa.Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """See `Database.read`."""
        try:
            return await self._read(f, *args, **kwargs)
        except Exception as error:
            if not is_outage(error):
                raise
        # Connections that an outage broke are gone from the pool now, and it may be over.
        try:
            return await self._read(f, *args, **kwargs)
        except Exception as error:
            if not is_outage(error):
                raise
            self._work.outages += 1
            raise StorageUnavailable(f"read failed: {type(error).__name__}") from error

    async def write(
        self, f: Callable[Concatenate[sa.Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """See `Database.write`. `f` runs again when another transaction came between.

        Raises `StorageUnavailable` when the commit fails, when it is not known whether it did, and when others come
        between for `RETRY_FOR` seconds.
        """
        if self._closed:
            raise StorageUnavailable("the database is closing")
        # A task of its own: a caller who leaves must not break off a transaction, nor a connection with it.
        work = asyncio.create_task(self._write(lambda conn: f(conn, *args, **kwargs)))
        self._works.add(work)
        work.add_done_callback(self._works.discard)
        return await asyncio.shield(work)

    def after_commit(self, listener: CommitListener) -> None:
        """See `Database.after_commit`."""
        self._listeners.append(listener)

    def stats(self) -> DatabaseStats:
        """See `Database.stats`."""
        pool: Any = self._engine.pool
        return DatabaseStats(
            self._work, len(self._works), pool.checkedin() + pool.checkedout(), pool.checkedout()
        )

    async def close(self) -> None:
        """See `Database.close`."""
        self._closed = True
        await asyncio.gather(*self._works, return_exceptions=True)
        await self._engine.dispose()

    async def _read(
        self, f: Callable[Concatenate[sa.Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        started = time.perf_counter()
        async with self._reading.connect() as conn:
            value = await conn.run_sync(f, *args, **kwargs)
        self._work.reads.observe(time.perf_counter() - started)
        return value

    async def _write(self, f: Callable[[sa.Connection], T]) -> T:
        started = time.perf_counter()
        value = await self._commit(f)
        self._work.writes.observe(time.perf_counter() - started)
        for listener in self._listeners:
            await listener()
        return value

    async def _commit(self, f: Callable[[sa.Connection], T]) -> T:
        """The value of `f`, committed; again and again while other transactions come between."""
        deadline = time.monotonic() + RETRY_FOR
        pause = 0.002
        while True:
            try:
                async with self._writing.begin() as conn:
                    return await conn.run_sync(f)
            except Exception as error:
                if is_outage(error) or (is_conflict(error) and time.monotonic() > deadline):
                    self._work.outages += 1
                    raise StorageUnavailable(f"write failed: {type(error).__name__}") from error
                if not is_conflict(error):
                    raise
            self._work.retries += 1
            await asyncio.sleep(pause * (0.5 + random.random()))  # noqa: S311  (to come apart, not to hide)
            pause = min(pause * 2, 0.1)


def is_conflict(error: Exception) -> bool:
    """Whether another transaction came between, and the work may be done again."""
    return _state_of(error) in (SERIALIZATION_FAILURE, DEADLOCK)


def is_outage(error: BaseException) -> bool:
    """Whether the database failed, rather than what it was asked to do."""
    if isinstance(error, sa.exc.DBAPIError):
        state = _state_of(error)
        return error.connection_invalidated or state == READ_ONLY or state.startswith(OUTAGES)
    if isinstance(error, asyncpg.PostgresError):  # while connecting
        return True
    return isinstance(error, (OSError, TimeoutError, sa.exc.TimeoutError, asyncpg.InterfaceError))


def _state_of(error: BaseException) -> str:
    return getattr(getattr(error, "orig", None), "sqlstate", None) or ""
