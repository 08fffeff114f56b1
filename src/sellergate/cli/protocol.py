"""HTTP as uvicorn speaks it, with bounds on a request's head: its size, and how long it may take to arrive."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MAX_HEAD_BYTES = 64 * 1024
HEAD_SECONDS = 10.0
KEEP_ALIVE_SECONDS = 30  # above the idle time after which most clients let go
GRACE_SECONDS = 10  # running calls may finish; longer ones are the client's to repeat

UVICORN_OPTIONS: dict[str, Any] = {
    "lifespan": "on",
    "ws": "none",
    "log_config": None,
    "access_log": False,
    "server_header": False,
    "timeout_keep_alive": KEEP_ALIVE_SECONDS,
    "timeout_graceful_shutdown": GRACE_SECONDS,
}

_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: text/plain\r\n"
    b"content-length: 19\r\nconnection: close\r\n\r\nHeaders too large.\n"
)


class BoundedProtocol(HttpToolsProtocol):
    """A connection that can neither fill the memory with headers nor hold its place by sending none.

    Whole heads that come in one piece, nearly all, cost one comparison.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head_bytes = 0
        self._head_is_complete = False
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._deadline = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """A head begins."""
        self._head_bytes = 0
        self._head_is_complete = False
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """A head ends."""
        self._head_is_complete = True
        self._stop_waiting()
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        """Count what belongs to a head that is not complete yet."""
        super().data_received(data)
        if self._head_is_complete or self.transport.is_closing():
            return
        self._head_bytes += len(data)
        if self._head_bytes > MAX_HEAD_BYTES:
            self.transport.write(_TOO_LARGE)
            self.transport.close()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def is_idle(self, *, since: float) -> bool:
        """Whether no call is running, and none was since that time of the event loop."""
        if self.cycle is not None and not self.cycle.response_complete:
            return False
        if self.timeout_keep_alive_task is not None:
            return self.timeout_keep_alive_task.when() - self.timeout_keep_alive <= since
        return self._deadline is not None and self._deadline.when() - HEAD_SECONDS <= since

    def _give_up(self) -> None:
        self._deadline = None
        self.transport.close()

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
