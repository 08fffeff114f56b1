"""Files in bodies and answers: what a route says of them, and how they are written."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any, NamedTuple
from urllib.parse import quote

from litestar import Response

from sellergate.kit.asgi import Receive, Scope, Send


class Files(NamedTuple):
    """A route's `opt["files"]`: the files that it takes in a form."""

    field: str
    description: str
    is_one: bool = False


class File(NamedTuple):
    """A route's `opt["file"]`: what it answers with."""

    description: str
    types: tuple[str, ...]
    example: str  # how one begins


class FileAnswer(Response[Any]):
    """Bytes to be saved, never shown: who uploaded them may be nobody's friend."""

    def __init__(
        self, content: AsyncGenerator[bytes], *, media_type: str, size: int, name: str
    ) -> None:
        self.parts = content
        self.raw = [
            (b"content-type", media_type.encode()),
            (b"content-length", b"%d" % size),
            (b"content-disposition", _as_attachment(name).encode()),
            (b"content-security-policy", b"sandbox; default-src 'none'"),
        ]

    def with_headers(self, headers: Mapping[str, str]) -> "FileAnswer":
        """The same with these headers as well."""
        self.raw += [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        return self

    def to_asgi_response(self, *_: Any, **__: Any) -> Any:
        """The ASGI application that writes it."""
        parts, raw = self.parts, self.raw

        async def write(_scope: Scope, _receive: Receive, send: Send) -> None:
            async with aclosing(parts):
                await send({"type": "http.response.start", "status": 200, "headers": raw})
                async for part in parts:
                    await send({"type": "http.response.body", "body": part, "more_body": True})
                await send({"type": "http.response.body", "body": b"", "more_body": False})

        return write


async def in_one(content: bytes) -> AsyncGenerator[bytes]:
    """Bytes that are here already, for a `FileAnswer`."""
    yield content


def _as_attachment(name: str) -> str:
    """The header that names a file to be saved (RFC 6266): in ASCII for all, in full for who reads that."""
    plain = "".join(
        letter if letter.isascii() and letter.isprintable() and letter not in '"\\%' else "_"
        for letter in name
    )
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
