"""SQL of cancellation requests."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.orders.models import (
    Cancellation,
    CancellationStatus,
    CancelledLine,
    Order,
    UserType,
)
from sellergate.storage.schema import order_cancellations, order_lines, orders

_R: Final = order_cancellations.c
_O: Final = orders.c
_L: Final = order_lines.c

LineNames = dict[tuple[int, int], tuple[str, str]]

_COLUMNS: Final = (
    _R.id.label("row"), _R.request_id, _R.seller_id, _R.order_row, _O.order_id,
    _O.sales_channel_id, _R.is_partial, _R.asked_by, _R.status, _R.lines, _R.created_at,
    _R.updated_at,
)  # fmt: skip
_lines = msgspec.json.Decoder(tuple[CancelledLine, ...]).decode


@dataclass(frozen=True, slots=True, kw_only=True)
class CancellationQuery:
    """Which requests are looked for. None: any."""

    order_id: str | None = None
    request_id: str | None = None
    line_id: str | None = None
    offer_id: str | None = None
    sales_channel_id: str | None = None


def insert_cancellation(
    conn: Connection,
    order: Order,
    *,
    request_id: str,
    is_partial: bool,
    asked_by: UserType,
    status: CancellationStatus,
    lines: Sequence[CancelledLine],
    now: datetime,
) -> Cancellation:  # rule-ok: tenant (the order says whose)
    """Write a new request."""
    values = {
        "request_id": request_id,
        "seller_id": order.seller_id,
        "order_row": order.row,
        "is_partial": is_partial,
        "asked_by": asked_by.value,
        "status": status.value,
        "lines": _json(lines),
        "created_at": now,
        "updated_at": now,
    }
    insert = order_cancellations.insert().values(values).returning(_R.id)
    return Cancellation(
        row=conn.execute(insert).scalar_one(),
        request_id=request_id,
        seller_id=order.seller_id,
        order_row=order.row,
        order_id=order.order_id,
        sales_channel_id=order.sales_channel_id,
        is_partial=is_partial,
        asked_by=asked_by,
        status=status,
        lines=tuple(lines),
        created_at=now,
        updated_at=now,
    )


def change_cancellation(
    conn: Connection,
    row: int,
    *,
    status: CancellationStatus,
    lines: Sequence[CancelledLine],
    now: datetime,
) -> None:  # rule-ok: tenant (read before)
    """Write what became of a request."""
    values = {"status": status.value, "lines": _json(lines), "updated_at": now}
    conn.execute(order_cancellations.update().where(_R.id == row).values(values))


def find_cancellation(
    conn: Connection, seller_id: SellerId, request_id: str
) -> Cancellation | None:
    """The seller's request of this id."""
    row = conn.execute(_of(seller_id).where(_R.request_id == request_id)).one_or_none()
    return None if row is None else _cancellation(row)


def page_of_cancellations(
    conn: Connection, seller_id: SellerId, query: CancellationQuery, *, offset: int, limit: int
) -> list[Cancellation]:
    """Requests for orders of the seller, the newest first."""
    found = _of(seller_id)
    if query.order_id is not None:
        found = found.where(_O.order_id == query.order_id)
    if query.request_id is not None:
        found = found.where(_R.request_id == query.request_id)
    if query.sales_channel_id is not None:
        found = found.where(_O.sales_channel_id == query.sales_channel_id)
    if query.line_id is not None:
        found = found.where(_has_line(_L.line_id == query.line_id))
    if query.offer_id is not None:
        found = found.where(_has_line(_L.offer_id == query.offer_id))
    page = found.order_by(_R.id.desc()).offset(offset).limit(limit)
    return [_cancellation(row) for row in conn.execute(page)]


def get_cancellation_of_row(conn: Connection, seller_id: SellerId, row: int) -> Cancellation:
    """The seller's request of this number, which there is."""
    return _cancellation(conn.execute(_of(seller_id).where(_R.id == row)).one())


def pending_rows(
    conn: Connection, seller_id: SellerId, *, limit: int, aside: Collection[int]
) -> list[int]:
    """The requests that background work has to do for the seller, the oldest first, but for the rows `aside`."""
    status = CancellationStatus.PENDING.value
    found = sa.select(_R.id).where(_R.seller_id == seller_id, _R.status == status)
    waiting = found.where(_R.id.not_in(aside)).order_by(_R.id).limit(limit)
    return list(conn.execute(waiting).scalars())


def cancellations_of(
    conn: Connection, seller_id: SellerId, order_rows: Collection[int]
) -> dict[int, list[Cancellation]]:
    """The requests for these orders of the seller, by order, the oldest first. Orders without one are not there."""
    found: dict[int, list[Cancellation]] = {}
    query = _of(seller_id).where(_R.order_row.in_(order_rows)).order_by(_R.id)
    for row in conn.execute(query):
        found.setdefault(row.order_row, []).append(_cancellation(row))
    return found


def lines_of(conn: Connection, seller_id: SellerId, order_rows: Collection[int]) -> LineNames:
    """How clients know the lines of these orders of the seller, and their offers, by order and position."""
    query = (
        sa.select(_L.order_row, _L.position, _L.line_id, _L.offer_id)
        .join(orders, _O.id == _L.order_row)
        .where(_L.order_row.in_(order_rows), _O.seller_id == seller_id)
    )
    return {(row, place): (line, offer) for row, place, line, offer in conn.execute(query)}


def _of(seller_id: SellerId) -> sa.Select[Any]:
    joined = sa.select(*_COLUMNS).join_from(order_cancellations, orders, _O.id == _R.order_row)
    return joined.where(_R.seller_id == seller_id)


def _has_line(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Whether a line of the order meets the condition and is in the request: `[[3,"reason",…],[12,…]]`."""
    begins = "%[" + sa.cast(_L.position, sa.String) + ",%"
    return sa.exists().where(_L.order_row == _R.order_row, condition, _R.lines.like(begins))


def _cancellation(row: sa.Row[Any]) -> Cancellation:
    return Cancellation(
        row=row.row,
        request_id=row.request_id,
        seller_id=SellerId(row.seller_id),
        order_row=row.order_row,
        order_id=row.order_id,
        sales_channel_id=row.sales_channel_id,
        is_partial=row.is_partial,
        asked_by=UserType(row.asked_by),
        status=CancellationStatus(row.status),
        lines=_lines(row.lines),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
