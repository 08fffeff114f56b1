"""What commands print: tables or JSON on stdout, messages on stderr."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import msgspec

Row = Mapping[str, Any]

WIDE = 10_000  # a pipe has no width: lines are never broken


def say(message: str) -> None:
    """A message for the person at the terminal."""
    sys.stderr.write(printable(message) + "\n")


def print_json(value: Any) -> None:
    """A value for a script: instants as RFC 3339."""
    text = msgspec.json.format(msgspec.json.encode(value), indent=2)
    sys.stdout.write(text.decode() + "\n")


def print_rows(
    rows: Sequence[Row], columns: Mapping[str, str], *, as_json: bool, nothing: str
) -> None:
    """A list. `columns` are the members that people see, with their titles; scripts get every member."""
    if as_json:
        print_json(rows)
    elif not rows:
        say(nothing)
    else:
        _print_table(rows, columns)


def print_one(row: Row, titles: Mapping[str, str], *, as_json: bool) -> None:
    """One thing: a line per member."""
    if as_json:
        print_json(row)
        return
    width = max(map(len, titles.values()))
    for key, title in titles.items():
        sys.stdout.write(f"{title:<{width}}  {cell(row[key])}\n")


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar for the person at the terminal, moved by `(done, total)`; nobody else gets one."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def cell(value: Any) -> str:
    """A value as people read it."""
    match value:
        case None | () | []:
            return "–"  # noqa: RUF001  (a dash for nothing)
        case True:
            return "yes"
        case False:
            return "no"
        case datetime():
            return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        case list() | tuple():
            return ", ".join(map(cell, value))
        case _:
            return printable(str(value))


def printable(text: str) -> str:
    """Text without control characters: what others wrote must not steer the terminal."""
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)


def _print_table(rows: Sequence[Row], columns: Mapping[str, str]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else WIDE, highlight=False)
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for title in columns.values():
        table.add_column(title, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell(row[key])) for key in columns))
    console.print(table)
