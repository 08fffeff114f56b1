"""SQL that reads orders by the hundred, each with all that belongs to it.

Orders, lines, parcels and events are read at once for all of a page. Rows are told as they are stored, addresses and
taxes as JSON, instants in microseconds since the epoch: a page has thousands of values, and most are only shown.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeVar

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.orders.errors import OrderUnknown
from sellergate.market.orders.models import CancellationStatus, CancelledLine, Status
from sellergate.storage.batches import row_by_row
from sellergate.storage.prepared import Prepared, Row
from sellergate.storage.schema import (
    order_cancellations,
    order_events,
    order_lines,
    order_parcels,
    orders,
)
from sellergate.storage.schema.kinds import Instant

SIZES: Final = 100  # of pages, whose statements are kept

T = TypeVar("T")


class OrderRow(NamedTuple):
    """An order."""

    id: int
    order_id: str
    reference: str | None
    sales_channel_id: str
    is_business: int  # 0 or 1
    customer_reference: str
    status: str
    supply_mode: str
    currency: str
    payment_method: str | None
    billing_address: str
    shipping_address: str
    service_fees: str
    offer_total: int
    selling_total: int
    purchased_at: int
    created_at: int
    updated_at: int
    ship_by: int


class LineRow(NamedTuple):
    """A line of an order."""

    order_row: int
    position: int
    line_id: str
    status: str
    status_before: str | None
    quantity: int
    offer_id: str
    seller_product_id: str
    product_id: str | None
    product_title: str
    product_gtin: str | None
    condition: str
    offer_unit_price: int
    offer_shipping_cost: int
    unit_price: int
    shipping_cost: int
    taxes: str
    commission_rate: int
    commission_without_vat: int
    commission_with_vat: int
    refunded: int
    delivery_mode: str
    promised_at_min: int
    promised_at_max: int


class ParcelRow(NamedTuple):
    """A parcel of an order. `lines`: the positions of those in it, as JSON."""

    order_row: int
    parcel_number: str
    carrier_name: str
    tracking_url: str | None
    lines: str


# The order's number, the line or 0 for the order itself, the status that it came into, and when: there are hundreds on a
# page, and a name for each would cost as much as reading it.
EventRow = tuple[int, int, str, int]


class ReadOrder(NamedTuple):
    """An order with all that belongs to it. `reasons`: why lines were cancelled, by their position."""

    order: OrderRow
    lines: Sequence[LineRow]
    parcels: Sequence[ParcelRow]
    events: Sequence[EventRow]
    reasons: Mapping[int, str]


class _Whole(NamedTuple):
    """The statements that read so many orders."""

    orders: Prepared
    lines: Prepared
    parcels: Prepared
    events: Prepared
    cancellations: Prepared


def _stored(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """A column whose values are told as they are stored."""
    if isinstance(column.type, Instant | sa.Boolean):
        return sa.type_coerce(column, sa.BigInteger)
    return column


def _columns(table: sa.Table, *names: str) -> sa.Select[Any]:
    return sa.select(*(_stored(table.c[name]) for name in names))


_OWNER: Final = "order_row"
_ORDERS: Final = _columns(orders, *OrderRow._fields).where(
    # Not what they are found by: SQLite would walk through all that the seller has.
    row_by_row(orders.c.seller_id) == sa.bindparam("seller_id")
)
_BELONGING: Final = {
    order_lines: _columns(order_lines, *LineRow._fields).order_by(*order_lines.primary_key),
    order_parcels: _columns(order_parcels, *ParcelRow._fields).order_by(*order_parcels.primary_key),
    order_events: _columns(order_events, _OWNER, "line", "status", "at").order_by(
        *order_events.primary_key
    ),
    order_cancellations: _columns(order_cancellations, _OWNER, "lines")
    .where(order_cancellations.c.status == CancellationStatus.ACCEPTED.value)
    .order_by(order_cancellations.c.id),
}
_cancelled_lines = msgspec.json.Decoder(list[CancelledLine]).decode
_NONE: Final[Mapping[int, str]] = MappingProxyType({})
_ROW_OF: Final = Prepared(
    sa.select(orders.c.id).where(
        orders.c.seller_id == sa.bindparam("seller_id"),
        orders.c.order_id == sa.bindparam("order_id"),
    ),
    "seller_id",
    "order_id",
)


def read_order(conn: Connection, seller_id: SellerId, order_id: str) -> ReadOrder:
    """The seller's order. Raises `OrderUnknown`."""
    found = _ROW_OF.first(conn, seller_id, order_id)
    if found is None:
        raise OrderUnknown
    [order] = read_orders(conn, seller_id, found)
    return order


def read_orders(conn: Connection, seller_id: SellerId, rows: Sequence[int]) -> list[ReadOrder]:
    """The seller's orders of these numbers, in their order."""
    if not rows:
        return []
    read = _whole(len(rows))
    found = {row[0]: OrderRow._make(row) for row in read.orders.all(conn, seller_id, *rows)}
    lines = _by_order(LineRow._make, read.lines.all(conn, *rows))
    parcels = _by_order(ParcelRow._make, read.parcels.all(conn, *rows))
    events: dict[int, list[EventRow]] = _by_order(tuple, read.events.all(conn, *rows))
    reasons = _reasons(conn, [row for row in rows if _is_cut(lines.get(row, ()))])
    return [
        ReadOrder(
            found[row],
            lines.get(row, ()),
            parcels.get(row, ()),
            events.get(row, ()),
            reasons.get(row, _NONE),
        )
        for row in rows
        if row in found
    ]


def _is_cut(lines: Iterable[LineRow]) -> bool:
    return any(line.status == Status.CANCELLED.value for line in lines)


def _reasons(
    conn: Connection, rows: Sequence[int]
) -> dict[int, dict[int, str]]:  # rule-ok: tenant (found by seller)
    """Why lines of these orders were cancelled, by their positions."""
    reasons: dict[int, dict[int, str]] = {}
    if rows:
        for row, text in _whole(len(rows)).cancellations.all(conn, *rows):
            of_order = reasons.setdefault(row, {})
            of_order |= {line.position: line.reason for line in _cancelled_lines(text)}
    return reasons


def _by_order(make: Callable[[Iterable[Any]], T], rows: Iterable[Row]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(make(row))
    return found


@lru_cache(maxsize=SIZES)
def _whole(count: int) -> _Whole:
    names = [f"row_{n}" for n in range(count)]
    rows = [sa.bindparam(name, type_=sa.BigInteger) for name in names]
    return _Whole(
        Prepared(_ORDERS.where(orders.c.id.in_(rows)), "seller_id", *names),
        *(
            Prepared(query.where(table.c.order_row.in_(rows)), *names)
            for table, query in _BELONGING.items()
        ),
    )
