"""The audit trail of the whole platform."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Response, get

from sellergate.access.audit import store as audit
from sellergate.access.audit.models import AuditEvent
from sellergate.kit.marks import N_
from sellergate.portal.credentials.words import EVENTS
from sellergate.portal.operator.frame import ACTIVITY, PAGE_SIZE, AtDesk, cut_page, number_of


@dataclass(frozen=True, slots=True)
class EventRow:
    """One line: a text of ours, and what fills its places."""

    at: datetime
    actor: str
    text: str
    values: dict[str, str]


def row_of(event: AuditEvent) -> EventRow:
    """An event as the page tells it."""
    return EventRow(
        at=event.at,
        actor=event.actor,
        text=EVENTS[event.event],
        values={
            "client": event.client_id or "",
            "seller": str(event.seller_id or ""),
            "detail": event.detail,
        },
    )


@get(ACTIVITY)
async def activity_page(desk: AtDesk) -> Response[Any]:
    """Everything that changed who may do what, newest first."""
    before = number_of(desk.request.query_params.get("after"))
    found = await desk.db.read(
        audit.page_of_events, organization_ids=None, before=before, limit=PAGE_SIZE + 1
    )
    return desk.show(
        "activity.html",
        title=N_("Activity"),
        here=ACTIVITY,
        page_of=cut_page(
            ACTIVITY,
            [row_of(event) for event in found],
            after=str(before or ""),
            next_after=[str(event.id) for event in found],
        ),
    )
