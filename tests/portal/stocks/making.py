"""Shipping orders for the pages: asked for by their seller, and as far as the warehouse brought them."""

from typing import Any

from sqlalchemy import Connection

from sellergate.access.sellers.models import Seller
from sellergate.market.fulfillment.outbound.dispatch import PackedParcel, prepare, ship
from sellergate.market.fulfillment.outbound.judging import judge
from sellergate.market.fulfillment.outbound.making import make_outbound
from sellergate.market.fulfillment.outbound.models import NewOutbound, Outbound, OutboundStatus
from sellergate.market.fulfillment.outbound.store import get_any_outbound
from sellergate.market.orders.models import Address
from sellergate.market.warehouse.models import Identified, StorageCountry
from tests.builders.installation import Installation
from tests.builders.warehouse import a_stock

ADDRESS = Address(
    first_name="Camille",
    last_name="Exemple",
    address_line1="1 rue de l'Essai",
    postal_code="75011",
    city="Paris",
    country_code="FR",
)


def an_outbound(
    on: Installation,
    seller: Seller,
    status: OutboundStatus = OutboundStatus.ACCEPTED,
    *,
    pieces: int = 2,
    **values: Any,
) -> Outbound:
    """A shipping order of so many of a product of which there are five, brought to that status."""
    stock = a_stock(on, seller, FR=5)
    wanted = NewOutbound(
        **{
            "reference": f"WEB-{on.number()}",
            "storage_country": StorageCountry.FR,
            "delivery_mode": "Standard",
            "delivery_address": ADDRESS,
            "lines": [(Identified(stock.seller_product_reference), pieces)],
        }
        | values
    )

    def step(conn: Connection, act: object) -> Outbound:
        now = on.access.clock()
        one = make_outbound(conn, seller.seller_id, wanted, now=now)
        if status is not OutboundStatus.CREATED:
            one = judge(conn, one, now)
        if status in (OutboundStatus.IN_PREPARATION, OutboundStatus.SHIPPED):
            one = prepare(conn, one.outbound_id, now)
        if status is OutboundStatus.SHIPPED:
            parcels = [PackedParcel(f"P-{one.row}")]
            one = ship(conn, one.outbound_id, now, carrier_name="GLS", parcels=parcels)
        return one

    made: Outbound = on.write(step)
    return made


def now_of(on: Installation, one: Outbound) -> Outbound:
    """The shipping order as it is now."""
    found: Outbound = on.read(get_any_outbound, one.outbound_id)
    return found
