"""`serve --workers`: processes that die are replaced, none is left over, and calls do not notice."""

import base64
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from sellergate.access.clients.models import ClientState
from sellergate.access.keys.service import key_sealer, make_key, rotate_keys
from sellergate.kit.clock import system_clock
from tests.builders.installation import SECRET_KEY
from tests.builders.process import ServerProcess, run_process
from tests.builders.world import (
    a_client,
    a_delegation,
    a_seller,
    a_token,
    headers_for,
    set_client_state,
)
from tests.cli.command import environment, free_port, run, run_ok, wait_until
from tests.serving.load import Load

pytestmark = pytest.mark.slow  # real processes

SOON = 2.0  # seconds until a worker that was killed is replaced


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    with run_process(
        tmp_path, SELLERGATE_WORKERS="2", SELLERGATE_CALLS_PER_MINUTE="10000000"
    ) as server:
        wait_until(lambda: len(workers_of(server)) == 2, 20)
        yield server


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


def workers_of(server: ServerProcess) -> list[int]:
    """The living workers that said they are ready."""
    pids = [line["pid"] for line in server.log_lines() if line["event"] == "worker ready"]
    return [pid for pid in pids if is_alive(pid)]


def calls_on(server: ServerProcess) -> Load:
    client, seller = a_client(server), a_seller(server)
    a_delegation(server, client, seller)
    headers = headers_for(a_token(server, client), seller.seller_id)
    return Load("/seller/v2/sellers", headers, lambda: server.settings.port)


def test_a_killed_worker_is_replaced_while_the_others_serve(server: ServerProcess) -> None:
    load = calls_on(server)
    victim = workers_of(server)[0]

    with load.running():
        os.kill(victim, signal.SIGKILL)
        took = wait_until(lambda: len(workers_of(server)) == 2, SOON + 5)
        load.wait_for(50)

    assert took < SOON
    assert victim not in workers_of(server)
    assert set(load.statuses) == {200}
    # What was on the way to the one that was killed is lost, and nothing else.
    assert len(load.failures) <= 6


def test_workers_leave_one_after_the_other_without_a_failed_call(server: ServerProcess) -> None:
    load = calls_on(server)

    with load.running():
        for worker in workers_of(server):
            os.kill(worker, signal.SIGTERM)
            wait_until(lambda gone=worker: not is_alive(gone), 20)
            wait_until(lambda: len(workers_of(server)) == 2, 20)
            load.wait_for(50)

    assert load.failures == []
    assert set(load.statuses) == {200}


def test_without_its_supervisor_no_worker_stays(server: ServerProcess) -> None:
    workers = workers_of(server)

    server.kill()

    wait_until(lambda: not any(is_alive(pid) for pid in workers), 20)
    with socket.create_server(("127.0.0.1", server.settings.port)):
        pass  # the port is free
    server.start()
    assert server.is_healthy()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_all_leave_and_the_code_is_0(
    server: ServerProcess, number: signal.Signals
) -> None:
    workers = workers_of(server)

    code = server.end(number)

    assert code == 0
    assert not any(is_alive(pid) for pid in workers)


def test_a_revocation_in_one_worker_is_known_to_all_within_a_second(server: ServerProcess) -> None:
    client, seller = a_client(server), a_seller(server)
    a_delegation(server, client, seller)
    headers = headers_for(a_token(server, client), seller.seller_id)
    load = Load("/seller/v2/sellers", headers, lambda: server.settings.port)

    with load.running():
        set_client_state(server, client, ClientState.DISABLED)
        time.sleep(1)
        load.statuses.clear()
        load.wait_for(100)

    assert set(load.statuses) == {401}


@contextmanager
def locked(server: ServerProcess) -> Iterator[None]:
    """Nobody else can write in the database."""
    assert server.settings.database_path
    path = server.settings.database_path
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def test_workers_that_cannot_start_stop_the_server_with_the_reason(tmp_path: Path) -> None:
    """Nothing has been served yet: trying again and again would hide the fault."""
    env = environment(tmp_path, SELLERGATE_WORKERS="2", SELLERGATE_PORT=str(free_port()))
    run_ok("migrate", env=env)

    with closing(sqlite3.connect(tmp_path / "data.db", isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        refused = run("serve", env=env)

    assert refused.returncode == 4
    assert "database is locked" in refused.stderr


def test_a_worker_that_cannot_start_now_is_tried_again(server: ServerProcess) -> None:
    one, other = workers_of(server)

    with locked(server):
        os.kill(one, signal.SIGKILL)
        wait_until(lambda: any(line.get("code") == 4 for line in server.log_lines()), 20)
        assert server.is_healthy(), "the other one serves"

    wait_until(lambda: len(workers_of(server)) == 2, 30)
    assert other in workers_of(server)


def test_every_worker_gives_request_ids_of_its_own(server: ServerProcess) -> None:
    seen = [
        server.http.get(f"{server.url}/seller/v2/nope", headers={"Connection": "close"})
        for _ in range(60)
    ]

    ids = [answer.headers["x-request-id"] for answer in seen]

    assert len(set(ids)) == len(ids)


def test_metrics_of_any_worker_are_those_of_all(server: ServerProcess) -> None:
    for _ in range(40):
        server.http.get(f"{server.url}/seller/v2/nope", headers={"Connection": "close"})
    time.sleep(1.2)  # each tells the others once a second

    text = server.get("/metrics").text
    counted = [
        float(line.rpartition(" ")[2])
        for line in text.splitlines()
        if line.startswith("sellergate_request_duration_seconds_count") and 'status="404"' in line
    ]

    assert sum(counted) == 40, text


def test_a_signing_key_changes_without_a_failed_call_while_four_sign_and_verify(
    tmp_path: Path,
) -> None:
    more = {
        "SELLERGATE_WORKERS": "4",
        "SELLERGATE_CALLS_PER_MINUTE": "10000000",
        "SELLERGATE_TOKENS_PER_HOUR": "1000000",
    }
    with run_process(tmp_path, **more) as server:
        client, seller = a_client(server), a_seller(server)
        a_delegation(server, client, seller)
        stop, kids, failures = threading.Event(), [], []

        def call() -> None:
            while not stop.is_set():
                # A connection for each, so that one worker signs and any other verifies.
                alone = {"Connection": "close"}
                granted = server.http.post(
                    server.settings.token_url, data=client.token_form, headers=alone
                )
                token = granted.json()["access_token"]
                headers = alone | headers_for(token, seller.seller_id)
                answer = server.get("/seller/v2/sellers", headers=headers)
                kids.append(kid_of(token))
                if answer.status_code != 200:
                    failures.append(answer.text)

        threads = [threading.Thread(target=call) for _ in range(4)]
        for thread in threads:
            thread.start()
        wait_until(lambda: len(kids) > 20, 30)
        [before] = set(kids)
        after = rotate_soon(server)
        wait_until(lambda: after in kids, 30)
        so_far = len(kids)
        wait_until(lambda: len(kids) > so_far + 60, 30)
        stop.set()
        for thread in threads:
            thread.join(30)

    assert failures == []
    assert set(kids) == {before, after}
    assert set(kids[-20:]) == {after}


def kid_of(token: str) -> str:
    head = token.partition(".")[0]
    return str(json.loads(base64.urlsafe_b64decode(head + "=="))["kid"])


def rotate_soon(server: ServerProcess) -> str:
    """As `sellergate keys rotate` does, with an overlap of two seconds; the new kid."""
    now = system_clock()
    key = make_key(
        key_sealer(SECRET_KEY.encode()),
        server.settings.signing_algorithm,
        now=now,
        activates_at=now + timedelta(seconds=2),
    )
    lifetime = timedelta(seconds=server.settings.token_lifetime)
    server.write(rotate_keys, key, token_lifetime=lifetime)
    return key.kid


def test_a_server_that_is_told_to_stop_while_it_starts_leaves_with_0(tmp_path: Path) -> None:
    port = free_port()
    env = environment(tmp_path, SELLERGATE_WORKERS="2", SELLERGATE_PORT=str(port))
    run_ok("migrate", env=env)
    with (tmp_path / "err").open("wb") as err:
        starting = subprocess.Popen(
            [sys.executable, "-m", "sellergate", "serve"], env=env, stderr=err
        )

    wait_until(lambda: children_of(starting.pid), 30)
    starting.terminate()

    assert starting.wait(30) == 0, (tmp_path / "err").read_text()


def children_of(pid: int) -> str:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text()
