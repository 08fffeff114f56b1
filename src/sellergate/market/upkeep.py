"""The upkeep of the market: rejects what was left open too long, deletes what is not kept, documents too, and lets the
ledgers be kept.

A job that plans itself anew: one node does it, every few minutes, and another one when that node is gone.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import Connection

from sellergate.jobs import store as jobs
from sellergate.jobs.models import Job
from sellergate.kit.clock import Clock
from sellergate.market.finance.closing import plan_finance
from sellergate.market.offers.retention import forget_packages, forget_results, reject_lapsed
from sellergate.market.order_invoices.retention import forget_imports
from sellergate.market.products.retention import forget_reports, forget_submissions
from sellergate.storage.database import Database
from sellergate.storage.documents import Documents, DocumentsUnavailable, store as document_store

log = structlog.get_logger()

EVERY: Final = timedelta(minutes=5)
DOCUMENTS_AT_ONCE: Final = 20

Sweep = Callable[[Connection, datetime], bool]

# Each does a little, and says whether there may be more.
SWEEPS: Final[tuple[Sweep, ...]] = (
    reject_lapsed,
    forget_results,
    forget_packages,
    forget_reports,
    forget_submissions,
    forget_imports,
    plan_finance,
)


class Upkeep:
    """The handler of the job. `plan` it when a node starts."""

    kind = "upkeep"

    def __init__(self, clock: Clock, documents: Documents) -> None:
        self._clock = clock
        self._documents = documents

    def plan(self, conn: Connection, *, due_at: datetime | None = None) -> None:
        """Let there be such a job; nothing, when there is."""
        jobs.enqueue(conn, self.kind, "market", lane="upkeep", now=self._clock(), due_at=due_at)

    async def run(self, job: Job, db: Database) -> None:
        """Sweep until nothing is left to do, then plan the next time: so long after this one began."""
        began_at = self._clock()
        for sweep in SWEEPS:
            while await db.write(self._sweep, job, sweep):
                pass
        await self._sweep_documents(job, db)
        await db.write(self._plan_next, job, began_at + EVERY)

    def give_up(self, conn: Connection, job: Job, reason: str, now: datetime) -> None:  # noqa: ARG002
        """Try again later, as always: what does not succeed is in the log."""
        self.plan(conn, due_at=now + EVERY)

    def _sweep(self, conn: Connection, job: Job, sweep: Sweep) -> bool:
        now = self._clock()
        jobs.hold(conn, job, now=now)
        return sweep(conn, now)

    async def _sweep_documents(self, job: Job, db: Database) -> None:
        """Remove what no row names. When their place does not answer, the next time will do."""
        try:
            while keys := await self._documents.sweep(DOCUMENTS_AT_ONCE):
                await db.write(self._forget, job, keys)
        except DocumentsUnavailable as error:
            log.warning("documents not swept", reason=str(error))

    def _forget(self, conn: Connection, job: Job, keys: list[str]) -> None:
        jobs.hold(conn, job, now=self._clock())
        document_store.forget(conn, keys)

    def _plan_next(self, conn: Connection, job: Job, due_at: datetime) -> None:
        jobs.finish(conn, job)
        self.plan(conn, due_at=due_at)
