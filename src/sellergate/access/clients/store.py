"""SQL of clients and secrets."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.clients.models import (
    Client,
    ClientCredential,
    ClientKind,
    ClientSecret,
    ClientState,
    CredentialKey,
    WatchedSecret,
)
from sellergate.access.context import ClientId, ClientUid, OrganizationId
from sellergate.kit.clock import to_micros
from sellergate.storage.batches import batch_of
from sellergate.storage.prepared import Prepared
from sellergate.storage.schema import AnyRow, client_keys, client_secrets, clients, organizations

NEVER: Final = datetime(9999, 12, 31, tzinfo=UTC)

_CLIENT = (
    clients,
    organizations.c.name.label("organization_name"),
)
_CLIENTS_JOIN = clients.join(organizations, organizations.c.id == clients.c.organization_id)

_CREDENTIAL_OF = Prepared(
    sa.select(
        clients.c.id,
        clients.c.client_id,
        clients.c.kind,
        clients.c.state,
        clients.c.tokens_per_hour,
        clients.c.calls_per_minute,
        clients.c.dpop_required,
    ).where(clients.c.client_id == sa.bindparam("client_id")),
    "client_id",
)
_SECRETS_OF = Prepared(
    sa.select(client_secrets.c.id, client_secrets.c.digest, client_secrets.c.expires_at)
    .where(
        client_secrets.c.client_uid == sa.bindparam("client_uid"),
        client_secrets.c.revoked_at.is_(None),
    )
    .order_by(client_secrets.c.created_at.desc()),
    "client_uid",
)
_KEYS_OF = Prepared(
    sa.select(client_keys.c.id, client_keys.c.public_jwk, client_keys.c.jwks_url)
    .where(
        client_keys.c.client_uid == sa.bindparam("client_uid"),
        client_keys.c.removed_at.is_(None),
    )
    .order_by(client_keys.c.created_at.desc()),
    "client_uid",
)


def insert_client(
    conn: Connection, client: Client, *, skeleton: str, created_by: str | None
) -> None:
    """Write a new client."""
    conn.execute(
        clients.insert(),
        {
            "id": client.uid,
            "client_id": client.client_id,
            "skeleton": skeleton,
            "kind": client.kind.value,
            "organization_id": client.organization_id,
            "email": client.email,
            "state": client.state.value,
            "tokens_per_hour": client.tokens_per_hour,
            "calls_per_minute": client.calls_per_minute,
            "created_at": client.created_at,
            "created_by": created_by,
        },
    )


def find_client(conn: Connection, uid: ClientUid) -> Client | None:
    """The client of a uid, or None."""
    return _one(conn, clients.c.id == uid)


def find_client_by_id(conn: Connection, client_id: str) -> Client | None:
    """The client of exactly this clientId, or None."""
    return _one(conn, clients.c.client_id == client_id)


def find_client_by_skeleton(conn: Connection, skeleton: str) -> Client | None:
    """The client that a reader would take for this, or None."""
    return _one(conn, clients.c.skeleton == skeleton)


def clients_of(conn: Connection, organization_ids: Iterable[OrganizationId]) -> list[Client]:
    """The clients that these organisations own, newest first."""
    rows = conn.execute(
        sa.select(*_CLIENT)
        .select_from(_CLIENTS_JOIN)
        .where(clients.c.organization_id.in_(list(organization_ids)))
        .order_by(clients.c.created_at.desc(), clients.c.client_id)
    )
    return [_client(row) for row in rows]


def page_of_clients(
    conn: Connection, *, after: str = "", search: str = "", limit: int = 50
) -> list[Client]:
    """Clients by clientId, for operators."""
    query = (
        sa.select(*_CLIENT)
        .select_from(_CLIENTS_JOIN)
        .where(clients.c.client_id > after)
        .order_by(clients.c.client_id)
        .limit(limit)
    )
    if search:
        query = query.where(clients.c.client_id.icontains(search, autoescape=True))
    return [_client(row) for row in conn.execute(query)]


def count_clients(conn: Connection) -> int:
    """How many clients there are."""
    return conn.execute(sa.select(sa.func.count()).select_from(clients)).scalar() or 0


def set_state(conn: Connection, uid: ClientUid, state: ClientState) -> None:
    """Enable or disable."""
    conn.execute(clients.update().where(clients.c.id == uid).values(state=state.value))


def set_limits(
    conn: Connection, uid: ClientUid, *, tokens_per_hour: int | None, calls_per_minute: int | None
) -> None:
    """Limits of this client's own; None means the platform's."""
    conn.execute(
        clients.update()
        .where(clients.c.id == uid)
        .values(tokens_per_hour=tokens_per_hour, calls_per_minute=calls_per_minute)
    )


def set_dpop_required(conn: Connection, uid: ClientUid, *, required: bool) -> None:
    """Whether this client's tokens must be bound to a key."""
    conn.execute(clients.update().where(clients.c.id == uid).values(dpop_required=required))


def insert_secret(conn: Connection, secret: ClientSecret, *, digest: bytes) -> None:
    """Write a new secret's digest."""
    conn.execute(
        client_secrets.insert(),
        {
            "id": secret.id,
            "client_uid": secret.client_uid,
            "name": secret.name,
            "digest": digest,
            "hint": secret.hint,
            "created_at": secret.created_at,
            "expires_at": secret.expires_at,
        },
    )


def secrets_of(conn: Connection, uid: ClientUid) -> list[ClientSecret]:
    """Every secret the client ever had, newest first."""
    rows = conn.execute(
        sa.select(client_secrets)
        .where(client_secrets.c.client_uid == uid)
        .order_by(client_secrets.c.created_at.desc(), client_secrets.c.id)
    )
    return [_secret(row) for row in rows]


def find_secret(conn: Connection, secret_id: str) -> ClientSecret | None:
    """The secret of an id, or None."""
    row = conn.execute(
        sa.select(client_secrets).where(client_secrets.c.id == secret_id)
    ).one_or_none()
    return _secret(row) if row else None


def set_revoked(conn: Connection, secret_id: str, revoked_at: datetime) -> None:
    """Revoke a secret."""
    conn.execute(
        client_secrets.update()
        .where(client_secrets.c.id == secret_id)
        .values(revoked_at=revoked_at)
    )


def set_expiry(conn: Connection, secret_id: str, expires_at: datetime | None) -> None:
    """Let a secret end at this instant, or never."""
    conn.execute(
        client_secrets.update()
        .where(client_secrets.c.id == secret_id)
        .values(expires_at=expires_at)
    )


def secrets_to_watch(
    conn: Connection,
    *,
    now: datetime,
    ending_before: datetime | None = None,
    unused_since: datetime | None = None,
    organization_ids: Iterable[OrganizationId] | None = None,
    after: tuple[datetime, str] | None = None,
    limit: int = 200,
) -> list[WatchedSecret]:
    """Working secrets of active clients that end before an instant, or that nobody used since one; the next end first.

    `organization_ids` None looks at everybody's (operators); `after` is end and id of the last one of the page before.
    """
    s = client_secrets.c
    lasts: sa.ColumnElement[bool] = s.expires_at > now
    end: sa.ColumnElement[Any] = s.expires_at  # as it is, so that its index is of use
    if ending_before is None:
        lasts = sa.or_(s.expires_at.is_(None), lasts)
        # What never ends comes last, in every database.
        end = sa.func.coalesce(s.expires_at, sa.literal(NEVER, s.expires_at.type))
    query = (
        sa.select(client_secrets, clients.c.client_id, organizations.c.name.label("owner"))
        .select_from(_CLIENTS_JOIN.join(client_secrets, s.client_uid == clients.c.id))
        .where(
            s.revoked_at.is_(None),
            lasts,
            clients.c.state == ClientState.ACTIVE.value,
        )
        .order_by(end, s.id)
        .limit(limit)
    )
    if ending_before is not None:
        query = query.where(s.expires_at <= ending_before)
    if unused_since is not None:
        query = query.where(sa.func.coalesce(s.last_used_at, s.created_at) <= unused_since)
    if organization_ids is not None:
        query = query.where(clients.c.organization_id.in_(list(organization_ids)))
    if after is not None:
        query = query.where(sa.or_(end > after[0], sa.and_(end == after[0], s.id > after[1])))
    return [
        WatchedSecret(_secret(row), ClientId(row.client_id), row.owner)
        for row in conn.execute(query)
    ]


def add_uses(conn: Connection, uses: Mapping[str, tuple[int, datetime]]) -> None:
    """Add to the secrets' counts and last uses: `{secret id: (uses, last use)}`."""
    rows = sorted((secret, count, to_micros(last)) for secret, (count, last) in uses.items())
    batch = batch_of(conn, rows, id=sa.String, count=sa.BigInteger, last=sa.BigInteger)
    conn.execute(
        client_secrets.update()
        .where(client_secrets.c.id == batch.c.id)
        .values(uses=client_secrets.c.uses + batch.c.count, last_used_at=batch.c.last)
    )


def find_credential(conn: Connection, client_id: str) -> ClientCredential | None:
    """The client as the hot path needs it, or None."""
    row = _CREDENTIAL_OF.first(conn, client_id)
    if row is None:
        return None
    uid, name, kind, state, tokens_per_hour, calls_per_minute, dpop_required = row
    return ClientCredential(
        uid=ClientUid(uid),
        client_id=ClientId(name),
        kind=ClientKind(kind),
        is_active=state == ClientState.ACTIVE,
        tokens_per_hour=tokens_per_hour,
        calls_per_minute=calls_per_minute,
        secrets=tuple(
            (secret_id, digest, int(expires_at.timestamp()) if expires_at else None)
            for secret_id, digest, expires_at in _SECRETS_OF.all(conn, uid)
        ),
        keys=tuple(CredentialKey(*key) for key in _KEYS_OF.all(conn, uid)),
        dpop_required=dpop_required,
    )


def _one(conn: Connection, condition: sa.ColumnElement[bool]) -> Client | None:
    row = conn.execute(
        sa.select(*_CLIENT).select_from(_CLIENTS_JOIN).where(condition)
    ).one_or_none()
    return _client(row) if row else None


def _client(row: AnyRow) -> Client:
    return Client(
        uid=ClientUid(row.id),
        client_id=ClientId(row.client_id),
        kind=ClientKind(row.kind),
        organization_id=OrganizationId(row.organization_id),
        organization_name=row.organization_name,
        email=row.email,
        state=ClientState(row.state),
        tokens_per_hour=row.tokens_per_hour,
        calls_per_minute=row.calls_per_minute,
        created_at=row.created_at,
        dpop_required=row.dpop_required,
    )


def _secret(row: AnyRow) -> ClientSecret:
    return ClientSecret(
        id=row.id,
        client_uid=ClientUid(row.client_uid),
        name=row.name,
        hint=row.hint,
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
        uses=row.uses,
    )
