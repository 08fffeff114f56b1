"""The rows of documents that nothing names: not yet, or no more. What is named by a row is named there alone."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.storage.batches import conditional_insert
from sellergate.storage.documents.errors import DocumentGone
from sellergate.storage.schema import unkept_documents

_D = unkept_documents.c

# How long after its last row a document stays: a copy of the database is good for so long without one of the documents.
LINGERS: Final = timedelta(days=1)


def expect(conn: Connection, key: str, *, now: datetime) -> None:
    """There will be a document, which nothing names yet."""
    conn.execute(unkept_documents.insert().values(key=key, due_at=now + LINGERS))


def keep(conn: Connection, *keys: str, now: datetime) -> None:
    """Rows of this transaction name these documents from now on. Raises `DocumentGone` when one may be removed by now."""
    kept = conn.execute(unkept_documents.delete().where(_D.key.in_(keys), _D.due_at > now))
    if kept.rowcount != len(keys):
        raise DocumentGone


def let_go(conn: Connection, key: str, *, now: datetime, at_once: bool = False) -> None:
    """No row names the document any more. Its bytes go after a day, or `at_once`: when nobody should have them."""
    due_at = now if at_once else now + LINGERS
    insert = conditional_insert(conn, unkept_documents).values(key=key, due_at=due_at)
    conn.execute(insert.on_conflict_do_nothing(index_elements=[_D.key]))


def due(conn: Connection, *, now: datetime, limit: int) -> list[str]:
    """Documents whose bytes are to be removed."""
    found = sa.select(_D.key).where(_D.due_at <= now).order_by(_D.due_at).limit(limit)
    return list(conn.execute(found).scalars())


def forget(conn: Connection, keys: Collection[str]) -> None:
    """Their bytes are gone."""
    conn.execute(unkept_documents.delete().where(_D.key.in_(keys)))
