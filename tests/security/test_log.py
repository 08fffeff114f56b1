"""The log of the real server: one JSON line a call, and never a token, a secret or a password, whatever goes wrong."""

import base64
import json
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
import sqlalchemy as sa

from sellergate.storage.upkeep import run_on_database
from tests.builders.http import http_client
from tests.builders.process import ServerProcess, run_process
from tests.builders.world import (
    PASSWORD,
    Registered,
    a_client,
    a_delegation,
    a_seller,
    a_token,
    a_user,
    headers_for,
)

CALLERS = 4
ROUNDS = 60  # of ten requests each

CALL = {"request_id", "operation", "client_id", "seller_id", "status", "reason", "ms"}


class Said:
    """Everything that must not be in the log."""

    def __init__(self) -> None:
        self.words: set[str] = set()

    def secret(self, *words: str) -> None:
        self.words |= set(words)

    def found_in(self, log: str) -> list[str]:
        return [word for word in self.words if word in log]


@pytest.fixture
def said() -> Said:
    return Said()


def a_caller(server: ServerProcess, said: Said) -> tuple[Registered, dict[str, str]]:
    client, seller = a_client(server), a_seller(server, email="private@example.test")
    a_delegation(server, client, seller)
    token = a_token(server, client)
    said.secret(client.secret, token, token.rpartition(".")[2], "private@example.test", PASSWORD)
    return client, headers_for(token, seller.seller_id)


def plaintexts(server: ServerProcess) -> str:
    return server.log.read_text()


@pytest.mark.slow
def test_thousands_of_requests_leave_one_line_each_and_no_secret(
    tmp_path: Path, said: Said
) -> None:
    with run_process(tmp_path, SELLERGATE_CALLS_PER_MINUTE="200") as server:
        user = a_user(server)
        callers = [a_caller(server, said) for _ in range(CALLERS)]
        threads = [
            threading.Thread(target=misbehave, args=(server, said, number, *caller, user.email))
            for number, caller in enumerate(callers)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        server.stop()
        lines = server.log_lines()

    calls = [line for line in lines if line["event"] == "call"]
    counts = Counter(line["request_id"] for line in calls)
    wanted = {f"{n}-{r}-{i}" for n in range(CALLERS) for r in range(ROUNDS) for i in range(6)}
    assert set(counts) == wanted, "each call has its line"
    assert set(counts.values()) == {1}, "and one only"
    assert all(set(line) >= CALL for line in calls)
    assert Counter(
        line["status"] for line in calls if line["request_id"].endswith("-0")
    ).keys() <= {
        200,
        429,
    }
    assert {line["reason"] for line in calls} >= {
        None,
        "token-invalid",
        "token-malformed",
        "seller-not-delegated",
        "route-unknown",
    }
    assert said.found_in(plaintexts(server)) == []
    assert "Traceback" not in plaintexts(server)


def misbehave(
    server: ServerProcess,
    said: Said,
    number: int,
    client: Registered,
    headers: dict[str, str],
    email: str,
) -> None:
    """Calls and sign-ins, good and bad, with secrets in every place where one can be put."""
    with http_client(timeout=30) as http:
        for turn in range(ROUNDS):
            wrong = f"sgs_wrong{number}x{turn}"
            password = f"pass-word-{number}-{turn}-wrong"
            basic = base64.b64encode(f"{client.id}:{wrong}".encode()).decode()
            said.secret(wrong, password, basic)
            token = headers["Authorization"]
            sellers = f"{server.url}/seller/v2/sellers"
            calls = [
                (sellers, headers),
                (sellers, headers | {"Authorization": f"Bearer {wrong}"}),
                (sellers, headers | {"Authorization": f"Basic {basic}"}),
                (sellers, headers | {"SellerId": "987654321"}),
                (f"{server.url}/seller/v2/{wrong}", headers),
                (f"{sellers}?access_token={wrong}", {"SellerId": "1", "Cookie": f"a={wrong}"}),
            ]
            for index, (url, sent) in enumerate(calls):
                http.get(url, headers=sent | {"X-Request-Id": f"{number}-{turn}-{index}"})
            http.post(server.settings.token_url, data=client.token_form | {"client_secret": wrong})
            http.post(server.settings.token_url, headers={"Authorization": f"Basic {basic}"})
            http.post(
                f"{server.settings.issuer}/protocol/openid-connect/token/introspect",
                data=client.token_form | {"token": token.removeprefix("Bearer ")},
            )
            sign_in(http, server, email, password)


def sign_in(http: httpx2.Client, server: ServerProcess, email: str, password: str) -> int:
    page = http.get(f"{server.url}/account/sign-in").text
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    form = {"csrf_token": found[1], "email": email, "password": password}
    return http.post(f"{server.url}/account/sign-in", data=form).status_code


def spoil(server: ServerProcess, *statements: str) -> None:
    """Put into the database what no version of ours would write: unexpected exceptions everywhere."""

    def work(conn: sa.Connection) -> None:
        for statement in statements:
            conn.execute(sa.text(statement))

    run_on_database(server.database, work)


@pytest.fixture(params=["json", "console"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ServerProcess]:
    with run_process(tmp_path, SELLERGATE_LOG_FORMAT=request.param) as server:
        yield server


@pytest.mark.slow
@pytest.mark.embedded  # a typed database keeps what it spoils out
def test_an_unexpected_exception_is_logged_with_its_request_and_without_values(
    server: ServerProcess, said: Said
) -> None:
    client, headers = a_caller(server, said)
    other, other_headers = a_caller(server, said)
    user = a_user(server)
    said.secret(user.email)
    sellers = f"{server.url}/seller/v2/sellers"
    assert server.http.get(sellers, headers=other_headers).status_code == 200
    spoil(
        server,
        "UPDATE delegations SET perimeters = 'nonsense'",
        "UPDATE client_secrets SET expires_at = 'tomorrow'",
        "UPDATE memberships SET role = 'nonsense'",
        "INSERT INTO seller_indicators SELECT seller_id, 'x', 1, 'yesterday', 1, 'ThresholdMin', "
        "1, 1 FROM sellers",
        f"INSERT INTO access_changes (kind, key) VALUES ('client', '{client.client.uid}')",
    )

    in_the_gate = wait_for(500, lambda: server.http.get(sellers, headers=headers))
    in_a_handler = server.http.get(f"{sellers}/indicators", headers=other_headers)
    in_the_token_server = wait_for(
        500, lambda: server.http.post(server.settings.token_url, data=client.token_form)
    )
    on_a_page = sign_in(server.http, server, user.email, PASSWORD)
    log = plaintexts(server)

    answers = [in_the_gate, in_a_handler, in_the_token_server]
    assert [answer.status_code for answer in answers] == [500, 500, 500]
    assert on_a_page == 500
    for answer in answers:
        assert answer.headers["x-request-id"] in log
        assert answer.json()["traceId"] == answer.headers["x-request-id"]
        assert "nonsense" not in answer.text
        assert "tomorrow" not in answer.text
    assert all(log.count(answer.headers["x-request-id"]) >= 2 for answer in answers), (
        "the exception is found by the request id"
    )
    assert log.count("ValueError") + log.count("TypeError") >= 3, "what happened is in the log"
    assert said.found_in(log) == []
    assert other.secret not in log


def wait_for(status: int, ask: Callable[[], httpx2.Response]) -> httpx2.Response:
    """The first answer of this status: what another process wrote is noticed within a second."""
    for _ in range(200):
        answer = ask()
        if answer.status_code == status:
            break
        threading.Event().wait(0.02)
    return answer


@pytest.mark.slow
def test_tracebacks_are_whole_and_show_no_locals(tmp_path: Path, said: Said) -> None:
    with run_process(tmp_path) as server:
        _client, headers = a_caller(server, said)
        spoil(server, "UPDATE delegations SET perimeters = 'nonsense'")
        answer = server.http.get(f"{server.url}/seller/v2/sellers", headers=headers)
        server.stop()
        lines = server.log_lines()

    failed = [line for line in lines if line.get("request_id") == answer.headers["x-request-id"]]
    tracebacks = [line["exception"] for line in failed if "exception" in line]
    assert [line["event"] for line in failed] == ["gate failed", "call"]
    assert tracebacks
    frames: list[dict[str, Any]] = [
        frame for trace in tracebacks[0] for frame in trace.get("frames", [])
    ]
    assert any(frame["filename"].endswith("delegations/store.py") for frame in frames)
    assert [frame for frame in frames if frame.get("locals")] == []
    assert said.found_in(json.dumps(lines)) == []
