"""Traffic in the database: added to by every node, read by the operator's page, pruned by age."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.traffic.models import HOUR, KEPT, TOKEN_ENDPOINT, ClientCount, Kind, Surface
from sellergate.kit.measures import Histogram
from sellergate.storage.batches import conditional_insert
from sellergate.storage.schema import LATENCY_COLUMNS, clients, traffic, traffic_clients

_SUMS: Final = ("requests", "micros", *LATENCY_COLUMNS)


class KindRow(NamedTuple):
    """How often something was asked in a stretch of time, and how long it took."""

    kind: Kind
    latency: Histogram


class ClientRow(NamedTuple):
    """One client's part. `client_id` is None for clients that are gone, and for the others together."""

    client_uid: str
    client_id: str | None
    counted: ClientCount


class Point(NamedTuple):
    """How much of each status class began in a bucket."""

    at: datetime
    surface: str
    status_class: int  # 2, 4, 5 …
    requests: int


def add_requests(
    conn: Connection, at: datetime, seconds: int, kinds: Mapping[Kind, Histogram]
) -> None:
    """Add to the bucket of `seconds` that begins at `at`."""
    rows = [
        {
            "seconds": seconds,
            "at": at,
            **kind._asdict(),
            "requests": latency.count,
            "micros": round(latency.total * 1_000_000),
            **dict(zip(LATENCY_COLUMNS, latency.cells, strict=True)),
        }
        # In one order on every node: rows that two of them add to are locked without a deadlock.
        for kind, latency in sorted(kinds.items(), key=lambda item: item[0])
    ]
    _add(conn, traffic, _SUMS, rows)


def add_clients(
    conn: Connection, at: datetime, seconds: int, counts: Mapping[str, ClientCount]
) -> None:
    """Add to what clients asked for in the bucket of `seconds` that begins at `at`."""
    rows = [
        {
            "seconds": seconds,
            "at": at,
            "client_uid": uid,
            "requests": count.requests,
            "refused": count.refused,
            "failed": count.failed,
        }
        for uid, count in sorted(counts.items())
    ]
    _add(conn, traffic_clients, ("requests", "refused", "failed"), rows)


def prune(conn: Connection, *, now: datetime) -> None:
    """Forget what is older than its kind is kept."""
    for seconds, kept in KEPT.items():
        for table in (traffic, traffic_clients):
            conn.execute(table.delete().where(table.c.seconds == seconds, table.c.at < now - kept))


def requests_by_kind(
    conn: Connection, *, seconds: int, since: datetime, until: datetime
) -> Sequence[KindRow]:
    """What was asked in the buckets of `seconds` that begin from `since` to before `until`."""
    t = traffic.c
    keys = (t.surface, t.operation, t.status, t.reason)
    rows = conn.execute(
        sa.select(*keys, *(sa.func.sum(t[name]).label(name) for name in _SUMS))
        .where(t.seconds == seconds, t.at >= since, t.at < until)
        .group_by(*keys)
    )
    return [_kind_row(row) for row in rows]


def requests_over_time(
    conn: Connection, *, seconds: int, since: datetime, until: datetime
) -> Sequence[Point]:
    """How calls of the API and requests for tokens spread over the buckets, oldest first."""
    t = traffic.c
    is_chosen = sa.or_(t.surface == Surface.API, t.operation.endswith(TOKEN_ENDPOINT))
    status_class = (t.status // 100).label("status_class")
    rows = conn.execute(
        sa.select(t.at, t.surface, status_class, sa.func.sum(t.requests).label("requests"))
        .where(t.seconds == seconds, t.at >= since, t.at < until, is_chosen)
        .group_by(t.at, t.surface, status_class)
        .order_by(t.at)
    )
    return [Point(row.at, row.surface, row.status_class, int(row.requests)) for row in rows]


def last_request(conn: Connection) -> datetime | None:
    """The hour of the newest request that is kept."""
    newest = sa.select(sa.func.max(traffic.c.at, type_=traffic.c.at.type)).where(
        traffic.c.seconds == HOUR
    )
    found: datetime | None = conn.execute(newest).scalar()
    return found


def busiest_clients(
    conn: Connection, *, seconds: int, since: datetime, until: datetime, limit: int
) -> Sequence[ClientRow]:
    """Who asked most, the busiest first."""
    t = traffic_clients.c
    requests = sa.func.sum(t.requests).label("requests")
    rows = conn.execute(
        sa.select(
            t.client_uid,
            clients.c.client_id,
            requests,
            sa.func.sum(t.refused).label("refused"),
            sa.func.sum(t.failed).label("failed"),
        )
        .select_from(traffic_clients.outerjoin(clients, clients.c.id == t.client_uid))
        .where(t.seconds == seconds, t.at >= since, t.at < until, t.client_uid != "")
        .group_by(t.client_uid, clients.c.client_id)
        .order_by(requests.desc(), t.client_uid)
        .limit(limit)
    )
    return [
        ClientRow(
            row.client_uid,
            row.client_id,
            ClientCount(int(row.requests), int(row.refused), int(row.failed)),
        )
        for row in rows
    ]


def _kind_row(row: Any) -> KindRow:
    latency = Histogram()
    latency.cells = [int(getattr(row, name)) for name in LATENCY_COLUMNS]
    latency.total = float(row.micros) / 1_000_000
    return KindRow(Kind(row.surface, row.operation, row.status, row.reason), latency)


def _add(
    conn: Connection, table: sa.Table, sums: Sequence[str], rows: list[dict[str, Any]]
) -> None:
    """Insert rows; where one is there already, add to it."""
    if not rows:
        return
    insert = conditional_insert(conn, table)
    conn.execute(
        insert.on_conflict_do_update(
            index_elements=list(table.primary_key.columns),
            set_={name: table.c[name] + insert.excluded[name] for name in sums},
        ),
        rows,
    )
