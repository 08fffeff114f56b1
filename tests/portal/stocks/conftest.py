"""One installation for the pages of stocks; each test brings its own sellers."""

from collections.abc import Iterator

import pytest

from tests.builders.installation import Installation, run_installation
from tests.portal.credentials.conftest import close_browsers, open_page

__all__ = ["close_browsers", "open_page"]


@pytest.fixture(scope="session")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with run_installation(tmp_path_factory.mktemp("stocks")) as installation:
        yield installation
