"""Members of bodies that strangers send: each is what it must be, or is told by its name."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

from sellergate.kit.problems import Problem

T = TypeVar("T")

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class Members:
    """Reads members, and gathers what is wrong with them: a client is told everything at once."""

    def __init__(self) -> None:
        self.errors: dict[str, list[str]] = {}

    def read(self, field: str, read: Callable[[Any], T], value: Any) -> T | None:
        """What `read` makes of the value; None, and the field is noted, when it raises `ValueError`."""
        try:
            return read(value)
        except ValueError as error:
            self.errors.setdefault(field, []).append(str(error))
            return None

    def check(self) -> None:
        """Raise a `Problem` when something was wrong."""
        if self.errors:
            raise Problem("validation", errors=self.errors)


def find_text(value: Any, most: int) -> str | None:
    """A text of one line without the blanks around it; None when there is none. Raises `ValueError`."""
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


def find_flag(value: Any) -> bool | None:
    """True or false; None when it is left out. Raises `ValueError`."""
    match value:
        case bool() | None:
            return value
        case _:
            raise ValueError("must be true or false")
