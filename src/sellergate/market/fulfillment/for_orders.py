"""The shipments of the marketplace's orders: made when an order is in preparation, and what becomes of them with it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.fulfillment.outbound.dispatch import follow_order
from sellergate.market.fulfillment.outbound.making import make_for_order
from sellergate.market.orders.allocations import (
    KIND,
    AllocationStatus,
    allocations_of,
    change_allocations,
    end_allocations,
    orders_to_do,
)
from sellergate.market.orders.store import get_order_of_row
from sellergate.market.working import SellersWork


class OrderShipments(SellersWork):
    """Tells the warehouses of a seller's orders: what is to be sent, and what is not any more."""

    kind = KIND

    def waiting(
        self, conn: Connection, seller_id: SellerId, *, limit: int, aside: Collection[int]
    ) -> list[int]:
        """See `SellersWork`."""
        return orders_to_do(conn, seller_id, limit=limit, aside=aside)

    def do(self, conn: Connection, seller_id: SellerId, row: int, now: datetime) -> None:
        """See `SellersWork`."""
        order = get_order_of_row(conn, seller_id, row)
        known = allocations_of(conn, order)
        released = [one.position for one in known if one.status is AllocationStatus.RELEASED]
        if released:
            end_allocations(conn, order, released)
            follow_order(conn, order, now)
        called = [one for one in known if one.status is AllocationStatus.CALLED]
        if called:
            pieces = [one.pieces for one in called]
            make_for_order(conn, order, pieces, storage_country=called[0].country, now=now)
            positions = [one.position for one in called]
            change_allocations(conn, order, positions, AllocationStatus.PREPARED)
