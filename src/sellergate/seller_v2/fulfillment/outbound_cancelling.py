"""Routes of the requests to call outbound shipments off (contract/09 §5). Docstrings are the reference's texts."""

from functools import partial
from typing import Annotated, Any, Final

from litestar import get, post
from litestar.openapi.spec import Example
from litestar.params import PathParameter, RawBody
from litestar.types import Scope as AsgiScope

from sellergate.access.scopes import Scope
from sellergate.kit.instants import render_instant
from sellergate.market.fulfillment.outbound import models
from sellergate.market.fulfillment.outbound.cancellation_store import page_of_requests
from sellergate.market.fulfillment.outbound.cancelling import ask_cancellation, get_cancellation
from sellergate.market.fulfillment.outbound.errors import (
    OutboundCancellationUnknown,
    OutboundUnknown,
)
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.bodies import parse_object
from sellergate.rest.members import Members, get_text
from sellergate.rest.paging import BOTH_WAYS, parse_step, walked
from sellergate.rest.queries import read_query
from sellergate.rest.wire import database_of, now_of, public_url_of, seller_of
from sellergate.seller_v2.fulfillment.outbound import CREATED_AT, MOST_ON_A_PAGE
from sellergate.seller_v2.fulfillment.outbound_examples import CANCELLATION_ID, NEW_CANCELLATION
from sellergate.seller_v2.fulfillment.outbound_schemas import (
    NewOutboundCancellation,
    OutboundCancellationPage,
    OutboundCancellationQuery,
    OutboundCancellationRequest,
)

MAX_BODY: Final = 20_000
MOST_CHARACTERS: Final = 100

RequestIdPath = Annotated[
    str,
    PathParameter(
        description="The request: its `outboundCancellationRequestId`.",
        examples=[Example(value=CANCELLATION_ID)],
    ),
]


@get(
    "/outbound-cancellation-requests",
    operation_id="listOutboundCancellations",
    summary="List requests to call outbound shipments off",
    opt={
        "query": OutboundCancellationQuery,
        "answer": OutboundCancellationPage,
        "answer_headers": BOTH_WAYS,
    },
)
async def list_cancellations(scope: AsgiScope) -> JsonAnswer:
    """Return your requests, the newest first."""
    query = read_query(scope, OutboundCancellationQuery)
    limit = min(query.limit, MOST_ON_A_PAGE)
    step = parse_step(query.cursor, int)
    found = await database_of(scope).read(
        page_of_requests,
        seller_of(scope).seller_id,
        statuses=query.status,
        outbound_id=query.outbound_shipment_id,
        key=None if step is None else step.key[0],
        is_back=step is not None and step.is_back,
        limit=limit + 1,
    )
    page, headers = walked(scope, found, step=step, limit=limit, key_of=lambda one: (one.row,))
    items = [render_cancellation(request) for request in page]
    return JsonAnswer(OutboundCancellationPage(len(items), items), headers=headers)


@post(
    "/outbound-cancellation-requests",
    status_code=201,
    operation_id="createOutboundCancellation",
    summary="Call an outbound shipment off",
    request_max_body_size=MAX_BODY,
    opt={
        "scope": Scope.FULFILLMENT_WRITE,
        "body": NewOutboundCancellation,
        "body_example": NEW_CANCELLATION,
        "answer": OutboundCancellationRequest,
        "answer_headers": CREATED_AT,
        "problems": {
            "not-found": OutboundUnknown.message,
            "validation": (
                "status does not allow it: the outbound shipment is Shipped and cannot be cancelled."
            ),
        },
    },
)
async def ask(scope: AsgiScope, body: RawBody) -> JsonAnswer:
    """Ask to call a shipment off before it is `Shipped`; then read the request again.

    While the shipment is `Created` or `Accepted`, the request is `Pending` and soon `Accepted`. While its goods are being
    picked (`InPreparation`), the request is `UnderReview`, and the warehouse decides. When the shipment leaves first, the
    request is `Refused`. Asked again, you get the request that is open.
    """
    members = Members()
    outbound_id = members.read(
        "outboundShipmentId",
        partial(get_text, most=MOST_CHARACTERS),
        _named(parse_object(body)),
    )
    members.check()
    request = await database_of(scope).write(
        ask_cancellation, seller_of(scope).seller_id, outbound_id or "", now=now_of(scope)
    )
    place = f"{public_url_of(scope)}/seller/v2/outbound-cancellation-requests/{request.request_id}"
    return JsonAnswer(render_cancellation(request), status_code=201, headers={"Location": place})


@get(
    "/outbound-cancellation-requests/{request_id:str}",
    operation_id="getOutboundCancellation",
    summary="Get a request to call an outbound shipment off",
    opt={"problems": {"not-found": OutboundCancellationUnknown.message}},
)
async def get_one(scope: AsgiScope, request_id: RequestIdPath) -> OutboundCancellationRequest:
    """Return one request: whether the shipment was called off, or why not."""
    found = await database_of(scope).read(get_cancellation, seller_of(scope).seller_id, request_id)
    return render_cancellation(found)


OUTBOUND_CANCELLATION_ROUTES: Final = (list_cancellations, ask, get_one)


def render_cancellation(request: models.OutboundCancellation) -> OutboundCancellationRequest:
    """A request as the API tells it."""
    return OutboundCancellationRequest(
        request.request_id,
        request.outbound_id,
        request.status,
        request.reason,
        render_instant(request.created_at),
        render_instant(request.updated_at),
    )


def _named(given: dict[str, Any]) -> Any:
    """The shipment, under any of the names by which clients may know its id."""
    names = ("outboundshipmentid", "outboundid", "id")
    return next((given[name] for name in names if given.get(name) is not None), None)
