"""What a database of ours tells of its own work."""

from typing import Final, NamedTuple

from sellergate.kit.measures import Histogram

BATCH_BOUNDS: Final = (1, 2, 4, 8, 16, 32)


class Work:
    """Counts since the start. The engines write them, `Database.stats` hands them out."""

    __slots__ = ("batches", "outages", "reads", "retries", "writes")

    def __init__(self) -> None:
        self.reads = Histogram()  # seconds
        self.writes = Histogram()  # seconds from the asking to the commit
        self.batches = Histogram(BATCH_BOUNDS)  # units of work in a commit
        self.retries = 0  # writes begun again, since another transaction came between
        self.outages = 0  # reads and writes that ended with `StorageUnavailable`


class DatabaseStats(NamedTuple):
    """How a database does, now and since the start."""

    work: Work
    waiting: int  # writes that are not committed yet
    connections: int
    connections_in_use: int
