"""Requests and answers as values, and what the core asks its driver for."""

import json
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any, Generic, TypeAlias, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request, ready to be sent."""

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)  # they hold a token, and it a secret
    body: bytes = field(repr=False)
    timeout: float


@dataclass(frozen=True, slots=True)
class Answer:
    """One whole HTTP answer. Names of headers are in small letters, the body is not compressed any more."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON, decimal numbers exact. Raises ValueError."""
        return json.loads(self.body, parse_float=Decimal)

    @property
    def request_id(self) -> str | None:
        """What the server knows the call by."""
        return self.headers.get("x-request-id")


@dataclass(frozen=True, slots=True)
class Send:
    """Effect: send this and come back with the Answer. A TransportError is thrown into the flow."""

    request: Request


@dataclass(frozen=True, slots=True)
class Pause:
    """Effect: come back after so many seconds."""

    seconds: float


Step: TypeAlias = Send | Pause
# What is done step by step: it asks for effects and returns a T in the end.
Flow: TypeAlias = Generator[Step, Any, T]


@dataclass(frozen=True, slots=True)
class File:
    """A file to send: its name, its bytes, what it is."""

    name: str
    content: bytes
    content_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """One operation with its arguments, for no seller yet: a value that can be kept, and made any number of times."""

    method: str
    path: str
    perimeter: str
    read: Callable[[Answer], T]
    safe: bool = False
    query: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    files: tuple[tuple[str, File], ...] = ()

    @property
    def name(self) -> str:
        """How messages name it."""
        return f"{self.method} {self.path}"


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """The seconds of Retry-After, which is a number or a date (RFC 9110 §10.2.3)."""
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except (ValueError, OverflowError):
        return None
