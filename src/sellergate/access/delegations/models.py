"""A seller lets a client act."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sellergate.access.clients.models import ClientKind
from sellergate.access.context import ClientId, ClientUid, SellerId
from sellergate.access.scopes import EVERYTHING, Rights


class DelegationState(StrEnum):
    """Derived from the instants, never stored."""

    ACTIVE = "active"
    REVOKED = "revoked"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class DelegationRequest:
    """What a seller agrees to: everything, for ever, unless limited."""

    client_uid: ClientUid
    seller_id: SellerId
    rights: Rights = EVERYTHING
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delegation:
    """The link of a client to a seller, with what its reader needs to recognise both."""

    client_uid: ClientUid
    client_id: ClientId
    client_kind: ClientKind
    owner_name: str
    seller_id: SellerId
    shop_name: str
    rights: Rights
    granted_at: datetime
    granted_by: str
    expires_at: datetime | None
    revoked_at: datetime | None
    last_call_at: datetime | None
    calls_this_week: int

    def state(self, now: datetime) -> DelegationState:
        """How it stands at `now`."""
        if self.revoked_at is not None:
            return DelegationState.REVOKED
        if self.expires_at is not None and self.expires_at <= now:
            return DelegationState.EXPIRED
        return DelegationState.ACTIVE


@dataclass(frozen=True, slots=True)
class Grant:
    """An unrevoked delegation as the hot path needs it. `expires_at` is in whole epoch seconds."""

    rights: Rights
    expires_at: int | None
