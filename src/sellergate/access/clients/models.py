"""Registered programs and their secrets."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sellergate.access.context import ClientId, ClientUid, OrganizationId


class ClientKind(StrEnum):
    """Who the client works for."""

    DEDICATED = "dedicated"  # one seller's own connection, aggregator or plugin
    PARTNER = "partner"  # an integration partner's
    AGGREGATOR = "aggregator"  # a feed aggregator's
    OPERATOR = "operator"  # the marketplace's own: for the operator API, and nothing else


class ClientState(StrEnum):
    """A disabled client gets no token and its tokens are refused."""

    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class Client:
    """A registered program. `uid` never changes and is the `sub` of its tokens."""

    uid: ClientUid
    client_id: ClientId
    kind: ClientKind
    organization_id: OrganizationId
    organization_name: str
    email: str
    state: ClientState
    tokens_per_hour: int | None
    calls_per_minute: int | None
    created_at: datetime
    dpop_required: bool = False  # it wants no token that works without a proof (RFC 9449 §5.2)


@dataclass(frozen=True, slots=True)
class ClientSecret:
    """What is kept of a secret: never the secret."""

    id: str
    client_uid: ClientUid
    name: str
    hint: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None
    uses: int

    def is_usable(self, now: datetime) -> bool:
        """Whether it still opens the door."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now)


class CredentialKey(NamedTuple):
    """A key of a client that was not removed: a public JWK as text, or the address of a key set."""

    id: str
    public_jwk: str | None
    jwks_url: str | None


@dataclass(frozen=True, slots=True)
class WatchedSecret:
    """A secret that its owner should look at, and whose it is."""

    secret: ClientSecret
    client_id: ClientId
    owner_name: str


@dataclass(frozen=True, slots=True)
class ClientCredential:
    """A client as the hot path needs it: its state, the digests of its unrevoked secrets, and its public keys."""

    uid: ClientUid
    client_id: ClientId
    kind: ClientKind
    is_active: bool
    tokens_per_hour: int | None
    calls_per_minute: int | None
    secrets: tuple[tuple[str, bytes, int | None], ...]  # (id, digest, expiry in epoch seconds)
    keys: tuple[CredentialKey, ...] = ()
    dpop_required: bool = False

    def expiry_of(self, secret_id: str) -> int | None:
        """When the secret ends, in epoch seconds; None when it does not."""
        return next((expiry for sid, _, expiry in self.secrets if sid == secret_id), None)

    def has_secret(self, secret_id: str, now: float) -> bool:
        """Whether the secret, or the key, of this id is still usable."""
        return any(
            sid == secret_id and (expiry is None or expiry > now) for sid, _, expiry in self.secrets
        ) or any(key.id == secret_id for key in self.keys)
