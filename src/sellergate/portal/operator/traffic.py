"""Traffic: calls, errors, denials by reason, slow operations, busy clients and tokens, for who has no Grafana."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from litestar import Response, get

from sellergate.access.traffic import store
from sellergate.access.traffic.models import HOUR, KEPT, MINUTE, Surface
from sellergate.access.traffic.report import Report, Span, Step, read_report, window_of
from sellergate.kit.marks import N_
from sellergate.kit.problems import CATALOGUE
from sellergate.portal.operator.charts import share, stacked_bars
from sellergate.portal.operator.frame import CLIENTS, TRAFFIC, AtDesk

SPANS: Final = {
    Span.HOUR: N_("Hour"),
    Span.DAY: N_("Day"),
    Span.WEEK: N_("Week"),
}
SURFACES: Final = {Surface.API.value: N_("Seller API"), Surface.TOKEN.value: N_("Token server")}
# Refusals of the token server that have no page of their own (RFC 6749 §5.2).
OAUTH_REASONS: Final = {
    "invalid_client": N_("Client authentication failed"),
    "invalid_request": N_("Request not valid"),
    "invalid_grant": N_("Not your token"),
    "unsupported_grant_type": N_("Grant type not supported"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A choice above the charts."""

    text: str
    href: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of a window."""

    requests: int
    refused: int
    failed: int
    issued: int
    not_issued: int
    slow: float | None

    @property
    def refused_share(self) -> float:
        """Which part of the calls was refused."""
        return self.refused / self.requests if self.requests else 0.0

    @property
    def failed_share(self) -> float:
        """Which part of the calls failed."""
        return self.failed / self.requests if self.requests else 0.0


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """Why requests were refused. `part` names the colour of its bar, `href` is the page about it, if any."""

    text: str
    slug: str
    surface: str
    href: str
    part: str
    requests: int
    share: float


@dataclass(frozen=True, slots=True)
class OperationRow:
    """How long an operation takes, in milliseconds."""

    operation: str
    requests: int
    median: float
    slow: float
    share: float


@dataclass(frozen=True, slots=True)
class ClientRow:
    """What a client asked for. Without a `client_id` it is gone."""

    client_id: str
    href: str
    requests: int
    refused: int
    failed: int
    share: float


@get(TRAFFIC)
async def traffic_page(desk: AtDesk) -> Response[Any]:
    """An hour, a day or a week of traffic, the last one or one further back."""
    query = desk.request.query_params
    asked = query.get("span", "")
    span = Span(asked) if asked in set(Span) else Span.HOUR
    now = desk.access.clock()
    latest = window_of(span, now)
    oldest = now - KEPT[HOUR]
    instant = _instant(query.get("at", ""))
    if instant is not None:
        instant = max(instant, oldest)
    window = latest if instant is None or instant >= latest.since else window_of(span, instant)
    report = await desk.db.read(read_report, window)
    last = await desk.db.read(store.last_request) if report.is_empty else None
    length = window.until - window.since
    is_latest = window == latest
    return desk.show(
        "traffic.html",
        title=N_("Traffic"),
        here=TRAFFIC,
        spans=[
            Link(text, _href(each, None if is_latest else window.since), each is span)
            for each, text in SPANS.items()
        ],
        window=window,
        is_latest=is_latest,
        earlier_href=_href(span, window.since - length / 2) if window.since > oldest else "",
        later_href="" if is_latest else _href(span, window.until + length / 2),
        latest_href=_href(span, None),
        last_request=last,
        last_href=_href(_span_for(span, last, now), last) if last else "",
        is_empty=report.is_empty,
        totals=_totals(report),
        calls=stacked_bars(report.calls, window),
        tokens=stacked_bars(report.tokens, window),
        reasons=_reasons(report),
        operations=_operations(report),
        clients=_clients(report),
    )


def _href(span: Span, at: datetime | None) -> str:
    values = {"span": span.value}
    if at is not None:
        values["at"] = at.strftime("%Y-%m-%dT%H:%MZ")
    return f"{TRAFFIC}?{urlencode(values)}"


def _span_for(span: Span, instant: datetime, now: datetime) -> Span:
    """A span that still has something of `instant`: minutes are forgotten soon."""
    is_forgotten = now - instant > KEPT[MINUTE] - timedelta(hours=1)
    return Span.DAY if span is Span.HOUR and is_forgotten else span


def _instant(text: str) -> datetime | None:
    """The instant in an address; None for anything else."""
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def _totals(report: Report) -> Totals:
    def total(steps: list[Step], part: str) -> int:
        return sum(getattr(step, part) for step in steps)

    return Totals(
        requests=total(report.calls, "total"),
        refused=total(report.calls, "refused"),
        failed=total(report.calls, "failed"),
        issued=total(report.tokens, "answered"),
        not_issued=total(report.tokens, "refused") + total(report.tokens, "failed"),
        slow=None if report.slow is None else report.slow * 1000,
    )


def _reasons(report: Report) -> list[ReasonRow]:
    highest = max((each.requests for each in report.reasons), default=0)
    rows = []
    for surface, reason, number in report.reasons:
        known = CATALOGUE.get(reason)
        rows.append(
            ReasonRow(
                text=known.title if known else OAUTH_REASONS.get(reason, reason),
                slug=reason,
                surface=SURFACES.get(surface, surface),
                href=f"/docs/problems/{reason}" if known else "",
                part="failed" if known and known.status >= 500 else "refused",
                requests=number,
                share=share(number, highest),
            )
        )
    return rows


def _operations(report: Report) -> list[OperationRow]:
    slowest = max((each.slow for each in report.slowest), default=0.0)
    return [
        OperationRow(
            each.operation,
            each.requests,
            each.median * 1000,
            each.slow * 1000,
            share(each.slow, slowest),
        )
        for each in report.slowest
    ]


def _clients(report: Report) -> list[ClientRow]:
    highest = max((row.counted.requests for row in report.busiest), default=0)
    return [
        ClientRow(
            client_id=row.client_id or "",
            href=f"{CLIENTS}{row.client_uid}" if row.client_id else "",
            requests=row.counted.requests,
            refused=row.counted.refused,
            failed=row.counted.failed,
            share=share(row.counted.requests, highest),
        )
        for row in report.busiest
    ]
