"""Rules of clients and secrets."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from sellergate.access.accounts import store as accounts
from sellergate.access.accounts.errors import NoSuchOrganization
from sellergate.access.accounts.models import OrganizationKind
from sellergate.access.accounts.service import normalize_email
from sellergate.access.audit import store as audit
from sellergate.access.audit.models import Event
from sellergate.access.clients import store
from sellergate.access.clients.errors import (
    ClientDisabled,
    ClientIdTaken,
    DisabledByOperator,
    LastSecret,
    LimitOutOfRange,
    NoSuchClient,
    NoSuchSecret,
    SecretEnded,
    SecretExpiryInPast,
    TooManySecrets,
)
from sellergate.access.clients.models import Client, ClientKind, ClientSecret, ClientState
from sellergate.access.clients.names import parse_client_id, skeleton_of
from sellergate.access.context import Act, ClientId, ClientUid, OrganizationId
from sellergate.access.feed import Changed, announce
from sellergate.kit.errors import Forbidden
from sellergate.kit.marks import N_
from sellergate.kit.secrets import KeyedHash, hint_of

MAX_WORKING_SECRETS = 10
LIMITS = range(1, 10_000_001)


def create_client(
    conn: Connection,
    act: Act,
    *,
    client_id: str,
    kind: ClientKind,
    organization_id: OrganizationId,
    email: str,
) -> Client:
    """A new client, without a secret, linked to no seller.

    Raises `ClientIdRefused`, `ClientIdTaken`, `EmailMalformed`, `NoSuchOrganization`, `Forbidden`.
    """
    organization = accounts.find_organization(conn, organization_id)
    if organization is None:
        raise NoSuchOrganization(name=organization_id)
    if not act.actor.may_act_for(organization_id):
        raise Forbidden(N_("You are not a member of this organisation."))
    if kind is ClientKind.OPERATOR and not (
        act.actor.is_operator and organization.kind is OrganizationKind.OPERATOR
    ):
        raise Forbidden(N_("Only the marketplace operator makes clients for the operator API."))
    email = normalize_email(email)
    name = check_new_client_id(conn, client_id, account_emails=frozenset({email, act.actor.label}))
    client = Client(
        uid=ClientUid(act.new_id()),
        client_id=name,
        kind=kind,
        organization_id=organization_id,
        organization_name=organization.name,
        email=email,
        state=ClientState.ACTIVE,
        tokens_per_hour=None,
        calls_per_minute=None,
        created_at=act.now,
    )
    store.insert_client(conn, client, skeleton=skeleton_of(name), created_by=act.actor.user_id)
    announce(conn, Changed.CLIENT, client.uid, at=act.now)
    audit.append(
        conn, act, Event.CLIENT_CREATED, organization_id=organization_id, client=_named(client)
    )
    return client


def check_new_client_id(
    conn: Connection, text: str, *, account_emails: frozenset[str] = frozenset()
) -> ClientId:
    """The clientId that a new client may have. Raises `ClientIdRefused`, `ClientIdTaken`."""
    name = parse_client_id(text, account_emails=account_emails)
    if store.find_client_by_skeleton(conn, skeleton_of(name)):
        raise ClientIdTaken
    return name


def secret_hasher(master_key: bytes) -> KeyedHash:
    """What makes the digests of an installation's client secrets."""
    return KeyedHash(master_key, "client secrets")


def create_secret(
    conn: Connection,
    act: Act,
    *,
    client_uid: ClientUid,
    name: str,
    secret: str,
    hasher: KeyedHash,
    expires_at: datetime | None = None,
    others_end_at: datetime | None = None,
) -> ClientSecret:
    """Keep the digest of a new secret beside those the client has.

    `others_end_at` is the end of the overlap: none of those works after it, and none longer than it would have.
    Raises `NoSuchClient`, `ClientDisabled`, `TooManySecrets`, `SecretExpiryInPast`.
    """
    client = get_own_client(conn, act, client_uid)
    if client.state is ClientState.DISABLED:
        raise ClientDisabled(client_id=client.client_id)
    if expires_at is not None and expires_at <= act.now:
        raise SecretExpiryInPast
    if len(_working(conn, client_uid, act.now)) >= MAX_WORKING_SECRETS:
        raise TooManySecrets(limit=MAX_WORKING_SECRETS)
    kept = ClientSecret(
        id=act.new_id(),
        client_uid=client_uid,
        name=name.strip()[:60] or "secret",
        hint=hint_of(secret),
        created_at=act.now,
        expires_at=expires_at,
        revoked_at=None,
        last_used_at=None,
        uses=0,
    )
    store.insert_secret(conn, kept, digest=hasher.digest(secret))
    announce(conn, Changed.CLIENT, client_uid, at=act.now)
    audit.append(
        conn,
        act,
        Event.SECRET_CREATED,
        organization_id=client.organization_id,
        client=_named(client),
        detail=_told(kept),
    )
    if others_end_at is not None:
        for other in _working(conn, client_uid, act.now):
            if other.id != kept.id:
                _end_by(conn, act, client, other, others_end_at)
    return kept


def change_secret_end(
    conn: Connection, act: Act, *, secret_id: str, expires_at: datetime | None
) -> ClientSecret:
    """Let a working secret end at another time, or never (None).

    Raises `NoSuchSecret`, `SecretEnded`, `SecretExpiryInPast`.
    """
    client, secret = _own_secret(conn, act, secret_id)
    if not secret.is_usable(act.now):
        raise SecretEnded
    if expires_at is not None and expires_at <= act.now:
        raise SecretExpiryInPast
    if expires_at != secret.expires_at:
        _set_end(conn, act, client, secret, expires_at)
    return replace(secret, expires_at=expires_at)


def revoke_secret(
    conn: Connection, act: Act, *, secret_id: str, may_be_last: bool = False
) -> ClientSecret:
    """Stop a secret, and the tokens it obtained, at once. Repeating it changes nothing.

    Raises `NoSuchSecret`, and `LastSecret` unless `may_be_last`.
    """
    client, secret = _own_secret(conn, act, secret_id)
    if secret.revoked_at is not None:
        return secret
    working = _working(conn, client.uid, act.now)
    if not may_be_last and [s.id for s in working] == [secret_id]:
        raise LastSecret
    _revoke(conn, act, client, secret)
    return secret


def change_state(conn: Connection, act: Act, client_uid: ClientUid, state: ClientState) -> Client:
    """Disable or enable a client. Raises `NoSuchClient`, `DisabledByOperator`."""
    client = get_own_client(conn, act, client_uid)
    if client.state is state:
        return client
    if state is ClientState.ACTIVE and not may_enable(conn, act, client):
        raise DisabledByOperator(client_id=client.client_id)
    store.set_state(conn, client_uid, state)
    announce(conn, Changed.CLIENT, client_uid, at=act.now)
    event = Event.CLIENT_DISABLED if state is ClientState.DISABLED else Event.CLIENT_ENABLED
    audit.append(conn, act, event, organization_id=client.organization_id, client=_named(client))
    return client


def may_enable(conn: Connection, act: Act, client: Client) -> bool:
    """Whether the actor may undo that the client was disabled: its owner only what a member of the owner did."""
    if act.actor.is_operator:
        return True
    author_id = audit.last_author_of(conn, client.uid, Event.CLIENT_DISABLED)
    author = accounts.find_user(conn, author_id) if author_id else None
    return author is not None and author.role_in(client.organization_id) is not None


def change_limits(
    conn: Connection,
    act: Act,
    client_uid: ClientUid,
    *,
    tokens_per_hour: int | None,
    calls_per_minute: int | None,
) -> None:
    """Give a client limits of its own, None for the platform's; operators only call this.

    Raises `NoSuchClient`, `LimitOutOfRange`.
    """
    client = get_own_client(conn, act, client_uid)
    for name, limit in (
        ("tokens_per_hour", tokens_per_hour),
        ("calls_per_minute", calls_per_minute),
    ):
        if limit is not None and limit not in LIMITS:
            raise LimitOutOfRange(field=name, least=LIMITS[0], most=LIMITS[-1])
    store.set_limits(
        conn, client_uid, tokens_per_hour=tokens_per_hour, calls_per_minute=calls_per_minute
    )
    announce(conn, Changed.CLIENT, client_uid, at=act.now)
    audit.append(
        conn,
        act,
        Event.CLIENT_LIMITED,
        organization_id=client.organization_id,
        client=_named(client),
        detail=f"{tokens_per_hour or '–'} / h, {calls_per_minute or '–'} / min",  # noqa: RUF001
    )


def require_dpop(conn: Connection, act: Act, client_uid: ClientUid, *, required: bool) -> Client:
    """Take only tokens that are bound to a key of this client (RFC 9449 §5.2), from the next call on; or any again.

    Raises `NoSuchClient`.
    """
    client = get_own_client(conn, act, client_uid)
    if client.dpop_required is required:
        return client
    store.set_dpop_required(conn, client_uid, required=required)
    announce(conn, Changed.CLIENT, client_uid, at=act.now)
    audit.append(
        conn,
        act,
        Event.DPOP_CHANGED,
        organization_id=client.organization_id,
        client=_named(client),
        detail="required" if required else "not required",
    )
    return replace(client, dpop_required=required)


def get_own_client(conn: Connection, act: Act, client_uid: ClientUid) -> Client:
    """The client, if the actor's organisation owns it. Raises `NoSuchClient` alike when it is somebody else's."""
    client = store.find_client(conn, client_uid)
    if client is None or not act.actor.may_act_for(client.organization_id):
        raise NoSuchClient(client_id=client_uid)
    return client


def get_client_to_delegate(conn: Connection, text: str) -> Client:
    """The active client of a clientId as a person types it: case and outer spaces do not matter.

    Raises `NoSuchClient`, `ClientDisabled`.
    """
    name = " ".join(text.split())
    client = store.find_client_by_id(conn, name) or store.find_client_by_skeleton(
        conn, skeleton_of(name)
    )
    if client is None or client.client_id.casefold() != name.casefold():
        raise NoSuchClient(client_id=name[:80])
    if client.kind is ClientKind.OPERATOR:  # it acts for no seller, so there is nothing to find
        raise NoSuchClient(client_id=name[:80])
    if client.state is ClientState.DISABLED:
        raise ClientDisabled(client_id=client.client_id)
    return client


def _working(conn: Connection, uid: ClientUid, now: datetime) -> list[ClientSecret]:
    return [secret for secret in store.secrets_of(conn, uid) if secret.is_usable(now)]


def _own_secret(conn: Connection, act: Act, secret_id: str) -> tuple[Client, ClientSecret]:
    secret = store.find_secret(conn, secret_id)
    if secret is None:
        raise NoSuchSecret
    try:
        return get_own_client(conn, act, secret.client_uid), secret
    except NoSuchClient:
        raise NoSuchSecret from None


def _end_by(
    conn: Connection, act: Act, client: Client, secret: ClientSecret, end: datetime
) -> None:
    if end <= act.now:
        _revoke(conn, act, client, secret)
    elif secret.expires_at is None or secret.expires_at > end:
        _set_end(conn, act, client, secret, end)


def _set_end(
    conn: Connection, act: Act, client: Client, secret: ClientSecret, end: datetime | None
) -> None:
    store.set_expiry(conn, secret.id, end)
    announce(conn, Changed.CLIENT, client.uid, at=act.now)
    audit.append(
        conn,
        act,
        Event.SECRET_END_SET,
        organization_id=client.organization_id,
        client=_named(client),
        detail=f"{_told(secret)}, {f'{end:%Y-%m-%d %H:%M} UTC' if end else '–'}",  # noqa: RUF001  (a dash for none)
    )


def _revoke(conn: Connection, act: Act, client: Client, secret: ClientSecret) -> None:
    store.set_revoked(conn, secret.id, act.now)
    announce(conn, Changed.CLIENT, client.uid, at=act.now)
    audit.append(
        conn,
        act,
        Event.SECRET_REVOKED,
        organization_id=client.organization_id,
        client=_named(client),
        detail=_told(secret),
    )


def _told(secret: ClientSecret) -> str:
    return f"{secret.name} (…{secret.hint})"


def _named(client: Client) -> tuple[ClientUid, str]:
    return client.uid, client.client_id
