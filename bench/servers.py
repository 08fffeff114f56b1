"""The processes under load: started on their core, asked whether they are ready, stopped."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.machine import BenchFailed, process_ticks
from bench.world import Marketplace

READY_WITHIN = 60.0
POLL = 0.002

# Generous within the ranges that `sellergate config` allows, so that no quota ends a round.
TOKENS_PER_HOUR = 1_000_000
CALLS_PER_MINUTE = 10_000_000


class Server:
    """A running server: `pid`, `port`, and how long it took until it was ready."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self._process = process
        self.log = log
        self.pid = process.pid
        self.port = port
        self.ready_after = 0.0

    @property
    def url(self) -> str:
        """Its origin."""
        return f"http://127.0.0.1:{self.port}"

    def ticks(self) -> int:
        """Clock ticks that it has run, all its processes."""
        return process_ticks(self.pid)

    def wait_until_ready(self, path: str, started: float) -> None:
        """Ask for `path` until it answers 200. Raises `BenchFailed`."""
        while time.perf_counter() - started < READY_WITHIN:
            if self._process.poll() is not None:
                raise BenchFailed(f"the server left: {self.last_words()}")
            if self._status_of(path) == 200:
                self.ready_after = time.perf_counter() - started
                return
            time.sleep(POLL)
        raise BenchFailed(f"the server was not ready in {READY_WITHIN:.0f} s: {self.last_words()}")

    def stop(self) -> None:
        """Let it finish, then make sure."""
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def last_words(self) -> str:
        """The end of its log."""
        return self.log.read_text("utf-8", errors="replace")[-2000:].strip() or "it said nothing."

    def _status_of(self, path: str) -> int | None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=READY_WITHIN)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()


@contextmanager
def our_server(
    marketplace: Marketplace,
    folder: Path,
    *,
    cores: str,
    algorithm: str = "ES256",
    workers: int = 1,
    cache_url: str | None = None,
) -> Iterator[Server]:
    """`sellergate serve` as in production: JSON log lines into a file, every check on."""
    port = free_port()
    settings = {
        "DATABASE_URL": marketplace.database,
        "DOCUMENTS_URL": (folder / "documents").absolute().as_uri(),
        "SECRET_KEY": marketplace.secret_key,
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        "WORKERS": str(workers),
        "SIGNING_ALGORITHM": algorithm,
        "TOKENS_PER_HOUR": str(TOKENS_PER_HOUR),
        "CALLS_PER_MINUTE": str(CALLS_PER_MINUTE),
    }
    if cache_url is not None:
        settings["CACHE_URL"] = cache_url
    environment = {f"SELLERGATE_{name}": value for name, value in settings.items()}
    command = [sys.executable, "-m", "sellergate", "serve"]
    log = folder / f"serve-{port}.log"
    with running(command, environment, log, port, cores=cores, ready="/readyz") as server:
        yield server


@contextmanager
def bare_server(folder: Path, *, cores: str) -> Iterator[Server]:
    """The peer of `bench.bare`."""
    port = free_port()
    command = [sys.executable, "-m", "bench.bare", str(port)]
    with running(command, {}, folder / f"bare-{port}.log", port, cores=cores, ready="/") as server:
        yield server


@contextmanager
def running(
    command: Sequence[str],
    environment: Mapping[str, str],
    log: Path,
    port: int,
    *,
    cores: str,
    ready: str,
    folder: Path | None = None,
) -> Iterator[Server]:
    """A server from its start until the end of the block. `ready` is a path that answers 200."""
    base = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    with log.open("wb") as lines:
        started = time.perf_counter()
        process = subprocess.Popen(
            ["taskset", "-c", cores, *command],
            env=base | dict(environment),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=lines,
            stderr=lines,
        )
    server = Server(process, port, log)
    try:
        server.wait_until_ready(ready, started)
        yield server
    finally:
        server.stop()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
