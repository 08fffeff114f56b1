"""Who used what, counted in memory and written in batches: last call, calls of a day, last use of a secret."""

import asyncio
from datetime import datetime
from typing import TypeVar

import structlog
from sqlalchemy import Connection

from sellergate.access.clients import store as clients
from sellergate.access.context import ClientUid, SellerId
from sellergate.access.delegations import store as delegations
from sellergate.storage.database import Database, StorageUnavailable

FLUSH_EVERY = 1.0

log = structlog.get_logger()

K = TypeVar("K")
Count = tuple[int, datetime]  # how often, and when last
Calls = dict[tuple[ClientUid, SellerId], Count]
Uses = dict[str, Count]


class Usage:
    """Counts of this process since the last flush. A crash loses at most `FLUSH_EVERY` seconds of counts."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._calls: Calls = {}
        self._uses: Uses = {}

    def count_call(self, client_uid: ClientUid, seller_id: SellerId, now: datetime) -> None:
        """A call reached the API for a seller."""
        key = (client_uid, seller_id)
        known = self._calls.get(key)
        self._calls[key] = (known[0] + 1 if known else 1, now)

    def count_use(self, secret_id: str, now: datetime) -> None:
        """A secret obtained a token."""
        known = self._uses.get(secret_id)
        self._uses[secret_id] = (known[0] + 1 if known else 1, now)

    async def flush(self) -> None:
        """Write the counts; when the database refuses, they are kept for the next time."""
        calls, self._calls = self._calls, {}
        uses, self._uses = self._uses, {}
        if not calls and not uses:
            return
        try:
            await self._db.write(_write, calls, uses)
        except StorageUnavailable:
            log.warning("usage not written", calls=len(calls))
            self._calls = _sum(calls, self._calls)
            self._uses = _sum(uses, self._uses)

    async def keep_flushing(self) -> None:
        """Flush every `FLUSH_EVERY` seconds, for ever."""
        while True:
            await asyncio.sleep(FLUSH_EVERY)
            await self.flush()


def _sum(older: dict[K, Count], newer: dict[K, Count]) -> dict[K, Count]:
    counts = dict(older)
    for key, (count, last) in newer.items():
        counts[key] = (count + (counts[key][0] if key in counts else 0), last)
    return counts


def _write(conn: Connection, calls: Calls, uses: Uses) -> None:
    delegations.add_calls(conn, calls)
    clients.add_uses(conn, uses)
