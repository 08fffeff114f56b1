"""Writes every row of a database, as it is at one instant, into a folder."""

import hashlib
import os
from datetime import datetime
from pathlib import Path

import msgspec
import sqlalchemy as sa

from sellergate.storage.migrate import HEAD
from sellergate.storage.transfer.archive import (
    FORMAT,
    LEFT_OUT,
    MANIFEST,
    PAGE,
    ArchivedTable,
    Manifest,
    Progress,
    render_row,
    transferred_tables,
)


class FolderTaken(Exception):
    """There is something in the folder already, or it cannot be made."""


def make_folder(folder: Path) -> None:
    """A new or empty folder that is its owner's alone. Raises `FolderTaken`."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)
        if any(folder.iterdir()):
            raise FolderTaken(f"{folder} is not empty")
    except OSError as error:
        raise FolderTaken(f"{folder} cannot be used: {error.strerror}") from error


def export_rows(
    conn: sa.Connection,
    folder: Path,
    *,
    export_id: str,
    made_at: datetime,
    program: str,
    on_progress: Progress,
) -> Manifest:
    """Write every table, then the manifest. `conn` sees one unchanging state: `upkeep.run_on_snapshot`."""
    tables = transferred_tables()
    total = sum(count_rows(conn, table) for table in tables)
    done, archived = 0, []
    for number, table in enumerate(tables, 1):
        written = _export_table(
            conn, table, folder / f"{number:02}-{table.name}.jsonl", done, total, on_progress
        )
        archived.append(written)
        done += written.rows
    manifest = Manifest(
        format=FORMAT,
        id=export_id,
        made_at=made_at.isoformat(),
        program=program,
        schema=HEAD,
        tables=tuple(archived),
        left_out=tuple(sorted(LEFT_OUT)),
    )
    _write_last(folder, msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")
    return manifest


def count_rows(conn: sa.Connection, table: sa.Table) -> int:
    """How many rows a table has."""
    return conn.execute(sa.select(sa.func.count()).select_from(table)).scalar() or 0


def _export_table(
    conn: sa.Connection, table: sa.Table, path: Path, done: int, total: int, on_progress: Progress
) -> ArchivedTable:
    digest, size, rows = hashlib.sha256(), 0, 0
    query = sa.select(table).order_by(*table.primary_key.columns)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for page in conn.execute(query, execution_options={"yield_per": PAGE}).partitions():
            text = b"".join(map(render_row, page))
            file.write(text)
            digest.update(text)
            size += len(text)
            rows += len(page)
            on_progress(done + rows, total)
        file.flush()
        os.fsync(file.fileno())
    columns = tuple(map(str, table.columns.keys()))
    return ArchivedTable(str(table.name), path.name, columns, rows, size, digest.hexdigest())


def _write_last(folder: Path, text: bytes) -> None:
    partial = folder / f"{MANIFEST}.partial"
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(folder / MANIFEST)
