"""A shipment as the marketplace looks at it: with what its products are called, and what was counted when."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from sellergate.access.sellers import store as sellers
from sellergate.market.fulfillment.inbound import store
from sellergate.market.fulfillment.inbound.models import Reception, Shipment
from sellergate.market.fulfillment.inbound.store import ProductName


class Details(NamedTuple):
    """All that there is about one shipment."""

    shipment: Shipment
    shop_name: str
    names: Mapping[int, ProductName]  # by stock
    receptions: Sequence[Reception]  # the first one first


def get_details(  # rule-ok: tenant (the marketplace's view)
    conn: Connection, inbound_id: str
) -> Details:
    """The shipment of this id, whosever it is. Raises `InboundUnknown`."""
    shipment = store.get_any_shipment(conn, inbound_id)
    seller = sellers.find_seller(conn, shipment.seller_id)
    rows = [line.stock_row for line in shipment.lines if line.stock_row is not None]
    return Details(
        shipment,
        seller.shop_name if seller else str(shipment.seller_id),
        store.names_of(conn, shipment.seller_id, rows),
        store.receptions_of(conn, shipment),
    )
