"""Writes an export into an empty database, in pages that are committed with their position.

Until the last page is in, the database says of its schema that an import is under way, and nothing serves it.
"""

from pathlib import Path
from typing import Final

import sqlalchemy as sa

from sellergate.storage.migrate import HEAD, IMPORTING, set_revision
from sellergate.storage.schema import audit_head, metadata
from sellergate.storage.transfer.archive import (
    ArchiveDamaged,
    ArchivedTable,
    Manifest,
    Progress,
    RowReader,
    transferred_tables,
)
from sellergate.storage.transfer.exporting import count_rows

# Where the import of each table stands. Not part of the schema: it is gone when the import is done.
_positions: Final = sa.Table(
    "import_positions",
    sa.MetaData(),
    sa.Column("export_id", sa.String(36), primary_key=True),
    sa.Column("name", sa.String(60), primary_key=True),
    sa.Column("rows", sa.BigInteger, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),
)


class TargetNotEmpty(Exception):
    """The database holds something else."""


def begin_import(conn: sa.Connection, manifest: Manifest) -> None:
    """Take the database over, or go on where an import of the same export stopped. Raises `TargetNotEmpty`."""
    with conn.begin():
        if sa.inspect(conn).has_table(_positions.name):
            _check_same(conn, manifest)
            return
        for table in metadata.sorted_tables:
            # The migration made the one row of the trail's end; the export has its own.
            if table is not audit_head and count_rows(conn, table):
                raise TargetNotEmpty(
                    f"there are rows in the table {table.name}. Import into a new, empty database: "
                    "`import` makes the tables itself"
                )
        conn.execute(audit_head.delete())
        _positions.create(conn)
        conn.execute(
            _positions.insert(),
            [
                {"export_id": manifest.id, "name": table.name, "rows": 0, "position": 0}
                for table in manifest.tables
            ],
        )
        set_revision(conn, IMPORTING)


def import_rows(
    conn: sa.Connection, folder: Path, manifest: Manifest, on_progress: Progress
) -> None:
    """Write what is missing. Raises `ArchiveDamaged` for what does not fit, and when counts differ at the end."""
    known = {table.name: table for table in transferred_tables()}
    done = 0
    for archived in manifest.tables:
        table = known[archived.name]
        _import_table(conn, folder, archived, table, done, manifest.rows, on_progress)
        done += archived.rows
    with conn.begin():
        for archived in manifest.tables:
            found = count_rows(conn, known[archived.name])
            if found != archived.rows:
                raise ArchiveDamaged(
                    f"the table {archived.name} has {found} rows after the import, and {archived.rows} were exported"
                )


def finish_import(conn: sa.Connection) -> None:
    """Let the database count on from its rows, and be served."""
    with conn.begin():
        if conn.dialect.name == "postgresql":
            for table in metadata.sorted_tables:
                _set_sequence(conn, table)
        _positions.drop(conn)
        set_revision(conn, HEAD)


def _check_same(conn: sa.Connection, manifest: Manifest) -> None:
    ids = set(conn.execute(sa.select(_positions.c.export_id)).scalars())
    if ids != {manifest.id}:
        raise TargetNotEmpty(
            "the import of another export stopped half-way. Go on with that one, or take a new, empty database"
        )


def _import_table(
    conn: sa.Connection,
    folder: Path,
    archived: ArchivedTable,
    table: sa.Table,
    done: int,
    total: int,
    on_progress: Progress,
) -> None:
    this = _positions.c.name == archived.name
    with conn.begin():
        rows, position = conn.execute(
            sa.select(_positions.c.rows, _positions.c.position).where(this)
        ).one()
    for page, after in RowReader(folder, archived, table).pages(position):
        rows += len(page)
        try:
            with conn.begin():
                conn.execute(table.insert(), page)
                conn.execute(_positions.update().where(this).values(rows=rows, position=after))
        except (sa.exc.IntegrityError, sa.exc.DataError) as error:
            raise ArchiveDamaged(
                f"a row of {archived.file} before byte {after} does not fit into the database: {error.orig}"
            ) from error
        on_progress(done + rows, total)


def _set_sequence(conn: sa.Connection, table: sa.Table) -> None:
    column = table.autoincrement_column
    if column is None or column.autoincrement is False:
        return
    sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
    newest = sa.select(sa.func.max(column)).scalar_subquery()
    conn.execute(
        sa.select(sa.func.setval(sequence, sa.func.coalesce(newest, 1), newest.isnot(None)))
    )
