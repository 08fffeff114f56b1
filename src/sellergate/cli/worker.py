"""One process that serves under uvicorn: it tells when it really answers, and leaves without losing a call."""

import asyncio
import logging
import resource
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import uvicorn
from uvicorn.config import STARTUP_FAILURE

from sellergate.app import Application, create_app
from sellergate.cli.protocol import (
    HEAD_SECONDS,
    MAX_CONNECTIONS,
    UVICORN_OPTIONS,
    BoundedProtocol,
    Crowd,
)
from sellergate.cli.runtime import STORAGE
from sellergate.cli.tls import LOOK_SECONDS, ServerTls, pinned_context
from sellergate.settings import Settings
from sellergate.telemetry.workers import Seat

TLS_SHUTDOWN_SECONDS = 5.0  # for the goodbye of the other side
RESERVED_FILES = 256  # for the database, the log, and calls of our own
QUIET_SECONDS = 1.0  # a connection that was used within them may be about to be used again
CLOSE = (b"connection", b"close")


def serve_here(
    listener: socket.socket,
    settings: Settings,
    on_ready: Callable[[], None],
    *,
    tls: ServerTls | None,
    seat: Seat | None = None,
    lifeline: int | None = None,
) -> int:
    """Serve in this process until told to stop; the exit code. `on_ready` is called once /healthz has answered.

    `seat` is where it meets the workers beside it. `lifeline` is a pipe that nobody writes to: when its other end closes,
    the supervisor is gone, and so are we.
    """
    application = create_app(settings, seat=seat)
    config = uvicorn.Config(
        application,
        http=BoundedProtocol,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        **UVICORN_OPTIONS,
    )
    worker = _Worker(config, application, settings, on_ready, tls, lifeline)
    # uvicorn raises the signal again once it has stopped in good order: that is no failure.
    signal.signal(signal.SIGTERM, _leave)
    try:
        worker.run(sockets=[listener])
    except KeyboardInterrupt:
        return 0
    except SystemExit as end:
        return STORAGE if end.code else 0
    return 0


class _Worker(uvicorn.Server):
    def __init__(
        self,
        config: uvicorn.Config,
        application: Application,
        settings: Settings,
        on_ready: Callable[[], None],
        tls: ServerTls | None,
        lifeline: int | None,
    ) -> None:
        super().__init__(config)
        self._application = application
        self._settings = settings
        self._drain_seconds = settings.drain_seconds
        self._on_ready = on_ready
        self._tls = tls
        self._lifeline = lifeline
        self._crowd = Crowd(_most_connections())
        self._tasks: list[asyncio.Task[None]] = []  # kept, or they would be collected

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn's, with bounds on TLS handshakes that uvicorn cannot be told."""
        loop = asyncio.get_running_loop()
        if self._lifeline is not None:
            loop.add_reader(self._lifeline, self._on_supervisor_gone)
        if not self._settings.demo:  # a demo ends with its terminal
            loop.add_signal_handler(signal.SIGHUP, self._on_hang_up)
        await self.lifespan.startup()
        if self.lifespan.should_exit:
            raise SystemExit(STARTUP_FAILURE)
        self.servers = [
            await loop.create_server(
                self._accept, sock=listener, backlog=self.config.backlog, **self._tls_options()
            )
            for listener in sockets or []
        ]
        self.started = True
        self._tasks.append(loop.create_task(self._tell_when_ready(sockets or [])))
        if self._tls is not None:
            self._tasks.append(loop.create_task(self._follow_certificate(self._tls)))

    def _accept(self) -> BoundedProtocol:
        return BoundedProtocol(
            self.config, self.server_state, self.lifespan.state, crowd=self._crowd
        )

    def _tls_options(self) -> dict[str, Any]:
        if self._tls is None:
            return {}
        return {
            "ssl": self._tls.context,
            "ssl_handshake_timeout": HEAD_SECONDS,
            "ssl_shutdown_timeout": TLS_SHUTDOWN_SECONDS,
        }

    async def _follow_certificate(self, tls: ServerTls) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                tls.follow()
            except Exception:  # who stops looking misses every renewal to come
                logging.getLogger("sellergate").exception("certificate not looked at")

    def _on_hang_up(self) -> None:
        """SIGHUP: read again what can be read again."""
        if self._tls is not None:
            self._tls.reload()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._announce()
        super().handle_exit(sig, frame)

    async def main_loop(self) -> None:
        await super().main_loop()
        await self._drain()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for listener in sockets or []:
            listener.close()
        await self._let_busy_connections_end()
        await super().shutdown(sockets)

    def _announce(self) -> None:
        """From now on this node is not ready, and each answer ends its connection."""
        self._application.leave()
        if CLOSE not in self.config.encoded_headers:
            # Of what comes, and of what is running: both take their first headers from here.
            self.config.encoded_headers = [*self.config.encoded_headers, CLOSE]
            self.server_state.default_headers.append(CLOSE)

    async def _drain(self) -> None:
        """Serve on, while a load balancer finds out that this node leaves."""
        ticks = round(self._drain_seconds * 10)
        for tick in range(1, ticks + 1):
            if self.force_exit:
                return
            await asyncio.sleep(0.1)
            await self.on_tick(tick)

    async def _let_busy_connections_end(self) -> None:
        """Close what has been idle for a while. To the others a call may be on its way: its answer ends them."""
        now = asyncio.get_running_loop().time()
        connections = self.server_state.connections
        for connection in list(connections):
            since = connection.idle_since() if isinstance(connection, BoundedProtocol) else None
            if since is not None and since < now - QUIET_SECONDS:
                connection.shutdown()
        for _ in range(round(QUIET_SECONDS * 20)):
            if not connections or self.force_exit:
                return
            await asyncio.sleep(0.05)

    def _on_supervisor_gone(self) -> None:
        """Free the port at once for the next supervisor, and finish what is running."""
        if self._lifeline is not None:
            asyncio.get_running_loop().remove_reader(self._lifeline)
        logging.getLogger("sellergate").error("the supervisor is gone: leaving")
        self._drain_seconds = 0
        self._announce()
        self.should_exit = True

    async def _tell_when_ready(self, listeners: list[socket.socket]) -> None:
        host, port = listeners[0].getsockname()[:2]
        tls = pinned_context(Path(self._settings.tls_cert)) if self._settings.tls_cert else None
        reader, writer = await asyncio.open_connection(host, port, ssl=tls)
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = await reader.readline()
        writer.close()
        if b" 200 " in answer:
            self._on_ready()
        else:
            logging.getLogger("sellergate").error("not healthy: /healthz answers %r", answer)


def _most_connections() -> int:
    """As many as we want, or as the operating system lets this process have, a reserve for files left out."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(OSError, ValueError):  # some systems say that there is no limit, and have one
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if hard == resource.RLIM_INFINITY:
        return MAX_CONNECTIONS
    return min(MAX_CONNECTIONS, max(hard - RESERVED_FILES, hard // 2))


def _leave(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)
