"""GTINs: the numbers of products, of 8, 12, 13 or 14 digits of which the last checks the others (GS1)."""

import re
from typing import NamedTuple

_DIGITS = re.compile(r"[0-9]{8,14}", re.ASCII)


class WrongCheckDigit(ValueError):
    """The digits are no GTIN: one of them was mistyped."""


class Gtin(NamedTuple):
    """A GTIN as it was written, and the `key` by which the same one is found however many zeros it begins with."""

    text: str
    key: str


def parse_gtin(value: object) -> Gtin:
    """A GTIN from text or a JSON number, which has lost the zeros it began with. Raises `ValueError`."""
    match value:
        case bool():
            raise ValueError("must be a GTIN of 8 to 14 digits")
        case int():
            text = str(value).zfill(13) if 0 <= value < 10**14 else ""
        case str():
            text = value.strip()
        case _:
            text = ""
    if not _DIGITS.fullmatch(text):
        raise ValueError("must be a GTIN of 8 to 14 digits")
    key = text.zfill(14)
    if key == "0" * 14 or check_digit(key[:-1]) != key[-1]:
        raise WrongCheckDigit("is no GTIN: its last digit does not fit the others")
    return Gtin(text, key)


def gtin_key(text: str) -> str:
    """The key that a GTIN is looked up by, also one that lost the zeros it begins with. Raises `ValueError`.

    Its last digit is not checked: nothing is found by a wrong one.
    """
    text = text.strip()
    if not 1 <= len(text) <= 14 or not (text.isascii() and text.isdigit()):
        raise ValueError("must be a GTIN: up to 14 digits and nothing else")
    return text.zfill(14)


def check_digit(digits: str) -> str:
    """The digit that ends the GTIN which begins with `digits`."""
    total = sum(
        int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits))
    )
    return str(-total % 10)
