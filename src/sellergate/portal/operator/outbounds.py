"""Shipping orders of all sellers: find what waits, and do what the warehouse does with it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from sellergate.access.context import SellerId
from sellergate.kit.errors import NotFound, Refusal
from sellergate.kit.marks import N_
from sellergate.market.fulfillment import overview
from sellergate.market.fulfillment.outbound import cancelling, dispatch
from sellergate.market.fulfillment.outbound.dispatch import PackedParcel
from sellergate.market.fulfillment.outbound.errors import OutboundNotThere
from sellergate.market.fulfillment.outbound.lifecycle import TRANSITIONS, Event
from sellergate.market.fulfillment.outbound.models import OutboundStatus
from sellergate.market.fulfillment.overview import Line, Outbound, Wanted
from sellergate.market.fulfillment.returns.declaring import declare_carrier_return
from sellergate.market.fulfillment.returns.models import ReturnReason
from sellergate.portal.operator.frame import (
    ORDERS,
    OUTBOUNDS,
    PAGE_SIZE,
    RETURNS,
    SELLERS,
    AtDesk,
    Desk,
    number_of,
)
from sellergate.portal.orders.view import address_lines
from sellergate.portal.stocks import words
from sellergate.web.pages import field, read_form

OUTBOUND: Final = "/operator/outbound/{outbound_id:str}"
TO_DECIDE: Final = "to-decide"
MAX_TEXT: Final = 60
MAX_CARRIER: Final = 100
MAX_NUMBER: Final = 100
MAX_URL: Final = 500
MAX_PARCELS: Final = 50
MAX_DETAILS: Final = 150
CARRIER_REASONS: Final = (
    ReturnReason.UNDELIVERABLE,
    ReturnReason.REFUSED_BY_CUSTOMER,
    ReturnReason.TRANSPORT_DAMAGE,
)


class NoSuchOutbound(NotFound):
    """Nobody's shipping order has this id."""

    message = N_("There is no shipping order {id}.")


class NoCarrier(Refusal):
    """No carrier is named."""

    field = "carrier"
    message = N_("Enter the name of the carrier.")


class ParcelsWrong(Refusal):
    """The lines do not spell parcels."""

    field = "parcels"
    message = N_(
        "Enter one parcel a line, {most} at most: its number, then, if there is one, a space and its tracking address."
    )


@get(OUTBOUNDS)
async def outbounds_page(desk: AtDesk) -> Response[Any]:
    """Shipping orders of all sellers, the last one first."""
    query = desk.request.query_params
    asked = {
        name: query.get(name, "").strip()[:MAX_TEXT]
        for name in ("seller", "status", "country", "q")
    }
    seller = number_of(asked["seller"])
    country = asked["country"].upper()
    wanted = Wanted(
        seller_ids=None if seller is None else [SellerId(seller)],
        statuses=[asked["status"]] if asked["status"] in set(OutboundStatus) else [],
        country=country if country in words.COUNTRIES else None,
        text=asked["q"],
        to_decide=asked["status"] == TO_DECIDE,
    )
    before = number_of(query.get("before"))
    found = await desk.db.read(
        overview.page_of_outbounds, wanted, limit=PAGE_SIZE + 1, before=before
    )
    kept = {name: value for name, value in asked.items() if value}
    rows = found[:PAGE_SIZE]
    return desk.show(
        "outbounds.html",
        title=N_("Shipping orders"),
        here=OUTBOUNDS,
        rows=rows,
        asked=asked,
        is_filtered=bool(kept),
        statuses={TO_DECIDE: N_("Cancellation to decide")}
        | {status: text for status, (_, text) in words.OUTBOUNDS.items()},
        words=words,
        badge_of=words.badge_of,
        next_href=_href(kept, rows[-1].row) if len(found) > PAGE_SIZE else "",
        first_href=_href(kept) if before is not None else "",
    )


@get(OUTBOUND)
async def outbound_page(desk: AtDesk, outbound_id: FromPath[str]) -> Response[Any]:
    """One shipping order, and what the warehouse may do with it now."""
    return await _show(desk, outbound_id)


@post(f"{OUTBOUND}/accept", status_code=200)
async def accept(desk: AtDesk, outbound_id: FromPath[str]) -> Response[Any] | Redirect:
    """Judge it now, without waiting for the background work."""
    return await _do(desk, outbound_id, dispatch.accept, told=N_("The shipping order is judged."))


@post(f"{OUTBOUND}/prepare", status_code=200)
async def prepare(desk: AtDesk, outbound_id: FromPath[str]) -> Response[Any] | Redirect:
    """Its goods are being picked."""
    return await _do(
        desk, outbound_id, dispatch.prepare, told=N_("It is in preparation. Pick its goods.")
    )


@post(f"{OUTBOUND}/ship", status_code=200)
async def ship(desk: AtDesk, outbound_id: FromPath[str]) -> Response[Any] | Redirect:
    """A carrier took it."""
    desk.recent_act(back=f"{OUTBOUNDS}{outbound_id}")
    form = await read_form(desk.request)
    typed = {name: field(form, name) for name in ("carrier", "parcels")}
    try:
        carrier, parcels = _parcels_in(typed)
    except Refusal as refusal:
        return await _show(desk, outbound_id, refusal, typed)
    return await _do(
        desk,
        outbound_id,
        dispatch.ship,
        told=N_("It is shipped. Its stock has left the warehouse."),
        typed=typed,
        carrier_name=carrier,
        parcels=parcels,
    )


@post(f"{OUTBOUND}/deliver", status_code=200)
async def deliver(desk: AtDesk, outbound_id: FromPath[str]) -> Response[Any] | Redirect:
    """All of it has come."""
    return await _do(desk, outbound_id, dispatch.deliver, told=N_("Marked as delivered."))


@post(f"{OUTBOUND}/reject", status_code=200)
async def reject(desk: AtDesk, outbound_id: FromPath[str]) -> Response[Any] | Redirect:
    """The warehouse cannot send it."""
    details = field(await read_form(desk.request), "details")[:MAX_DETAILS]
    return await _do(
        desk,
        outbound_id,
        dispatch.reject,
        told=N_("It is rejected. Its stock is available again."),
        details=details or None,
    )


@post(f"{OUTBOUND}/decide", status_code=200)
async def decide(desk: AtDesk, outbound_id: FromPath[str]) -> Response[Any] | Redirect:
    """Grant a cancellation that was asked for while the goods are picked, or refuse it."""
    form = await read_form(desk.request)
    path = f"{OUTBOUNDS}{outbound_id}"
    desk.recent_act(back=path)
    try:
        await desk.db.write(
            cancelling.decide_cancellation,
            field(form, "request")[:MAX_TEXT],
            desk.access.clock(),
            is_granted=field(form, "answer") == "grant",
            reason=None if field(form, "answer") == "grant" else "RefusedByWarehouse",
        )
    except Refusal as refusal:
        return await _show(desk, outbound_id, refusal)
    return desk.pages.redirect(path, flash=N_("Your decision is noted."))


@post(f"{OUTBOUND}/back", status_code=200)
async def take_back(desk: AtDesk, outbound_id: FromPath[str]) -> Response[Any] | Redirect:
    """A carrier brings back what it could not deliver: all that is not back yet."""
    path = f"{OUTBOUNDS}{outbound_id}"
    desk.recent_act(back=path)
    reason = field(await read_form(desk.request), "reason")
    try:
        returned = await desk.db.write(
            declare_carrier_return,
            outbound_id[:MAX_TEXT],
            desk.access.clock(),
            reason=ReturnReason(reason) if reason in CARRIER_REASONS else CARRIER_REASONS[0],
        )
    except Refusal as refusal:
        return await _show(desk, outbound_id, refusal)
    return desk.pages.redirect(
        f"{RETURNS}{returned.return_id}", flash=N_("The return is there. Inspect it when it comes.")
    )


async def _do(
    desk: Desk,
    outbound_id: str,
    act: Any,
    *,
    told: str,
    typed: Mapping[str, str] | None = None,
    **values: Any,
) -> Response[Any] | Redirect:
    """Do something with it, then show it again; with what was wrong, when it cannot be done."""
    path = f"{OUTBOUNDS}{outbound_id}"
    desk.recent_act(back=path)
    try:
        await desk.db.write(act, outbound_id[:MAX_TEXT], desk.access.clock(), **values)
    except OutboundNotThere as refusal:
        if typed and await _is_shipped_so(desk, outbound_id, typed):
            return desk.pages.redirect(path, flash=told)  # the button was pressed twice
        return await _show(desk, outbound_id, refusal, typed)
    except Refusal as refusal:
        return await _show(desk, outbound_id, refusal, typed)
    return desk.pages.redirect(path, flash=told)


async def _is_shipped_so(desk: Desk, outbound_id: str, typed: Mapping[str, str]) -> bool:
    """Whether it left with this carrier in these parcels."""
    found = await desk.db.read(overview.find_outbound, None, outbound_id[:MAX_TEXT])
    carrier, parcels = _parcels_in(typed)
    return (
        found is not None
        and found.carrier_name == carrier
        and [parcel.parcel_number for parcel in found.parcels]
        == [parcel.parcel_number for parcel in parcels]
    )


async def _show(
    desk: Desk,
    outbound_id: str,
    refusal: Refusal | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response[Any]:
    one = await desk.db.read(overview.find_outbound, None, outbound_id[:MAX_TEXT])
    if one is None:
        raise NoSuchOutbound(id=outbound_id[:40])
    lines = await desk.db.read(overview.lines_of_outbound, one.row)
    if refusal is not None and (refusal.field or "").startswith("parcels"):
        refusal.field = "parcels"
    return desk.show(
        "outbound.html",
        title=N_("Shipping order"),
        here=OUTBOUNDS,
        one=one,
        href=f"{OUTBOUNDS}{one.outbound_id}",
        seller_href=f"{SELLERS}{one.seller_id}",
        order_href=f"{ORDERS}{one.order_id}" if one.order_id else "",
        returns_path=RETURNS,
        address=address_lines(one.address),
        lines=lines,
        requests=await desk.db.read(overview.cancellations_of, one.row),
        returns=await desk.db.read(overview.returns_of, one.row),
        can=_can(one),
        typed=typed or {"carrier": "", "parcels": ""},
        problems=desk.problems_of(refusal) if refusal else None,
        can_come_back=_can_come_back(one.status, lines),
        carrier_reasons=CARRIER_REASONS,
        words=words,
        badge_of=words.badge_of,
    )


def _can(one: Outbound) -> set[str]:
    """What the warehouse may do with it, by the words of `Event`. Orders are cancelled, their shipments follow."""
    status = OutboundStatus(one.status)
    can = {event.value for event, moves in TRANSITIONS.items() if status in moves}
    return can - {Event.REJECTED.value} if one.order_id else can


def _can_come_back(status: str, lines: Sequence[Line]) -> bool:
    is_sent = status in (OutboundStatus.SHIPPED, OutboundStatus.DELIVERED)
    return is_sent and any(line.other < line.quantity for line in lines)


def _parcels_in(typed: Mapping[str, str]) -> tuple[str, list[PackedParcel]]:
    """The carrier and the parcels that a form spells. Raises `Refusal`."""
    carrier = typed["carrier"].strip()
    if not 0 < len(carrier) <= MAX_CARRIER or not carrier.isprintable():
        raise NoCarrier
    parcels = []
    for line in typed["parcels"].splitlines():
        number, _, url = line.strip().partition(" ")
        url = url.strip()
        is_good = len(number) <= MAX_NUMBER and line.strip().isprintable()
        if url:
            is_good &= len(url) <= MAX_URL and url.startswith(("https://", "http://"))
        if not is_good:
            raise ParcelsWrong(most=MAX_PARCELS)
        if number:
            parcels.append(PackedParcel(number, url or None))
    if not 0 < len(parcels) <= MAX_PARCELS:
        raise ParcelsWrong(most=MAX_PARCELS)
    return carrier, parcels


def _href(kept: Mapping[str, str], before: int | None = None) -> str:
    query = dict(kept) if before is None else {**kept, "before": str(before)}
    return f"{OUTBOUNDS}?{urlencode(query)}" if query else OUTBOUNDS
