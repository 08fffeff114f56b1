"""Traffic in the database: added up over nodes and restarts, bounded, forgotten in time."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from sellergate.access.traffic import store
from sellergate.access.traffic.models import HOUR, MINUTE, ClientCount, Kind, Surface
from sellergate.access.traffic.pending import MAX_MINUTES, MAX_NAMED, PendingTraffic
from sellergate.access.traffic.report import Report, Span, read_report, window_of
from sellergate.kit.measures import Histogram, quantile
from sellergate.storage.schema import traffic, traffic_clients
from sellergate.storage.upkeep import run_on_database
from tests.builders.databases import embedded_database
from tests.builders.installation import Installation, MovableClock, run_installation
from tests.builders.world import a_client, a_delegation, a_seller, a_token, headers_for

NOON = datetime(2026, 3, 2, 12, 0, 20, tzinfo=UTC)
SELLERS = Kind(Surface.API.value, "GET /seller/v2/sellers", 200, "")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database at our version."""
    if request.param == "sqlite":
        return embedded_database(tmp_path / "traffic.db")
    address: str = request.getfixturevalue("postgres").migrated_database()
    return address


def report_of(on: Installation, span: Span = Span.HOUR) -> Report:
    on.run(on.access.usage.flush())
    report: Report = on.read(read_report, window_of(span, on.clock()))
    return report


def latency(*seconds: float) -> Histogram:
    histogram = Histogram()
    for value in seconds:
        histogram.observe(value)
    return histogram


@pytest.mark.slow
def test_calls_of_two_nodes_and_after_a_restart_are_added_up(tmp_path: Path, database: str) -> None:
    clock = MovableClock(NOON)
    with run_installation(tmp_path, clock=clock, database_url=database) as one:
        client, seller = a_client(one), a_seller(one)
        a_delegation(one, client, seller)
        with run_installation(tmp_path, clock=clock, database_url=database) as other:
            for node in (one, other, one):
                headers = headers_for(a_token(node, client), seller.seller_id)
                assert node.get("/seller/v2/sellers", headers=headers).status_code == 200
            assert other.get("/seller/v2/sellers").status_code == 401
            other.run(other.access.usage.flush())
        one.run(one.access.usage.flush())

    with run_installation(tmp_path, clock=clock, database_url=database) as again:
        report = report_of(again)

    last = report.calls[-1]
    assert (last.answered, last.refused, last.failed) == (3, 1, 0)
    assert report.tokens[-1].answered == 3
    assert [(r.surface, r.reason, r.requests) for r in report.reasons] == [
        ("api", "token-missing", 1)
    ]
    assert {each.operation for each in report.slowest} >= {"GET /seller/v2/sellers"}
    assert [(row.client_id, row.counted.requests) for row in report.busiest] == [(client.id, 6)]


def test_an_hour_a_day_and_a_week_end_with_the_present_step() -> None:
    windows = {span: window_of(span, NOON) for span in Span}

    assert [len(window.steps) for window in windows.values()] == [60, 24, 56]
    assert all(window.steps[-1] <= NOON < window.until for window in windows.values())


def test_rows_are_bounded_whatever_the_number_of_clients(database: str) -> None:
    pending = PendingTraffic()
    pending.add_requests(NOON, SELLERS, latency(*[0.001] * 1001))
    busy = {f"client-{number}": ClientCount(1) for number in range(999)}
    pending.add_clients(NOON, busy | {"client-999": ClientCount(2)})

    run_on_database(database, pending.write, pending.take())

    def count(conn: sa.Connection) -> tuple[int, int, int]:
        rows = sa.select(sa.func.count(), sa.func.sum(traffic_clients.c.requests))
        number, total = conn.execute(rows.where(traffic_clients.c.seconds == HOUR)).one()
        return int(number), int(total), len(conn.execute(sa.select(traffic)).all())

    assert run_on_database(database, count) == (MAX_NAMED + 1, 1001, 2)
    busiest = run_on_database(
        database,
        store.busiest_clients,
        seconds=HOUR,
        since=NOON - timedelta(hours=1),
        until=NOON,
        limit=1,
    )
    assert busiest[0].client_uid == "client-999"


def test_what_could_not_be_written_is_written_later_in_its_own_minute(database: str) -> None:
    pending = PendingTraffic()
    pending.add_requests(NOON, SELLERS, latency(0.001))
    taken = pending.take()
    pending.add_requests(NOON + timedelta(minutes=1), SELLERS, latency(0.001))
    pending.give_back(taken)

    run_on_database(database, pending.write, pending.take())

    points = run_on_database(
        database,
        store.requests_over_time,
        seconds=MINUTE,
        since=NOON - timedelta(hours=1),
        until=NOON + timedelta(hours=1),
    )
    assert [(point.at.minute, point.requests) for point in points] == [(0, 1), (1, 1)]


def test_what_waits_for_a_database_is_bounded() -> None:
    pending = PendingTraffic()

    for minute in range(MAX_MINUTES + 20):
        pending.add_requests(NOON + timedelta(minutes=minute), SELLERS, latency(0.001))

    kept = pending.take()
    assert len(kept) == MAX_MINUTES
    assert min(kept).minute == 20


def test_minutes_are_forgotten_after_two_days_and_hours_after_ninety(database: str) -> None:
    for days in (0, 3, 91):
        pending = PendingTraffic()
        pending.add_requests(NOON - timedelta(days=days), SELLERS, latency(0.001))
        run_on_database(database, pending.write, pending.take())

    run_on_database(database, store.prune, now=NOON)

    def left(conn: sa.Connection) -> list[tuple[int, int]]:
        rows = conn.execute(sa.select(traffic.c.seconds, traffic.c.at))
        return sorted((row.seconds, (NOON - row.at).days) for row in rows)

    assert run_on_database(database, left) == [(MINUTE, 0), (HOUR, 0), (HOUR, 3)]


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 0.00075), (0.95, 0.00225), (1.0, 0.0025)], ids=str
)
def test_a_quantile_lies_between_the_bounds_that_hold_it(share: float, expected: float) -> None:
    histogram = latency(*[0.0006] * 80, *[0.002] * 20)
    found = quantile(histogram.bounds, histogram.cells, share)

    assert found == pytest.approx(expected, rel=0.1)


def test_a_quantile_of_nothing_is_nothing() -> None:
    assert quantile((1.0, 2.0), [0, 0, 0], 0.5) is None
