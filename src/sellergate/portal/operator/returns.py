"""Returns of all sellers: find those that come, and say what was found in the parcel."""

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
from sellergate.market.fulfillment.overview import Line, Wanted
from sellergate.market.fulfillment.returns import inspecting
from sellergate.market.fulfillment.returns.errors import ReturnNotThere
from sellergate.market.fulfillment.returns.inspecting import Inspected
from sellergate.market.fulfillment.returns.lifecycle import TRANSITIONS, Event
from sellergate.market.fulfillment.returns.models import ReturnReason, ReturnStatus
from sellergate.market.fulfillment.returns.store import get_any_return
from sellergate.portal.operator.frame import (
    OUTBOUNDS,
    PAGE_SIZE,
    RETURNS,
    SELLERS,
    AtDesk,
    Desk,
    number_of,
)
from sellergate.portal.stocks import words
from sellergate.web.pages import field, read_form

RETURN: Final = "/operator/returns/{return_id:str}"
WAITING: Final = "waiting"
MAX_TEXT: Final = 60
MAX_COMMENT: Final = 500
MAX_PIECES: Final = 5  # digits
_WAITING_STATUSES: Final = (
    ReturnStatus.REFERENCED,
    ReturnStatus.ACCEPTED,
    ReturnStatus.PENDING,
)


class NoSuchReturn(NotFound):
    """Nobody's return has this id."""

    message = N_("There is no return {id}.")


class PiecesWrong(Refusal):
    """No number of pieces."""

    message = N_("Enter how many pieces: a number, or 0.")


class ReasonWrong(Refusal):
    """None of the reasons."""

    field = "reason"
    message = N_("Choose what you found.")


@get(RETURNS)
async def returns_page(desk: AtDesk) -> Response[Any]:
    """Returns of all sellers, the last one declared first."""
    query = desk.request.query_params
    asked = {
        name: query.get(name, "").strip()[:MAX_TEXT]
        for name in ("seller", "status", "country", "q")
    }
    seller = number_of(asked["seller"])
    country = asked["country"].upper()
    before = number_of(query.get("before"))
    wanted = Wanted(
        seller_ids=None if seller is None else [SellerId(seller)],
        statuses=_statuses(asked["status"]),
        country=country if country in words.COUNTRIES else None,
        text=asked["q"],
    )
    found = await desk.db.read(overview.page_of_returns, wanted, limit=PAGE_SIZE + 1, before=before)
    kept = {name: value for name, value in asked.items() if value}
    rows = found[:PAGE_SIZE]
    return desk.show(
        "returns.html",
        title=N_("Returns"),
        here=RETURNS,
        rows=rows,
        asked=asked,
        is_filtered=bool(kept),
        statuses={WAITING: N_("Waits for the warehouse")}
        | {status: text for status, (_, text) in words.RETURNS.items()},
        words=words,
        badge_of=words.badge_of,
        next_href=_href(kept, rows[-1].row) if len(found) > PAGE_SIZE else "",
        first_href=_href(kept) if before is not None else "",
    )


@get(RETURN)
async def return_page(desk: AtDesk, return_id: FromPath[str]) -> Response[Any]:
    """One return, and what the warehouse may do with it now."""
    return await _show(desk, return_id)


@post(f"{RETURN}/receive", status_code=200)
async def receive(desk: AtDesk, return_id: FromPath[str]) -> Response[Any] | Redirect:
    """All that was declared has come."""
    desk.recent_act(back=f"{RETURNS}{return_id}")
    return await _do(
        desk,
        return_id,
        inspecting.receive,
        told=N_("It has come. Now inspect it."),
        is_done=_has_come,
    )


@post(f"{RETURN}/inspect", status_code=200)
async def inspect(desk: AtDesk, return_id: FromPath[str]) -> Response[Any] | Redirect:
    """What was found: so many fit for sale, so many to be blocked."""
    desk.recent_act(back=f"{RETURNS}{return_id}")
    form = await read_form(desk.request)
    one = await desk.db.read(overview.find_return, None, return_id[:MAX_TEXT])
    if one is None:
        raise NoSuchReturn(id=return_id[:40])
    lines = await desk.db.read(overview.lines_of_return, one.row)
    typed = {
        name: field(form, name)[:MAX_COMMENT]
        for name in ("reason", "comment", *(name for line in lines for name in _names(line)))
    }
    try:
        reason, inspected = _inspected(typed, lines)
    except Refusal as refusal:
        return await _show(desk, return_id, refusal, typed)
    return await _do(
        desk,
        return_id,
        inspecting.inspect,
        told=N_("It is inspected. What is fit for sale is available again."),
        typed=typed,
        is_done=lambda found: (
            found.status is ReturnStatus.COMPLETED
            and {(line.position, line.restocked, line.blocked) for line in found.lines}
            == {(told.line, told.available, told.blocked) for told in inspected}
        ),
        inspected=inspected,
        recommended_reason=reason,
        comment=typed["comment"].strip() or None,
    )


async def _do(
    desk: Desk,
    return_id: str,
    act: Any,
    *,
    told: str,
    is_done: Any,
    typed: Mapping[str, str] | None = None,
    **values: Any,
) -> Response[Any] | Redirect:
    """Do something with it, then show it again; with what was wrong, when it cannot be done and `is_done` denies it."""
    try:
        await desk.db.write(act, return_id[:MAX_TEXT], desk.access.clock(), **values)
    except ReturnNotThere as refusal:
        if not is_done(await desk.db.read(get_any_return, return_id[:MAX_TEXT])):
            return await _show(desk, return_id, refusal, typed)
    except Refusal as refusal:
        return await _show(desk, return_id, refusal, typed)
    return desk.pages.redirect(f"{RETURNS}{return_id}", flash=told)


async def _show(
    desk: Desk,
    return_id: str,
    refusal: Refusal | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response[Any]:
    one = await desk.db.read(overview.find_return, None, return_id[:MAX_TEXT])
    if one is None:
        raise NoSuchReturn(id=return_id[:40])
    lines = await desk.db.read(overview.lines_of_return, one.row)
    status = ReturnStatus(one.status)
    can = {event.value for event, moves in TRANSITIONS.items() if status in moves}
    can_inspect = status in _WAITING_STATUSES
    return desk.show(
        "return.html",
        title=N_("Return"),
        here=RETURNS,
        one=one,
        href=f"{RETURNS}{one.return_id}",
        seller_href=f"{SELLERS}{one.seller_id}",
        outbound_href=f"{OUTBOUNDS}{one.outbound_id}",
        lines=lines,
        to_inspect=[(line, *_names(line)) for line in lines] if can_inspect else [],
        can_receive=Event.RECEIVED.value in can,
        reasons=list(ReturnReason),
        typed=typed or _expected(lines, one.reason, has_come=status is ReturnStatus.PENDING),
        problems=desk.problems_of(refusal) if refusal else None,
        words=words,
        badge_of=words.badge_of,
    )


def _has_come(found: Any) -> bool:
    return found.status is ReturnStatus.PENDING


def _statuses(asked: str) -> Sequence[str]:
    if asked == WAITING:
        return [status.value for status in _WAITING_STATUSES]
    return [asked] if asked in set(ReturnStatus) else []


def _names(line: Line) -> tuple[str, str]:
    """The fields of a line: how many are fit for sale, and how many are not."""
    return f"available-{line.position}", f"blocked-{line.position}"


def _expected(lines: Sequence[Line], reason: str, *, has_come: bool) -> dict[str, str]:
    """What the form says at first: all is as it was declared, and fit for sale."""
    typed = {"reason": reason, "comment": ""}
    for line in lines:
        available, blocked = _names(line)
        typed[available] = str(line.received + line.other if has_come else line.quantity)
        typed[blocked] = "0"
    return typed


def _inspected(
    typed: Mapping[str, str], lines: Sequence[Line]
) -> tuple[ReturnReason, list[Inspected]]:
    """What the form says was found. Raises `Refusal`."""
    if typed["reason"] not in set(ReturnReason):
        raise ReasonWrong
    inspected = []
    for line in lines:
        available, blocked = (_pieces(typed, name) for name in _names(line))
        inspected.append(Inspected(line=line.position, available=available, blocked=blocked))
    return ReturnReason(typed["reason"]), inspected


def _pieces(typed: Mapping[str, str], name: str) -> int:
    text = typed[name].strip() or "0"
    if not (text.isascii() and text.isdigit() and len(text) <= MAX_PIECES):
        refusal = PiecesWrong()
        refusal.field = name
        raise refusal
    return int(text)


def _href(kept: Mapping[str, str], before: int | None = None) -> str:
    query = dict(kept) if before is None else {**kept, "before": str(before)}
    return f"{RETURNS}?{urlencode(query)}" if query else RETURNS
