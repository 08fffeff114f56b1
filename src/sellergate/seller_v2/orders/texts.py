"""Texts of one line that sellers write and people read."""

import re
from typing import Any

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def find_text(value: Any, most: int) -> str | None:
    """A text without the blanks around it; None when there is none. Raises `ValueError`, which says what it must be."""
    match value:
        case None:
            return None
        case str():
            text = value.strip()
        case _:
            raise ValueError("must be a text")
    if len(text) > most:
        raise ValueError(f"has {len(text)} characters; it may have {most}")
    if _UNSEEN.search(text):
        raise ValueError("has control characters")
    return text or None


def get_text(value: Any, most: int) -> str:
    """The same, when there must be one."""
    text = find_text(value, most)
    if text is None:
        raise ValueError("is missing" if value is None else "is empty")
    return text
