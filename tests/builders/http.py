"""HTTP between a test and the servers on its own machine: clients quick to make, servers quick to stop."""

import asyncio
import socket
import ssl
from contextlib import suppress
from typing import Any

import httpx2
import uvicorn

# Made once. A client without one reads every certificate of this machine, 17 ms each time, to speak plain HTTP here.
NOBODY_TRUSTED = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def http_client(**options: Any) -> httpx2.Client:
    """A client for plain HTTP that minds no proxy of this machine."""
    return httpx2.Client(**{"timeout": 20, "trust_env": False, "verify": NOBODY_TRUSTED, **options})


def http_get(url: str) -> httpx2.Response:
    """One request on a connection of its own."""
    return httpx2.get(url, trust_env=False, verify=NOBODY_TRUSTED)


class QuickServer(uvicorn.Server):
    """uvicorn, which looks ten times a second whether it shall stop: here it is told so, by any thread."""

    _loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._told = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)

    async def main_loop(self) -> None:
        while not await self.on_tick(0):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), 1)  # a second: the date in its answers

    def stop(self) -> None:
        """Let it end, also when it has not begun to serve."""
        self.should_exit = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._told.set)
