"""Wire models of commercial gestures, names exactly as in contract/05 §9. Docstrings are the reference's texts."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from sellergate.market.orders.gesture_reasons import GestureReason
from sellergate.market.orders.models import GestureStatus, Status
from sellergate.rest.paging import CursorText, ItemsPerPage

OrderIdText = Annotated[str, Meta(description="The order.")]
Currency = Annotated[str, Meta(description="The currency of the order (ISO 4217).")]


class AvailableAmounts(Struct, rename="camel"):
    """What may still be given back for an order, and what it comes from."""

    order_id: OrderIdText
    currency_code: Currency
    allowable_amount: Annotated[
        float,
        Meta(
            description="The most that a new gesture may be: 0 unless the order is `Shipped` or `Delivered`."
        ),
    ]
    paid_amount: Annotated[float, Meta(description="What the customer paid for the lines.")]
    refunded_amount: Annotated[
        float,
        Meta(
            description="What cancelled lines gave back, with those whose cancellation is asked for."
        ),
    ]
    gesture_amount: Annotated[float, Meta(description="What earlier gestures come to.")]


class NewGesture(Struct, rename="camel", omit_defaults=True):
    """A part of the money to give back."""

    order_id: OrderIdText
    reason: Annotated[GestureReason, Meta(description="Why.")]
    amount: Annotated[
        float,
        Meta(
            gt=0,
            description="How much, in the currency of the order: at most two decimals, at most the `allowableAmount`.",
        ),
    ]
    reason_details: (
        Annotated[str, Meta(max_length=500, description="Why, in your words. `Other` wants them.")]
        | None
    ) = None


class GestureCreated(Struct, rename="camel"):
    """The gesture: it is done in the background."""

    request_id: Annotated[str, Meta(description="Names the gesture.")]


class GestureQuery(Struct, rename="camel"):
    """The parameters of the list of gestures."""

    order_id: Annotated[str | None, Meta(description="Only for this order.")] = None
    status: Annotated[
        list[GestureStatus], Meta(description="Only gestures in these statuses.")
    ] = []
    created_at_min: Annotated[
        datetime | None, Meta(description="Only gestures that came then or later.")
    ] = None
    created_at_max: Annotated[
        datetime | None, Meta(description="Only gestures that came then or earlier.")
    ] = None
    updated_at_min: Annotated[
        datetime | None, Meta(description="Only gestures that last changed then or later.")
    ] = None
    updated_at_max: Annotated[
        datetime | None, Meta(description="Only gestures that last changed then or earlier.")
    ] = None
    limit: Annotated[
        int,
        Meta(
            ge=1,
            description="How many gestures a page has at most. More than 1000 is taken as 1000.",
            examples=[2],
        ),
    ] = 100
    cursor: CursorText | None = None


class Gesture(Struct, rename="camel"):
    """A commercial gesture. It goes from `Pending` to `Accepted` by itself."""

    request_id: Annotated[str, Meta(description="Names the gesture.")]
    order_id: OrderIdText
    sales_channel: Annotated[str, Meta(description="The sales channel of the order.")]
    reason: Annotated[GestureReason, Meta(description="Why.")]
    reason_details: Annotated[str | None, Meta(description="Why, in the seller's words.")]
    amount: Annotated[float, Meta(description="How much the customer gets.")]
    currency_code: Currency
    status: Annotated[GestureStatus, Meta(description="Where it is on its way.")]
    created_at: Annotated[str, Meta(description="When it came (RFC 3339).")]
    updated_at: Annotated[str, Meta(description="When it last changed (RFC 3339).")]


class GesturePage(Struct, rename="camel"):
    """Gestures of the seller, the newest first; the `Link` header names the next page, if there is one."""

    items_per_page: ItemsPerPage
    items: list[Gesture]


class AllowedReason(Struct, rename="camel"):
    """A reason for a gesture."""

    code: Annotated[GestureReason, Meta(description="What a gesture names it by.")]
    label: Annotated[str, Meta(description="It in words, in the language asked for.")]
    is_details_required: Annotated[bool, Meta(description="Whether `reasonDetails` must say more.")]


class GestureConfiguration(Struct, rename="camel"):
    """What a sales channel says of gestures."""

    sales_channel_id: Annotated[str, Meta(description="The sales channel.")]
    maximum_percentage: Annotated[
        float,
        Meta(description="What gestures for an order may come to, of what its customer paid."),
    ]
    order_statuses: Annotated[list[Status], Meta(description="For orders in these statuses.")]
    reasons: list[AllowedReason]
