"""Wire models of orders and of the requests about them."""

from datetime import datetime
from typing import Annotated, Final

from msgspec import Meta, Struct

from sellergate.kit.money import render_cents
from sellergate.market.orders.models import Address, Line, Order, Status, SupplyMode
from sellergate.market.orders.overview import OrderBrief
from sellergate.market.orders.placing import MAX_LINES, MAX_QUANTITY

PLAIN: Final = r"^[^\x00-\x1f\x7f]*$"  # no control characters
SAID: Final = r"[^\x00-\x1f\x7f\s]"  # one character at least that can be seen

SellerNumber = Annotated[
    str,
    Meta(pattern="^[0-9]{1,18}$", description="The number of the seller.", examples=["41207"]),
]
ChannelId = Annotated[
    str,
    Meta(
        pattern="^[A-Za-z0-9]{1,12}$",
        description="The sales channel, such as `CDISFR`.",
        examples=["CDISFR"],
    ),
]
Amount = Annotated[float, Meta(ge=0, le=1_000_000, description="With two decimals at most.")]
Rate = Annotated[
    int, Meta(ge=0, le=10_000, description="In hundredths of a percent: 1500 is 15 %.")
]
Text20 = Annotated[str, Meta(max_length=20, pattern=PLAIN)]
Text60 = Annotated[str, Meta(max_length=60, pattern=PLAIN)]
Text120 = Annotated[str, Meta(max_length=120, pattern=PLAIN)]
Wanted120 = Annotated[str, Meta(min_length=1, max_length=120, pattern=PLAIN)]


class CustomerAddress(Struct, rename="camel", kw_only=True):
    """Where a customer lives, or a parcel goes."""

    civility: Text20 | None = None
    first_name: Text120 | None = None
    last_name: Wanted120
    company_name: Text120 | None = None
    company_vat_number: Text20 | None = None
    address_line1: Wanted120
    address_line2: Text120 | None = None
    address_line3: Text120 | None = None
    postal_code: Annotated[str, Meta(min_length=1, max_length=20, pattern=PLAIN)]
    city: Wanted120
    state_or_region: Text120 | None = None
    country_code: Annotated[
        str, Meta(pattern="^[A-Za-z]{2}$", description="ISO 3166-1 alpha-2.", examples=["FR"])
    ]
    pickup_name: Text120 | None = None
    pickup_id: Text60 | None = None
    phone: Text20 | None = None
    email: Annotated[str, Meta(max_length=254, pattern=PLAIN)] | None = None

    def as_address(self) -> Address:
        """As it is kept."""
        values = {name: getattr(self, name) for name in self.__struct_fields__}
        return Address(**values | {"country_code": self.country_code.upper()})


class PurchaseLine(Struct, rename="camel", kw_only=True):
    """So many of one offer. What is not said is as the offer and the channel have it."""

    seller_product_id: (
        Annotated[str, Meta(max_length=50, description="The seller's reference of the offer.")]
        | None
    ) = None
    offer_id: (
        Annotated[str, Meta(max_length=120, description="The id of the offer, in its place.")]
        | None
    ) = None
    quantity: Annotated[int, Meta(ge=1, le=MAX_QUANTITY)]
    delivery_mode: (
        Annotated[
            str,
            Meta(
                max_length=30, description="One that the offer has, such as `TrackedHomeDelivery`."
            ),
        ]
        | None
    ) = None
    unit_price: Amount | None = None
    shipping_cost: Amount | None = None
    offer_unit_price: Amount | None = None
    commission_rate: Rate | None = None


class PurchaseFee(Struct, rename="camel"):
    """What the customer pays beside the lines."""

    label: Annotated[str, Meta(min_length=1, max_length=60, pattern=PLAIN)]
    amount: Amount


class PurchaseCustomer(Struct, rename="camel"):
    """Who buys, by a reference that tells nothing about the person."""

    reference: Annotated[str, Meta(min_length=1, max_length=40, pattern=PLAIN)]


class PurchasePayment(Struct, rename="camel"):
    """How it was paid."""

    method: Annotated[str, Meta(min_length=1, max_length=30, pattern=PLAIN, examples=["Card"])]


class OrderToPlace(Struct, rename="camel", kw_only=True):
    """What a customer buys of one seller on one sales channel."""

    seller_id: SellerNumber
    sales_channel_id: ChannelId
    customer: PurchaseCustomer
    lines: Annotated[list[PurchaseLine], Meta(min_length=1, max_length=MAX_LINES)]
    billing_address: CustomerAddress
    shipping_address: Annotated[
        CustomerAddress | None, Meta(description="Where it goes, unless to the billing address.")
    ] = None
    reference: Annotated[
        Text60 | None, Meta(description="The sales channel's own reference of the order.")
    ] = None
    business_order: bool = False
    supply_mode: Annotated[
        SupplyMode,
        Meta(
            description=(
                "Who ships: the `Seller`, a warehouse of the marketplace that holds all of it (`Fulfillment`: it takes "
                "that stock, not the offers'), or the sales channel's own (`Xdock`)."
            )
        ),
    ] = SupplyMode.SELLER
    payment: PurchasePayment | None = None
    service_fees: Annotated[list[PurchaseFee], Meta(max_length=20)] = []
    purchased_at: Annotated[
        Annotated[datetime, Meta(tz=True)] | None,
        Meta(description="When the customer bought, unless now."),
    ] = None
    held: Annotated[
        bool,
        Meta(description="Whether it stays `Processing` until you pass its controls or reject it."),
    ] = False


class Total(Struct, rename="camel"):
    """What all of it costs: on the seller's side, and what the customer pays, VAT and shipping included."""

    offer_price: float
    selling_price: float


class OrderedLine(Struct, rename="camel"):
    """A line of an order."""

    order_line_id: str
    status: Status
    quantity: int
    offer_id: str
    seller_product_id: str
    product_title: str
    product_gtin: str | None
    unit_price: float
    shipping_cost: float
    total_price: Total
    commission_rate: Rate
    commission_without_vat: float
    commission_with_vat: float
    refunded: Annotated[float, Meta(description="By cancellations.")]


class OrderedParcel(Struct, rename="camel"):
    """A parcel of an order."""

    parcel_number: str
    carrier_name: str
    tracking_url: str | None
    order_line_ids: list[str]
    shipped_at: datetime
    delivered_at: datetime | None


class StatusEvent(Struct, rename="camel"):
    """A status that the order came into, or one of its lines."""

    order_line_id: str | None
    status: Status
    at: datetime


class OrderInList(Struct, rename="camel"):
    """An order, as lists have it."""

    order_id: str
    seller_id: SellerNumber
    shop_name: str
    reference: str | None
    sales_channel_id: ChannelId
    status: Status
    held: Annotated[bool, Meta(description="Whether it waits for your controls.")]
    supply_mode: SupplyMode
    shipping_country: str
    currency_code: str
    selling_price: Annotated[float, Meta(description="What the customer pays for the lines.")]
    created_at: datetime
    updated_at: datetime


class OrderList(Struct, rename="camel"):
    """Orders, the last one placed first."""

    items_per_page: Annotated[int, Meta(description="How many items there are in this page.")]
    items: list[OrderInList]


class MarketOrder(Struct, rename="camel"):
    """An order as the marketplace sees it: with all addresses, whatever its status."""

    order_id: str
    seller_id: SellerNumber
    reference: str | None
    sales_channel_id: ChannelId
    status: Status
    held: Annotated[bool, Meta(description="Whether it waits for your controls.")]
    supply_mode: SupplyMode
    business_order: bool
    customer: PurchaseCustomer
    payment: PurchasePayment | None
    currency_code: str
    total_price: Total
    service_fees: list[PurchaseFee]
    purchased_at: datetime
    created_at: datetime
    updated_at: datetime
    shipped_at_max: datetime
    shipped_at: datetime | None
    delivered_at: datetime | None
    billing_address: Address
    shipping_address: Address
    lines: list[OrderedLine]
    parcels: list[OrderedParcel]
    status_events: list[StatusEvent]


def render_order(order: Order) -> MarketOrder:
    """The order on the wire."""
    line_ids = {line.position: line.line_id for line in order.lines}
    return MarketOrder(
        order_id=order.order_id,
        seller_id=str(order.seller_id),
        reference=order.reference,
        sales_channel_id=order.sales_channel_id,
        status=order.status,
        held=order.status is Status.PROCESSING and not order.is_moving,
        supply_mode=order.supply_mode,
        business_order=order.is_business,
        customer=PurchaseCustomer(order.customer_reference),
        payment=PurchasePayment(order.payment_method) if order.payment_method else None,
        currency_code=order.currency,
        total_price=Total(render_cents(order.offer_total), render_cents(order.selling_total)),
        service_fees=[
            PurchaseFee(fee.label, render_cents(fee.amount)) for fee in order.service_fees
        ],
        purchased_at=order.purchased_at,
        created_at=order.created_at,
        updated_at=order.updated_at,
        shipped_at_max=order.ship_by,
        shipped_at=order.shipped_at,
        delivered_at=order.delivered_at,
        billing_address=order.billing_address,
        shipping_address=order.shipping_address,
        lines=[_render_line(line) for line in order.lines],
        parcels=[
            OrderedParcel(
                parcel.parcel_number,
                parcel.carrier_name,
                parcel.tracking_url,
                [line_ids[position] for position in parcel.lines],
                parcel.shipped_at,
                parcel.delivered_at,
            )
            for parcel in order.parcels
        ],
        status_events=[
            StatusEvent(line_ids.get(event.line), event.status, event.at) for event in order.events
        ],
    )


def render_brief(brief: OrderBrief) -> OrderInList:
    """An order in a list, on the wire."""
    return OrderInList(
        order_id=brief.order_id,
        seller_id=str(brief.seller_id),
        shop_name=brief.shop_name,
        reference=brief.reference,
        sales_channel_id=brief.sales_channel_id,
        status=brief.status,
        held=brief.is_held,
        supply_mode=SupplyMode(brief.supply_mode),
        shipping_country=brief.shipping_country,
        currency_code=brief.currency,
        selling_price=render_cents(brief.selling_total),
        created_at=brief.created_at,
        updated_at=brief.updated_at,
    )


def _render_line(line: Line) -> OrderedLine:
    return OrderedLine(
        order_line_id=line.line_id,
        status=line.status,
        quantity=line.quantity,
        offer_id=line.offer_id,
        seller_product_id=line.seller_product_id,
        product_title=line.product_title,
        product_gtin=line.product_gtin,
        unit_price=render_cents(line.unit_price),
        shipping_cost=render_cents(line.shipping_cost),
        total_price=Total(render_cents(line.offer_total), render_cents(line.selling_total)),
        commission_rate=line.commission_rate,
        commission_without_vat=render_cents(line.commission_without_vat),
        commission_with_vat=render_cents(line.commission_with_vat),
        refunded=render_cents(line.refunded),
    )
