"""An installation and two sellers on it."""

import pytest

from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, a_stall


@pytest.fixture(scope="session")
def stall(installation: Installation) -> Stall:
    return a_stall(installation)


@pytest.fixture(scope="session")
def neighbour(installation: Installation) -> Stall:
    return a_stall(installation)
