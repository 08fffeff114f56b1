"""Rules of clients' keys."""

from sqlalchemy import Connection

from sellergate.access.audit import store as audit
from sellergate.access.audit.models import Event
from sellergate.access.client_keys import store
from sellergate.access.client_keys.errors import (
    JwksUrlTaken,
    KeyTaken,
    NoSuchKey,
    TooManyKeys,
)
from sellergate.access.client_keys.models import ClientKey
from sellergate.access.clients.errors import ClientDisabled, NoSuchClient
from sellergate.access.clients.models import Client, ClientState
from sellergate.access.clients.service import get_own_client
from sellergate.access.context import Act, ClientUid
from sellergate.access.feed import Changed, announce
from sellergate.access.jose import PublicKey

MAX_WORKING_KEYS = 10


def add_keys(
    conn: Connection, act: Act, *, client_uid: ClientUid, name: str, keys: list[PublicKey]
) -> list[ClientKey]:
    """Let the client prove itself with these keys too; all of them, or none.

    Raises `NoSuchClient`, `ClientDisabled`, `KeyTaken`, `TooManyKeys`.
    """
    client = _get_active(conn, act, client_uid)
    working = _working(conn, client_uid)
    known = {kept.key.thumbprint for kept in working if kept.key}
    for key in keys:
        if key.thumbprint in known:
            raise KeyTaken(thumbprint=key.thumbprint)
    if len(working) + len(keys) > MAX_WORKING_KEYS:
        raise TooManyKeys(limit=MAX_WORKING_KEYS)
    return [
        _keep(conn, act, client, name=name, public_jwk=key.to_json(), jwks_url=None) for key in keys
    ]


def add_jwks_url(
    conn: Connection, act: Act, *, client_uid: ClientUid, name: str, url: str
) -> ClientKey:
    """Let the client prove itself with the keys that its own server publishes. `url` is checked and was read.

    Raises `NoSuchClient`, `ClientDisabled`, `JwksUrlTaken`, `TooManyKeys`.
    """
    client = _get_active(conn, act, client_uid)
    working = _working(conn, client_uid)
    if any(kept.jwks_url for kept in working):
        raise JwksUrlTaken
    if len(working) >= MAX_WORKING_KEYS:
        raise TooManyKeys(limit=MAX_WORKING_KEYS)
    return _keep(conn, act, client, name=name, public_jwk=None, jwks_url=url)


def remove_key(
    conn: Connection, act: Act, *, key_id: str, client_uid: ClientUid | None = None
) -> ClientKey:
    """Stop a key or an address, and the tokens it obtained, at once. Repeating it changes nothing.

    `client_uid` says whose it must be. Raises `NoSuchKey`.
    """
    key = store.find_key(conn, key_id)
    if key is None or (client_uid is not None and key.client_uid != client_uid):
        raise NoSuchKey
    try:
        client = get_own_client(conn, act, key.client_uid)
    except NoSuchClient:
        raise NoSuchKey from None
    if key.removed_at is not None:
        return key
    store.set_removed(conn, key_id, act.now)
    announce(conn, Changed.CLIENT, client.uid, at=act.now)
    _note(conn, act, Event.CLIENT_KEY_REMOVED, client, key)
    return key


def _keep(
    conn: Connection,
    act: Act,
    client: Client,
    *,
    name: str,
    public_jwk: str | None,
    jwks_url: str | None,
) -> ClientKey:
    kept = ClientKey(
        id=act.new_id(),
        client_uid=client.uid,
        name=name.strip()[:60] or "key",
        public_jwk=public_jwk,
        jwks_url=jwks_url,
        created_at=act.now,
        removed_at=None,
        last_used_at=None,
        uses=0,
    )
    store.insert_key(conn, kept)
    announce(conn, Changed.CLIENT, client.uid, at=act.now)
    _note(conn, act, Event.CLIENT_KEY_ADDED, client, kept)
    return kept


def _get_active(conn: Connection, act: Act, uid: ClientUid) -> Client:
    client = get_own_client(conn, act, uid)
    if client.state is ClientState.DISABLED:
        raise ClientDisabled(client_id=client.client_id)
    return client


def _working(conn: Connection, uid: ClientUid) -> list[ClientKey]:
    return [key for key in store.keys_of(conn, uid) if key.removed_at is None]


def _note(conn: Connection, act: Act, event: Event, client: Client, key: ClientKey) -> None:
    audit.append(
        conn,
        act,
        event,
        organization_id=client.organization_id,
        client=(client.uid, client.client_id),
        detail=f"{key.name} ({key.label})",
    )
