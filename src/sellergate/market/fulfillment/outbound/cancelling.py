"""How sellers call their shipments off (contract/09 §5): any time before a carrier has them.

Before its goods are picked, background work does it. While they are, the warehouse decides. Whatever comes first, the
shipment or its end, is what happened: the other is refused.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.kit.ids import new_uuid
from sellergate.market.fulfillment.outbound.cancellation_store import (
    change_request,
    find_any_request,
    find_open_request,
    find_request,
    get_request_of_row,
    insert_request,
    pending_requests,
)
from sellergate.market.fulfillment.outbound.dispatch import release_stock
from sellergate.market.fulfillment.outbound.errors import (
    OutboundCancellationDecided,
    OutboundCancellationUnknown,
    OutboundNotThere,
    OutboundOfOrder,
)
from sellergate.market.fulfillment.outbound.lifecycle import Event, can_happen, happen
from sellergate.market.fulfillment.outbound.models import (
    Outbound,
    OutboundCancellation,
    OutboundCancellationStatus,
    OutboundStatus,
)
from sellergate.market.fulfillment.outbound.store import (
    get_outbound,
    get_outbound_of_row,
    save_outbound,
)
from sellergate.market.working import SellersWork, plan_work

KIND: Final = "outbound-cancellations"


def ask_cancellation(
    conn: Connection, seller_id: SellerId, outbound_id: str, *, now: datetime
) -> OutboundCancellation:
    """Ask to cancel a shipment; asked already, it is that request.

    Raises `OutboundUnknown`, `OutboundOfOrder`, and `OutboundNotThere` when a carrier has it, or it ended.
    """
    outbound = get_outbound(conn, seller_id, outbound_id)
    if outbound.order_id is not None:
        raise OutboundOfOrder(order_id=outbound.order_id)
    if (known := find_open_request(conn, outbound.row)) is not None:
        return known
    if not can_happen(outbound, Event.CANCELLED):
        raise OutboundNotThere(status=outbound.status.value, event=Event.CANCELLED.value)
    status = _status_for(outbound)
    if status is OutboundCancellationStatus.PENDING:
        plan_work(conn, KIND, seller_id, now)
    return insert_request(conn, outbound, request_id=new_uuid(), status=status, now=now)


def get_cancellation(
    conn: Connection, seller_id: SellerId, request_id: str
) -> OutboundCancellation:
    """The seller's request. Raises `OutboundCancellationUnknown`."""
    request = find_request(conn, seller_id, request_id)
    if request is None:
        raise OutboundCancellationUnknown
    return request


def decide_cancellation(  # rule-ok: tenant (the warehouse's own act)
    conn: Connection,
    request_id: str,
    now: datetime,
    *,
    is_granted: bool,
    reason: str | None = None,
) -> OutboundCancellation:
    """The warehouse's decision about a request that is `UnderReview`; the request after it.

    Raises `OutboundCancellationUnknown`, `OutboundCancellationDecided`.
    """
    request = find_any_request(conn, request_id)
    if request is None:
        raise OutboundCancellationUnknown("There is no outbound cancellation request with this id.")
    if request.status is not OutboundCancellationStatus.UNDER_REVIEW:
        raise OutboundCancellationDecided(status=request.status.value)
    if is_granted:
        outbound = get_outbound_of_row(conn, request.seller_id, request.outbound_row)
        _cancel(conn, outbound, now)
        change_request(conn, request.row, status=OutboundCancellationStatus.ACCEPTED, now=now)
    else:
        change_request(
            conn, request.row, status=OutboundCancellationStatus.REFUSED, reason=reason, now=now
        )
    return get_request_of_row(conn, request.seller_id, request.row)


class OutboundCancellationWork(SellersWork):
    """Does the cancellations of shipments whose goods are not being picked."""

    kind = KIND

    def waiting(
        self, conn: Connection, seller_id: SellerId, *, limit: int, aside: Collection[int]
    ) -> list[int]:
        """See `SellersWork`."""
        return pending_requests(conn, seller_id, limit=limit, aside=aside)

    def do(self, conn: Connection, seller_id: SellerId, row: int, now: datetime) -> None:
        """See `SellersWork`."""
        request = get_request_of_row(conn, seller_id, row)
        outbound = get_outbound_of_row(conn, seller_id, request.outbound_row)
        status = _status_for(outbound)
        if status is OutboundCancellationStatus.PENDING:
            _cancel(conn, outbound, now)
            status = OutboundCancellationStatus.ACCEPTED
        change_request(conn, row, status=status, now=now)


def _status_for(outbound: Outbound) -> OutboundCancellationStatus:
    is_picked = outbound.status is OutboundStatus.IN_PREPARATION
    return (
        OutboundCancellationStatus.UNDER_REVIEW if is_picked else OutboundCancellationStatus.PENDING
    )


def _cancel(conn: Connection, outbound: Outbound, now: datetime) -> None:
    """What was allocated is available again."""
    save_outbound(conn, outbound, happen(outbound, Event.CANCELLED, now))
    release_stock(conn, outbound, now)
