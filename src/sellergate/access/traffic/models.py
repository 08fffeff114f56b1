"""What is kept of traffic, and for how long."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

MINUTE: Final = 60
FIVE_MINUTES: Final = 300
HOUR: Final = 3600

NO_ROUTE: Final = "(none)"  # in the place of a route, for paths that lead nowhere
TOKEN_ENDPOINT: Final = "/token"  # noqa: S105  (how the route of the token endpoint ends)

REQUEST_BUCKETS: Final = (MINUTE, HOUR)
CLIENT_BUCKETS: Final = (FIVE_MINUTES, HOUR)
KEPT: Final = {
    MINUTE: timedelta(hours=48),
    FIVE_MINUTES: timedelta(hours=48),
    HOUR: timedelta(days=90),
}


class Surface(StrEnum):
    """Which part answered."""

    API = "api"
    TOKEN = "token"  # noqa: S105  (the token server)
    SITE = "site"


class ClientClass(StrEnum):
    """Who asked, as far as it was proven."""

    DEDICATED = "dedicated"
    PARTNER = "partner"
    AGGREGATOR = "aggregator"
    OPERATOR = "operator"
    FOREIGN = "foreign"  # known by another issuer's token
    NONE = "none"


class Kind(NamedTuple):
    """Requests that are counted together."""

    surface: str
    operation: str  # method and route template, never a path
    status: int
    reason: str  # why it was refused: a slug or an OAuth error; empty when it was not


@dataclass(slots=True)
class ClientCount:
    """What one client asked for."""

    requests: int = 0
    refused: int = 0  # 4xx
    failed: int = 0  # 5xx

    def add(self, other: "ClientCount") -> None:
        """Count all that another has counted."""
        self.requests += other.requests
        self.refused += other.refused
        self.failed += other.failed


def bucket_start(instant: datetime, seconds: int) -> datetime:
    """Where the bucket begins that an instant is in; aligned to the epoch, so that every node agrees."""
    second = int(instant.timestamp())
    return datetime.fromtimestamp(second - second % seconds, UTC)
