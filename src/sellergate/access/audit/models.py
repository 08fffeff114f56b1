"""What the audit trail remembers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Event(StrEnum):
    """What happened, as `subject:verb`."""

    ORGANIZATION_CREATED = "organization:created"
    CLIENT_CREATED = "client:created"
    CLIENT_DISABLED = "client:disabled"
    CLIENT_ENABLED = "client:enabled"
    CLIENT_LIMITED = "client:limited"
    SECRET_CREATED = "secret:created"  # noqa: S105  (an event, not a secret)
    SECRET_REVOKED = "secret:revoked"  # noqa: S105
    CLIENT_KEY_ADDED = "client_key:added"
    CLIENT_KEY_REMOVED = "client_key:removed"
    DPOP_CHANGED = "client:dpop_changed"
    SECRET_END_SET = "secret:end_set"  # noqa: S105
    DELEGATION_GRANTED = "delegation:granted"
    DELEGATION_CHANGED = "delegation:changed"
    DELEGATION_REVOKED = "delegation:revoked"
    LISTING_REQUESTED = "listing:requested"
    LISTING_APPROVED = "listing:approved"
    LISTING_DENIED = "listing:denied"
    SELLER_CREATED = "seller:created"
    SELLER_SUSPENDED = "seller:suspended"
    SELLER_RESUMED = "seller:resumed"
    USER_CREATED = "user:created"
    USER_SIGNED_IN = "user:signed_in"
    USER_LINKED = "user:linked"
    PASSWORD_CHANGED = "user:password_changed"  # noqa: S105
    SESSION_ENDED = "user:signed_out"
    SESSIONS_ENDED = "user:signed_out_everywhere"
    TOKEN_ISSUED_ON_SITE = "token:issued_on_site"  # noqa: S105
    TOKEN_REVOKED = "token:revoked"  # noqa: S105
    KEY_CREATED = "key:created"
    KEY_ROTATED = "key:rotated"


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One line of the trail."""

    id: int
    at: datetime
    event: Event
    actor: str
    client_id: str | None
    seller_id: int | None
    detail: str
