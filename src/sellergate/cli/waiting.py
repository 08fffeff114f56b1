"""A start waits for its database server: both may be starting, in any order, after a power cut for example."""

import time

import structlog

from sellergate.cli.runtime import STORAGE, fail
from sellergate.logs import configure_logs
from sellergate.settings import Settings
from sellergate.storage.database import StorageUnavailable
from sellergate.storage.upkeep import state_of_database

FIRST_PAUSE, LONGEST_PAUSE = 0.25, 5.0


def wait_for_database(settings: Settings) -> None:
    """Come back once the database server answers; leave with 4 when it does not in time. A file is there or not."""
    if settings.database_path is not None:
        return
    configure_logs(log_format=settings.log_format, level=settings.log_level)
    log = structlog.get_logger()
    deadline = time.monotonic() + settings.start_wait_seconds
    pause = FIRST_PAUSE
    while True:
        try:
            state_of_database(settings.database_url)
        except StorageUnavailable as error:
            left = deadline - time.monotonic()
            if left <= 0:
                fail(
                    f"{error}. It was tried for {settings.start_wait_seconds} seconds. Start that server, "
                    "or correct SELLERGATE_DATABASE_URL.",
                    STORAGE,
                )
            log.warning("waiting for the database", reason=str(error), seconds_left=round(left))
            time.sleep(min(pause, left))
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            return
