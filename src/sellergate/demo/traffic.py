"""What the demo marketplace was asked in the week before its today: quiet nights, busy days, one bad hour."""

import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import Connection

from sellergate.access.traffic import store
from sellergate.access.traffic.models import (
    FIVE_MINUTES,
    HOUR,
    MINUTE,
    ClientCount,
    Kind,
    Surface,
    bucket_start,
)
from sellergate.demo.world import TODAY, Chance
from sellergate.kit.measures import LATENCY_BOUNDS, Histogram

DAYS: Final = 8
BAD_HOUR: Final = TODAY.replace(hour=9, minute=0) - timedelta(days=3)


class _Stream(NamedTuple):
    """One kind of request: how many an hour at noon, and the bound (by its place) that most answers stay below."""

    kind: Kind
    at_noon: float
    bound: int


_SELLERS: Final = "GET /seller/v2/sellers"
_OFFERS: Final = "GET /seller/v2/offers"
_PACKAGE: Final = "/seller/v2/offer-packages/{packageId}"
_UPLOAD: Final = f"POST {_PACKAGE}/offer-requests"
_RESULTS: Final = f"GET {_PACKAGE}/offer-requests-results"
_TOKEN: Final = "POST /auth/realms/{realm}/protocol/openid-connect/token"  # noqa: S105  (a route)
_API, _TOKENS = Surface.API.value, Surface.TOKEN.value

_STREAMS: Final = (
    _Stream(Kind(_API, _SELLERS, 200, ""), 640, 2),
    _Stream(Kind(_API, "GET /seller/v2/sellers/addresses", 200, ""), 85, 3),
    _Stream(Kind(_API, "GET /seller/v2/sellers/indicators", 200, ""), 130, 4),
    _Stream(Kind(_API, "GET /seller/v2/sellers/subscriptions", 200, ""), 60, 3),
    _Stream(Kind(_API, _OFFERS, 200, ""), 310, 4),
    _Stream(Kind(_API, _UPLOAD, 201, ""), 120, 4),
    _Stream(Kind(_API, _RESULTS, 200, ""), 90, 3),
    _Stream(Kind(_API, _RESULTS, 400, "results-not-ready"), 12, 2),
    _Stream(Kind(_API, "GET /seller/v2/products", 200, ""), 140, 3),
    _Stream(Kind(_API, "POST /seller/v2/products-integration", 202, ""), 18, 5),
    _Stream(Kind(_API, "GET /seller/v2/products-integration-reports", 200, ""), 55, 3),
    _Stream(Kind(_API, _SELLERS, 401, "token-expired"), 22, 1),
    _Stream(Kind(_API, _SELLERS, 403, "seller-not-delegated"), 14, 1),
    _Stream(Kind(_API, _SELLERS, 429, "quota-exceeded"), 6, 1),
    _Stream(Kind(_API, _SELLERS, 403, "insufficient-scope"), 3, 1),
    _Stream(Kind(_TOKENS, _TOKEN, 200, ""), 31, 2),
    _Stream(Kind(_TOKENS, _TOKEN, 401, "invalid_client"), 3, 2),
)
_OUTAGE: Final = _Stream(Kind(_API, _SELLERS, 503, "unavailable"), 210, 9)


def write_history(conn: Connection, chance: Chance, shares: Mapping[str, float]) -> None:
    """Write the week. `shares` says which part of it each client, by its uid, has had."""
    now = bucket_start(TODAY, MINUTE)
    first = bucket_start(TODAY, HOUR) - timedelta(days=DAYS)
    for number in range(DAYS * 24 + 1):
        at = first + timedelta(hours=number)
        part = min(1.0, (now - at) / timedelta(hours=1))
        _write(conn, chance, at, HOUR, part, shares)
    for number in range(60):
        at = now - timedelta(minutes=number)
        _write(conn, chance, at, MINUTE, 1 / 60, {})
    for number in range(13):
        at = bucket_start(now, FIVE_MINUTES) - timedelta(minutes=5 * number)
        store.add_clients(conn, at, FIVE_MINUTES, _clients(shares, 900 / 12))


def _write(
    conn: Connection,
    chance: Chance,
    at: datetime,
    seconds: int,
    part: float,
    shares: Mapping[str, float],
) -> None:
    streams = (*_STREAMS, _OUTAGE) if at == BAD_HOUR else _STREAMS
    kinds: dict[Kind, Histogram] = {}
    for stream in streams:
        mood = chance.between(f"traffic {at.isoformat()} {stream.kind}", 0.6, 1.4)
        luck = chance.between(f"luck {at.isoformat()} {stream.kind}", 0, 1)
        number = int(stream.at_noon * _busyness(at) * part * mood + luck)
        if number:
            kinds[stream.kind] = _latency(number, stream.bound)
    store.add_requests(conn, at, seconds, kinds)
    if shares:
        store.add_clients(conn, at, seconds, _clients(shares, 900 * _busyness(at) * part))


def _busyness(at: datetime) -> float:
    """1 at noon of a working day, little at night, half at the weekend."""
    day = (1 + math.cos((at.hour + at.minute / 60 - 13) / 24 * 2 * math.pi)) / 2
    return (0.08 + 0.92 * day * math.sqrt(day)) * (0.45 if at.weekday() >= 5 else 1.0)


def _latency(number: int, bound: int) -> Histogram:
    """Seven of ten below `bound`, most others below the next one, a few slow ones."""
    latency = Histogram()
    slow, later = number // 40, number * 3 // 11
    for place, count in (
        (bound, number - later - slow),
        (bound + 1, later),
        (min(bound + 3, len(LATENCY_BOUNDS)), slow),
    ):
        latency.cells[place] += count
        latency.total += count * LATENCY_BOUNDS[min(place, len(LATENCY_BOUNDS) - 1)] * 0.8
    return latency


def _clients(shares: Mapping[str, float], requests: float) -> dict[str, ClientCount]:
    counts = {}
    for uid, part in shares.items():
        number = round(requests * part)
        if number:
            counts[uid] = ClientCount(number, round(number * 0.05), 0)
    return counts
