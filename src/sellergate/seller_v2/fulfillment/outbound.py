"""Routes of outbound shipments (contract/09 §5). Docstrings are the reference's texts."""

from typing import Annotated, Any, Final

from litestar import get, post
from litestar.openapi.spec import Example
from litestar.params import PathParameter, RawBody
from litestar.types import Scope as AsgiScope

from sellergate.access.context import SellerId
from sellergate.access.scopes import Scope
from sellergate.kit.clock import to_micros
from sellergate.kit.instants import render_instant
from sellergate.market.fulfillment.outbound import models
from sellergate.market.fulfillment.outbound.errors import OutboundUnknown
from sellergate.market.fulfillment.outbound.finding import (
    OutboundFilter,
    count_of_outbounds,
    page_of_outbounds,
)
from sellergate.market.fulfillment.outbound.making import make_outbound
from sellergate.market.fulfillment.outbound.models import Rejection
from sellergate.market.fulfillment.outbound.store import get_outbound
from sellergate.market.fulfillment.walking import Place, Span, Spans, sort_of
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.paging import BOTH_WAYS, Step, parse_step, walked
from sellergate.rest.queries import read_query
from sellergate.rest.wire import database_of, now_of, public_url_of, seller_of
from sellergate.seller_v2.fulfillment.outbound_bodies import read_outbound
from sellergate.seller_v2.fulfillment.outbound_examples import NEW_OUTBOUND, OUTBOUND_ID
from sellergate.seller_v2.fulfillment.outbound_schemas import (
    DeliveryAddress,
    NewOutboundShipment,
    OutboundCountQuery,
    OutboundLine,
    OutboundParcel,
    OutboundQuery,
    OutboundRejection,
    OutboundShipment,
    OutboundShipmentPage,
)

MOST_ON_A_PAGE: Final = 1000
MAX_BODY: Final = 200_000
CREATED_AT: Final = {
    "Location": {
        "description": "The address of what was made.",
        "required": True,
        "schema": {"type": "string", "format": "uri"},
    }
}

OutboundIdPath = Annotated[
    str,
    PathParameter(
        description="The shipment: its `outboundShipmentId`.", examples=[Example(value=OUTBOUND_ID)]
    ),
]


@get(
    "/outbound-shipments",
    operation_id="listOutboundShipments",
    summary="List outbound shipments",
    opt={"query": OutboundQuery, "answer": OutboundShipmentPage, "answer_headers": BOTH_WAYS},
)
async def list_outbounds(scope: AsgiScope) -> JsonAnswer:
    """Return what leaves the warehouses for you, the newest first: what you asked for, and your orders.

    To follow shipments, ask for `statusUpdatedAtMin` from your last call on: they are then sorted by when their status
    changed. The `Link` header names the next page and the one before: follow it, for a page of many lines is shorter
    than `limit`.
    """
    query = read_query(scope, OutboundQuery)
    wanted = _filter(seller_of(scope).seller_id, query)
    step = parse_step(query.cursor, int, int)
    some, has_more = await database_of(scope).read(
        page_of_outbounds, wanted, place=place_of(step), limit=min(query.limit, MOST_ON_A_PAGE)
    )
    found = [*some, some[-1]] if has_more else some
    page, headers = walked(
        scope,
        found,
        step=step,
        limit=len(some),
        key_of=lambda one: key_of(one, wanted.spans),
    )
    items = [render_outbound(outbound) for outbound in page]
    return JsonAnswer(OutboundShipmentPage(len(items), items), headers=headers)


@get(
    "/outbound-shipments/count",
    operation_id="countOutboundShipments",
    summary="Count outbound shipments",
    opt={"query": OutboundCountQuery},
)
async def count_outbounds(scope: AsgiScope) -> int:
    """Return how many outbound shipments there are, as a bare number."""
    query = read_query(scope, OutboundCountQuery)
    wanted = _filter(seller_of(scope).seller_id, query)
    count: int = await database_of(scope).read(count_of_outbounds, wanted)
    return count


@post(
    "/outbound-shipments",
    status_code=201,
    operation_id="createOutboundShipment",
    summary="Have something sent",
    request_max_body_size=MAX_BODY,
    opt={
        "scope": Scope.FULFILLMENT_WRITE,
        "body": NewOutboundShipment,
        "body_example": NEW_OUTBOUND,
        "answer": OutboundShipment,
        "answer_headers": CREATED_AT,
        "problems": {"validation": "lines[0].quantity must be a whole number from 1 to 10000."},
    },
)
async def create_outbound(scope: AsgiScope, body: RawBody) -> JsonAnswer:
    """Have products sent that you sold elsewhere. Orders of the marketplace are sent without any call of yours.

    The shipment is `Created`; soon after it is `Accepted`, and its stock allocated, or `Rejected`: when a product is not
    referenced (`UnknownProduct`) or there are not so many `Available` in the country (`NotEnoughStock`).

    The very same request with the same `reference`, sent again before the shipment has left, is answered with the first
    one: when no answer reached you, repeat yourself.
    """
    return await _create(scope, body)


@post(
    "/outbound-shipment",
    status_code=201,
    operation_id="createOutboundShipmentSingular",
    summary="Have something sent, at the path of old clients",
    deprecated=True,
    request_max_body_size=MAX_BODY,
    opt={
        "scope": Scope.FULFILLMENT_WRITE,
        "body": NewOutboundShipment,
        "body_example": NEW_OUTBOUND,
        "answer": OutboundShipment,
        "answer_headers": CREATED_AT,
    },
)
async def create_outbound_singular(scope: AsgiScope, body: RawBody) -> JsonAnswer:
    """The same as `POST /outbound-shipments`, where an older page of the documentation had it."""
    return await _create(scope, body)


@get(
    "/outbound-shipments/{outbound_shipment_id:str}",
    operation_id="getOutboundShipment",
    summary="Get an outbound shipment",
    opt={"problems": {"not-found": OutboundUnknown.message}},
)
async def get_one(scope: AsgiScope, outbound_shipment_id: OutboundIdPath) -> OutboundShipment:
    """Return an outbound shipment; once it is `Shipped`, with its carrier and its parcels."""
    found = await database_of(scope).read(
        get_outbound, seller_of(scope).seller_id, outbound_shipment_id
    )
    return render_outbound(found)


OUTBOUND_ROUTES: Final = (
    list_outbounds,
    count_outbounds,
    create_outbound,
    create_outbound_singular,
    get_one,
)


def place_of(step: Step | None) -> Place | None:
    """Where a cursor says that a page begins."""
    if step is None:
        return None
    instant, row = step.key
    return Place(instant, row, step.is_back)


def key_of(item: Any, spans: Spans) -> tuple[int, int]:
    """By what a cursor names an item of a list that is filtered so."""
    sort = sort_of(spans)
    return (0 if sort is None else to_micros(getattr(item, sort)), item.row)


def render_outbound(outbound: models.Outbound) -> OutboundShipment:
    """A shipment as the API tells it."""
    return OutboundShipment(
        outbound_shipment_id=outbound.outbound_id,
        reference=outbound.reference,
        order_id=outbound.order_id,
        status=outbound.status,
        state=outbound.state,
        rejection=_rejection(outbound.reason),
        storage_country=outbound.storage_country,
        delivery_mode=outbound.delivery_mode,
        delivery_address=DeliveryAddress(
            **{
                name: getattr(outbound.delivery_address, name)
                for name in DeliveryAddress.__struct_fields__
            }
        ),
        lines=[
            OutboundLine(
                line.position,
                line.product.seller_product_reference,
                line.product.product_id,
                line.product.product_state,
                line.quantity,
                line.returned,
            )
            for line in outbound.lines
        ],
        carrier=outbound.carrier_name,
        parcels=[
            OutboundParcel(
                parcel.parcel_id, parcel.parcel_number, parcel.tracking_url, list(parcel.lines)
            )
            for parcel in outbound.parcels
        ],
        created_at=render_instant(outbound.created_at),
        updated_at=render_instant(outbound.updated_at),
        status_updated_at=render_instant(outbound.status_updated_at),
        shipped_at=None if outbound.shipped_at is None else render_instant(outbound.shipped_at),
    )


async def _create(scope: AsgiScope, body: bytes) -> JsonAnswer:
    wanted = read_outbound(body)
    made = await database_of(scope).write(
        make_outbound, seller_of(scope).seller_id, wanted, now=now_of(scope)
    )
    place = f"{public_url_of(scope)}/seller/v2/outbound-shipments/{made.outbound_id}"
    return JsonAnswer(render_outbound(made), status_code=201, headers={"Location": place})


def _filter(seller_id: SellerId, query: OutboundCountQuery) -> OutboundFilter:
    return OutboundFilter(
        seller_id=seller_id,
        states=query.state,
        statuses=query.status,
        reference=query.reference,
        storage_countries=query.storage_country,
        status_updated=Span(query.status_updated_at_min, query.status_updated_at_max),
        updated=Span(query.updated_at_min, query.updated_at_max),
        created=Span(query.created_at_min, query.created_at_max),
    )


def _rejection(reason: str | None) -> OutboundRejection | None:
    if reason is None:
        return None
    code, _, details = reason.partition(": ")
    return OutboundRejection(Rejection(code), details or None)
