"""Requests and answers of the demo marketplace: the reference's examples."""

from datetime import UTC, datetime
from typing import Final

from sellergate.market.orders.models import Address, Status, SupplyMode
from sellergate.operator_api.schemas import (
    CustomerAddress,
    MarketOrder,
    OrderedLine,
    OrderInList,
    OrderList,
    OrderToPlace,
    PurchaseCustomer,
    PurchaseLine,
    PurchasePayment,
    StatusEvent,
    Total,
)
from sellergate.rest.openapi.facts import EXAMPLE_ORDER_ID, EXAMPLE_SELLER_ID, SHIPPED_PARCEL

ORDER_ID: Final = EXAMPLE_ORDER_ID
DELIVERY_EXAMPLE: Final = {"parcelNumber": SHIPPED_PARCEL}
_AT: Final = datetime(2026, 11, 1, 19, 14, tzinfo=UTC)
_NEXT: Final = datetime(2026, 11, 1, 19, 15, tzinfo=UTC)

PURCHASE_EXAMPLE: Final = OrderToPlace(
    seller_id=EXAMPLE_SELLER_ID,
    sales_channel_id="CDISFR",
    reference="MKP-77120",
    customer=PurchaseCustomer("CU0000042"),
    payment=PurchasePayment("Card"),
    lines=[
        PurchaseLine(seller_product_id="MIEL-500", quantity=2, delivery_mode="TrackedHomeDelivery"),
    ],
    billing_address=CustomerAddress(
        civility="Mme",
        first_name="Ada",
        last_name="Exemple",
        address_line1="1 rue de l'Exemple",
        postal_code="33000",
        city="Bordeaux",
        country_code="FR",
        phone="+33199001234",
        email="relay-77120@customers.example",
    ),
)
_ADDRESS: Final = Address(
    civility="Mme",
    first_name="Ada",
    last_name="Exemple",
    address_line1="1 rue de l'Exemple",
    postal_code="33000",
    city="Bordeaux",
    country_code="FR",
)
_LINE_ID: Final = f"{ORDER_ID}-1"


def _order(status: Status, events: tuple[tuple[Status, datetime], ...]) -> MarketOrder:
    return MarketOrder(
        order_id=ORDER_ID,
        seller_id=EXAMPLE_SELLER_ID,
        reference="MKP-77120",
        sales_channel_id="CDISFR",
        status=status,
        held=False,
        supply_mode=SupplyMode.SELLER,
        business_order=False,
        customer=PurchaseCustomer("CU0000042"),
        payment=PurchasePayment("Card"),
        currency_code="EUR",
        total_price=Total(30.2, 30.2),
        service_fees=[],
        purchased_at=_AT,
        created_at=_AT,
        updated_at=events[-1][1],
        shipped_at_max=datetime(2026, 11, 2, 22, 59, 59, tzinfo=UTC),
        shipped_at=None,
        delivered_at=None,
        billing_address=_ADDRESS,
        shipping_address=_ADDRESS,
        lines=[
            OrderedLine(
                order_line_id=_LINE_ID,
                status=status,
                quantity=2,
                offer_id=f"{EXAMPLE_SELLER_ID}_AUC0400000000121_6_CDISFR",
                seller_product_id="MIEL-500",
                product_title="Miel Landival",
                product_gtin="0400000000121",
                unit_price=11.9,
                shipping_cost=6.4,
                total_price=Total(30.2, 30.2),
                commission_rate=1500,
                commission_without_vat=4.53,
                commission_with_vat=5.44,
                refunded=0.0,
            )
        ],
        parcels=[],
        status_events=[StatusEvent(None, told, at) for told, at in events],
    )


_PLACED: Final = _order(Status.PROCESSING, ((Status.PROCESSING, _AT),))
_PREPARED: Final = _order(
    Status.IN_PREPARATION,
    (
        (Status.PROCESSING, _AT),
        (Status.ACCEPTED, _NEXT),
        (Status.IN_PREPARATION, _NEXT),
    ),
)
_REJECTED: Final = _order(Status.REJECTED, ((Status.PROCESSING, _AT), (Status.REJECTED, _NEXT)))

ORDERS_EXAMPLES: Final[dict[str, object]] = {
    "listOrders": OrderList(
        1,
        [
            OrderInList(
                order_id=ORDER_ID,
                seller_id=EXAMPLE_SELLER_ID,
                shop_name="Maison Bruyère",
                reference="MKP-77120",
                sales_channel_id="CDISFR",
                status=Status.IN_PREPARATION,
                held=False,
                supply_mode=SupplyMode.SELLER,
                shipping_country="FR",
                currency_code="EUR",
                selling_price=30.2,
                created_at=_AT,
                updated_at=_NEXT,
            )
        ],
    ),
    "placeOrder": _PLACED,
    "getOrder": _PREPARED,
    "passControls": _PREPARED,
    "failControls": _REJECTED,
    "deliverOrder": _PREPARED,
}
