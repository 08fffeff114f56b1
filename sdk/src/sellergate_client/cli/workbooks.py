"""Rows of a workbook (.xlsx), one by one. It needs the extra `xlsx`: pip install "sellergate-client[xlsx]".

A workbook is a zip file, so a small one can be anything: what it says it holds is looked at before it is opened.
"""

import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from sellergate_client.errors import ConfigurationError

MOST_SHEET_BYTES = 256_000_000  # read row by row: some 400,000 offers
MOST_OTHER_BYTES = 64_000_000  # kept in memory: the texts of all cells, and styles
MOST_PARTS = 1_000
MOST_COLUMNS = 200
DIGITS = ".15g"  # as many as a spreadsheet shows: 0.1 + 0.2 is 0.3


def rows_of(name: str) -> Iterator[tuple[int, list[str]]]:
    """The number and the texts of each row that has any, of the first sheet. Raises ConfigurationError."""
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise ConfigurationError(
            'Workbooks need the extra `xlsx`: pip install "sellergate-client[xlsx]". Or save the sheet as CSV.'
        ) from None
    try:
        _check_size(name)
        book = load_workbook(name, read_only=True, data_only=True, keep_links=False)
        try:
            if not book.worksheets:
                raise ConfigurationError(f"{name} has no sheet.")
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # they are what the file says, not what it has
            rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
            for number, row in enumerate(rows, 1):
                texts = [_text(cell, f"{name}, line {number}") for cell in row]
                if any(texts):
                    yield number, texts
        finally:
            book.close()
    except FileNotFoundError:
        raise ConfigurationError(f"There is no file {name}.") from None
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, ParseError, EOFError) as error:
        raise ConfigurationError(
            f"{name} is no workbook that can be read. Save it as .xlsx, without a password, or as CSV. ({error})"
        ) from None


def _check_size(name: str) -> None:
    with zipfile.ZipFile(name) as parts:
        entries = parts.infolist()
    sheets = sum(entry.file_size for entry in entries if _is_sheet(entry.filename))
    others = sum(entry.file_size for entry in entries) - sheets
    if sheets > MOST_SHEET_BYTES or others > MOST_OTHER_BYTES or len(entries) > MOST_PARTS:
        raise ConfigurationError(
            f"{name} is too large once it is unpacked. Save the sheet alone as CSV."
        )


def _is_sheet(part: str) -> bool:
    return part.startswith("xl/worksheets/sheet")


def _text(cell: Any, where: str) -> str:
    """A cell as CSV has it."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return str(int(cell)) if cell == int(cell) else format(cell, DIGITS)
    raise ConfigurationError(
        f"{where}: {cell} is neither text nor a number. Format its column as text or as numbers."
    )
