"""Where the installations of the tests keep their data: in a file, or with `--on postgres` in PostgreSQL."""

import tempfile
from functools import lru_cache
from pathlib import Path

from sellergate.storage.upkeep import migrate_database
from tests.builders.postgres import Fill, PostgresServer

server: PostgresServer | None = None  # set by `--on postgres` (tests/conftest.py)


@lru_cache(maxsize=4096)
def database_in(folder: Path, fill: Fill | None = None) -> str:
    """The address of the database of `folder`, with our schema and what `fill` puts in: the same one at every call."""
    if server is not None:
        return server.migrated_database(fill)
    path = folder / "sellergate.db"
    return f"sqlite:///{path}" if path.exists() else embedded_database(path, fill)


def embedded_database(path: Path, fill: Fill | None = None) -> str:
    """The address of a file with our schema and what `fill` puts in, whatever the other tests run on."""
    path.write_bytes(_file(fill))
    return f"sqlite:///{path}"


@lru_cache
def _file(fill: Fill | None) -> bytes:
    """Made once, then copied."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.db"
        migrate_database(path)
        if fill:
            fill(f"sqlite:///{path}")
        return path.read_bytes()
