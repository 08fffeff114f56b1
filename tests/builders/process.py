"""The real `sellergate serve`, as a process that can be killed, and what it logs."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx2
from argon2 import PasswordHasher

from sellergate.access.context import Act
from sellergate.access.platform import SYSTEM
from sellergate.kit.clock import system_clock
from sellergate.kit.ids import new_uuid
from sellergate.kit.secrets import KeyedHash
from sellergate.settings import Settings
from sellergate.storage.upkeep import run_on_database
from tests.builders.databases import database_in
from tests.builders.http import http_client, http_get
from tests.builders.installation import SECRET_KEY, settings_in
from tests.cli.command import free_port


class ServerProcess:
    """One installation, whoever serves it now. Its builders write beside the server, as another process does."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        address = environment.get("SELLERGATE_DATABASE_URL") or database_in(folder)
        self.settings: Settings = settings_in(folder, free_port(), database_url=address)
        self.http = http_client()
        self.log = folder / "server.log"
        self.access = SimpleNamespace(
            secret_hasher=KeyedHash(SECRET_KEY.encode(), "client secrets"),
            passwords=PasswordHasher(time_cost=1, memory_cost=1024),
            clock=system_clock,
        )
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "SELLERGATE_DATABASE_URL": self.settings.database_url,
            "SELLERGATE_DOCUMENTS_URL": self.settings.documents_url,
            "SELLERGATE_SECRET_KEY": SECRET_KEY,
            "SELLERGATE_PUBLIC_URL": self.settings.public_url,
            "SELLERGATE_PORT": str(self.settings.port),
            **environment,
        }
        self.program = ["-m", "sellergate"]
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = iter(range(1, 1_000_000))

    @property
    def url(self) -> str:
        return self.settings.public_url

    @property
    def database(self) -> str:
        return self.settings.database_url

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    def number(self) -> int:
        return next(self._numbers)

    def write(self, f: Callable[..., Any], /, *args: Any, **values: Any) -> Any:
        """The value of `f(conn, act, …)`, committed by this process, which is not the server's."""
        act = Act(SYSTEM, system_clock(), new_uuid)
        return run_on_database(self.database, lambda conn: f(conn, act, *args, **values))

    def read(self, f: Callable[..., Any], /, *args: Any, **values: Any) -> Any:
        """The value of `f(conn, …)`, read by this process."""
        return run_on_database(self.database, f, *args, **values)

    def start(self, *, health: str | None = None) -> None:
        """Serve, and come back once it answers, at `health` when that is not the public address."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *self.program, "serve"],
                env=self.environment,
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + 60
        while not self.is_healthy(health):
            assert self._process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.03)

    def is_healthy(self, at: str | None = None) -> bool:
        try:
            return http_get(f"{at or self.url}/healthz").status_code == 200
        except httpx2.TransportError:
            return False

    def is_ready(self) -> bool:
        """Whether it answers, and its database answers it."""
        try:
            return http_get(f"{self.url}/readyz").status_code == 200
        except httpx2.TransportError:
            return False

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        self.end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end."""
        self.end(signal.SIGTERM)

    def end(self, number: int) -> int | None:
        """Send it a signal, and wait for its end; its exit code."""
        if self._process is None:
            return None
        self.signal(number)
        return self.wait()

    def signal(self, number: int) -> None:
        """Send it a signal."""
        assert self._process
        self._process.send_signal(number)

    def wait(self) -> int:
        """Wait for its end; its exit code."""
        assert self._process
        code = self._process.wait(40)
        self._process = None
        return code

    def command(self, *args: str) -> None:
        """Run `sellergate …` on this installation, which must succeed."""
        subprocess.run(
            [sys.executable, "-m", "sellergate", *args],
            env=self.environment,
            check=True,
            capture_output=True,
            timeout=60,
        )

    def get(self, path: str, **request: Any) -> httpx2.Response:
        return self.http.get(self.url + path, **request)

    def request(self, method: str, path: str, **request: Any) -> httpx2.Response:
        return self.http.request(method, self.url + path, **request)

    def log_lines(self) -> list[dict[str, Any]]:
        """What it logged; every line must be one JSON object."""
        return [json.loads(line) for line in self.log.read_text().splitlines()]


@contextmanager
def run_process(folder: Path, **environment: str) -> Iterator[ServerProcess]:
    """A server process from its first answer to the end of the block."""
    server = ServerProcess(folder, **environment)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        server.http.close()
