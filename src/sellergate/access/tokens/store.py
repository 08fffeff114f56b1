"""SQL of revoked tokens."""

from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.storage.schema import revoked_tokens

# A clock that ran ahead and is set back must not revive a revoked token.
KEPT_AFTER_END: Final = timedelta(days=1)


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
    """Every revoked token that is not long over, with its end in epoch seconds."""
    kept = now - KEPT_AFTER_END
    rows = conn.execute(sa.select(revoked_tokens).where(revoked_tokens.c.expires_at > kept))
    return {row.jti: row.expires_at.timestamp() for row in rows}


def delete_expired(conn: Connection, *, now: datetime) -> None:
    """Forget revocations of tokens that are long over."""
    kept = now - KEPT_AFTER_END
    conn.execute(revoked_tokens.delete().where(revoked_tokens.c.expires_at <= kept))
