"""Many rows in one parameter, so that writing thousands of them is one statement.

A statement a row would take the interpreter's lock thousands of times from the event loop, and on a server as many round
trips. What is written from `batch_of` is one call into the database.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

Types = sa.types.TypeEngine[Any]


def batch_of(
    conn: Connection, rows: Sequence[Sequence[Any]], **columns: type[Types] | Types
) -> sa.Subquery:
    """`rows` as something to select from: values that JSON knows, in the order of `columns`, which are names and types."""
    text = sa.literal(msgspec.json.encode(rows).decode())
    if conn.dialect.name == "sqlite":
        each = sa.func.json_each(text).table_valued("value", name="each")
        found = [
            sa.type_coerce(sa.func.json_extract(each.c.value, f"$[{n}]"), type_).label(name)
            for n, (name, type_) in enumerate(columns.items())
        ]
    else:
        each = sa.func.json_array_elements(sa.cast(text, sa.JSON)).table_valued(
            "value", name="each"
        )
        found = [
            sa.cast(each.c.value.op("->>")(sa.cast(n, sa.Integer)), type_).label(name)
            for n, (name, type_) in enumerate(columns.items())
        ]
    return sa.select(*found).subquery("batch")


def insert_or_update(
    conn: Connection, table: sa.Table, batch: sa.Subquery, **values: sa.ColumnElement[Any]
) -> None:
    """Insert the rows of `batch` into its columns; where there is one with that primary key, set `values` instead.

    `not_inserted` names the value that such a row would have had.
    """
    # SQLite would read "FROM batch ON …" as a join without the WHERE.
    rows = sa.select(*batch.c).where(sa.true())
    insert = conditional_insert(conn, table).from_select([c.name for c in batch.c], rows)
    conn.execute(insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=values))


def conditional_insert(conn: Connection, table: sa.Table) -> "postgresql.Insert | sqlite.Insert":
    """An INSERT that may say what happens where there is a row already: `on_conflict_do_nothing`, `…_do_update`."""
    return sqlite.insert(table) if conn.dialect.name == "sqlite" else postgresql.insert(table)


def not_inserted(table: sa.Table, column: str) -> sa.ColumnElement[Any]:
    """The value that a row would have had, for the `values` of `insert_or_update`."""
    return sa.literal_column(f"excluded.{column}", type_=table.c[column].type)


def row_by_row(column: sa.Column[int]) -> sa.ColumnElement[int]:
    """A number that rows are checked by once they are found, never found by.

    Without statistics SQLite takes an index that begins with a seller for a better way in than the ids of a batch, and
    walks through all that the seller has for each of them.
    """
    return column + 0
