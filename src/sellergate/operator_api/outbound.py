"""Routes of what leaves the warehouses. Docstrings are the reference's texts."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, Final

from litestar import Router, get, post
from litestar.openapi.spec import Example
from litestar.params import PathParameter, RawBody
from litestar.types import Scope as AsgiScope
from msgspec import Meta, Struct

from sellergate.access.context import SellerId
from sellergate.access.scopes import OperatorScope
from sellergate.market.fulfillment.outbound import cancelling, dispatch, models
from sellergate.market.fulfillment.outbound.cancellation_store import page_of_requests
from sellergate.market.fulfillment.outbound.dispatch import PackedParcel
from sellergate.market.fulfillment.outbound.finding import OutboundFilter, page_of_outbounds
from sellergate.market.fulfillment.outbound.models import (
    OutboundCancellationStatus,
    OutboundState,
    OutboundStatus,
)
from sellergate.market.fulfillment.outbound.store import get_any_outbound
from sellergate.market.fulfillment.walking import Place
from sellergate.market.orders.models import Address
from sellergate.market.warehouse.models import ProductState, StorageCountry
from sellergate.operator_api.schemas import PLAIN, SellerNumber
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.bodies import parse_body
from sellergate.rest.openapi.facts import EXAMPLE_SELLER_ID
from sellergate.rest.paging import NEXT_PAGE, CursorText, next_link, parse_cursor, render_cursor
from sellergate.rest.queries import read_query
from sellergate.rest.wire import database_of, now_of

OUTBOUND_ID: Final = "2b7d0c11-0000-4000-8000-000000000041"
REQUEST_ID: Final = "2b7d0c11-0000-4000-8000-000000000043"
MAX_PAGE: Final = 100
MAX_PARCELS: Final = 100
MAX_BODY: Final = 100_000
NO_OUTBOUND: Final = "There is no outbound shipment with this id."
NOT_THERE: Final = (
    "status does not allow it: the outbound shipment is Shipped and cannot be rejected."
)
_AT: Final = datetime(2026, 11, 12, 9, 20, tzinfo=UTC)

OutboundIdPath = Annotated[
    str,
    PathParameter(description="The outbound shipment.", examples=[Example(value=OUTBOUND_ID)]),
]
RequestIdPath = Annotated[
    str, PathParameter(description="The request.", examples=[Example(value=REQUEST_ID)])
]
Details = Annotated[
    Annotated[str, Meta(max_length=150, pattern=PLAIN)] | None,
    Meta(description="More about it, for the seller."),
]


class OutboundListQuery(Struct, rename="camel"):
    """Filters of `GET /outbound-shipments`."""

    seller_id: SellerNumber | None = None
    status: Annotated[list[OutboundStatus], Meta(description="Only those in these statuses.")] = []
    storage_country: Annotated[
        list[StorageCountry], Meta(description="Only those from these countries. `UK` is `GB`.")
    ] = []
    reference: (
        Annotated[
            str, Meta(max_length=60, description="The seller's reference, or the id of the order.")
        ]
        | None
    ) = None
    limit: Annotated[int, Meta(ge=1, le=MAX_PAGE, description="How many at most.")] = 50
    cursor: CursorText | None = None


class OutboundRequestQuery(Struct, rename="camel"):
    """Filters of `GET /outbound-cancellation-requests`."""

    status: Annotated[
        list[OutboundCancellationStatus],
        Meta(description="Only requests in these statuses: `UnderReview` waits for you."),
    ] = []
    outbound_shipment_id: (
        Annotated[str, Meta(max_length=40, description="Only those about this shipment.")] | None
    ) = None
    limit: Annotated[int, Meta(ge=1, le=MAX_PAGE, description="How many at most.")] = 50
    cursor: CursorText | None = None


class OutboundLineToSend(Struct, rename="camel"):
    """So many of a product."""

    line_number: int
    seller_product_reference: str | None
    product_id: str | None
    product_condition: ProductState | None
    quantity: int
    returned_quantity: int


class OutboundParcelSent(Struct, rename="camel"):
    """What a carrier took."""

    parcel_id: str
    parcel_number: str
    tracking_url: str | None
    line_numbers: list[int]


class OutboundToHandle(Struct, rename="camel", kw_only=True):
    """An outbound shipment."""

    outbound_shipment_id: str
    seller_id: str
    order_id: Annotated[
        str | None, Meta(description="The order that it is for; null when the seller asked for it.")
    ]
    reference: str | None
    status: OutboundStatus
    state: OutboundState
    reason: Annotated[str | None, Meta(description="Why it was rejected.")]
    storage_country: StorageCountry
    delivery_mode: str
    delivery_address: Address
    lines: list[OutboundLineToSend]
    carrier: str | None
    parcels: list[OutboundParcelSent]
    created_at: datetime
    updated_at: datetime
    status_updated_at: datetime
    shipped_at: datetime | None


class OutboundList(Struct, rename="camel"):
    """Outbound shipments of all sellers, the newest first."""

    items_per_page: Annotated[int, Meta(description="How many items there are in this page.")]
    items: list[OutboundToHandle]


class ParcelToSend(Struct, rename="camel"):
    """A parcel that a carrier took."""

    parcel_number: Annotated[str, Meta(min_length=1, max_length=100, pattern=PLAIN)]
    tracking_url: (
        Annotated[str, Meta(max_length=500, pattern=r"^https?://[^\x00-\x20\x7f<>\"]+$")] | None
    ) = None
    line_numbers: Annotated[
        list[int] | None, Meta(description="The lines that are in it. Left out: all of them.")
    ] = None


class Dispatch(Struct, rename="camel"):
    """Who took a shipment, and in which parcels."""

    carrier: Annotated[str, Meta(min_length=1, max_length=100, pattern=PLAIN)]
    parcels: Annotated[list[ParcelToSend], Meta(min_length=1, max_length=MAX_PARCELS)]


class OutboundRejection(Struct, rename="camel"):
    """Why the warehouse cannot send it."""

    details: Details = None


class OutboundRequest(Struct, rename="camel"):
    """A seller's request to call a shipment off."""

    request_id: str
    outbound_shipment_id: str
    seller_id: str
    status: OutboundCancellationStatus
    reason: str | None
    created_at: datetime
    updated_at: datetime


class OutboundRequestList(Struct, rename="camel"):
    """Requests of all sellers, the newest first."""

    items_per_page: Annotated[int, Meta(description="How many items there are in this page.")]
    items: list[OutboundRequest]


class OutboundDecision(Struct, rename="camel"):
    """Your decision about a request that is `UnderReview`."""

    granted: bool
    reason: Details = None


_EXAMPLE: Final = OutboundToHandle(
    outbound_shipment_id=OUTBOUND_ID,
    seller_id=EXAMPLE_SELLER_ID,
    order_id=None,
    reference="SHOP-1042",
    status=OutboundStatus.SHIPPED,
    state=OutboundState.VALID,
    reason=None,
    storage_country=StorageCountry.FR,
    delivery_mode="TrackedHomeDelivery",
    delivery_address=Address(
        first_name="Ada",
        last_name="Exemple",
        address_line1="1 rue de l'Exemple",
        postal_code="33000",
        city="Bordeaux",
        country_code="FR",
    ),
    lines=[
        OutboundLineToSend(1, "TABL-0052", "AUC0400030101027", ProductState.NEW, 1, 0),
    ],
    carrier="Colissimo",
    parcels=[
        OutboundParcelSent(
            "2b7d0c11-0000-4000-8000-000000000042",
            "8N00455012345",
            "https://tracking.example/8N00455012345",
            [1],
        )
    ],
    created_at=_AT,
    updated_at=_AT,
    status_updated_at=_AT,
    shipped_at=_AT,
)
_REQUEST: Final = OutboundRequest(
    REQUEST_ID,
    OUTBOUND_ID,
    EXAMPLE_SELLER_ID,
    OutboundCancellationStatus.ACCEPTED,
    None,
    _AT,
    _AT,
)
_DISPATCH: Final = Dispatch(
    "Colissimo", [ParcelToSend("8N00455012345", "https://tracking.example/8N00455012345")]
)
EXAMPLES: Final[dict[str, object]] = {
    "listOutboundShipments": OutboundList(1, [_EXAMPLE]),
    "getOutboundShipment": _EXAMPLE,
    "acceptOutboundShipment": _EXAMPLE,
    "prepareOutboundShipment": _EXAMPLE,
    "rejectOutboundShipment": _EXAMPLE,
    "dispatchOutboundShipment": _EXAMPLE,
    "deliverOutboundShipment": _EXAMPLE,
    "listOutboundCancellations": OutboundRequestList(1, [_REQUEST]),
    "decideOutboundCancellation": _REQUEST,
}


@get(
    "/outbound-shipments",
    operation_id="listOutboundShipments",
    summary="List outbound shipments",
    opt={"query": OutboundListQuery, "answer": OutboundList, "answer_headers": NEXT_PAGE},
)
async def list_outbounds(scope: AsgiScope) -> JsonAnswer:
    """Return what leaves the warehouses, of all sellers, the newest first: for orders, and as sellers asked.

    `Accepted` ones wait to be picked, those in `InPreparation` for a carrier.
    """
    query = read_query(scope, OutboundListQuery)
    wanted = OutboundFilter(
        seller_id=SellerId(int(query.seller_id)) if query.seller_id else None,
        statuses=query.status,
        storage_countries=query.storage_country,
        reference=query.reference,
    )
    place = Place(0, parse_cursor(query.cursor, int)[0], is_back=False) if query.cursor else None
    page, has_more = await database_of(scope).read(
        page_of_outbounds, wanted, place=place, limit=query.limit
    )
    headers = {}
    if has_more:
        headers = next_link(scope, cursor=render_cursor(page[-1].row))
    return JsonAnswer(OutboundList(len(page), [_render(one) for one in page]), headers=headers)


@get(
    "/outbound-shipments/{outbound_shipment_id:str}",
    operation_id="getOutboundShipment",
    summary="Get an outbound shipment",
    opt={"problems": {"not-found": NO_OUTBOUND}},
)
async def get_one(scope: AsgiScope, outbound_shipment_id: OutboundIdPath) -> OutboundToHandle:
    """Return an outbound shipment with its lines and parcels."""
    return _render(await database_of(scope).read(get_any_outbound, outbound_shipment_id))


@post(
    "/outbound-shipments/{outbound_shipment_id:str}/acceptance",
    operation_id="acceptOutboundShipment",
    summary="Judge an outbound shipment",
    status_code=200,
    opt={"problems": {"not-found": NO_OUTBOUND, "validation": NOT_THERE}},
)
async def accept(scope: AsgiScope, outbound_shipment_id: OutboundIdPath) -> OutboundToHandle:
    """Judge a shipment that is `Created` at once, without waiting for the background work that does.

    It is `Accepted` and its stock allocated, or `Rejected`. Told twice, it changes nothing.
    """
    return await _done(scope, dispatch.accept, outbound_shipment_id)


@post(
    "/outbound-shipments/{outbound_shipment_id:str}/preparation",
    operation_id="prepareOutboundShipment",
    summary="Tell that goods are being picked",
    status_code=200,
    opt={"problems": {"not-found": NO_OUTBOUND, "validation": NOT_THERE}},
)
async def prepare(scope: AsgiScope, outbound_shipment_id: OutboundIdPath) -> OutboundToHandle:
    """Begin to prepare a shipment that is `Accepted`. From now on you decide whether its seller may call it off.

    Told twice, it changes nothing.
    """
    return await _done(scope, dispatch.prepare, outbound_shipment_id)


@post(
    "/outbound-shipments/{outbound_shipment_id:str}/rejection",
    operation_id="rejectOutboundShipment",
    summary="Reject an outbound shipment",
    status_code=200,
    opt={
        "body": OutboundRejection,
        "body_example": OutboundRejection("Not found on its shelf"),
        "problems": {"not-found": NO_OUTBOUND, "validation": NOT_THERE},
    },
)
async def reject(
    scope: AsgiScope, outbound_shipment_id: OutboundIdPath, body: RawBody
) -> OutboundToHandle:
    """End a shipment that cannot be sent. Its stock is `Available` again. Orders are cancelled instead."""
    details = parse_body(body, OutboundRejection).details if body.strip() else None
    return await _done(scope, dispatch.reject, outbound_shipment_id, details=details)


@post(
    "/outbound-shipments/{outbound_shipment_id:str}/dispatch",
    operation_id="dispatchOutboundShipment",
    summary="Hand an outbound shipment to its carrier",
    status_code=200,
    request_max_body_size=MAX_BODY,
    opt={
        "body": Dispatch,
        "body_example": _DISPATCH,
        "problems": {
            "not-found": NO_OUTBOUND,
            "validation": "parcels leave out the line 2: every line must be in one parcel at least.",
        },
    },
)
async def ship(
    scope: AsgiScope, outbound_shipment_id: OutboundIdPath, body: RawBody
) -> OutboundToHandle:
    """Ship what is `InPreparation`: its stock leaves the warehouse, and the order that it is for is `Shipped`.

    A request to call it off that nobody decided is refused: it came too late. Told twice, it changes nothing.
    """
    wanted = parse_body(body, Dispatch)
    parcels = [
        PackedParcel(
            parcel.parcel_number,
            parcel.tracking_url,
            None if parcel.line_numbers is None else tuple(parcel.line_numbers),
        )
        for parcel in wanted.parcels
    ]
    return await _done(
        scope,
        dispatch.ship,
        outbound_shipment_id,
        carrier_name=wanted.carrier,
        parcels=parcels,
    )


@post(
    "/outbound-shipments/{outbound_shipment_id:str}/delivery",
    operation_id="deliverOutboundShipment",
    summary="Tell that an outbound shipment has come",
    status_code=200,
    opt={"problems": {"not-found": NO_OUTBOUND, "validation": NOT_THERE}},
)
async def deliver(scope: AsgiScope, outbound_shipment_id: OutboundIdPath) -> OutboundToHandle:
    """Mark a shipment as `Delivered`, and the order that it is for. Told twice, it changes nothing."""
    return await _done(scope, dispatch.deliver, outbound_shipment_id)


@get(
    "/outbound-cancellation-requests",
    operation_id="listOutboundCancellations",
    summary="List requests to call outbound shipments off",
    opt={
        "query": OutboundRequestQuery,
        "answer": OutboundRequestList,
        "answer_headers": NEXT_PAGE,
    },
)
async def list_requests(scope: AsgiScope) -> JsonAnswer:
    """Return the requests of all sellers, the newest first. Those that are `UnderReview` wait for you."""
    query = read_query(scope, OutboundRequestQuery)
    found = await database_of(scope).read(
        page_of_requests,
        None,
        statuses=query.status,
        outbound_id=query.outbound_shipment_id,
        key=parse_cursor(query.cursor, int)[0] if query.cursor else None,
        limit=query.limit + 1,
    )
    page = found[: query.limit]
    headers = {}
    if len(found) > query.limit:
        headers = next_link(scope, cursor=render_cursor(page[-1].row))
    items = [_request(one) for one in page]
    return JsonAnswer(OutboundRequestList(len(items), items), headers=headers)


@post(
    "/outbound-cancellation-requests/{request_id:str}/decision",
    operation_id="decideOutboundCancellation",
    summary="Decide whether an outbound shipment is called off",
    status_code=200,
    opt={
        "body": OutboundDecision,
        "body_example": OutboundDecision(granted=True),
        "problems": {
            "not-found": "There is no outbound cancellation request with this id.",
            "validation": "status does not allow it: the cancellation request is Accepted.",
        },
    },
)
async def decide(scope: AsgiScope, request_id: RequestIdPath, body: RawBody) -> OutboundRequest:
    """Grant a request that is `UnderReview`, and the shipment is `Cancelled`; or refuse it, and the shipment goes on."""
    decision = parse_body(body, OutboundDecision)
    request = await database_of(scope).write(
        cancelling.decide_cancellation,
        request_id,
        now_of(scope),
        is_granted=decision.granted,
        reason=decision.reason,
    )
    return _request(request)


def outbound_router() -> Router:
    """The routes of what leaves the warehouses."""
    return Router(
        path="/",
        route_handlers=[
            *(list_outbounds, get_one, accept, prepare, reject, ship, deliver),
            *(list_requests, decide),
        ],
        tags=["Outbound shipments"],
        opt={"scope": OperatorScope.OPERATOR, "examples": EXAMPLES},
    )


async def _done(
    scope: AsgiScope, step: Callable[..., models.Outbound], outbound_id: str, **values: Any
) -> OutboundToHandle:
    """The shipment after an act of the warehouse."""
    return _render(await database_of(scope).write(step, outbound_id, now_of(scope), **values))


def _render(outbound: models.Outbound) -> OutboundToHandle:
    return OutboundToHandle(
        outbound_shipment_id=outbound.outbound_id,
        seller_id=str(outbound.seller_id),
        order_id=outbound.order_id,
        reference=outbound.reference,
        status=outbound.status,
        state=outbound.state,
        reason=outbound.reason,
        storage_country=outbound.storage_country,
        delivery_mode=outbound.delivery_mode,
        delivery_address=outbound.delivery_address,
        lines=[
            OutboundLineToSend(line.position, *line.product, line.quantity, line.returned)
            for line in outbound.lines
        ],
        carrier=outbound.carrier_name,
        parcels=[
            OutboundParcelSent(
                parcel.parcel_id, parcel.parcel_number, parcel.tracking_url, list(parcel.lines)
            )
            for parcel in outbound.parcels
        ],
        created_at=outbound.created_at,
        updated_at=outbound.updated_at,
        status_updated_at=outbound.status_updated_at,
        shipped_at=outbound.shipped_at,
    )


def _request(request: models.OutboundCancellation) -> OutboundRequest:
    return OutboundRequest(
        request.request_id,
        request.outbound_id,
        str(request.seller_id),
        request.status,
        request.reason,
        request.created_at,
        request.updated_at,
    )
