"""The state machine of outbound shipments (contract/09 §5): which event moves one from which status to which."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from sellergate.market.fulfillment.outbound.errors import OutboundNotThere
from sellergate.market.fulfillment.outbound.models import Outbound, OutboundStatus


class Event(StrEnum):
    """What may happen to a shipment, in the words in which a refusal tells it: “cannot be shipped”."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    PREPARED = "prepared"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


_CREATED, _ACCEPTED, _IN_PREPARATION = BEFORE_SHIPMENT = (
    OutboundStatus.CREATED,
    OutboundStatus.ACCEPTED,
    OutboundStatus.IN_PREPARATION,
)
# In these the stock of the lines is allocated.
ALLOCATED: Final = frozenset({_ACCEPTED, _IN_PREPARATION})

TRANSITIONS: Final[Mapping[Event, Mapping[OutboundStatus, OutboundStatus]]] = {
    Event.ACCEPTED: {_CREATED: _ACCEPTED},
    Event.REJECTED: dict.fromkeys(BEFORE_SHIPMENT, OutboundStatus.REJECTED),
    Event.PREPARED: {_ACCEPTED: _IN_PREPARATION},
    Event.SHIPPED: {_IN_PREPARATION: OutboundStatus.SHIPPED},
    Event.DELIVERED: {OutboundStatus.SHIPPED: OutboundStatus.DELIVERED},
    Event.CANCELLED: dict.fromkeys(BEFORE_SHIPMENT, OutboundStatus.CANCELLED),
}


def happen(outbound: Outbound, event: Event, now: datetime) -> Outbound:
    """The shipment after `event`. Raises `OutboundNotThere` when it cannot happen to it."""
    status = TRANSITIONS[event].get(outbound.status)
    if status is None:
        raise OutboundNotThere(status=outbound.status.value, event=event.value)
    return replace(outbound, status=status, updated_at=now, status_updated_at=now)


def can_happen(outbound: Outbound, event: Event) -> bool:
    """Whether the event can happen to the shipment as it is."""
    return outbound.status in TRANSITIONS[event]
