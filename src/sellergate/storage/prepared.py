"""Statements of the hot path, compiled once.

SQLAlchemy Core spends 13 of a single-row read's 19 µs on finding and wrapping what it compiled before. On SQLite a
prepared statement goes to the driver with its SQL and its result processors ready: 6 µs. On other databases, where the
network costs more than that, it is executed as any statement is.
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

Row = tuple[Any, ...]


class Prepared:
    """A SELECT that only takes bound values. `parameters` names them in the order in which they are given."""

    def __init__(self, statement: sa.Select[Any], *parameters: str) -> None:
        self._statement = statement
        self._parameters = parameters
        self._sqlite: _Compiled | None = None

    def first(self, conn: Connection, *values: Any) -> Row | None:
        """The first row, or None."""
        if conn.dialect.name != "sqlite":
            row = conn.execute(self._statement, self._named(values)).first()
            return None if row is None else tuple(row)
        compiled = self._sqlite or self._compile(conn)
        row = compiled.run(conn, values).fetchone()
        return None if row is None else compiled.process(row)

    def all(self, conn: Connection, *values: Any) -> list[Row]:
        """Every row."""
        if conn.dialect.name != "sqlite":
            return [tuple(row) for row in conn.execute(self._statement, self._named(values))]
        compiled = self._sqlite or self._compile(conn)
        return compiled.process_all(compiled.run(conn, values).fetchall())

    def _named(self, values: tuple[Any, ...]) -> dict[str, Any]:
        return dict(zip(self._parameters, values, strict=True))

    def _compile(self, conn: Connection) -> "_Compiled":
        self._sqlite = _Compiled(self._statement, self._parameters, conn.dialect)
        return self._sqlite


class _Compiled:
    """The SQL of a statement, how its values are ordered, and what makes Python values of its columns."""

    def __init__(
        self, statement: sa.Select[Any], parameters: tuple[str, ...], dialect: sa.Dialect
    ) -> None:
        compiled = statement.compile(dialect=dialect)
        self._sql = str(compiled)
        # Beside the parameters there may be values of its own, such as the 0 of SQLAlchemy's OFFSET beside a LIMIT.
        names = compiled.positiontup or []
        own = [name for name in names if name not in parameters]
        self._constants = tuple(compiled.params[name] for name in own)
        self._order = [(*parameters, *own).index(name) for name in names]
        self._in_order = self._order == list(range(len(parameters)))
        self._processors: list[tuple[int, Callable[[Any], Any]]] = []
        for index, column in enumerate(statement.selected_columns):
            processor = column.type.dialect_impl(dialect).result_processor(dialect, None)
            if processor is not None:
                self._processors.append((index, processor))

    def run(self, conn: Connection, values: tuple[Any, ...]) -> Any:
        if not self._in_order:
            values += self._constants
            values = tuple(values[index] for index in self._order)
        driver: Any = conn.connection.driver_connection
        return driver.execute(self._sql, values)

    def process_all(self, rows: list[Row]) -> list[Row]:
        return [self.process(row) for row in rows] if self._processors else rows

    def process(self, row: Row) -> Row:
        if not self._processors:
            return row
        ready = list(row)
        for index, processor in self._processors:
            ready[index] = processor(ready[index])
        return tuple(ready)
