"""Operations of the API: orders.

Made by `make sdk` from docs/reference/openapi.yaml; do not edit.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from sellergate_client._core.calls import nothing, reads, segment
from sellergate_client._core.messages import Call
from sellergate_client._core.paging import CURSOR, INDEXED, Listing
from sellergate_client._drivers.binding import (
    AsyncResource,
    Resource,
    async_listing,
    async_method,
    listing,
    method,
)
from sellergate_client.types.orders import (
    Approval,
    AvailableAmounts,
    CancellationCreated,
    CancellationReason,
    CancellationRequest,
    Gesture,
    GestureConfiguration,
    GestureCreated,
    NewCancellation,
    NewGesture,
    NewPartialCancellation,
    Order,
    Shipment,
)


def list_orders(
    *,
    status: Sequence[
        Literal[
            "Accepted",
            "Cancelled",
            "Delivered",
            "InPreparation",
            "Processing",
            "Refused",
            "Rejected",
            "Shipped",
            "WaitingAcceptance",
        ]
        | str
    ]
    | str
    | None = None,
    reference: str | None = None,
    sales_channel_id: Sequence[str] | str | None = None,
    business_order: bool | None = None,
    supply_mode: Sequence[Literal["Fulfillment", "Seller", "Xdock"] | str] | str | None = None,
    shipping_country: Sequence[str] | str | None = None,
    created_at_min: datetime | str | None = None,
    created_at_max: datetime | str | None = None,
    updated_at_min: datetime | str | None = None,
    updated_at_max: datetime | str | None = None,
    shipped_at_min: datetime | str | None = None,
    shipped_at_max: datetime | str | None = None,
    page_size: int = 100,
    sort: Sequence[str] | str | None = None,
    desc: Sequence[str] | str | None = None,
) -> Listing[Order]:
    """List orders.

    Return your orders, page by page: raise `pageIndex` as long as the `Link` header has `rel="next"`.

    Ask every quarter of an hour with `updatedAtMin`, going back some minutes further than last time.
    Without `sort` the newest come first, so that an order which changes while you turn the pages makes
    you meet another one twice, and none is passed over; the changed one is among those of your next
    call. A page beyond the last is empty. `pageSize` is 100 at most: more is refused, for a shorter
    page than you asked for would look like the last one.

    The delivery address is in the lines from `InPreparation` on.

    * `status`: The statuses that you want, with commas.
    * `reference`: The sales channel's reference of the order.
    * `sales_channel_id`: The sales channel, such as `CDISFR`; several with commas.
    * `business_order`: Orders of companies only, or none of them.
    * `supply_mode`: Who ships: `Seller` for those that you ship yourself.
    * `shipping_country`: The ISO 3166-1 code of the country that they go to; several with commas.
    * `created_at_min`: Created at this instant or later.
    * `created_at_max`: Created at this instant or before.
    * `updated_at_min`: Changed at this instant or later: what happened since you last asked. Let it
      overlap by some minutes.
    * `updated_at_max`: Changed at this instant or before.
    * `shipped_at_min`: Shipped at this instant or later.
    * `shipped_at_max`: Shipped at this instant or before.
    * `page_size`: How many orders a page has at most.
    * `sort`: `createdAt`, `updatedAt` or `shippedAt`, upwards; `desc:updatedAt` is downwards. Without
      it the newest come first: by the date that you filter by, else by their creation.
    * `desc`: What to sort downwards by: a member of `sort`, or `true` for all of it.
    """
    return Listing(
        Call(
            "GET",
            "/orders",
            "orders",
            nothing,
            safe=True,
            query={
                "status": status,
                "reference": reference,
                "salesChannelId": sales_channel_id,
                "businessOrder": business_order,
                "supplyMode": supply_mode,
                "shippingCountry": shipping_country,
                "createdAtMin": created_at_min,
                "createdAtMax": created_at_max,
                "updatedAtMin": updated_at_min,
                "updatedAtMax": updated_at_max,
                "shippedAtMin": shipped_at_min,
                "shippedAtMax": shipped_at_max,
                "pageSize": page_size,
                "sort": sort,
                "desc": desc,
            },
        ),
        Order,
        INDEXED,
    )


def count_orders(
    *,
    status: Sequence[
        Literal[
            "Accepted",
            "Cancelled",
            "Delivered",
            "InPreparation",
            "Processing",
            "Refused",
            "Rejected",
            "Shipped",
            "WaitingAcceptance",
        ]
        | str
    ]
    | str
    | None = None,
    reference: str | None = None,
    sales_channel_id: Sequence[str] | str | None = None,
    business_order: bool | None = None,
    supply_mode: Sequence[Literal["Fulfillment", "Seller", "Xdock"] | str] | str | None = None,
    shipping_country: Sequence[str] | str | None = None,
    created_at_min: datetime | str | None = None,
    created_at_max: datetime | str | None = None,
    updated_at_min: datetime | str | None = None,
    updated_at_max: datetime | str | None = None,
    shipped_at_min: datetime | str | None = None,
    shipped_at_max: datetime | str | None = None,
) -> Call[int]:
    """Count orders.

    Return how many orders you have; with parameters, how many of those that they ask for: a number by
    itself.

    * `status`: The statuses that you want, with commas.
    * `reference`: The sales channel's reference of the order.
    * `sales_channel_id`: The sales channel, such as `CDISFR`; several with commas.
    * `business_order`: Orders of companies only, or none of them.
    * `supply_mode`: Who ships: `Seller` for those that you ship yourself.
    * `shipping_country`: The ISO 3166-1 code of the country that they go to; several with commas.
    * `created_at_min`: Created at this instant or later.
    * `created_at_max`: Created at this instant or before.
    * `updated_at_min`: Changed at this instant or later: what happened since you last asked. Let it
      overlap by some minutes.
    * `updated_at_max`: Changed at this instant or before.
    * `shipped_at_min`: Shipped at this instant or later.
    * `shipped_at_max`: Shipped at this instant or before.
    """
    return Call(
        "GET",
        "/orders/count",
        "orders",
        reads(int),
        safe=True,
        query={
            "status": status,
            "reference": reference,
            "salesChannelId": sales_channel_id,
            "businessOrder": business_order,
            "supplyMode": supply_mode,
            "shippingCountry": shipping_country,
            "createdAtMin": created_at_min,
            "createdAtMax": created_at_max,
            "updatedAtMin": updated_at_min,
            "updatedAtMax": updated_at_max,
            "shippedAtMin": shipped_at_min,
            "shippedAtMax": shipped_at_max,
        },
    )


def get_order(order_id: str) -> Call[Order]:
    """Get an order.

    Return one order as it is now, with its lines, parcels and what it went through.

    * `order_id`: The `orderId` of an order of the seller.
    """
    return Call("GET", f"/orders/{segment(order_id)}", "orders", reads(Order), safe=True)


def set_approval_status(order_id: str, body: Approval | Mapping[str, Any]) -> Call[None]:
    """Accept or refuse an order.

    Answer an order that is `WaitingAcceptance`: only some sales channels ask, and only sellers who
    switched automatic acceptance off.

    An accepted order is `Accepted` at once and `InPreparation` soon after: read it again until it is. A
    refused order is `Refused` for good, and its items are back on sale. The same answer again does
    nothing more.

    * `order_id`: The order: its `orderId`.
    """
    return Call(
        "POST", f"/orders/{segment(order_id)}/approval-status", "orders", nothing, body=body
    )


def ship_order(order_id: str, body: Sequence[Shipment | Mapping[str, Any]]) -> Call[None]:
    """Declare the parcels of an order.

    Declare one or more parcels, before the carrier collects them: a bare JSON array. Their lines become
    `Shipped`.

    Lines must be `InPreparation` and of the supply mode `Seller`. Some sales channels take one parcel
    for a complete order; on others an order may be shipped line by line, and a line may be in several
    parcels. All parcels of a call are taken, or none. When an answer was lost, read the order: a parcel
    that is on its lines was taken.

    * `order_id`: The order: its `orderId`.
    """
    return Call("POST", f"/orders/{segment(order_id)}/shipments", "orders", nothing, body=body)


def list_cancellation_reasons(
    *,
    sales_channel: str | None = None,
    user_type: Literal["Customer", "Marketplace", "Seller"] | str | None = None,
    order_status: Literal[
        "Accepted",
        "CancelRequest",
        "Cancelled",
        "Delivered",
        "InPreparation",
        "Processing",
        "Refused",
        "Rejected",
        "Shipped",
        "WaitingAcceptance",
    ]
    | str
    | None = None,
) -> Call[Sequence[CancellationReason]]:
    """List cancellation reasons.

    Return the reasons that may be given to cancel lines, by default those of sellers. The answer is a
    bare array.

    * `sales_channel`: The sales channel, such as `CDISFR`. All channels know the same reasons.
    * `order_status`: Only reasons for lines in this status.
    """
    return Call(
        "GET",
        "/cancellation-reasons",
        "orders",
        reads(Sequence[CancellationReason]),
        safe=True,
        query={"salesChannel": sales_channel, "userType": user_type, "orderStatus": order_status},
    )


def list_cancellation_requests(
    *,
    order_seller_id: str | None = None,
    cancellation_request_id: str | None = None,
    line_id: str | None = None,
    offer_id: str | None = None,
    sales_channel: str | None = None,
    page_size: int = 100,
) -> Listing[CancellationRequest]:
    """List cancellation requests.

    Return the cancellation requests for orders of the seller, whoever asked, the newest first.

    * `order_seller_id`: Only for this order.
    * `cancellation_request_id`: Only this request.
    * `line_id`: Only requests with this line.
    * `offer_id`: Only requests with lines of this offer.
    * `sales_channel`: Only for orders of this sales channel, such as `CDISFR`.
    * `page_size`: How many requests a page has at most. More than 100 is taken as 100.
    """
    return Listing(
        Call(
            "GET",
            "/order-cancellation-requests",
            "orders",
            nothing,
            safe=True,
            query={
                "orderSellerId": order_seller_id,
                "cancellationRequestId": cancellation_request_id,
                "lineId": line_id,
                "offerId": offer_id,
                "salesChannel": sales_channel,
                "pageSize": page_size,
            },
        ),
        CancellationRequest,
        INDEXED,
    )


def create_cancellation_request(
    body: NewCancellation | Mapping[str, Any],
) -> Call[CancellationCreated]:
    """Cancel an order.

    Ask to cancel all lines of an order, those excepted for which that was asked before.

    They are `CancelRequest` at once and `Cancelled` soon after; then the customer has the money back,
    and the items are on sale again unless the reason says that there are none. A line that is with the
    customer already can be refunded so, too.
    """
    return Call(
        "POST", "/order-cancellation-requests", "orders", reads(CancellationCreated), body=body
    )


def create_partial_cancellation_request(
    body: NewPartialCancellation | Mapping[str, Any],
) -> Call[CancellationCreated]:
    """Cancel lines of an order.

    Ask to cancel some lines of an order: all that are named, or none. The order is `Cancelled` when all
    its lines are.
    """
    return Call(
        "POST",
        "/order-partial-cancellation-requests",
        "orders",
        reads(CancellationCreated),
        body=body,
    )


def get_available_gesture_amounts(order_id: str) -> Call[AvailableAmounts]:
    """Get what may still be given back.

    Return how much of what the customer paid may still be given back as a commercial gesture.

    * `order_id`: The order: its `orderId`.
    """
    return Call(
        "GET",
        f"/orders/{segment(order_id)}/commercial-gestures-available-amounts",
        "orders",
        reads(AvailableAmounts),
        safe=True,
    )


def list_gesture_requests(
    *,
    order_id: str | None = None,
    status: Sequence[Literal["Accepted", "Pending"] | str] | str | None = None,
    created_at_min: datetime | str | None = None,
    created_at_max: datetime | str | None = None,
    updated_at_min: datetime | str | None = None,
    updated_at_max: datetime | str | None = None,
    limit: int = 100,
) -> Listing[Gesture]:
    """List commercial gestures.

    Return the commercial gestures of the seller, the newest first.

    * `order_id`: Only for this order.
    * `status`: Only gestures in these statuses.
    * `created_at_min`: Only gestures that came then or later.
    * `created_at_max`: Only gestures that came then or earlier.
    * `updated_at_min`: Only gestures that last changed then or later.
    * `updated_at_max`: Only gestures that last changed then or earlier.
    * `limit`: How many gestures a page has at most. More than 1000 is taken as 1000.
    """
    return Listing(
        Call(
            "GET",
            "/order-commercial-gesture-requests",
            "orders",
            nothing,
            safe=True,
            query={
                "orderId": order_id,
                "status": status,
                "createdAtMin": created_at_min,
                "createdAtMax": created_at_max,
                "updatedAtMin": updated_at_min,
                "updatedAtMax": updated_at_max,
                "limit": limit,
            },
        ),
        Gesture,
        CURSOR,
    )


def create_gesture_request(body: NewGesture | Mapping[str, Any]) -> Call[GestureCreated]:
    """Give a part of the money back.

    Give the customer of an order that is `Shipped` or `Delivered` a part of the money back, out of
    goodwill.

    All gestures for an order, and what its cancelled lines gave back, are never more than the customer
    paid; the sales channel may say a lower limit. The gesture is `Pending` at once and `Accepted` soon
    after.
    """
    return Call(
        "POST", "/order-commercial-gesture-requests", "orders", reads(GestureCreated), body=body
    )


def get_gesture_request(request_id: str) -> Call[Gesture]:
    """Get a commercial gesture.

    Return one commercial gesture.

    * `request_id`: The gesture: its `requestId`.
    """
    return Call(
        "GET",
        f"/order-commercial-gesture-requests/{segment(request_id)}",
        "orders",
        reads(Gesture),
        safe=True,
    )


def get_gesture_configuration(sales_channel_id: str) -> Call[GestureConfiguration]:
    """Get the rules of a sales channel for gestures.

    Return which reasons a sales channel knows for commercial gestures, and how much they may come to.

    * `sales_channel_id`: A sales channel of the seller.
    """
    return Call(
        "GET",
        f"/sales-channel-commercial-gesture-configurations/{segment(sales_channel_id)}",
        "orders",
        reads(GestureConfiguration),
        safe=True,
    )


class Orders(Resource):
    """What customers ordered, and what you do with it: accept, ship, cancel, give a part of the money
    back.
    """

    list = listing(list_orders)
    count = method(count_orders)
    get = method(get_order)
    set_approval_status = method(set_approval_status)
    declare_parcels = method(ship_order)
    list_cancellation_reasons = method(list_cancellation_reasons)
    list_cancellation_requests = listing(list_cancellation_requests)
    create_cancellation_request = method(create_cancellation_request)
    create_partial_cancellation_request = method(create_partial_cancellation_request)
    get_available_gesture_amounts = method(get_available_gesture_amounts)
    list_gesture_requests = listing(list_gesture_requests)
    create_gesture_request = method(create_gesture_request)
    get_gesture_request = method(get_gesture_request)
    get_gesture_configuration = method(get_gesture_configuration)


class AsyncOrders(AsyncResource):
    """What customers ordered, and what you do with it: accept, ship, cancel, give a part of the money
    back.
    """

    list = async_listing(list_orders)
    count = async_method(count_orders)
    get = async_method(get_order)
    set_approval_status = async_method(set_approval_status)
    declare_parcels = async_method(ship_order)
    list_cancellation_reasons = async_method(list_cancellation_reasons)
    list_cancellation_requests = async_listing(list_cancellation_requests)
    create_cancellation_request = async_method(create_cancellation_request)
    create_partial_cancellation_request = async_method(create_partial_cancellation_request)
    get_available_gesture_amounts = async_method(get_available_gesture_amounts)
    list_gesture_requests = async_listing(list_gesture_requests)
    create_gesture_request = async_method(create_gesture_request)
    get_gesture_request = async_method(get_gesture_request)
    get_gesture_configuration = async_method(get_gesture_configuration)
