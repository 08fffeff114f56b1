"""Wire models of cancellations, names exactly as in contract/05 §8. Docstrings are the reference's texts."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from sellergate.market.orders.models import CancellationStatus, Status, UserType
from sellergate.rest.paging import ItemsPerPage, PageIndex

OrderSellerId = Annotated[
    str, Meta(description="The order: its `orderId`. `orderId` is taken as well.")
]
ReasonCode = Annotated[str, Meta(description="Why: a code of `GET /cancellation-reasons`.")]


class ReasonQuery(Struct, rename="camel"):
    """The parameters of the list of reasons."""

    sales_channel: Annotated[
        str | None,
        Meta(
            description="The sales channel, such as `CDISFR`. All channels know the same reasons."
        ),
    ] = None
    user_type: Annotated[UserType, Meta(description="Whose reasons.")] = UserType.SELLER
    order_status: Annotated[
        Status | None,
        Meta(
            description="Only reasons for lines in this status.", examples=[Status.DELIVERED.value]
        ),
    ] = None


class CancellationReason(Struct, rename="camel"):
    """A reason to cancel lines."""

    code: Annotated[str, Meta(description="What a cancellation request names it by.")]
    label: Annotated[str, Meta(description="It in words, in the language asked for.")]
    user_type: Annotated[UserType, Meta(description="Who may give it.")]
    order_statuses: Annotated[list[Status], Meta(description="Of lines in these statuses.")]
    is_stock_returned: Annotated[
        bool, Meta(description="Whether the items go back on sale when a line is cancelled so.")
    ]


class NewCancellation(Struct, rename="camel"):
    """An order to cancel as a whole."""

    order_seller_id: OrderSellerId
    reason: ReasonCode
    shipping_cost_refund: Annotated[
        bool, Meta(description="Whether the customer gets the cost of shipping back as well.")
    ] = True


class NewCancelledLine(Struct, rename="camel", omit_defaults=True):
    """A line to cancel."""

    line_id: Annotated[str, Meta(description="Its `orderLineId`.")]
    reason: ReasonCode
    offer_id: Annotated[
        str | None, Meta(description="Its offer, the `offer.id` of the line. May be left out.")
    ] = None
    shipping_cost_refund: Annotated[
        bool | None,
        Meta(description="Whether the customer gets the line's cost of shipping back as well."),
    ] = None


class NewPartialCancellation(Struct, rename="camel", omit_defaults=True):
    """Lines of an order to cancel."""

    order_seller_id: OrderSellerId
    lines: Annotated[list[NewCancelledLine], Meta(min_length=1)]
    shipping_cost_refund: Annotated[
        bool | None,
        Meta(description="For lines that do not say it themselves; `true` when left out."),
    ] = None


class CancellationCreated(Struct, rename="camel"):
    """The request: it is done in the background. Its lines are `CancelRequest` until then."""

    request_id: Annotated[str, Meta(description="Names the request.")]
    cancellation_request_id: Annotated[str, Meta(description="The same as `requestId`.")]
    partial_cancellation_request_id: Annotated[
        str | UnsetType, Meta(description="The same, for single lines.")
    ] = UNSET


class CancellationQuery(Struct, rename="camel"):
    """The parameters of the list of cancellation requests."""

    order_seller_id: Annotated[str | None, Meta(description="Only for this order.")] = None
    cancellation_request_id: Annotated[str | None, Meta(description="Only this request.")] = None
    line_id: Annotated[str | None, Meta(description="Only requests with this line.")] = None
    offer_id: Annotated[str | None, Meta(description="Only requests with lines of this offer.")] = (
        None
    )
    sales_channel: Annotated[
        str | None, Meta(description="Only for orders of this sales channel, such as `CDISFR`.")
    ] = None
    page_index: PageIndex = 1
    page_size: Annotated[
        int,
        Meta(
            ge=1, description="How many requests a page has at most. More than 100 is taken as 100."
        ),
    ] = 50


class CancelledLine(Struct, rename="camel"):
    """A line of a request."""

    line_id: Annotated[str, Meta(description="Its `orderLineId`.")]
    offer_id: Annotated[str, Meta(description="Its offer.")]
    reason: ReasonCode
    shipping_cost_refund: Annotated[
        bool, Meta(description="Whether the line's cost of shipping is given back.")
    ]
    refunded_amount: Annotated[
        float | None,
        Meta(description="What the customer gets back for it; null until the request is done."),
    ]


class CancellationRequest(Struct, rename="camel"):
    """A cancellation request. It goes from `Pending` to `Accepted` by itself. What a customer asks for after shipment is
    `UnderReview`, until the marketplace lets it go on or refuses it.
    """

    request_id: Annotated[str, Meta(description="Names the request.")]
    cancellation_request_id: Annotated[str, Meta(description="The same as `requestId`.")]
    order_seller_id: Annotated[str, Meta(description="The order: its `orderId`.")]
    order_id: Annotated[str, Meta(description="The same as `orderSellerId`.")]
    sales_channel: Annotated[str, Meta(description="The sales channel of the order.")]
    user_type: Annotated[UserType, Meta(description="Who asked.")]
    is_partial: Annotated[bool, Meta(description="Whether single lines were named.")]
    status: Annotated[CancellationStatus, Meta(description="Where it is on its way.")]
    lines: Annotated[list[CancelledLine], Meta(description="The lines that it is for.")]
    created_at: Annotated[str, Meta(description="When it came (RFC 3339).")]
    updated_at: Annotated[str, Meta(description="When it last changed (RFC 3339).")]


class CancellationPage(Struct, rename="camel"):
    """Cancellation requests, the newest first; the `Link` header names the next page, if there is one."""

    items_per_page: ItemsPerPage
    items: list[CancellationRequest]
