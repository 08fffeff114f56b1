"""Builders of ledgers: books are kept as background work keeps them, and read as what was written."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.sellers.models import Seller
from sellergate.jobs.models import Job
from sellergate.jobs.store import claim
from sellergate.kit.ids import new_uuid
from sellergate.market.finance.closing import KIND, LedgerWork, plan_finance
from sellergate.market.finance.finding import operations_of_numbers
from sellergate.market.finance.models import Operation
from sellergate.market.orders import store
from sellergate.market.orders.lifecycle import Event, happen
from sellergate.market.orders.models import Order
from sellergate.market.working import plan_work
from sellergate.storage import schema
from sellergate.storage.documents import Documents, open_home
from tests.builders.installation import Installation
from tests.builders.offer_packages import do_due, settle
from tests.builders.world import a_seller

MARKETPLACE = "Nile market"
START = datetime(2026, 1, 6, 10, tzinfo=UTC)


def a_new_seller(on: Installation) -> Seller:
    """One that sells on every channel."""
    seller = a_seller(on)
    settle(on, seller)
    return seller


def ledger_work(on: Installation, db: Any = None) -> LedgerWork:
    """Who keeps the books, and the documents by that database."""
    documents = Documents(open_home(on.settings.documents), db or on.access.db, on.clock)
    return LedgerWork(on.clock, new_uuid, documents, marketplace=MARKETPLACE)


def plan(on: Installation) -> None:
    """What the upkeep does for the ledgers."""
    while on.write(lambda conn, act: plan_finance(conn, act.now)):
        pass


def keep_books(on: Installation) -> None:
    """Let every ledger come to today."""
    plan(on)
    do_due(on, ledger_work(on))


def keep_book(on: Installation, seller: Seller) -> None:
    """Let this seller's ledger come to today."""
    on.write(lambda conn, act: plan_work(conn, KIND, seller.seller_id, act.now))
    on.run(ledger_work(on).run(claimed(on, seller), on.access.db))


def claimed(on: Installation, seller: Seller) -> Job:
    """The seller's job, as another node has it now."""
    return on.write(lambda conn, act: take(conn, seller, act.now))  # type: ignore[no-any-return]


def take(conn: Connection, seller: Seller, now: datetime) -> Job:
    """The seller's job, which nobody has any more."""
    jobs = schema.jobs.c
    own = sa.select(jobs.id).where(jobs.kind == KIND, jobs.subject == str(seller.seller_id))
    row = conn.execute(own).scalar_one()
    job = claim(conn, row, lease=f"node/{new_uuid()[:8]}", now=now)
    assert job is not None
    return job


def lived(on: Installation, order: Order, *steps: tuple[Event, datetime]) -> Order:
    """The order after these events, each at its instant, written."""

    def live(conn: Connection, _act: Any) -> Order:
        known = after = store.get_order(conn, order.seller_id, order.order_id)
        for event, at in steps:
            after = happen(after, event, at)
        store.save_order(conn, known, after)
        return after

    return on.write(live)


@dataclass(frozen=True)
class Books:
    """All that is written of a seller's money, as comparable values: orders by their place, not by their ids."""

    operations: list[tuple[Any, ...]]
    statements: list[tuple[Any, ...]]
    payments: list[tuple[Any, ...]]
    reports: list[tuple[Any, ...]]
    reached: str | None


def operations_of(on: Installation, seller: Seller) -> list[Operation]:
    """Every operation of the seller, the oldest first."""
    return on.read(operations_of_numbers, seller.seller_id, 1, 10**6)  # type: ignore[no-any-return]


def books_of(on: Installation, seller: Seller) -> Books:
    """The books of the seller."""

    def read(conn: Connection) -> Books:
        own = seller.seller_id

        def rows(table: sa.Table, *names: str) -> list[tuple[Any, ...]]:
            columns = [table.c[name] for name in names]
            query = sa.select(*columns).where(table.c.seller_id == own).order_by(table.c.id)
            return [tuple(row) for row in conn.execute(query)]

        placed = sa.select(schema.orders.c.order_id).where(schema.orders.c.seller_id == own)
        places = {
            order_id: place
            for place, order_id in enumerate(
                conn.execute(placed.order_by(schema.orders.c.id)).scalars()
            )
        }
        calendars = schema.finance_calendars.c
        return Books(
            operations=[
                (places.get(reference, reference), *rest)
                for reference, *rest in rows(
                    schema.finance_operations,
                    *("reference", "number", "line", "event_type", "amount", "vat"),
                    *("occurred_at", "released_at"),
                )
            ],
            statements=rows(
                schema.finance_invoices,
                *("issued_on", "currency", "first_number", "last_number", "operations", "totals"),
            ),
            payments=rows(
                schema.finance_payments,
                *("planned_on", "currency", "amount", "operations", "state"),
            ),
            reports=rows(schema.finance_reports, "type", "year"),
            reached=conn.execute(
                sa.select(calendars.reached_on).where(calendars.seller_id == own)
            ).scalar_one_or_none(),
        )

    return on.read(read)  # type: ignore[no-any-return]


def each_adds_up_to_nothing(on: Installation, seller: Seller) -> bool:
    """Whether every entry of the seller is balanced, and every operation and payout that counts has its postings."""
    p, o, y = schema.ledger_postings.c, schema.finance_operations, schema.finance_payments

    def check(conn: Connection) -> bool:
        for entry, table, sign in (("OP", o, -1), ("PY", y, 1)):
            of_seller = sa.func.sum(sa.case((p.account == "Seller", p.amount), else_=0))
            sums = (
                sa.select(table.c.amount, sa.func.sum(p.amount), of_seller, sa.func.count(p.row))
                .join_from(
                    table,
                    schema.ledger_postings,
                    (p.row == table.c.id) & (p.entry == entry),
                    isouter=True,
                )
                .where(table.c.seller_id == seller.seller_id)
                .group_by(table.c.id, table.c.amount)
            )
            for amount, total, own, legs in conn.execute(sums):
                if total != 0 or own != sign * amount or legs < 2:
                    return False
        return True

    return on.read(check)  # type: ignore[no-any-return]


class Killed(Exception):
    """The process is gone."""


class Watched:
    """A database whose writes are counted; before one of them, something happens."""

    def __init__(
        self, on: Installation, *, before: int, then: Callable[[], Awaitable[None]]
    ) -> None:
        self._db = on.access.db
        self._before = before
        self._then = then
        self.writes = 0

    async def read(self, f: Any, /, *args: Any, **kwargs: Any) -> Any:
        return await self._db.read(f, *args, **kwargs)

    async def write(self, f: Any, /, *args: Any, **kwargs: Any) -> Any:
        self.writes += 1
        if self.writes == self._before:
            await self._then()
        return await self._db.write(f, *args, **kwargs)


async def killed() -> None:
    raise Killed
