"""Shipping and supply orders for the pages: as far as the warehouse brought them."""

from typing import Any

from sqlalchemy import Connection

from sellergate.access.sellers.models import Seller
from sellergate.kit.ids import new_uuid
from sellergate.market.fulfillment.inbound.announcing import announce
from sellergate.market.fulfillment.inbound.checking import judged
from sellergate.market.fulfillment.inbound.models import AnnouncedLine, Announcement, Shipment
from sellergate.market.fulfillment.inbound.store import get_any_shipment, save_shipment
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


def an_inbound(
    on: Installation, seller: Seller, *quantities: int, is_checked: bool = True
) -> Shipment:
    """A supply order to France, of so many of a product for each line: accepted, unless it is to wait for that."""
    lines = tuple(
        AnnouncedLine(Identified(a_stock(on, seller).seller_product_reference), quantity)
        for quantity in quantities or (10,)
    )
    wanted = Announcement(reference=None, storage_country="FR", expected_on=None, lines=lines)

    def step(conn: Connection, act: Any) -> Shipment:
        made, _ = announce(conn, seller.seller_id, wanted, inbound_id=new_uuid(), now=act.now)
        if is_checked:
            save_shipment(conn, made, judged(conn, made, act.now))
        return get_any_shipment(conn, made.inbound_id)

    shipment: Shipment = on.write(step)
    return shipment


def inbound_now(on: Installation, shipment: Shipment) -> Shipment:
    found: Shipment = on.read(get_any_shipment, shipment.inbound_id)
    return found
