"""The access feed: rows that name what changed, so that every node forgets exactly that (docs/decisions/0008)."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.storage.schema import access_changes
from sellergate.storage.turns import take_turn


class Changed(StrEnum):
    """The kind of thing that changed."""

    CLIENT = "client"  # key: client uid
    SELLER = "seller"  # key: seller id
    DELEGATION = "delegation"  # key: client uid + " " + seller id
    TOKEN = "token"  # noqa: S105  (key: jti)
    KEY = "key"  # key: kid


class Change(NamedTuple):
    """One row of the feed."""

    id: int
    kind: Changed
    key: str
    at: datetime | None  # None: announced by a version that did not say


def announce(conn: Connection, kind: Changed, key: str, *, at: datetime) -> None:
    """Tell every node, from within the transaction of the change, which was made at `at`.

    Announcing takes turns until the commit: a reader that has seen a row has seen every row with a smaller id.
    """
    take_turn(conn, "access feed")
    conn.execute(access_changes.insert(), {"kind": kind.value, "key": key, "at": at})


def changes_since(conn: Connection, last: int) -> Sequence[Change]:
    """What was announced after the row `last`, oldest first."""
    rows = conn.execute(_SINCE, {"last": last})
    return [Change(row.id, Changed(row.kind), row.key, row.at) for row in rows]


def last_change(conn: Connection) -> int:
    """The id of the newest row, 0 when there is none."""
    return conn.execute(sa.select(sa.func.max(access_changes.c.id))).scalar() or 0


def prune(conn: Connection, keep: int = 10_000) -> None:
    """Forget all but the newest rows. A node that is further behind distrusts all it remembers anyway."""
    conn.execute(access_changes.delete().where(access_changes.c.id < last_change(conn) - keep))


_SINCE = (
    sa.select(access_changes)
    .where(access_changes.c.id > sa.bindparam("last"))
    .order_by(access_changes.c.id)
)
