"""An installation and a shop on it."""

import pytest

from tests.builders.fixtures import installation, start_installation
from tests.builders.installation import Installation
from tests.builders.submissions import Shop, a_shop

__all__ = ["installation", "start_installation"]


@pytest.fixture(scope="session")
def shop(installation: Installation) -> Shop:
    return a_shop(installation)
