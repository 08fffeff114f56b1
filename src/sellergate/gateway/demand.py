"""What right a call needs where only a perimeter is known: reading or writing it, by the HTTP method."""

from typing import Final, NamedTuple

from sellergate.access.scopes import Perimeter, Scope
from sellergate.kit.problems import Problem

READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})  # safe methods (RFC 9110 §9.2.1)
WRITING: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Demand(NamedTuple):
    """A right to ask for, in the place of an operation of ours."""

    method: str
    path: str
    scope: Scope
    operation_id: str


class Demands:
    """The rights of one perimeter. `kind` begins their names in the log."""

    def __init__(self, kind: str, perimeter: Perimeter) -> None:
        self.by_right = {
            scope.is_read: Demand("", "", scope, f"{kind} {scope}")
            for scope in Scope
            if scope.perimeter is perimeter
        }

    def of_method(self, method: str) -> Demand:
        """The right that a method needs. Raises `method-not-allowed` for one that has none here."""
        check_method(method)
        found = self.by_right.get(method in READING)
        if found is None:
            raise _not_allowed(READING)
        return found


def check_method(method: str) -> None:
    """Raises `method-not-allowed` for one that neither reads nor writes."""
    if method not in READING and method not in WRITING:
        raise _not_allowed(READING | WRITING)


def _not_allowed(allowed: frozenset[str]) -> Problem:
    return Problem("method-not-allowed", headers={"Allow": ", ".join(sorted(allowed))})
