"""Background work on what is a seller's: whatever waits is done, one thing after the other.

What is to be done next is read in the transaction that does it, so each thing is done once, however often and wherever
the work is begun. Each has a savepoint of its own: what cannot be done is set aside, and does not hold up the rest.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import sqlalchemy as sa
import structlog
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.jobs import store as jobs
from sellergate.jobs.models import Job
from sellergate.kit.clock import Clock
from sellergate.storage.database import Database

AT_ONCE: Final = 20  # in one transaction
MOST_ASIDE: Final = (
    100  # when so many cannot be done, something else is wrong than with each of them
)
RETRY_AFTER: Final = timedelta(minutes=5)

log = structlog.get_logger()


class _Step(NamedTuple):
    """What became of some things."""

    is_last: bool
    failed: dict[int, Exception]


def plan_work(
    conn: Connection,
    kind: str,
    seller_id: SellerId,
    now: datetime,
    *,
    due_at: datetime | None = None,
) -> None:
    """Let the work of this kind be done for the seller: in the transaction that gave something to do."""
    subject = str(seller_id)
    jobs.enqueue(conn, kind, subject, lane=f"{kind}:{subject}", now=now, due_at=due_at)


class SellersWork(ABC):
    """The handler of the jobs of one kind: one job for a seller. See `jobs.handlers.Handler`."""

    kind: str

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    @abstractmethod
    def waiting(
        self, conn: Connection, seller_id: SellerId, *, limit: int, aside: Collection[int]
    ) -> Sequence[int]:
        """The rows on which something is to be done for the seller, the oldest first, but for those `aside`."""

    @abstractmethod
    def do(self, conn: Connection, seller_id: SellerId, row: int, now: datetime) -> None:
        """Do it, so that the row waits no more, or is a step further."""

    async def run(self, job: Job, db: Database) -> None:
        """Do what waits until nothing does. What could not be done is tried again later."""
        aside: set[int] = set()
        while not (step := await db.write(self._do_some, job, frozenset(aside))).is_last:
            for row, error in step.failed.items():
                log.error("set aside", kind=self.kind, row=row, reason=type(error).__name__)
                aside.add(row)
                if len(aside) > MOST_ASIDE:
                    raise error

    def give_up(self, conn: Connection, job: Job, reason: str, now: datetime) -> None:  # noqa: ARG002
        """Try again: what was acknowledged is never left where it is. What fails is in the log."""
        plan_work(conn, self.kind, SellerId(int(job.subject)), now, due_at=now + RETRY_AFTER)

    def _do_some(self, conn: Connection, job: Job, aside: frozenset[int]) -> _Step:
        now = self._clock()
        seller_id = SellerId(int(job.subject))
        rows = self.waiting(conn, seller_id, limit=AT_ONCE, aside=aside)
        if not rows:
            jobs.finish(conn, job)
            if aside:
                plan_work(conn, self.kind, seller_id, now, due_at=now + RETRY_AFTER)
            return _Step(is_last=True, failed={})
        jobs.hold(conn, job, now=now, gets_on=True)
        failed = {}
        for row in rows:
            try:
                with conn.begin_nested():
                    self.do(conn, seller_id, row, now)
            except Exception as error:
                if _is_of_database(error):
                    raise
                failed[row] = error
        return _Step(is_last=False, failed=failed)


def _is_of_database(error: Exception) -> bool:
    """Whether it is about the transaction as a whole, such as a conflict, and not about what was written in it."""
    own = (sa.exc.IntegrityError, sa.exc.DataError)
    return isinstance(error, sa.exc.DBAPIError) and not isinstance(error, own)
