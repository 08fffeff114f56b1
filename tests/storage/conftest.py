"""Databases to put to the test: each engine that we ship must keep the same promises."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.storage.database import Database
from sellergate.storage.sqlite import SqliteDatabase, sqlite_engine

things = sa.Table(
    "things",
    sa.MetaData(),
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("body", sa.LargeBinary),
)

OpenDatabase = Callable[[], AbstractAsyncContextManager[Database]]


def add(conn: Connection, name: str, body: bytes = b"") -> str:
    conn.execute(things.insert(), {"name": name, "body": body})
    return f"{name} added"


def names(conn: Connection) -> list[str]:
    """In the order in which they were written."""
    return list(conn.execute(sa.text("SELECT name FROM things ORDER BY rowid")).scalars())


async def outcomes_of(*works: Any) -> list[Any]:
    """What each of these concurrent works came to: a value or an exception."""
    return list(await asyncio.gather(*works, return_exceptions=True))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "data.db"
    engine = sqlite_engine(path)
    things.metadata.create_all(engine)
    engine.dispose()
    return path


@pytest.fixture(params=["sqlite"])
def open_database(path: Path) -> OpenDatabase:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Database]:
        db = SqliteDatabase(path)
        yield db
        await db.close()

    return opened
