"""Routes of what customers and warehouses do with orders. Docstrings are the reference's texts."""

from datetime import datetime
from typing import Annotated, Final

from litestar import Router, get, post
from litestar.openapi.spec import Example
from litestar.params import PathParameter, RawBody
from litestar.types import Scope as AsgiScope
from msgspec import Meta, Struct
from sqlalchemy import Connection

from sellergate.access.scopes import OperatorScope
from sellergate.kit.ids import new_uuid
from sellergate.kit.problems import Problem
from sellergate.market.order_invoices import imports
from sellergate.market.order_invoices.models import Format, InvoiceDocument
from sellergate.market.orders import moves
from sellergate.market.orders.cancellation_store import cancellations_of
from sellergate.market.orders.models import Cancellation, CancellationStatus, UserType
from sellergate.market.orders.overview import get_any_order
from sellergate.operator_api.examples import ORDER_ID
from sellergate.operator_api.orders import NO_ORDER, OrderIdPath
from sellergate.operator_api.schemas import PLAIN
from sellergate.rest.bodies import parse_body
from sellergate.rest.files import File, FileAnswer
from sellergate.rest.openapi.facts import DELIVERED_ORDER_ID
from sellergate.rest.wire import database_of, documents_of, now_of
from sellergate.storage.documents import DocumentGone

REQUEST_ID: Final = "0a6f4f5e-5a55-4d0e-9d0b-5d0c7a2f9e11"
_AT: Final = "2026-11-02T09:30:00Z"
InvoicedOrderIdPath = Annotated[
    str, PathParameter(description="The order.", examples=[Example(value=DELIVERED_ORDER_ID)])
]
RequestIdPath = Annotated[
    str, PathParameter(description="The request.", examples=[Example(value=REQUEST_ID)])
]


class CancellationToAsk(Struct, rename="camel"):
    """Why a customer cancels what is left of an order."""

    reason: Annotated[
        str,
        Meta(
            max_length=60,
            pattern=PLAIN,
            description="A code of `GET /cancellation-reasons` of the Seller API, for the user type `Customer`.",
        ),
    ]
    shipping_cost_refund: Annotated[
        bool, Meta(description="Whether shipping is given back as well.")
    ] = True


class CancellationDecision(Struct, rename="camel"):
    """Your decision about a request that is `UnderReview`."""

    granted: bool


class CancelledOrderLine(Struct, rename="camel"):
    """A line of a request."""

    order_line_id: str
    reason: str
    refunded: Annotated[
        float | None, Meta(description="What was given back; null until it is done.")
    ]


class CancellationRequest(Struct, rename="camel"):
    """A request to cancel lines of an order, whoever asked."""

    request_id: str
    order_id: str
    asked_by: UserType
    status: CancellationStatus
    lines: list[CancelledOrderLine]
    created_at: datetime
    updated_at: datetime


class CancellationList(Struct, rename="camel"):
    """The requests about an order, the oldest first."""

    items_per_page: Annotated[int, Meta(description="How many items there are in this page.")]
    items: list[CancellationRequest]


_EXAMPLE: Final = CancellationRequest(
    REQUEST_ID,
    ORDER_ID,
    UserType.CUSTOMER,
    CancellationStatus.PENDING,
    [CancelledOrderLine(f"{ORDER_ID}-1", "customer-changed-mind", None)],
    datetime.fromisoformat(_AT),
    datetime.fromisoformat(_AT),
)
EXAMPLES: Final[dict[str, object]] = {
    "askCancellation": _EXAMPLE,
    "listCancellations": CancellationList(1, [_EXAMPLE]),
    "decideCancellation": _EXAMPLE,
}


@get(
    "/orders/{order_id:str}/cancellation-requests",
    operation_id="listCancellations",
    summary="List the cancellation requests of an order",
    opt={"problems": {"not-found": NO_ORDER}},
)
async def list_cancellations(scope: AsgiScope, order_id: OrderIdPath) -> CancellationList:
    """Return who asked to cancel what of an order, and what became of it."""
    items = await database_of(scope).read(_requests_of, order_id)
    return CancellationList(len(items), items)


@post(
    "/orders/{order_id:str}/cancellation-requests",
    status_code=201,
    operation_id="askCancellation",
    summary="Cancel an order for its customer",
    opt={
        "body": CancellationToAsk,
        "body_example": CancellationToAsk("customer-changed-mind"),
        "problems": {
            "not-found": NO_ORDER,
            "validation": "status does not allow it: order 2611021048KPRWT is Cancelled and cannot be cancelled.",
        },
    },
)
async def ask_cancellation(
    scope: AsgiScope, order_id: OrderIdPath, body: RawBody
) -> CancellationRequest:
    """Ask, as its customer, to cancel every line of an order that is left.

    Before shipment it is done by itself. After shipment the request is `UnderReview`, until you decide.
    """
    asked = parse_body(body, CancellationToAsk)
    request = await database_of(scope).write(
        moves.cancel_for_customer,
        order_id,
        now_of(scope),
        reason=asked.reason,
        refunds_shipping=asked.shipping_cost_refund,
        request_id=new_uuid(),
    )
    return await _request(scope, order_id, request.request_id)


@post(
    "/orders/{order_id:str}/cancellation-requests/{request_id:str}/decision",
    status_code=200,
    operation_id="decideCancellation",
    summary="Decide on a cancellation",
    opt={
        "body": CancellationDecision,
        "body_example": CancellationDecision(granted=True),
        "problems": {
            "not-found": "There is no such request about this order.",
            "validation": "status does not allow it: the request is Accepted.",
        },
    },
)
async def decide_cancellation(
    scope: AsgiScope, order_id: OrderIdPath, request_id: RequestIdPath, body: RawBody
) -> CancellationRequest:
    """Grant a request that is `UnderReview`, and money and items go back; or refuse it, and the order goes on."""
    decision = parse_body(body, CancellationDecision)
    await database_of(scope).write(
        moves.decide, order_id, now_of(scope), request_id=request_id, is_granted=decision.granted
    )
    return await _request(scope, order_id, request_id)


@get(
    "/orders/{order_id:str}/invoice",
    operation_id="getInvoice",
    summary="Download the invoice of an order",
    opt={
        "file": File(
            "The bytes of the invoice, as its seller sent them.",
            types=tuple(kind.value for kind in Format),
            example="%PDF-1.7 …",
        ),
        "problems": {"not-found": "There is no invoice of this order, or no such order."},
    },
)
async def get_invoice(scope: AsgiScope, order_id: InvoicedOrderIdPath) -> FileAnswer:
    """Return what the seller sent as the invoice of an order, for its customer."""
    found = await database_of(scope).read(_invoice_of, order_id)
    if not found:
        raise Problem("not-found", "There is no invoice of this order yet.")
    invoice = found[0]
    try:
        content = await documents_of(scope).get(invoice.document_key)
    except DocumentGone as error:
        raise Problem("unavailable", "The bytes of this invoice cannot be read now.") from error
    return FileAnswer(
        content, media_type=invoice.media_type.value, size=invoice.size, name=invoice.file_name
    )


def acts_router() -> Router:
    """The routes of what customers do with orders."""
    return Router(
        path="/",
        route_handlers=[list_cancellations, ask_cancellation, decide_cancellation, get_invoice],
        tags=["Orders"],
        opt={"scope": OperatorScope.OPERATOR, "examples": EXAMPLES},
    )


async def _request(scope: AsgiScope, order_id: str, request_id: str) -> CancellationRequest:
    found = await database_of(scope).read(_requests_of, order_id)
    return next(one for one in found if one.request_id == request_id)


def _invoice_of(conn: Connection, order_id: str) -> list[InvoiceDocument]:
    order = get_any_order(conn, order_id)
    return imports.invoices_of(conn, order.seller_id, order_id)


def _requests_of(conn: Connection, order_id: str) -> list[CancellationRequest]:
    order = get_any_order(conn, order_id)
    ids = {line.position: line.line_id for line in order.lines}
    found = cancellations_of(conn, order.seller_id, [order.row])
    return [_render(request, ids) for request in found.get(order.row, [])]


def _render(request: Cancellation, ids: dict[int, str]) -> CancellationRequest:
    return CancellationRequest(
        request.request_id,
        request.order_id,
        request.asked_by,
        request.status,
        [
            CancelledOrderLine(
                ids[line.position],
                line.reason,
                None if line.refunded is None else line.refunded / 100,
            )
            for line in request.lines
        ],
        request.created_at,
        request.updated_at,
    )
