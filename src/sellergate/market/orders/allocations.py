"""Orders that a warehouse ships: which stock is promised to their lines, from when they are bought until they leave.

Rows of `order_allocations` are `Placed` with the order, `Called` when it comes into preparation, and `Prepared` once
there is an outbound shipment for it; who makes that (`market/fulfillment/for_orders.py`) is above this room. What is
released after that is `Released` until the shipment knows, and what is sent has no row any more.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.orders.errors import OfferNotOnSale
from sellergate.market.orders.models import Line, Order
from sellergate.market.warehouse.finding import countries_holding
from sellergate.market.warehouse.identity import state_of_condition
from sellergate.market.warehouse.models import Pieces, StorageCountry
from sellergate.market.warehouse.moving import allocate, release
from sellergate.market.warehouse.store import find_stock_of_product
from sellergate.market.working import plan_work
from sellergate.storage.schema import order_allocations

KIND: Final = "order-shipments"  # the work on what is called and released
_A: Final = order_allocations.c


class AllocationStatus(StrEnum):
    """How far the warehouse is with a line."""

    PLACED = "Placed"
    CALLED = "Called"
    PREPARED = "Prepared"
    RELEASED = "Released"


_TO_DO: Final = (AllocationStatus.CALLED.value, AllocationStatus.RELEASED.value)


class Allocation(NamedTuple):
    """The stock that is promised to a line."""

    position: int
    stock_row: int
    country: StorageCountry
    quantity: int
    status: AllocationStatus

    @property
    def pieces(self) -> Pieces:
        """What is promised."""
        return Pieces(self.stock_row, self.quantity, self.position)


def find_supply(conn: Connection, order: Order) -> tuple[StorageCountry, list[Pieces]]:
    """From where the order can be sent at once, and of which stock; it need not be stored.

    Raises `OfferNotOnSale`, whose field names the line that no warehouse can send.
    """
    country = order.shipping_address.country_code
    pieces = []
    for number, line in enumerate(order.lines):
        stock = _stock_of(conn, order.seller_id, line)
        if stock is None:
            raise OfferNotOnSale(
                "names {reference}: no warehouse knows this product of the seller",
                field=f"lines[{number}].sellerProductId",
                reference=line.seller_product_id,
            )
        own = Pieces(stock, line.quantity, line.position)
        if not countries_holding(conn, [own], country):
            raise OfferNotOnSale(
                "asks for {quantity} of {reference}: no warehouse that delivers to {country} has so many",
                field=f"lines[{number}].quantity",
                quantity=line.quantity,
                reference=line.seller_product_id,
                country=country,
            )
        pieces.append(own)
    found = countries_holding(conn, pieces, country)
    if not found:
        raise OfferNotOnSale(
            "are in no warehouse together that delivers to {country}: order them one by one",
            country=country,
        )
    return found[0], pieces


def allocate_order(conn: Connection, order: Order, now: datetime) -> None:
    """Promise stock to every line of an order that was placed just now. Raises `OfferNotOnSale`."""
    country, pieces = find_supply(conn, order)
    allocate(conn, country, pieces, cause=_cause_of(order), now=now)
    promise(conn, order, country, pieces, AllocationStatus.PLACED)


def promise(  # rule-ok: tenant (the order says whose)
    conn: Connection,
    order: Order,
    country: StorageCountry,
    pieces: Sequence[Pieces],
    status: AllocationStatus,
) -> None:
    """Write down which stock is allocated to which lines of the order."""
    conn.execute(
        order_allocations.insert(),
        [
            {
                "order_row": order.row,
                "position": position,
                "seller_id": order.seller_id,
                "stock_row": stock_row,
                "country": country.value,
                "quantity": quantity,
                "status": status.value,
            }
            for stock_row, quantity, position in pieces
        ],
    )


def call_order(conn: Connection, order: Order, now: datetime) -> None:
    """The order is in preparation: let there be a shipment for it."""
    placed = (_A.order_row == order.row, _A.status == AllocationStatus.PLACED.value)
    called = AllocationStatus.CALLED.value
    if conn.execute(order_allocations.update().where(*placed).values(status=called)).rowcount:
        plan_work(conn, KIND, order.seller_id, now)


def release_lines(conn: Connection, order: Order, lines: Iterable[Line], now: datetime) -> None:
    """Make what is promised to these lines available again. Nothing, for those that were sent."""
    positions = {line.position for line in lines}
    known = [one for one in allocations_of(conn, order) if one.position in positions]
    known = [one for one in known if one.status is not AllocationStatus.RELEASED]
    for one in known:
        release(conn, one.country, [one.pieces], cause=_cause_of(order), now=now)
    shipment = [one.position for one in known if one.status is AllocationStatus.PREPARED]
    end_allocations(conn, order, positions - set(shipment))
    if shipment:
        change_allocations(conn, order, shipment, AllocationStatus.RELEASED)
        plan_work(conn, KIND, order.seller_id, now)


def allocations_of(  # rule-ok: tenant (the order says whose)
    conn: Connection, order: Order
) -> list[Allocation]:
    """What is promised to the lines of the order."""
    columns = [_A[name] for name in Allocation._fields]
    query = sa.select(*columns).where(_A.order_row == order.row).order_by(_A.position)
    return [
        Allocation(position, stock_row, StorageCountry(country), quantity, AllocationStatus(status))
        for position, stock_row, country, quantity, status in conn.execute(query)
    ]


def change_allocations(  # rule-ok: tenant (the order says whose)
    conn: Connection, order: Order, positions: Collection[int], status: AllocationStatus
) -> None:
    """Write how far the warehouse is with these lines."""
    conn.execute(
        order_allocations.update().where(*_at(order, positions)).values(status=status.value)
    )


def end_allocations(  # rule-ok: tenant (the order says whose)
    conn: Connection, order: Order, positions: Collection[int]
) -> None:
    """Nothing is promised to these lines any more: it was released, or leaves with the shipment."""
    conn.execute(order_allocations.delete().where(*_at(order, positions)))


def orders_to_do(
    conn: Connection, seller_id: SellerId, *, limit: int, aside: Collection[int]
) -> list[int]:
    """The rows of the seller's orders of which something is called or released, the oldest first, but for those `aside`."""
    query = (
        sa.select(_A.order_row)
        .where(_A.seller_id == seller_id, _A.status.in_(_TO_DO), _A.order_row.not_in(aside))
        .distinct()
        .order_by(_A.order_row)
        .limit(limit)
    )
    return list(conn.execute(query).scalars())


def _at(order: Order, positions: Collection[int]) -> tuple[Any, ...]:
    return (_A.order_row == order.row, _A.position.in_(positions))


def _stock_of(conn: Connection, seller_id: SellerId, line: Line) -> int | None:
    if line.product_id is None:
        return None
    state = state_of_condition(line.condition)
    stock = find_stock_of_product(conn, seller_id, line.product_id, state)
    return None if stock is None else stock.row


def _cause_of(order: Order) -> str:
    """How movements of stock name an order."""
    return f"order:{order.order_id}"
