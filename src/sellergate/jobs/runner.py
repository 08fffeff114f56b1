"""Does the work of a node: takes jobs, lets their handlers run, and lets go of them in good order."""

import asyncio
import random
import traceback
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

import structlog
from sqlalchemy import Connection

from sellergate.jobs import store
from sellergate.jobs.handlers import Handler
from sellergate.jobs.models import LEASE, Job, LeaseLost
from sellergate.kit.clock import Clock
from sellergate.kit.ids import IdMaker
from sellergate.kit.measures import Periodic
from sellergate.storage.database import CommitListener, Database, StorageUnavailable
from sellergate.storage.stats import DatabaseStats

P = ParamSpec("P")
T = TypeVar("T")

LANES_AT_ONCE: Final = 4
POLL: Final = 1.0  # seconds between looks for what other processes left or enqueued
REST: Final = 0.05  # between looks after commits of this process
RENEW_EVERY: Final = LEASE.total_seconds() / 4
STATS_EVERY: Final = 5.0
AFTER_OUTAGE: Final = timedelta(seconds=2)
MAX_ATTEMPTS: Final = 8  # with the waits between them, two minutes
LONGEST_WAIT: Final = timedelta(minutes=5)
NODE_LENGTH: Final = 50  # of the 64 characters of a lease
TOLD_FRAMES: Final = 4
GAP: Final = 0.003  # seconds between two steps
REASON: Final = "The platform could not do it."  # for whoever asked for the work; the log says more

_uniform = random.Random().uniform  # noqa: S311  (nodes come apart by it; of its own, not the process's)

log = structlog.get_logger()


class Outcome(StrEnum):
    """How an attempt at a job ended."""

    DONE = "done"
    FAILED = "failed"  # and will be tried again
    GIVEN_UP = "given up"
    LOST = "lost"  # to another node
    OUTAGE = "outage"  # of the database
    STOPPED = "stopped"  # with this node


class Runner:
    """Takes what is due, a few lanes at once. Any number of nodes and processes may have one."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        new_id: IdMaker,
        handlers: Iterable[Handler],
        *,
        node: str,
    ) -> None:
        self._db = db
        self._steps = _OneByOne(db)
        self._clock = clock
        self._handlers = {handler.kind: handler for handler in handlers}
        self._node = node.replace("/", "-")[:NODE_LENGTH]
        self._new_id = new_id
        self._runs: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._is_ringing = False
        self._next_look = 0.0
        self._next_stats = 0.0
        self._is_out = False
        self._is_stopping = False
        self._task: asyncio.Task[None] | None = None
        self.looks = Periodic()
        self.outcomes: Counter[tuple[str, str]] = Counter()  # by kind and outcome
        self.waiting = 0  # jobs of all nodes
        self._oldest_due: datetime | None = None

    @property
    def lag(self) -> float:
        """Seconds since the job is due that waits longest for somebody to do it, as at the last look."""
        oldest = self._oldest_due
        return 0.0 if oldest is None else max(0.0, (self._clock() - oldest).total_seconds())

    async def start(self) -> None:
        """Work from now on."""
        self._db.after_commit(self._on_commit)
        self._task = asyncio.create_task(self._keep_working())

    async def stop(self) -> None:
        """Let the running steps end, and let go of their jobs, so that other nodes go on at once."""
        self._is_stopping = True
        self._wake.set()
        if self._task is not None:
            await self._task  # not broken off: it may just be taking a job
        await _end(*self._runs)

    async def _keep_working(self) -> None:
        loop = asyncio.get_running_loop()
        while not self._is_stopping:
            self._wake.clear()
            while self._has_room() and await self._survive(self._begin_next()):
                pass
            self._next_look = loop.time() + REST
            if loop.time() >= self._next_stats:
                await self._survive(self._note_queue())
                self._next_stats = loop.time() + STATS_EVERY
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL * _uniform(0.8, 1.2)):
                    await self._wake.wait()

    def _has_room(self) -> bool:
        return not self._is_stopping and len(self._runs) < LANES_AT_ONCE

    async def _survive(self, look: Coroutine[Any, Any, bool]) -> bool:
        """The value of `look`. A node that stops looking would leave its share to nobody."""
        try:
            value = await look
        except StorageUnavailable as error:
            if not self._is_out:
                log.warning("jobs wait for the database", reason=str(error))
            self._is_out = True
            self.looks.failed()
            return False
        except Exception:
            log.exception("jobs not looked at")
            self.looks.failed()
            return False
        self._is_out = False
        return value

    async def _begin_next(self) -> bool:
        """Begin a job, if there is one that nobody else has."""
        now = self._clock()
        for job_id in await self._db.read(
            store.due_jobs, self._handlers, now=now, limit=LANES_AT_ONCE
        ):
            lease = f"{self._node}/{self._new_id()[:12]}"
            job = await self._db.write(store.claim, job_id, lease=lease, now=self._clock())
            if job is not None:
                run = asyncio.create_task(self._run(job))
                self._runs.add(run)
                run.add_done_callback(self._on_end)
                return True
        return False

    def _on_end(self, run: asyncio.Task[None]) -> None:
        self._runs.discard(run)
        self._wake.set()

    async def _on_commit(self) -> None:
        """What was committed may have been a job. Commits may come by the thousand: then looks come every `REST`."""
        if not self._is_ringing:
            self._is_ringing = True
            asyncio.get_running_loop().call_at(self._next_look, self._ring)

    def _ring(self) -> None:
        self._is_ringing = False
        self._wake.set()

    async def _note_queue(self) -> bool:
        self.waiting, self._oldest_due = await self._db.read(store.queue, now=self._clock())
        self.looks.went_well()
        return True

    async def _run(self, job: Job) -> None:
        """One attempt, and what follows from it."""
        try:
            outcome = await self._attempt(job)
        except asyncio.CancelledError:
            self.outcomes[job.kind, Outcome.STOPPED] += 1
            await self._let_go(job)
            raise
        self.outcomes[job.kind, outcome] += 1

    async def _attempt(self, job: Job) -> Outcome:
        if job.attempts >= MAX_ATTEMPTS:
            return await self._end_badly(job, "its processes ended", self._give_up)
        try:
            await self._work(job)
        except LeaseLost:
            log.info("job lost to another node", job=job.id, kind=job.kind)
            return Outcome.LOST
        except StorageUnavailable as error:
            log.warning("job interrupted", job=job.id, kind=job.kind, reason=str(error))
            await self._let_go(job, due_at=self._clock() + AFTER_OUTAGE)
            return Outcome.OUTAGE
        except Exception as error:  # noqa: BLE001  (whatever it is, it is an attempt that failed)
            _tell_failure(job, error)
            return await self._end_badly(job, type(error).__name__, self._count_failure)
        return Outcome.DONE

    async def _work(self, job: Job) -> None:
        """Let the handler work while the lease is ours. It is renewed beside it, for there may be waits between steps."""
        work = asyncio.create_task(self._handlers[job.kind].run(job, self._steps))
        watch = asyncio.create_task(self._watch_lease(job))
        try:
            await asyncio.wait((work, watch), return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                raise LeaseLost
            work.result()
        finally:
            await _end(work, watch)

    async def _watch_lease(self, job: Job) -> None:
        """Renew the lease until it is lost."""
        while True:
            await asyncio.sleep(RENEW_EVERY)
            try:
                await self._db.write(store.hold, job, now=self._clock())
            except StorageUnavailable:
                continue  # the work itself will notice
            except LeaseLost:
                return

    async def _end_badly(
        self, job: Job, reason: str, how: Callable[[Connection, Job, datetime], Outcome]
    ) -> Outcome:
        try:
            outcome = await self._db.write(how, job, self._clock())
        except LeaseLost:
            return Outcome.LOST
        except StorageUnavailable:
            return Outcome.OUTAGE  # the lease will run out, which counts as well
        except Exception as error:  # noqa: BLE001  (not even giving up succeeds: leave it, and do not hurry)
            _tell_failure(job, error)
            await self._let_go(job, due_at=self._clock() + LONGEST_WAIT)
            return Outcome.FAILED
        if outcome is Outcome.GIVEN_UP:
            log.error("job given up", job=job.id, kind=job.kind, subject=job.subject, reason=reason)
        return outcome

    def _count_failure(self, conn: Connection, job: Job, now: datetime) -> Outcome:
        attempts = store.count_failure(conn, job)
        if attempts >= MAX_ATTEMPTS:
            return self._give_up(conn, job, now)
        store.let_go(conn, job, due_at=now + wait_after(attempts))
        return Outcome.FAILED

    def _give_up(self, conn: Connection, job: Job, now: datetime) -> Outcome:
        store.finish(conn, job)
        self._handlers[job.kind].give_up(conn, job, REASON, now)
        return Outcome.GIVEN_UP

    async def _let_go(self, job: Job, *, due_at: datetime | None = None) -> None:
        with suppress(LeaseLost, StorageUnavailable):  # then the lease will run out
            await self._db.write(store.let_go, job, due_at=due_at)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: 1 s, 2 s, 4 s, …"""
    return min(timedelta(seconds=2 ** (attempts - 1)), LONGEST_WAIT)


class _OneByOne:
    """The database of the handlers: one step of this process at a time, so that a write of the API waits for one at most.

    A gap after each lets other processes in: the embedded database gives its lock to whoever asks just then. The lane that
    made the step goes on meanwhile, with what its next one needs.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._turn = asyncio.Lock()

    async def read(
        self, f: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """See `Database.read`."""
        return await self._db.read(f, *args, **kwargs)

    async def write(
        self, f: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """See `Database.write`."""
        await self._turn.acquire()
        try:
            return await self._db.write(f, *args, **kwargs)
        finally:
            asyncio.get_running_loop().call_later(GAP, self._turn.release)

    def after_commit(self, listener: CommitListener) -> None:
        """See `Database.after_commit`."""
        self._db.after_commit(listener)

    def stats(self) -> DatabaseStats:
        """See `Database.stats`."""
        return self._db.stats()

    async def close(self) -> None:
        """See `Database.close`."""
        await self._db.close()


def _tell_failure(job: Job, error: Exception) -> None:
    """Say what failed and where, without the words of the error: they may hold what a seller sent."""
    frames = traceback.extract_tb(error.__traceback__)[-TOLD_FRAMES:]
    log.error(
        "job failed",
        job=job.id,
        kind=job.kind,
        subject=job.subject,
        attempts=job.attempts + 1,
        reason=type(error).__name__,
        where=[f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    )


async def _end(*tasks: asyncio.Task[None]) -> None:
    """Break tasks off, and wait until they have ended."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
