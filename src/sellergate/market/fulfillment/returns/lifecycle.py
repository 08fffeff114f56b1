"""The state machine of returns (contract/09 §6): which event moves one from which status to which."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from sellergate.market.fulfillment.returns.errors import ReturnNotThere
from sellergate.market.fulfillment.returns.models import Return, ReturnStatus


class Event(StrEnum):
    """What may happen to a return, in the words in which a refusal tells it: “cannot be received”."""

    SENT = "announced to the warehouse"
    REFERENCED = "referenced"
    ACCEPTED = "accepted"
    RECEIVED = "received"
    INSPECTED = "inspected"


TRANSITIONS: Final[Mapping[Event, Mapping[ReturnStatus, ReturnStatus]]] = {
    Event.SENT: {ReturnStatus.CREATED: ReturnStatus.REFERENCING},
    Event.REFERENCED: {ReturnStatus.REFERENCING: ReturnStatus.REFERENCED},
    Event.ACCEPTED: {ReturnStatus.REFERENCED: ReturnStatus.ACCEPTED},
    Event.RECEIVED: {
        ReturnStatus.REFERENCED: ReturnStatus.PENDING,
        ReturnStatus.ACCEPTED: ReturnStatus.PENDING,
    },
    Event.INSPECTED: {ReturnStatus.PENDING: ReturnStatus.COMPLETED},
}
# By background work.
MOVING: Final = (ReturnStatus.CREATED, ReturnStatus.REFERENCING)


def happen(returned: Return, event: Event, now: datetime) -> Return:
    """The return after `event`. Raises `ReturnNotThere` when it cannot happen to it."""
    status = TRANSITIONS[event].get(returned.status)
    if status is None:
        raise ReturnNotThere(status=returned.status.value, event=event.value)
    return replace(returned, status=status, updated_at=now)
