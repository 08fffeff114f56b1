"""What an offer is called: its seller, product, condition and channel in one text (contract/00 §10)."""

from typing import NamedTuple

from sellergate.access.context import SellerId
from sellergate.market.offers.models import Condition


class OfferName(NamedTuple):
    """What an id says beside whose offer it is."""

    product_reference: str
    condition: Condition
    sales_channel_id: str


def render_offer_id(
    seller_id: SellerId, product_reference: str, condition: Condition, sales_channel_id: str
) -> str:
    """Such as `4242_AUC0000000000017_6_CDISFR`."""
    return f"{seller_id}_{product_reference}_{condition.legacy_id}_{sales_channel_id}"


def parse_offer_id(seller_id: SellerId, text: str) -> OfferName | None:
    """What the id of one of this seller's offers says; None for what is no such id."""
    seller, _, rest = text.partition("_")
    product_reference, number, sales_channel_id = [*rest.rsplit("_", 2), "", ""][:3]
    if seller != str(seller_id) or not number.isascii() or not number.isdigit():
        return None
    condition = Condition.of_legacy_id(int(number[:9]))
    return OfferName(product_reference, condition, sales_channel_id) if condition else None
