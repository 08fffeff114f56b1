"""A token server on a loopback port, with a database of its own and a clock that can be moved."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
import structlog.testing
import uvicorn

from sellergate.access.accounts import service as accounts
from sellergate.access.accounts.models import OrganizationKind
from sellergate.access.clients import service as clients
from sellergate.access.clients.models import Client, ClientKind, ClientState
from sellergate.access.keys.models import Algorithm
from sellergate.access.platform import SYSTEM, Access, Policy
from sellergate.access.quotas.models import Quota
from sellergate.access.tokens.service import TokenService
from sellergate.kit.clock import system_clock
from sellergate.kit.ids import new_uuid
from sellergate.kit.secrets import new_client_secret
from sellergate.oauth import create_token_server
from sellergate.storage.opening import open_database
from tests.builders.databases import database_in
from tests.builders.http import QuickServer, http_client

REALM = "maas"
TOKENS = Quota(500, 3600)


@dataclass
class MovableClock:
    """The wall clock, plus what a test adds to it."""

    offset: timedelta = timedelta()

    def __call__(self) -> datetime:
        return system_clock() + self.offset

    def advance(self, **amount: float) -> None:
        self.offset += timedelta(**amount)


@dataclass
class Registered:
    """A client with one working secret."""

    client: Client
    secret: str
    secret_id: str

    @property
    def id(self) -> str:
        return self.client.client_id

    @property
    def form(self) -> dict[str, str]:
        return {"client_id": self.id, "client_secret": self.secret}

    @property
    def token_form(self) -> dict[str, str]:
        return {"grant_type": "client_credentials", **self.form}


@dataclass
class RunningServer:
    """A token server, and the hands of its operator."""

    port: int
    clock: MovableClock
    policy: Policy
    database: str
    access: Access = field(init=False)
    loop: asyncio.AbstractEventLoop = field(init=False)
    server: QuickServer = field(init=False)
    http: httpx2.Client = field(default_factory=http_client)
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 100_000)))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def issuer(self) -> str:
        return f"{self.url}/auth/realms/{REALM}"

    @property
    def token_url(self) -> str:
        return f"{self.issuer}/protocol/openid-connect/token"

    @property
    def introspection_url(self) -> str:
        return f"{self.token_url}/introspect"

    @property
    def revocation_url(self) -> str:
        return f"{self.issuer}/protocol/openid-connect/revoke"

    @property
    def jwks_url(self) -> str:
        return f"{self.issuer}/protocol/openid-connect/certs"

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    def write(self, f: Callable[..., Any], /, **values: Any) -> Any:
        async def act() -> Any:
            return await self.access.db.write(f, self.access.act(SYSTEM), **values)

        return self.run(act())

    def a_client(self, client_id: str | None = None, **secret_values: Any) -> Registered:
        organization = self.write(
            accounts.create_organization, kind=OrganizationKind.SELLER, name="Atelier"
        )
        client = self.write(
            clients.create_client,
            client_id=client_id or f"Client number {next(self.numbers)} end",
            kind=ClientKind.DEDICATED,
            organization_id=organization.id,
            email="contact@example.test",
        )
        secret, secret_id = self.a_secret(client, **secret_values)
        return Registered(client, secret, secret_id)

    def a_secret(self, client: Client, **values: Any) -> tuple[str, str]:
        secret = new_client_secret()
        kept = self.write(
            clients.create_secret,
            client_uid=client.uid,
            name="first",
            secret=secret,
            hasher=self.access.secret_hasher,
            **values,
        )
        return secret, kept.id

    def revoke_secret(self, secret_id: str) -> None:
        self.write(clients.revoke_secret, secret_id=secret_id, may_be_last=True)

    def disable(self, client: Client) -> None:
        async def act() -> Any:
            return await self.access.db.write(
                clients.change_state, self.access.act(SYSTEM), client.uid, ClientState.DISABLED
            )

        self.run(act())

    def post(self, url: str, **request: Any) -> httpx2.Response:
        return self.http.post(url, **request)

    def get(self, url: str, **request: Any) -> httpx2.Response:
        return self.http.get(url, **request)

    def token(self, client: Registered) -> str:
        answer = self.post(self.token_url, data=client.token_form)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["access_token"])

    def raw(self, request: bytes, *, finish: bool = True) -> bytes:
        """Send bytes, read all that comes back. With `finish` False hang up at once instead."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(request)
            if not finish:
                return b""
            received = b""
            while part := connection.recv(65536):
                received += part
            return received


async def _serve(running: RunningServer, listener: socket.socket, ready: threading.Event) -> None:
    running.loop = asyncio.get_running_loop()
    db = open_database(running.database, pool_size=10)
    tokens = TokenService(
        issuer=running.issuer,
        audience="seller-api",
        lifetime=7200,
        roles=("SELLERS_GET",),
        clock=running.clock,
    )
    running.access = Access(
        db=db,
        clock=running.clock,
        new_id=new_uuid,
        master_key=b"k" * 32,
        policy=running.policy,
        tokens=tokens,
    )
    await running.access.start()
    app = create_token_server(running.access, realm=REALM, public_url=running.url)
    config = uvicorn.Config(app, lifespan="off", log_config=None, access_log=False, ws="none")
    running.server = QuickServer(config)
    ready.set()
    await running.server.serve(sockets=[listener])
    await running.access.stop()
    await db.close()


@contextmanager
def run_server(
    directory: Path,
    *,
    algorithm: Algorithm = Algorithm.ES256,
    tokens: Quota = TOKENS,
) -> Iterator[RunningServer]:
    database = database_in(directory)
    policy = Policy(tokens, Quota(600, 60), Quota(10, 3600), algorithm, timedelta(minutes=10))
    # Named as TCP, or asyncio leaves Nagle's algorithm on and each answer waits 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    running = RunningServer(listener.getsockname()[1], MovableClock(), policy, database)
    ready = threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(_serve(running, listener, ready)))
    thread.start()
    assert ready.wait(20)
    while not running.server.started:
        time.sleep(0.005)
    try:
        yield running
    finally:
        running.http.close()
        running.server.stop()
        thread.join(20)
        listener.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """One server for the tests that move no clock and change no limit."""
    with run_server(tmp_path_factory.mktemp("oauth")) as running:
        yield running


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[Callable[..., RunningServer]]:
    """Start a server of the test's own."""
    started = []

    def start(**values: Any) -> RunningServer:
        context = run_server(tmp_path, **values)
        started.append(context)
        return context.__enter__()

    yield start
    for context in started:
        context.__exit__(None, None, None)


@pytest.fixture
def log_lines() -> Iterator[list[dict[str, Any]]]:
    """What the server logs while the test runs."""
    with structlog.testing.capture_logs() as entries:
        yield entries


DESCRIPTION = set(map(chr, range(0x20, 0x7F))) - {'"', "\\"}  # RFC 6749 §5.2


def assert_refused(answer: httpx2.Response, status: int, error: str) -> dict[str, Any]:
    """The answer is a refusal that both kinds of reader understand; its body."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    body: dict[str, Any] = answer.json()
    assert body["error"] == error
    assert set(body["error_description"]) <= DESCRIPTION
    assert body["status"] == status
    assert body["title"]
    assert body["detail"] == body["error_description"]
    assert body["traceId"] == answer.headers["x-request-id"]
    return body
