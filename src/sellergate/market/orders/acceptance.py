"""The seller's answer to an order that waits for it (contract/05 §6)."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.orders.lifecycle import Event, happen
from sellergate.market.orders.models import Happened, Order, Status
from sellergate.market.orders.preparation import plan_moves
from sellergate.market.orders.stock import give_back_lines
from sellergate.market.orders.store import get_order, save_order


class Decision(StrEnum):
    """What a seller may answer."""

    ACCEPTED = "Accepted"
    REFUSED = "Refused"


_EVENTS: Final = {Decision.ACCEPTED: Event.ACCEPTED, Decision.REFUSED: Event.REFUSED}
# Where an order is after its seller answered so.
_AFTER: Final = {
    Decision.ACCEPTED: frozenset(
        {Status.ACCEPTED, Status.IN_PREPARATION, Status.SHIPPED, Status.DELIVERED}
    ),
    Decision.REFUSED: frozenset({Status.REFUSED}),
}


def decide(
    conn: Connection, seller_id: SellerId, order_id: str, decision: Decision, *, now: datetime
) -> Order:
    """The order after its seller's decision: accepted it is prepared in the background, refused its stock is back.

    The same decision again is none. Raises `OrderUnknown`, and `OrderNotThere` when the order does not wait for it.
    """
    order = get_order(conn, seller_id, order_id)
    if _is_decided(order, decision):
        return order
    after = happen(order, _EVENTS[decision], now)
    save_order(conn, order, after)
    if after.is_moving:
        plan_moves(conn, seller_id, now)
    refused = [line for line in after.lines if line.status is Status.REFUSED]
    give_back_lines(conn, after, refused, now)
    return after


def _is_decided(order: Order, decision: Decision) -> bool:
    """Whether this was the seller's own decision, and still holds: its client did not get our answer."""
    asked = any(_is_of_order(event, Status.WAITING_ACCEPTANCE) for event in order.events)
    return asked and order.status in _AFTER[decision]


def _is_of_order(event: Happened, status: Status) -> bool:
    return event.line == 0 and event.status is status
