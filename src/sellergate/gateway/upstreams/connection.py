"""One connection to an upstream: a request out, an answer in, both in pieces, with bounded memory (RFC 9112).

httptools parses, as it does for uvicorn on the other side; the transport does the flow control.
"""

import asyncio
import re
from typing import Final, NamedTuple

import httptools

from sellergate.gateway.upstreams.errors import UpstreamFailed, UpstreamSlow
from sellergate.kit.ratelimit import Header

HIGH_WATER: Final = (
    128 * 1024
)  # bytes of an answer that wait for the caller before the upstream must
MAX_HEAD_BYTES: Final = 64 * 1024
WITHOUT_BODY: Final = frozenset({204, 304})

_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(rb"[\t\x20-\x7e\x80-\xff]*")


class AnswerHead(NamedTuple):
    """The beginning of an answer; header names in small letters."""

    status: int
    headers: list[Header]


class Connection(asyncio.Protocol):
    """Used for one exchange at a time: `begin`, `write`…, `read_head`, `read_body`…, then again while `is_reusable`."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.is_lost = False
        self.is_reused = False
        self.idle_since = 0.0
        self._transport: asyncio.Transport | None = None
        self._waiter: asyncio.Future[bool] | None = None
        self._room: asyncio.Future[None] | None = None
        self._parser: httptools.HttpResponseParser | None = None
        self._reset(is_head=False)

    def _reset(self, *, is_head: bool) -> None:
        self._is_head = is_head
        self._head: AnswerHead | None = None
        self._headers: list[Header] = []
        self._head_bytes = 0
        self._body: list[bytes] = []
        self._body_bytes = 0
        self._is_complete = False
        self._ends_with_connection = False
        self._keeps_alive = False
        self._is_reading_paused = False
        self._failure: Exception | None = None

    # What an exchange does

    @property
    def has_begun(self) -> bool:
        """Whether anything of the answer has arrived."""
        return self._head is not None or self._head_bytes > 0

    @property
    def is_reusable(self) -> bool:
        """Whether the answer has ended, whole, and the upstream keeps the connection."""
        return (
            self._is_complete
            and self._keeps_alive
            and self._failure is None
            and not self.is_lost
            and not self._body
        )

    def begin(self, head: bytes, *, is_head: bool) -> None:
        """Send the head of a request; `is_head`: its method is HEAD, and its answer has no body."""
        self._reset(is_head=is_head)
        self._parser = httptools.HttpResponseParser(self)
        self._send(head)

    async def write(self, data: bytes, *, seconds: float) -> None:
        """Send a piece of the body, when the upstream takes it. Raises `UpstreamSlow`."""
        if self._room is not None and not self.is_lost:
            try:
                async with asyncio.timeout(seconds):
                    await asyncio.shield(self._room)
            except TimeoutError:
                raise UpstreamSlow("it does not take the body of the request") from None
        self._send(data)

    async def read_head(self, *, seconds: float) -> AnswerHead:
        """The head of the answer. Raises `UpstreamFailed`, `UpstreamSlow`, or what `fail` was told."""
        while self._head is None:
            await self._more(seconds, "no answer")
        return self._head

    async def read_body(self, *, seconds: float) -> tuple[bytes, bool]:
        """What has come of the body, something unless it ended, and whether that was all. Raises as `read_head`."""
        while not self._body and not self._is_complete:
            await self._more(seconds, "the answer stopped in the middle")
        data = self._body[0] if len(self._body) == 1 else b"".join(self._body)
        self._body.clear()
        self._body_bytes = 0
        if self._is_reading_paused and self._transport is not None and not self.is_lost:
            self._is_reading_paused = False
            self._transport.resume_reading()
        return data, self._is_complete

    def fail(self, failure: Exception) -> None:
        """End the exchange: whoever reads gets `failure`, and the connection is closed."""
        if self._failure is None:
            self._failure = failure
        self.close()
        self._wake()

    def close(self) -> None:
        """Let go of the connection at once, whatever is under way."""
        self._parser = None
        if self._transport is not None and not self.is_lost:
            self.is_lost = True
            self._transport.abort()

    def _send(self, data: bytes) -> None:
        if self._transport is not None and not self.is_lost:
            self._transport.write(data)

    async def _more(self, seconds: float, what: str) -> None:
        if self._failure is not None:
            raise self._failure
        if self.is_lost:
            raise UpstreamFailed(f"it closed the connection: {what}")
        self._waiter = self.loop.create_future()
        timer = self.loop.call_later(seconds, self._wake, False)
        try:
            has_news = await self._waiter
        finally:
            timer.cancel()
            self._waiter = None
        if not has_news:
            raise UpstreamSlow(f"{what} in time")

    def _wake(self, has_news: bool = True) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(has_news)

    # What the transport tells

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See `asyncio.Protocol`."""
        self._transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        """See `asyncio.Protocol`."""
        if self._parser is None or self._is_complete:
            self.close()  # nobody asked: what follows could be taken for the answer to somebody else
            return
        if self._head is None:
            self._head_bytes += len(data)
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self.fail(UpstreamFailed(f"it does not speak HTTP/1.1: {type(error).__name__}"))
            return
        if self._head is None and self._head_bytes > MAX_HEAD_BYTES:
            self.fail(UpstreamFailed("the head of its answer is too large"))
            return
        if self._body_bytes > HIGH_WATER and self._transport and not self._is_reading_paused:
            self._is_reading_paused = True
            self._transport.pause_reading()
        self._wake()

    def connection_lost(self, _error: Exception | None) -> None:
        """See `asyncio.Protocol`."""
        self.is_lost = True
        if self._head is not None and self._ends_with_connection and self._failure is None:
            self._is_complete = True
        self.resume_writing()
        self._wake()

    def pause_writing(self) -> None:
        """See `asyncio.Protocol`."""
        self._room = self.loop.create_future()

    def resume_writing(self) -> None:
        """See `asyncio.Protocol`."""
        room, self._room = self._room, None
        if room is not None and not room.done():
            room.set_result(None)

    # What the parser finds

    def on_message_begin(self) -> None:
        """See httptools. A second answer where one was asked for is not believed."""
        if self._is_complete:
            self._keeps_alive = False

    def on_header(self, name: bytes, value: bytes) -> None:
        """See httptools. Trailers, which come after the head, are not passed on."""
        if self._head is None:
            self._headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        """See httptools."""
        if self._parser is None or self._is_complete:
            return
        status = self._parser.get_status_code()
        headers, self._headers = self._headers, []
        if status < 200:  # an informational answer goes before the real one (RFC 9110 §15.2)
            return
        why_not = _why_not(status, headers)
        if why_not:
            self._failure = UpstreamFailed(why_not)
            return
        self._head = AnswerHead(status, headers)
        self._keeps_alive = self._parser.should_keep_alive()
        if self._is_head or status in WITHOUT_BODY:
            self._is_complete = True
            return
        self._ends_with_connection = not any(
            name in (b"content-length", b"transfer-encoding") for name, _ in headers
        )

    def on_body(self, data: bytes) -> None:
        """See httptools."""
        if self._is_complete:
            self._keeps_alive = False
            return
        self._body.append(data)
        self._body_bytes += len(data)

    def on_message_complete(self) -> None:
        """See httptools."""
        if self._head is not None and not self._ends_with_connection:
            self._is_complete = True


def _why_not(status: int, headers: list[Header]) -> str:
    """What makes an answer unfit to be passed on; empty when nothing does."""
    if not 200 <= status <= 599:
        return f"it answered with the status {status}"
    names = [name for name, _ in headers]
    if b"transfer-encoding" in names:
        codings = [value.lower() for name, value in headers if name == b"transfer-encoding"]
        if codings != [b"chunked"]:
            return "it answered in a transfer coding that was not asked for"
        if b"content-length" in names:
            return "it told two lengths of one answer"
    if names.count(b"content-length") > 1:
        return "it told two lengths of one answer"
    if not all(_NAME.fullmatch(name) and _VALUE.fullmatch(value) for name, value in headers):
        return "a header of its answer is malformed"
    return ""
