"""Routes of returns (contract/09 §6). Docstrings are the reference's texts."""

import asyncio
from functools import partial
from typing import Annotated, Any, Final

from litestar import get, post
from litestar.openapi.spec import Example
from litestar.params import PathParameter, RawBody
from litestar.types import Scope as AsgiScope

from sellergate.access.context import SellerId
from sellergate.access.scopes import Scope
from sellergate.kit.instants import render_instant
from sellergate.market.fulfillment.returns import models
from sellergate.market.fulfillment.returns.declaring import declare_return
from sellergate.market.fulfillment.returns.errors import ReturnUnknown
from sellergate.market.fulfillment.returns.labels import draw_label, get_label_facts
from sellergate.market.fulfillment.returns.models import ReturnReason
from sellergate.market.fulfillment.returns.store import (
    ReturnFilter,
    count_of_returns,
    get_return,
    page_of_returns,
)
from sellergate.market.fulfillment.walking import Span
from sellergate.market.languages import Language
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.bodies import parse_object
from sellergate.rest.files import File, FileAnswer, in_one
from sellergate.rest.members import Members, find_text, get_text
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
from sellergate.seller_v2.fulfillment.outbound import (
    CREATED_AT,
    MAX_BODY,
    MOST_ON_A_PAGE,
    key_of,
    place_of,
)
from sellergate.seller_v2.fulfillment.outbound_bodies import find_name, read_lines
from sellergate.seller_v2.fulfillment.returns_examples import NEW_RETURN, RETURN_ID
from sellergate.seller_v2.fulfillment.returns_schemas import (
    NewReturn,
    Return,
    ReturnCountQuery,
    ReturnLine,
    ReturnPage,
    ReturnQuery,
)

PDF: Final = "application/pdf"
MOST_CHARACTERS: Final = 100
RETURNS_ADDRESS: Final = "returns_address"

ReturnIdPath = Annotated[
    str,
    PathParameter(description="The return: its `returnId`.", examples=[Example(value=RETURN_ID)]),
]


@get(
    "/returns",
    operation_id="listReturns",
    summary="List returns",
    opt={"query": ReturnQuery, "answer": ReturnPage, "answer_headers": BOTH_WAYS},
)
async def list_returns(scope: AsgiScope) -> JsonAnswer:
    """Return what comes back to the warehouses, the newest first: from customers, and from carriers.

    The `Link` header names the next page and the one before: follow it, for a page of many lines is shorter
    than `limit`.
    """
    query = read_query(scope, ReturnQuery)
    wanted = _filter(seller_of(scope).seller_id, query)
    step = parse_step(query.cursor, int, int)
    some, has_more = await database_of(scope).read(
        page_of_returns, wanted, place=place_of(step), limit=min(query.limit, MOST_ON_A_PAGE)
    )
    found = [*some, some[-1]] if has_more else some
    page, headers = walked(
        scope,
        found,
        step=step,
        limit=len(some),
        key_of=lambda one: key_of(one, wanted.spans),
    )
    items = [render_return(returned, public_url_of(scope)) for returned in page]
    return JsonAnswer(ReturnPage(len(items), items), headers=headers)


@get(
    "/returns/count",
    operation_id="countReturns",
    summary="Count returns",
    opt={"query": ReturnCountQuery},
)
async def count_returns(scope: AsgiScope) -> int:
    """Return how many returns there are, as a bare number."""
    query = read_query(scope, ReturnCountQuery)
    wanted = _filter(seller_of(scope).seller_id, query)
    count: int = await database_of(scope).read(count_of_returns, wanted)
    return count


@post(
    "/returns",
    status_code=201,
    operation_id="createReturn",
    summary="Declare what a customer sends back",
    request_max_body_size=MAX_BODY,
    opt={
        "scope": Scope.FULFILLMENT_WRITE,
        "body": NewReturn,
        "body_example": NEW_RETURN,
        "answer": Return,
        "answer_headers": CREATED_AT,
        "problems": {
            "validation": "lines[0].quantity is more than can come back: 1 of 2 that were sent.",
        },
    },
)
async def create_return(scope: AsgiScope, body: RawBody) -> JsonAnswer:
    """Declare what a customer sends back of an outbound shipment that is `Shipped` or `Delivered`, from FR or ES.

    Name the shipment by `outboundShipmentId` or by `reference`, and never more than was sent and did not come back yet.
    The return is `Created`, and `Referenced` soon after: then there is a label for returns to FR. Labels of returns to
    ES are sent by e-mail.
    """
    wanted = _read(body)
    made = await database_of(scope).write(
        declare_return, seller_of(scope).seller_id, wanted, now=now_of(scope)
    )
    url = public_url_of(scope)
    return JsonAnswer(
        render_return(made, url),
        status_code=201,
        headers={"Location": f"{url}/seller/v2/returns/{made.return_id}"},
    )


@get(
    "/returns/{return_id:str}",
    operation_id="getReturn",
    summary="Get a return",
    opt={"problems": {"not-found": ReturnUnknown.message}},
)
async def get_one(scope: AsgiScope, return_id: ReturnIdPath) -> Return:
    """Return one return: once it is `Completed`, with what came, and what became of it."""
    found = await database_of(scope).read(get_return, seller_of(scope).seller_id, return_id)
    return render_return(found, public_url_of(scope))


@get(
    "/returns/{return_id:str}/labels",
    operation_id="getReturnLabel",
    summary="Download the label of a return",
    opt={
        "file": File("The label, a PDF of A6.", types=(PDF,), example="%PDF-1.4 …"),
        "problems": {
            "not-found": (
                "This return has no label to download: labels of returns to ES are sent by e-mail."
            )
        },
        "request_headers": ("Accept-Language",),
    },
)
async def get_label(scope: AsgiScope, return_id: ReturnIdPath) -> FileAnswer:
    """Return the label that your customer sticks on the parcel, as a PDF: for returns to FR, from `Referenced` on."""
    facts = await database_of(scope).read(get_label_facts, seller_of(scope).seller_id, return_id)
    content = await asyncio.to_thread(
        draw_label,
        facts,
        marketplace=marketplace_of(scope),
        address=scope["litestar_app"].state[RETURNS_ADDRESS],
        language="fr" if language_of(scope) is Language.FRENCH else "en",
    )
    return FileAnswer(
        in_one(content), media_type=PDF, size=len(content), name=f"{facts.returned.code}.pdf"
    )


RETURN_ROUTES: Final = (list_returns, count_returns, create_return, get_one, get_label)


def render_return(returned: models.Return, public_url: str) -> Return:
    """A return as the API tells it."""
    label = f"{public_url}/seller/v2/returns/{returned.return_id}/labels"
    received_at = returned.received_at
    return Return(
        return_id=returned.return_id,
        type=returned.type,
        status=returned.status,
        reason=returned.reason,
        recommended_return_reason=returned.recommended_reason,
        comment=returned.comment,
        warehouse_comment=returned.warehouse_comment,
        outbound_shipment_id=returned.outbound_id,
        reference=returned.reference,
        order_seller_id=returned.order_seller_id,
        parcel_id=returned.parcel_id,
        storage_country=returned.storage_country,
        lines=[
            ReturnLine(
                line.position,
                line.product.seller_product_reference,
                line.product.product_id,
                line.product.product_state,
                line.quantity,
                line.received,
                line.unexpected,
                line.restocked,
                line.blocked,
            )
            for line in returned.lines
        ],
        has_label=returned.has_label,
        label_url=label if returned.has_label else None,
        receipt_date=None if received_at is None else render_instant(received_at),
        created_at=render_instant(returned.created_at),
        updated_at=render_instant(returned.updated_at),
    )


def _read(body: bytes) -> models.NewReturn:
    given = parse_object(body)
    members = Members()
    name = partial(find_name, most=60)
    outbound_id = members.read(
        "outboundShipmentId",
        partial(find_text, most=MOST_CHARACTERS),
        given.get("outboundshipmentid"),
    )
    reference = members.read("reference", name, given.get("reference"))
    order_id = members.read("orderSellerId", name, given.get("orderSellerId".casefold()))
    if outbound_id is None and not members.errors:
        reference = reference or order_id
        if reference is None:
            members.errors["outboundShipmentId"] = [
                "is missing: name the shipment by it, or by its reference"
            ]
    parcel_id = members.read(
        "parcelId", partial(find_name, most=MOST_CHARACTERS), given.get("parcelid")
    )
    reason = members.read("reason", read_reason, given.get("reason"))
    comment = members.read("comment", read_comment, given.get("comment"))
    lines = read_lines(members, given.get("lines"))
    members.check()
    return models.NewReturn(
        outbound_id=outbound_id,
        outbound_reference=reference,
        lines=lines,
        reason=reason or ReturnReason.OTHER,
        comment=comment,
        order_seller_id=order_id,
        parcel_id=parcel_id,
    )


def read_reason(value: Any) -> ReturnReason:
    """A reason, in any letter case. Raises `ValueError`."""
    wanted = get_text(value, MOST_CHARACTERS).casefold()
    for reason in ReturnReason:
        if reason.casefold() == wanted:
            return reason
    raise ValueError("must be one of " + ", ".join(ReturnReason))


def read_comment(value: Any) -> str | None:
    """Words, of several lines one. Raises `ValueError`."""
    return find_text(" ".join(value.split()) if isinstance(value, str) else value, 500)


def _filter(seller_id: SellerId, query: ReturnCountQuery) -> ReturnFilter:
    return ReturnFilter(
        seller_id=seller_id,
        statuses=query.status,
        types=query.type,
        outbound_id=query.outbound_shipment_id,
        reference=query.reference,
        order_seller_id=query.order_seller_id,
        updated=Span(query.updated_at_min, query.updated_at_max),
        created=Span(query.created_at_min, query.created_at_max),
    )
