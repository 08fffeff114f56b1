"""An installation, two sellers who answer their customers, and their neighbour's discussion."""

import pytest

from tests.builders.discussions import Desk, a_discussion
from tests.builders.fixtures import installation, start_installation
from tests.builders.installation import Installation
from tests.builders.offer_packages import a_stall

__all__ = ["installation", "start_installation"]


@pytest.fixture(scope="session")
def desk(installation: Installation) -> Desk:
    return Desk(a_stall(installation))


@pytest.fixture(scope="session")
def neighbour(installation: Installation) -> Desk:
    return Desk(a_stall(installation))


@pytest.fixture
def discussion(installation: Installation, desk: Desk) -> str:
    """The id of a new discussion that waits for an answer."""
    return a_discussion(installation, desk.seller)
