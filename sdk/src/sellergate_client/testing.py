"""A pytest plugin: a marketplace of your own for the tests of your integration, with no account and no network.

    # conftest.py
    pytest_plugins = ["sellergate_client.testing"]

    # test_my_sync.py
    def test_orders_are_booked(seller_client):
        assert book_all(seller_client) == len(list(seller_client.orders.list()))

It serves the demo marketplace by the command `sellergate demo`, on this machine only: put `sellergate` beside your
development dependencies, or name the command in SLG_SERVER.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sellergate_client.client import AsyncSellerClient, SellerClient
from sellergate_client.errors import ConfigurationError

READY_WITHIN = 120.0
POLL = 0.02


@dataclass(frozen=True, slots=True)
class Marketplace:
    """A marketplace that answers, a client of it, and the seller who gave that client access."""

    base_url: str
    client_id: str
    client_secret: str
    seller_id: str
    demo: dict[str, Any]  # all that `sellergate demo` tells: logins, operator, addresses

    def client(self, **more: Any) -> SellerClient:
        """A new client; `more` are arguments of SellerClient."""
        return SellerClient(**self._settings() | more)

    def async_client(self, **more: Any) -> AsyncSellerClient:
        """A new client; `more` are arguments of AsyncSellerClient."""
        return AsyncSellerClient(**self._settings() | more)

    def _settings(self) -> dict[str, Any]:
        return {
            "base_url": self.base_url,
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "seller_id": self.seller_id,
            "share_tokens": False,
        }


@contextmanager
def demo_marketplace(folder: Path) -> Iterator[Marketplace]:
    """The demo marketplace on a free port, its data in `folder`, until the end of the block. Raises ConfigurationError."""
    port = _free_port()
    command = [_server(), "demo", "--port", str(port), "--folder", str(folder)]
    log = folder / "server.log"
    folder.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)  # noqa: S603
    try:
        _wait_for(f"http://127.0.0.1:{port}/readyz", server, log)
        demo = json.loads((folder / "demo.json").read_text("utf-8"))
        named = {name: str(demo[name]) for name in ("client_id", "client_secret", "seller_id")}
        yield Marketplace(f"http://127.0.0.1:{port}", demo=demo, **named)
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@pytest.fixture(scope="session")
def marketplace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Marketplace]:
    """The demo marketplace, for all tests of the session."""
    with demo_marketplace(tmp_path_factory.mktemp("sellergate") / "demo") as served:
        yield served


@pytest.fixture
def seller_client(marketplace: Marketplace) -> Iterator[SellerClient]:
    """A connected client."""
    with marketplace.client() as client:
        yield client


def _server() -> str:
    beside = Path(sys.executable).with_name("sellergate")
    found = os.environ.get("SLG_SERVER") or shutil.which(beside) or shutil.which("sellergate")
    if found is None:
        raise ConfigurationError(
            "There is no command `sellergate`: install it beside your tests, or name it in SLG_SERVER."
        )
    return found


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def _wait_for(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with direct.open(url, timeout=5):
                return
        except OSError:
            time.sleep(POLL)
    words = log.read_text("utf-8", "replace").strip()[-1000:]
    raise ConfigurationError(f"The marketplace did not start: {words or 'it said nothing.'}")
