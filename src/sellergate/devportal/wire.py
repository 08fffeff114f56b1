"""Requests that a page sends on behalf of its reader: to this very installation, through the gates of every program.

Within the process where the node serves every part, else to the public address (`http_wire`).
"""

import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

import msgspec
from litestar.params import SkipValidation

from sellergate.kit.asgi import ASGIApp, Message
from sellergate.kit.problems import CATALOGUE, ProblemType

# The headers worth a reader's attention, spelled as people write them, in the order in which they are shown.
SHOWN_HEADERS: Final = {
    name.lower(): name
    for name in (
        "Content-Type",
        "Cache-Control",
        "WWW-Authenticate",
        "Retry-After",
        "RateLimit-Policy",
        "RateLimit",
        "X-Request-Id",
    )
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, fit to be shown. `members` are those of a JSON object, else empty."""

    status: int
    headers: dict[str, str]
    body: str
    members: dict[str, Any]
    milliseconds: float

    @property
    def is_success(self) -> bool:
        """Whether the request did what it was for."""
        return self.status < 300

    @property
    def reason(self) -> str:
        """The status in words."""
        return HTTPStatus(self.status).phrase

    @property
    def head(self) -> str:
        """The status line and the headers that matter."""
        lines = [
            f"{name}: {self.headers[key]}"
            for key, name in SHOWN_HEADERS.items()
            if key in self.headers
        ]
        return "\n".join([f"HTTP/1.1 {self.status} {self.reason}", *lines])

    @property
    def problem(self) -> ProblemType | None:
        """The problem of the catalogue that the answer names, or None."""
        return CATALOGUE.get(str(self.members.get("type", "")).rpartition("/")[2])

    @property
    def detail(self) -> str:
        """What the answer itself says went wrong."""
        return str(self.members.get("error_description") or self.members.get("detail") or "")


class Wire(Protocol):
    """Sends requests to the token server and the gateway of this installation."""

    async def send(
        self,
        method: str,
        path: str,
        headers: dict[str, str],
        *,
        body: bytes = b"",
        sender: str = "unknown",
    ) -> Answer:
        """Send one request and wait for its answer. `sender` is the network address of the reader's browser."""
        ...


class InnerWire:
    """Sends requests to an ASGI application in this process."""

    def __init__(self, app: ASGIApp, *, public_url: str) -> None:
        self._app = app
        self._url = urlsplit(public_url)

    async def send(
        self,
        method: str,
        path: str,
        headers: dict[str, str],
        *,
        body: bytes = b"",
        sender: str = "unknown",
    ) -> Answer:
        """See `Wire.send`."""
        started = time.perf_counter()
        status = 500
        answer_headers: dict[str, str] = {}
        content = bytearray()

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                answer_headers.update(
                    (k.decode("latin-1").lower(), v.decode("latin-1"))
                    for k, v in message["headers"]
                )
            else:
                content.extend(message.get("body", b""))

        await self._app(self._scope(method, path, headers, len(body), sender), receive, send)
        return read_answer(
            status, answer_headers, bytes(content), (time.perf_counter() - started) * 1000
        )

    def _scope(
        self, method: str, path: str, headers: dict[str, str], length: int, sender: str
    ) -> dict[str, Any]:
        sent = {"host": self._url.netloc, "accept": "application/json", **headers}
        if length:
            sent["content-length"] = str(length)
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": self._url.scheme,
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [
                (name.lower().encode(), value.encode("utf-8", "replace"))
                for name, value in sent.items()
            ],
            "client": (sender, 0),
            "server": (self._url.hostname, self._url.port or 0),
            "state": {},
        }


# The injected wire; it is ours, so the framework need not check it on every request.
OwnWire = SkipValidation[Wire]


def read_answer(
    status: int, headers: dict[str, str], content: bytes, milliseconds: float
) -> Answer:
    """An answer as a page shows it: JSON is indented for the eye, nothing else is changed."""
    text = content.decode("utf-8", "replace")
    members: dict[str, Any] = {}
    try:
        decoded = msgspec.json.decode(content)
        text = msgspec.json.format(content, indent=2).decode()
    except (msgspec.DecodeError, UnicodeDecodeError):
        decoded = None
    if isinstance(decoded, dict):
        members = decoded
    return Answer(status, headers, text, members, milliseconds)
