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
from sellergate.storage.opening import open_database as open_database_at
from sellergate.storage.schema import RowId
from sellergate.storage.upkeep import run_on_database

things = sa.Table(
    "things",
    sa.MetaData(),
    sa.Column("number", RowId, primary_key=True, autoincrement=True),
    sa.Column("name", sa.String, nullable=False, unique=True),
    sa.Column("body", sa.LargeBinary),
)

OpenDatabase = Callable[[], AbstractAsyncContextManager[Database]]


def add(conn: Connection, name: str, body: bytes = b"") -> str:
    conn.execute(things.insert(), {"name": name, "body": body})
    return f"{name} added"


def names(conn: Connection) -> list[str]:
    """In the order in which they were written."""
    return list(conn.execute(sa.text("SELECT name FROM things ORDER BY number")).scalars())


async def outcomes_of(*works: Any) -> list[Any]:
    """What each of these concurrent works came to: a value or an exception."""
    return list(await asyncio.gather(*works, return_exceptions=True))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "data.db"
    run_on_database(path, things.metadata.create_all)
    return path


@pytest.fixture
def open_sqlite(path: Path) -> OpenDatabase:
    return opener(f"sqlite:///{path}")


@pytest.fixture(params=["sqlite", "postgres"])
def open_database(request: pytest.FixtureRequest) -> OpenDatabase:
    if request.param == "sqlite":
        return opener(f"sqlite:///{request.getfixturevalue('path')}")
    address = request.getfixturevalue("postgres").new_database()
    run_on_database(address, things.metadata.create_all)
    return opener(address)


def opener(address: str) -> OpenDatabase:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Database]:
        db = open_database_at(address, pool_size=10)
        yield db
        await db.close()

    return opened
