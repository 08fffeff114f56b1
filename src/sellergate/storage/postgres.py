"""The scaled database: PostgreSQL through asyncpg (docs/decisions/0018)."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Concatenate, ParamSpec, TypeVar

import asyncpg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from sellergate.storage.database import CommitListener, StorageUnavailable
from sellergate.storage.stats import DatabaseStats, Work

_uniform = random.Random().uniform  # noqa: S311  (writers come apart by it; of its own, not the process's)

P = ParamSpec("P")
T = TypeVar("T")

POOL_SIZE = 10
WAIT_FOR_CONNECTION = 2.0
CONNECT_TIMEOUT = 3.0
STATEMENT_TIMEOUT = 5.0
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
    limit, name = (None, "sellergate upkeep") if patient else (STATEMENT_TIMEOUT, "sellergate")

    async def connect() -> Any:
        return await asyncpg.connect(
            url,
            timeout=CONNECT_TIMEOUT,
            command_timeout=limit,
            target_session_attrs="read-write",
            server_settings={"application_name": name, "jit": "off"},
        )

    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=connect,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=WAIT_FOR_CONNECTION,
        pool_use_lifo=True,  # the connections used last are warm, and the others may rest
        hide_parameters=True,  # messages of errors are logged, and values may be personal
        # The level of most statements, set once: as an option of each checkout it cost a read 40 of its 175 µs.
        **({} if patient else {"isolation_level": "AUTOCOMMIT"}),
    )
    sa.event.listen(engine.sync_engine, "before_cursor_execute", _without_nul, retval=True)
    return engine


class _Conflict(Exception):
    """Another transaction came between: the work may be done again."""


class PostgresDatabase:
    """Reads see the newest commit, statement by statement; writes are serializable, and repeated on a conflict.

    So stores may look before they write, as they may with the one writer of the embedded database.
    """

    def __init__(self, url: str, *, pool_size: int = POOL_SIZE) -> None:
        self._engine = postgres_engine(url, pool_size=pool_size)
        self._writing = self._engine.execution_options(isolation_level="SERIALIZABLE")
        self._seats = asyncio.Semaphore(pool_size)
        self._turn = asyncio.Lock()
        self._listeners: list[CommitListener] = []
        self._works: set[asyncio.Task[Any]] = set()
        self._work = Work()
        self._closed = False

    async def read(
        self, f: Callable[Concatenate[sa.Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """See `Database.read`."""
        try:
            try:
                return await self._read(f, *args, **kwargs)
            except sa.exc.DBAPIError as error:
                if not is_outage(error):
                    raise
            # The connection was broken while nobody used it, and so are the others of its time, which are gone from
            # the pool now.
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
        async with self._seat(), self._engine.connect() as conn:
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
        """The value of `f`, committed. Works that others came between go on one by one, so that each gets through."""
        try:
            return await self._try(f)
        except _Conflict:
            async with self._turn:
                return await self._keep_trying(f)

    async def _keep_trying(self, f: Callable[[sa.Connection], T]) -> T:
        deadline = time.monotonic() + RETRY_FOR
        while True:
            try:
                return await self._try(f)
            except _Conflict as conflict:
                if time.monotonic() > deadline:
                    raise StorageUnavailable("others wrote the same all the time") from conflict
            await asyncio.sleep(_uniform(0.001, 0.01))

    @asynccontextmanager
    async def _seat(self) -> AsyncIterator[None]:
        """A place in the pool, first come, first served: the pool itself lets late ones pass who wait already."""
        async with asyncio.timeout(WAIT_FOR_CONNECTION):
            await self._seats.acquire()
        try:
            yield
        finally:
            self._seats.release()

    async def _try(self, f: Callable[[sa.Connection], T]) -> T:
        try:
            async with self._seat(), self._writing.begin() as conn:
                return await conn.run_sync(f)
        except Exception as error:
            if _state_of(error) in (SERIALIZATION_FAILURE, DEADLOCK):
                self._work.retries += 1
                raise _Conflict from error
            if is_outage(error):
                self._work.outages += 1
                raise StorageUnavailable(f"write failed: {type(error).__name__}") from error
            raise


def is_outage(error: BaseException) -> bool:
    """Whether the database failed, rather than what it was asked to do."""
    if isinstance(error, sa.exc.DBAPIError):
        state = _state_of(error)
        return error.connection_invalidated or state == READ_ONLY or state.startswith(OUTAGES)
    if isinstance(error, asyncpg.PostgresError):  # while connecting
        return True
    return isinstance(error, (OSError, TimeoutError, sa.exc.TimeoutError, asyncpg.InterfaceError))


def _without_nul(
    _conn: sa.Connection, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool
) -> tuple[str, Any]:
    """PostgreSQL keeps no NUL in text. A stranger's becomes the replacement character, and finds nothing."""
    if isinstance(
        parameters, list
    ):  # of many rows; an INSERT that returns them has all in one tuple
        return statement, [tuple(map(_storable, row)) for row in parameters]
    return statement, tuple(map(_storable, parameters))


def _storable(value: Any) -> Any:
    return value.replace("\0", "\ufffd") if isinstance(value, str) and "\0" in value else value


def _state_of(error: BaseException) -> str:
    return getattr(getattr(error, "orig", None), "sqlstate", None) or ""
