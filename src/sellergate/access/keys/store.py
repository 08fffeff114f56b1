"""SQL of signing keys."""

from datetime import datetime

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.keys.models import Algorithm, SigningKey
from sellergate.storage.schema import signing_keys


def insert_key(conn: Connection, key: SigningKey) -> None:
    """Write a new key."""
    conn.execute(
        signing_keys.insert(),
        {
            "kid": key.kid,
            "algorithm": key.algorithm.value,
            "public_jwk": msgspec.json.encode(key.public_jwk).decode(),
            "sealed_private_key": key.sealed_private_key,
            "created_at": key.created_at,
            "activates_at": key.activates_at,
            "expires_at": key.expires_at,
        },
    )


def all_keys(conn: Connection) -> list[SigningKey]:
    """Every key, the one that activates last first."""
    rows = conn.execute(
        sa.select(signing_keys).order_by(
            signing_keys.c.activates_at.desc(), signing_keys.c.created_at.desc()
        )
    )
    return [
        SigningKey(
            kid=r.kid,
            algorithm=Algorithm(r.algorithm),
            public_jwk=msgspec.json.decode(r.public_jwk),
            sealed_private_key=r.sealed_private_key,
            created_at=r.created_at,
            activates_at=r.activates_at,
            expires_at=r.expires_at,
        )
        for r in rows
    ]


def set_expiry_of_unlimited(conn: Connection, *, except_kid: str, expires_at: datetime) -> None:
    """Let every key but one end."""
    conn.execute(
        signing_keys.update()
        .where(signing_keys.c.kid != except_kid, signing_keys.c.expires_at.is_(None))
        .values(expires_at=expires_at)
    )


def delete_expired(conn: Connection, *, now: datetime) -> None:
    """Forget keys whose last token is over."""
    conn.execute(signing_keys.delete().where(signing_keys.c.expires_at <= now))
