"""Who is acting: a person or a command (`Actor`, `Act`), a client (`Principal`), a client for a seller (`SellerContext`)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType

from sellergate.access.scopes import Rights

SellerId = NewType("SellerId", int)
ClientId = NewType("ClientId", str)
ClientUid = NewType("ClientUid", str)
OrganizationId = NewType("OrganizationId", str)
UserId = NewType("UserId", str)


@dataclass(frozen=True, slots=True)
class Actor:
    """The author of an act, as the audit trail names it."""

    label: str
    user_id: UserId | None = None
    organization_ids: frozenset[OrganizationId] = field(default_factory=frozenset)
    is_operator: bool = False

    def may_act_for(self, organization_id: OrganizationId | None) -> bool:
        """Whether the actor is a member of the organisation, or operates the platform."""
        return self.is_operator or organization_id in self.organization_ids


@dataclass(frozen=True, slots=True)
class Act:
    """One act by somebody at one instant: what every write is told about who and when."""

    actor: Actor
    now: datetime
    new_id: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Principal:
    """The client that a verified access token speaks for."""

    client_id: ClientId
    client_uid: ClientUid
    secret_id: str | None  # the secret, or the key of the client, that obtained the token
    jti: str
    expires_at: int  # seconds since the epoch, as in the token
    jkt: str | None = None  # the thumbprint of the key that must prove each call (RFC 9449 §6.1)
    is_foreign: bool = False  # known by another issuer's token


@dataclass(frozen=True, slots=True)
class SellerContext:
    """A principal acting for one seller, within rights."""

    seller_id: SellerId
    principal: Principal
    rights: Rights


# Where the gateway leaves what it knows, in the ASGI scope, for the API behind it to read.
SELLER_CONTEXT = "sellergate.seller"
PRINCIPAL = "sellergate.principal"
REQUEST_ID = "sellergate.request_id"
# Where the API leaves the slug of the problem that it answered, for the gateway's log and counts.
REASON = "sellergate.reason"
