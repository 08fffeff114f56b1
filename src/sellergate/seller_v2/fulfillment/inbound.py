"""Routes of inbound shipments (contract/09 §3). Docstrings are the reference's texts."""

import asyncio
from datetime import date, datetime
from typing import Annotated, Any, Final

from litestar import get, post
from litestar.openapi.spec import Example
from litestar.params import PathParameter, RawBody
from litestar.types import Scope as AsgiScope
from msgspec import Meta

from sellergate.access.scopes import Scope
from sellergate.kit.ids import new_uuid
from sellergate.kit.instants import parse_instant, render_instant
from sellergate.market.fulfillment.inbound import models, store
from sellergate.market.fulfillment.inbound.announcing import announce
from sellergate.market.fulfillment.inbound.errors import InboundUnknown, NoteNotThere
from sellergate.market.fulfillment.inbound.models import (
    MAX_LINES,
    MAX_QUANTITY,
    REASONS,
    AnnouncedLine,
    Announcement,
)
from sellergate.market.fulfillment.inbound.notes import draw_note, get_note_facts
from sellergate.market.languages import Language
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.bodies import Object, invalid, lowered, parse_json
from sellergate.rest.files import File, FileAnswer, in_one
from sellergate.rest.members import Members, find_text
from sellergate.rest.paging import BOTH_WAYS, parse_step, walked
from sellergate.rest.queries import read_query
from sellergate.rest.wire import (
    database_of,
    language_of,
    marketplace_of,
    now_of,
    public_url_of,
    seller_of,
)
from sellergate.seller_v2.fulfillment.inbound_examples import NEW_INBOUND
from sellergate.seller_v2.fulfillment.inbound_schemas import (
    InboundFilter,
    InboundLine,
    InboundPage,
    InboundQuery,
    InboundShipment,
    NewInboundShipment,
)
from sellergate.seller_v2.fulfillment.naming import parse_country, read_product
from sellergate.seller_v2.fulfillment.stocks_facts import INBOUND_ID

MOST_ON_A_PAGE: Final = 1000
MAX_BODY: Final = 300_000
MAX_REFERENCE: Final = 60
MOST_ERRORS: Final = 50  # of the lines of one body
REPLAYED: Final = "Idempotent-Replayed"

Number = Annotated[int, Meta(ge=0, description="How many there are.")]
InboundId = Annotated[
    str,
    PathParameter(
        description="The shipment: its `inboundShipmentId`.", examples=[Example(value=INBOUND_ID)]
    ),
]


@get(
    "/inbound-shipments",
    operation_id="listInboundShipments",
    summary="List inbound shipments",
    opt={"query": InboundQuery, "answer": InboundPage, "answer_headers": BOTH_WAYS},
)
async def list_shipments(scope: AsgiScope) -> JsonAnswer:
    """Return what you announced to the warehouses, the newest first."""
    query = read_query(scope, InboundQuery)
    step = parse_step(query.cursor, int)
    page, has_more = await database_of(scope).read(
        store.page_of_shipments,
        seller_of(scope).seller_id,
        _wanted(query),
        beside=None if step is None else step.key[0],
        is_back=step is not None and step.is_back,
        limit=min(query.limit, MOST_ON_A_PAGE),
    )
    found = [*page, page[-1]] if has_more else page  # a page may be shorter than was asked for
    items, headers = walked(
        scope, found, step=step, limit=len(page), key_of=lambda shipment: (shipment.row,)
    )
    return JsonAnswer(
        InboundPage(len(items), [render_shipment(item) for item in items]), headers=headers
    )


@get(
    "/inbound-shipments/count",
    operation_id="countInboundShipments",
    summary="Count inbound shipments",
    opt={"query": InboundFilter},
)
async def count_shipments(scope: AsgiScope) -> Number:
    """Return how many inbound shipments there are, with the filters of the list."""
    query = read_query(scope, InboundFilter)
    count: int = await database_of(scope).read(
        store.count_of_shipments, seller_of(scope).seller_id, _wanted(query)
    )
    return count


@post(
    "/inbound-shipments",
    status_code=201,
    operation_id="createInboundShipment",
    summary="Announce a supply order",
    request_max_body_size=MAX_BODY,
    opt={
        "scope": Scope.FULFILLMENT_WRITE,
        "body": NewInboundShipment,
        "body_example": NEW_INBOUND,
        "answer": InboundShipment,
        "answer_headers": {
            "Location": {
                "description": "The address of the shipment.",
                "required": True,
                "schema": {"type": "string", "format": "uri"},
            },
            REPLAYED: {
                "description": "`true` when an earlier announcement with this reference made the shipment.",
                "required": False,
                "schema": {"type": "string", "const": "true"},
            },
        },
        "problems": {
            "validation": "reference names the inbound shipment IN260908K7QX2M already, which has other contents.",
        },
    },
)
async def create(scope: AsgiScope, body: RawBody) -> JsonAnswer:
    """Announce goods that you send to a warehouse. Reference their products first, with `POST /fulfillment-products`.

    The shipment is `Created` at once and checked right after: `Accepted` when there is a warehouse in the country and every
    product is referenced; else `Refused`, with the reason on each line that has one. Nothing of a refused shipment
    may be sent.

    Send a `reference` of your own with each: when no answer reaches you, send the same again, and you get the shipment
    that was announced, not a second one. The reference is free again when its shipment was refused or cancelled.
    """
    announced = _announcement(parse_json(body))
    shipment, is_replayed = await database_of(scope).write(
        announce,
        seller_of(scope).seller_id,
        announced,
        inbound_id=new_uuid(),
        now=now_of(scope),
    )
    headers = {"Location": f"{public_url_of(scope)}{scope['path']}/{shipment.inbound_id}"}
    if is_replayed:
        headers[REPLAYED] = "true"
    return JsonAnswer(render_shipment(shipment), status_code=201, headers=headers)


@get(
    "/inbound-shipments/{inbound_shipment_id:str}",
    operation_id="getInboundShipment",
    summary="Get an inbound shipment",
    opt={"problems": {"not-found": InboundUnknown.message}},
)
async def get_shipment(scope: AsgiScope, inbound_shipment_id: InboundId) -> InboundShipment:
    """Return one inbound shipment, with what the warehouse counted so far."""
    found = await database_of(scope).read(
        store.get_shipment, seller_of(scope).seller_id, _id_of(inbound_shipment_id)
    )
    return render_shipment(found)


@get(
    "/inbound-shipments/{inbound_shipment_id:str}/delivery-notes",
    operation_id="getDeliveryNote",
    summary="Download the delivery note",
    opt={
        "file": File("The delivery note.", types=("application/pdf",), example="%PDF-1.4 …"),
        "problems": {"not-found": NoteNotThere.message.format(status="Created")},
        "request_headers": ("Accept-Language",),
    },
)
async def get_note(scope: AsgiScope, inbound_shipment_id: InboundId) -> FileAnswer:
    """Return the delivery note of a shipment that was accepted, as a PDF in French or English: print it and send it along.

    It has the code of the shipment as a bar code, and a column for the warehouse to count in. Before the shipment is
    `Accepted` there is none, which is told as 404.
    """
    seller = seller_of(scope)
    facts = await database_of(scope).read(
        get_note_facts, seller.seller_id, _id_of(inbound_shipment_id)
    )
    is_french = language_of(scope) is Language.FRENCH
    content = await asyncio.to_thread(
        draw_note, facts, marketplace=marketplace_of(scope), language="fr" if is_french else "en"
    )
    name = f"delivery-note-{facts.shipment.code}.pdf"
    return FileAnswer(in_one(content), media_type="application/pdf", size=len(content), name=name)


INBOUND_ROUTES: Final = (list_shipments, count_shipments, create, get_shipment, get_note)


def render_shipment(shipment: models.Shipment) -> InboundShipment:
    """The shipment as the API tells it."""
    return InboundShipment(
        inbound_shipment_id=shipment.inbound_id,
        reference=shipment.reference,
        code=shipment.code,
        storage_country=shipment.storage_country,
        status=shipment.status,
        reason_code=shipment.reason,
        reason=None if shipment.reason is None else REASONS[shipment.reason],
        expected_date=shipment.expected_on,
        has_delivery_note=shipment.has_note,
        created_at=render_instant(shipment.created_at),
        updated_at=render_instant(shipment.updated_at),
        accepted_at=_moment(shipment.accepted_at),
        received_at=_moment(shipment.received_at),
        lines=[_line(line) for line in shipment.lines],
    )


def _line(line: models.Line) -> InboundLine:
    return InboundLine(
        line_number=line.position,
        seller_product_reference=line.seller_product_reference,
        product_id=line.product_id,
        product_condition=line.product_state,
        quantity=line.quantity,
        received_quantity=line.received,
        damaged_quantity=line.damaged,
        unexpected_quantity=line.unexpected,
        reason_code=line.reason,
        reason=None if line.reason is None else REASONS[line.reason],
    )


def _moment(instant: datetime | None) -> str | None:
    return None if instant is None else render_instant(instant)


def _wanted(query: InboundFilter) -> store.InboundQuery:
    return store.InboundQuery(
        statuses=query.status,
        storage_country=query.storage_country,
        reference=query.reference,
        code=None if query.code is None else query.code.upper(),
        created_from=query.created_at_min,
        created_to=query.created_at_max,
        updated_from=query.updated_at_min,
        updated_to=query.updated_at_max,
    )


def _id_of(text: str) -> str:
    return text.strip().lower()


def _announcement(value: Any) -> Announcement:
    """What a body announces: an object, or a list of just one. Raises `Problem`."""
    match value:
        case [dict(one)]:
            given = lowered(one)
        case dict():
            given = lowered(value)
        case list():
            raise invalid("body", "must be one shipment: send a call for each")
        case _:
            raise invalid("body", "must be a JSON object")
    members = Members()
    reference = members.read("reference", _reference, given.get("reference"))
    country = members.read("storageCountry", parse_country, given.get("storagecountry"))
    expected_on = members.read("expectedDate", _day, given.get("expecteddate"))
    lines = _lines(members, given.get("lines", given.get("products")))
    members.check()
    return Announcement(
        reference=reference,
        storage_country=country or "",
        expected_on=expected_on,
        lines=tuple(lines),
    )


def _lines(members: Members, value: Any) -> list[AnnouncedLine]:
    """One line may come without a list around it."""
    given = members.read("lines", _list, [value] if isinstance(value, dict) else value) or []
    lines = []
    for number, one in enumerate(given):
        place = f"lines[{number}]"
        if len(members.errors) >= MOST_ERRORS:
            break
        if not isinstance(one, dict):
            members.errors[place] = ["must be an object"]
            continue
        line: Object = lowered(one)
        named = read_product(members, place, line)
        quantity = members.read(f"{place}.quantity", _quantity, line.get("quantity"))
        if named is not None and quantity is not None:
            lines.append(AnnouncedLine(named, quantity))
    return lines


def _list(value: Any) -> list[Any]:
    if value is None:
        raise ValueError("is missing: say what you send")
    if not isinstance(value, list):
        raise ValueError("must be a list of lines")  # noqa: TRY004  (Members tells it)
    if not 1 <= len(value) <= MAX_LINES:
        raise ValueError(f"has {len(value)} items; an inbound shipment has 1 to {MAX_LINES} lines")
    return value


def _quantity(value: Any) -> int:
    """A whole number, which may come as a text."""
    if value is None:
        raise ValueError("is missing")
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value.strip()[:18])
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MAX_QUANTITY:
        raise ValueError(f"must be a whole number from 1 to {MAX_QUANTITY}")
    return value


def _reference(value: Any) -> str | None:
    """Such as `SUPPLY-17`; clients that number theirs may send the number."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return find_text(str(value) if is_number else value, MAX_REFERENCE)


def _day(value: Any) -> str | None:
    """A day, or an instant on it."""
    text = find_text(value, 40)
    if text is None:
        return None
    try:
        day = date.fromisoformat(text) if len(text) == 10 else parse_instant(text).date()
    except ValueError as error:
        raise ValueError("must be a day like 2026-11-29") from error
    return day.isoformat()
