"""An installation and two sellers on it."""

import pytest

from tests.builders.fixtures import installation, start_installation
from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, a_stall

__all__ = ["installation", "start_installation"]


@pytest.fixture(scope="session")
def stall(installation: Installation) -> Stall:
    return a_stall(installation)


@pytest.fixture(scope="session")
def neighbour(installation: Installation) -> Stall:
    return a_stall(installation)
