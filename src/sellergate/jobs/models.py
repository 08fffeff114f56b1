"""What is to be done, and who does it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

# A node that says nothing for so long is taken for gone, and another one goes on.
LEASE: Final = timedelta(seconds=8)


class LeaseLost(Exception):
    """Another node has the job now, or has done it: this transaction must not be."""


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work that this node holds. `attempts` are those that failed since it last got on."""

    id: int
    kind: str
    subject: str
    lane: str
    attempts: int
    lease: str  # of this one taking: the node that has it, and a name that is given once


@dataclass(frozen=True, slots=True)
class Waiting:
    """A job as operators see it."""

    id: int
    kind: str
    subject: str
    lane: str
    due_at: datetime
    attempts: int
    node: str | None  # that has it, or had it last
    leased_until: datetime | None
    created_at: datetime
