"""What the document of one API says beside its operations."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import NamedTuple

from sellergate.rest.openapi.facts import Facts


class About(NamedTuple):
    """An API, told to those who will call it."""

    prefix: str
    title: str
    version: str
    summary: str
    description: Callable[[Facts], str]
    tags: Mapping[str, str]  # what each is about, in the order in which they are read
    scopes: Mapping[StrEnum, str]  # what each allows
    oauth: str  # how tokens and scopes go together
    request_headers: tuple[str, ...]  # of every operation
    problems: tuple[
        str, ...
    ]  # that the gate may answer instead of any operation, in the order of its checks
    example_path: str  # that the examples of those were called with
    example_of: str  # whose answers the examples are
