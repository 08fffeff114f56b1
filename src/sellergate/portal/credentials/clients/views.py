"""Clients and secrets as the pages show them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sellergate.access.client_keys.models import ClientKey
from sellergate.access.clients.expiry import UNUSED_AFTER
from sellergate.access.clients.models import Client, ClientSecret, ClientState
from sellergate.access.context import ClientUid
from sellergate.portal.credentials.words import CLIENT_KINDS


@dataclass(frozen=True, slots=True)
class SecretRow:
    """A secret in the table. `may_revoke`: there is something left to revoke."""

    id: str
    name: str
    hint: str
    status: str
    created_at: datetime
    last_used_at: datetime | None
    uses: int
    expires_at: datetime | None
    may_revoke: bool


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client in the list."""

    uid: ClientUid
    client_id: str
    kind_text: str
    status: str
    working_secrets: int
    keys: int
    sellers: int
    last_used_at: datetime | None
    created_at: datetime


def secret_row(secret: ClientSecret, now: datetime, warning: timedelta) -> SecretRow:
    """A secret as its owner sees it; `warning` is how long before its end it is told to be ending."""
    return SecretRow(
        id=secret.id,
        name=secret.name,
        hint=secret.hint,
        status=status_of_secret(secret, now, warning),
        created_at=secret.created_at,
        last_used_at=secret.last_used_at,
        uses=secret.uses,
        expires_at=secret.expires_at,
        may_revoke=secret.is_usable(now),
    )


def client_row(
    client: Client,
    secrets: list[ClientSecret],
    keys: list[ClientKey],
    *,
    sellers: int,
    now: datetime,
) -> ClientRow:
    """A client as its owner sees it."""
    uses = [secret.last_used_at for secret in secrets if secret.last_used_at]
    uses += [key.last_used_at for key in keys if key.last_used_at]
    return ClientRow(
        uid=client.uid,
        client_id=client.client_id,
        kind_text=CLIENT_KINDS[client.kind],
        status=status_of(client),
        working_secrets=sum(secret.is_usable(now) for secret in secrets),
        keys=sum(key.removed_at is None for key in keys),
        sellers=sellers,
        last_used_at=max(uses, default=None),
        created_at=client.created_at,
    )


def status_of(client: Client) -> str:
    """The word of the client's badge."""
    return "active" if client.state is ClientState.ACTIVE else "disabled"


def status_of_secret(secret: ClientSecret, now: datetime, warning: timedelta) -> str:
    """The word of a secret's badge."""
    if secret.revoked_at is not None:
        return "revoked"
    if not secret.is_usable(now):
        return "expired"
    if secret.expires_at is not None and secret.expires_at <= now + warning:
        return "expiring"
    if (secret.last_used_at or secret.created_at) <= now - UNUSED_AFTER:
        return "unused"
    return "active" if secret.last_used_at else "never_used"
