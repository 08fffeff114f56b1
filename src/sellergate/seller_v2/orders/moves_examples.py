"""Bodies that move an order of the demo marketplace: the reference's examples."""

from typing import Final

from sellergate.market.orders.acceptance import Decision
from sellergate.rest.openapi.facts import EXAMPLE_ORDER_ID as ORDER_ID, WAITING_ORDER_ID
from sellergate.seller_v2.orders.moves_schemas import Approval, Shipment

__all__ = ["ACCEPTED", "ORDER_ID", "SHIPMENTS", "WAITING_ORDER_ID"]

ACCEPTED: Final = Approval(Decision.ACCEPTED)
SHIPMENTS: Final = [
    Shipment(
        parcel_number="6A04188312875",
        carrier_name="Colissimo",
        tracking_url="https://carrier.example/track/6A04188312875",
    )
]
