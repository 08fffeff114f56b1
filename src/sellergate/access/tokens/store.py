"""SQL of revoked tokens."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.storage.schema import revoked_tokens


def insert_revoked(conn: Connection, jti: str, *, expires_at: datetime) -> bool:
    """Write a revocation; whether it is new."""
    if is_revoked(conn, jti):
        return False
    conn.execute(revoked_tokens.insert(), {"jti": jti, "expires_at": expires_at})
    return True


def is_revoked(conn: Connection, jti: str) -> bool:
    """Whether the token was revoked."""
    return (
        conn.execute(
            sa.select(revoked_tokens.c.jti).where(revoked_tokens.c.jti == jti)
        ).one_or_none()
        is not None
    )


def revoked_since(conn: Connection, *, now: datetime) -> dict[str, float]:
    """Every revoked token that is not over yet, with its end in epoch seconds."""
    rows = conn.execute(sa.select(revoked_tokens).where(revoked_tokens.c.expires_at > now))
    return {row.jti: row.expires_at.timestamp() for row in rows}


def delete_expired(conn: Connection, *, now: datetime) -> None:
    """Forget revocations of tokens that are over."""
    conn.execute(revoked_tokens.delete().where(revoked_tokens.c.expires_at <= now))
