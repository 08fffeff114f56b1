"""An installation that works in the background, and a shop on it."""

from collections.abc import Iterator

import pytest

from tests.builders.installation import Installation, run_installation
from tests.builders.submissions import Shop, a_shop


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with run_installation(tmp_path_factory.mktemp("integration"), only=()) as on:
        yield on


@pytest.fixture(scope="session")
def shop(installation: Installation) -> Shop:
    return a_shop(installation)
