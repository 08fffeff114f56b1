"""The connections to one upstream."""

import asyncio
import ssl
from typing import Final
from urllib.parse import urlsplit

from sellergate.gateway.upstreams.connection import Connection
from sellergate.gateway.upstreams.errors import UpstreamFailed

CONNECT_SECONDS: Final = 5.0
# Servers close a connection that rests: gunicorn after 2 s, Node.js and uvicorn after 5. Let go first.
IDLE_SECONDS: Final = 1.5
MAX_IDLE: Final = 64
MAX_CONNECTIONS: Final = 1024


class UpstreamBusy(Exception):
    """As many calls as may be are with this upstream."""


class Pool:
    """Connections to `origin` (scheme, host, port), kept for the next call while that is safe."""

    def __init__(self, origin: str) -> None:
        parts = urlsplit(origin)
        self.authority = parts.netloc
        self._host = parts.hostname or ""
        self._is_tls = parts.scheme == "https"
        self._port = parts.port or (443 if self._is_tls else 80)
        self._tls: ssl.SSLContext | None = None
        self._idle: list[Connection] = []
        self._in_use: set[Connection] = set()

    async def connection(self, *, fresh: bool = False) -> Connection:
        """One that is ready: the last one used, if it is young, unless a `fresh` one is wanted.

        Raises `UpstreamFailed`, `UpstreamBusy`.
        """
        loop = asyncio.get_running_loop()
        while self._idle and not fresh:
            known = self._idle.pop()
            if not known.is_lost and loop.time() - known.idle_since < IDLE_SECONDS:
                known.is_reused = True
                self._in_use.add(known)
                return known
            known.close()
        if len(self._in_use) >= MAX_CONNECTIONS:
            raise UpstreamBusy
        made = Connection()
        self._in_use.add(made)
        try:
            await self._connect(loop, made)
        except BaseException:
            self._in_use.discard(made)
            raise
        return made

    def give_back(self, connection: Connection) -> None:
        """The exchange is over. The connection is kept when it may serve again, else closed."""
        self._in_use.discard(connection)
        if connection.is_reusable and len(self._idle) < MAX_IDLE:
            connection.idle_since = connection.loop.time()
            self._idle.append(connection)
        else:
            connection.close()

    def close(self) -> None:
        """Close every connection, used or not."""
        for connection in [*self._idle, *self._in_use]:
            connection.close()
        self._idle.clear()

    async def _connect(self, loop: asyncio.AbstractEventLoop, made: Connection) -> None:
        if self._is_tls and self._tls is None:
            self._tls = await asyncio.to_thread(ssl.create_default_context)
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await loop.create_connection(lambda: made, self._host, self._port, ssl=self._tls)
        except TimeoutError:
            raise UpstreamFailed(f"no connection within {CONNECT_SECONDS:g} s") from None
        except (OSError, ValueError) as error:  # ValueError: a name that is no host name
            raise UpstreamFailed(f"no connection: {error}") from error
