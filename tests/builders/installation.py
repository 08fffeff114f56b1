"""A whole installation on a loopback port: the real application under uvicorn, with its own database and clock."""

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
import structlog
import uvicorn
import uvloop

from sellergate.access.platform import SYSTEM, Access
from sellergate.app import Application
from sellergate.kit.clock import system_clock
from sellergate.kit.ids import new_uuid
from sellergate.settings import Part, Settings
from tests.builders.databases import database_in
from tests.builders.http import QuickServer, http_client

SECRET_KEY = "correct-horse-battery-staple-0123456789"


def only_grave(_logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Keep thousands of ordinary lines out of the tests' output."""
    if method in {"debug", "info"}:
        raise structlog.DropEvent
    return event


structlog.configure(processors=[only_grave, *structlog.get_config()["processors"]])


class MovableClock:
    """The wall clock plus what a test adds to it; stopped at an instant when `frozen_at` is given."""

    def __init__(self, frozen_at: datetime | None = None) -> None:
        self._frozen_at = frozen_at
        self._offset = timedelta()

    def __call__(self) -> datetime:
        return (self._frozen_at or system_clock()) + self._offset

    def advance(self, **amount: float) -> None:
        self._offset += timedelta(**amount)

    @contextmanager
    def moved(self, **amount: float) -> Iterator[None]:
        """Elsewhere in time, and back."""
        self.advance(**amount)
        try:
            yield
        finally:
            self._offset -= timedelta(**amount)


@dataclass
class Installation:
    """A served marketplace, and the hands of its operator."""

    settings: Settings
    clock: MovableClock
    app: Application
    loop: asyncio.AbstractEventLoop = field(init=False)
    server: QuickServer = field(init=False)
    http: httpx2.Client = field(default_factory=http_client)
    _numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 1_000_000)))

    @property
    def access(self) -> Access:
        """The access rooms of the serving process."""
        found: Access = self.app._site._access  # type: ignore[attr-defined]
        return found

    @property
    def url(self) -> str:
        return self.settings.public_url

    @property
    def port(self) -> int:
        return self.settings.port

    def number(self) -> int:
        """A number that this installation has not given before."""
        return next(self._numbers)

    def run(self, work: Coroutine[Any, Any, Any], *, within: float = 20) -> Any:
        """The value of `work`, done on the server's own loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(within)

    def write(self, f: Callable[..., Any], /, *args: Any, **values: Any) -> Any:
        """The value of `f(conn, act, …)`, once it is committed: what a form or a command would have done."""

        async def act() -> Any:
            return await self.access.db.write(f, self.access.act(SYSTEM), *args, **values)

        return self.run(act())

    def read(self, f: Callable[..., Any], /, *args: Any, **values: Any) -> Any:
        """The value of `f(conn, …)`."""
        return self.run(self.access.db.read(f, *args, **values))

    def get(self, path: str, **request: Any) -> httpx2.Response:
        return self.http.get(self.url + path, **request)

    def request(self, method: str, path: str, **request: Any) -> httpx2.Response:
        return self.http.request(method, self.url + path, **request)

    def raw(self, request: bytes, *, timeout: float = 10) -> bytes:
        """Send bytes, read all that comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as connection:
            connection.sendall(request)
            received = b""
            while part := connection.recv(65536):
                received += part
            return received


def settings_in(folder: Path, port: int, **choices: Any) -> Settings:
    """The settings of an installation in `folder`."""
    return Settings(
        **{
            "database_url": choices.pop("database_url", None) or database_in(folder),
            "secret_key": SECRET_KEY,
            "documents_url": (folder / "documents").absolute().as_uri(),
            "public_url": f"http://127.0.0.1:{port}",
            "port": port,
            **choices,
        }
    )


@contextmanager
def run_installation(
    folder: Path, *, clock: MovableClock | None = None, **choices: Any
) -> Iterator[Installation]:
    """An installation that answers, until the end of the block. `choices` are settings.

    What is done in the background is left to the test, unless it says `only=()`: serve every part.
    """
    choices = {"only": tuple(part for part in Part if part is not Part.JOBS), **choices}
    listener = socket.create_server(("127.0.0.1", 0))
    settings = settings_in(folder, listener.getsockname()[1], **choices)
    clock = clock or MovableClock()
    # Not `create_app`: that one sets up the logs of its process, and this process is the tests'.
    app = Application(settings, clock=clock, new_id=new_uuid)
    installation = Installation(settings, clock, app)
    ready = threading.Event()

    async def serve() -> None:
        installation.loop = asyncio.get_running_loop()
        config = uvicorn.Config(
            app,
            lifespan="on",
            log_config=None,
            access_log=False,
            ws="none",
            server_header=False,
            proxy_headers=bool(settings.trusted_proxies),
            forwarded_allow_ips=list(settings.trusted_proxies),
        )
        installation.server = QuickServer(config)
        ready.set()
        await installation.server.serve(sockets=[listener])

    def run() -> None:
        # The loop of production. The standard one leaves Nagle's algorithm on for this listener: 40 ms a call.
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(serve())

    thread = threading.Thread(target=run, name="installation")
    thread.start()
    try:
        assert ready.wait(20)
        while not installation.server.started:
            assert thread.is_alive(), "the installation did not start"
            time.sleep(0.005)
        yield installation
    finally:
        installation.http.close()
        installation.server.stop()
        thread.join(20)
        listener.close()
