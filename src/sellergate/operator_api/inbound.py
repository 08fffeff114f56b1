"""Routes of goods that come to the warehouses. Docstrings are the reference's texts."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Final

from litestar import Router, get, post
from litestar.openapi.spec import Example
from litestar.params import PathParameter, RawBody
from litestar.types import Scope as AsgiScope
from msgspec import Meta, Struct
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.access.scopes import OperatorScope
from sellergate.market.fulfillment.inbound import receiving, store
from sellergate.market.fulfillment.inbound.models import (
    MAX_QUANTITY,
    Line,
    Refused,
    Status,
)
from sellergate.market.fulfillment.inbound.notes import NoteFacts, draw_note, get_note_facts
from sellergate.market.fulfillment.inbound.reading import Details, get_details
from sellergate.market.fulfillment.inbound.receiving import LINES_AT_ONCE, Count, Received
from sellergate.market.fulfillment.inbound.store import ProductName
from sellergate.market.warehouse.models import Identified, StorageCountry
from sellergate.market.warehouse.referencing import shown_gtin
from sellergate.operator_api.schemas import PLAIN, SellerNumber
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.bodies import invalid, parse_body
from sellergate.rest.files import File, FileAnswer, in_one
from sellergate.rest.openapi.facts import EXAMPLE_SELLER_ID
from sellergate.rest.paging import NEXT_PAGE, CursorText, next_link, parse_cursor, render_cursor
from sellergate.rest.queries import read_query
from sellergate.rest.wire import database_of, marketplace_of, now_of

INBOUND_ID: Final = "3d0a5c1e-0000-4000-8000-000000000001"
MAX_PAGE: Final = 100
MAX_BODY: Final = 100_000
REPLAYED: Final = "Idempotent-Replayed"
NO_SHIPMENT: Final = "There is no inbound shipment with this id."
NOT_THERE: Final = "status does not allow it: the inbound shipment IN260908K7QX2M is Received and cannot be cancelled."
_AT: Final = datetime(2026, 9, 14, 8, tzinfo=UTC)

InboundIdPath = Annotated[
    str,
    PathParameter(description="The inbound shipment.", examples=[Example(value=INBOUND_ID)]),
]
Pieces = Annotated[int, Meta(ge=0, le=MAX_QUANTITY)]


class InboundListQuery(Struct, rename="camel"):
    """Filters of `GET /inbound-shipments`."""

    seller_id: SellerNumber | None = None
    status: Annotated[list[Status], Meta(description="Only those in these statuses.")] = []
    storage_country: Annotated[
        StorageCountry | None, Meta(description="Only those for this country. `UK` is `GB`.")
    ] = None
    code: (
        Annotated[
            str, Meta(max_length=20, description="The one with this code, from its bar code.")
        ]
        | None
    ) = None
    limit: Annotated[int, Meta(ge=1, le=MAX_PAGE, description="How many at most.")] = 50
    cursor: CursorText | None = None


class CountedLine(Struct, rename="camel"):
    """What was found of one product. Name a line of the shipment, or, of what nobody announced, the seller's reference."""

    line_number: Annotated[int | None, Meta(description="The line that was counted.")] = None
    seller_product_reference: Annotated[
        Annotated[str, Meta(max_length=50, pattern=PLAIN)] | None,
        Meta(description="The product, by its seller's reference: it must be referenced."),
    ] = None
    available: Annotated[Pieces, Meta(description="How many are fit for sale.")] = 0
    blocked: Annotated[
        Pieces, Meta(description="How many are damaged, and `Blocked` until you decide on them.")
    ] = 0
    litigation: Annotated[
        Pieces, Meta(description="How many you dispute: they are in `Litigation`.")
    ] = 0


class ReceptionToCount(Struct, rename="camel"):
    """What one counting found."""

    reference: Annotated[
        str,
        Meta(
            max_length=60,
            pattern=r"^[^\x00-\x1f\x7f]*[^\x00-\x1f\x7f\s][^\x00-\x1f\x7f]*$",
            description="What the warehouse calls this counting. Sent again with it, it is counted once.",
        ),
    ]
    lines: Annotated[
        list[CountedLine],
        Meta(max_length=LINES_AT_ONCE, description="What was found. Say nothing of what was not."),
    ] = []
    is_last: Annotated[
        bool,
        Meta(
            description="Nothing more will come: the shipment is `Received`, whatever is missing."
        ),
    ] = False


class CountOfLine(Struct, rename="camel"):
    """What a reception found of a line."""

    line_number: int
    available: int
    blocked: int
    litigation: int


class ReceptionDone(Struct, rename="camel"):
    """A reception."""

    number: Annotated[int, Meta(description="From 1 on.")]
    reference: str
    lines: list[CountOfLine]
    is_last: bool
    received_at: datetime


class InboundLineToCount(Struct, rename="camel"):
    """So many of one product, and what was counted."""

    line_number: int
    seller_product_reference: str | None
    product_id: str | None
    product_condition: str | None
    gtin: Annotated[str | None, Meta(description="Its GTIN, once the shipment is `Accepted`.")]
    title: str | None
    quantity: Annotated[int, Meta(description="How many were announced; 0 of what was not.")]
    received_quantity: int
    damaged_quantity: Annotated[int, Meta(description="Of those received.")]
    unexpected_quantity: Annotated[int, Meta(description="Received, and not announced.")]
    reason_code: Refused | None


class InboundDetails(Struct, rename="camel"):
    """An inbound shipment with its lines and receptions."""

    inbound_shipment_id: str
    seller_id: str
    reference: str | None
    code: str
    storage_country: str
    status: Status
    reason_code: Refused | None
    expected_date: str | None
    created_at: datetime
    updated_at: datetime
    lines: list[InboundLineToCount]
    receptions: list[ReceptionDone]


class InboundInList(Struct, rename="camel"):
    """An inbound shipment in the list."""

    inbound_shipment_id: str
    seller_id: str
    shop_name: str
    reference: str | None
    code: str
    storage_country: str
    status: Status
    expected_date: str | None
    quantity: Annotated[int, Meta(description="How many pieces were announced.")]
    received_quantity: Annotated[int, Meta(description="How many were counted.")]
    created_at: datetime
    updated_at: datetime


class InboundList(Struct, rename="camel"):
    """Inbound shipments of all sellers, the newest first."""

    items_per_page: Annotated[int, Meta(description="How many items there are in this page.")]
    items: list[InboundInList]


_DETAILS: Final = InboundDetails(
    inbound_shipment_id=INBOUND_ID,
    seller_id=EXAMPLE_SELLER_ID,
    reference="SUPPLY-2026-11",
    code="IN260908K7QX2M",
    storage_country="FR",
    status=Status.IN_RECEPTION,
    reason_code=None,
    expected_date="2026-09-14",
    created_at=_AT,
    updated_at=_AT,
    lines=[
        InboundLineToCount(
            line_number=1,
            seller_product_reference="TABL-0052",
            product_id=None,
            product_condition=None,
            gtin="0400030101027",
            title="Table basse Dunlia en chêne, terracotta",
            quantity=24,
            received_quantity=20,
            damaged_quantity=1,
            unexpected_quantity=0,
            reason_code=None,
        )
    ],
    receptions=[
        ReceptionDone(1, "DOCK-4-118", [CountOfLine(1, 19, 1, 0)], is_last=False, received_at=_AT)
    ],
)
_BRIEF: Final = InboundInList(
    inbound_shipment_id=INBOUND_ID,
    seller_id=EXAMPLE_SELLER_ID,
    shop_name="Maison Lindqvist",
    reference="SUPPLY-2026-11",
    code="IN260908K7QX2M",
    storage_country="FR",
    status=Status.IN_RECEPTION,
    expected_date="2026-09-14",
    quantity=24,
    received_quantity=20,
    created_at=_AT,
    updated_at=_AT,
)
EXAMPLES: Final[dict[str, object]] = {
    "listInboundShipments": InboundList(1, [_BRIEF]),
    "getInboundShipment": _DETAILS,
    "receiveInboundShipment": _DETAILS,
    "cancelInboundShipment": _DETAILS,
}


@get(
    "/inbound-shipments",
    operation_id="listInboundShipments",
    summary="List inbound shipments",
    opt={"query": InboundListQuery, "answer": InboundList, "answer_headers": NEXT_PAGE},
)
async def list_shipments(scope: AsgiScope) -> JsonAnswer:
    """Return what all sellers announced to the warehouses, the newest first."""
    query = read_query(scope, InboundListQuery)
    wanted = store.InboundQuery(
        seller_id=SellerId(int(query.seller_id)) if query.seller_id else None,
        statuses=query.status,
        storage_country=query.storage_country,
        code=query.code.upper() if query.code else None,
    )
    before = parse_cursor(query.cursor, int)[0] if query.cursor else None
    found = await database_of(scope).read(
        store.page_of_all_shipments, wanted, limit=query.limit + 1, before=before
    )
    page = found[: query.limit]
    headers = {}
    if len(found) > query.limit:
        headers = next_link(scope, cursor=render_cursor(page[-1].row))
    return JsonAnswer(InboundList(len(page), [_brief(one) for one in page]), headers=headers)


@get(
    "/inbound-shipments/{inbound_shipment_id:str}",
    operation_id="getInboundShipment",
    summary="Get an inbound shipment",
    opt={"problems": {"not-found": NO_SHIPMENT}},
)
async def get_one(scope: AsgiScope, inbound_shipment_id: InboundIdPath) -> InboundDetails:
    """Return an inbound shipment with what was counted of it, reception by reception."""
    return await _details(scope, inbound_shipment_id)


@post(
    "/inbound-shipments/{inbound_shipment_id:str}/receptions",
    status_code=201,
    operation_id="receiveInboundShipment",
    summary="Receive goods",
    request_max_body_size=MAX_BODY,
    opt={
        "body": ReceptionToCount,
        "body_example": ReceptionToCount(
            "DOCK-4-118", [CountedLine(1, available=19, blocked=1)], is_last=False
        ),
        "answer": InboundDetails,
        "answer_headers": {
            REPLAYED: {
                "description": "`true` when this reception was counted before.",
                "required": False,
                "schema": {"type": "string", "const": "true"},
            },
        },
        "problems": {
            "not-found": NO_SHIPMENT,
            "validation": "reference names reception 1 of this inbound shipment already, which counted something else.",
        },
    },
)
async def receive(
    scope: AsgiScope, inbound_shipment_id: InboundIdPath, body: RawBody
) -> JsonAnswer:
    """Count goods that came, line by line: all of a reception is counted, or nothing.

    What you count is stock of the seller at once, `Available`, `Blocked` or in `Litigation`. More than was announced, and
    products that nobody announced, are counted as well, and told to the seller as unexpected. There may be several
    receptions; the one with `isLast` ends the shipment.
    """
    counted = parse_body(body, ReceptionToCount)
    done: Received = await database_of(scope).write(
        receiving.receive,
        _id_of(inbound_shipment_id),
        [_count(line, f"lines[{place}]") for place, line in enumerate(counted.lines)],
        reference=counted.reference.strip(),
        is_last=counted.is_last,
        now=now_of(scope),
    )
    details = await _details(scope, inbound_shipment_id)
    headers = {REPLAYED: "true"} if done.is_replayed else {}
    return JsonAnswer(details, status_code=201, headers=headers)


@post(
    "/inbound-shipments/{inbound_shipment_id:str}/cancellation",
    status_code=200,
    operation_id="cancelInboundShipment",
    summary="Cancel an inbound shipment",
    opt={"problems": {"not-found": NO_SHIPMENT, "validation": NOT_THERE}},
)
async def cancel(scope: AsgiScope, inbound_shipment_id: InboundIdPath) -> InboundDetails:
    """End a shipment of which nothing came and nothing will. Told twice, it changes nothing."""
    await database_of(scope).write(receiving.cancel, _id_of(inbound_shipment_id), now=now_of(scope))
    return await _details(scope, inbound_shipment_id)


@get(
    "/inbound-shipments/{inbound_shipment_id:str}/delivery-note",
    operation_id="getDeliveryNote",
    summary="Download the delivery note",
    opt={
        "file": File("The delivery note.", types=("application/pdf",), example="%PDF-1.4 …"),
        "problems": {"not-found": NO_SHIPMENT},
    },
)
async def get_note(scope: AsgiScope, inbound_shipment_id: InboundIdPath) -> FileAnswer:
    """Return the delivery note that travels with the goods, as a PDF. There is one once the shipment is `Accepted`."""
    facts = await database_of(scope).read(_note_of, _id_of(inbound_shipment_id))
    content = await asyncio.to_thread(
        draw_note, facts, marketplace=marketplace_of(scope), language="en"
    )
    name = f"delivery-note-{facts.shipment.code}.pdf"
    return FileAnswer(in_one(content), media_type="application/pdf", size=len(content), name=name)


def inbound_router() -> Router:
    """The routes of goods that come in."""
    return Router(
        path="/",
        route_handlers=[list_shipments, get_one, receive, cancel, get_note],
        tags=["Inbound shipments"],
        opt={"scope": OperatorScope.OPERATOR, "examples": EXAMPLES},
    )


async def _details(scope: AsgiScope, inbound_id: str) -> InboundDetails:
    return _render(await database_of(scope).read(get_details, _id_of(inbound_id)))


def _note_of(conn: Connection, inbound_id: str) -> NoteFacts:
    shipment = store.get_any_shipment(conn, inbound_id)
    return get_note_facts(conn, shipment.seller_id, inbound_id)


def _count(line: CountedLine, place: str) -> Count:
    if (line.line_number is None) == (line.seller_product_reference is None):
        raise invalid(place, "needs a lineNumber or a sellerProductReference, and not both")
    named = (
        Identified(line.seller_product_reference) if line.line_number is None else line.line_number
    )
    return Count(named, line.available, line.blocked, line.litigation)


def _id_of(text: str) -> str:
    return text.strip().lower()


def _brief(one: store.InboundBrief) -> InboundInList:
    return InboundInList(
        inbound_shipment_id=one.inbound_id,
        seller_id=str(one.seller_id),
        shop_name=one.shop_name,
        reference=one.reference,
        code=one.code,
        storage_country=one.storage_country,
        status=one.status,
        expected_date=one.expected_on,
        quantity=one.quantity,
        received_quantity=one.received,
        created_at=one.created_at,
        updated_at=one.updated_at,
    )


def _render(details: Details) -> InboundDetails:
    shipment = details.shipment
    return InboundDetails(
        inbound_shipment_id=shipment.inbound_id,
        seller_id=str(shipment.seller_id),
        reference=shipment.reference,
        code=shipment.code,
        storage_country=shipment.storage_country,
        status=shipment.status,
        reason_code=shipment.reason,
        expected_date=shipment.expected_on,
        created_at=shipment.created_at,
        updated_at=shipment.updated_at,
        lines=[_line(line, details.names) for line in shipment.lines],
        receptions=[
            ReceptionDone(
                one.number,
                one.reference,
                [CountOfLine(*count) for count in one.lines],
                one.is_last,
                one.at,
            )
            for one in details.receptions
        ],
    )


def _line(line: Line, names: Mapping[int, ProductName]) -> InboundLineToCount:
    name = None if line.stock_row is None else names.get(line.stock_row)
    return InboundLineToCount(
        line_number=line.position,
        seller_product_reference=(
            name.seller_product_reference if name else line.seller_product_reference
        ),
        product_id=line.product_id,
        product_condition=name.product_state if name else line.product_state,
        gtin=shown_gtin(name.gtin) if name else None,
        title=name.title if name else None,
        quantity=line.quantity,
        received_quantity=line.received,
        damaged_quantity=line.damaged,
        unexpected_quantity=line.unexpected,
        reason_code=line.reason,
    )
