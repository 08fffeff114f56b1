"""The state machine of orders (contract/05 §1): which event moves a line from which status to which.

Lines have statuses of their own; that of the order follows from them. A line whose cancellation is asked for is in
`CancelRequest` and remembers where it was: events go on moving that, so a cancellation that is refused loses nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from sellergate.market.orders.errors import OrderNotThere
from sellergate.market.orders.models import Happened, Line, Order, Status

_BEFORE_SHIPMENT: Final = (
    Status.PROCESSING,
    Status.WAITING_ACCEPTANCE,
    Status.ACCEPTED,
    Status.IN_PREPARATION,
)


class Event(StrEnum):
    """What may happen to lines, in the words in which a refusal tells it: “cannot be shipped”."""

    CONTROLLED = "controlled"
    SENT_FOR_ACCEPTANCE = "sent for acceptance"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    REJECTED = "rejected"
    PREPARED = "prepared"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLATION_ASKED = "cancelled"
    CANCELLED = "cancelled as asked"
    CANCELLATION_REFUSED = "kept"


_MOVES: Final[Mapping[Event, Mapping[Status, Status]]] = {
    Event.CONTROLLED: {Status.PROCESSING: Status.ACCEPTED},
    Event.SENT_FOR_ACCEPTANCE: {Status.PROCESSING: Status.WAITING_ACCEPTANCE},
    Event.ACCEPTED: {Status.WAITING_ACCEPTANCE: Status.ACCEPTED},
    Event.REFUSED: {Status.WAITING_ACCEPTANCE: Status.REFUSED},
    Event.REJECTED: {Status.PROCESSING: Status.REJECTED, Status.ACCEPTED: Status.REJECTED},
    Event.PREPARED: {Status.ACCEPTED: Status.IN_PREPARATION},
    Event.SHIPPED: {Status.IN_PREPARATION: Status.SHIPPED},
    Event.DELIVERED: {Status.SHIPPED: Status.DELIVERED},
    Event.CANCELLATION_ASKED: dict.fromkeys(
        (*_BEFORE_SHIPMENT, Status.SHIPPED, Status.DELIVERED), Status.CANCEL_REQUEST
    ),
    Event.CANCELLED: {Status.CANCEL_REQUEST: Status.CANCELLED},
    Event.CANCELLATION_REFUSED: {},  # back to where the line was
}
# These go on while a cancellation is asked for: what the platform does by itself, and an acceptance of the whole order.
_UNASKED: Final = frozenset(
    {
        *(Event.CONTROLLED, Event.SENT_FOR_ACCEPTANCE, Event.ACCEPTED, Event.PREPARED),
        *(Event.DELIVERED, Event.REJECTED),
    }
)
_RANK: Final = {
    status: rank
    for rank, status in enumerate(
        (*_BEFORE_SHIPMENT, Status.SHIPPED, Status.DELIVERED, Status.REFUSED, Status.REJECTED)
    )
}
ENDED: Final = frozenset({Status.REFUSED, Status.REJECTED, Status.CANCELLED})
_MOVING: Final = frozenset({Status.PROCESSING, Status.ACCEPTED})  # by background work


def happen(
    order: Order, event: Event, now: datetime, *, positions: Collection[int] | None = None
) -> Order:
    """The order after `event` happened to the lines at `positions`, or to every line that it can happen to.

    Raises `OrderNotThere` when one of the named lines, or no line at all, is in a status that the event starts from.
    """
    now = not_before(order, now)
    lines = []
    events: list[Happened] = []
    for line in order.lines:
        is_meant = positions is None or line.position in positions
        moved = _moved(line, event) if is_meant else line
        if moved is None:
            if positions is not None:
                raise OrderNotThere(order, line, event)
            moved = line
        if moved.status is not line.status:
            events.append(Happened(line.position, moved.status, now))
        lines.append(moved)
    if all(new is old for new, old in zip(lines, order.lines, strict=True)):
        raise OrderNotThere(order, None, event)
    status = status_of_order(lines)
    if status is not order.status:
        events.append(Happened(0, status, now))
    return replace(
        order,
        lines=tuple(lines),
        status=status,
        # An order that is held stays so, whatever becomes of single lines.
        is_moving=order.is_moving if status is order.status else status in _MOVING,
        updated_at=now,
        # Also when the last line that was on its way is cancelled.
        delivered_at=order.delivered_at or (now if status is Status.DELIVERED else None),
        events=(*order.events, *events),
    )


def not_before(order: Order, now: datetime) -> datetime:
    """Time goes on, even when a clock is put back or those of two nodes differ: who polls by changes misses none."""
    return max(now, order.updated_at)


def can_happen(line: Line, event: Event) -> bool:
    """Whether the event can happen to the line as it is."""
    return _moved(line, event) is not None


def status_of_order(lines: Sequence[Line]) -> Status:
    """That of the line that is least advanced, of those that are not cancelled; `Cancelled` when all are."""
    rest = [
        line.status_before or line.status for line in lines if line.status is not Status.CANCELLED
    ]
    return min(rest, key=_RANK.__getitem__, default=Status.CANCELLED)


def _moved(line: Line, event: Event) -> Line | None:
    """The line after the event; None when it cannot happen to it."""
    before = line.status_before
    if event is Event.CANCELLATION_REFUSED:
        return None if before is None else replace(line, status=before, status_before=None)
    moves = _MOVES[event]
    if before is not None and event in _UNASKED:
        return replace(line, status_before=moves[before]) if before in moves else None
    if line.status not in moves:
        return None
    status = moves[line.status]
    is_asked = status is Status.CANCEL_REQUEST
    return replace(line, status=status, status_before=line.status if is_asked else None)
