"""Who used what, counted in memory and written in batches: last call, calls of a day, last use of a secret or a key, traffic."""

import asyncio
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from sqlalchemy import Connection

from sellergate.access.client_keys import store as client_keys
from sellergate.access.clients import store as clients
from sellergate.access.context import ClientUid, SellerId
from sellergate.access.delegations import store as delegations
from sellergate.access.meter import Meter
from sellergate.access.traffic import store as traffic_store
from sellergate.access.traffic.pending import Counts
from sellergate.kit.clock import Clock
from sellergate.kit.measures import Periodic
from sellergate.storage.database import Database, StorageUnavailable

FLUSH_EVERY = 1.0
SELDOMEST = 10.0
MOST_TIME = (
    0.02  # of the time may go into writing counts: the longer they gather, the fewer rows they are
)
PRUNE_EVERY = 3600.0
CALLS_KEPT = timedelta(days=90)

log = structlog.get_logger()

K = TypeVar("K")
Count = tuple[int, datetime]  # how often, and when last
Calls = dict[tuple[ClientUid, SellerId], Count]
Uses = dict[str, Count]


class Usage:
    """Counts of this process since the last flush.

    A crash loses a second of counts, and at most `SELDOMEST` seconds where tens of thousands of delegations call.
    """

    def __init__(self, db: Database, meter: Meter, clock: Clock) -> None:
        self._db = db
        self._meter = meter
        self._clock = clock
        self._prune_at = 0.0
        self._took = 0.0
        self.flushes = Periodic()
        self._calls: Calls = {}
        self._uses: Uses = {}
        self._key_uses: Uses = {}

    def count_call(self, client_uid: ClientUid, seller_id: SellerId, now: datetime) -> None:
        """A call reached the API for a seller."""
        key = (client_uid, seller_id)
        known = self._calls.get(key)
        self._calls[key] = (known[0] + 1 if known else 1, now)

    def count_use(self, secret_id: str, now: datetime) -> None:
        """A secret obtained a token."""
        _count(self._uses, secret_id, now)

    def count_key_use(self, key_id: str, now: datetime) -> None:
        """A key of a client obtained a token."""
        _count(self._key_uses, key_id, now)

    async def flush(self) -> None:
        """Write the counts; when the database refuses, they are kept for the next time."""
        calls, self._calls = self._calls, {}
        uses, self._uses = self._uses, {}
        key_uses, self._key_uses = self._key_uses, {}
        self._meter.add_up()
        traffic = self._meter.traffic.take()
        if not calls and not uses and not key_uses and not traffic:
            self.flushes.went_well()
            return
        is_prune_due = time.monotonic() >= self._prune_at
        try:
            await self._db.write(self._write, calls, uses, key_uses, traffic, prune=is_prune_due)
        except StorageUnavailable:
            log.warning("usage not written", calls=len(calls))
            self._calls = _sum(calls, self._calls)
            self._uses = _sum(uses, self._uses)
            self._key_uses = _sum(key_uses, self._key_uses)
            self._meter.traffic.give_back(traffic)
            self.flushes.failed()
        except Exception:  # the task must go on; these counts would fail again
            log.exception("usage lost", calls=len(calls))
            self.flushes.failed()
        else:
            self.flushes.went_well()
            if is_prune_due:
                self._prune_at = time.monotonic() + PRUNE_EVERY

    async def keep_flushing(self) -> None:
        """Flush every `FLUSH_EVERY` seconds, less often when that takes long, for ever."""
        while True:
            await asyncio.sleep(min(max(FLUSH_EVERY, self._took / MOST_TIME), SELDOMEST))
            await self.flush()

    def _write(
        self,
        conn: Connection,
        calls: Calls,
        uses: Uses,
        key_uses: Uses,
        traffic: Mapping[datetime, Counts],
        *,
        prune: bool,
    ) -> None:
        started = time.perf_counter()
        delegations.add_calls(conn, calls)
        clients.add_uses(conn, uses)
        if key_uses:
            client_keys.add_uses(conn, key_uses)
        self._meter.traffic.write(conn, traffic)
        self._took = time.perf_counter() - started
        if prune:
            now = self._clock()
            traffic_store.prune(conn, now=now)
            # Of those that just called: rows grow with calls, and whoever calls is here sooner or later.
            delegations.prune_calls(conn, calls, before=(now - CALLS_KEPT).date())


def _count(uses: Uses, key: str, now: datetime) -> None:
    known = uses.get(key)
    uses[key] = (known[0] + 1 if known else 1, now)


def _sum(older: dict[K, Count], newer: dict[K, Count]) -> dict[K, Count]:
    counts = dict(older)
    for key, (count, last) in newer.items():
        counts[key] = (count + (counts[key][0] if key in counts else 0), last)
    return counts
