"""Product sheets as strangers send them, read with every tolerance of contract/03: what each member is, and what is wrong.

Nothing here knows the catalogue. A line that makes no sense is a sheet all the same, with notes that say why.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from sellergate.kit.gtin import Gtin, parse_gtin
from sellergate.market.languages import Language
from sellergate.market.products.refusals import Level, Note, note

MAX_REFERENCE: Final = 50
MAX_TITLE: Final = 132
MAX_DESCRIPTION: Final = 2000
MAX_RICH: Final = 5000
MAX_WORDS: Final = 100  # of a brand, a colour or a size
MAX_VALUE: Final = 500  # of an attribute
MAX_URL: Final = 2000
MAX_PICTURES: Final = 20  # a template has six slots, a client sends nine
MAX_ATTRIBUTES: Final = 300
MAX_VALUES: Final = 50

_ECHO: Final = 40  # of what was sent as GTIN
# Of JSON that is read whole: what it takes as objects is many times that, while a text takes what it is.
_MAX_READ: Final = 1_000_000
# Directions and marks of order can make a text look like another one.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_UNSEEN_IN_LINES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_HTML = re.compile(
    r"</?[a-z][^<>]*>|<!--|&(?:#\d{1,7}|#x[0-9a-f]{1,6}|amp|lt|gt|quot|nbsp);", re.IGNORECASE
)
_REFERENCE = re.compile(r"[0-9]{1,10}", re.ASCII)
_BLANKS = re.compile(r"[ \t\r\n]+")


class Number(str):
    """A number with a fraction, as it was written: nothing of it is rounded."""

    __slots__ = ()


_decode = msgspec.json.Decoder(float_hook=Number).decode
_decode_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_decode_lines = msgspec.json.Decoder(list[msgspec.Raw]).decode


@dataclass(slots=True)
class SubmittedSheet:
    """A submitted sheet. What could not be understood is missing, and noted."""

    language: Language
    gtin: Gtin | None = None
    gtin_text: str = ""  # as submitted
    seller_product_reference: str = ""
    title: str = ""
    description: str = ""
    rich_description: str | None = None
    brand: str | None = None
    category_code: str | None = None
    variant_group_reference: str | None = None
    color: str | None = None
    size: str | None = None
    pictures: dict[int, str] = field(default_factory=dict)
    attributes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Whether something is wrong with it."""
        return any(one.level is Level.ERROR for one in self.notes)


def read_sheets(lines: str, language: Language) -> list[SubmittedSheet]:
    """The sheets of a JSON array, one by one. `language` is that of texts which do not say theirs."""
    return [_Reader(_members_of(line), language).sheet for line in _decode_lines(lines)]


class _Unreadable:
    """The value of a member that no JSON value can be made of, such as half a character."""


def _members_of(line: msgspec.Raw) -> dict[str, Any]:
    """The members of a line, names in small letters (contract/00 §4)."""
    try:
        if len(bytes(line)) <= _MAX_READ:
            return {name.casefold(): value for name, value in _decode(line).items()}
        return _members_one_by_one(line)
    except (ValueError, RecursionError):
        return _members_one_by_one(line)


def _members_one_by_one(line: msgspec.Raw) -> dict[str, Any]:
    try:
        raw_members = _decode_members(line)
    except (ValueError, RecursionError):  # a name is unreadable
        return {}
    return {name.casefold(): _member_of(bytes(raw)) for name, raw in raw_members.items()}


def _member_of(raw: bytes) -> Any:
    if len(raw) > _MAX_READ and not raw.startswith(b'"'):
        return _Unreadable()
    try:
        return _decode(raw)
    except (ValueError, RecursionError):
        return _Unreadable()


class _Reader:
    """Reads the members of one line into a sheet."""

    def __init__(self, members: dict[str, Any], language: Language) -> None:
        self._members = members
        own = members.get("language")
        self.sheet = sheet = SubmittedSheet(_language(own) or language)
        self._read_gtin()
        sheet.seller_product_reference = self._line("SellerProductReference", MAX_REFERENCE) or ""
        sheet.title = self._line("Title", MAX_TITLE, numbers=False) or ""
        sheet.description = self._lines("Description", MAX_DESCRIPTION) or ""
        sheet.rich_description = self._lines("RichMarketingDescription", MAX_RICH, html=True)
        sheet.brand = self._line("Brand", MAX_WORDS)
        sheet.category_code = self._line("CategoryCode", MAX_REFERENCE)
        # `gtinReference` until 2024 (contract/03).
        sheet.variant_group_reference = self._line(
            "VariantGroupReference", MAX_REFERENCE
        ) or self._line("GtinReference", MAX_REFERENCE)
        sheet.color = self._line("Color", MAX_WORDS)
        sheet.size = self._line("Size", MAX_WORDS)
        self._read_pictures()
        self._read_attributes()
        for name, value in (
            ("SellerProductReference", sheet.seller_product_reference),
            ("Title", sheet.title),
            ("Description", sheet.description),
        ):
            if not value and not self._is_noted(name):
                self._note("missing", name)

    def _read_gtin(self) -> None:
        value = self._members.get("gtin")
        match value:
            case None | "":
                self._note("missing", "Gtin")
            case str() | int() if not isinstance(value, bool):
                self.sheet.gtin_text = _echo(value)
                try:
                    self.sheet.gtin = parse_gtin(
                        value if not isinstance(value, str) else value[:_ECHO]
                    )
                    self.sheet.gtin_text = self.sheet.gtin.text
                except ValueError:
                    digits = self.sheet.gtin_text
                    has_form = digits.isascii() and digits.isdigit() and 8 <= len(digits) <= 14
                    self._note("gtin-check" if has_form else "gtin-form", "Gtin")
            case _:
                self._note("gtin-form", "Gtin")

    def _read_pictures(self) -> None:
        pictures = self._list("SellerPictureUrls", MAX_PICTURES)
        found = self.sheet.pictures
        for item in pictures or ():
            members = _lowered(item)
            index = _index(members.get("index"))
            if index is None or index in found:
                self._note("picture-index", "SellerPictureUrls")
            elif url := self._url(members.get("url"), f"SellerPicture_{index}"):
                found[index] = url
        self.sheet.pictures = dict(sorted(found.items()))
        if pictures is not None and 1 not in found and not self._is_noted("SellerPicture_1"):
            self._note("no-picture", "SellerPicture_1")

    def _read_attributes(self) -> None:
        for item in self._list("Attributes", MAX_ATTRIBUTES) or ():
            members = _lowered(item)
            reference = _text_of(members.get("propertyreference"), numbers=True)
            if reference is None or not _REFERENCE.fullmatch(reference):
                self._note("attribute-form", "Attributes")
                continue
            values = self._values(members.get("values"), reference)
            # The value of a property may be a document.
            values += tuple(self._documents(members.get("files"), reference))
            if values:
                known = self.sheet.attributes.get(reference, ())
                self.sheet.attributes[reference] = tuple(dict.fromkeys(known + values))

    def _values(self, given: Any, reference: str) -> tuple[str, ...]:
        if given is None:
            return ()
        items = given if isinstance(given, list) else [given]
        if len(items) > MAX_VALUES:
            self._note("too-many", reference, max=MAX_VALUES)
            return ()
        values = [self._words(item, reference, MAX_VALUE) for item in items if item is not None]
        return tuple(value for value in values if value)

    def _documents(self, given: Any, reference: str) -> list[str]:
        if given is None:
            return []
        if not isinstance(given, list) or len(given) > MAX_VALUES:
            self._note("attribute-form", "Attributes")
            return []
        return [url for item in given if (url := self._url(item, reference))]

    def _list(self, name: str, most: int) -> list[Any] | None:
        """The items of a list; None when the member is wrong, and noted."""
        given = self._members.get(name.casefold())
        match given:
            case None:
                return []
            case list() if len(given) <= most:
                return given
            case list():
                self._note("too-many", name, max=most)
            case _Unreadable():
                self._note("unreadable", name)
            case _:
                self._note("not-list", name)
        return None

    def _line(self, name: str, most: int, *, numbers: bool = True) -> str | None:
        """A text in one line; blanks are made one each."""
        return self._words(self._members.get(name.casefold()), name, most, numbers=numbers)

    def _words(self, given: Any, name: str, most: int, *, numbers: bool = True) -> str | None:
        text = self._text(given, name, numbers=numbers)
        if text is not None and len(text) <= 4 * most:  # longer ones are not worth the work
            text = _BLANKS.sub(" ", text).strip()
        return self._checked(text, name, most, unseen=_UNSEEN)

    def _lines(self, name: str, most: int, *, html: bool = False) -> str | None:
        """A text that may have several lines."""
        text = self._text(self._members.get(name.casefold()), name, numbers=False)
        if text is not None and len(text) <= 4 * most:
            text = text.replace("\r\n", "\n").strip()
        return self._checked(text, name, most, unseen=_UNSEEN_IN_LINES, html=html)

    def _text(self, given: Any, name: str, *, numbers: bool) -> str | None:
        if given is None:
            return None
        text = _text_of(given, numbers=numbers)
        if text is None:
            self._note("unreadable" if isinstance(given, _Unreadable) else "not-text", name)
        return text

    def _checked(
        self,
        text: str | None,
        name: str,
        most: int,
        *,
        unseen: re.Pattern[str],
        html: bool = False,
    ) -> str | None:
        if not text:
            return None
        if len(text) > most:
            self._note("too-long", name, max=most)
        elif unseen.search(text):
            self._note("control-character", name)
        elif not html and _HTML.search(text):
            self._note("html", name)
        else:
            return text
        return None

    def _url(self, given: Any, name: str) -> str | None:
        """An https address. Nobody fetches it (docs/decisions/0028)."""
        if _is_text(given) and (url := given.strip()) and _is_https(url):
            return str(url)
        self._note("url", name, max=MAX_URL)
        return None

    def _note(self, key: str, name: str, **values: Any) -> None:
        self.sheet.notes.append(note(key, name, **values))

    def _is_noted(self, name: str) -> bool:
        return any(one.field == name for one in self.sheet.notes)


def _language(value: Any) -> Language | None:
    """The language that a sheet says its texts are in; a region does not matter."""
    try:
        return Language(value.strip()[:2]) if _is_text(value) else None
    except ValueError:
        return None


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and not isinstance(value, Number)


def _text_of(value: Any, *, numbers: bool) -> str | None:
    """A text, or a number that stands for one; None: something else."""
    if isinstance(value, str):
        return value if numbers or not isinstance(value, Number) else None
    if numbers and isinstance(value, int) and not isinstance(value, bool):
        return _digits(value)
    return None


def _digits(value: int) -> str:
    return str(value) if abs(value) < 10**_ECHO else "9" * (_ECHO + 1)  # too long for anything here


def _echo(value: str | int) -> str:
    """What was sent as GTIN, to be found again in the report."""
    text = value if isinstance(value, str) else _digits(value)
    return _UNSEEN.sub("", text[: 2 * _ECHO]).strip()[:_ECHO]


def _index(value: Any) -> int | None:
    """The index of a picture, which some send as text."""
    if _is_text(value) and value.isascii() and value.isdigit() and len(value) < 4:
        value = int(value)
    is_index = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 999
    return value if is_index else None


def _lowered(item: Any) -> dict[str, Any]:
    return (
        {name.casefold(): value for name, value in item.items()} if isinstance(item, dict) else {}
    )


def _is_https(url: str) -> bool:
    if len(url) > MAX_URL or not url.isprintable() or " " in url or url[:8].lower() != "https://":
        return False
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return bool(parts.hostname) and "@" not in parts.netloc
