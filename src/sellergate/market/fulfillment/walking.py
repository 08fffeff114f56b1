"""SQL of walking lists of fulfillment both ways, off an index: by an instant that is filtered by, else as they came."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.kit.clock import to_micros

MILLISECOND: Final = 1_000  # microseconds
MOST_LINES: Final = (
    2_000  # on a page: it ends before what would have more, or it would hold up everybody else
)


class Span(NamedTuple):
    """From one instant to another, both included. None: there is no such bound."""

    first: datetime | None = None
    last: datetime | None = None


class Place(NamedTuple):
    """Where a page begins: behind what has this instant, in microseconds, and this number; or before it."""

    instant: int
    row: int
    is_back: bool


ALWAYS: Final = Span()
Spans = Mapping[str, Span]  # by the column of the instant


def sort_of(spans: Spans) -> str | None:
    """By which instant a list is sorted: the first that is filtered by. None: by the number."""
    return next((name for name, span in spans.items() if span != ALWAYS), None)


def rows_of_page(
    conn: Connection,
    table: sa.Table,
    conditions: Sequence[sa.ColumnElement[bool]],
    spans: Spans,
    *,
    place: Place | None,
    limit: int,
    line: sa.ColumnElement[int],
) -> tuple[list[int], bool]:
    """The numbers of so many rows from a place on, and whether there are more: the newest first; going back, the nearest.

    There are fewer when they have too many lines for a page: `line` is the column by which lines name their row.
    """
    sort = sort_of(spans)
    row = table.c.id
    query = sa.select(row).where(*conditions, *_within(table, spans))
    is_back = place is not None and place.is_back
    if sort is None:
        if place is not None:
            query = query.where(row > place.row if is_back else row < place.row)
        query = query.order_by(row if is_back else row.desc())
    else:
        at = _micros(table, sort)
        if place is not None:
            query = query.where(
                at >= place.instant if is_back else at <= place.instant,
                sa.or_(at != place.instant, row > place.row if is_back else row < place.row),
            )
        query = query.order_by(*((at, row) if is_back else (at.desc(), row.desc())))
    rows = list(conn.execute(query.limit(limit + 1)).scalars())
    page = _fitting(conn, rows[:limit], line)
    return page, len(page) < len(rows)


def count_of_rows(
    conn: Connection, table: sa.Table, conditions: Sequence[sa.ColumnElement[bool]], spans: Spans
) -> int:
    """How many there are."""
    query = sa.select(sa.func.count()).select_from(table)
    return int(conn.execute(query.where(*conditions, *_within(table, spans))).scalar_one())


def _fitting(conn: Connection, rows: list[int], line: sa.ColumnElement[int]) -> list[int]:
    """Those that together have no more lines than a page may have; the first one always."""
    query = sa.select(line, sa.func.count()).where(line.in_(rows)).group_by(line)
    counts = {row: int(count) for row, count in conn.execute(query)}
    lines = 0
    for place, row in enumerate(rows):
        lines += counts.get(row, 0)
        if place and lines > MOST_LINES:
            return rows[:place]
    return rows


def _within(table: sa.Table, spans: Spans) -> list[sa.ColumnElement[bool]]:
    """Bounds as clients write them, in milliseconds, include all of the last one (contract/09 §5)."""
    found: list[sa.ColumnElement[bool]] = []
    for name, (first, last) in spans.items():
        at = _micros(table, name)
        if first is not None:
            found.append(at >= to_micros(first))
        if last is not None:
            bound = to_micros(last)
            found.append(at <= (bound if bound % MILLISECOND else bound + MILLISECOND - 1))
    return found


def _micros(table: sa.Table, name: str) -> sa.ColumnElement[Any]:
    """An instant as it is stored."""
    return sa.type_coerce(table.c[name], sa.BigInteger)
