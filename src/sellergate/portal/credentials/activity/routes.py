"""Activity: what happened to my clients, my seller accounts and my login, newest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from litestar import Response, get

from sellergate.access.audit import store as audit
from sellergate.access.audit.models import AuditEvent
from sellergate.kit.marks import N_
from sellergate.portal.credentials.view import HOME, organization_ids, show
from sellergate.portal.credentials.words import sentence_of
from sellergate.web.browser import PageRequest, require_user, visitor_of
from sellergate.web.injected import Access, Pages

ACTIVITY: Final = f"{HOME}activity/"
PAGE_SIZE: Final = 50


@dataclass(frozen=True, slots=True)
class EventRow:
    """One line, told in the reader's language."""

    at: datetime
    actor: str
    text: str


def row_of(event: AuditEvent, locale: str) -> EventRow:
    """An event as the page tells it."""
    return EventRow(event.at, event.actor, sentence_of(event, locale))


@get("/activity")
async def activity(request: PageRequest, access: Access, pages: Pages) -> Response[Any]:
    """The audit trail that concerns me; `before` is where the former page ended."""
    session = require_user(request)
    before = _parse_place(request.query_params.get("before", ""))
    found = await access.db.read(
        audit.page_of_events,
        organization_ids=organization_ids(session),
        user_id=session.user.id,
        before=before,
        limit=PAGE_SIZE + 1,
    )
    shown = found[:PAGE_SIZE]
    has_more = len(found) > PAGE_SIZE
    return show(
        pages,
        request,
        "activity/list.html",
        title=N_("Activity"),
        here=ACTIVITY,
        rows=[row_of(event, visitor_of(request).locale) for event in shown],
        next_href=f"{ACTIVITY}?before={shown[-1].id}" if has_more else "",
        newest_href=ACTIVITY if before else "",
    )


def _parse_place(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


ACTIVITY_ROUTES = (activity,)
