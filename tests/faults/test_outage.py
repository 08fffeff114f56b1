"""When the database fails under a running server: a clear 503, nothing let through, and all well afterwards."""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx2
import pytest

from sellergate.access.clients.models import ClientState
from sellergate.access.context import Act, SellerId
from sellergate.access.delegations.service import revoke_delegation
from sellergate.access.platform import SYSTEM
from sellergate.kit.ids import new_uuid
from sellergate.storage import sqlite
from sellergate.storage.upkeep import run_on_database
from tests.builders.installation import Installation, run_installation
from tests.builders.wire import assert_problem
from tests.builders.world import (
    Registered,
    a_client,
    a_delegation,
    a_seller,
    a_token,
    headers_for,
    set_client_state,
)

pytestmark = [pytest.mark.slow, pytest.mark.embedded]  # starts the real command again and again

WITHIN = 2.0  # seconds: a change elsewhere is noticed, whatever fails; half of it on a machine that does nothing else
PATIENCE = 10


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with run_installation(tmp_path_factory.mktemp("outage"), calls_per_minute=1_000_000) as on:
        yield on


def elsewhere(on: Installation, statement: str, *values: object) -> None:
    """Another program does this to the database."""
    with closing(sqlite3.connect(on.settings.database_path)) as connection, connection:
        connection.execute(statement, values)


@contextmanager
def without(on: Installation, table: str) -> Iterator[None]:
    """The database cannot answer about `table`."""
    elsewhere(on, f"ALTER TABLE {table} RENAME TO gone")
    try:
        yield
    finally:
        elsewhere(on, f"ALTER TABLE gone RENAME TO {table}")


def a_caller(on: Installation) -> tuple[Registered, dict[str, str]]:
    client, seller = a_client(on), a_seller(on)
    a_delegation(on, client, seller)
    return client, headers_for(a_token(on, client), seller.seller_id)


def call(on: Installation, headers: dict[str, str]) -> httpx2.Response:
    return on.get("/seller/v2/sellers", headers=headers)


def seconds_until(condition: Callable[[], bool]) -> float:
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < PATIENCE
        time.sleep(0.01)
    return time.monotonic() - started


def take_back_unannounced(on: Installation, client: Registered) -> None:
    """A revocation that no feed tells of."""
    elsewhere(on, "UPDATE delegations SET revoked_at = 1 WHERE client_uid = ?", client.client.uid)


@pytest.mark.parametrize("table", ["delegations", "sellers"])
def test_a_call_that_cannot_be_checked_is_not_let_through(on: Installation, table: str) -> None:
    _client, headers = a_caller(on)  # nobody has called with it: nothing is remembered

    with without(on, table):
        during = call(on, headers)
    afterwards = call(on, headers)

    body = assert_problem(during, 503, "unavailable")
    assert during.headers["retry-after"] == "5"
    assert table not in body["detail"]
    assert afterwards.status_code == 200


def test_a_handler_that_cannot_read_says_so(on: Installation) -> None:
    _client, headers = a_caller(on)
    call(on, headers)

    with without(on, "seller_addresses"):
        during = on.get("/seller/v2/sellers/addresses", headers=headers)

    assert during.status_code == 503
    assert during.json()["type"].endswith("unavailable")
    assert during.headers["retry-after"] == "5"
    assert during.json()["traceId"] == during.headers["x-request-id"]


def test_readiness_tells_what_is_missing_and_recovers(on: Installation) -> None:
    with without(on, "alembic_version"):
        during = on.get("/readyz")
        alive = on.get("/healthz")
    afterwards = on.get("/readyz")

    assert (during.status_code, during.json()["missing"]) == (503, "database")
    assert (alive.status_code, afterwards.status_code) == (200, 200)


def test_while_the_feed_cannot_be_read_rows_are(on: Installation) -> None:
    client, headers = a_caller(on)
    other, other_headers = a_caller(on)
    assert call(on, headers).status_code == 200

    with without(on, "access_changes"):
        take_back_unannounced(on, client)
        delay = seconds_until(lambda: call(on, headers).status_code == 403)
        meanwhile = call(on, other_headers)

    assert delay < WITHIN
    assert meanwhile.status_code == 200, "the others are served"
    seconds_until(on.access.snapshot._is_trusted)
    set_client_state(on, other, ClientState.DISABLED)
    assert call(on, other_headers).status_code == 401, "the feed is followed again"


def test_without_its_follower_a_server_trusts_nothing_for_long(tmp_path: Path) -> None:
    """Whatever stalls the task that reads the feed, a revocation elsewhere is noticed within a second."""
    with run_installation(tmp_path, calls_per_minute=1_000_000) as on:
        client, headers = a_caller(on)
        assert call(on, headers).status_code == 200

        async def stall() -> None:
            on.access._tasks[0].cancel()
            await asyncio.sleep(0)

        on.run(stall())
        act = Act(SYSTEM, on.clock(), new_uuid)
        seller_id = SellerId(int(headers["SellerId"]))
        uid = client.client.uid
        run_on_database(
            on.settings.database_path,
            lambda conn: revoke_delegation(conn, act, seller_id=seller_id, client_uid=uid),
        )

        assert seconds_until(lambda: call(on, headers).status_code == 403) < WITHIN


def test_news_that_this_version_does_not_understand_stop_nothing(on: Installation) -> None:
    """A newer version may run beside this one for the time of an upgrade."""
    client, headers = a_caller(on)
    assert call(on, headers).status_code == 200

    elsewhere(on, "INSERT INTO access_changes (kind, key) VALUES ('novelty', 'x')")
    set_client_state(on, client, ClientState.DISABLED)

    assert seconds_until(lambda: call(on, headers).status_code == 401) < WITHIN
    seconds_until(on.access.snapshot._is_trusted)


def test_reading_goes_on_while_another_process_keeps_the_lock(
    on: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, headers = a_caller(on)

    with closing(sqlite3.connect(on.settings.database_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        during = call(on, headers)
        token = on.http.post(on.settings.token_url, data=client.token_form)
        other.execute("ROLLBACK")

    assert (during.status_code, token.status_code) == (200, 200)


def test_counts_survive_an_outage_of_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_MS", 50)
    with run_installation(tmp_path, calls_per_minute=1_000_000) as on:
        _client, headers = a_caller(on)
        with closing(sqlite3.connect(on.settings.database_path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for _ in range(3):
                assert call(on, headers).status_code == 200
                flushing = asyncio.run_coroutine_threadsafe(on.access.usage.flush(), on.loop)
                assert call(on, headers).status_code == 200
                flushing.result(PATIENCE)
            other.execute("ROLLBACK")
        call(on, headers)
        on.run(on.access.usage.flush())

        with closing(sqlite3.connect(on.settings.database_path)) as connection:
            counted = connection.execute("SELECT sum(calls) FROM delegation_calls").fetchone()
        assert counted == (7,)


def test_a_page_whose_visitor_cannot_be_looked_up_says_so(on: Installation) -> None:
    on.http.cookies.set("sellergate_session", "x" * 43)
    try:
        with without(on, "sessions"):
            answers = [on.get(path) for path in ("/", "/api-credentials/", "/account/sign-in")]
    finally:
        on.http.cookies.clear()

    assert [answer.status_code for answer in answers] == [503] * 3
    assert all("Try again in a moment" in answer.text for answer in answers)
