"""The books of the demo marketplace's sellers: kept by the same work as everybody's, stop by stop, until its today."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Final, NamedTuple

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.access.sellers.models import TEST_SELLER_ID
from sellergate.demo.world import LINDQVIST, MAISON, MORGENSTERN, TODAY, Chance
from sellergate.jobs import store as jobs
from sellergate.market.finance.calendar import day_of, next_stop, start_of
from sellergate.market.finance.closing import LedgerWork
from sellergate.market.finance.dac7 import Dac7, render_csv, render_xml
from sellergate.market.finance.fees import charge_fee
from sellergate.market.finance.models import (
    EventType,
    Report,
    ReportDocument,
    Total,
    YearOfSeller,
    YearTotal,
)
from sellergate.market.finance.parties import get_party
from sellergate.market.finance.payments import confirm_payment, payments_in_process
from sellergate.market.finance.reports import insert_report
from sellergate.market.working import plan_work
from sellergate.storage.database import Database
from sellergate.storage.documents import Documents, Home, keep

MARKETPLACE: Final = "Demo marketplace"
SHOWN_REPORT: Final = "6f0d3a52-0000-4000-8000-000000000001"
SHOWN_YEAR: Final = 2025
_SELLERS: Final = (MAISON, LINDQVIST, MORGENSTERN, TEST_SELLER_ID)
_FIRST: Final = "2026-07-31"  # before the first order
_AT: Final = timedelta(minutes=10)  # after midnight
_MANY: Final = 1000


class _Fee(NamedTuple):
    """What a seller is charged on the first of a month, in cents."""

    seller_id: SellerId
    event_type: EventType
    name: str
    label: str
    amount: int
    vat: int


_FEES: Final = (
    _Fee(MAISON, EventType.SUBSCRIPTION, "ABO", "Abonnement mensuel", 3_999, 667),
    _Fee(LINDQVIST, EventType.SUBSCRIPTION, "SUB", "Monthly subscription", 3_999, 667),
    _Fee(LINDQVIST, EventType.LOGISTIC_FEE, "LOG", "Storage and handling", 2_480, 413),
    _Fee(MORGENSTERN, EventType.SUBSCRIPTION, "SUB", "Monthly subscription", 3_999, 667),
)
# What Maison Bruyère sold in the year before this marketplace has orders: by quarter, sales, refunds and commissions.
_YEAR: Final = (
    (1, (214, 1_432_060, -58_340, -206_850)),
    (2, (188, 1_201_470, -31_200, -176_040)),
    (3, (231, 1_587_390, -72_910, -227_170)),
    (4, (402, 2_964_810, -140_560, -423_640)),
)


class _Clock:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now = TODAY

    def __call__(self) -> datetime:
        return self.now


async def keep_demo_books(db: Database, chance: Chance, home: Home) -> None:
    """Let the calendar run from the first order on, and the report of the year before be there."""
    clock = _Clock()
    documents = Documents(home, db, clock)
    work = LedgerWork(clock, chance.ids("finance"), documents, marketplace=MARKETPLACE)
    await _report(db, documents, clock)
    for day in _stops():
        clock.now = min(start_of(day) + _AT, TODAY)
        if day.endswith("-01"):
            await db.write(partial(_charge, day=day, now=clock.now))
        await db.write(partial(_confirm, before=day, now=clock.now))
        for seller_id in _SELLERS:
            await _keep(db, work, seller_id, clock.now)


def _stops() -> Iterator[str]:
    """The days on which something is due, and today."""
    day, today = _FIRST, day_of(TODAY)
    while (day := next_stop(day)) < today:
        yield day
    yield today


async def _keep(db: Database, work: LedgerWork, seller_id: SellerId, now: datetime) -> None:
    """Do the seller's work as a node would."""
    await db.write(partial(plan_work, kind=work.kind, seller_id=seller_id, now=now))
    [waiting] = await db.read(jobs.all_jobs)
    job = await db.write(jobs.claim, waiting.id, lease="demo/1", now=now)
    if job is None:
        raise RuntimeError(f"the books of {seller_id} cannot be kept")
    await work.run(job, db)


def _charge(conn: Connection, *, day: str, now: datetime) -> None:
    for fee in _FEES:
        charge_fee(
            conn,
            fee.seller_id,
            event_type=fee.event_type,
            reference=f"{fee.name}-{day[:7]}",
            cause="monthly",
            label=fee.label,
            currency="EUR",
            amount=fee.amount,
            vat=fee.vat,
            now=now,
        )


def _confirm(conn: Connection, *, before: str, now: datetime) -> None:
    """The bank has made the payouts of the days before; those of the last one are on their way still."""
    for payment in payments_in_process(conn, limit=_MANY):
        if payment.planned_on < before < day_of(TODAY):
            confirm_payment(conn, payment.seller_id, payment.payment_id or "", now)


async def _report(db: Database, documents: Documents, clock: _Clock) -> None:
    clock.now = datetime(SHOWN_YEAR + 1, 1, 2, 0, 10, tzinfo=TODAY.tzinfo)
    totals = []
    for quarter, (sales, sold, refunded, commission) in _YEAR:
        for event_type, amount, operations in (
            (EventType.SALE, sold, sales),
            (EventType.REFUND, refunded, sales // 20),
            (EventType.COMMISSION, commission, sales),
        ):
            total = Total(amount, amount // 6, operations)
            totals.append(YearTotal(quarter, "EUR", event_type, total))
    report = Dac7(
        marketplace=MARKETPLACE,
        party=await db.read(get_party, MAISON),
        year=YearOfSeller(seller_id=MAISON, year=SHOWN_YEAR, totals=totals),
        report_id=SHOWN_REPORT,
        made_at=clock.now,
    )
    written = []
    for media_type, suffix, render in (
        ("application/xml", "xml", render_xml),
        ("text/csv", "csv", render_csv),
    ):
        content = render(report)
        key = await documents.put(content)
        name = f"DAC7-{SHOWN_YEAR}-{MAISON}.{suffix}"
        written.append(ReportDocument(media_type, name, key, len(content)))

    def insert(conn: Connection) -> None:
        keep(conn, *(file.key for file in written), now=clock.now)
        insert_report(
            conn,
            Report(
                report_id=SHOWN_REPORT,
                seller_id=MAISON,
                type="DAC7",
                year=SHOWN_YEAR,
                documents=written,
                created_at=clock.now,
            ),
        )

    await db.write(insert)
