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
_GTIN, _PRODUCT = "0400000000060", "AUC0400000000060"
_BOUGHT, _ASKED, _CHECKED, _READY = (
    f"2026-11-01T19:{minute}+00:00" for minute in ("14:05", "14:07", "55:07", "55:08")
)
_SHIP_BY = "2026-11-03T22:59:59+00:00"
_TAXES = [Tax("VAT", "Product", 11.5, 20), Tax("VAT", "Shipping", 1.07, 20)]
_EVENTS = [
    StatusEvent(Status.WAITING_ACCEPTANCE, _ASKED),
    StatusEvent(Status.ACCEPTED, _CHECKED),
    StatusEvent(Status.IN_PREPARATION, _READY),
]

ORDER: Final = Order(
    order_id=ORDER_ID,
    reference="CDI-2611011914",
    business_order=False,
    sales_channel=SalesChannel("CDISFR", "Cdiscount"),
    seller=OrderSeller("41207"),
    customer=Customer("CU4374090"),
    purchased_at=_BOUGHT,
    created_at=_BOUGHT,
    updated_at=_READY,
    shipped_at_max=_SHIP_BY,
    status=OrderStatus.IN_PREPARATION,
    supply_mode=SupplyMode.SELLER,
    payment=Payment("Card"),
    currency_code="EUR",
    billing_address=BillingAddress(
        civility="M",
        first_name="Malo",
        last_name="Haddad",
        address_line1="88 quai des Saules",
        postal_code="69003",
        city="Lyon",
        country_code="FR",
    ),
    total_price=TotalPrice(75.4, 75.4),
    service_fees=[],
    status_events=[StatusEvent(Status.PROCESSING, _BOUGHT), *_EVENTS],
    cancellation_details=None,
    lines=[
        OrderLine(
            order_line_id=LINE_ID,
            status=Status.IN_PREPARATION,
            quantity=2,
            total_price=TotalPrice(75.4, 75.4),
            offer_price=OfferPrice(34.5, 6.4, Commission(13.57, 11.31, 1500), _TAXES),
            selling_price=SellingPrice(34.5, 6.4, _TAXES),
            offer=OrderedOffer(
                id=f"41207_{_PRODUCT}_6_CDISFR",
                seller_product_id="CAF-PISTON-1L",
                product_id=_PRODUCT,
                product_title="Cafetière à piston Alnac en verre, noir, 1 l",
                product_gtin=_GTIN,
                condition="New",
                supply_mode=SupplyMode.SELLER,
            ),
            delivery=Delivery(
                "TrackedHomeDelivery",
                "2026-11-04T22:59:59+00:00",
                "2026-11-07T22:59:59+00:00",
                _SHIP_BY,
            ),
            shipping_address=ShippingAddress(
                civility="M",
                first_name="Malo",
                last_name="Haddad",
                address_line1="88 quai des Saules",
                postal_code="69003",
                city="Lyon",
                country_code="FR",
                phone="+33199006038",
                email="d37ee25b234c@customers.example",
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
