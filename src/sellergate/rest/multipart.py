"""Files in the body of a call: multipart/form-data (RFC 7578), read as it arrives.

Everything goes into one file without a name, so that neither a large body nor many parts take memory; what a part says of
itself is short, or the reading ends.
"""

import asyncio
import re
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import IO, Any, Final
from urllib.parse import unquote

from litestar import Request
from multipart import (
    MultipartError,
    MultipartSegment,
    ParserLimitReached,
    PushMultipartParser,
    parse_options_header,
)

from sellergate.kit.problems import Problem
from sellergate.rest.bodies import invalid

FORM: Final = "multipart/form-data"
MAX_BOUNDARY: Final = 200  # RFC 2046 §5.1.1 has 70
MAX_HEADER: Final = 4_096  # bytes of a line
MAX_HEADERS: Final = 16  # of a part
READ: Final = 256 * 1024
WRITE: Final = 1024 * 1024  # bytes that wait to be written
_EXTENDED_NAME: Final = re.compile(
    r";\s*filename\*=[\w-]{1,20}'[\w-]{0,10}'([^;\s]+)", re.IGNORECASE
)


@dataclass(slots=True)
class Part:
    """A file in the body: what its part calls it, and where its bytes are in the spool."""

    field: str
    file_name: str | None
    start: int
    size: int = 0


class Spool:
    """The files of one call. Their bytes are there until the end of the call."""

    def __init__(self, file: IO[bytes]) -> None:
        self.parts: list[Part] = []
        self._file = file

    async def read(self, part: Part) -> AsyncIterator[bytes]:
        """The bytes of a part."""
        at, end = part.start, part.start + part.size
        while at < end:
            chunk = await asyncio.to_thread(self._read, at, min(READ, end - at))
            at += len(chunk)
            yield chunk

    def _read(self, at: int, size: int) -> bytes:
        self._file.seek(at)
        return self._file.read(size)


@asynccontextmanager
async def received_files(
    request: Request[Any, Any, Any], *, max_files: int
) -> AsyncIterator[Spool]:
    """Read the body; the files in it, whatever their parts are called. Raises `Problem`.

    How large it may be is said by the route: `request_max_body_size`.
    """
    boundary = _boundary_of(request.headers.get("content-type", ""))
    with tempfile.TemporaryFile(buffering=WRITE) as file:
        spool = Spool(file)
        try:
            with PushMultipartParser(
                boundary,
                max_header_size=MAX_HEADER,
                max_header_count=MAX_HEADERS,
                max_segment_count=max_files * 2,  # beside files there may be plain fields
            ) as parser:
                await _take(request, parser, spool, file)
        except ParserLimitReached as error:
            message = f"has more than {max_files} files, or parts with too many or too long headers"
            raise invalid("body", message) from error
        except (MultipartError, ValueError) as error:
            raise invalid(
                "body", "is no whole multipart/form-data with the boundary of its Content-Type"
            ) from error
        if not spool.parts:
            raise invalid("files", "is missing: send at least one file as a part with a file name")
        if len(spool.parts) > max_files:
            raise invalid("files", f"are {len(spool.parts)}: send at most {max_files} at once")
        yield spool


async def _take(
    request: Request[Any, Any, Any], parser: PushMultipartParser, spool: Spool, file: IO[bytes]
) -> None:
    part: Part | None = None
    at = 0
    async for chunk in request.stream():
        if not chunk:
            continue
        for event in parser.parse(chunk):
            if isinstance(event, MultipartSegment):
                part = _part_of(event, at)
                if part is not None:
                    spool.parts.append(part)
            elif event and part is not None:
                file.write(event)
                part.size += len(event)
                at += len(event)


def _part_of(segment: MultipartSegment, at: int) -> Part | None:
    """The file that begins here; None for a plain field of the form, whose bytes are passed over."""
    name = segment.filename or _extended_name(segment)
    is_text = (segment.content_type or "text/plain") == "text/plain"
    if name is None and is_text:
        return None
    # Old browsers send the whole path.
    base = (name or "").replace("\\", "/").rpartition("/")[2].strip()
    shown = "".join(letter for letter in base if letter.isprintable())
    return Part(segment.name or "", shown or None, at)


def _extended_name(segment: MultipartSegment) -> str | None:
    """`filename*`, which RFC 7578 forbids and clients of older libraries send for names that are not ASCII."""
    for name, value in segment.headerlist:
        if name == "Content-Disposition":
            found = _EXTENDED_NAME.search(value)
            return unquote(found[1], errors="replace") if found else None
    return None


def _boundary_of(content_type: str) -> str:
    kind, options = parse_options_header(content_type)
    if kind != FORM:
        raise Problem(
            "validation",
            "The body must be multipart/form-data with the file as a part of it.",
            errors={"Content-Type": [f"must be {FORM} with a boundary"]},
        )
    boundary: str = options.get("boundary", "")
    if not 0 < len(boundary) <= MAX_BOUNDARY or not boundary.isascii():
        raise Problem(
            "validation",
            "The Content-Type names no boundary. Let your HTTP library set this header.",
            errors={"Content-Type": ["names no boundary that can be used"]},
        )
    return boundary
