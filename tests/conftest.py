"""What tests of every room share."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.builders.chromium import chromium


@pytest.fixture(scope="module")
def driven() -> Iterator[Browser]:
    """A real browser. Not for the whole session: while it lives, no other test of the process has an event loop."""
    with chromium() as browser:
        yield browser
