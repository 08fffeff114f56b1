"""Texts in the reader's language: gettext catalogues read from .po files at start, no build step."""

import gettext
import io
import re
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, TypeVar, cast

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

Locale: TypeAlias = Literal["en", "fr"]
Text = TypeVar("Text", bound=str)

LOCALES: Final[tuple[Locale, ...]] = ("en", "fr")
SOURCE_LOCALE: Final[Locale] = "en"
LOCALES_DIR: Final = Path(__file__).parent / "locales"

_LANGUAGE_RANGE = re.compile(
    r"([A-Za-z]{1,8}|\*)(?:-[A-Za-z0-9-]*)?(?:\s*;\s*q=([01](?:\.\d{0,3})?))?"
)


def negotiate_locale(cookie: str | None, accept_language: str | None) -> Locale:
    """Choose the language of a page: the reader's choice (cookie), else the browser's (RFC 9110 §12.5.4)."""
    if cookie in LOCALES:
        return cookie
    return _preferred(accept_language or "") or SOURCE_LOCALE


def _preferred(accept_language: str) -> Locale | None:
    ranked: list[tuple[float, int, Locale]] = []
    # A browser sends a handful of languages; a thousand of them is not a browser.
    for position, part in enumerate(accept_language[:500].split(",")):
        match = _LANGUAGE_RANGE.fullmatch(part.strip())
        if match is None:
            continue
        weight = float(match[2] or 1)
        language = match[1].lower()
        name = SOURCE_LOCALE if language == "*" else language
        if weight > 0 and name in LOCALES:
            ranked.append((-weight, position, name))
    return min(ranked)[2] if ranked else None


def translate(locale: str, message: str, **values: Any) -> str:
    """Give `message` in the reader's language, its `{name}` places filled when values are given.

    A message without translation is given as it is, in English.
    """
    text = catalogue(locale).gettext(message) if message else ""
    return fill(text, values)


def fill(text: Text, values: dict[str, Any]) -> Text:
    """Fill the `{name}` places, or the `%(name)s` ones of template blocks; escapes them in markup."""
    if not values:
        return text
    filled = text % values if "%(" in text else text.format(**values)
    return cast("Text", filled)


@cache
def catalogue(locale: str) -> gettext.NullTranslations:
    """Read the texts of a locale once; the source language and unknown ones translate to themselves."""
    path = LOCALES_DIR / locale / "LC_MESSAGES" / "sellergate.po"
    if locale == SOURCE_LOCALE or locale not in LOCALES:
        return gettext.NullTranslations()
    with path.open("rb") as file:
        messages = read_po(file, locale=locale)
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
