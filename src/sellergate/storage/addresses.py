"""Addresses of databases: `sqlite:///path` for a file, `postgresql://…` for a server."""

from pathlib import Path
from urllib.parse import urlsplit

SQLITE = "sqlite:///"


def file_of(address: str) -> Path | None:
    """The file of an embedded database, None when the address is that of a server."""
    return Path(address.removeprefix(SQLITE)) if address.startswith(SQLITE) else None


def address_of_file(path: Path) -> str:
    """The address of an embedded database."""
    return f"{SQLITE}{path}"


def shown(address: str) -> str:
    """What to call the database in messages and logs: its file, or its address without what signs in."""
    path = file_of(address)
    return str(path) if path is not None else without_sign_in(address)


def without_sign_in(address: str) -> str:
    """The address of a server without user, password and options."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
