"""Routes of what comes back to the warehouses. Docstrings are the reference's texts."""

from datetime import UTC, datetime
from typing import Annotated, Any, Final

from litestar import Router, get, post
from litestar.openapi.spec import Example
from litestar.params import PathParameter, RawBody
from litestar.types import Scope as AsgiScope
from msgspec import Meta, Struct

from sellergate.access.context import SellerId
from sellergate.access.scopes import OperatorScope
from sellergate.market.fulfillment.returns import declaring, inspecting, models
from sellergate.market.fulfillment.returns.inspecting import Counted, Inspected
from sellergate.market.fulfillment.returns.models import ReturnReason, ReturnStatus, ReturnType
from sellergate.market.fulfillment.returns.store import (
    ReturnFilter,
    get_any_return,
    page_of_returns,
)
from sellergate.market.fulfillment.walking import Place
from sellergate.market.warehouse.models import Identified, ProductState, StorageCountry
from sellergate.operator_api.outbound import MAX_BODY, MAX_PAGE, OUTBOUND_ID
from sellergate.operator_api.schemas import PLAIN, SellerNumber
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.bodies import invalid, parse_body
from sellergate.rest.openapi.facts import EXAMPLE_SELLER_ID
from sellergate.rest.paging import NEXT_PAGE, CursorText, next_link, parse_cursor, render_cursor
from sellergate.rest.queries import read_query
from sellergate.rest.wire import database_of, now_of

RETURN_ID: Final = "2b7d0c11-0000-4000-8000-000000000044"
MAX_LINES: Final = 200
MAX_PIECES: Final = 10_000
NO_RETURN: Final = "There is no return with this id."
NOT_THERE: Final = "status does not allow it: the return is Completed and cannot be received."
_AT: Final = datetime(2026, 11, 24, 8, 15, tzinfo=UTC)

ReturnIdPath = Annotated[
    str,
    PathParameter(
        description="The return: its `returnId`, or the `code` of its label.",
        examples=[Example(value=RETURN_ID)],
    ),
]
Comment = Annotated[str, Meta(max_length=500, pattern=PLAIN)] | None
Pieces = Annotated[int, Meta(ge=0, le=MAX_PIECES)]
LineNumber = Annotated[int | None, Meta(description="The line of the return.")]
Reference = Annotated[
    Annotated[str, Meta(max_length=50, pattern=PLAIN)] | None,
    Meta(description="In place of the line: the product, by its seller's reference."),
]


class ReturnListQuery(Struct, rename="camel"):
    """Filters of `GET /returns`."""

    seller_id: SellerNumber | None = None
    status: Annotated[list[ReturnStatus], Meta(description="Only those in these statuses.")] = []
    type: Annotated[list[ReturnType], Meta(description="Only those of these types.")] = []
    outbound_shipment_id: (
        Annotated[str, Meta(max_length=40, description="Only those of this shipment.")] | None
    ) = None
    limit: Annotated[int, Meta(ge=1, le=MAX_PAGE, description="How many at most.")] = 50
    cursor: CursorText | None = None


class ReturnedLine(Struct, rename="camel"):
    """So many of a product."""

    line_number: int
    seller_product_reference: str | None
    product_id: str | None
    product_condition: ProductState | None
    quantity: Annotated[int, Meta(description="How many were declared.")]
    received_quantity: Annotated[int, Meta(description="How many of those came.")]
    unexpected_quantity: Annotated[int, Meta(description="How many came beyond.")]
    available_quantity: int
    blocked_quantity: int


class ReturnToHandle(Struct, rename="camel", kw_only=True):
    """A return."""

    return_id: str
    code: Annotated[str, Meta(description="What the bar code of its label says.")]
    seller_id: str
    outbound_shipment_id: str
    type: ReturnType
    status: ReturnStatus
    reason: ReturnReason
    recommended_return_reason: ReturnReason | None
    comment: str | None
    warehouse_comment: str | None
    reference: str | None
    order_seller_id: str | None
    parcel_id: str | None
    storage_country: StorageCountry
    lines: list[ReturnedLine]
    receipt_date: datetime | None
    created_at: datetime
    updated_at: datetime


class ReturnList(Struct, rename="camel"):
    """Returns to all sellers' stock, the newest first."""

    items_per_page: Annotated[int, Meta(description="How many items there are in this page.")]
    items: list[ReturnToHandle]


class CarrierLine(Struct, rename="camel"):
    """So many of a product."""

    seller_product_reference: Annotated[str, Meta(min_length=1, max_length=50, pattern=PLAIN)]
    quantity: Annotated[int, Meta(ge=1, le=MAX_PIECES)]


class CarrierReturn(Struct, rename="camel"):
    """What a carrier brings back."""

    outbound_shipment_id: Annotated[str, Meta(max_length=40)]
    reason: ReturnReason = ReturnReason.UNDELIVERABLE
    parcel_id: Annotated[
        Annotated[str, Meta(max_length=100, pattern=PLAIN)] | None,
        Meta(description="The parcel, by its id or its number. Without it: all of them."),
    ] = None
    lines: Annotated[
        Annotated[list[CarrierLine], Meta(min_length=1, max_length=MAX_LINES)] | None,
        Meta(description="What is in it. Left out: all that did not come back yet."),
    ] = None
    comment: Comment = None


class CountedLine(Struct, rename="camel"):
    """So many came of a line, or of a product that was not declared."""

    quantity: Pieces
    line_number: LineNumber = None
    seller_product_reference: Reference = None


class ReturnReception(Struct, rename="camel"):
    """What came."""

    lines: Annotated[
        Annotated[list[CountedLine], Meta(max_length=MAX_LINES)] | None,
        Meta(
            description="What was counted; of a line that is not named, nothing. Without: all of it."
        ),
    ] = None


class InspectedLine(Struct, rename="camel"):
    """What inspection makes of those that came of a line."""

    available: Annotated[Pieces, Meta(description="How many go on sale again.")] = 0
    blocked: Annotated[Pieces, Meta(description="How many are blocked.")] = 0
    line_number: LineNumber = None
    seller_product_reference: Reference = None


class ReturnInspection(Struct, rename="camel"):
    """What the warehouse found."""

    lines: Annotated[list[InspectedLine], Meta(min_length=1, max_length=MAX_LINES)]
    recommended_return_reason: ReturnReason | None = None
    comment: Comment = None


_EXAMPLE: Final = ReturnToHandle(
    return_id=RETURN_ID,
    code="R000000001",
    seller_id=EXAMPLE_SELLER_ID,
    outbound_shipment_id=OUTBOUND_ID,
    type=ReturnType.CUSTOMER,
    status=ReturnStatus.COMPLETED,
    reason=ReturnReason.RETRACTION,
    recommended_return_reason=ReturnReason.RETRACTION,
    comment="Too large for the room.",
    warehouse_comment="As new.",
    reference="SHOP-1042",
    order_seller_id="SHOP-1042",
    parcel_id=None,
    storage_country=StorageCountry.FR,
    lines=[ReturnedLine(1, "TABL-0052", "AUC0400030101027", ProductState.NEW, 1, 1, 0, 1, 0)],
    receipt_date=_AT,
    created_at=_AT,
    updated_at=_AT,
)
EXAMPLES: Final[dict[str, object]] = {
    "listReturns": ReturnList(1, [_EXAMPLE]),
    "getReturn": _EXAMPLE,
    "createCarrierReturn": _EXAMPLE,
    "acceptReturn": _EXAMPLE,
    "receiveReturn": _EXAMPLE,
    "inspectReturn": _EXAMPLE,
}


@get(
    "/returns",
    operation_id="listReturns",
    summary="List returns",
    opt={"query": ReturnListQuery, "answer": ReturnList, "answer_headers": NEXT_PAGE},
)
async def list_returns(scope: AsgiScope) -> JsonAnswer:
    """Return what comes back to the warehouses, of all sellers, the newest first.

    `Referenced` and `Accepted` ones are expected, `Pending` ones have come and wait to be inspected.
    """
    query = read_query(scope, ReturnListQuery)
    wanted = ReturnFilter(
        seller_id=SellerId(int(query.seller_id)) if query.seller_id else None,
        statuses=query.status,
        types=query.type,
        outbound_id=query.outbound_shipment_id,
    )
    place = Place(0, parse_cursor(query.cursor, int)[0], is_back=False) if query.cursor else None
    page, has_more = await database_of(scope).read(
        page_of_returns, wanted, place=place, limit=query.limit
    )
    headers = {}
    if has_more:
        headers = next_link(scope, cursor=render_cursor(page[-1].row))
    return JsonAnswer(ReturnList(len(page), [_render(one) for one in page]), headers=headers)


@post(
    "/returns",
    operation_id="createCarrierReturn",
    summary="Tell that a carrier brings something back",
    status_code=201,
    request_max_body_size=MAX_BODY,
    opt={
        "body": CarrierReturn,
        "body_example": CarrierReturn(OUTBOUND_ID, ReturnReason.UNDELIVERABLE),
        "problems": {
            "not-found": "There is no outbound shipment with this id.",
            "validation": "lines is more than can come back: 0 of 1 that were sent.",
        },
    },
)
async def create_return(scope: AsgiScope, body: RawBody) -> ReturnToHandle:
    """Make a return of what a carrier could not deliver. It is of the type `Carrier`, and `Accepted` at once."""
    wanted = parse_body(body, CarrierReturn)
    lines = None
    if wanted.lines is not None:
        lines = [
            (Identified(line.seller_product_reference), line.quantity) for line in wanted.lines
        ]
    made = await database_of(scope).write(
        declaring.declare_carrier_return,
        wanted.outbound_shipment_id,
        now_of(scope),
        reason=wanted.reason,
        lines=lines,
        parcel_id=wanted.parcel_id,
        comment=wanted.comment,
    )
    return _render(made)


@get(
    "/returns/{return_id:str}",
    operation_id="getReturn",
    summary="Get a return",
    opt={"problems": {"not-found": NO_RETURN}},
)
async def get_one(scope: AsgiScope, return_id: ReturnIdPath) -> ReturnToHandle:
    """Return one return, by its id or by the code that was read off its label."""
    return _render(await database_of(scope).read(get_any_return, return_id))


@post(
    "/returns/{return_id:str}/acceptance",
    operation_id="acceptReturn",
    summary="Tell that a return is expected",
    status_code=200,
    opt={"problems": {"not-found": NO_RETURN, "validation": NOT_THERE}},
)
async def accept(scope: AsgiScope, return_id: ReturnIdPath) -> ReturnToHandle:
    """Accept a return that is `Referenced`. You may also receive it straight away. Told twice, it changes nothing."""
    return _render(await database_of(scope).write(inspecting.accept, return_id, now_of(scope)))


@post(
    "/returns/{return_id:str}/reception",
    operation_id="receiveReturn",
    summary="Receive a return",
    status_code=200,
    request_max_body_size=MAX_BODY,
    opt={
        "body": ReturnReception,
        "body_example": ReturnReception([CountedLine(1, line_number=1)]),
        "problems": {"not-found": NO_RETURN, "validation": NOT_THERE},
    },
)
async def receive(scope: AsgiScope, return_id: ReturnIdPath, body: RawBody) -> ReturnToHandle:
    """Count what came: it is in `Return` until it is inspected, and the return is `Pending`.

    More than was declared, and other products of the seller, are counted as unexpected.
    """
    told = parse_body(body, ReturnReception).lines if body.strip() else None
    counted = None
    if told is not None:
        counted = [
            Counted(**_named(line, f"lines[{place}]"), quantity=line.quantity)
            for place, line in enumerate(told)
        ]
    return _render(
        await database_of(scope).write(
            inspecting.receive, return_id, now_of(scope), counted=counted
        )
    )


@post(
    "/returns/{return_id:str}/inspection",
    operation_id="inspectReturn",
    summary="Inspect a return",
    status_code=200,
    request_max_body_size=MAX_BODY,
    opt={
        "body": ReturnInspection,
        "body_example": ReturnInspection(
            [InspectedLine(available=1, line_number=1)], ReturnReason.RETRACTION, "As new."
        ),
        "problems": {
            "not-found": NO_RETURN,
            "validation": (
                "lines do not add up: 2 of the line 1 were received, and 1 are available or blocked."
            ),
        },
    },
)
async def inspect(scope: AsgiScope, return_id: ReturnIdPath, body: RawBody) -> ReturnToHandle:
    """Say of each piece that came whether it is `Available` again or `Blocked`; the return is `Completed`.

    A return that was not received is received with this: as many as you name came.
    """
    told = parse_body(body, ReturnInspection)
    inspected = [
        Inspected(**_named(line, f"lines[{place}]"), available=line.available, blocked=line.blocked)
        for place, line in enumerate(told.lines)
    ]
    return _render(
        await database_of(scope).write(
            inspecting.inspect,
            return_id,
            now_of(scope),
            inspected=inspected,
            recommended_reason=told.recommended_return_reason,
            comment=told.comment,
        )
    )


def returns_router() -> Router:
    """The routes of what comes back."""
    return Router(
        path="/",
        route_handlers=[list_returns, create_return, get_one, accept, receive, inspect],
        tags=["Returns"],
        opt={"scope": OperatorScope.OPERATOR, "examples": EXAMPLES},
    )


def _named(line: CountedLine | InspectedLine, place: str) -> dict[str, Any]:
    """Which line is meant, or which product. Raises `Problem`."""
    if (line.line_number is None) == (line.seller_product_reference is None):
        raise invalid(place, "needs a lineNumber or a sellerProductReference, and not both")
    reference = line.seller_product_reference
    return {
        "line": line.line_number,
        "product": None if reference is None else Identified(reference),
    }


def _render(returned: models.Return) -> ReturnToHandle:
    return ReturnToHandle(
        return_id=returned.return_id,
        code=returned.code,
        seller_id=str(returned.seller_id),
        outbound_shipment_id=returned.outbound_id,
        type=returned.type,
        status=returned.status,
        reason=returned.reason,
        recommended_return_reason=returned.recommended_reason,
        comment=returned.comment,
        warehouse_comment=returned.warehouse_comment,
        reference=returned.reference,
        order_seller_id=returned.order_seller_id,
        parcel_id=returned.parcel_id,
        storage_country=returned.storage_country,
        lines=[
            ReturnedLine(
                line.position,
                *line.product,
                line.quantity,
                line.received,
                line.unexpected,
                line.restocked,
                line.blocked,
            )
            for line in returned.lines
        ],
        receipt_date=returned.received_at,
        created_at=returned.created_at,
        updated_at=returned.updated_at,
    )
