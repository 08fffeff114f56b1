"""SQL that reads orders by the hundred, each with all that belongs to it.

Orders, lines, parcels and events are read at once for all of a page. Rows are told as they are stored, addresses and
taxes as JSON, instants in microseconds since the epoch: a page has thousands of values, and most are only shown.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.orders.errors import OrderUnknown
from sellergate.storage.prepared import Prepared, Row
from sellergate.storage.schema import order_events, order_lines, order_parcels, orders
from sellergate.storage.schema.kinds import Instant

SIZES: Final = 1_000  # of pages, whose statements are kept

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
    """An order with all that belongs to it."""

    order: OrderRow
    lines: Sequence[LineRow]
    parcels: Sequence[ParcelRow]
    events: Sequence[EventRow]


class _Whole(NamedTuple):
    """The statements that read so many orders."""

    orders: Prepared
    lines: Prepared
    parcels: Prepared
    events: Prepared


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
    return [
        ReadOrder(found[row], lines.get(row, ()), parcels.get(row, ()), events.get(row, ()))
        for row in rows
        if row in found
    ]


def _by_order(make: Callable[[Iterable[Any]], T], rows: Iterable[Row]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(make(row))
    return found


@lru_cache(maxsize=SIZES)
def _whole(count: int) -> _Whole:
    names = [f"row_{n}" for n in range(count)]

    def prepared(
        table: sa.Table, columns: Iterable[str], owner: str, *order: str, whose: bool = False
    ) -> Prepared:
        own = [sa.bindparam(name, type_=sa.BigInteger) for name in names]
        query = sa.select(*(_stored(table.c[name]) for name in columns))
        query = query.where(table.c[owner].in_(own)).order_by(*(table.c[name] for name in order))
        if not whose:
            return Prepared(query, *names)
        seller_id: sa.BindParameter[int] = sa.bindparam("seller_id")
        # Not found by: SQLite would take an index of all that the seller has.
        is_own = table.c.seller_id + sa.literal_column("0") == seller_id
        return Prepared(query.where(is_own), "seller_id", *names)

    own = "order_row"
    return _Whole(
        prepared(orders, OrderRow._fields, "id", whose=True),
        prepared(order_lines, LineRow._fields, own, own, "position"),
        prepared(order_parcels, ParcelRow._fields, own, own, "position"),
        prepared(order_events, (own, "line", "status", "at"), own, own, "number"),
    )


def _stored(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """A column whose values are told as they are stored."""
    if isinstance(column.type, Instant | sa.Boolean):
        return sa.type_coerce(column, sa.BigInteger)
    return column
