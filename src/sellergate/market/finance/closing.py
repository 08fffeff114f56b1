"""The background work of the ledger: a job for a seller books what happened, and does what the calendar has, day by day.

A day is reached when what happened before it is booked and what it has is done: statements, payouts, the report of the year
before. Days are reached in their order, also after weeks in which nothing was: the same is booked, in the same statements.
Whatever ends a node, the next one finds in the rows what is done: each step is one transaction, and looks before it writes.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

import structlog
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.jobs import store as jobs
from sellergate.jobs.models import Job
from sellergate.kit.clock import Clock
from sellergate.kit.ids import IdMaker
from sellergate.market.finance import payouts, reports, statements, store
from sellergate.market.finance.calendar import (
    day_of,
    has_payouts,
    has_statements,
    last_stop,
    next_stop,
    start_of,
)
from sellergate.market.finance.derive import derive, known_until
from sellergate.market.finance.models import NOTHING, Day, Entry, Report, Statement, Total
from sellergate.market.finance.statement_paper import write_statement
from sellergate.market.finance.yearly import make_report
from sellergate.market.orders.cancellation_store import cancellations_of
from sellergate.market.orders.gesture_store import gestures_of
from sellergate.market.orders.store import get_order_of_row
from sellergate.market.working import RETRY_AFTER, plan_work
from sellergate.storage.database import Database
from sellergate.storage.documents import Documents, keep

KIND: Final = "finance"
ORDERS_AT_ONCE: Final = 10  # in one transaction
OPERATIONS_AT_ONCE: Final = 300
SUMMED_AT_ONCE: Final = 5_000
SELLERS_AT_ONCE: Final = 100

log = structlog.get_logger()


class _Booked(NamedTuple):
    """What became of some orders."""

    is_last: bool
    failed: Mapping[int, Exception]


def plan_finance(conn: Connection, now: datetime) -> bool:  # rule-ok: tenant (the marketplace's)
    """Let the ledgers be kept of some sellers that have something to book, or a day to reach; whether there may be more."""
    today = day_of(now)
    sellers = store.sellers_with_work(
        conn, KIND, today=start_of(today), stop=last_stop(today), limit=SELLERS_AT_ONCE
    )
    for seller_id in sellers:
        plan_work(conn, KIND, seller_id, now)
    return len(sellers) == SELLERS_AT_ONCE


class LedgerWork:
    """The handler of the jobs: see `jobs.handlers.Handler`."""

    kind = KIND

    def __init__(
        self, clock: Clock, new_id: IdMaker, documents: Documents, *, marketplace: str
    ) -> None:
        self._clock = clock
        self._new_id = new_id
        self._documents = documents
        self._marketplace = marketplace

    async def run(self, job: Job, db: Database) -> None:
        """Reach today."""
        aside: set[int] = set()
        while (day := await db.write(self._next_day, job)) is not None:
            await self._book(job, db, day, aside)
            if has_statements(day):
                await self._issue(job, db, day)
            if has_payouts(day):
                await self._pay(job, db, day)
            if day.endswith("-01-01"):
                await self._report(job, db, int(day[:4]) - 1)
            await db.write(self._reach, job, day)
        await self._book(job, db, day_of(self._clock()), aside)  # what came late
        await db.write(jobs.finish, job)

    def give_up(self, conn: Connection, job: Job, reason: str, now: datetime) -> None:  # noqa: ARG002
        """Try again: money is never left where it is. What fails is in the log."""
        plan_work(conn, KIND, SellerId(int(job.subject)), now, due_at=now + RETRY_AFTER)

    def _next_day(self, conn: Connection, job: Job) -> Day | None:
        """The next day to reach; None when it is today's turn to wait."""
        now = self._begin(conn, job, gets_on=False)
        seller_id = _seller_of(job)
        store.open_calendar(conn, seller_id, now)
        reached, today = store.reached_on(conn, seller_id), day_of(now)
        if reached is None or reached >= today:
            return None
        return min(next_stop(reached), today)

    def _reach(self, conn: Connection, job: Job, day: Day) -> None:
        self._begin(conn, job)
        store.reach(conn, _seller_of(job), day)

    async def _book(self, job: Job, db: Database, day: Day, aside: set[int]) -> None:
        """Book what happened before the day. An order that cannot be booked does not hold up the others."""
        while not (step := await db.write(self._book_some, job, day, frozenset(aside))).is_last:
            for row, error in step.failed.items():
                log.error("order not booked", row=row, reason=type(error).__name__)
            aside |= step.failed.keys()

    def _book_some(self, conn: Connection, job: Job, day: Day, aside: frozenset[int]) -> _Booked:
        seller_id, until = _seller_of(job), start_of(day)
        rows = store.unbooked_rows(conn, seller_id, until, limit=ORDERS_AT_ONCE, aside=aside)
        now = self._begin(conn, job, gets_on=bool(rows))
        if not rows:
            return _Booked(is_last=True, failed={})
        requests = cancellations_of(conn, seller_id, rows)
        entries: list[Entry] = []
        failed = {}
        for row in rows:
            order = get_order_of_row(conn, seller_id, row)
            gestures = gestures_of(conn, seller_id, row)
            try:
                derived = derive(order, requests.get(row, ()), gestures)
            except Exception as error:  # noqa: BLE001  (whatever is wrong with it, the others are not)
                failed[row] = error
                continue
            known = known_until(derived, until)
            entries += known.entries
            store.is_booked_until(conn, seller_id, row, known.more_at)
        store.book(conn, seller_id, entries, now)
        return _Booked(is_last=False, failed=failed)

    async def _issue(self, job: Job, db: Database, day: Day) -> None:
        """Issue the statements of a day: everybody is told of each when its PDF is there."""
        seller_id = _seller_of(job)
        if not await db.read(statements.is_issued, seller_id, day):
            numbers = await db.read(statements.numbers_to_issue, seller_id)
            totals: dict[tuple[str, str], Total] = {}
            for first in range(numbers[0], numbers[1] + 1, SUMMED_AT_ONCE):
                last = min(first + SUMMED_AT_ONCE - 1, numbers[1])
                some = await db.read(statements.totals_of_numbers, seller_id, first, last)
                for kind, total in some.items():
                    totals[kind] = totals.get(kind, NOTHING).plus(total)
            if totals:
                await db.write(self._number, job, day, numbers, totals)
        for statement in await db.read(statements.statements_without_paper, seller_id):
            content = await write_statement(db, statement, marketplace=self._marketplace)
            key = await self._documents.put(content)
            await db.write(self._name_paper, job, statement, key, len(content))

    def _number(
        self,
        conn: Connection,
        job: Job,
        day: Day,
        numbers: tuple[int, int],
        totals: dict[tuple[str, str], Total],
    ) -> None:
        now = self._begin(conn, job)
        statements.number_statements(conn, _seller_of(job), day, numbers, totals, now)

    def _name_paper(
        self, conn: Connection, job: Job, statement: Statement, key: str, size: int
    ) -> None:
        now = self._begin(conn, job)
        keep(conn, key, now=now)
        statements.name_paper(conn, statement.seller_id, statement.invoice_id, key=key, size=size)

    async def _pay(self, job: Job, db: Database, day: Day) -> None:
        """Make the payouts of a day. What comes to nothing or less is carried over."""
        until = start_of(day)
        seller_id = _seller_of(job)
        for currency in await db.read(payouts.currencies_to_pay, seller_id, day, until):
            payout = await db.write(self._begin_payout, job, day, currency, self._new_id())
            while await db.write(self._put_in, job, payout, currency, until):
                pass
            if not await db.write(self._complete, job, payout):
                while await db.write(self._take_out, job, payout):
                    pass

    def _begin_payout(
        self, conn: Connection, job: Job, day: Day, currency: str, new_id: str
    ) -> int:
        now = self._begin(conn, job)
        return payouts.begin_payout(conn, _seller_of(job), day, currency, new_id=new_id, now=now)

    def _put_in(
        self, conn: Connection, job: Job, payout: int, currency: str, until: datetime
    ) -> bool:
        self._begin(conn, job)
        limit = OPERATIONS_AT_ONCE
        return payouts.put_in(conn, _seller_of(job), payout, currency, until, limit=limit)

    def _complete(self, conn: Connection, job: Job, payout: int) -> bool:
        return payouts.complete_payout(conn, _seller_of(job), payout, self._begin(conn, job))

    def _take_out(self, conn: Connection, job: Job, payout: int) -> bool:
        self._begin(conn, job)
        return payouts.take_out(conn, _seller_of(job), payout, limit=OPERATIONS_AT_ONCE)

    async def _report(self, job: Job, db: Database, year: int) -> None:
        """Make the report of a year in which the seller sold something."""
        made = await make_report(
            db,
            self._documents,
            _seller_of(job),
            year,
            marketplace=self._marketplace,
            report_id=self._new_id(),
            now=self._clock(),
        )
        if made is not None:
            await db.write(self._name_report, job, made)

    def _name_report(self, conn: Connection, job: Job, report: Report) -> None:
        now = self._begin(conn, job)
        keep(conn, *(document.key for document in report.documents), now=now)
        reports.insert_report(conn, report)

    def _begin(self, conn: Connection, job: Job, *, gets_on: bool = True) -> datetime:
        """First thing in each transaction; the present instant."""
        now = self._clock()
        jobs.hold(conn, job, now=now, gets_on=gets_on)
        return now


def _seller_of(job: Job) -> SellerId:
    return SellerId(int(job.subject))
