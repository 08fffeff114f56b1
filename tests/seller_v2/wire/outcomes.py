"""What became of a value: read, or told to be wrong. Anything else is a failure of ours, and of the test."""

from collections.abc import Callable
from typing import Any

from sellergate.kit.problems import Problem


def outcome_of(read: Callable[..., Any], *args: Any) -> tuple[Any, Problem | ValueError | None]:
    """The value and no error, or None and the error."""
    try:
        return read(*args), None
    except (Problem, ValueError) as error:
        return None, error


def fields_of(error: Problem | ValueError | None) -> list[str]:
    """The fields that a problem names; of no error, none."""
    if error is None:
        return []
    assert isinstance(error, Problem)
    assert error.type.slug == "validation"
    return list(error.errors or {})
