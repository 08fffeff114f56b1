"""Sellers that may sell: with sales channels and delivery modes."""

from typing import Any

from sqlalchemy import Connection

from sellergate.access.sellers.models import Seller
from sellergate.storage.schema import seller_delivery_modes, seller_subscriptions
from tests.builders.world import Served, a_seller


def a_selling_seller(
    on: Served,
    *,
    channels: tuple[str, ...] = ("CDISFR", "OTHERX"),
    modes: tuple[str, ...] = ("NTHD", "THD", "SHD"),
) -> Seller:
    """A seller that has subscribed to channels and enabled delivery modes."""
    seller = a_seller(on)

    def write(conn: Connection, _act: Any) -> None:
        conn.execute(
            seller_subscriptions.insert(),
            [
                {
                    "seller_id": seller.seller_id,
                    "sales_channel_id": channel,
                    "status": "Active",
                    "offer_submission_currency": "EUR",
                    "seller_payment_currency": "EUR",
                }
                for channel in channels
            ],
        )
        conn.execute(
            seller_delivery_modes.insert(),
            [
                {
                    "seller_id": seller.seller_id,
                    "code": mode,
                    "position": position,
                    "name": mode,
                    "delivery_delay": 2,
                    "is_express_delivery": False,
                    "more_than30_kg_product": False,
                }
                for position, mode in enumerate(modes)
            ],
        )

    on.write(write)
    return seller
