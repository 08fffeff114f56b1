"""Routes of cancellations (contract/05 §8). Docstrings are the reference's texts."""

from typing import Any, Final

from litestar import get, post
from litestar.params import RawBody
from litestar.types import Scope as AsgiScope
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.access.scopes import Scope
from sellergate.kit.ids import new_uuid
from sellergate.kit.instants import render_instant
from sellergate.kit.money import render_cents
from sellergate.market.orders import cancellation_store as store, models
from sellergate.market.orders.cancellation_reasons import reasons_for
from sellergate.market.orders.cancellations import AskedLine, cancel_lines, cancel_order
from sellergate.market.orders.errors import OrderUnknown
from sellergate.market.orders.models import UserType
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.bodies import lowered, parse_object
from sellergate.rest.members import Members, find_flag, find_text, get_text
from sellergate.rest.paging import NEXT_PAGE, next_link
from sellergate.rest.queries import read_query
from sellergate.rest.wire import database_of, language_of, now_of, seller_of
from sellergate.seller_v2.orders.cancelling_examples import (
    NEW_CANCELLATION,
    NEW_PARTIAL_CANCELLATION,
)
from sellergate.seller_v2.orders.cancelling_schemas import (
    CancellationCreated,
    CancellationPage,
    CancellationQuery,
    CancellationReason,
    CancellationRequest,
    CancelledLine,
    NewCancellation,
    NewPartialCancellation,
    ReasonQuery,
)

MOST_ON_A_PAGE: Final = 100
MAX_BODY: Final = 200_000
MOST_LINES: Final = 100
MOST_CHARACTERS: Final = 120
_WRITES: Final = {
    "scope": Scope.ORDERS_WRITE,
    "answer": CancellationCreated,
    "problems": {
        "not-found": OrderUnknown.message,
        "validation": "status does not allow it: order 2611071032ABCDE is Cancelled and cannot be cancelled.",
    },
}


@get(
    "/cancellation-reasons",
    operation_id="listCancellationReasons",
    summary="List cancellation reasons",
    opt={"query": ReasonQuery, "request_headers": ("Accept-Language",)},
)
async def list_reasons(scope: AsgiScope) -> list[CancellationReason]:
    """Return the reasons that may be given to cancel lines, by default those of sellers. The answer is a bare array."""
    query = read_query(scope, ReasonQuery)
    language = language_of(scope)
    return [
        CancellationReason(
            reason.code,
            reason.label.in_language(language),
            reason.user_type,
            list(reason.statuses),
            reason.restocks,
        )
        for reason in reasons_for(query.user_type, query.order_status)
    ]


@get(
    "/order-cancellation-requests",
    operation_id="listCancellationRequests",
    summary="List cancellation requests",
    opt={"query": CancellationQuery, "answer": CancellationPage, "answer_headers": NEXT_PAGE},
)
async def list_cancellations(scope: AsgiScope) -> JsonAnswer:
    """Return the cancellation requests for orders of the seller, whoever asked, the newest first."""
    query = read_query(scope, CancellationQuery)
    size = min(query.page_size, MOST_ON_A_PAGE)
    found = await database_of(scope).read(
        _page,
        seller_of(scope).seller_id,
        query,
        offset=(query.page_index - 1) * size,
        limit=size + 1,
    )
    headers = {}
    if len(found) > size:
        headers = next_link(scope, pageIndex=query.page_index + 1, pageSize=size)
    return JsonAnswer(CancellationPage(len(found[:size]), found[:size]), headers=headers)


@post(
    "/order-cancellation-requests",
    status_code=201,
    operation_id="createCancellationRequest",
    summary="Cancel an order",
    request_max_body_size=MAX_BODY,
    opt=_WRITES | {"body": NewCancellation, "body_example": NEW_CANCELLATION},
)
async def cancel(scope: AsgiScope, body: RawBody) -> JsonAnswer:
    """Ask to cancel all lines of an order, those excepted for which that was asked before.

    They are `CancelRequest` at once and `Cancelled` soon after; then the customer has the money back, and the items are on
    sale again unless the reason says that there are none. A line that is with the customer already can be refunded so, too.
    """
    given = parse_object(body)
    members = Members()
    order_id = _order_id(given, members)
    reason = members.read("reason", _text, given.get("reason"))
    refunds = members.read("shippingCostRefund", find_flag, given.get("shippingcostrefund"))
    members.check()
    request_id = new_uuid()
    await database_of(scope).write(
        cancel_order,
        seller_of(scope).seller_id,
        order_id,
        reason=reason or "",
        refunds_shipping=refunds is not False,
        asked_by=UserType.SELLER,
        request_id=request_id,
        now=now_of(scope),
    )
    return JsonAnswer(CancellationCreated(request_id, request_id), status_code=201)


@post(
    "/order-partial-cancellation-requests",
    status_code=201,
    operation_id="createPartialCancellationRequest",
    summary="Cancel lines of an order",
    request_max_body_size=MAX_BODY,
    opt=_WRITES | {"body": NewPartialCancellation, "body_example": NEW_PARTIAL_CANCELLATION},
)
async def cancel_in_part(scope: AsgiScope, body: RawBody) -> JsonAnswer:
    """Ask to cancel some lines of an order: all that are named, or none. The order is `Cancelled` when all its lines are."""
    given = parse_object(body)
    members = Members()
    order_id = _order_id(given, members)
    refunds = members.read("shippingCostRefund", find_flag, given.get("shippingcostrefund"))
    lines = _lines(given.get("lines"), members, refunds_shipping=refunds is not False)
    members.check()
    request_id = new_uuid()
    await database_of(scope).write(
        cancel_lines,
        seller_of(scope).seller_id,
        order_id,
        lines,
        asked_by=UserType.SELLER,
        request_id=request_id,
        now=now_of(scope),
    )
    created = CancellationCreated(request_id, request_id, request_id)
    return JsonAnswer(created, status_code=201)


CANCELLATION_ROUTES: Final = (list_reasons, list_cancellations, cancel, cancel_in_part)


def _text(value: Any) -> str:
    return get_text(value, MOST_CHARACTERS)


def _order_id(given: dict[str, Any], members: Members) -> str:
    """Both spellings are in use (contract/05 §8.3)."""
    names = [
        name for name in ("orderSellerId", "orderId") if given.get(name.casefold()) is not None
    ]
    ids = [members.read(name, _text, given[name.casefold()]) for name in names]
    if not ids:
        members.errors["orderSellerId"] = ["is missing: the orderId of the order"]
    elif any(each != ids[0] for each in ids):
        members.errors["orderId"] = ["is another one than orderSellerId: send one of them"]
    return (ids or [None])[0] or ""


def _lines(value: Any, members: Members, *, refunds_shipping: bool) -> list[AskedLine]:
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_LINES:
        members.errors["lines"] = [f"must be an array of 1 to {MOST_LINES} lines"]
        return []
    lines = []
    for place, item in enumerate(value):
        if not isinstance(item, dict):
            members.errors[f"lines[{place}]"] = ["must be an object: a line"]
            continue
        given = lowered(item)
        at = f"lines[{place}]."
        own = members.read(f"{at}shippingCostRefund", find_flag, given.get("shippingcostrefund"))
        lines.append(
            AskedLine(
                line_id=members.read(f"{at}lineId", _text, given.get("lineid")) or "",
                offer_id=members.read(f"{at}offerId", _find_text, given.get("offerid")),
                reason=members.read(f"{at}reason", _text, given.get("reason")) or "",
                refunds_shipping=refunds_shipping if own is None else own,
            )
        )
    return lines


def _find_text(value: Any) -> str | None:
    return find_text(value, MOST_CHARACTERS)


def _page(
    conn: Connection, seller_id: SellerId, query: CancellationQuery, *, offset: int, limit: int
) -> list[CancellationRequest]:
    wanted = store.CancellationQuery(
        order_id=query.order_seller_id,
        request_id=query.cancellation_request_id,
        line_id=query.line_id,
        offer_id=query.offer_id,
        sales_channel_id=query.sales_channel,
    )
    found = store.page_of_cancellations(conn, seller_id, wanted, offset=offset, limit=limit)
    lines = store.lines_of(conn, seller_id, {request.order_row for request in found})
    return [_rendered(request, lines) for request in found]


def _rendered(request: models.Cancellation, lines: store.LineNames) -> CancellationRequest:
    return CancellationRequest(
        request_id=request.request_id,
        cancellation_request_id=request.request_id,
        order_seller_id=request.order_id,
        order_id=request.order_id,
        sales_channel=request.sales_channel_id,
        user_type=request.asked_by,
        is_partial=request.is_partial,
        status=request.status,
        lines=[
            CancelledLine(
                *lines[request.order_row, line.position],
                line.reason,
                line.refunds_shipping,
                None if line.refunded is None else render_cents(line.refunded),
            )
            for line in request.lines
        ],
        created_at=render_instant(request.created_at),
        updated_at=render_instant(request.updated_at),
    )
