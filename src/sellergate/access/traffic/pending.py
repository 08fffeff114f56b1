"""Traffic that is counted and not yet written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from heapq import nlargest
from typing import Final

from sqlalchemy import Connection

from sellergate.access.traffic import store
from sellergate.access.traffic.models import (
    CLIENT_BUCKETS,
    MINUTE,
    REQUEST_BUCKETS,
    ClientCount,
    Kind,
    bucket_start,
)
from sellergate.kit.measures import Histogram

MAX_MINUTES: Final = 60  # that wait for a database; older ones are given up
MAX_NAMED: Final = 200  # clients with a row of their own in a bucket


@dataclass(slots=True)
class Counts:
    """What happened in a minute."""

    kinds: dict[Kind, Histogram] = field(default_factory=dict)
    clients: dict[str, ClientCount] = field(default_factory=dict)

    def add(self, other: "Counts") -> None:
        """Count all that another has counted."""
        for kind, latency in other.kinds.items():
            self.add_kind(kind, latency)
        self.add_clients(other.clients)

    def add_clients(self, clients: Mapping[str, ClientCount]) -> None:
        """Count what clients asked for."""
        known = self.clients
        for uid, count in clients.items():
            if uid in known:
                known[uid].add(count)
            else:
                known[uid] = count

    def add_kind(self, kind: Kind, latency: Histogram) -> None:
        """Count requests of a kind."""
        self.kinds.setdefault(kind, Histogram()).add(latency)


class PendingTraffic:
    """Counts by minute, until they are written."""

    def __init__(self) -> None:
        self._minutes: dict[datetime, Counts] = {}
        self._named = [_Named(seconds) for seconds in CLIENT_BUCKETS]

    def add_requests(self, at: datetime, kind: Kind, latency: Histogram) -> None:
        """Count requests of a kind."""
        self._minute(at).add_kind(kind, latency)

    def add_clients(self, at: datetime, clients: Mapping[str, ClientCount]) -> None:
        """Count what clients asked for."""
        if clients:
            self._minute(at).add_clients(clients)

    def take(self) -> dict[datetime, Counts]:
        """All that waits; it waits no more."""
        taken, self._minutes = self._minutes, {}
        return taken

    def give_back(self, minutes: Mapping[datetime, Counts]) -> None:
        """It could not be written."""
        for at, counts in minutes.items():
            self._minute(at).add(counts)

    def write(self, conn: Connection, minutes: Mapping[datetime, Counts]) -> None:
        """Add to what is kept."""
        for at, counts in sorted(minutes.items()):
            for seconds in REQUEST_BUCKETS:
                store.add_requests(conn, bucket_start(at, seconds), seconds, counts.kinds)
            for named in self._named:
                start, narrowed = named.narrow(at, counts.clients)
                store.add_clients(conn, start, named.seconds, narrowed)

    def _minute(self, at: datetime) -> Counts:
        at = bucket_start(at, MINUTE)
        counts = self._minutes.get(at)
        if counts is None:
            counts = self._minutes[at] = Counts()
            if len(self._minutes) > MAX_MINUTES:
                del self._minutes[min(self._minutes)]
        return counts


class _Named:
    """The clients that have a row of their own in the present bucket: its first `MAX_NAMED`, the busiest first.

    So the number of rows is bounded whatever the number of clients; the others are one row together.
    """

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        self._start: datetime | None = None
        self._names: set[str] = set()

    def narrow(
        self, at: datetime, counts: Mapping[str, ClientCount]
    ) -> tuple[datetime, dict[str, ClientCount]]:
        """The start of the bucket, and the counts by name, those of the others under no name."""
        start = bucket_start(at, self.seconds)
        if start != self._start:
            self._start, self._names = start, set()
        strangers = [uid for uid in counts if uid not in self._names]
        room = MAX_NAMED - len(self._names)
        if strangers and room:
            self._names.update(nlargest(room, strangers, key=lambda uid: counts[uid].requests))
        narrowed: dict[str, ClientCount] = {}
        others = ClientCount()
        for uid, count in counts.items():
            if uid in self._names:
                narrowed[uid] = count
            else:
                others.add(count)
        if others.requests:
            narrowed[""] = others
        return start, narrowed
