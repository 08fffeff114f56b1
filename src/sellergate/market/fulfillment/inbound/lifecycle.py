"""The state machine of inbound shipments: which event moves them from which status to which."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from sellergate.market.fulfillment.inbound.errors import InboundNotThere
from sellergate.market.fulfillment.inbound.models import Shipment, Status


class Event(StrEnum):
    """What may happen to a shipment, in the words in which a refusal tells it: “cannot be cancelled”."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    COUNTED = "received"
    CLOSED = "closed"
    CANCELLED = "cancelled"


_MOVES: Final[Mapping[Event, Mapping[Status, Status]]] = {
    Event.ACCEPTED: {Status.CREATED: Status.ACCEPTED},
    Event.REFUSED: {Status.CREATED: Status.REFUSED},
    Event.COUNTED: {
        Status.ACCEPTED: Status.IN_RECEPTION,
        Status.IN_RECEPTION: Status.IN_RECEPTION,
    },
    Event.CLOSED: {Status.IN_RECEPTION: Status.RECEIVED},
    Event.CANCELLED: {Status.CREATED: Status.CANCELLED, Status.ACCEPTED: Status.CANCELLED},
}
ENDED: Final = frozenset({Status.REFUSED, Status.RECEIVED, Status.CANCELLED})


def happen(shipment: Shipment, event: Event, now: datetime) -> Shipment:
    """The shipment after the event. Raises `InboundNotThere`."""
    status = _MOVES[event].get(shipment.status)
    if status is None:
        raise InboundNotThere(code=shipment.code, status=shipment.status.value, event=event.value)
    return replace(
        shipment,
        status=status,
        updated_at=now,
        accepted_at=now if event is Event.ACCEPTED else shipment.accepted_at,
        received_at=now if event is Event.CLOSED else shipment.received_at,
    )


def can_happen(shipment: Shipment, event: Event) -> bool:
    """Whether the event can happen to the shipment as it is."""
    return shipment.status in _MOVES[event]
