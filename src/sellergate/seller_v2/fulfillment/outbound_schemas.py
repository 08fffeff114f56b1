"""Wire models of outbound shipments (contract/09 §5). Names that are ours say so in the guide."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from sellergate.market.fulfillment.outbound.models import (
    OutboundCancellationStatus,
    OutboundState,
    OutboundStatus,
    Rejection,
)
from sellergate.market.warehouse.models import ProductState, StorageCountry
from sellergate.rest.paging import CursorText, ItemsPerPage
from sellergate.seller_v2.fulfillment.stocks_facts import OUTBOUND_CANCELLED, SHIPMENT

Limit = Annotated[
    int,
    Meta(
        ge=1,
        description="How many a page has at most. More than 1000 is taken as 1000.",
        examples=[10],
    ),
]
OutboundId = Annotated[str, Meta(description="Names the shipment.")]


class OutboundCountQuery(Struct, rename="camel"):
    """The filters of shipments."""

    status: Annotated[
        list[OutboundStatus], Meta(description="Only shipments in these statuses.")
    ] = []
    state: Annotated[
        list[OutboundState],
        Meta(
            description="Only shipments in these states: `Valid`, `Invalid` when rejected, `Cancelled`.",
            examples=[["Valid"]],
        ),
    ] = []
    reference: (
        Annotated[
            str,
            Meta(
                max_length=60,
                description="Only those with this reference of yours.",
                examples=[SHIPMENT],
            ),
        ]
        | None
    ) = None
    storage_country: Annotated[
        list[StorageCountry], Meta(description="Only those from the warehouses of these countries.")
    ] = []
    status_updated_at_min: Annotated[
        datetime | None, Meta(description="Only those whose status changed then or later.")
    ] = None
    status_updated_at_max: Annotated[
        datetime | None, Meta(description="Only those whose status changed then or earlier.")
    ] = None
    updated_at_min: Annotated[
        datetime | None, Meta(description="Only those that last changed then or later.")
    ] = None
    updated_at_max: Annotated[
        datetime | None, Meta(description="Only those that last changed then or earlier.")
    ] = None
    created_at_min: Annotated[
        datetime | None, Meta(description="Only those that were asked for then or later.")
    ] = None
    created_at_max: Annotated[
        datetime | None, Meta(description="Only those that were asked for then or earlier.")
    ] = None


class OutboundQuery(OutboundCountQuery, rename="camel"):
    """The parameters of the list of shipments."""

    limit: Limit = 100
    cursor: CursorText | None = None


class DeliveryAddress(Struct, rename="camel", kw_only=True, omit_defaults=True):
    """Where a shipment goes."""

    civility: Annotated[str, Meta(max_length=20)] | None = None
    first_name: Annotated[str, Meta(max_length=120)] | None = None
    last_name: Annotated[str, Meta(max_length=120)]
    company_name: Annotated[str, Meta(max_length=120)] | None = None
    company_vat_number: Annotated[str, Meta(max_length=20)] | None = None
    address_line1: Annotated[str, Meta(max_length=120, description="Number and street.")]
    address_line2: Annotated[str, Meta(max_length=120)] | None = None
    address_line3: Annotated[str, Meta(max_length=120)] | None = None
    postal_code: Annotated[str, Meta(max_length=20)]
    city: Annotated[str, Meta(max_length=120)]
    state_or_region: Annotated[str, Meta(max_length=120)] | None = None
    country_code: Annotated[str, Meta(description="ISO 3166-1 alpha-2.", examples=["FR"])]
    pickup_name: Annotated[str, Meta(max_length=120)] | None = None
    pickup_id: Annotated[str, Meta(max_length=60)] | None = None
    phone: Annotated[str, Meta(max_length=20)] | None = None
    email: Annotated[str, Meta(max_length=254)] | None = None


class NewOutboundLine(Struct, rename="camel", kw_only=True, omit_defaults=True):
    """So many of a product, named by your reference or by its id and condition; your reference wins."""

    seller_product_reference: (
        Annotated[str, Meta(max_length=50, description="Your own reference of the product.")] | None
    ) = None
    product_id: (
        Annotated[str, Meta(max_length=40, description="The platform's id of the product.")] | None
    ) = None
    product_condition: ProductState | None = None
    quantity: Annotated[int, Meta(ge=1, le=10_000)]


class NewOutboundShipment(Struct, rename="camel", kw_only=True, omit_defaults=True):
    """What is to be sent, and where to."""

    reference: Annotated[str, Meta(max_length=60, description="Your own reference.")] | None = None
    storage_country: (
        Annotated[
            StorageCountry,
            Meta(
                description=(
                    "From the warehouse of which country; `UK` is another name of `GB`. Left out: from where there is "
                    "all of it, the country of the delivery first."
                )
            ),
        ]
        | None
    ) = None
    delivery_mode: Annotated[
        str,
        Meta(
            description="How it is brought: a name of `GET /sellers/delivery-modes`, or its code.",
            examples=["TrackedHomeDelivery"],
        ),
    ] = "TrackedHomeDelivery"
    delivery_address: DeliveryAddress
    lines: Annotated[list[NewOutboundLine], Meta(min_length=1, max_length=100)]


class OutboundLine(Struct, rename="camel"):
    """So many of a product."""

    line_number: Annotated[int, Meta(description="Its place in the shipment, from 1.")]
    seller_product_reference: Annotated[str | None, Meta(description="Your own reference.")]
    product_id: Annotated[str | None, Meta(description="The platform's id of the product.")]
    product_condition: ProductState | None
    quantity: int
    returned_quantity: Annotated[
        int, Meta(description="How many of them came back, or are declared to.")
    ]


class OutboundParcel(Struct, rename="camel"):
    """What the carrier took."""

    parcel_id: Annotated[str, Meta(description="Names the parcel.")]
    parcel_number: Annotated[str, Meta(description="The carrier's number.")]
    tracking_url: str | None
    line_numbers: Annotated[list[int], Meta(description="The lines that are in it.")]


class OutboundRejection(Struct, rename="camel"):
    """Why a shipment was rejected."""

    code: Rejection
    details: Annotated[str | None, Meta(description="More about it, in English.")]


class OutboundShipment(Struct, rename="camel", kw_only=True):
    """An outbound shipment: `Created`, `Accepted`, `InPreparation`, `Shipped`, `Delivered`; or `Rejected`, `Cancelled`."""

    outbound_shipment_id: OutboundId
    reference: Annotated[
        str | None, Meta(description="Your own reference; that of the order, when it is for one.")
    ]
    order_id: Annotated[
        str | None,
        Meta(description="The order of the marketplace that it is for, if it is for one."),
    ]
    status: OutboundStatus
    state: OutboundState
    rejection: OutboundRejection | None
    storage_country: StorageCountry
    delivery_mode: str
    delivery_address: DeliveryAddress
    lines: list[OutboundLine]
    carrier: Annotated[str | None, Meta(description="Who brings it, once it is `Shipped`.")]
    parcels: Annotated[list[OutboundParcel], Meta(description="Empty until it is `Shipped`.")]
    created_at: str
    updated_at: str
    status_updated_at: str
    shipped_at: str | None


class OutboundShipmentPage(Struct, rename="camel"):
    """Shipments, the newest first; the `Link` header names the pages around, if there are any."""

    items_per_page: ItemsPerPage
    items: list[OutboundShipment]


class NewOutboundCancellation(Struct, rename="camel"):
    """Which shipment is to be called off."""

    outbound_shipment_id: OutboundId


class OutboundCancellationQuery(Struct, rename="camel"):
    """The parameters of the list of cancellation requests."""

    outbound_shipment_id: (
        Annotated[
            str,
            Meta(
                max_length=40,
                description="Only those about this shipment.",
                examples=[OUTBOUND_CANCELLED],
            ),
        ]
        | None
    ) = None
    status: Annotated[
        list[OutboundCancellationStatus], Meta(description="Only requests in these statuses.")
    ] = []
    limit: Limit = 100
    cursor: CursorText | None = None


class OutboundCancellationRequest(Struct, rename="camel"):
    """A request to call a shipment off: `Pending` or `UnderReview`, then `Accepted` or `Refused`."""

    outbound_cancellation_request_id: Annotated[str, Meta(description="Names the request.")]
    outbound_shipment_id: OutboundId
    status: OutboundCancellationStatus
    reason: Annotated[str | None, Meta(description="Why it was refused, in English.")]
    created_at: str
    updated_at: str


class OutboundCancellationPage(Struct, rename="camel"):
    """Requests, the newest first; the `Link` header names the pages around, if there are any."""

    items_per_page: ItemsPerPage
    items: list[OutboundCancellationRequest]
