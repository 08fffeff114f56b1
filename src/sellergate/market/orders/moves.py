"""What the marketplace does with an order: decide on its controls and cancellations, and tell that its parcels have come."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from sellergate.market.orders.cancellation_store import find_cancellation
from sellergate.market.orders.cancellations import cancel_order, decide_cancellation
from sellergate.market.orders.errors import CancellationUnknown, OrderNotThere, ParcelUnknown
from sellergate.market.orders.lifecycle import Event, can_happen, happen, not_before
from sellergate.market.orders.models import Cancellation, Order, Status, UserType
from sellergate.market.orders.overview import get_any_order
from sellergate.market.orders.preparation import move_on, plan_moves
from sellergate.market.orders.stock import give_back_lines
from sellergate.market.orders.store import save_order


def pass_controls(  # rule-ok: tenant (the marketplace's own act)
    conn: Connection, order_id: str, now: datetime
) -> Order:
    """The order goes on. Raises `OrderUnknown`, and `OrderNotThere` when its controls are over."""
    order = get_any_order(conn, order_id)
    if order.status is not Status.PROCESSING:
        raise OrderNotThere(order, None, Event.CONTROLLED)
    after = move_on(conn, order, now)
    if after.is_moving:
        plan_moves(conn, order.seller_id, now)
    return after


def reject_order(  # rule-ok: tenant (the marketplace's own act)
    conn: Connection, order_id: str, now: datetime
) -> Order:
    """Its controls failed: it ends, and what it took is on sale again. Raises `OrderUnknown`, `OrderNotThere`."""
    order = get_any_order(conn, order_id)
    after = happen(order, Event.REJECTED, now)
    save_order(conn, order, after)
    rejected = [
        line
        for old, line in zip(order.lines, after.lines, strict=True)
        if line.status is not old.status
    ]
    give_back_lines(conn, after, rejected, now)
    return after


def deliver(  # rule-ok: tenant (the marketplace's own act)
    conn: Connection, order_id: str, now: datetime, *, parcel_number: str | None = None
) -> Order:
    """The parcels of this number have come, or all that are on their way; done already, it changes nothing.

    Raises `OrderUnknown`, `ParcelUnknown`, and `OrderNotThere` when nothing is on its way.
    """
    order = get_any_order(conn, order_id)
    meant = {
        parcel.position
        for parcel in order.parcels
        if parcel_number is None or parcel.parcel_number == parcel_number
    }
    if not meant and parcel_number is not None:
        raise ParcelUnknown
    if not meant:
        raise OrderNotThere(order, None, Event.DELIVERED)
    after = _delivered(order, meant, now)
    save_order(conn, order, after)
    return after


def cancel_for_customer(  # rule-ok: tenant (the marketplace's own act)
    conn: Connection,
    order_id: str,
    now: datetime,
    *,
    reason: str,
    refunds_shipping: bool = True,
    request_id: str,
) -> Cancellation:
    """Its customer asks to cancel what is left of an order. Raises what `cancel_order` raises."""
    order = get_any_order(conn, order_id)
    return cancel_order(
        conn,
        order.seller_id,
        order_id,
        reason=reason,
        refunds_shipping=refunds_shipping,
        asked_by=UserType.CUSTOMER,
        request_id=request_id,
        now=now,
    )


def decide(  # rule-ok: tenant (the marketplace's own act)
    conn: Connection, order_id: str, now: datetime, *, request_id: str, is_granted: bool
) -> Order:
    """Grant a cancellation of the order that waits for it, or refuse it; the order after it.

    Raises `OrderUnknown`, and what `decide_cancellation` raises.
    """
    order = get_any_order(conn, order_id)
    request = find_cancellation(conn, order.seller_id, request_id)
    if request is None or request.order_row != order.row:
        raise CancellationUnknown
    decide_cancellation(conn, order.seller_id, request_id, is_granted=is_granted, now=now)
    return get_any_order(conn, order_id)


def _delivered(order: Order, meant: Collection[int], now: datetime) -> Order:
    parcels = tuple(
        replace(parcel, delivered_at=now)
        if parcel.position in meant and parcel.delivered_at is None
        else parcel
        for parcel in order.parcels
    )
    if parcels == order.parcels:
        return order
    waited_for = {line for parcel in parcels if not parcel.delivered_at for line in parcel.lines}
    come = {
        line.position
        for line in order.lines
        if line.position not in waited_for and can_happen(line, Event.DELIVERED)
    }
    after = replace(order, parcels=parcels, updated_at=not_before(order, now))
    return happen(after, Event.DELIVERED, now, positions=come) if come else after
