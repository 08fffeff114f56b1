"""SQL of commission statements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.finance.errors import StatementUnknown
from sellergate.market.finance.finding import last_number
from sellergate.market.finance.models import Day, Statement, Total
from sellergate.storage.prepared import Prepared
from sellergate.storage.schema import finance_invoices, finance_operations
from sellergate.storage.turns import take_turn

_I: Final = finance_invoices.c
_F: Final = finance_operations.c

NUMBERS_FROM: Final = 1_000_000_000  # ten digits

_COLUMNS: Final = tuple(column for column in _I if column.name != "id")
_OVER: Final = Prepared(
    sa.select(_I.invoice_id, _I.currency, _I.first_number, _I.last_number).where(
        _I.seller_id == sa.bindparam("seller_id"),
        _I.last_number >= sa.bindparam("first", type_=sa.Integer),
        _I.first_number <= sa.bindparam("last", type_=sa.Integer),
        _I.document_key.is_not(None),
    ),
    *("seller_id", "first", "last"),
)
_totals = msgspec.json.Decoder(dict[str, Total]).decode


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFilter:
    """Which statements are wanted; of what is empty, all. Bounds are among what is found."""

    invoice_ids: Iterable[str] = ()
    currencies: Iterable[str] = ()
    issued_from: Day | None = None
    issued_to: Day | None = None


ANY: Final = StatementFilter()


def page_of_statements(
    conn: Connection,
    seller_id: SellerId,
    wanted: StatementFilter = ANY,
    *,
    limit: int,
    offset: int = 0,
) -> list[Statement]:
    """So many of the seller's statements from the `offset`th on, the newest first."""
    found = sa.select(*_COLUMNS).where(*_conditions(seller_id, wanted))
    page = found.order_by(_I.id.desc()).limit(limit).offset(offset)
    return [_statement(row) for row in conn.execute(page)]


def count_of_statements(
    conn: Connection, seller_id: SellerId, wanted: StatementFilter = ANY
) -> int:
    """How many statements the seller has that are wanted."""
    query = sa.select(sa.func.count()).select_from(finance_invoices)
    return int(conn.execute(query.where(*_conditions(seller_id, wanted))).scalar_one())


def get_statement(conn: Connection, seller_id: SellerId, invoice_id: str) -> Statement:
    """The seller's statement of this id, whose PDF there is. Raises `StatementUnknown`."""
    own = sa.select(*_COLUMNS).where(*_conditions(seller_id, ANY), _I.invoice_id == invoice_id)
    row = conn.execute(own).one_or_none()
    if row is None:
        raise StatementUnknown
    return _statement(row)


def statements_over(
    conn: Connection, seller_id: SellerId, first: int, last: int
) -> list[tuple[str, str, int, int]]:
    """Of the seller's statements with operations from one number to another: id, currency, and the numbers of each."""
    return [tuple(row) for row in _OVER.all(conn, seller_id, first, last)]


def is_issued(conn: Connection, seller_id: SellerId, day: Day) -> bool:
    """Whether the seller's statements of a day are numbered."""
    own = sa.select(_I.id).where(_I.seller_id == seller_id, _I.issued_on == day)
    return conn.execute(own).first() is not None


def numbers_to_issue(conn: Connection, seller_id: SellerId) -> tuple[int, int]:
    """The first and the last number of the seller's operations that are in no statement; the last may be before the first."""
    issued = sa.select(sa.func.max(_I.last_number)).where(_I.seller_id == seller_id)
    before = conn.execute(issued).scalar_one() or 0
    return before + 1, last_number(conn, seller_id)


def totals_of_numbers(
    conn: Connection, seller_id: SellerId, first: int, last: int
) -> dict[tuple[str, str], Total]:
    """What the seller's operations come to, from one number to another, by currency and event type."""
    sums = (
        sa.select(
            *(_F.currency, _F.event_type),
            *(sa.func.sum(_F.amount), sa.func.sum(_F.vat), sa.func.count()),
        )
        .where(_F.seller_id == seller_id, _F.number.between(first, last))
        .group_by(_F.currency, _F.event_type)
    )
    return {
        (currency, event_type): Total(int(amount), int(vat), count)
        for currency, event_type, amount, vat, count in conn.execute(sums)
    }


def number_statements(
    conn: Connection,
    seller_id: SellerId,
    day: Day,
    numbers: tuple[int, int],
    totals: Mapping[tuple[str, str], Total],
    now: datetime,
) -> None:
    """Write the seller's statements of a day, one for each currency, each with the next number of the marketplace.

    Nobody is told of them before `name_paper`.
    """
    take_turn(conn, "statements")  # the numbers of all sellers' statements have no gap
    last = conn.execute(sa.select(sa.func.max(_I.invoice_id))).scalar_one() or NUMBERS_FROM
    for number, currency in enumerate(sorted({currency for currency, _ in totals}), int(last) + 1):
        own = {kind: total for (of, kind), total in totals.items() if of == currency}
        values = {
            "invoice_id": f"{number:010}",
            "seller_id": seller_id,
            "currency": currency,
            "issued_on": day,
            "first_number": numbers[0],
            "last_number": numbers[1],
            "operations": sum(total.operations for total in own.values()),
            "totals": msgspec.json.encode(own).decode(),
            "document_key": None,
            "size": 0,
            "created_at": now,
        }
        conn.execute(finance_invoices.insert().values(values))


def statements_without_paper(conn: Connection, seller_id: SellerId) -> list[Statement]:
    """The seller's statements whose PDF is to be written."""
    found = sa.select(*_COLUMNS).where(_I.seller_id == seller_id, _I.document_key.is_(None))
    return [_statement(row) for row in conn.execute(found.order_by(_I.id))]


def name_paper(
    conn: Connection, seller_id: SellerId, invoice_id: str, *, key: str, size: int
) -> None:
    """The PDF of the seller's statement is there: from now on everybody is told of the statement."""
    own = finance_invoices.update().where(_I.seller_id == seller_id, _I.invoice_id == invoice_id)
    conn.execute(own.values(document_key=key, size=size))


def _conditions(seller_id: SellerId, wanted: StatementFilter) -> list[sa.ColumnElement[bool]]:
    found = [_I.seller_id == seller_id, _I.document_key.is_not(None)]
    if ids := sorted(set(wanted.invoice_ids)):
        found.append(_I.invoice_id.in_(ids))
    if currencies := sorted(set(wanted.currencies)):
        found.append(_I.currency.in_(currencies))
    if wanted.issued_from is not None:
        found.append(_I.issued_on >= wanted.issued_from)
    if wanted.issued_to is not None:
        found.append(_I.issued_on <= wanted.issued_to)
    return found


def _statement(row: sa.Row[Any]) -> Statement:
    values = dict(row._mapping)  # noqa: SLF001  (its public name)
    return Statement(
        **values | {"seller_id": SellerId(row.seller_id), "totals": _totals(row.totals)}
    )
