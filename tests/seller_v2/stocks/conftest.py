"""An installation, and a seller who keeps stock in the warehouses."""

import pytest

from tests.builders.fixtures import installation, start_installation
from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, a_stall

__all__ = ["installation", "start_installation"]


@pytest.fixture
def stall(installation: Installation) -> Stall:
    return a_stall(installation)
