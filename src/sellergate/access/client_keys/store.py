"""SQL of clients' keys and of the assertions that were used."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.client_keys.models import ClientKey
from sellergate.access.context import ClientUid
from sellergate.kit.clock import to_micros
from sellergate.storage.batches import batch_of, conditional_insert
from sellergate.storage.schema import AnyRow, client_keys, used_assertions


def insert_key(conn: Connection, key: ClientKey) -> None:
    """Write a new key."""
    conn.execute(
        client_keys.insert(),
        {
            "id": key.id,
            "client_uid": key.client_uid,
            "name": key.name,
            "public_jwk": key.public_jwk,
            "jwks_url": key.jwks_url,
            "created_at": key.created_at,
        },
    )


def keys_of(conn: Connection, uid: ClientUid) -> list[ClientKey]:
    """Every key the client ever had, newest first."""
    rows = conn.execute(
        sa.select(client_keys)
        .where(client_keys.c.client_uid == uid)
        .order_by(client_keys.c.created_at.desc(), client_keys.c.id)
    )
    return [_key(row) for row in rows]


def find_key(conn: Connection, key_id: str) -> ClientKey | None:
    """The key of an id, or None."""
    row = conn.execute(sa.select(client_keys).where(client_keys.c.id == key_id)).one_or_none()
    return _key(row) if row else None


def set_removed(conn: Connection, key_id: str, removed_at: datetime) -> None:
    """Remove a key; its row stays, for the history."""
    conn.execute(
        client_keys.update().where(client_keys.c.id == key_id).values(removed_at=removed_at)
    )


def add_uses(conn: Connection, uses: Mapping[str, tuple[int, datetime]]) -> None:
    """Add to the keys' counts and last uses: `{key id: (uses, last use)}`."""
    rows = sorted((key, count, to_micros(last)) for key, (count, last) in uses.items())
    batch = batch_of(conn, rows, id=sa.String, count=sa.BigInteger, last=sa.BigInteger)
    conn.execute(
        client_keys.update()
        .where(client_keys.c.id == batch.c.id)
        .values(uses=client_keys.c.uses + batch.c.count, last_used_at=batch.c.last)
    )


def insert_assertion(conn: Connection, digest: bytes, *, expires_at: datetime) -> bool:
    """Write that an assertion was used; False when it was used before, on whatever node."""
    insert = conditional_insert(conn, used_assertions).on_conflict_do_nothing()
    done = conn.execute(insert, {"digest": digest, "expires_at": expires_at})
    return done.rowcount == 1


def delete_expired_assertions(conn: Connection, *, before: datetime) -> None:
    """Forget assertions that are over."""
    conn.execute(used_assertions.delete().where(used_assertions.c.expires_at < before))


def _key(row: AnyRow) -> ClientKey:
    return ClientKey(
        id=row.id,
        client_uid=ClientUid(row.client_uid),
        name=row.name,
        public_jwk=row.public_jwk,
        jwks_url=row.jwks_url,
        created_at=row.created_at,
        removed_at=row.removed_at,
        last_used_at=row.last_used_at,
        uses=row.uses,
    )
