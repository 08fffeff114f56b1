"""Answers of the demo marketplace for seller 41207 about orders: the reference's examples."""

from typing import Any, Final

from sellergate.market.orders.models import Status, SupplyMode
from sellergate.seller_v2.orders.moves_examples import ORDER_ID
from sellergate.seller_v2.orders.schemas import (
    BillingAddress,
    Commission,
    Customer,
    Delivery,
    OfferPrice,
    Order,
    OrderedOffer,
    OrderLine,
    OrderPage,
    OrderSeller,
    OrderStatus,
    Payment,
    SalesChannel,
    SellingPrice,
    ShippingAddress,
    StatusEvent,
    Tax,
    TotalPrice,
)

LINE_ID: Final = f"{ORDER_ID}-1"
_GTIN, _PRODUCT = "0400030101027", "AUC0400030101027"
_BOUGHT, _CHECKED, _READY = (
    f"2026-11-07T10:{minute}+00:00" for minute in ("32:04", "32:06", "32:07")
)
_SHIP_BY = "2026-11-09T22:59:59+00:00"
_TAXES = [Tax("VAT", "Product", 42.0, 20), Tax("VAT", "Shipping", 4.15, 20)]
_EVENTS = [
    StatusEvent(Status.ACCEPTED, _CHECKED),
    StatusEvent(Status.IN_PREPARATION, _READY),
]

ORDER: Final = Order(
    order_id=ORDER_ID,
    reference="MKP-77120",
    business_order=False,
    sales_channel=SalesChannel("CDISFR", "Cdiscount"),
    seller=OrderSeller("41207"),
    customer=Customer("CU0000042"),
    purchased_at=_BOUGHT,
    created_at=_BOUGHT,
    updated_at=_READY,
    shipped_at_max=_SHIP_BY,
    status=OrderStatus.IN_PREPARATION,
    supply_mode=SupplyMode.SELLER,
    payment=Payment("Card"),
    currency_code="EUR",
    billing_address=BillingAddress(
        civility="Mrs",
        first_name="Ada",
        last_name="Martin",
        address_line1="1 rue Neuve",
        postal_code="33000",
        city="Bordeaux",
        country_code="FR",
    ),
    total_price=TotalPrice(276.9, 276.9),
    service_fees=[],
    status_events=[StatusEvent(Status.PROCESSING, _BOUGHT), *_EVENTS],
    cancellation_details=None,
    lines=[
        OrderLine(
            order_line_id=LINE_ID,
            status=Status.IN_PREPARATION,
            quantity=2,
            total_price=TotalPrice(276.9, 276.9),
            offer_price=OfferPrice(126.0, 24.9, Commission(49.85, 41.54, 1500), _TAXES),
            selling_price=SellingPrice(126.0, 24.9, _TAXES),
            offer=OrderedOffer(
                id=f"41207_{_PRODUCT}_6_CDISFR",
                seller_product_id="TABL-0052",
                product_id=_PRODUCT,
                product_title="Table basse en chêne",
                product_gtin=_GTIN,
                condition="New",
                supply_mode=SupplyMode.SELLER,
            ),
            delivery=Delivery(
                "TrackedHomeDelivery",
                "2026-11-10T22:59:59+00:00",
                "2026-11-13T22:59:59+00:00",
                _SHIP_BY,
            ),
            shipping_address=ShippingAddress(
                civility="Mrs",
                first_name="Ada",
                last_name="Martin",
                address_line1="1 rue Neuve",
                postal_code="33000",
                city="Bordeaux",
                country_code="FR",
                phone="0500000000",
                email="relay-1@customers.example",
            ),
            parcels=[],
            product_attributes=None,
            status_events=_EVENTS,
        )
    ],
)

EXAMPLES: Final[dict[str, Any]] = {
    "listOrders": OrderPage(1, [ORDER]),
    "countOrders": 1,
    "getOrder": ORDER,
}
