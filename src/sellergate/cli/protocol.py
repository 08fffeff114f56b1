"""HTTP as uvicorn speaks it, with bounds on what a connection may cost: size, time, and how many there are.

Nothing of it is felt by requests that come whole and are read at once: they pass a few comparisons.
"""

import asyncio
from enum import Enum
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from sellergate.cli.transport import WholeAnswers

MAX_HEAD_BYTES = 64 * 1024
HEAD_SECONDS = 10.0
KEEP_ALIVE_SECONDS = 30  # above the idle time after which most clients let go
GRACE_SECONDS = 10  # running calls may finish; longer ones are the client's to repeat
BODY_SECONDS = (
    30.0  # in each such time, a body must bring SLOWEST bytes a second; an answer must take them
)
SLOWEST = 500
LINGER_SECONDS = (
    5.0  # for the rest of a body that was refused: closing at once would take the answer away
)
MAX_CONNECTIONS = 10_000

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
_TOO_SLOW = (
    b"HTTP/1.1 408 Request Timeout\r\ncontent-type: text/plain\r\n"
    b"content-length: 20\r\nconnection: close\r\n\r\nThe body came late.\n"
)


class _Awaits(Enum):
    """What a connection is in the middle of receiving."""

    NOTHING = 0
    HEAD = 1
    BODY = 2


NOTHING, HEAD, BODY = _Awaits


class BoundedProtocol(HttpToolsProtocol):
    """A connection that can neither fill the memory nor hold its place by sending or reading nothing.

    It is one of a `crowd`, where those that were idle longest make room for new ones.
    """

    def __init__(self, *args: Any, crowd: "Crowd | None" = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._crowd = crowd
        self._awaits = NOTHING
        self._size = 0  # of the head so far, or of the body since the last look
        self._head_timer: asyncio.TimerHandle | None = None
        self._body_timer: asyncio.TimerHandle | None = None
        self._write_timer: asyncio.TimerHandle | None = None
        self._unsent = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self.transport = WholeAnswers(transport, self.loop)  # type: ignore[assignment]
        self._head_timer = self.loop.call_later(HEAD_SECONDS, self._close)
        if self._crowd is not None:
            self._crowd.welcome(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop_waiting()
        if self._write_timer is not None:
            self._write_timer.cancel()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """A head begins."""
        self._size = 0
        self._awaits = HEAD
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """A head ends."""
        self._size = 0
        self._awaits = BODY
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """A request is whole."""
        self._awaits = NOTHING
        if self._body_timer is not None:
            self._body_timer.cancel()
            self._body_timer = None
        super().on_message_complete()

    def data_received(self, data: bytes) -> None:
        """Watch over what is not whole yet."""
        awaited = self._awaits
        super().data_received(data)
        if self._awaits is NOTHING and self.cycle is not None:
            if awaited is BODY:  # and this was the end of it: nothing of a head has come
                self._size = 0
                return
            if not self.cycle.response_complete:
                return
        if self.transport.is_closing():
            return
        self._size += len(data)
        if self._awaits is BODY:
            if self._body_timer is None:
                self._body_timer = self.loop.call_later(BODY_SECONDS, self._look_at_body)
        elif self._size > MAX_HEAD_BYTES:
            self.transport.write(_TOO_LARGE)
            self._close()
        elif self._head_timer is None:
            self._head_timer = self.loop.call_later(HEAD_SECONDS, self._close)

    def on_response_complete(self) -> None:
        """An answer is written. One that came before the end of its request: the rest is thrown away, for a while."""
        super().on_response_complete()
        if self.transport.is_closing():
            self._watch_writing()
        elif self._awaits is BODY and not self.pipeline:
            self._unset_keepalive_if_required()
            if self._body_timer is not None:
                self._body_timer.cancel()
            self._body_timer = self.loop.call_later(LINGER_SECONDS, self._close)

    def pause_writing(self) -> None:
        """The other side reads more slowly than we write."""
        super().pause_writing()
        self._watch_writing()

    def resume_writing(self) -> None:
        """It has caught up."""
        if self._write_timer is not None:
            self._write_timer.cancel()
            self._write_timer = None
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """No request came for a while."""
        self._close()

    def idle_since(self) -> float | None:
        """Since when, on the clock of the event loop, no request is under way. None when one is."""
        if self.cycle is not None and not self.cycle.response_complete:
            return None
        if self.timeout_keep_alive_task is not None:
            return self.timeout_keep_alive_task.when() - self.timeout_keep_alive
        return self._head_timer.when() - HEAD_SECONDS if self._head_timer is not None else None

    def _stop_waiting(self) -> None:
        """For a head or a body."""
        for timer in (self._head_timer, self._body_timer):
            if timer is not None:
                timer.cancel()
        self._head_timer = self._body_timer = None

    def _close(self) -> None:
        self._stop_waiting()
        self.transport.close()
        self._watch_writing()

    def _look_at_body(self) -> None:
        """Go on as long as the body comes fast enough, or it is we who do not read."""
        self._body_timer = None
        if self.flow.read_paused or self._size >= SLOWEST * BODY_SECONDS:
            self._size = 0
            self._body_timer = self.loop.call_later(BODY_SECONDS, self._look_at_body)
            return
        if not self.cycle.response_started:
            self.transport.write(_TOO_SLOW)
        self._close()

    def _watch_writing(self) -> None:
        self._unsent = self.transport.get_write_buffer_size()
        if self._unsent and self._write_timer is None:
            self._write_timer = self.loop.call_later(BODY_SECONDS, self._look_at_writing)

    def _look_at_writing(self) -> None:
        """Go on as long as the other side reads fast enough; closing would wait for it for ever."""
        self._write_timer = None
        before = self._unsent
        self._watch_writing()
        if self._unsent and before - self._unsent < SLOWEST * BODY_SECONDS:
            self.transport.abort()


class Crowd:
    """All connections of a process: never many more than `most`."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._makes_room = False

    def welcome(self, newcomer: BoundedProtocol) -> None:
        """When there are too many now, close those that were idle longest, and a twentieth part more."""
        present = newcomer.connections
        if len(present) > self._most and not self._makes_room:
            self._makes_room = True
            too_many = len(present) - self._most
            for connection in _idle_longest(present, too_many + self._most // 20):
                connection.transport.abort()
            newcomer.loop.call_soon(self._rest)  # once they are gone: until then they count

    def _rest(self) -> None:
        self._makes_room = False


def _idle_longest(connections: set[Any], number: int) -> list[BoundedProtocol]:
    idle = [(connection.idle_since(), connection) for connection in connections]
    known = [(since, connection) for since, connection in idle if since is not None]
    return [connection for _, connection in sorted(known, key=lambda one: one[0])[:number]]
