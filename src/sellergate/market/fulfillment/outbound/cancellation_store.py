"""SQL of the requests to cancel outbound shipments."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.fulfillment.outbound.models import (
    Outbound,
    OutboundCancellation,
    OutboundCancellationStatus,
)
from sellergate.storage.schema import AnyRow, outbound_cancellations, outbound_shipments

_C: Final = outbound_cancellations.c
_S: Final = outbound_shipments.c
OPEN: Final = (OutboundCancellationStatus.UNDER_REVIEW, OutboundCancellationStatus.PENDING)

_COLUMNS: Final = (
    _C.id.label("row"), _C.request_id, _C.seller_id, _C.outbound_row, _S.outbound_id, _C.status,
    _C.reason, _C.created_at, _C.updated_at,
)  # fmt: skip


def insert_request(
    conn: Connection,
    outbound: Outbound,
    *,
    request_id: str,
    status: OutboundCancellationStatus,
    now: datetime,
) -> OutboundCancellation:  # rule-ok: tenant (the shipment says whose)
    """Write a new request."""
    values: dict[str, Any] = {
        "request_id": request_id,
        "seller_id": outbound.seller_id,
        "outbound_row": outbound.row,
        "reason": None,
        "created_at": now,
        "updated_at": now,
    }
    insert = outbound_cancellations.insert().values(status=status.value, **values)
    row = conn.execute(insert.returning(_C.id)).scalar_one()
    return OutboundCancellation(row=row, outbound_id=outbound.outbound_id, status=status, **values)


def change_request(
    conn: Connection,
    row: int,
    *,
    status: OutboundCancellationStatus,
    reason: str | None = None,
    now: datetime,
) -> None:  # rule-ok: tenant (read before)
    """Write what became of a request."""
    values = {"status": status.value, "reason": reason, "updated_at": now}
    conn.execute(outbound_cancellations.update().where(_C.id == row).values(values))


def refuse_open_requests(
    conn: Connection, outbound_row: int, *, reason: str, now: datetime
) -> None:  # rule-ok: tenant (read before)
    """Refuse every request about a shipment that waits: it is too late for it."""
    values = {
        "status": OutboundCancellationStatus.REFUSED.value,
        "reason": reason,
        "updated_at": now,
    }
    conn.execute(
        outbound_cancellations.update()
        .where(_C.outbound_row == outbound_row, _C.status.in_([status.value for status in OPEN]))
        .values(values)
    )


def find_request(
    conn: Connection, seller_id: SellerId, request_id: str
) -> OutboundCancellation | None:
    """The seller's request of this id."""
    query = _all().where(_C.seller_id == seller_id, _C.request_id == request_id.strip().lower())
    return _first(conn, query)


def find_any_request(  # rule-ok: tenant (the marketplace's own)
    conn: Connection, request_id: str
) -> OutboundCancellation | None:
    """A request, whoever's."""
    return _first(conn, _all().where(_C.request_id == request_id.strip().lower()))


def find_open_request(  # rule-ok: tenant (read before)
    conn: Connection, outbound_row: int
) -> OutboundCancellation | None:
    """The request about a shipment that waits, if there is one."""
    statuses = [status.value for status in OPEN]
    return _first(conn, _all().where(_C.outbound_row == outbound_row, _C.status.in_(statuses)))


def get_request_of_row(conn: Connection, seller_id: SellerId, row: int) -> OutboundCancellation:
    """The seller's request of this number, which there is."""
    return _request(conn.execute(_all().where(_C.seller_id == seller_id, _C.id == row)).one())


def pending_requests(
    conn: Connection, seller_id: SellerId, *, limit: int, aside: Collection[int]
) -> list[int]:
    """The requests that background work has to do for the seller, the oldest first, but for the rows `aside`."""
    status = OutboundCancellationStatus.PENDING.value
    query = sa.select(_C.id).where(
        _C.seller_id == seller_id, _C.status == status, _C.id.not_in(aside)
    )
    return list(conn.execute(query.order_by(_C.id).limit(limit)).scalars())


def page_of_requests(
    conn: Connection,
    seller_id: SellerId | None,
    *,
    statuses: Sequence[OutboundCancellationStatus] = (),
    outbound_id: str | None = None,
    key: int | None,
    is_back: bool = False,
    limit: int,
) -> list[OutboundCancellation]:
    """Requests of the seller, or of all, behind the row `key` (or before it, going back), the newest first."""
    query = _all()
    if seller_id is not None:
        query = query.where(_C.seller_id == seller_id)
    if statuses:
        query = query.where(_C.status.in_([status.value for status in statuses]))
    if outbound_id is not None:
        query = query.where(_S.outbound_id == outbound_id.strip().lower())
    if key is not None:
        query = query.where(_C.id > key if is_back else _C.id < key)
    page = query.order_by(_C.id if is_back else _C.id.desc()).limit(limit)
    return [_request(row) for row in conn.execute(page)]


def _all() -> sa.Select[Any]:
    return sa.select(*_COLUMNS).join_from(
        outbound_cancellations, outbound_shipments, _S.id == _C.outbound_row
    )


def _first(conn: Connection, query: sa.Select[Any]) -> OutboundCancellation | None:
    row = conn.execute(query).first()
    return None if row is None else _request(row)


def _request(row: AnyRow) -> OutboundCancellation:
    values = dict(row._mapping)  # noqa: SLF001  (its public name)
    return OutboundCancellation(
        **values
        | {"seller_id": SellerId(row.seller_id), "status": OutboundCancellationStatus(row.status)}
    )
