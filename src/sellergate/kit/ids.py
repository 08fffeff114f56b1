"""Makers of identifiers, handed down by the composition root so that a demo world can be deterministic."""

import hashlib
import os
import random
import re
import secrets
import uuid
from collections.abc import Callable
from typing import Final

# What a caller may call its own request: fit for headers, logs and traces.
REQUEST_ID: Final = re.compile(rb"[A-Za-z0-9._-]{1,64}")

IdMaker = Callable[[], str]

_random = random.Random()  # noqa: S311  (names a request; a system call each would cost twice)
if hasattr(os, "register_at_fork"):  # or all workers would give the same ones
    os.register_at_fork(after_in_child=_random.seed)
_some_bytes = _random.randbytes


def new_uuid() -> str:
    """A random UUID as text."""
    return str(uuid.uuid4())


def new_object_id() -> str:
    """Twenty-four random hexadecimal digits, as the contract has them for discussions and messages."""
    return secrets.token_hex(12)


def object_id_of(*parts: str) -> str:
    """Likewise twenty-four digits, always the same of the same parts: what is sent twice has one id."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]


def new_request_id() -> str:
    """Sixteen random hexadecimal digits: short enough to read out on the phone."""
    return _some_bytes(8).hex()
