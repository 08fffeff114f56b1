"""Whatever the order in which nodes work, stall and die: each step's effect happens exactly once, in order."""

import asyncio
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from sellergate.jobs import store
from sellergate.jobs.models import LEASE, Job, LeaseLost
from sellergate.storage.upkeep import run_on_database
from tests.builders.databases import embedded_database
from tests.builders.installation import MovableClock
from tests.jobs.conftest import STEPS, Steps, all_steps, effects, enqueue, opened

NODES = 3
SUBJECTS = {"a1": "a", "a2": "a", "b1": "b"}

# A node does one thing, or time passes: `die` forgets what it holds, as kill -9 does; `stall` lets everybody's leases run
# out while it believes in its own.
acts = st.lists(
    st.tuples(st.sampled_from(["step", "step", "step", "die", "stall"]), st.integers(0, NODES - 1)),
    max_size=60,
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=acts)
def test_every_effect_happens_once(acts: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        address = embedded_database(Path(folder) / "data.db")
        run_on_database(address, effects.metadata.create_all)
        asyncio.run(play(address, acts))


async def play(address: str, acts: list[tuple[str, int]]) -> None:
    clock = MovableClock()
    handler = Steps(clock)
    holding: dict[int, tuple[Job, int]] = {}
    async with opened(address) as db:
        for subject, lane in SUBJECTS.items():
            await enqueue(db, clock, subject, lane)

        async def step(node: int, number: int) -> None:
            if node not in holding:
                for job_id in await db.read(store.due_jobs, ("steps",), now=clock(), limit=4):
                    job = await db.write(store.claim, job_id, lease=f"{node}/{number}", now=clock())
                    if job is not None:
                        done = [s for s, _ in await db.read(all_steps)].count(job.subject)
                        holding[node] = job, done
                        return
                return
            job, done = holding[node]
            try:
                if done == STEPS:
                    del holding[node]
                    await db.write(store.finish, job)
                else:
                    holding[node] = job, done + 1
                    await db.write(handler._step, job, done)
            except LeaseLost:
                holding.pop(node, None)

        for number, (act, node) in enumerate(acts):
            match act:
                case "step":
                    await step(node, number)
                case "die":
                    holding.pop(node, None)
                case "stall":
                    clock.advance(seconds=LEASE.total_seconds())
        number = len(acts)
        while await db.read(store.all_jobs):  # in the end one node is left
            number += 1
            clock.advance(seconds=1)
            await step(0, number)

        done = await db.read(all_steps)
        assert sorted(done) == [(s, n) for s in sorted(SUBJECTS) for n in range(STEPS)]
        assert [d for d in done if d[0].startswith("a")] == [
            (s, n) for s in ("a1", "a2") for n in range(STEPS)
        ]
