"""Makers of identifiers, handed down by the composition root so that a demo world can be deterministic."""

import random
import uuid
from collections.abc import Callable

IdMaker = Callable[[], str]

_some_bytes = random.Random().randbytes  # noqa: S311  (names a request; a system call each would cost twice)


def new_uuid() -> str:
    """A random UUID as text."""
    return str(uuid.uuid4())


def new_request_id() -> str:
    """Sixteen random hexadecimal digits: short enough to read out on the phone."""
    return _some_bytes(8).hex()
