"""Bodies that move an order of the demo marketplace: the reference's examples."""

from typing import Final

from sellergate.market.orders.acceptance import Decision
from sellergate.seller_v2.orders.moves_schemas import Approval, Shipment

ORDER_ID: Final = "2611071032ABCDE"
ACCEPTED: Final = Approval(Decision.ACCEPTED)
SHIPMENTS: Final = [
    Shipment(
        parcel_number="6A04188312875",
        carrier_name="Colissimo",
        tracking_url="https://carrier.example/track/6A04188312875",
    )
]
