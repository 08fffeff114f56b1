"""ASGI at arm's length: a request read once, an answer written once."""

import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, NamedTuple

from sellergate.access.clients.models import ClientCredential
from sellergate.kit.ids import REQUEST_ID, new_request_id
from sellergate.kit.ratelimit import Header
from sellergate.oauth.errors import BodyTooLarge, InvalidRequest

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]

MAX_BODY = 16 * 1024  # a token request needs 300 bytes, a token to introspect 8 KiB

NO_STORE: tuple[Header, ...] = ((b"cache-control", b"no-store"), (b"pragma", b"no-cache"))
CLOSE: Header = (b"connection", b"close")  # what is left of the body is not worth reading
_JSON: Header = (b"content-type", b"application/json")
_NOSNIFF: Header = (b"x-content-type-options", b"nosniff")

_READ = frozenset(
    {
        b"authorization",
        b"content-encoding",
        b"content-length",
        b"content-type",
        b"dpop",
        b"sec-fetch-mode",
        b"x-request-id",
    }
)


class ClientGone(Exception):
    """The client hung up before its request was whole: there is nobody to answer."""


class Request:
    """One HTTP request. `client` is set once the client has proved who it is."""

    __slots__ = ("_headers", "_receive", "_repeated", "client", "id", "scope", "started")

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.started = time.perf_counter()
        self.scope = scope
        self.client: ClientCredential | None = None
        self._receive = receive
        self._headers: dict[bytes, bytes] = {}
        self._repeated: set[bytes] = set()
        for name, value in scope["headers"]:
            if name in _READ:
                if name in self._headers:
                    self._repeated.add(name)
                self._headers[name] = value
        self.id = self._accepted_id() or new_request_id()

    def header(self, name: bytes) -> bytes | None:
        """The value of a header, None without one. Raises `InvalidRequest` when it was sent twice."""
        if name in self._repeated:
            raise InvalidRequest(
                f"The header {name.decode().title()} was sent twice. Send it once."
            )
        return self._headers.get(name)

    async def body(self) -> bytes:
        """The whole body. Raises `BodyTooLarge`, `ClientGone`."""
        announced = self._headers.get(b"content-length", b"0")
        if announced.isdigit() and (len(announced) > 9 or int(announced) > MAX_BODY):
            raise _too_large()
        body = b""
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise ClientGone
            part: bytes = message.get("body", b"")
            body += part
            if len(body) > MAX_BODY:
                raise _too_large()
            if not message.get("more_body", False):
                return body

    def seconds(self) -> float:
        """How long ago the request was received."""
        return time.perf_counter() - self.started

    def _accepted_id(self) -> str | None:
        sent = self._headers.get(b"x-request-id")
        if sent is None or b"x-request-id" in self._repeated:
            return None
        return sent.decode("ascii") if REQUEST_ID.fullmatch(sent) else None


class Answer(NamedTuple):
    """What goes back: a JSON body, or an empty one."""

    status: int
    headers: list[Header]
    body: bytes

    async def send(self, send: Send, request: Request) -> None:
        """Write it, with the headers that every answer has."""
        headers = [
            *self.headers,
            (b"content-length", b"%d" % len(self.body)),
            (b"x-request-id", request.id.encode()),
            _NOSNIFF,
        ]
        if self.body:
            headers.append(_JSON)
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})


def _too_large() -> BodyTooLarge:
    return BodyTooLarge(
        f"The body is larger than {MAX_BODY} bytes. A request to this endpoint is a short form.",
        headers=[CLOSE],
    )
