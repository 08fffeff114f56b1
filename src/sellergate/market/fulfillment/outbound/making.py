"""How an outbound shipment comes to be: as its seller asked, or for an order of the marketplace."""

from collections.abc import Sequence
from dataclasses import replace
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
)
from sellergate.market.fulfillment.outbound.store import insert_outbound, open_outbounds_of
from sellergate.market.orders.models import Order
from sellergate.market.warehouse.finding import countries_holding
from sellergate.market.warehouse.identity import find_identified
from sellergate.market.warehouse.models import Identified, Pieces, Stock, StorageCountry
from sellergate.market.warehouse.store import get_stock_of_row
from sellergate.market.working import plan_work

KIND: Final = "outbound-shipments"


def make_outbound(
    conn: Connection, seller_id: SellerId, wanted: NewOutbound, *, now: datetime
) -> Outbound:
    """Write down what a seller wants sent, `Created`; background work judges it.

    The very same, asked for again while the first is not shipped, is the first: a client that got no answer may repeat
    itself, and nothing leaves twice. Without a reference nothing is the same.
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
            storage_country=wanted.storage_country or _country_for(conn, seller_id, wanted),
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
    pieces: Sequence[Pieces],
    *,
    storage_country: StorageCountry,
    now: datetime,
) -> Outbound:  # rule-ok: tenant (the order says whose)
    """The shipment of an order of the marketplace, `Accepted` at once: its stock was allocated when it was bought.

    The positions of `pieces` are those of the order's lines. An order has one shipment.
    """
    return insert_outbound(
        conn,
        Outbound(
            row=0,
            outbound_id=new_uuid(),
            seller_id=order.seller_id,
            order_row=order.row,
            order_id=order.order_id,
            reference=order.order_id,
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
            lines=tuple(
                with_stock(
                    OutboundLine(position=position, product=Identified(), quantity=quantity),
                    get_stock_of_row(conn, stock_row),
                )
                for stock_row, quantity, position in pieces
            ),
        ),
    )


def with_stock(line: OutboundLine, stock: Stock) -> OutboundLine:
    """The line, of this stock."""
    product = Identified(stock.seller_product_reference, stock.product_id, stock.product_state)
    return replace(line, product=product, stock_row=stock.row)


def _country_for(conn: Connection, seller_id: SellerId, wanted: NewOutbound) -> StorageCountry:
    """From where it is sent: where there is all of it, the country of the delivery first. Else there, or from FR."""
    pieces = []
    for position, (product, quantity) in enumerate(wanted.lines, 1):
        stock = find_identified(conn, seller_id, product)
        if stock is None:
            break  # it will be rejected, wherever
        pieces.append(Pieces(stock.row, quantity, position))
    else:
        country = wanted.delivery_address.country_code
        if found := countries_holding(conn, pieces, country):
            return found[0]
    known = StorageCountry.__members__.get(wanted.delivery_address.country_code)
    return known or StorageCountry.FR


def _is_same(known: Outbound, wanted: NewOutbound) -> bool:
    return (
        wanted.storage_country in {None, known.storage_country}
        and known.delivery_mode == wanted.delivery_mode
        and known.delivery_address == wanted.delivery_address
        and len(known.lines) == len(wanted.lines)
        and all(
            line.quantity == quantity and _is_called(line.product, product)
            for line, (product, quantity) in zip(known.lines, wanted.lines, strict=True)
        )
    )


def _is_called(known: Identified, name: Identified) -> bool:
    """Whether a product has this name: what is left out of it was found since."""
    if name.seller_product_reference is not None:
        return known.seller_product_reference == name.seller_product_reference
    return known[1:] == name[1:]
