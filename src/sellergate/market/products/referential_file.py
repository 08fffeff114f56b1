"""The referential as a file of JSON lines: read and checked as a whole before anything of it is written.

A message names the line and the member, as an operator's editor counts them (docs/decisions/0032).
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import msgspec
from sqlalchemy import Connection

from sellergate.market.products import referential
from sellergate.market.products.names import brand_key
from sellergate.market.products.referential import (
    BrandEntry,
    CategoryEntry,
    Entry,
    Label,
    PropertyEntry,
)

PAGE: Final = 200  # entries of one transaction: some 20 ms, so that a served marketplace goes on
LONGEST: Final = 1_000_000  # bytes of a line

_CATEGORY: Final = re.compile(r"(?:[0-9A-Za-z]{2}){1,3}", re.ASCII)
_PROPERTY: Final = re.compile(r"[0-9]{1,10}", re.ASCII)
_BRAND: Final = re.compile(r"[0-9A-Za-z._-]{1,20}", re.ASCII)
_MOST_OF_LABEL, _MOST_OF_NAME, _MOST_OF_UNIT = 200, 120, 20

Progress = Callable[[int, int], None]
T = TypeVar("T", bound=Entry)


class ReferentialInvalid(Exception):
    """What is wrong with a file, a text for each problem."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Referential:
    """Entries of a file with the lines that they are on, in the order of the file."""

    properties: dict[str, tuple[int, PropertyEntry]] = field(default_factory=dict)
    brands: dict[str, tuple[int, BrandEntry]] = field(default_factory=dict)
    categories: dict[str, tuple[int, CategoryEntry]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.properties) + len(self.brands) + len(self.categories)


@dataclass(frozen=True, slots=True)
class Known:
    """What the marketplace has already, which a file may build on."""

    categories: Collection[str] = ()
    properties: Collection[str] = ()
    brands: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Removal:
    """What `replace_referential` took away. `kept_categories` have sheets and are inactive now."""

    categories: int
    kept_categories: int
    brands: int
    kept_brands: int


def read_known(conn: Connection) -> Known:
    """What the marketplace has."""
    return Known(
        referential.known_categories(conn),
        referential.known_properties(conn),
        referential.known_brands(conn),
    )


def read_referential(lines: Iterable[bytes], known: Known) -> Referential:
    """The entries of a file, each of which is in order. Raises `ReferentialInvalid` with all that is wrong."""
    reading = _Reading()
    for number, line in enumerate(lines, 1):
        text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if text.strip():
            reading.add(number, text)
    reading.check_whole(known)
    if reading.problems:
        raise ReferentialInvalid([f"line {n}: {text}" for n, text in sorted(reading.problems)])
    return reading.found


def export_lines(conn: Connection) -> Iterator[bytes]:
    """The whole referential, a line each: properties, brands, then categories."""
    encoder = msgspec.json.Encoder()
    for entries in (
        referential.all_properties(conn),
        referential.all_brands(conn),
        referential.all_categories(conn),
    ):
        for entry in entries:
            yield encoder.encode(entry) + b"\n"


def import_referential(conn: Connection, read: Referential, on_progress: Progress) -> None:
    """Write the entries over those that are there, in transactions of `PAGE` entries. Done again, it changes nothing.

    What others refer to comes first, so whatever ends it, what is written is whole.
    """
    steps: tuple[tuple[Callable[[Connection, Any], None], Sequence[Entry]], ...] = (
        (referential.put_properties, _entries(read.properties)),
        (referential.put_brands, _entries(read.brands)),
        # Above before below, as sorting has it.
        (referential.put_categories, sorted(_entries(read.categories), key=lambda e: e.reference)),
    )
    done = 0
    for put, entries in steps:
        for start in range(0, len(entries), PAGE):
            page = entries[start : start + PAGE]
            with conn.begin():
                put(conn, page)
            done += len(page)
            on_progress(done, len(read))


def remove_others(conn: Connection, read: Referential, known: Known) -> Removal:
    """Take away what was known before and is not in the file. Sheets keep their categories and brands."""
    categories = set(known.categories) - read.categories.keys()
    brands = set(known.brands.values()) - read.brands.keys()
    with conn.begin():
        removed = referential.remove_categories(conn, categories)
    with conn.begin():
        gone = referential.remove_brands(conn, brands)
    return Removal(removed, len(categories) - removed, gone, len(brands) - gone)


def _entries(numbered: Mapping[str, tuple[int, T]]) -> list[T]:
    return [entry for _line, entry in numbered.values()]


class _Reading:
    """What was read so far, and what is wrong with it."""

    def __init__(self) -> None:
        self.found = Referential()
        self.problems: list[tuple[int, str]] = []
        self._decoder = msgspec.json.Decoder(Entry)

    def add(self, line: int, text: bytes) -> None:
        if len(text) > LONGEST:
            self.problems.append((line, f"is longer than {LONGEST} bytes"))
            return
        try:
            entry = self._decoder.decode(text)
        except msgspec.ValidationError as error:
            self.problems.append((line, _told(error)))
            return
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            self.problems.append((line, f"is no JSON object on one line: {error}"))
            return
        wrong = list(_wrong_in(entry))
        self.problems += [(line, text) for text in wrong]
        self._keep(line, entry)

    def _keep(self, line: int, entry: Entry) -> None:
        match entry:
            case PropertyEntry():
                self._keep_in(self.found.properties, line, entry)
            case BrandEntry():
                self._keep_in(self.found.brands, line, entry)
            case CategoryEntry():
                self._keep_in(self.found.categories, line, entry)

    def _keep_in(self, kept: dict[str, tuple[int, T]], line: int, entry: T) -> None:
        if entry.reference in kept:
            first, _ = kept[entry.reference]
            self._say(line, "reference", f"“{entry.reference}” is on line {first} already")
        else:
            kept[entry.reference] = (line, entry)

    def check_whole(self, known: Known) -> None:
        """What one line says of others."""
        self._check_brands(known)
        properties = self.found.properties.keys() | set(known.properties)
        categories = self.found.categories.keys() | set(known.categories)
        for line, entry in self.found.categories.values():
            parent = entry.parent_reference
            is_named = _CATEGORY.fullmatch(entry.reference)
            if is_named and parent is not None and parent not in categories:
                self._say(line, "reference", f"there is no category “{parent}” above it")
            for place, listed in enumerate(entry.properties):
                if listed.reference not in properties:
                    member = f"properties[{place}].reference"
                    self._say(line, member, f"there is no property “{listed.reference}”")

    def _check_brands(self, known: Known) -> None:
        taken = {
            key: f"is the brand {reference} already"
            for key, reference in known.brands.items()
            if reference not in self.found.brands
        }
        for line, entry in self.found.brands.values():
            key = brand_key(entry.name)
            if key in taken:
                self._say(line, "name", f"“{entry.name}” {taken[key]}")
            taken.setdefault(key, f"is the same name as on line {line}")

    def _say(self, line: int, member: str, what: str) -> None:
        self.problems.append((line, f"{member}: {what}"))


def _told(error: msgspec.ValidationError) -> str:
    """What msgspec says, with the member first."""
    what, _, place = str(error).partition(" - at `$")
    member = place.strip(".`")
    return f"{member}: {what}" if member else what


def _wrong_in(entry: Entry) -> Iterator[str]:
    match entry:
        case PropertyEntry():
            yield from _wrong_reference(entry.reference, _PROPERTY, "1 to 10 digits")
            yield from _wrong_label(entry.label, "label")
            yield from _wrong_text(entry.unit, "unit", _MOST_OF_UNIT)
            yield from _wrong_choices(entry.choices)
        case BrandEntry():
            what = "1 to 20 letters, digits, points, hyphens and underscores"
            yield from _wrong_reference(entry.reference, _BRAND, what)
            yield from _wrong_text(entry.name, "name", _MOST_OF_NAME)
        case CategoryEntry():
            what = "2, 4 or 6 letters and digits, two a level"
            yield from _wrong_reference(entry.reference, _CATEGORY, what)
            yield from _wrong_label(entry.label, "label")
            yield from _wrong_properties(entry)


def _wrong_reference(reference: str, pattern: re.Pattern[str], what: str) -> Iterator[str]:
    if not pattern.fullmatch(reference):
        yield f"reference: must be {what}"


def _wrong_label(label: Label, member: str) -> Iterator[str]:
    for language in ("fr", "en", "es"):
        yield from _wrong_text(getattr(label, language), f"{member}.{language}", _MOST_OF_LABEL)


def _wrong_text(text: str | None, member: str, most: int) -> Iterator[str]:
    if text is None:
        return
    if not text.strip() or len(text) > most or not text.isprintable():
        yield f"{member}: must have 1 to {most} characters, on one line"


def _wrong_choices(choices: Sequence[Label]) -> Iterator[str]:
    for place, choice in enumerate(choices):
        yield from _wrong_label(choice, f"choices[{place}]")
    for language in ("fr", "en", "es"):
        seen: set[str] = set()
        for place, choice in enumerate(choices):
            text = getattr(choice, language)
            if text in seen:
                yield f"choices[{place}].{language}: “{text}” is a choice already"
            seen.add(text)


def _wrong_properties(entry: CategoryEntry) -> Iterator[str]:
    if entry.properties and entry.level != 3:
        yield "properties: only categories of 6 characters have sheets, and so properties"
    seen: set[str] = set()
    for place, listed in enumerate(entry.properties):
        if listed.reference in seen:
            yield f"properties[{place}].reference: “{listed.reference}” is listed already"
        seen.add(listed.reference)
