"""Runs the application under uvicorn, and tells when it really answers."""

import asyncio
import errno
import logging
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any, NoReturn

import uvicorn

from sellergate.cli.protocol import BoundedProtocol
from sellergate.cli.runtime import CONFIGURATION, STORAGE, fail
from sellergate.settings import Settings

GRACE_SECONDS = 10  # running calls may finish; longer ones are the client's to repeat
KEEP_ALIVE_SECONDS = 30  # above the idle time after which most clients let go

UVICORN_OPTIONS: dict[str, Any] = {
    "lifespan": "on",
    "ws": "none",
    "log_config": None,
    "access_log": False,
    "server_header": False,
    "timeout_keep_alive": KEEP_ALIVE_SECONDS,
    "timeout_graceful_shutdown": GRACE_SECONDS,
}


def listen(settings: Settings) -> socket.socket:
    """The listening socket. Leaves with 3 and a remedy when there can be none."""
    host, port = settings.host, settings.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        fail(_why_not(error, host, port, demo=settings.demo), CONFIGURATION)


def serve_on(listener: socket.socket, settings: Settings, on_ready: Callable[[], None]) -> None:
    """Serve until told to stop. `on_ready` is called once /healthz has answered."""
    from sellergate.app import create_app

    config = uvicorn.Config(
        create_app(settings),
        http=BoundedProtocol,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        **UVICORN_OPTIONS,
    )
    server = _Server(config, listener, on_ready)
    # uvicorn raises the signal again once it has stopped in good order: that is no failure.
    signal.signal(signal.SIGTERM, _leave)
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listener])
    if not server.started:
        fail("the server did not start; the reason is above.", STORAGE)


class _Server(uvicorn.Server):
    def __init__(
        self, config: uvicorn.Config, listener: socket.socket, on_ready: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._address = listener.getsockname()[:2]
        self._on_ready = on_ready
        self._probe: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._probe = asyncio.create_task(self._tell_when_ready())

    async def _tell_when_ready(self) -> None:
        host, port = self._address
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = await reader.readline()
        writer.close()
        if b" 200 " in answer:
            self._on_ready()
        else:
            logging.getLogger("sellergate").error("not healthy: /healthz answers %r", answer)


def _leave(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)


def _why_not(error: OSError, host: str, port: int, *, demo: bool) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            other = port + 1 if port < 65535 else port - 1
            remedy = (
                f"`make run PORT={other}`, or `sellergate demo --port {other}`"
                if demo
                else f"SELLERGATE_PORT={other}"
            )
            return f"port {port} is in use by another program. Choose another one: {remedy}."
        case errno.EACCES:
            return f"port {port} is not for this user. Choose one above 1023, behind a proxy."
        case _:
            return f"cannot listen on {host}, port {port}: {error.strerror}. Set SELLERGATE_HOST."
