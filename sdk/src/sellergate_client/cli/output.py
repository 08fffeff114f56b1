"""What people and programs read: tables, records, JSON; and how far it is, on stderr."""

import json
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self

from sellergate_client._core.model import to_wire

LEAST_WIDTH = 12


def print_json(value: Any) -> None:
    """For programs: the names and values of the wire."""
    json.dump(to_wire(value), sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def print_table(titles: Sequence[str], rows: Iterable[Sequence[Any]], *, empty: str = "") -> None:
    """For people. The last column may be cut at the edge of a terminal, and nowhere else."""
    shown = [[_cell(value) for value in row] for row in rows]
    if not shown:
        print(empty)
        return
    widths = [max(map(len, column)) for column in zip(titles, *shown, strict=True)]
    if sys.stdout.isatty():
        room = shutil.get_terminal_size().columns - sum(widths[:-1]) - 2 * (len(widths) - 1)
        widths[-1] = min(widths[-1], max(room, LEAST_WIDTH))
    for row in [list(titles), *shown]:
        cells = [cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)]
        print("  ".join([*cells, row[-1][: widths[-1]]]).rstrip())


def print_record(values: Mapping[str, Any]) -> None:
    """One thing, a member a line."""
    width = max(map(len, values), default=0)
    for name, value in values.items():
        print(f"{name.ljust(width)}  {_cell(value)}".rstrip())


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (Mapping, list, tuple)):
        return json.dumps(to_wire(value), ensure_ascii=False)
    # What a customer wrote must not move the cursor.
    return "".join(one if one.isprintable() else " " for one in str(value))


class Progress:
    """A line on stderr that is written over, where somebody looks at it."""

    def __init__(self) -> None:
        self._shows = sys.stderr.isatty()
        self._length = 0

    def show(self, text: str) -> None:
        if self._shows:
            sys.stderr.write("\r" + text.ljust(self._length))
            sys.stderr.flush()
            self._length = len(text)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._length:
            sys.stderr.write("\r" + " " * self._length + "\r")
