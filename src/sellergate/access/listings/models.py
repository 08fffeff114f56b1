"""An entry of the aggregator list."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sellergate.access.context import ClientId, ClientUid


class ListingState(StrEnum):
    """Only approved listings are shown to sellers."""

    REQUESTED = "requested"
    APPROVED = "approved"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Listing:
    """What sellers see of an aggregator."""

    client_uid: ClientUid
    client_id: ClientId
    owner_name: str
    name: str
    description: str
    state: ListingState
    reason: str | None
    requested_at: datetime
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture, re-checked when it was handed in. `media_type` is image/png or image/jpeg."""

    media_type: str
    content: bytes
