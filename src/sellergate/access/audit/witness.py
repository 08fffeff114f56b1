"""Where the audit trail ends, written to the log: logs are kept elsewhere, so that no change of the database reaches them."""

import asyncio
from contextlib import suppress

import structlog

from sellergate.access.audit.chain import BEGINNING, Head
from sellergate.access.audit.store import end_of_trail
from sellergate.storage.database import Database, StorageUnavailable

EVERY = 600.0  # seconds

log = structlog.get_logger()


async def keep_noting_the_end(db: Database) -> None:
    """Log the hash of the newest event at once and whenever there is another, every `EVERY` seconds, for ever."""
    noted = Head(0, BEGINNING)
    while True:
        with suppress(StorageUnavailable):  # the next time
            head = (await db.read(end_of_trail)).head
            if head != noted:
                log.info("audit trail", event_id=head.event_id, hash=head.hash.hex())
                noted = head
        await asyncio.sleep(EVERY)
