"""Commercial gestures (contract/05 §9, docs/decisions/0038): a part of the money, given back out of goodwill."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.kit.money import render_cents
from sellergate.market.offers.channels import channels_of
from sellergate.market.orders.amounts import part_of
from sellergate.market.orders.errors import (
    GestureTooLarge,
    GestureUnknown,
    SalesChannelUnknown,
    TooEarlyForGesture,
)
from sellergate.market.orders.gesture_reasons import GestureReason
from sellergate.market.orders.gesture_store import (
    accept_gesture,
    find_gesture,
    insert_gesture,
    pending_rows,
    total_given,
)
from sellergate.market.orders.models import Gesture, Order, Status
from sellergate.market.orders.store import get_order, has_to_book
from sellergate.market.sales_channels import SalesChannel, find_channel
from sellergate.market.working import SellersWork, plan_work

KIND: Final = "order-gestures"
STATUSES: Final = (Status.SHIPPED, Status.DELIVERED)  # of orders


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """What was paid for an order, what of it went back or is about to, and what may still. In cents."""

    currency: str
    paid: int
    refunded: int  # by cancellations, those included that are asked for
    given: int  # by gestures, those included that are to be done
    allowable: int


def get_amounts(conn: Connection, seller_id: SellerId, order_id: str) -> Amounts:
    """What gestures for the order may still come to. Raises `OrderUnknown`."""
    return _amounts(conn, get_order(conn, seller_id, order_id))


def give(
    conn: Connection,
    seller_id: SellerId,
    order_id: str,
    *,
    reason: GestureReason,
    reason_details: str | None,
    amount: int,
    request_id: str,
    now: datetime,
) -> None:
    """Write a gesture down; background work does it.

    Raises `OrderUnknown`, `TooEarlyForGesture`, `GestureTooLarge`.
    """
    order = get_order(conn, seller_id, order_id)
    if order.status not in STATUSES:
        raise TooEarlyForGesture(order_id=order_id, status=order.status.value)
    allowable = _amounts(conn, order).allowable
    if amount > allowable:
        raise GestureTooLarge(allowable=f"{render_cents(allowable):.2f}", currency=order.currency)
    insert_gesture(
        conn,
        order,
        request_id=request_id,
        reason=reason.value,
        reason_details=reason_details,
        amount=amount,
        now=now,
    )
    plan_work(conn, KIND, seller_id, now)


def get_rules(conn: Connection, seller_id: SellerId, sales_channel_id: str) -> SalesChannel:
    """What a channel of the seller says of gestures. Raises `SalesChannelUnknown`."""
    wanted = sales_channel_id.casefold()
    for channel in channels_of(conn, seller_id):
        if channel.id.casefold() == wanted:
            return find_channel(conn, channel.id)
    raise SalesChannelUnknown


def get_gesture(conn: Connection, seller_id: SellerId, request_id: str) -> Gesture:
    """The seller's gesture. Raises `GestureUnknown`."""
    gesture = find_gesture(conn, seller_id, request_id)
    if gesture is None:
        raise GestureUnknown
    return gesture


class GestureWork(SellersWork):
    """Does the gestures that are written down."""

    kind = KIND

    def waiting(
        self, conn: Connection, seller_id: SellerId, *, limit: int, aside: Collection[int]
    ) -> list[int]:
        """See `SellersWork`."""
        return pending_rows(conn, seller_id, limit=limit, aside=aside)

    def do(self, conn: Connection, seller_id: SellerId, row: int, now: datetime) -> None:
        """See `SellersWork`."""
        has_to_book(conn, seller_id, accept_gesture(conn, seller_id, row, now), now)


def _amounts(conn: Connection, order: Order) -> Amounts:
    paid = order.selling_total
    refunded = sum(
        line.selling_total if line.status is Status.CANCEL_REQUEST else line.refunded
        for line in order.lines
    )
    given = total_given(conn, order.seller_id, order.row)
    most = part_of(paid, find_channel(conn, order.sales_channel_id).gesture_rate)
    is_there = order.status in STATUSES
    allowable = max(0, min(paid - refunded, most) - given) if is_there else 0
    return Amounts(
        currency=order.currency, paid=paid, refunded=refunded, given=given, allowable=allowable
    )
