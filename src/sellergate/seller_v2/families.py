"""Which paths each perimeter has, those that this server does not answer itself included (contract/02 to 09, §0)."""

from typing import Final, NamedTuple

from sellergate.access.scopes import Perimeter
from sellergate.seller_v2.api import PREFIX

_FIRST_SEGMENTS: Final = {
    Perimeter.SELLERS: ("sellers", "carriers"),
    Perimeter.PRODUCTS: (
        "categories",
        "brands",
        "products",
        "products-integration",
        "products-integration-reports",
    ),
    Perimeter.OFFERS: (
        "offers",
        "offer-packages",
        "offer-integration-packages",
        "competing-offers",
        "competing-offer-changes",
    ),
    Perimeter.ORDERS: (
        "orders",
        "cancellation-reasons",
        "order-cancellation-requests",
        "order-partial-cancellation-requests",
        "order-commercial-gesture-requests",
        "sales-channel-commercial-gesture-configurations",
    ),
    Perimeter.INVOICES: ("order-invoice-imports", "orders/{orderId}/invoice-documents"),
    Perimeter.DISCUSSIONS: (
        "discussions",
        "messages",
        "attachments",
        "typologies",
        "sales-channel-configurations",
    ),
    Perimeter.FINANCE: ("operations", "payments", "invoices", "invoice-documents", "reports"),
    Perimeter.FULFILLMENT: (
        "fulfillment-products",
        "inbound-shipments",
        "stocks",
        "stock-seller-references",
        "outbound-shipments",
        "outbound-shipment",
        "outbound-cancellation-requests",
        "returns",
    ),
}


class Family(NamedTuple):
    """A path template; it and all below it are of the perimeter."""

    path: str
    perimeter: Perimeter


FAMILIES: Final = tuple(
    Family(f"{PREFIX}/{path}", perimeter)
    for perimeter, paths in _FIRST_SEGMENTS.items()
    for path in paths
)
# A search whose filters are in its body (contract/04 §D): it changes nothing.
READING_POSTS: Final = frozenset({f"{PREFIX}/offers/search"})
# What published clients call beside the path that the documentation has: cdiscount-api-client of PyPI.
FORMER_PATHS: Final = {f"{PREFIX}/fulfillment/stocks": f"{PREFIX}/stocks"}
