"""Work on a database without a running server: schema, migration, one transaction."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa

from sellergate.storage.addresses import address_of_file, file_of, shown
from sellergate.storage.database import StorageUnavailable
from sellergate.storage.migrate import HEAD, SchemaState, migrate, schema_state
from sellergate.storage.sqlite import sqlite_engine

P = ParamSpec("P")
T = TypeVar("T")

Where = str | Path  # the address of a database, or the file of an embedded one


def state_of_database(where: Where) -> SchemaState:
    """How the schema stands; a missing file is empty. Raises `StorageUnavailable`."""
    path = file_of(_address(where))
    if path is not None and not path.exists():
        return SchemaState.EMPTY
    return on_connection(where, schema_state)


def migrate_database(where: Where, revision: str = HEAD) -> None:
    """Bring the schema up to date; a new file is its owner's alone. Raises `StorageUnavailable`."""
    path = file_of(_address(where))
    if path is not None:
        try:
            path.touch(mode=0o600)
        except OSError as error:
            raise StorageUnavailable(f"{path} cannot be made: {error.strerror}") from error
    on_connection(where, lambda conn: migrate(conn, revision))


def run_on_database(
    where: Where,
    f: Callable[Concatenate[sa.Connection, P], T],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """The value of `f(conn, …)`, run in one transaction. Raises `StorageUnavailable`."""

    def transaction(conn: sa.Connection) -> T:
        with conn.begin():
            return f(conn, *args, **kwargs)

    return on_connection(where, transaction)


def run_on_snapshot(
    where: Where,
    f: Callable[Concatenate[sa.Connection, P], T],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """The value of `f(conn, …)`, which only reads, on one unchanging state. Nobody waits for it.

    Raises `StorageUnavailable`.
    """

    def snapshot(conn: sa.Connection) -> T:
        if conn.dialect.name == "sqlite":
            conn.execution_options(only_reads=True)
            conn.exec_driver_sql("BEGIN")
        else:
            conn.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        try:
            return f(conn, *args, **kwargs)
        finally:
            conn.rollback()

    return on_connection(where, snapshot)


def _address(where: Where) -> str:
    return where if isinstance(where, str) else address_of_file(where)


def on_connection(where: Where, work: Callable[[sa.Connection], T]) -> T:
    """The value of `work(conn)`, which begins and ends its own transactions. Raises `StorageUnavailable`."""
    address = _address(where)
    path = file_of(address)
    if path is None:
        return _on_postgres(address, work)
    engine = sqlite_engine(path)
    try:
        with engine.connect() as conn:
            return work(conn)
    except (sa.exc.DBAPIError, sqlite3.Error) as error:
        raise _unusable(address, error) from error
    finally:
        engine.dispose()


def _on_postgres(address: str, work: Callable[[sa.Connection], T]) -> T:
    from sellergate.storage.postgres import (  # 0.2 s that a file does not need
        is_outage,
        postgres_engine,
    )

    async def run() -> T:
        engine = postgres_engine(address, pool_size=1, patient=True)
        try:
            async with engine.connect() as conn:
                return await conn.run_sync(work)
        finally:
            await engine.dispose()

    try:
        return _run_elsewhere(run())
    except Exception as error:
        if not isinstance(error, sa.exc.DBAPIError) and not is_outage(error):
            raise
        raise _unusable(address, error) from error


def _run_elsewhere(work: Coroutine[Any, Any, T]) -> T:
    """The value of `work`, run by an event loop in a thread of its own: the caller may be inside of another one."""
    outcome: list[T | BaseException] = []

    def run() -> None:
        try:
            outcome.append(asyncio.run(work))
        except BaseException as error:  # noqa: BLE001  (raised again where it is waited for)
            outcome.append(error)

    thread = threading.Thread(target=run, name="upkeep")
    thread.start()
    thread.join()
    [found] = outcome
    if isinstance(found, BaseException):
        raise found
    return found


def _unusable(address: str, error: Exception) -> StorageUnavailable:
    """Says which database failed. What it was asked to do may fail too: then a statement of ours is wrong."""
    reason = getattr(error, "orig", None) or error
    return StorageUnavailable(f"{shown(address)} cannot be used: {reason or type(error).__name__}")
