"""What the platform does with orders by itself, in the background: controls, acceptance, preparation (contract/05 §1.2)."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.access.sellers.store import accepts_by_itself
from sellergate.market.orders.allocations import call_order
from sellergate.market.orders.lifecycle import Event, happen
from sellergate.market.orders.models import Order, Status, SupplyMode
from sellergate.market.orders.store import get_order_of_row, moving_rows, save_order
from sellergate.market.sales_channels import find_channel
from sellergate.market.working import SellersWork, plan_work

KIND: Final = "orders"


def plan_moves(conn: Connection, seller_id: SellerId, now: datetime) -> None:
    """Let background work move the seller's orders on: in the transaction that made one of them `is_moving`."""
    plan_work(conn, KIND, seller_id, now)


def move_on(conn: Connection, order: Order, now: datetime) -> Order:
    """The order after its next step, written."""
    after = happen(order, _next_step(conn, order), now)
    save_order(conn, order, after)
    if after.status is Status.IN_PREPARATION and after.supply_mode is SupplyMode.FULFILLMENT:
        call_order(conn, after, now)
    return after


class OrderPreparation(SellersWork):
    """Moves the orders of a seller until none is moving."""

    kind = KIND

    def waiting(
        self, conn: Connection, seller_id: SellerId, *, limit: int, aside: Collection[int]
    ) -> list[int]:
        """See `SellersWork`."""
        return moving_rows(conn, seller_id, limit=limit, aside=aside)

    def do(self, conn: Connection, seller_id: SellerId, row: int, now: datetime) -> None:
        """See `SellersWork`."""
        move_on(conn, get_order_of_row(conn, seller_id, row), now)


def _next_step(conn: Connection, order: Order) -> Event:
    if order.status is Status.ACCEPTED:
        return Event.PREPARED
    is_asked = find_channel(conn, order.sales_channel_id).sellers_accept
    if is_asked and not accepts_by_itself(conn, order.seller_id):
        return Event.SENT_FOR_ACCEPTANCE
    return Event.CONTROLLED
