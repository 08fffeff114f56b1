"""A disk that fills up under the real server, and has room again: what was acknowledged is kept, what was not is refused.

The kernel refuses to let any file of the server grow beyond a size (RLIMIT_FSIZE, set from outside while it runs):
database, write-ahead log and the log of the server alike.
"""

import resource
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import httpx2
import pytest

from tests.builders.http import http_client
from tests.builders.process import ServerProcess
from tests.builders.wire import slug_of
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

pytestmark = [pytest.mark.slow, pytest.mark.embedded]

TOKENS = 160
WRITERS = 4
FULL_FOR = 2.0  # seconds
WITHIN = 2.0  # seconds, for an answer while it is full
PATIENCE = 10.0  # seconds, for the first write after there is room
MEGABYTES = 24
UNLIMITED = resource.RLIM_INFINITY


class Told(NamedTuple):
    """What a writer was told, when, and how long it took."""

    status: int
    at: float
    seconds: float
    retry_after: str | None


@dataclass
class Marketplace:
    """A server, a client with many tokens, and what became of the revocation of each."""

    server: ServerProcess
    client: Registered
    seller_id: int
    tokens: list[str]
    told: dict[str, Told] = field(default_factory=dict)
    reads: list[int] = field(default_factory=list)

    def call(self, token: str) -> httpx2.Response:
        return self.server.get("/seller/v2/sellers", headers=headers_for(token, self.seller_id))

    def revoke(self, token: str, http: httpx2.Client) -> None:
        """A write whose acknowledgement is a promise: this token never passes again."""
        started = time.monotonic()
        url = f"{self.server.settings.issuer}/protocol/openid-connect/revoke"
        answer = http.post(url, data=self.client.token_form | {"token": token})
        now = time.monotonic()
        retry_after = answer.headers.get("retry-after")
        self.told[token] = Told(answer.status_code, now, now - started, retry_after)

    def statuses(self) -> set[int]:
        return {told.status for told in self.told.values()}


@pytest.fixture
def marketplace(tmp_path: Path) -> Iterator[Marketplace]:
    limits = {"SELLERGATE_CALLS_PER_MINUTE": "1000000", "SELLERGATE_TOKENS_PER_HOUR": "100000"}
    server = ServerProcess(tmp_path, **limits)
    server.start()
    try:
        client, seller = a_client(server), a_seller(server)
        a_delegation(server, client, seller)
        tokens = [a_token(server, client) for _ in range(TOKENS)]
        yield Marketplace(server, client, seller.seller_id, tokens)
    finally:
        server.stop()
        server.http.close()


def limit_files(server: ServerProcess, size: int) -> None:
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (size, UNLIMITED))


@contextmanager
def at_work(marketplace: Marketplace) -> Iterator[None]:
    """Writers revoke token after token, and a reader calls, all the while."""
    waiting = iter(marketplace.tokens[1:])
    lock, done = threading.Lock(), threading.Event()

    def write() -> None:
        with http_client() as http:
            while not done.is_set():
                with lock:
                    token = next(waiting, None)
                if token is None:
                    return
                marketplace.revoke(token, http)
                time.sleep(0.12)

    def read() -> None:
        while not done.is_set():
            marketplace.reads.append(marketplace.call(marketplace.tokens[0]).status_code)
            time.sleep(0.02)

    threads = [threading.Thread(target=work) for work in (*[write] * WRITERS, read)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        done.set()
        for thread in threads:
            thread.join(30)


@pytest.mark.parametrize("room", [1, 8_000], ids=["no byte more", "in the middle of a write"])
def test_nothing_acknowledged_is_lost_and_all_goes_on_by_itself(
    marketplace: Marketplace, room: int
) -> None:
    server = marketplace.server
    wal = Path(f"{file_of_data(server)}-wal")
    memory = resident(server)
    user = a_user(server)

    with at_work(marketplace):
        time.sleep(0.5)
        limit_files(server, room if room == 1 else wal.stat().st_size + room)
        time.sleep(FULL_FOR)
        told_while_full = sign_in(server, user.email)
        token_while_full = server.http.post(
            server.settings.token_url, data=marketplace.client.token_form
        )
        limit_files(server, UNLIMITED)
        roomy = time.monotonic()
        time.sleep(1.5)

    refused = {t: told for t, told in marketplace.told.items() if told.status == 503}
    assert marketplace.statuses() == {200, 503}
    assert max(told.seconds for told in refused.values()) < WITHIN
    assert {told.retry_after for told in refused.values()} == {"5"}
    assert set(marketplace.reads) == {200}, "reading goes on"
    assert token_while_full.status_code == 200, "so do tokens, which write nothing"
    assert told_while_full.status_code == 503
    assert "Nothing was changed" in told_while_full.text
    again = min(t.at for t in marketplace.told.values() if t.status == 200 and t.at > roomy)
    assert again - roomy < PATIENCE
    assert resident(server) - memory < MEGABYTES

    server.kill()
    server.start()
    for token, told in marketplace.told.items():
        answer = marketplace.call(token)
        if told.status == 200:
            assert slug_of(answer.json()) == "token-revoked"
        else:
            assert answer.status_code == 200, "nothing of it was done, as the answer said"
    with closing(sqlite3.connect(file_of_data(server))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    server.command("audit", "verify")
    assert not {"gate failed", "page failed"} & {line["event"] for line in server.log_lines()}


def test_a_start_on_a_full_disk_says_so_and_the_next_one_succeeds(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path)
    failed = subprocess.run(
        [sys.executable, "-m", "sellergate", "serve"],
        env=server.environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1, UNLIMITED)),
    )

    assert failed.returncode == 4
    assert str(file_of_data(server)) in failed.stderr
    assert "Traceback" not in failed.stderr
    server.start()
    server.stop()
    server.http.close()


def sign_in(server: ServerProcess, email: str) -> httpx2.Response:
    """The right password, and a session that has to be written."""
    page = server.get("/account/sign-in")
    token = page.text.partition('name="csrf_token" value="')[2].partition('"')[0]
    return server.http.post(
        f"{server.url}/account/sign-in",
        data={"csrf_token": token, "email": email, "password": PASSWORD},
        headers={"Origin": server.url},
    )


def file_of_data(server: ServerProcess) -> Path:
    path = server.settings.database_path
    assert path
    return path


def resident(server: ServerProcess) -> float:
    """The server's memory, in megabytes."""
    pages = int(Path(f"/proc/{server.pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1_000_000
