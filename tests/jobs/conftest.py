"""Databases with our schema, and work that counts what it did."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.jobs import store
from sellergate.jobs.models import Job
from sellergate.jobs.runner import Runner
from sellergate.kit.ids import new_uuid
from sellergate.storage.database import Database
from sellergate.storage.opening import open_database
from sellergate.storage.upkeep import run_on_database
from tests.builders.databases import embedded_database
from tests.builders.installation import MovableClock

# What the work does: a row for each step, and how far it is.
effects = sa.Table(
    "effects",
    sa.MetaData(),
    sa.Column("subject", sa.String),
    sa.Column("step", sa.Integer),
    sa.Column("by", sa.String),
)
STEPS = 5

OpenNode = Callable[[], AbstractAsyncContextManager[Database]]


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with our schema and the effects of the work."""
    is_file = request.param == "sqlite"
    server = None if is_file else request.getfixturevalue("postgres")
    address = (
        embedded_database(tmp_path / "data.db") if server is None else server.migrated_database()
    )
    run_on_database(address, effects.metadata.create_all)
    return address


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(datetime(2027, 1, 1, tzinfo=UTC))


@asynccontextmanager
async def opened(address: str) -> AsyncIterator[Database]:
    db = open_database(address, pool_size=5)
    try:
        yield db
    finally:
        await db.close()


def steps_of(conn: Connection, subject: str) -> list[int]:
    found = sa.select(effects.c.step).where(effects.c.subject == subject)
    return list(conn.execute(found).scalars())


def all_steps(conn: Connection) -> list[tuple[str, int]]:
    return [(s, n) for s, n in conn.execute(sa.select(effects.c.subject, effects.c.step))]


@dataclass
class Steps:
    """Work of `STEPS` steps, each an effect, whose position moves in the transaction of the effect."""

    clock: MovableClock
    name: str = "node"
    kind: str = "steps"
    mistakes: int = 0  # steps that fail before one succeeds
    is_broken: bool = False
    between: Callable[[], Any] = lambda: asyncio.sleep(0)
    began: list[str] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)

    async def run(self, job: Job, db: Database) -> None:
        self.began.append(job.subject)
        done = len(await db.read(steps_of, job.subject))
        while done < STEPS:
            await self.between()
            await db.write(self._step, job, done)
            done += 1
        await db.write(store.finish, job)

    def give_up(self, conn: Connection, job: Job, reason: str, now: datetime) -> None:
        self.given_up.append(reason)

    def _step(self, conn: Connection, job: Job, number: int) -> None:
        store.hold(conn, job, now=self.clock(), gets_on=True)
        if self.is_broken or self.mistakes > 0:
            self.mistakes -= 1
            raise ValueError("of a seller's own words")
        row = {"subject": job.subject, "step": number, "by": self.name}
        conn.execute(effects.insert().values(row))


def a_runner(db: Database, handler: Steps, name: str = "node") -> Runner:
    return Runner(db, handler.clock, new_uuid, [handler], node=name)


async def enqueue(db: Database, clock: MovableClock, subject: str, lane: str = "one") -> None:
    await db.write(store.enqueue, "steps", subject, lane=lane, now=clock())


async def until(done: Callable[[], Any], seconds: float = 20) -> None:
    """Come back once `done()` is so."""
    async with asyncio.timeout(seconds):
        while not await done():  # noqa: ASYNC110  (what is waited for is in a database)
            await asyncio.sleep(0.01)


async def is_empty(db: Database) -> bool:
    return not await db.read(store.all_jobs)
