"""How an outbound shipment comes to be: as its seller asked, or for an order of the marketplace."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.kit.ids import new_uuid
from sellergate.market.fulfillment.outbound.models import (
    NewOutbound,
    Outbound,
    OutboundLine,
    OutboundStatus,
    ProductName,
)
from sellergate.market.fulfillment.outbound.store import insert_outbound, open_outbounds_of
from sellergate.market.orders.models import Order
from sellergate.market.orders.working import plan_work

KIND: Final = "outbound-shipments"


def make_outbound(
    conn: Connection, seller_id: SellerId, wanted: NewOutbound, *, now: datetime
) -> Outbound:
    """Write down what a seller wants sent, `Created`; background work judges it.

    The very same, asked for again while the first is not shipped, is the first: a client that got no answer may repeat
    itself, and nothing leaves twice.
    """
    if wanted.reference is not None:
        for known in open_outbounds_of(conn, seller_id, wanted.reference):
            if _is_same(known, wanted):
                return known
    outbound = insert_outbound(
        conn,
        Outbound(
            row=0,
            outbound_id=new_uuid(),
            seller_id=seller_id,
            order_row=None,
            order_id=None,
            reference=wanted.reference,
            storage_country=wanted.storage_country,
            status=OutboundStatus.CREATED,
            reason=None,
            delivery_mode=wanted.delivery_mode,
            delivery_address=wanted.delivery_address,
            carrier_name=None,
            parcels=(),
            created_at=now,
            updated_at=now,
            status_updated_at=now,
            shipped_at=None,
            lines=tuple(
                OutboundLine(position=position, product=product, quantity=quantity)
                for position, (product, quantity) in enumerate(wanted.lines, 1)
            ),
        ),
    )
    plan_work(conn, KIND, seller_id, now)
    return outbound


def make_for_order(
    conn: Connection,
    order: Order,
    lines: Sequence[OutboundLine],
    *,
    storage_country: str,
    now: datetime,
) -> Outbound:  # rule-ok: tenant (the order says whose)
    """The shipment of an order of the marketplace, `Accepted` at once: its stock was allocated when it was bought.

    `lines` have the positions of the order's lines, and their `stock_row`. An order has one shipment.
    """
    return insert_outbound(
        conn,
        Outbound(
            row=0,
            outbound_id=new_uuid(),
            seller_id=order.seller_id,
            order_row=order.row,
            order_id=order.order_id,
            reference=order.reference,
            storage_country=storage_country,
            status=OutboundStatus.ACCEPTED,
            reason=None,
            delivery_mode=order.lines[0].delivery_mode,
            delivery_address=order.shipping_address,
            carrier_name=None,
            parcels=(),
            created_at=now,
            updated_at=now,
            status_updated_at=now,
            shipped_at=None,
            lines=tuple(lines),
        ),
    )


def _is_same(known: Outbound, wanted: NewOutbound) -> bool:
    return (
        known.storage_country == wanted.storage_country
        and known.delivery_mode == wanted.delivery_mode
        and known.delivery_address == wanted.delivery_address
        and len(known.lines) == len(wanted.lines)
        and all(
            line.quantity == quantity and _is_called(line.product, product)
            for line, (product, quantity) in zip(known.lines, wanted.lines, strict=True)
        )
    )


def _is_called(known: ProductName, name: ProductName) -> bool:
    """Whether a product has this name: what is left out of it was found since."""
    return all(own == asked for own, asked in zip(known, name, strict=True) if asked is not None)
