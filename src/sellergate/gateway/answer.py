"""The answer on its way back: request id, limits and hygiene in its headers, gzip for who takes it."""

import zlib
from typing import Final

from sellergate.gateway.call import Call
from sellergate.kit.asgi import Message, Send
from sellergate.kit.ratelimit import Header, rate_limit_headers

GZIP_FROM: Final = 512  # bytes; below, compressing costs more than it saves
# A window of 4 KiB and little memory: the full ones are mapped and cleared anew for each answer, which costs 45 µs
# whatever its size, and make it no smaller.
WINDOW_BITS: Final = 12
MEMORY_LEVEL: Final = 5


VARY: Final = (b"vary", b"Accept-Encoding")


def common_headers(call: Call) -> list[Header]:
    """What every answer has, let through or refused: the request id, hygiene, and the limits once they were charged."""
    headers = [
        (b"x-request-id", call.request_id.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"cache-control", b"no-store"),  # a seller's data, and each call is checked anew
        *call.warnings,
    ]
    if call.quota is not None and call.operation is not None:
        headers += rate_limit_headers(str(call.operation.scope.perimeter), call.quota)
    return headers


class Answer:
    """Passes an answer on to the client. `status` is known once it has started."""

    __slots__ = ("_call", "_held", "_send", "status")

    def __init__(self, call: Call, send: Send) -> None:
        self._call = call
        self._send = send
        self._held: Message | None = None
        self.status = 0

    async def send(self, message: Message) -> None:
        """Take one ASGI message of the API. The start is held back when the body decides on its headers."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message["headers"], *common_headers(self._call), VARY]
            if self._call.accepts_gzip:
                self._held = message
            else:
                await self._send(message)
            return
        if self._held is not None:
            start, self._held = self._held, None
            message = _pack(start, message)
            await self._send(start)
        await self._send(message)


def _pack(start: Message, body: Message) -> Message:
    """The body in gzip, when it is whole and worth it; `start` then says so (RFC 9110 §8.4)."""
    content = body.get("body", b"")
    if body.get("more_body") or len(content) < GZIP_FROM:
        return body
    packer = zlib.compressobj(6, zlib.DEFLATED, 16 + WINDOW_BITS, MEMORY_LEVEL)
    packed = packer.compress(content) + packer.flush()
    start["headers"] = [
        *(header for header in start["headers"] if header[0] != b"content-length"),
        (b"content-encoding", b"gzip"),
        (b"content-length", b"%d" % len(packed)),
    ]
    return {"type": "http.response.body", "body": packed}
