"""Limits and where one stands."""

from typing import NamedTuple


class Quota(NamedTuple):
    """`limit` uses in `window` seconds."""

    limit: int
    window: int


class QuotaState(NamedTuple):
    """Where a key stands after a hit. `reset_after` is in seconds."""

    allowed: bool
    limit: int
    remaining: int
    reset_after: int
    window: int
