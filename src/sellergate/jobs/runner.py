"""Takes what is due, lane by lane, and has it done: some lanes at a time in each process (docs/decisions/0025)."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import Connection

from sellergate.jobs import store
from sellergate.jobs.handlers import Handler
from sellergate.jobs.models import LEASE, Job, LeaseLost
from sellergate.kit.clock import Clock
from sellergate.kit.ids import IdMaker
from sellergate.kit.measures import Periodic
from sellergate.storage.database import Database, StorageUnavailable

AT_ONCE: Final = 4  # lanes in a process: one long package does not keep others waiting
LOOK_EVERY: Final = 1.0  # seconds; what was enqueued in this process is seen at once
GATHER: Final = 0.02  # many commits are one reason to look
ATTEMPTS: Final = 5
BACK_OFF: Final = timedelta(seconds=2)  # doubled at each attempt
OUTAGE: Final = timedelta(seconds=5)
REASON: Final = "The platform could not do it."  # shown to whoever asked for the work

log = structlog.get_logger()


class Runner:
    """Does the work of these handlers on this node. Open it with `start`, let go of it with `stop`."""

    def __init__(
        self, db: Database, clock: Clock, new_id: IdMaker, handlers: Sequence[Handler], *, node: str
    ) -> None:
        self._db = db
        self._clock = clock
        self._new_id = new_id
        self._handlers = {handler.kind: handler for handler in handlers}
        self._node = node
        self._running: dict[asyncio.Task[None], Job] = {}
        self._news = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None
        self.looks = Periodic()
        self.outcomes: Counter[tuple[str, str]] = Counter()  # kind and outcome
        self.waiting = 0
        self.oldest_due: datetime | None = None

    async def start(self) -> None:
        """Begin to look for work."""
        self._db.after_commit(self._hear)
        self._looking = asyncio.create_task(self._keep_looking())

    async def stop(self) -> None:
        """Take nothing new, break off what runs at its next step, and let others go on with it at once."""
        if self._looking is not None:
            self._looking.cancel()
            with suppress(asyncio.CancelledError):
                await self._looking
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    @property
    def lag(self) -> float:
        """Seconds since the job is due that waits longest for somebody to do it."""
        return 0.0 if self.oldest_due is None else (self._clock() - self.oldest_due).total_seconds()

    async def _hear(self) -> None:
        self._news.set()

    async def _keep_looking(self) -> None:
        """Look for work whenever there may be some, for ever."""
        while True:
            try:
                await self._look()
                self.looks.went_well()
            except StorageUnavailable:
                self.looks.failed()
            except Exception:  # whatever it was, others still have work
                log.exception("jobs not looked for")
                self.looks.failed()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), LOOK_EVERY * random.uniform(0.8, 1.2))  # noqa: S311
            await asyncio.sleep(GATHER)
            self._news.clear()

    async def _look(self) -> None:
        now = self._clock()
        self.waiting, self.oldest_due = await self._db.read(store.queue, now=now)
        free = AT_ONCE - len(self._running)
        if not free or self.oldest_due is None:
            return
        for job_id in await self._db.read(store.due_jobs, self._handlers, now=now, limit=free):
            lease = f"{self._node}/{self._new_id()}"
            job = await self._db.write(store.claim, job_id, lease=lease, now=self._clock())
            if job is not None:
                task = asyncio.create_task(self._work_on(job))
                self._running[task] = job
                task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[None]) -> None:
        del self._running[task]
        self._news.set()  # the lane may have more

    async def _work_on(self, job: Job) -> None:
        """Do a job, and say how it went. Raises nothing but `CancelledError`."""
        handler = self._handlers[job.kind]
        try:
            await self._try(handler, job)
        except LeaseLost:
            self._tell(job, "lost")
        except StorageUnavailable:
            self._tell(job, "outage")
            await self._let_go(job, self._clock() + OUTAGE)
        except asyncio.CancelledError:
            await self._let_go(job, self._clock())
            raise
        except Exception:
            log.exception("job failed", kind=job.kind, job=job.id)
            await self._fail(handler, job)
        else:
            self._tell(job, "done")

    async def _try(self, handler: Handler, job: Job) -> None:
        if job.attempts >= ATTEMPTS:  # it ended the process each time, so that nobody could say so
            raise RuntimeError("no attempt came to its end")
        work = asyncio.ensure_future(handler.run(job, self._db))
        renewing = asyncio.ensure_future(self._keep_lease(job))
        try:
            await asyncio.wait((work, renewing), return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                renewing.result()  # raises why the lease is gone
            await work
        finally:
            for task in (work, renewing):
                task.cancel()
            await asyncio.gather(work, renewing, return_exceptions=True)

    async def _keep_lease(self, job: Job) -> None:
        """Renew the lease while a step takes long, such as a download."""
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            await self._db.write(_renew, job, self._clock())

    async def _fail(self, handler: Handler, job: Job) -> None:
        try:
            is_over = await self._db.write(_count_failure, handler, job, self._clock())
        except (LeaseLost, StorageUnavailable):
            return  # another node has it, or will
        except Exception:
            log.exception("job not given up", kind=job.kind, job=job.id)
            await self._let_go(job, self._clock() + LEASE)
            return
        self._tell(job, "given up" if is_over else "failed")

    async def _let_go(self, job: Job, due_at: datetime) -> None:
        with suppress(LeaseLost, StorageUnavailable):  # then it is free when the lease ends
            await self._db.write(store.let_go, job, due_at=due_at)

    def _tell(self, job: Job, outcome: str) -> None:
        self.outcomes[job.kind, outcome] += 1
        log.info("job", kind=job.kind, job=job.id, outcome=outcome, attempts=job.attempts)


def _renew(conn: Connection, job: Job, now: datetime) -> None:
    store.hold(conn, job, now=now)


def _count_failure(conn: Connection, handler: Handler, job: Job, now: datetime) -> bool:
    """Count an attempt that failed, and let the job wait for the next; whether it was the last one."""
    attempts = store.count_failure(conn, job)
    if attempts < ATTEMPTS:
        store.let_go(conn, job, due_at=now + BACK_OFF * 2 ** (attempts - 1))
        return False
    handler.give_up(conn, job, REASON, now)
    store.finish(conn, job)
    return True
