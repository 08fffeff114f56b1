"""Where the installations of the tests keep their data: in a file, or with `--on postgres` in PostgreSQL."""

import tempfile
from functools import lru_cache
from pathlib import Path

from sellergate.storage.upkeep import migrate_database
from tests.builders.postgres import PostgresServer

server: PostgresServer | None = None  # set by `--on postgres` (tests/conftest.py)


@lru_cache(maxsize=4096)
def database_in(folder: Path) -> str:
    """The address of the database of `folder`, with our schema: the same one at every call."""
    if server is not None:
        return server.migrated_database()
    path = folder / "sellergate.db"
    if not path.exists():
        path.write_bytes(_migrated())
    return f"sqlite:///{path}"


@lru_cache
def _migrated() -> bytes:
    """A database with nobody in it: migrated once, then copied."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        migrate_database(path)
        return path.read_bytes()
