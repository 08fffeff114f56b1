"""A seller for each test, with a client that acts for it."""

import pytest

from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, a_stall


@pytest.fixture
def stall(installation: Installation) -> Stall:
    return a_stall(installation)
