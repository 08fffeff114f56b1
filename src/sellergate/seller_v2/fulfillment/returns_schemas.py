"""Wire models of returns, names as in contract/09 §6. Names that are ours say so in the guide."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from sellergate.market.fulfillment.returns.models import ReturnReason, ReturnStatus, ReturnType
from sellergate.market.warehouse.models import ProductState, StorageCountry
from sellergate.rest.paging import CursorText, ItemsPerPage
from sellergate.seller_v2.fulfillment.outbound_schemas import Limit, NewOutboundLine
from sellergate.seller_v2.fulfillment.stocks_facts import SHIPMENT


class ReturnCountQuery(Struct, rename="camel"):
    """The filters of returns."""

    status: Annotated[list[ReturnStatus], Meta(description="Only returns in these statuses.")] = []
    type: Annotated[
        list[ReturnType], Meta(description="Only those of customers, or of carriers.")
    ] = []
    outbound_shipment_id: (
        Annotated[str, Meta(max_length=40, description="Only those of this shipment.")] | None
    ) = None
    reference: (
        Annotated[
            str, Meta(max_length=60, description="Only those of shipments with this reference.")
        ]
        | None
    ) = None
    order_seller_id: (
        Annotated[
            str,
            Meta(
                max_length=60,
                description="Only those with this order of yours.",
                examples=[SHIPMENT],
            ),
        ]
        | None
    ) = None
    updated_at_min: Annotated[
        datetime | None, Meta(description="Only those that last changed then or later.")
    ] = None
    updated_at_max: Annotated[
        datetime | None, Meta(description="Only those that last changed then or earlier.")
    ] = None
    created_at_min: Annotated[
        datetime | None, Meta(description="Only those that were declared then or later.")
    ] = None
    created_at_max: Annotated[
        datetime | None, Meta(description="Only those that were declared then or earlier.")
    ] = None


class ReturnQuery(ReturnCountQuery, rename="camel"):
    """The parameters of the list of returns."""

    limit: Limit = 100
    cursor: CursorText | None = None


class NewReturn(Struct, rename="camel", kw_only=True, omit_defaults=True):
    """What a customer sends back of an outbound shipment, named by its id or by your reference of it."""

    outbound_shipment_id: Annotated[str, Meta(max_length=40)] | None = None
    reference: (
        Annotated[
            str,
            Meta(max_length=60, description="Your reference of the shipment, in place of its id."),
        ]
        | None
    ) = None
    order_seller_id: (
        Annotated[str, Meta(max_length=60, description="Your reference of the customer's order.")]
        | None
    ) = None
    parcel_id: (
        Annotated[str, Meta(max_length=100, description="The parcel in which it was sent.")] | None
    ) = None
    reason: Annotated[ReturnReason, Meta(description="Why it comes back.")]
    comment: Annotated[str, Meta(max_length=500)] | None = None
    lines: Annotated[list[NewOutboundLine], Meta(min_length=1, max_length=100)]


class ReturnLine(Struct, rename="camel"):
    """So many of a product."""

    line_number: Annotated[int, Meta(description="Its place in the return, from 1.")]
    seller_product_reference: Annotated[str | None, Meta(description="Your own reference.")]
    product_id: Annotated[str | None, Meta(description="The platform's id of the product.")]
    product_condition: ProductState | None
    quantity: Annotated[int, Meta(description="How many were declared.")]
    received_quantity: Annotated[int, Meta(description="How many of those came.")]
    unexpected_quantity: Annotated[int, Meta(description="How many came that were not declared.")]
    available_quantity: Annotated[
        int, Meta(description="How many of all that came are on sale again.")
    ]
    blocked_quantity: Annotated[int, Meta(description="How many of them are blocked.")]


class Return(Struct, rename="camel", kw_only=True):
    """A return: `Created`, `Referencing`, `Referenced`, `Accepted`, `Pending` when it has come, `Completed`."""

    return_id: Annotated[str, Meta(description="Names the return.")]
    type: ReturnType
    status: ReturnStatus
    reason: ReturnReason
    recommended_return_reason: Annotated[
        ReturnReason | None, Meta(description="What the warehouse found, once it looked.")
    ]
    comment: str | None
    warehouse_comment: str | None
    outbound_shipment_id: str
    reference: Annotated[str | None, Meta(description="Your reference of the shipment.")]
    order_seller_id: Annotated[str | None, Meta(description="Your reference of the order.")]
    parcel_id: str | None
    storage_country: StorageCountry
    lines: list[ReturnLine]
    has_label: Annotated[bool, Meta(description="Whether there is a label to download.")]
    label_url: Annotated[str | None, Meta(description="Where the label is.")]
    receipt_date: Annotated[str | None, Meta(description="When it came to the warehouse.")]
    created_at: str
    updated_at: str


class ReturnPage(Struct, rename="camel"):
    """Returns, the newest first; the `Link` header names the pages around, if there are any."""

    items_per_page: ItemsPerPage
    items: list[Return]
