"""The whole trail, checked in pages: a million events take the memory of one page."""

from collections.abc import Callable
from typing import Final

from sellergate.access.audit.chain import ChainCheck
from sellergate.access.audit.store import contents_after, end_of_trail
from sellergate.storage.database import Database

PAGE: Final = 2000


async def verify_trail(
    db: Database,
    *,
    expected: bytes | None = None,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> ChainCheck:
    """Check every event up to the newest. `expected` is a hash that must be in the trail.

    `on_progress` is told the last event that was checked, and the last one. Raises `TrailBroken`.
    """
    check = ChainCheck(expected=expected)
    end = await db.read(end_of_trail)  # what is appended from now on is for the next run
    while page := await db.read(contents_after, check.last.event_id, until=end.newest, limit=PAGE):
        for content, digest in page:
            check.take(content, digest)
        on_progress(check.last.event_id, end.newest)
    check.finish(end.head)
    return check
