"""A token server that nobody here wrote (npm's oidc-provider), beside a real `sellergate serve`: its whole life."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from tests.builders.process import ServerProcess, run_process
from tests.builders.wire import assert_problem
from tests.builders.world import Registered, a_client, a_delegation, a_seller, headers_for
from tests.cli.command import free_port, run

pytestmark = [pytest.mark.foreign, pytest.mark.slow]

NPM = Path(__file__).parents[1] / "npm"
NODE = Path(__file__).parents[2] / ".tools" / "node" / "bin"
AUDIENCE = "urn:example:seller-api"
SECRET = "a secret of the other token server"
ERP = "Atelier ERP connection"
PATIENCE = 10  # seconds, in which everything must have mended itself


@contextmanager
def token_server(port: int, kid: str) -> Iterator[str]:
    """The process, from its first answer to its end; its issuer."""
    path = os.pathsep.join([str(NODE), os.environ["PATH"]])
    node = shutil.which("node", path=path)
    assert node, "Node.js is missing: run bin/test-tools"
    given = {
        "port": port,
        "audience": AUDIENCE,
        "kid": kid,
        "clients": {"erp": SECRET, "crm": SECRET},
    }
    with subprocess.Popen(
        [node, str(NPM / "token-issuer.mjs"), json.dumps(given)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={"PATH": path},
    ) as process:
        assert process.stdout
        try:
            yield json.loads(process.stdout.readline())["issuer"]
        finally:
            process.kill()


def their_token(issuer: str, client: str = "erp", resource: str | None = AUDIENCE) -> str:
    """What a client of theirs is given (RFC 6749 §4.4, RFC 8707)."""
    form = {"grant_type": "client_credentials"} | ({"resource": resource} if resource else {})
    answer = httpx2.post(f"{issuer}/token", data=form, auth=(client, SECRET), trust_env=False)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


def call(server: ServerProcess, token: str, seller_id: int) -> httpx2.Response:
    return server.get("/seller/v2/sellers", headers=headers_for(token, seller_id))


def seconds_until(server: ServerProcess, token: str, seller_id: int, status: int) -> float:
    started = time.monotonic()
    while (answer := call(server, token, seller_id)).status_code != status:
        assert time.monotonic() - started < PATIENCE, answer.text
        time.sleep(0.05)
    return time.monotonic() - started


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def server(tmp_path: Path, port: int) -> Iterator[ServerProcess]:
    """Started while the issuer does not run."""
    settings = tmp_path / "sellergate.toml"
    settings.write_text(
        f'[[trusted_issuers]]\nissuer = "http://127.0.0.1:{port}"\naudience = "{AUDIENCE}"\n'
        f'clients = {{ erp = "{ERP}" }}\n'
    )
    with run_process(tmp_path, SELLERGATE_CONFIG=str(settings)) as running:
        yield running


@pytest.fixture
def caller(server: ServerProcess) -> tuple[Registered, int]:
    client, seller = a_client(server, ERP), a_seller(server)
    a_delegation(server, client, seller)
    return client, seller.seller_id


def test_tokens_of_a_real_issuer_pass_through_its_whole_life(
    server: ServerProcess, caller: tuple[Registered, int], port: int, tmp_path: Path
) -> None:
    client, seller_id = caller

    with token_server(port, "first") as issuer:
        token = their_token(issuer)
        assert seconds_until(server, token, seller_id, 200) < PATIENCE
        unmapped = call(server, their_token(issuer, "crm"), seller_id)
        opaque = call(server, their_token(issuer, resource=None), seller_id)
        examined = doctor(server)

    assert "crm" in assert_problem(unmapped, 401, "client-not-mapped")["detail"]
    assert_problem(opaque, 401, "token-invalid")
    assert examined[f"{issuer} publishes first."] == "ok"

    # It is gone: what it signed holds, and is not asked about again.
    assert call(server, token, seller_id).status_code == 200
    assert any(
        "cannot be read" in what for what, level in doctor(server).items() if level == "fail"
    )

    # It is back with another key, under the same roof.
    with token_server(port, "second") as issuer:
        rotated = their_token(issuer)
        assert seconds_until(server, rotated, seller_id, 200) < PATIENCE
        assert_problem(call(server, token, seller_id), 401, "token-invalid")

        server.command("clients", "disable", client.id)
        assert seconds_until(server, rotated, seller_id, 401) < 1.0

    server.stop()
    log = server.log_lines()
    assert {line["issuer"] for line in log if line["event"] == "issuer keys not fetched"} == {
        issuer
    }
    assert [line["kids"] for line in log if line["event"] == "issuer keys fetched"][-1] == [
        "second"
    ]
    assert not any(token in json.dumps(line) for line in log)
    server.start()


def test_an_issuer_that_is_down_at_our_start_is_taken_up_when_it_comes(
    server: ServerProcess, caller: tuple[Registered, int], port: int
) -> None:
    _client, seller_id = caller
    with token_server(port, "first") as issuer:
        token = their_token(issuer)
        assert seconds_until(server, token, seller_id, 200) < PATIENCE

    server.kill()
    server.start()
    during = call(server, token, seller_id)

    assert_problem(during, 503, "issuer-unavailable")


def doctor(server: ServerProcess) -> dict[str, str]:
    """What the examination says of issuers, and how bad it is."""
    told = json.loads(run("doctor", "--json", env=server.environment).stdout)
    return {row["what"]: row["level"] for row in told if row["subject"] == "issuer"}
