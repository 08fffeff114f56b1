"""What other processes on the file of the embedded database notice of work: they wait for a step or two, not for its end."""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Connection

from sellergate.jobs import store
from sellergate.jobs.models import Job
from sellergate.storage.database import Database
from sellergate.storage.upkeep import run_on_database
from tests.builders.databases import embedded_database
from tests.builders.installation import MovableClock
from tests.jobs.conftest import Steps, a_runner, effects, enqueue, opened

pytestmark = [pytest.mark.slow, pytest.mark.embedded]

STEP = 0.01  # seconds that a step keeps the lock of the file
LANES = 4
WRITES = 40


@dataclass
class EndlessSteps(Steps):
    """Work that has not ended when the test has."""

    done: int = 0

    async def run(self, job: Job, db: Database) -> None:
        while True:
            await db.write(self._long_step, job)

    def _long_step(self, conn: Connection, job: Job) -> None:
        store.hold(conn, job, now=self.clock(), gets_on=True)
        conn.execute(effects.insert().values(subject=job.subject, step=self.done, by=self.name))
        time.sleep(STEP)
        self.done += 1


def write_of_another(conn: Connection, number: int) -> None:
    conn.execute(effects.insert().values(subject="another", step=number, by="another"))


def test_a_write_of_another_process_waits_for_few_steps(
    tmp_path: Path, clock: MovableClock
) -> None:
    """Counted in steps, so that it holds on a machine that is busy."""

    async def run() -> list[int]:
        address = embedded_database(tmp_path / "data.db")
        run_on_database(address, effects.metadata.create_all)
        async with opened(address) as db, opened(address) as other:
            work = EndlessSteps(clock)
            runner = a_runner(db, work)
            for lane in range(LANES):
                await enqueue(db, clock, f"job {lane}", lane=f"lane {lane}")
            await runner.start()
            waited = []
            for number in range(WRITES):
                before = work.done
                await other.write(write_of_another, number)
                waited.append(work.done - before)
                await asyncio.sleep(STEP)
            await runner.stop()
            return sorted(waited)

    waited = asyncio.run(run())

    assert waited[WRITES // 2] <= 3
    assert waited[WRITES * 9 // 10] <= 10
