"""An installation whose clock stands still."""

from collections.abc import Iterator

import pytest

from tests.builders.installation import Installation, MovableClock, run_installation
from tests.builders.ledger import START


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """It is the start, unless a test is elsewhere in time."""
    clock = MovableClock(START)
    with run_installation(tmp_path_factory.mktemp("ledger"), clock=clock) as one:
        yield one
