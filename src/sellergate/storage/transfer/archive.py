"""What an export looks like on disk: `manifest.json`, and one file of JSON lines for each table."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from sellergate.storage.schema import Instant, metadata

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
PAGE: Final = 1000  # rows at a time: the memory that a transfer takes

# Browser sessions stay behind: people sign in again.
LEFT_OUT: Final = frozenset({"sessions"})

Progress = Callable[[int, int], None]


class ArchiveDamaged(Exception):
    """The export is not as it was written. The message names the file."""


class ArchivedTable(msgspec.Struct, frozen=True):
    """One file of the archive: each line is a JSON array of the columns, in this order."""

    name: str
    file: str
    columns: tuple[str, ...]
    rows: int
    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What is in the archive, written last: a folder without one is an export that did not finish."""

    format: int
    id: str
    made_at: str
    program: str
    schema: str
    tables: tuple[ArchivedTable, ...]
    left_out: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(table.rows for table in self.tables)


def transferred_tables() -> list[sa.Table]:
    """The tables that travel, each after those that it refers to, as the database holds their values."""
    kept = [table for table in metadata.sorted_tables if table.name not in LEFT_OUT]
    return [_as_stored(table) for table in kept]


def _as_stored(table: sa.Table) -> sa.Table:
    """The table with instants as the numbers they are kept as."""
    columns = [
        sa.Column(
            column.name,
            sa.BigInteger() if isinstance(column.type, Instant) else column.type,
            primary_key=column.primary_key,
            nullable=column.nullable,
            autoincrement=False,
        )
        for column in table.columns
    ]
    return sa.Table(table.name, sa.MetaData(), *columns)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the export in `folder`. Raises `ArchiveDamaged`."""
    path = folder / MANIFEST
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError:
        raise ArchiveDamaged(
            f"{path} is missing: this is no export, or one that did not finish"
        ) from None
    except OSError as error:
        raise ArchiveDamaged(f"{path} cannot be read: {error.strerror}") from error
    except msgspec.MsgspecError as error:
        raise ArchiveDamaged(f"{path} is damaged: {error}") from error
    known = {table.name: tuple(table.columns.keys()) for table in transferred_tables()}
    if manifest.format == FORMAT and {t.name: t.columns for t in manifest.tables} != known:
        raise ArchiveDamaged(f"{path} is damaged: it does not name the tables of this version")
    return manifest


def check_files(folder: Path, manifest: Manifest, on_progress: Progress) -> None:
    """Read every file and compare it with the manifest. Raises `ArchiveDamaged`, naming the first that differs."""
    total, done = sum(table.bytes for table in manifest.tables), 0
    for table in manifest.tables:
        path, digest, size = folder / Path(table.file).name, hashlib.sha256(), 0
        try:
            with path.open("rb") as file:
                while part := file.read(1 << 20):
                    digest.update(part)
                    size += len(part)
                    on_progress(done + size, total)
        except OSError as error:
            raise ArchiveDamaged(f"{path} cannot be read: {error.strerror}") from error
        if size != table.bytes or digest.hexdigest() != table.sha256:
            raise ArchiveDamaged(f"{path} is damaged: it is not the file that was exported")
        done += size


class RowReader:
    """The rows of one table's file, from a byte position on."""

    def __init__(self, folder: Path, archived: ArchivedTable, table: sa.Table) -> None:
        self._path = folder / Path(archived.file).name
        self._names = archived.columns
        self._decode = msgspec.json.Decoder(
            tuple[tuple(_type_of(table.c[name]) for name in archived.columns)]  # type: ignore[misc]
        ).decode

    def pages(self, position: int = 0) -> Iterator[tuple[list[dict[str, Any]], int]]:
        """Rows in pages, each with the position after it. Raises `ArchiveDamaged`."""
        with self._path.open("rb") as file:
            file.seek(position)
            rows: list[dict[str, Any]] = []
            for line in file:
                position += len(line)
                rows.append(self._row_of(line, position))
                if len(rows) == PAGE:
                    yield rows, position
                    rows = []
            if rows:
                yield rows, position

    def _row_of(self, line: bytes, position: int) -> dict[str, Any]:
        try:
            values = self._decode(line)
        except msgspec.MsgspecError as error:
            raise ArchiveDamaged(
                f"{self._path} is damaged before byte {position}: {error}"
            ) from error
        return dict(zip(self._names, values, strict=True))


def _type_of(column: sa.Column[Any]) -> Any:
    """The type of a value; msgspec writes bytes as base64, and reads them back where bytes are expected."""
    return column.type.python_type | None


def render_row(row: sa.Row[Any]) -> bytes:
    """One line."""
    return msgspec.json.encode(tuple(row)) + b"\n"
