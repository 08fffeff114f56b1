"""Wire models of orders, names exactly as in contract/05 §5: camelCase. What is empty is null, a list that is empty `[]`.

Docstrings and descriptions are the reference's texts.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final

from msgspec import Meta, Struct

from sellergate.market.orders.models import Status, SupplyMode
from sellergate.rest.paging import ItemsPerPage, PageIndex

MOST_ON_A_PAGE: Final = 100  # contract/05 §2

Timestamp = Annotated[
    str,
    Meta(
        description="An instant, to the second, with an offset.",
        examples=["2026-11-07T10:32:04+00:00"],
        extra_json_schema={"format": "date-time"},
    ),
]
OrderId = Annotated[str, Meta(description="What the order is known by.")]
Amount = Annotated[float, Meta(description="An amount in the currency of the order.")]
Bound = datetime | None


class OrderStatus(StrEnum):
    """Where an order is on its way."""

    PROCESSING = Status.PROCESSING.value
    WAITING_ACCEPTANCE = Status.WAITING_ACCEPTANCE.value
    REFUSED = Status.REFUSED.value
    ACCEPTED = Status.ACCEPTED.value
    IN_PREPARATION = Status.IN_PREPARATION.value
    SHIPPED = Status.SHIPPED.value
    DELIVERED = Status.DELIVERED.value
    CANCELLED = Status.CANCELLED.value
    REJECTED = Status.REJECTED.value


class OrderCountQuery(Struct, rename="camel", gc=False):
    """Which orders are wanted."""

    status: Annotated[
        list[OrderStatus],
        Meta(
            description="The statuses that you want, with commas.",
            examples=[["WaitingAcceptance", "InPreparation"]],
        ),
    ] = []
    reference: (
        Annotated[
            str, Meta(max_length=200, description="The sales channel's reference of the order.")
        ]
        | None
    ) = None
    sales_channel_id: Annotated[
        list[str], Meta(description="The sales channel, such as `CDISFR`; several with commas.")
    ] = []
    business_order: (
        Annotated[bool, Meta(description="Orders of companies only, or none of them.")] | None
    ) = None
    supply_mode: Annotated[
        list[SupplyMode],
        Meta(description="Who ships: `Seller` for those that you ship yourself."),
    ] = []
    shipping_country: Annotated[
        list[str],
        Meta(
            description="The ISO 3166-1 code of the country that they go to; several with commas.",
            examples=[["FR"]],
        ),
    ] = []
    created_at_min: Annotated[Bound, Meta(description="Created at this instant or later.")] = None
    created_at_max: Annotated[Bound, Meta(description="Created at this instant or before.")] = None
    updated_at_min: Annotated[
        Bound,
        Meta(
            description=(
                "Changed at this instant or later: what happened since you last asked. Let it overlap by some minutes."
            )
        ),
    ] = None
    updated_at_max: Annotated[Bound, Meta(description="Changed at this instant or before.")] = None
    shipped_at_min: Annotated[Bound, Meta(description="Shipped at this instant or later.")] = None
    shipped_at_max: Annotated[Bound, Meta(description="Shipped at this instant or before.")] = None


class OrderQuery(OrderCountQuery, rename="camel", gc=False):
    """The parameters of the list of orders."""

    page_index: PageIndex = 1
    page_size: Annotated[
        int,
        Meta(ge=1, le=MOST_ON_A_PAGE, description="How many orders a page has at most."),
    ] = 25
    sort: Annotated[
        list[str],
        Meta(
            description=(
                "`createdAt`, `updatedAt` or `shippedAt`, upwards; `desc:updatedAt` is downwards. Without it the newest "
                "come first: by the date that you filter by, else by their creation."
            ),
            examples=[["createdAt"]],
        ),
    ] = []
    desc: Annotated[
        list[str],
        Meta(description="What to sort downwards by: a member of `sort`, or `true` for all of it."),
    ] = []


class SalesChannel(Struct, gc=False):
    """Where it was bought."""

    id: Annotated[str, Meta(description="The sales channel, such as `CDISFR`.")]
    name: Annotated[str, Meta(description="Its name.")]


class OrderSeller(Struct, gc=False):
    """Whose order it is."""

    id: Annotated[str, Meta(description="The seller account.")]


class Customer(Struct, gc=False):
    """Who bought."""

    reference: Annotated[
        str, Meta(description="The customer's anonymous key, the same for all its orders.")
    ]


class Payment(Struct, gc=False):
    """How the customer paid."""

    method: Annotated[str | None, Meta(description="Such as `Card`; null when nobody knows.")]


class BillingAddress(Struct, rename="camel", gc=False):
    """Who is billed. It has neither phone nor e-mail."""

    civility: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    company_name: str | None = None
    company_vat_number: str | None = None
    address_line1: Annotated[str | None, Meta(description="Street and number.")] = None
    address_line2: str | None = None
    address_line3: str | None = None
    postal_code: str | None = None
    city: str | None = None
    state_or_region: str | None = None
    country_code: Annotated[str | None, Meta(description="ISO 3166-1.")] = None


class ShippingAddress(BillingAddress, rename="camel", gc=False):
    """Where the parcel goes."""

    pickup_name: Annotated[str | None, Meta(description="The pickup point's name.")] = None
    pickup_id: Annotated[str | None, Meta(description="What the carrier knows it by.")] = None
    phone: str | None = None
    email: Annotated[str | None, Meta(description="It may be an address for this order only.")] = (
        None
    )


class TotalPrice(Struct, rename="camel", gc=False):
    """Unit price times quantity, and shipping."""

    offer_price: Annotated[float, Meta(description="By the prices of your offers.")]
    selling_price: Annotated[float, Meta(description="By what the customer pays.")]


class ServiceFee(Struct, gc=False):
    """What the customer pays beside the lines."""

    label: str
    amount: Amount


class StatusEvent(Struct, rename="camel", gc=False):
    """A status, and since when."""

    status: Status
    created_at: Timestamp


class CancellationDetail(Struct, rename="camel", gc=False):
    """A line that is cancelled."""

    order_line_id: Annotated[str, Meta(description="Which line.")]
    reason: Annotated[str | None, Meta(description="Why: a code of `GET /cancellation-reasons`.")]
    cancelled_at: Timestamp | None
    refunded_amount: Annotated[float, Meta(description="What the customer gets back for it.")]


class Commission(Struct, rename="camel", gc=False):
    """The commission on a line: on what the customer pays for it with its shipping."""

    amount_with_vat: Annotated[float, Meta(description="Of the whole line.")]
    amount_without_vat: Annotated[float, Meta(description="Of the whole line.")]
    rate: Annotated[int, Meta(description="In hundredths of a percent: 800 is 8 %.")]


class Tax(Struct, gc=False):
    """A tax that a price contains."""

    code: Annotated[str, Meta(description="`VAT`.")]
    target: Annotated[str, Meta(description="`Product` or `Shipping`.")]
    amount: Annotated[float, Meta(description="Of the whole line.")]
    rate: Annotated[float, Meta(description="In percent: 20 is 20 %.")]


class OfferPrice(Struct, rename="camel", gc=False):
    """Your side of the price, VAT included."""

    unit_sales_price: Annotated[float, Meta(description="Of one piece.")]
    shipping_cost: Annotated[float, Meta(description="Of the whole line.")]
    commission: Commission
    taxes: list[Tax]


class SellingPrice(Struct, rename="camel", gc=False):
    """The customer's side of the price, VAT included."""

    unit_sales_price: Annotated[float, Meta(description="Of one piece.")]
    shipping_cost: Annotated[float, Meta(description="Of the whole line.")]
    taxes: list[Tax]


class OrderedOffer(Struct, rename="camel", gc=False):
    """What was bought."""

    id: Annotated[str, Meta(description="The offer's `offerId`.")]
    seller_product_id: Annotated[str, Meta(description="Your own reference of it.")]
    product_id: Annotated[str | None, Meta(description="Its reference in the catalogue.")]
    product_title: str
    product_gtin: str | None
    condition: str
    supply_mode: SupplyMode


class Delivery(Struct, rename="camel", gc=False):
    """How and when it is to arrive."""

    mode: Annotated[str, Meta(description="Such as `TrackedHomeDelivery`.")]
    promised_at_min: Timestamp
    promised_at_max: Timestamp
    shipped_at_max: Annotated[str, Meta(description="When it must be shipped by.")]


class OrderParcel(Struct, rename="camel", gc=False):
    """What was handed to a carrier."""

    parcel_number: Annotated[str, Meta(description="The carrier's tracking number.")]
    carrier_name: str
    tracking_url: str | None


class OrderLine(Struct, rename="camel", gc=False):
    """So many of one offer."""

    order_line_id: Annotated[str, Meta(description="What shipments and cancellations name it by.")]
    status: Annotated[
        Status,
        Meta(
            description="As of an order; `CancelRequest` while somebody asked for its cancellation."
        ),
    ]
    quantity: int
    total_price: TotalPrice
    offer_price: OfferPrice
    selling_price: SellingPrice
    offer: OrderedOffer
    delivery: Delivery
    shipping_address: Annotated[
        ShippingAddress | None, Meta(description="Null until the line is `InPreparation`.")
    ]
    parcels: Annotated[list[OrderParcel], Meta(description="Those that it is in.")]
    product_attributes: Annotated[
        dict[str, str] | None, Meta(description="Null: what is known of a product is in its sheet.")
    ]
    status_events: Annotated[list[StatusEvent], Meta(description="What it went through.")]


class Order(Struct, rename="camel", gc=False):
    """What a customer bought of you at once, on one sales channel."""

    order_id: OrderId
    reference: Annotated[str | None, Meta(description="The sales channel's reference.")]
    business_order: Annotated[bool, Meta(description="Whether a company bought.")]
    sales_channel: SalesChannel
    seller: OrderSeller
    customer: Customer
    purchased_at: Timestamp
    created_at: Timestamp
    updated_at: Timestamp
    shipped_at_max: Annotated[str, Meta(description="When it must be shipped by.")]
    status: OrderStatus
    supply_mode: Annotated[
        SupplyMode, Meta(description="Who ships. What you may do, you may for `Seller` only.")
    ]
    payment: Payment
    currency_code: Annotated[str, Meta(description="The ISO 4217 currency of all amounts.")]
    billing_address: BillingAddress
    total_price: TotalPrice
    service_fees: list[ServiceFee]
    status_events: Annotated[list[StatusEvent], Meta(description="What it went through.")]
    cancellation_details: Annotated[
        list[CancellationDetail] | None,
        Meta(description="The lines that are cancelled; null when none is."),
    ]
    lines: list[OrderLine]


class OrderPage(Struct, rename="camel", gc=False):
    """A page of orders. The last one has no `rel="next"` in its `Link` header; beyond it pages are empty."""

    items_per_page: ItemsPerPage
    items: list[Order]


Number = Annotated[int, Meta(description="The number of orders, by itself.")]
