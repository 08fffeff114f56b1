"""A pytest plugin: a marketplace of your own for the tests of your integration, with no account and no network.

    # conftest.py
    pytest_plugins = ["sellergate_client.testing"]

    # test_my_sync.py
    def test_orders_are_booked(seller_client):
        assert book_all(seller_client) == len(list(seller_client.orders.list()))

It serves the demo marketplace by the command `sellergate demo`, on this machine only: put `sellergate` beside your
development dependencies, or name the command in SLG_SERVER.
"""

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from sellergate_client._drivers.token_files import default_folder
from sellergate_client.client import AsyncSellerClient, SellerClient
from sellergate_client.errors import ConfigurationError

READY_WITHIN = 120.0
POLL = 0.02
WITHOUT_PAGES = "api,auth,jobs"


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
    """The demo marketplace on a free port, its data in `folder`, until the end of the block. Raises ConfigurationError.

    Making its data takes some ten seconds, so it is made once for each version of the server, and copied from then on:
    then this takes less than a second. Pages are not served, unless SELLERGATE_ONLY names them.
    """
    if folder.exists() and any(folder.iterdir()):
        raise ConfigurationError(f"{folder} is not empty. A marketplace for tests begins anew.")
    with contextlib.ExitStack() as stack:
        base_url = _start(stack, _server(), folder)
        demo = json.loads((folder / "demo.json").read_text("utf-8"))
        named = {name: str(demo[name]) for name in ("client_id", "client_secret", "seller_id")}
        yield Marketplace(base_url, demo=demo, **named)


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


def _start(stack: contextlib.ExitStack, server: str, folder: Path) -> str:
    made = _made_data(server)
    if made.exists():
        shutil.copytree(made, folder, dirs_exist_ok=True)
        try:
            return stack.enter_context(_serving(server, folder))
        except ConfigurationError:  # made by a server that is no more: one under development
            shutil.rmtree(made, ignore_errors=True)
            shutil.rmtree(folder)
    _make_data(server, made)
    shutil.copytree(made, folder, dirs_exist_ok=True)
    return stack.enter_context(_serving(server, folder))


@contextmanager
def _serving(server: str, folder: Path) -> Iterator[str]:
    """The address of the demo marketplace, once it answers."""
    port = _free_port()
    command = [server, "demo", "--port", str(port), "--folder", str(folder)]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 # the user's own command
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=_environment()
        )
    try:
        _wait_for(f"http://127.0.0.1:{port}/readyz", process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _environment() -> dict[str, str]:
    """Pages are not what a client reads, and take time: SELLERGATE_ONLY brings them back."""
    found = {"SELLERGATE_ONLY": WITHOUT_PAGES} | os.environ
    if found.pop("PYTHONDONTWRITEBYTECODE", None):
        # Nothing beside the sources, as it was asked for, and yet not everything compiled at each start.
        found.setdefault("PYTHONPYCACHEPREFIX", str(default_folder() / "bytecode"))
    return found


def _made_data(server: str) -> Path:
    """Where the data of this server is kept. An installation of another version writes the command anew."""
    command = Path(server).resolve()
    named = f"{command} {command.stat().st_mtime_ns}"
    return default_folder() / "demo" / sha256(named.encode()).hexdigest()[:20]


def _make_data(server: str, made: Path) -> None:
    """Let a server make it, end that server, and only then give it its name: another process may be doing the same."""
    new = made.with_name(f"{made.name}.{secrets.token_hex(4)}")
    try:
        with _serving(server, new):
            pass
        with contextlib.suppress(OSError):  # the other one was faster
            new.rename(made)
    finally:
        shutil.rmtree(new, ignore_errors=True)


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
