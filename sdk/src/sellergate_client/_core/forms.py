"""multipart/form-data (RFC 7578)."""

import secrets
from collections.abc import Iterable

from sellergate_client._core.messages import File


def multipart(files: Iterable[tuple[str, File]]) -> tuple[str, bytes]:
    """(Content-Type, body) of a form with these files, each with the name of its field."""
    boundary = secrets.token_hex(16)
    parts = bytearray()
    for field, file in files:
        parts += (
            f"--{boundary}\r\n"
            f'Content-Disposition: form-data; name="{_quoted(field)}"; filename="{_quoted(file.name)}"\r\n'
            f"Content-Type: {_quoted(file.content_type)}\r\n\r\n"
        ).encode()
        parts += file.content
        parts += b"\r\n"
    parts += f"--{boundary}--\r\n".encode()
    return f"multipart/form-data; boundary={boundary}", bytes(parts)


def _quoted(text: str) -> str:
    """As browsers do it (WHATWG): what would end the value is escaped."""
    return text.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
