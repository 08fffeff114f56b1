"""What a database of ours can do, whatever engine is below."""

from collections.abc import Awaitable, Callable
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection

from sellergate.storage.stats import DatabaseStats

P = ParamSpec("P")
T = TypeVar("T")
CommitListener = Callable[[], Awaitable[None]]


class StorageUnavailable(Exception):
    """The database did not answer: nothing of the work is done."""


class Database(Protocol):
    """Runs store functions `f(conn, …)`."""

    async def read(
        self, f: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The value of `f`, which only reads. Raises `StorageUnavailable` when the database does not answer."""
        ...

    async def write(
        self, f: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The value of `f`, once all it wrote is durable. Raises what `f` raises, and then nothing is written."""
        ...

    def after_commit(self, listener: CommitListener) -> None:
        """Await `listener` after each write of ours, before its author is answered."""
        ...

    def stats(self) -> DatabaseStats:
        """How it does: for metrics. Costs next to nothing and never waits."""
        ...

    async def close(self) -> None:
        """Finish the waiting writes and let go of the database."""
        ...
