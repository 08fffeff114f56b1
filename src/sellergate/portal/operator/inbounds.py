"""Supply orders of all sellers: find what comes, and count it line by line when it does.

A form of a reception has a name of its own and says which counts it was made from: sent twice it counts once, and sent
from a page that is not up to date it counts nothing.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Stream

from sellergate.access.context import SellerId
from sellergate.kit.errors import NotFound, Refusal
from sellergate.kit.ids import new_uuid
from sellergate.kit.marks import N_
from sellergate.market.fulfillment import overview
from sellergate.market.fulfillment.inbound import receiving, store
from sellergate.market.fulfillment.inbound.errors import (
    CountedMeanwhile,
    InboundUnknown,
    LineTwice,
    NothingCounted,
    ProductNotStored,
)
from sellergate.market.fulfillment.inbound.lifecycle import Event, can_happen
from sellergate.market.fulfillment.inbound.models import (
    MAX_QUANTITY,
    REASONS,
    Line,
    Reception,
    Shipment,
    Status,
)
from sellergate.market.fulfillment.inbound.reading import Details, get_details
from sellergate.market.fulfillment.inbound.receiving import Count
from sellergate.market.fulfillment.inbound.store import ProductName
from sellergate.market.fulfillment.overview import Wanted
from sellergate.market.warehouse.models import Identified
from sellergate.market.warehouse.referencing import shown_gtin
from sellergate.portal.operator.frame import (
    INBOUNDS,
    PAGE_SIZE,
    SELLERS,
    AtDesk,
    Desk,
    number_of,
)
from sellergate.portal.stocks import words
from sellergate.portal.stocks.notes import note_of
from sellergate.web.pages import field, read_form

INBOUND: Final = "/operator/inbound/{inbound_id:str}"
TO_RECEIVE: Final = "to-receive"
MAX_TEXT: Final = 60
LINES_SHOWN: Final = 50  # with three fields each, a form keeps well below what forms may have
KINDS: Final = ("good", "blocked", "disputed")
OTHER: Final = "other"  # the line of a product that nobody announced


class NoSuchInbound(NotFound):
    """Nobody's supply order has this id."""

    message = N_("There is no supply order {id}.")


class QuantityWrong(Refusal):
    """No number, or too large a one."""

    message = N_("Enter a number up to {most}, or leave it empty.")


class OtherMissing(Refusal):
    """Pieces of a product that is not named."""

    field = "other-reference"
    message = N_("Enter the seller's reference of the product that you counted.")


class OtherUnknown(Refusal):
    """The seller referenced no such product."""

    field = "other-reference"
    message = N_("The seller has referenced no product under {reference}. Nothing was counted.")


class OtherTwice(Refusal):
    """The other product is one of those announced."""

    field = "other-reference"
    message = N_("This product is line {position}: count it there. Nothing was counted.")


class NothingTyped(Refusal):
    """A form without a number."""

    message = N_("Enter how many came, of one product at least.")


class FormOld(Refusal):
    """Somebody else counted since the form was shown."""

    message = N_(
        "Somebody counted goods of this supply order since you opened the page. Nothing of yours was counted: "
        "compare with what is counted now, and count again."
    )


class Wrong(Exception):
    """Several fields hold no number."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__()
        self.refusals = refusals


class Row(NamedTuple):
    """A line of the page."""

    line: Line
    name: ProductName | None
    gtin: str


@get(INBOUNDS)
async def inbounds_page(desk: AtDesk) -> Response[Any]:
    """Supply orders of all sellers, the last one first."""
    query = desk.request.query_params
    asked = {
        name: query.get(name, "").strip()[:MAX_TEXT]
        for name in ("seller", "status", "country", "q")
    }
    seller = number_of(asked["seller"])
    country = asked["country"].upper()
    wanted = Wanted(
        seller_ids=None if seller is None else [SellerId(seller)],
        statuses=_statuses(asked["status"]),
        country=country if country in words.COUNTRIES else None,
        text=asked["q"],
    )
    before = number_of(query.get("before"))
    found = await desk.db.read(
        overview.page_of_inbounds, wanted, limit=PAGE_SIZE + 1, before=before
    )
    kept = {name: value for name, value in asked.items() if value}
    rows = found[:PAGE_SIZE]
    return desk.show(
        "inbounds.html",
        title=N_("Supply orders"),
        here=INBOUNDS,
        rows=rows,
        asked=asked,
        is_filtered=bool(kept),
        statuses={TO_RECEIVE: N_("To receive")}
        | {status: text for status, (_, text) in words.INBOUNDS.items()},
        words=words,
        badge_of=words.badge_of,
        next_href=_href(kept, rows[-1].row) if len(found) > PAGE_SIZE else "",
        first_href=_href(kept) if before is not None else "",
    )


@get(INBOUND)
async def inbound_page(desk: AtDesk, inbound_id: FromPath[str]) -> Response[Any]:
    """One supply order, what was counted of it, and the form to count more."""
    return await _show(desk, inbound_id)


@get(f"{INBOUND}/delivery-note")
async def note(desk: AtDesk, inbound_id: FromPath[str]) -> Stream:
    """The delivery note, for a warehouse that did not get it."""
    shipment = await _get(desk, inbound_id)
    return await note_of(desk.request, desk.db, desk.pages, shipment.seller_id, shipment.inbound_id)


@post(f"{INBOUND}/receive", status_code=200)
async def receive(desk: AtDesk, inbound_id: FromPath[str]) -> Response[Any] | Redirect:
    """Count what came."""
    path = f"{INBOUNDS}{inbound_id}"
    desk.recent_act(back=path)
    form = await read_form(desk.request)
    typed = {
        name: text
        for name, value in form.items()
        if isinstance(value, str) and (text := value.strip()[:MAX_TEXT]).isprintable()
    }
    is_last = bool(field(form, "last"))
    try:
        counts = _counts_in(typed)
        if not counts and not is_last:
            raise NothingTyped
        await desk.db.write(
            receiving.receive,
            inbound_id[:MAX_TEXT],
            counts,
            reference=typed.get("reference") or new_uuid(),
            is_last=is_last,
            seen=number_of(typed.get("seen")) or 0,
            now=desk.access.clock(),
        )
    except InboundUnknown as error:
        raise NoSuchInbound(id=inbound_id[:40]) from error
    except CountedMeanwhile:
        return await _show(desk, inbound_id, [FormOld()], typed)
    except ProductNotStored:
        refusal = OtherUnknown(reference=typed.get("other-reference", ""))
        return await _show(desk, inbound_id, [refusal], typed)
    except LineTwice as error:
        return await _show(desk, inbound_id, [OtherTwice(**error.values)], typed)
    except NothingCounted:
        return await _show(desk, inbound_id, [NothingTyped()], typed)
    except Wrong as error:
        return await _show(desk, inbound_id, error.refusals, typed)
    except Refusal as refusal:
        return await _show(desk, inbound_id, [refusal], typed)
    told = (
        N_("The supply order is received.") if is_last else N_("Counted: it is the seller's stock.")
    )
    first = number_of(typed.get("from")) or 1
    return desk.pages.redirect(f"{path}?from={first}" if first > 1 else path, flash=told)


@post(f"{INBOUND}/cancel", status_code=200)
async def cancel(desk: AtDesk, inbound_id: FromPath[str]) -> Response[Any] | Redirect:
    """End a supply order of which nothing comes."""
    path = f"{INBOUNDS}{inbound_id}"
    desk.recent_act(back=path)
    try:
        await desk.db.write(receiving.cancel, inbound_id[:MAX_TEXT], now=desk.access.clock())
    except InboundUnknown as error:
        raise NoSuchInbound(id=inbound_id[:40]) from error
    except Refusal as refusal:
        return await _show(desk, inbound_id, [refusal])
    return desk.pages.redirect(path, flash=N_("The supply order is cancelled."))


def _statuses(asked: str) -> list[str]:
    """Those that are looked for; none: any."""
    if asked == TO_RECEIVE:
        return [Status.ACCEPTED.value, Status.IN_RECEPTION.value]
    return [asked] if asked in set(Status) else []


def _counts_in(typed: Mapping[str, str]) -> list[Count]:
    """What the fields of the form count. Raises `Wrong`, `OtherMissing`."""
    wrong: list[Refusal] = []
    pieces: dict[str, dict[str, int]] = {}
    for name, text in typed.items():
        kind, _, line = name.partition("-")
        if kind not in KINDS or not text or (line != OTHER and number_of(line) is None):
            continue
        number = number_of(text)
        if number is None or number > MAX_QUANTITY:
            wrong.append(QuantityWrong(field=name, most=MAX_QUANTITY))
        elif number:
            pieces.setdefault(line, {})[kind] = number
    if wrong:
        raise Wrong(wrong)
    counts = []
    for line, found in pieces.items():
        reference = typed.get("other-reference", "")
        if line == OTHER and not reference:
            raise OtherMissing
        named = Identified(reference) if line == OTHER else int(line)
        counts.append(Count(named, *(found.get(kind, 0) for kind in KINDS)))
    return counts


async def _show(
    desk: Desk,
    inbound_id: str,
    refusals: list[Refusal] | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response[Any]:
    try:
        seen: Details = await desk.db.read(get_details, inbound_id[:MAX_TEXT].lower())
    except InboundUnknown as error:
        raise NoSuchInbound(id=inbound_id[:40]) from error
    shipment = seen.shipment
    query = desk.request.query_params
    first = number_of((typed or {}).get("from") or query.get("from")) or 1
    shown = shipment.lines[first - 1 : first - 1 + LINES_SHOWN]
    if typed is None:
        typed = _expected(shown) if query.get("fill") else {}
    href = f"{INBOUNDS}{shipment.inbound_id}"
    return desk.show(
        "inbound.html",
        title=N_("Supply order"),
        here=INBOUNDS,
        shipment=shipment,
        shop_name=seen.shop_name,
        rows=[_row(line, seen.names) for line in shown],
        receptions=[_told(one) for one in reversed(seen.receptions)],
        href=href,
        seller_href=f"{SELLERS}{shipment.seller_id}",
        reference=typed.get("reference") or new_uuid(),
        typed=typed,
        first=first,
        fill_href=f"{href}?{urlencode({'from': first, 'fill': 1})}",
        next_href=f"{href}?from={first + LINES_SHOWN}"
        if len(shipment.lines) >= first + LINES_SHOWN
        else "",
        previous_href=f"{href}?from={max(1, first - LINES_SHOWN)}" if first > 1 else "",
        can_receive=can_happen(shipment, Event.COUNTED),
        can_cancel=can_happen(shipment, Event.CANCELLED),
        problems=desk.problems_of(*refusals) if refusals else None,
        reasons=REASONS,
        kinds=KINDS,
        words=words,
        badge_of=words.badge_of,
    )


def _expected(lines: tuple[Line, ...]) -> dict[str, str]:
    """The form filled in with what is still to come, all of it good."""
    left = {line.position: line.quantity - line.received for line in lines}
    return {f"good-{position}": str(number) for position, number in left.items() if number > 0}


def _told(reception: Reception) -> dict[str, Any]:
    return {
        "number": reception.number,
        "reference": reception.reference,
        "at": reception.at,
        "is_last": reception.is_last,
        "available": sum(count.available for count in reception.lines),
        "blocked": sum(count.blocked for count in reception.lines),
        "litigation": sum(count.litigation for count in reception.lines),
    }


def _row(line: Line, names: Mapping[int, ProductName]) -> Row:
    name = None if line.stock_row is None else names.get(line.stock_row)
    return Row(line, name, shown_gtin(name.gtin) if name else "")


async def _get(desk: Desk, inbound_id: str) -> Shipment:
    try:
        found: Shipment = await desk.db.read(store.get_any_shipment, inbound_id[:MAX_TEXT].lower())
    except InboundUnknown as error:
        raise NoSuchInbound(id=inbound_id[:40]) from error
    return found


def _href(kept: Mapping[str, str], before: int | None = None) -> str:
    query = dict(kept) if before is None else {**kept, "before": str(before)}
    return f"{INBOUNDS}?{urlencode(query)}" if query else INBOUNDS
