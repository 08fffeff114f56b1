"""Orders of all sellers: find them, and do what only the marketplace does with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, SkipValidation
from litestar.response import Redirect, Stream

from sellergate.access.context import SellerId
from sellergate.access.sellers import store as sellers
from sellergate.kit.errors import Conflict, NotFound, Refusal
from sellergate.kit.marks import N_
from sellergate.market import sales_channels
from sellergate.market.discussions.overview import Wanted as About, page_of_any_discussions
from sellergate.market.fulfillment.outbound.dispatch import deliver_order
from sellergate.market.languages import Language
from sellergate.market.order_invoices import imports
from sellergate.market.orders import moves
from sellergate.market.orders.cancellation_reasons import reasons_for
from sellergate.market.orders.cancellation_store import cancellations_of
from sellergate.market.orders.errors import ReasonUnknown
from sellergate.market.orders.lifecycle import Event, can_happen
from sellergate.market.orders.models import (
    Cancellation,
    CancellationStatus,
    Order,
    Status,
    UserType,
)
from sellergate.market.orders.overview import OrderBrief, Wanted, get_any_order, page_of_orders
from sellergate.portal.discussions.words import badges_of
from sellergate.portal.files import attachment
from sellergate.portal.operator.frame import (
    DISCUSSIONS,
    ORDERS,
    PAGE_SIZE,
    SELLERS,
    AtDesk,
    Desk,
    number_of,
)
from sellergate.portal.orders.view import STATUSES, euros, view_of
from sellergate.storage.documents import DocumentGone, Documents
from sellergate.web.browser import visitor_of
from sellergate.web.pages import field, read_form

Kept = NamedDependency[SkipValidation[Documents]]
ORDER: Final = "/operator/orders/{order_id:str}"
MAX_TEXT: Final = 40
HELD: Final = "held"
REQUESTS: Final[Mapping[CancellationStatus, tuple[str, str]]] = {
    CancellationStatus.PENDING: ("pending", N_("Being done")),
    CancellationStatus.UNDER_REVIEW: ("pending", N_("Waits for you")),
    CancellationStatus.ACCEPTED: ("active", N_("Done")),
    CancellationStatus.REFUSED: ("denied", N_("Refused")),
}
ASKED_BY: Final[Mapping[UserType, str]] = {
    UserType.SELLER: N_("The seller"),
    UserType.CUSTOMER: N_("The customer"),
    UserType.MARKETPLACE: N_("The marketplace"),
}


class MovedOn(Refusal):
    """Somebody else was quicker, or the form was sent twice."""

    message = N_("Nothing was done: the order has moved on meanwhile. Here it is as it is now.")


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order in the list."""

    brief: OrderBrief
    href: str
    seller_href: str
    status: str
    status_text: str
    total: Decimal


@get(ORDERS)
async def orders_page(desk: AtDesk) -> Response[Any]:
    """Orders of all sellers, the last one placed first."""
    asked = {
        name: desk.request.query_params.get(name, "").strip()[:MAX_TEXT]
        for name in ("seller", "status", "channel")
    }
    after, before = (number_of(desk.request.query_params.get(name)) for name in ("after", "before"))
    seller = number_of(asked["seller"])
    wanted = Wanted(
        seller_id=SellerId(seller) if seller is not None else None,
        status=Status(asked["status"]) if asked["status"] in set(Status) else None,
        sales_channel_id=asked["channel"].upper() or None,
        is_held=asked["status"] == HELD,
    )
    found = await desk.db.read(
        page_of_orders, wanted, limit=PAGE_SIZE + 1, before=before, after=after
    )
    # One more than fits is the first or the last, by the way that was gone.
    has_more = len(found) > PAGE_SIZE
    page = (found[1:] if after is not None else found[:PAGE_SIZE]) if has_more else found
    has_newer = has_more if after is not None else before is not None
    has_older = has_more if after is None else bool(page)
    kept = {name: value for name, value in asked.items() if value}
    channels = await desk.db.read(sales_channels.all_channels)
    return desk.show(
        "orders.html",
        title=N_("Orders"),
        here=ORDERS,
        rows=[_row(brief) for brief in page],
        asked=asked,
        is_filtered=bool(kept),
        statuses=[(HELD, N_("Held for controls"))]
        + [
            (status.value, text)
            for status, (_, text) in STATUSES.items()
            if status is not Status.CANCEL_REQUEST
        ],
        channels=[(channel.id, channel.name) for channel in channels],
        newer_href=_href(kept, after=page[0].row) if page and has_newer else "",
        older_href=_href(kept, before=page[-1].row) if page and has_older else "",
    )


@get(ORDER)
async def order_page(desk: AtDesk, order_id: FromPath[str]) -> Response[Any]:
    """One order: what happened to it, and what the marketplace may do now."""
    return await _show(desk, order_id)


@get(f"{ORDER}/invoice")
async def invoice(desk: AtDesk, documents: Kept, order_id: FromPath[str]) -> Stream:
    """The invoice that the seller sent, to be saved."""
    order = await desk.db.read(get_any_order, order_id[:MAX_TEXT])
    found = await desk.db.read(imports.invoices_of, order.seller_id, order.order_id)
    if not found:
        raise NotFoundException
    try:
        content = await documents.get(found[0].document_key)
    except DocumentGone as error:
        raise NotFoundException from error
    return attachment(content, found[0].file_name)


@post(f"{ORDER}/pass", status_code=200)
async def pass_controls(desk: AtDesk, order_id: FromPath[str]) -> Response[Any] | Redirect:
    """Let a held order go on."""
    return await _move(desk, order_id, moves.pass_controls, told=N_("The order goes on."))


@post(f"{ORDER}/reject", status_code=200)
async def reject(desk: AtDesk, order_id: FromPath[str]) -> Response[Any] | Redirect:
    """End an order whose controls failed."""
    return await _move(
        desk,
        order_id,
        moves.reject_order,
        told=N_("The order is rejected. Its items are on sale again."),
    )


@post(f"{ORDER}/deliver", status_code=200)
async def deliver(desk: AtDesk, order_id: FromPath[str]) -> Response[Any] | Redirect:
    """Mark a parcel as delivered, or all of them."""
    parcel = field(await read_form(desk.request), "parcel")[:100]
    return await _move(
        desk,
        order_id,
        deliver_order,
        told=N_("Marked as delivered."),
        parcel_number=parcel or None,
    )


@post(f"{ORDER}/cancel", status_code=200)
async def cancel(desk: AtDesk, order_id: FromPath[str]) -> Response[Any] | Redirect:
    """Ask to cancel what is left of the order, as its customer."""
    form = await read_form(desk.request)

    return await _move(
        desk,
        order_id,
        moves.cancel_for_customer,
        told=N_("The cancellation is asked for."),
        reason=field(form, "reason")[:MAX_TEXT],
        request_id=desk.access.new_id(),
    )


@post(f"{ORDER}/decide", status_code=200)
async def decide(desk: AtDesk, order_id: FromPath[str]) -> Response[Any] | Redirect:
    """Grant a cancellation that needs a decision, or refuse it."""
    form = await read_form(desk.request)

    return await _move(
        desk,
        order_id,
        moves.decide,
        told=N_("Your decision is noted."),
        request_id=field(form, "request")[:MAX_TEXT],
        is_granted=field(form, "answer") == "grant",
    )


async def _move(
    desk: Desk, order_id: str, act: Any, *, told: str, **values: Any
) -> Response[Any] | Redirect:
    """Do something with an order, then show it again; with what was wrong, when it cannot be done."""
    desk.recent_act(back=f"{ORDERS}{order_id}")
    try:
        await desk.db.write(act, order_id=order_id, now=desk.access.clock(), **values)
    except (Conflict, NotFound, ReasonUnknown):
        return await _show(desk, order_id, MovedOn())
    return desk.pages.redirect(f"{ORDERS}{order_id}", flash=told)


async def _show(desk: Desk, order_id: str, refusal: Refusal | None = None) -> Response[Any]:
    order = await desk.db.read(get_any_order, order_id[:MAX_TEXT])
    seller = await desk.db.read(sellers.find_seller, order.seller_id)
    found = await desk.db.read(cancellations_of, order.seller_id, [order.row])
    threads = await desk.db.read(
        page_of_any_discussions, About(order_id=order.order_id), limit=PAGE_SIZE
    )
    language = Language(visitor_of(desk.request).locale)
    return desk.show(
        "order.html",
        title=N_("Order"),
        here=ORDERS,
        shown=view_of(order),
        problems=desk.problems_of(refusal) if refusal else None,
        shop_name=seller.shop_name if seller else str(order.seller_id),
        seller_href=f"{SELLERS}{order.seller_id}",
        href=f"{ORDERS}{order.order_id}",
        reasons=_reasons(order, language),
        invoice=await desk.db.read(imports.invoices_of, order.seller_id, order.order_id),
        discussions=threads,
        discussions_href=DISCUSSIONS,
        badges_of=badges_of,
        requests=[_request(request) for request in found.get(order.row, [])],
    )


def _reasons(order: Order, language: Language) -> list[tuple[str, str]]:
    """Why a customer may cancel every line that is left; none when nothing can be cancelled."""
    left = [line for line in order.lines if can_happen(line, Event.CANCELLATION_ASKED)]
    allowed = [set(reasons_for(UserType.CUSTOMER, line.status)) for line in left]
    common = set.intersection(*allowed) if allowed else set()
    return sorted((reason.code, reason.label.in_language(language)) for reason in common)


def _request(request: Cancellation) -> dict[str, Any]:
    status, text = REQUESTS[request.status]
    return {
        "id": request.request_id,
        "status": status,
        "text": text,
        "by": ASKED_BY[request.asked_by],
        "reason": ", ".join(sorted({line.reason for line in request.lines})),
        "at": request.created_at,
        "waits": request.status is CancellationStatus.UNDER_REVIEW,
    }


def _row(brief: OrderBrief) -> OrderRow:
    status, text = STATUSES[brief.status]
    return OrderRow(
        brief,
        f"{ORDERS}{brief.order_id}",
        f"{SELLERS}{brief.seller_id}",
        status,
        text,
        euros(brief.selling_total),
    )


def _href(kept: dict[str, str], **place: int) -> str:
    return f"{ORDERS}?{urlencode({**kept, **place})}"
