"""What the engine asks of whoever does the work."""

from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection

from sellergate.jobs.models import Job
from sellergate.storage.database import Database


class Handler(Protocol):
    """Does the jobs of one kind, which app.py registers."""

    kind: str

    async def run(self, job: Job, db: Database) -> None:
        """Do all the work, in small transactions: some 20 ms each at most, so that the writes of the API pass between.

        It may be broken off at any `await` and begun again from the start, here or on another node, at the same time as
        one that does not know yet that it lost its lease. So it asks the database how far the work is; each transaction
        begins with `store.hold`, does a step and moves the position; the last one ends with `store.finish`.
        What it raises is an attempt that failed, but for `LeaseLost` and `StorageUnavailable`.
        """
        ...

    def give_up(self, conn: Connection, job: Job, reason: str, now: datetime) -> None:
        """Say of the work that it cannot be done, in the transaction that has just ended the job."""
        ...
