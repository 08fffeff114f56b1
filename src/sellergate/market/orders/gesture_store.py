"""SQL of commercial gestures."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.orders.models import Gesture, GestureStatus, Order
from sellergate.storage.schema import order_gestures, orders

_G: Final = order_gestures.c
_O: Final = orders.c

_COLUMNS: Final = (
    _G.id.label("row"), _G.request_id, _G.seller_id, _G.order_row, _O.order_id,
    _O.sales_channel_id, _O.currency, _G.reason, _G.reason_details, _G.amount, _G.status,
    _G.created_at, _G.updated_at,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class GestureQuery:
    """Which gestures are looked for. None: any; bounds are among what is found."""

    order_id: str | None = None
    status: Collection[GestureStatus] = ()
    created_from: datetime | None = None
    created_to: datetime | None = None
    updated_from: datetime | None = None
    updated_to: datetime | None = None


def insert_gesture(
    conn: Connection,
    order: Order,
    *,
    request_id: str,
    reason: str,
    reason_details: str | None,
    amount: int,
    now: datetime,
) -> None:  # rule-ok: tenant (the order says whose)
    """Write a new gesture."""
    values = {
        "request_id": request_id,
        "seller_id": order.seller_id,
        "order_row": order.row,
        "reason": reason,
        "reason_details": reason_details,
        "amount": amount,
        "status": GestureStatus.PENDING.value,
        "created_at": now,
        "updated_at": now,
    }
    conn.execute(order_gestures.insert().values(values))


def accept_gesture(conn: Connection, seller_id: SellerId, row: int, now: datetime) -> int:
    """Write that it is done; the row of its order."""
    values = {"status": GestureStatus.ACCEPTED.value, "updated_at": now}
    own = order_gestures.update().where(_G.id == row, _G.seller_id == seller_id)
    return int(conn.execute(own.values(values).returning(_G.order_row)).scalar_one())


def total_given(conn: Connection, seller_id: SellerId, order_row: int) -> int:
    """What the customer of an order gets by gestures, those included that are to be done."""
    total = sa.select(sa.func.coalesce(sa.func.sum(_G.amount), 0))
    own = total.where(_G.order_row == order_row, _G.seller_id == seller_id)
    return int(conn.execute(own).scalar_one())


def find_gesture(conn: Connection, seller_id: SellerId, request_id: str) -> Gesture | None:
    """The seller's gesture of this id."""
    row = conn.execute(_of(seller_id).where(_G.request_id == request_id)).one_or_none()
    return None if row is None else _gesture(row)


def page_of_gestures(
    conn: Connection, seller_id: SellerId, query: GestureQuery, *, before: int | None, limit: int
) -> list[Gesture]:
    """Gestures of the seller, the newest first, those behind the row `before`."""
    found = _of(seller_id)
    if query.order_id is not None:
        found = found.where(_O.order_id == query.order_id)
    if query.status:
        found = found.where(_G.status.in_([status.value for status in query.status]))
    if query.created_from is not None:
        found = found.where(_G.created_at >= query.created_from)
    if query.created_to is not None:
        found = found.where(_G.created_at <= query.created_to)
    if query.updated_from is not None:
        found = found.where(_G.updated_at >= query.updated_from)
    if query.updated_to is not None:
        found = found.where(_G.updated_at <= query.updated_to)
    if before is not None:
        found = found.where(_G.id < before)
    page = found.order_by(_G.id.desc()).limit(limit)
    return [_gesture(row) for row in conn.execute(page)]


def pending_rows(
    conn: Connection, seller_id: SellerId, *, limit: int, aside: Collection[int]
) -> list[int]:
    """The gestures that background work has to do for the seller, the oldest first, but for the rows `aside`."""
    status = GestureStatus.PENDING.value
    found = sa.select(_G.id).where(_G.seller_id == seller_id, _G.status == status)
    waiting = found.where(_G.id.not_in(aside)).order_by(_G.id).limit(limit)
    return list(conn.execute(waiting).scalars())


def gestures_of(conn: Connection, seller_id: SellerId, order_row: int) -> list[Gesture]:
    """The gestures for an order of the seller, the oldest first."""
    query = _of(seller_id).where(_G.order_row == order_row).order_by(_G.id)
    return [_gesture(row) for row in conn.execute(query)]


def _of(seller_id: SellerId) -> sa.Select[Any]:
    joined = sa.select(*_COLUMNS).join_from(order_gestures, orders, _O.id == _G.order_row)
    return joined.where(_G.seller_id == seller_id)


def _gesture(row: sa.Row[Any]) -> Gesture:
    values = dict(row._mapping)  # noqa: SLF001  (its public name)
    return Gesture(
        **values | {"seller_id": SellerId(row.seller_id), "status": GestureStatus(row.status)}
    )
