"""Static files: read once, compressed once, kept by browsers for as long as their content does not change."""

import asyncio
import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from sellergate.web.browser import PageRequest

COMPRESSED = (".css", ".js", ".svg", ".json", ".yaml", ".txt", ".html")


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file as it is sent. `packed` is its gzip form, where that is worth it."""

    content: bytes
    packed: bytes | None
    media_type: str
    version: str


def static_route(*directories: Path) -> HTTPRouteHandler:
    """The route `/static/…` over the files below `directories`; the first directory wins."""
    paths = {
        str(path.relative_to(directory)): path
        for directory in reversed(directories)
        for path in directory.rglob("*")
        if path.is_file()
    }
    files: dict[str, StaticFile] = {}

    @get("/static/{name:path}", include_in_schema=False)
    async def static_file(request: PageRequest, name: FromPath[str]) -> Response[bytes]:
        key = name.lstrip("/")
        if key not in paths:
            raise NotFoundException
        if key not in files:  # reading and compressing megabytes is not for the event loop
            files[key] = await asyncio.to_thread(_load, paths[key])
        return _respond(request, files[key])

    return static_file


def _load(path: Path) -> StaticFile:
    content = path.read_bytes()
    packed = gzip.compress(content, 6) if path.suffix in COMPRESSED else None
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return StaticFile(content, packed, media_type, hashlib.sha256(content).hexdigest()[:12])


def _respond(request: PageRequest, file: StaticFile) -> Response[bytes]:
    etag = f'"{file.version}"'
    is_named_by_hash = request.query_params.get("v") == file.version
    headers: dict[str, Any] = {
        "ETag": etag,
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "public, max-age=31536000, immutable" if is_named_by_hash else "no-cache",
    }
    if request.headers.get("if-none-match") == etag:
        return Response(b"", status_code=304, headers=headers)
    if file.packed and "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(file.packed, media_type=file.media_type, headers=headers)
    return Response(file.content, media_type=file.media_type, headers=headers)
