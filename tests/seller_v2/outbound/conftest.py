"""An installation, and a seller who keeps stock in the warehouses."""

import pytest

from sellergate.market.warehouse.models import Stock
from tests.builders.fixtures import installation, start_installation
from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, a_stall
from tests.builders.warehouse import a_stock

__all__ = ["installation", "start_installation"]


@pytest.fixture
def stall(installation: Installation) -> Stall:
    return a_stall(installation)


@pytest.fixture
def stock(stall: Stall) -> Stock:
    """Ten in France, four in Spain."""
    return a_stock(stall.on, stall.seller, FR=10, ES=4)
