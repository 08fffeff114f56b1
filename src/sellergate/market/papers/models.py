"""What is written on papers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "fr"]


@dataclass(frozen=True)
class Fact:
    """One thing a reader looks for at the head of a paper: what it is called, and what it is.

    The value may have lines of its own, as an address has.
    """

    label: str
    value: str


@dataclass(frozen=True)
class Column:
    """A column of a table. Its width is its share of the page: 2 is twice as wide as 1."""

    title: str
    width: float = 1
    is_number: bool = False  # numbers stand at the right


@dataclass(frozen=True)
class Table:
    """A table of texts, with its head repeated on each page. `rows` is read once, row by row, so it may be a generator."""

    columns: Sequence[Column]
    rows: Iterable[Sequence[str]]
    title: str = ""
    totals: Sequence[Sequence[str]] = ()  # rows in bold, never apart from each other
    empty: str = ""  # what is said in place of no rows


@dataclass(frozen=True)
class Note:
    """A paragraph of text."""

    text: str
    title: str = ""


@dataclass(frozen=True)
class Paper:
    """A sheet of A4, or several."""

    marketplace: str
    title: str
    facts: Sequence[Fact] = ()
    parts: Sequence[Table | Note] = ()
    subtitle: str = ""
    barcode: str = ""  # Code 128 at the head, with its text below: printable ASCII
    footer: str = ""  # at the foot of each page, beside its number
    language: Language = "en"


@dataclass(frozen=True)
class Label:
    """A label of A6, for one parcel."""

    marketplace: str
    title: str
    barcode: str  # Code 128: printable ASCII
    to: Sequence[str]  # name and address, line by line
    sender: Sequence[str] = ()
    facts: Sequence[Fact] = ()
    language: Language = "en"
