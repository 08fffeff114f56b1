"""Offers and sheets from files. Titles of columns are told by `slg offers push --help` and sdk/README.md."""

import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TextIO

from sellergate_client.cli.workbooks import rows_of
from sellergate_client.errors import ConfigurationError

TEXTS = {
    "reference": ("sellerExternalReference",),
    "gtin": ("product", "gtin"),
    "product_reference": ("product", "reference"),
    "condition": ("condition",),
    "comment": ("comment",),
    "currency": ("price", "currencyCode"),
}
NUMBERS = {
    "price": ("price", "price"),
    "origin_price": ("price", "originPrice"),
    "quantity": ("quantity",),
    "preparation_time": ("preparationTime",),
}
TAXES = {"vat": "VAT", "ecotax": "Ecotax", "deatax": "Deatax"}
DELIVERY = re.compile(r"delivery:(?P<code>[a-z0-9]+)(?P<more>:additional)?")


def lines_of(name: str) -> Iterator[dict[str, Any]]:
    """The offers of a file, one by one. Raises ConfigurationError with the number of the line."""
    if Path(name).suffix.lower() in {".json", ".jsonl"}:
        yield from _objects(name)
        return
    if Path(name).suffix.lower() == ".xlsx":
        yield from _workbook(name)
        return
    with _opened(name) as file:
        rows = csv.DictReader(file, dialect=_dialect(file))
        titles = [title.strip().lower() for title in rows.fieldnames or ()]
        _check_titles(titles, name)
        rows.fieldnames = titles
        for row in rows:
            yield _line(row, f"{name}, line {rows.line_num}")


def _workbook(name: str) -> Iterator[dict[str, Any]]:
    rows = rows_of(name)
    _, first = next(rows, (0, []))
    titles = [title.lower() for title in first]
    while titles and not titles[-1]:
        titles.pop()
    _check_titles(titles, name)
    for number, cells in rows:
        row: dict[str | None, Any] = dict(zip(titles, cells, strict=False))
        if any(cells[len(titles) :]):
            row[None] = cells[len(titles) :]
        yield _line(row, f"{name}, line {number}")


def checked_lines_of(name: str) -> Iterable[dict[str, Any]]:
    """The offers of a file that was read to its end: of one with a mistake none is pushed. Raises ConfigurationError."""
    if name == "-":
        return list(lines_of(name))
    for _ in lines_of(name):
        pass
    return lines_of(name)


def sheets_of(name: str) -> Iterator[dict[str, Any]]:
    """The product sheets of a file."""
    return _objects(name)


def _objects(name: str) -> Iterator[dict[str, Any]]:
    with _opened(name) as file:
        if Path(name).suffix.lower() == ".jsonl":
            found: Any = (json.loads(line, parse_float=Decimal) for line in file if line.strip())
        else:
            found = json.load(file, parse_float=Decimal)
            if not isinstance(found, list):
                raise ConfigurationError(f"{name} holds no list.")
        for number, one in enumerate(found, 1):
            if not isinstance(one, dict):
                raise ConfigurationError(f"Number {number} of {name} is no object.")
            yield one


def _check_titles(titles: list[str], name: str) -> None:
    known = TEXTS.keys() | NUMBERS.keys() | TAXES.keys()
    wrong = [title for title in titles if title not in known and not DELIVERY.fullmatch(title)]
    if wrong or "reference" not in titles:
        what = f"no column {wrong[0]!r} is known" if wrong else "there is no column 'reference'"
        raise ConfigurationError(
            f"{name}: {what}. Columns are {', '.join(sorted(known))}, delivery:CODE and delivery:CODE:additional."
        )


def _line(row: dict[str | None, Any], where: str) -> dict[str, Any]:
    """An offer as the wire has it. An empty cell is a member left out."""
    if None in row:
        raise ConfigurationError(f"{where}: there are more cells than titles.")
    made: dict[str, Any] = {}
    modes: dict[str, dict[str, Any]] = {}
    taxes = []
    for title, cell in row.items():
        text = (cell or "").strip()
        if not text or title is None:
            continue
        if title in TEXTS:
            _put(made, TEXTS[title], text)
        elif title in NUMBERS:
            _put(made, NUMBERS[title], _number(text, title, where))
        elif title in TAXES:
            taxes.append({"code": TAXES[title], "value": _number(text, title, where)})
        elif found := DELIVERY.fullmatch(title):
            code = found["code"].upper()
            mode = modes.setdefault(code, {"code": code})
            mode["additionalCost" if found["more"] else "cost"] = _number(text, title, where)
    if taxes:
        made.setdefault("price", {})["taxes"] = taxes
    if modes:
        made["deliveryModes"] = list(modes.values())
    return made


def _put(made: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for name in path[:-1]:
        made = made.setdefault(name, {})
    made[path[-1]] = value


def _number(text: str, title: str, where: str) -> Decimal:
    """A number, with a point or with a comma as in French sheets."""
    try:
        found = Decimal(text.replace(",", ".").replace("\N{NO-BREAK SPACE}", "").replace(" ", ""))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise ConfigurationError(f"{where}: {title} is {text!r}, which is no number.")
    return found


def _dialect(file: TextIO) -> type[csv.Dialect]:
    """Commas, or semicolons as spreadsheets write them where a comma is in numbers."""
    first = file.readline()
    file.seek(0)

    class Found(csv.excel):
        delimiter = max(",;\t", key=first.count)

    return Found


@contextmanager
def _opened(name: str) -> Iterator[TextIO]:
    if name == "-":
        yield io.StringIO(sys.stdin.read())
        return
    try:
        with Path(name).open(encoding="utf-8-sig", newline="") as file:
            yield file
    except UnicodeDecodeError:
        raise ConfigurationError(f"{name} is not UTF-8. Save it as “CSV UTF-8”.") from None
    except FileNotFoundError:
        raise ConfigurationError(f"There is no file {name}.") from None
    except (json.JSONDecodeError, csv.Error) as error:
        raise ConfigurationError(f"{name} cannot be read: {error}.") from None
