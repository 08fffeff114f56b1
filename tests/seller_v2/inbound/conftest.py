"""An installation with two sellers and the marketplace's own client."""

import pytest

from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, a_stall
from tests.builders.operator import Desk, a_desk


@pytest.fixture(scope="session")
def stall(installation: Installation) -> Stall:
    return a_stall(installation)


@pytest.fixture(scope="session")
def neighbour(installation: Installation) -> Stall:
    return a_stall(installation)


@pytest.fixture(scope="session")
def desk(installation: Installation) -> Desk:
    return a_desk(installation)
