"""PostgreSQL killed, replaced and stuck under a running node: clear answers, nothing lost, no hand needed."""

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from sellergate.storage.upkeep import migrate_database
from tests.builders.http import http_client
from tests.builders.postgres import PostgresServer, run_postgres
from tests.builders.process import ServerProcess, run_process
from tests.builders.wire import assert_problem
from tests.builders.world import (
    a_client,
    a_delegation,
    a_seller,
    a_token,
    headers_for,
    revoke_delegation,
)
from tests.faults.aftermath import assert_nothing_is_lost, survive

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("postgres faults")]

RECOVERY = 10.0  # seconds, without a hand
PATIENCE = 8.0  # seconds until a caller is told that the database does not answer
PLENTY = {"SELLERGATE_CALLS_PER_MINUTE": "10000000", "SELLERGATE_LOG_LEVEL": "error"}


@pytest.fixture
def folder() -> Iterator[Callable[[], Path]]:
    """Folders that PostgreSQL's user may enter."""
    with tempfile.TemporaryDirectory(prefix="postgres-") as root:
        Path(root).chmod(0o755)
        yield lambda: Path(tempfile.mkdtemp(dir=root))


@pytest.fixture
def primary(folder: Callable[[], Path]) -> Iterator[PostgresServer]:
    with run_postgres(folder()) as server:
        migrate_database(server.address("postgres"))
        yield server


@contextmanager
def a_node(tmp_path: Path, address: str) -> Iterator[ServerProcess]:
    with run_process(tmp_path, SELLERGATE_DATABASE_URL=address, **PLENTY) as server:
        yield server


def until_ready(server: ServerProcess) -> float:
    """How long it takes from now until the node says that it serves again."""
    started = time.monotonic()
    while not server.is_ready():
        assert time.monotonic() - started < RECOVERY, "it did not recover by itself"
        time.sleep(0.05)
    return time.monotonic() - started


def a_caller(server: ServerProcess) -> dict[str, str]:
    client, seller = a_client(server), a_seller(server)
    a_delegation(server, client, seller)
    return headers_for(a_token(server, client), seller.seller_id)


def call(server: ServerProcess, headers: dict[str, str]) -> httpx2.Response:
    return server.get("/seller/v2/sellers", headers=headers)


def test_what_was_acknowledged_survives_kills_of_postgresql(
    primary: PostgresServer, tmp_path: Path
) -> None:
    with a_node(tmp_path, primary.address("postgres")) as server:

        def restart() -> None:
            primary.start()
            until_ready(server)

        aftermath = survive(server, kill=primary.kill, restart=restart)

        assert_nothing_is_lost(aftermath)
        server.command("audit", "verify")


def test_a_standby_takes_over_with_all_that_was_acknowledged(
    primary: PostgresServer, folder: Callable[[], Path], tmp_path: Path
) -> None:
    with run_postgres(folder(), standby_of=primary) as standby:
        primary.run("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
        primary.run("SELECT pg_reload_conf()")
        hosts = f"127.0.0.1:{primary.port},127.0.0.1:{standby.port}"
        with a_node(tmp_path, f"postgresql://postgres@{hosts}/postgres") as server:
            headers = a_caller(server)
            killed = threading.Event()

            def kill() -> None:
                if not killed.is_set():
                    killed.set()
                    primary.kill()
                    standby.promote()

            aftermath = survive(server, kill=kill, restart=lambda: until_ready(server) and None)

            assert_nothing_is_lost(aftermath)
            assert call(server, headers).status_code == 200
            assert standby.run("SELECT pg_is_in_recovery()") == "f"


def test_a_database_that_stands_still_is_told_within_seconds_and_comes_back(
    primary: PostgresServer, tmp_path: Path
) -> None:
    with a_node(tmp_path, primary.address("postgres")) as server:
        headers = a_caller(server)
        assert call(server, headers).status_code == 200
        answers: list[tuple[float, httpx2.Response]] = []

        def ask() -> None:
            with http_client(timeout=60) as http:
                started = time.monotonic()
                answer = http.get(f"{server.url}/seller/v2/sellers", headers=headers)
                answers.append((time.monotonic() - started, answer))

        primary.freeze()
        try:
            callers = [threading.Thread(target=ask) for _ in range(40)]
            for caller in callers:
                caller.start()
            assert server.is_healthy(), "the process answers meanwhile"
            for caller in callers:
                caller.join(60)
        finally:
            primary.thaw()

        assert len(answers) == 40
        for seconds, answer in answers:
            assert_problem(answer, 503, "unavailable")
            assert seconds < PATIENCE
        until_ready(server)
        assert call(server, headers).status_code == 200


def test_connections_that_an_administrator_ends_are_not_noticed_by_callers(
    primary: PostgresServer, tmp_path: Path
) -> None:
    with a_node(tmp_path, primary.address("postgres")) as server:
        headers = a_caller(server)
        statuses = []
        for _ in range(20):
            primary.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE application_name = 'sellergate'"
            )
            statuses += [call(server, headers).status_code for _ in range(3)]

        assert statuses == [200] * 60


def test_a_node_starts_before_its_database_and_waits_for_it(
    primary: PostgresServer, tmp_path: Path
) -> None:
    primary.kill()
    later = threading.Timer(2.0, primary.start)
    later.start()

    with a_node(tmp_path, primary.address("postgres")) as server:
        assert server.is_ready()
    later.join()


def test_access_taken_back_is_refused_on_every_node_within_a_second_whatever_becomes_of_connections(
    primary: PostgresServer, tmp_path: Path
) -> None:
    address = primary.address("postgres")
    lags = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    with a_node(tmp_path / "one", address) as one, a_node(tmp_path / "other", address) as other:
        done = threading.Event()

        def keep_breaking_connections() -> None:
            while not done.wait(0.3):
                primary.run(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE application_name = 'sellergate'"
                )

        breaker = threading.Thread(target=keep_breaking_connections)
        breaker.start()
        try:
            for _ in range(6):
                client, seller = a_client(one), a_seller(one)
                a_delegation(one, client, seller)
                callers = [
                    (node, headers_for(a_token(node, client), seller.seller_id))
                    for node in (one, other)
                ]
                assert [call(*caller).status_code for caller in callers] == [200, 200]
                revoke_delegation(one, client, seller)
                revoked = time.monotonic()
                for caller in callers:
                    while call(*caller).status_code == 200:
                        assert time.monotonic() - revoked < 5
                    lags.append(time.monotonic() - revoked)
                assert [call(*caller).status_code for caller in callers] == [403, 403]
        finally:
            done.set()
            breaker.join()

    assert max(lags) < 1.0, lags
