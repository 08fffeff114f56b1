"""What the operator reads of traffic: a stretch of time in steps, and what stood out in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from sqlalchemy import Connection

from sellergate.access.traffic import store
from sellergate.access.traffic.models import (
    FIVE_MINUTES,
    HOUR,
    MINUTE,
    NO_ROUTE,
    Surface,
    bucket_start,
)
from sellergate.access.traffic.store import ClientRow, KindRow, Point
from sellergate.kit.measures import Histogram, quantile

TOP: Final = 10


class Span(StrEnum):
    """How much time is looked at."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


class _Form(NamedTuple):
    """Lengths in seconds: of the whole, of a step, and of the buckets that are read."""

    length: int
    step: int
    requests: int
    clients: int


_FORMS: Final = {
    Span.HOUR: _Form(HOUR, MINUTE, MINUTE, FIVE_MINUTES),
    Span.DAY: _Form(24 * HOUR, HOUR, HOUR, HOUR),
    Span.WEEK: _Form(7 * 24 * HOUR, 3 * HOUR, HOUR, HOUR),
}


@dataclass(frozen=True, slots=True)
class Window:
    """A span that ends with the step in which an instant is."""

    span: Span
    since: datetime
    until: datetime
    step: timedelta

    @property
    def steps(self) -> list[datetime]:
        """Where each step begins."""
        number = (self.until - self.since) // self.step
        return [self.since + self.step * each for each in range(number)]


class Step(NamedTuple):
    """What was asked in a step: answered, refused (4xx), failed (5xx and what was never answered)."""

    at: datetime
    answered: int
    refused: int
    failed: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.answered + self.refused + self.failed


class ReasonCount(NamedTuple):
    """How often something was refused for a reason."""

    surface: str
    reason: str
    requests: int


class OperationTime(NamedTuple):
    """How long an operation took, in seconds, where nothing was refused."""

    operation: str
    requests: int
    median: float
    slow: float  # nineteen of twenty were faster


@dataclass(frozen=True, slots=True)
class Report:
    """Traffic of a window. `calls` are those of the API, `tokens` the requests for tokens."""

    window: Window
    calls: list[Step]
    tokens: list[Step]
    slow: float | None
    reasons: list[ReasonCount]
    slowest: list[OperationTime]
    busiest: list[ClientRow]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was asked."""
        return not any(step.total for step in (*self.calls, *self.tokens))


def window_of(span: Span, instant: datetime) -> Window:
    """The window of `span` whose last step holds `instant`."""
    form = _FORMS[span]
    until = bucket_start(instant, form.step) + timedelta(seconds=form.step)
    return Window(span, until - timedelta(seconds=form.length), until, timedelta(seconds=form.step))


def read_report(conn: Connection, window: Window) -> Report:
    """Read what is kept of a window."""
    form = _FORMS[window.span]
    since, until = window.since, window.until
    kinds = store.requests_by_kind(conn, seconds=form.requests, since=since, until=until)
    points = store.requests_over_time(conn, seconds=form.requests, since=since, until=until)
    return Report(
        window=window,
        calls=_steps(window, (point for point in points if point.surface == Surface.API)),
        tokens=_steps(window, (point for point in points if point.surface == Surface.TOKEN)),
        slow=_slow(row for row in kinds if row.kind.surface == Surface.API),
        reasons=_reasons(kinds),
        slowest=_slowest(kinds),
        busiest=list(
            store.busiest_clients(
                conn,
                seconds=form.clients,
                since=bucket_start(since, form.clients),
                until=until,
                limit=TOP,
            )
        ),
    )


def _steps(window: Window, points: Iterable[Point]) -> list[Step]:
    counts = {at: [0, 0, 0] for at in window.steps}
    for point in points:
        at = window.since + (point.at - window.since) // window.step * window.step
        place = {2: 0, 3: 0, 4: 1}.get(point.status_class, 2)
        counts[at][place] += point.requests
    return [Step(at, *three) for at, three in counts.items()]


def _reasons(kinds: Iterable[KindRow]) -> list[ReasonCount]:
    counts: dict[tuple[str, str], int] = {}
    for kind, latency in kinds:
        if kind.reason:
            key = (kind.surface, kind.reason)
            counts[key] = counts.get(key, 0) + latency.count
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [ReasonCount(*key, number) for key, number in ranked[:TOP]]


def _slowest(kinds: Iterable[KindRow]) -> list[OperationTime]:
    times: dict[str, Histogram] = {}
    for kind, latency in kinds:
        if not kind.reason and NO_ROUTE not in kind.operation:
            times.setdefault(kind.operation, Histogram()).add(latency)
    found = [
        OperationTime(
            operation,
            latency.count,
            quantile(latency.bounds, latency.cells, 0.5) or 0.0,
            quantile(latency.bounds, latency.cells, 0.95) or 0.0,
        )
        for operation, latency in times.items()
    ]
    return sorted(found, key=lambda each: (-each.slow, each.operation))[:TOP]


def _slow(kinds: Iterable[KindRow]) -> float | None:
    total = Histogram()
    for kind, latency in kinds:
        if not kind.reason:
            total.add(latency)
    return quantile(total.bounds, total.cells, 0.95)
