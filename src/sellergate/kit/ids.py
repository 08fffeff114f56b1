"""Makers of identifiers, handed down by the composition root so that a demo world can be deterministic."""

import os
import uuid
from collections.abc import Callable

IdMaker = Callable[[], str]


def new_uuid() -> str:
    """A random UUID as text."""
    return str(uuid.uuid4())


def new_request_id() -> str:
    """Sixteen random hexadecimal digits: short enough to read out on the phone."""
    return os.urandom(8).hex()
