"""Routes of orders. Docstrings are the reference's texts."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Final, NamedTuple

from litestar import Router, get, post
from litestar.openapi.spec import Example
from litestar.params import PathParameter, RawBody
from litestar.types import Scope as AsgiScope
from msgspec import Meta, Struct
from sqlalchemy import Connection

from sellergate.access.context import ClientUid, SellerId
from sellergate.access.scopes import OperatorScope
from sellergate.kit.problems import Problem
from sellergate.market.fulfillment.outbound.dispatch import deliver_order
from sellergate.market.orders import keys
from sellergate.market.orders.models import Fee, Order, Status
from sellergate.market.orders.moves import pass_controls, reject_order
from sellergate.market.orders.overview import Wanted, get_any_order, page_of_orders
from sellergate.market.orders.placing import Bought, Purchase, place_order
from sellergate.market.orders.stock import reference_of_offer
from sellergate.operator_api.examples import (
    DELIVERY_EXAMPLE,
    ORDER_ID,
    ORDERS_EXAMPLES,
    PURCHASE_EXAMPLE,
)
from sellergate.operator_api.schemas import (
    ChannelId,
    MarketOrder,
    OrderList,
    OrderToPlace,
    PurchaseLine,
    SellerNumber,
    render_brief,
    render_order,
)
from sellergate.operator_api.wire import cents_of, key_of, principal_of
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.bodies import invalid, parse_body
from sellergate.rest.openapi.facts import HELD_ORDER_ID, SHIPPED_ORDER_ID
from sellergate.rest.paging import NEXT_PAGE, CursorText, next_link, parse_cursor, render_cursor
from sellergate.rest.queries import read_query
from sellergate.rest.wire import database_of, now_of, public_url_of

MAX_PAGE: Final = 100
REPLAYED: Final = "Idempotent-Replayed"
NO_ORDER: Final = "There is no order with this id."
NOT_THERE: Final = (
    "status does not allow it: order 2611021048KPRWT is Delivered and cannot be rejected."
)


OrderIdPath = Annotated[
    str, PathParameter(description="The order.", examples=[Example(value=ORDER_ID)])
]
HeldOrderIdPath = Annotated[
    str, PathParameter(description="The order.", examples=[Example(value=HELD_ORDER_ID)])
]
ShippedOrderIdPath = Annotated[
    str, PathParameter(description="The order.", examples=[Example(value=SHIPPED_ORDER_ID)])
]


class OrderQuery(Struct, rename="camel"):
    """Filters of `GET /orders`."""

    seller_id: SellerNumber | None = None
    status: Status | None = None
    sales_channel_id: ChannelId | None = None
    held: Annotated[
        bool, Meta(description="With `true`, only those that wait for your controls.")
    ] = False
    limit: Annotated[int, Meta(ge=1, le=MAX_PAGE, description="How many at most.")] = 50
    cursor: CursorText | None = None


class Delivery(Struct, rename="camel"):
    """What has come."""

    parcel_number: Annotated[
        Annotated[str, Meta(max_length=100)] | None,
        Meta(description="The parcel. Without it: all that are on their way."),
    ] = None


@get(
    "/orders",
    operation_id="listOrders",
    summary="List orders",
    opt={"query": OrderQuery, "answer": OrderList, "answer_headers": NEXT_PAGE},
)
async def list_orders(scope: AsgiScope) -> JsonAnswer:
    """Return the orders of all sellers, the last one placed first.

    Follow the `Link` header to the next page.
    """
    query = read_query(scope, OrderQuery)
    before = parse_cursor(query.cursor, int)[0] if query.cursor else None
    wanted = Wanted(
        seller_id=SellerId(int(query.seller_id)) if query.seller_id else None,
        status=query.status,
        sales_channel_id=query.sales_channel_id.upper() if query.sales_channel_id else None,
        is_held=query.held,
    )
    found = await database_of(scope).read(
        page_of_orders, wanted, limit=query.limit + 1, before=before
    )
    page = found[: query.limit]
    headers = {}
    if len(found) > query.limit:
        headers = next_link(scope, cursor=render_cursor(page[-1].row))
    return JsonAnswer(OrderList(len(page), [render_brief(one) for one in page]), headers=headers)


@post(
    "/orders",
    operation_id="placeOrder",
    summary="Place an order",
    opt={
        "body": OrderToPlace,
        "body_example": PURCHASE_EXAMPLE,
        "answer": MarketOrder,
        "request_headers": ("Idempotency-Key",),
        "answer_headers": {
            "Location": {
                "description": "The address of the order.",
                "required": True,
                "schema": {"type": "string", "format": "uri"},
            },
            REPLAYED: {
                "description": "`true` when an earlier request with this Idempotency-Key placed the order.",
                "required": False,
                "schema": {"type": "string", "const": "true"},
            },
        },
        "problems": {
            "validation": "lines[0].quantity asks for 3 of LC-3104-GRI: there are fewer.",
            "idempotency-key-reused": "This Idempotency-Key came with another request before.",
        },
    },
)
async def place(scope: AsgiScope, body: RawBody) -> JsonAnswer:
    """Place what a customer bought of one seller: the stock is taken, prices and commission are computed.

    Lines name offers that are on sale in the sales channel, by `sellerProductId` or by `offerId`. All of them are
    taken, or none. The order is `Processing` and goes on by itself, unless you hold it.

    Send an `Idempotency-Key` of your own with every order: when no answer reaches you, send the same request again with
    the same key, and you get the order that was placed, not a second one.
    """
    wanted = parse_body(body, OrderToPlace)
    key = key_of(scope)
    request = _Request(
        principal_of(scope).client_uid, key, hashlib.sha256(body).digest(), wanted, now_of(scope)
    )
    try:
        order, is_replayed = await database_of(scope).write(_place_once, request)
    except keys.KeyReused as error:
        raise Problem("idempotency-key-reused") from error
    headers = {"Location": f"{public_url_of(scope)}{scope['path']}/{order.order_id}"}
    if is_replayed:
        headers[REPLAYED] = "true"
    return JsonAnswer(render_order(order), status_code=201, headers=headers)


@get(
    "/orders/{order_id:str}",
    operation_id="getOrder",
    summary="Get an order",
    opt={"problems": {"not-found": NO_ORDER}},
)
async def get_one(scope: AsgiScope, order_id: OrderIdPath) -> MarketOrder:
    """Return an order with its lines, its parcels and what happened to it."""
    return render_order(await database_of(scope).read(get_any_order, order_id))


@post(
    "/orders/{order_id:str}/controls/pass",
    operation_id="passControls",
    summary="Let a held order go on",
    status_code=200,
    opt={"problems": {"not-found": NO_ORDER, "validation": NOT_THERE}},
)
async def pass_one(scope: AsgiScope, order_id: HeldOrderIdPath) -> MarketOrder:
    """Pass the controls of an order that is `Processing`: its seller is asked to accept it, or it is prepared."""
    return await _moved(scope, pass_controls, order_id)


@post(
    "/orders/{order_id:str}/controls/fail",
    operation_id="failControls",
    summary="Reject an order",
    status_code=200,
    opt={"problems": {"not-found": NO_ORDER, "validation": NOT_THERE}},
)
async def fail_one(scope: AsgiScope, order_id: HeldOrderIdPath) -> MarketOrder:
    """Reject an order that is `Processing` or `Accepted`. What it took is on sale again."""
    return await _moved(scope, reject_order, order_id)


@post(
    "/orders/{order_id:str}/deliveries",
    operation_id="deliverOrder",
    summary="Tell that parcels have come",
    status_code=200,
    opt={
        "body": Delivery,
        "body_example": DELIVERY_EXAMPLE,
        "problems": {"not-found": NO_ORDER, "validation": NOT_THERE},
    },
)
async def deliver_one(scope: AsgiScope, order_id: ShippedOrderIdPath, body: RawBody) -> MarketOrder:
    """Mark a parcel of an order as delivered, or all that are on their way. Told twice, it changes nothing.

    A line is `Delivered` with the last of its parcels, the order with the last of its lines.
    """
    parcel_number = parse_body(body, Delivery).parcel_number if body.strip() else None
    return await _moved(scope, deliver_order, order_id, parcel_number=parcel_number)


def orders_router() -> Router:
    """The routes of orders."""
    return Router(
        path="/",
        route_handlers=[list_orders, place, get_one, pass_one, fail_one, deliver_one],
        tags=["Orders"],
        opt={"scope": OperatorScope.OPERATOR, "examples": ORDERS_EXAMPLES},
    )


class _Request(NamedTuple):
    client_uid: ClientUid
    key: str | None
    digest: bytes
    wanted: OrderToPlace
    now: datetime


def _place_once(conn: Connection, request: _Request) -> tuple[Order, bool]:
    """The order, and whether an earlier request placed it."""
    if request.wanted.purchased_at is not None and request.wanted.purchased_at > request.now:
        raise invalid("purchasedAt", "must not be in the future")
    if request.key is not None:
        placed = keys.find_placed(conn, request.client_uid, request.key, request.digest)
        if placed is not None:
            return placed, True
    seller_id = SellerId(int(request.wanted.seller_id))
    order = place_order(
        conn, seller_id, _purchase(conn, seller_id, request.wanted), now=request.now
    )
    if request.key is not None:
        keys.remember(conn, request.client_uid, request.key, request.digest, order)
    return order, False


async def _moved(
    scope: AsgiScope, act: Callable[..., Order], order_id: str, **values: Any
) -> MarketOrder:
    """The order after an act of the marketplace."""
    return render_order(
        await database_of(scope).write(act, order_id=order_id, now=now_of(scope), **values)
    )


def _purchase(conn: Connection, seller_id: SellerId, wanted: OrderToPlace) -> Purchase:
    billing = wanted.billing_address.as_address()
    return Purchase(
        sales_channel_id=wanted.sales_channel_id,
        lines=[
            _bought(conn, seller_id, line, f"lines[{number}]")
            for number, line in enumerate(wanted.lines)
        ],
        customer_reference=wanted.customer.reference,
        billing_address=billing,
        shipping_address=(
            wanted.shipping_address.as_address() if wanted.shipping_address else billing
        ),
        reference=wanted.reference,
        is_business=wanted.business_order,
        supply_mode=wanted.supply_mode,
        payment_method=wanted.payment.method if wanted.payment else None,
        service_fees=[
            Fee(fee.label, cents_of(fee.amount, f"serviceFees[{number}].amount") or 0)
            for number, fee in enumerate(wanted.service_fees)
        ],
        purchased_at=wanted.purchased_at,
        is_held=wanted.held,
    )


def _bought(conn: Connection, seller_id: SellerId, line: PurchaseLine, place: str) -> Bought:
    if (line.seller_product_id is None) == (line.offer_id is None):
        raise invalid(place, "needs a sellerProductId or an offerId, and not both")
    reference = line.seller_product_id
    if reference is None:
        reference = reference_of_offer(conn, seller_id, str(line.offer_id))
    if reference is None:
        raise invalid(f"{place}.offerId", "is not the id of an offer of the seller")
    return Bought(
        seller_product_id=reference,
        quantity=line.quantity,
        **({"delivery_mode": line.delivery_mode} if line.delivery_mode else {}),
        unit_price=cents_of(line.unit_price, f"{place}.unitPrice"),
        shipping_cost=cents_of(line.shipping_cost, f"{place}.shippingCost"),
        offer_unit_price=cents_of(line.offer_unit_price, f"{place}.offerUnitPrice"),
        commission_rate=line.commission_rate,
    )
