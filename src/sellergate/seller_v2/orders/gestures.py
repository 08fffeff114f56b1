"""Routes of commercial gestures (contract/05 §9). Docstrings are the reference's texts."""

from typing import Annotated, Any, Final

from litestar import get, post
from litestar.openapi.spec import Example
from litestar.params import PathParameter, RawBody
from litestar.types import Scope as AsgiScope

from sellergate.access.scopes import Scope
from sellergate.kit.ids import new_uuid
from sellergate.kit.instants import render_instant
from sellergate.kit.money import parse_cents, render_cents
from sellergate.market.orders import gesture_store as store, gestures, models
from sellergate.market.orders.errors import GestureUnknown, OrderUnknown, SalesChannelUnknown
from sellergate.market.orders.gesture_reasons import REASONS, GestureReason
from sellergate.market.orders.gestures import STATUSES
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.bodies import parse_object
from sellergate.rest.members import Members, find_text, get_text
from sellergate.rest.openapi.facts import DELIVERED_ORDER_ID, EXAMPLE_GESTURE_ID
from sellergate.rest.paging import NEXT_PAGE, next_link, parse_cursor, render_cursor
from sellergate.rest.queries import read_query
from sellergate.rest.wire import database_of, language_of, now_of, seller_of
from sellergate.seller_v2.orders.gestures_examples import NEW_GESTURE
from sellergate.seller_v2.orders.gestures_schemas import (
    AllowedReason,
    AvailableAmounts,
    Gesture,
    GestureConfiguration,
    GestureCreated,
    GesturePage,
    GestureQuery,
    NewGesture,
)

MOST_ON_A_PAGE: Final = 1000
MAX_BODY: Final = 20_000
MOST_CHARACTERS: Final = 100
MOST_DETAILS: Final = 500

OrderId = Annotated[
    str,
    PathParameter(
        description="The order: its `orderId`.", examples=[Example(value=DELIVERED_ORDER_ID)]
    ),
]
RequestId = Annotated[
    str,
    PathParameter(
        description="The gesture: its `requestId`.", examples=[Example(value=EXAMPLE_GESTURE_ID)]
    ),
]
SalesChannelId = Annotated[
    str,
    PathParameter(description="A sales channel of the seller.", examples=[Example(value="CDISFR")]),
]


@get(
    "/orders/{order_id:str}/commercial-gestures-available-amounts",
    operation_id="getAvailableGestureAmounts",
    summary="Get what may still be given back",
    opt={"problems": {"not-found": OrderUnknown.message}},
)
async def get_amounts(scope: AsgiScope, order_id: OrderId) -> AvailableAmounts:
    """Return how much of what the customer paid may still be given back as a commercial gesture."""
    amounts = await database_of(scope).read(
        gestures.get_amounts, seller_of(scope).seller_id, order_id
    )
    return AvailableAmounts(
        order_id=order_id,
        currency_code=amounts.currency,
        allowable_amount=render_cents(amounts.allowable),
        paid_amount=render_cents(amounts.paid),
        refunded_amount=render_cents(amounts.refunded),
        gesture_amount=render_cents(amounts.given),
    )


@get(
    "/order-commercial-gesture-requests",
    operation_id="listGestureRequests",
    summary="List commercial gestures",
    opt={"query": GestureQuery, "answer": GesturePage, "answer_headers": NEXT_PAGE},
)
async def list_gestures(scope: AsgiScope) -> JsonAnswer:
    """Return the commercial gestures of the seller, the newest first."""
    query = read_query(scope, GestureQuery)
    limit = min(query.limit, MOST_ON_A_PAGE)
    wanted = store.GestureQuery(
        order_id=query.order_id,
        status=query.status,
        created_from=query.created_at_min,
        created_to=query.created_at_max,
        updated_from=query.updated_at_min,
        updated_to=query.updated_at_max,
    )
    found = await database_of(scope).read(
        store.page_of_gestures,
        seller_of(scope).seller_id,
        wanted,
        before=None if query.cursor is None else parse_cursor(query.cursor, int)[0],
        limit=limit + 1,
    )
    headers = {}
    if len(found) > limit:
        headers = next_link(scope, cursor=render_cursor(found[limit - 1].row), limit=limit)
    items = [_gesture(gesture) for gesture in found[:limit]]
    return JsonAnswer(GesturePage(len(items), items), headers=headers)


@post(
    "/order-commercial-gesture-requests",
    status_code=201,
    operation_id="createGestureRequest",
    summary="Give a part of the money back",
    request_max_body_size=MAX_BODY,
    opt={
        "scope": Scope.ORDERS_WRITE,
        "body": NewGesture,
        "body_example": NEW_GESTURE,
        "answer": GestureCreated,
        "problems": {
            "not-found": OrderUnknown.message,
            "validation": "amount is more than may still be given back for this order, which is 12.50 EUR.",
        },
    },
)
async def give(scope: AsgiScope, body: RawBody) -> JsonAnswer:
    """Give the customer of an order that is `Shipped` or `Delivered` a part of the money back, out of goodwill.

    All gestures for an order, and what its cancelled lines gave back, are never more than the customer paid; the sales
    channel may say a lower limit. The gesture is `Pending` at once and `Accepted` soon after.
    """
    given = parse_object(body)
    members = Members()
    order_id = members.read("orderId", _text, given.get("orderid"))
    reason = members.read("reason", _reason, given.get("reason"))
    details = members.read("reasonDetails", _details, given.get("reasondetails"))
    if reason is GestureReason.OTHER and details is None and "reasonDetails" not in members.errors:
        members.errors["reasonDetails"] = ["is missing: the reason Other wants words"]
    amount = members.read("amount", _amount, given.get("amount"))
    members.check()
    request_id = new_uuid()
    await database_of(scope).write(
        gestures.give,
        seller_of(scope).seller_id,
        order_id or "",
        reason=reason or GestureReason.OTHER,
        reason_details=details,
        amount=amount or 0,
        request_id=request_id,
        now=now_of(scope),
    )
    return JsonAnswer(GestureCreated(request_id), status_code=201)


@get(
    "/order-commercial-gesture-requests/{request_id:str}",
    operation_id="getGestureRequest",
    summary="Get a commercial gesture",
    opt={"problems": {"not-found": GestureUnknown.message}},
)
async def get_gesture(scope: AsgiScope, request_id: RequestId) -> Gesture:
    """Return one commercial gesture."""
    found = await database_of(scope).read(
        gestures.get_gesture, seller_of(scope).seller_id, request_id
    )
    return _gesture(found)


@get(
    "/sales-channel-commercial-gesture-configurations/{sales_channel_id:str}",
    operation_id="getGestureConfiguration",
    summary="Get the rules of a sales channel for gestures",
    opt={
        "problems": {"not-found": SalesChannelUnknown.message},
        "request_headers": ("Accept-Language",),
    },
)
async def get_configuration(
    scope: AsgiScope, sales_channel_id: SalesChannelId
) -> GestureConfiguration:
    """Return which reasons a sales channel knows for commercial gestures, and how much they may come to."""
    channel = await database_of(scope).read(
        gestures.get_rules, seller_of(scope).seller_id, sales_channel_id
    )
    language = language_of(scope)
    return GestureConfiguration(
        channel.id,
        channel.gesture_rate / 100,
        list(STATUSES),
        [
            AllowedReason(reason, label.in_language(language), reason is GestureReason.OTHER)
            for reason, label in REASONS.items()
        ],
    )


GESTURE_ROUTES: Final = (get_amounts, list_gestures, give, get_gesture, get_configuration)


def _text(value: Any) -> str:
    return get_text(value, MOST_CHARACTERS)


def _reason(value: Any) -> GestureReason:
    wanted = get_text(value, MOST_CHARACTERS).casefold()
    for reason in GestureReason:
        if reason.casefold() == wanted:
            return reason
    raise ValueError("must be one of " + ", ".join(GestureReason))


def _details(value: Any) -> str | None:
    """Words of several lines become one."""
    return find_text(" ".join(value.split()) if isinstance(value, str) else value, MOST_DETAILS)


def _amount(value: Any) -> int:
    if value is None:
        raise ValueError("is missing")
    cents = parse_cents(value)
    if cents <= 0:
        raise ValueError("must be above zero")
    return cents


def _gesture(gesture: models.Gesture) -> Gesture:
    return Gesture(
        request_id=gesture.request_id,
        order_id=gesture.order_id,
        sales_channel=gesture.sales_channel_id,
        reason=GestureReason(gesture.reason),
        reason_details=gesture.reason_details,
        amount=render_cents(gesture.amount),
        currency_code=gesture.currency,
        status=gesture.status,
        created_at=render_instant(gesture.created_at),
        updated_at=render_instant(gesture.updated_at),
    )
