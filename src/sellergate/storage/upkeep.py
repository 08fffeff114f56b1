"""Work on the embedded database without a running server: schema, migration, one transaction."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa

from sellergate.storage.database import StorageUnavailable
from sellergate.storage.migrate import SchemaState, migrate, schema_state
from sellergate.storage.sqlite import sqlite_engine

P = ParamSpec("P")
T = TypeVar("T")


def state_of_file(path: Path) -> SchemaState:
    """How the schema in the file stands; a missing file is empty. Raises `StorageUnavailable`."""
    if not path.exists():
        return SchemaState.EMPTY
    with _engine(path) as engine:
        return schema_state(engine)


def migrate_file(path: Path) -> None:
    """Bring the schema in the file up to date; a new file is its owner's alone. Raises `StorageUnavailable`."""
    try:
        path.touch(mode=0o600)
    except OSError as error:
        raise StorageUnavailable(f"{path} cannot be made: {error.strerror}") from error
    with _engine(path) as engine:
        migrate(engine)


def run_on_file(
    path: Path, f: Callable[Concatenate[sa.Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
) -> T:
    """The value of `f(conn, …)`, run in one transaction. Raises `StorageUnavailable`."""
    with _engine(path) as engine, engine.begin() as conn:
        return f(conn, *args, **kwargs)


@contextmanager
def _engine(path: Path) -> Iterator[sa.Engine]:
    engine = sqlite_engine(path)
    try:
        yield engine
    except (sa.exc.DBAPIError, sqlite3.Error) as error:
        reason = getattr(error, "orig", None) or error
        raise StorageUnavailable(f"{path} cannot be used: {reason}") from error
    finally:
        engine.dispose()
