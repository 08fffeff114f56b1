"""SQL of orders: an order is read as a whole, and what changed of it is written."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.orders.errors import OrderUnknown
from sellergate.market.orders.models import (
    Address,
    Fee,
    Happened,
    Line,
    Order,
    Parcel,
    Status,
    SupplyMode,
    Tax,
)
from sellergate.storage.prepared import Prepared, Row
from sellergate.storage.schema import order_events, order_lines, order_parcels, orders

_O: Final = orders.c
_L: Final = order_lines.c
_P: Final = order_parcels.c
_E: Final = order_events.c

_ORDER: Final = (
    _O.id, _O.order_id, _O.seller_id, _O.reference, _O.sales_channel_id, _O.is_business,
    _O.customer_reference, _O.status, _O.is_moving, _O.supply_mode, _O.currency,
    _O.payment_method, _O.billing_address, _O.shipping_address, _O.service_fees,
    _O.purchased_at, _O.created_at, _O.updated_at, _O.ship_by, _O.shipped_at, _O.delivered_at,
    _O.unbooked_since,
)  # fmt: skip
_LINE: Final = tuple(_L[name] for name in Line.__slots__)
_PARCEL: Final = tuple(_P[name] for name in Parcel.__slots__)

_ONE = Prepared(
    sa.select(*_ORDER).where(
        _O.order_id == sa.bindparam("order_id"), _O.seller_id == sa.bindparam("seller_id")
    ),
    "seller_id",
    "order_id",
)
_LINES = Prepared(
    sa.select(*_LINE).where(_L.order_row == sa.bindparam("row")).order_by(_L.position), "row"
)
_PARCELS = Prepared(
    sa.select(*_PARCEL).where(_P.order_row == sa.bindparam("row")).order_by(_P.position), "row"
)
_EVENTS = Prepared(
    sa.select(_E.line, _E.status, _E.at)
    .where(_E.order_row == sa.bindparam("row"))
    .order_by(_E.number),
    "row",
)
_OWN: Final = (  # what changes of an order after it was placed
    *("reference", "status", "is_moving", "updated_at", "shipped_at", "delivered_at"),
)
# In which something is sold, payable, or given back.
_OF_MONEY: Final = frozenset({Status.ACCEPTED, Status.SHIPPED, Status.CANCELLED, Status.REJECTED})
_address = msgspec.json.Decoder(Address).decode
_fees = msgspec.json.Decoder(tuple[Fee, ...]).decode
_taxes = msgspec.json.Decoder(tuple[Tax, ...]).decode
_positions = msgspec.json.Decoder(tuple[int, ...]).decode


def find_order(conn: Connection, seller_id: SellerId, order_id: str) -> Order | None:
    """The seller's order, whole, or None."""
    row = _ONE.first(conn, seller_id, order_id)
    return None if row is None else _whole(conn, row)


def get_order(conn: Connection, seller_id: SellerId, order_id: str) -> Order:
    """The seller's order, whole. Raises `OrderUnknown`."""
    order = find_order(conn, seller_id, order_id)
    if order is None:
        raise OrderUnknown
    return order


def get_order_of_row(conn: Connection, seller_id: SellerId, row: int) -> Order:
    """The seller's order of this number. Raises `OrderUnknown`."""
    query = sa.select(*_ORDER).where(_O.id == row, _O.seller_id == seller_id)
    found = conn.execute(query).one_or_none()
    if found is None:
        raise OrderUnknown
    return _whole(conn, tuple(found))


def moving_rows(
    conn: Connection, seller_id: SellerId, *, limit: int, aside: Collection[int] = ()
) -> list[int]:
    """Orders of the seller that background work has to move, the oldest first, but for the rows `aside`."""
    query = (
        sa.select(_O.id)
        .where(_O.seller_id == seller_id, _O.is_moving.is_(True), _O.id.not_in(aside))
        .order_by(_O.id)
        .limit(limit)
    )
    return list(conn.execute(query).scalars())


def is_known(conn: Connection, order_id: str) -> bool:  # rule-ok: tenant (ids are everybody's)
    """Whether there is an order of this id, whoever's."""
    found = sa.select(_O.id).where(_O.order_id == order_id)
    return conn.execute(found).first() is not None


def insert_order(conn: Connection, order: Order) -> Order:  # rule-ok: tenant (the order says whose)
    """Write a new order; the order with its number."""
    values: dict[str, Any] = {column.name: getattr(order, column.name) for column in _ORDER[1:]}
    values["unbooked_since"] = _first_of_money(order.events)
    values |= {
        "status": order.status.value,
        "supply_mode": order.supply_mode.value,
        "shipping_country": order.shipping_address.country_code,
        "billing_address": _json(order.billing_address),
        "shipping_address": _json(order.shipping_address),
        "service_fees": _json(order.service_fees),
        "offer_total": order.offer_total,
        "selling_total": order.selling_total,
    }
    row = int(conn.execute(orders.insert().values(values).returning(_O.id)).scalar_one())
    conn.execute(order_lines.insert(), [_line_values(line, row) for line in order.lines])
    _insert_parcels(conn, row, order.parcels)
    _insert_events(conn, row, order.events, first=1)
    return replace(order, row=row)


def save_order(
    conn: Connection, before: Order, after: Order
) -> None:  # rule-ok: tenant (loaded before)
    """Write what changed of an order since it was read in this transaction."""
    changed = {
        name: getattr(after, name) for name in _OWN if getattr(after, name) != getattr(before, name)
    }
    known = len(before.events)
    if before.unbooked_since is None and (since := _first_of_money(after.events[known:])):
        changed["unbooked_since"] = since
    if changed:
        conn.execute(orders.update().where(_O.id == after.row).values(changed))
    for old, new in zip(before.lines, after.lines, strict=True):
        if new != old:
            conn.execute(
                order_lines.update()
                .where(_L.order_row == after.row, _L.position == new.position)
                .values(status=new.status, status_before=new.status_before, refunded=new.refunded)
            )
    for earlier, parcel in zip(before.parcels, after.parcels, strict=False):
        if parcel != earlier:
            conn.execute(
                order_parcels.update()
                .where(_P.order_row == after.row, _P.position == parcel.position)
                .values(delivered_at=parcel.delivered_at)
            )
    _insert_parcels(conn, after.row, after.parcels[len(before.parcels) :])
    _insert_events(conn, after.row, after.events[known:], first=known + 1)


def has_to_book(conn: Connection, seller_id: SellerId, row: int, since: datetime) -> None:
    """Something happened to the order that the ledger must know, and that `save_order` does not see."""
    own = orders.update().where(_O.id == row, _O.seller_id == seller_id)
    conn.execute(own.values(unbooked_since=_since(since)))


def _since(instant: datetime) -> sa.ColumnElement[datetime]:
    """What the ledger was not told of since: the earlier of what is there and this."""
    return sa.func.coalesce(_O.unbooked_since, sa.literal(instant, _O.unbooked_since.type))


def _first_of_money(events: Iterable[Happened]) -> datetime | None:
    """When something first happened that is money: the ledger has to be told."""
    return min((event.at for event in events if event.status in _OF_MONEY), default=None)


def _insert_parcels(conn: Connection, row: int, parcels: Iterable[Parcel]) -> None:
    values = [
        {name: getattr(parcel, name) for name in Parcel.__slots__}
        | {"order_row": row, "lines": _json(parcel.lines)}
        for parcel in parcels
    ]
    if values:
        conn.execute(order_parcels.insert(), values)


def _insert_events(conn: Connection, row: int, events: Iterable[Happened], *, first: int) -> None:
    values = [
        {"order_row": row, "number": number, "line": line, "status": status.value, "at": at}
        for number, (line, status, at) in enumerate(events, first)
    ]
    if values:
        conn.execute(order_events.insert(), values)


def _line_values(line: Line, row: int) -> dict[str, Any]:
    values = {name: getattr(line, name) for name in Line.__slots__}
    return values | {
        "order_row": row,
        "status": line.status.value,
        "taxes": _json(line.taxes),
    }


def _whole(conn: Connection, row: Row) -> Order:
    number = row[0]
    return _order(
        row,
        [_line(found) for found in _LINES.all(conn, number)],
        [_parcel(found) for found in _PARCELS.all(conn, number)],
        [Happened(line, Status(status), at) for line, status, at in _EVENTS.all(conn, number)],
    )


def _order(
    row: Row, lines: Sequence[Line], parcels: Sequence[Parcel], events: Sequence[Happened]
) -> Order:
    values = {column.name: value for column, value in zip(_ORDER, row, strict=True)}
    values |= {
        "seller_id": SellerId(values["seller_id"]),
        "status": Status(values["status"]),
        "is_moving": bool(values["is_moving"]),
        "supply_mode": SupplyMode(values["supply_mode"]),
        "billing_address": _address(values["billing_address"]),
        "shipping_address": _address(values["shipping_address"]),
        "service_fees": _fees(values["service_fees"]),
    }
    return Order(
        row=values.pop("id"),
        **values,
        lines=tuple(lines),
        parcels=tuple(parcels),
        events=tuple(events),
    )


def _line(row: Row) -> Line:
    values = dict(zip(Line.__slots__, row, strict=True))
    before = values["status_before"]
    return Line(
        **values
        | {
            "status": Status(values["status"]),
            "status_before": Status(before) if before else None,
            "taxes": _taxes(values["taxes"]),
        }
    )


def _parcel(row: Row) -> Parcel:
    values = dict(zip(Parcel.__slots__, row, strict=True))
    return Parcel(**values | {"lines": _positions(values["lines"])})


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
