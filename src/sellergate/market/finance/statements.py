"""SQL of commission statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.finance.errors import StatementUnknown
from sellergate.market.finance.models import Day, Statement, Total
from sellergate.storage.prepared import Prepared
from sellergate.storage.schema import finance_invoices

_I: Final = finance_invoices.c

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
