"""Files to download: tables made while they are sent, safe to open in a spreadsheet, and what strangers sent."""

import csv
import io
from collections.abc import AsyncIterator, Iterable
from typing import Any, Final
from urllib.parse import quote

from litestar.response import Stream

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_cell(value: Any) -> str:
    """A cell that a spreadsheet does not run as a formula (CWE-1236)."""
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_line(cells: Iterable[str]) -> bytes:
    """A line of a table."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue().encode()


def download(content: AsyncIterator[bytes], media_type: str, name: str) -> Stream:
    """A file that a browser saves under `name` and nobody keeps on the way."""
    return Stream(
        content,
        media_type=media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def attachment(content: AsyncIterator[bytes], name: str) -> Stream:
    """A file that a browser saves, never shows: its bytes and name are somebody else's (RFC 6266 §4.3)."""
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    stream = download(content, "application/octet-stream", plain)
    stream.headers["Content-Disposition"] += f"; filename*=UTF-8''{quote(name, safe='')}"
    stream.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return stream
