"""An installation with a desk of the marketplace, and a seller with an offer for each test."""

from typing import Any

import pytest

from tests.builders.fixtures import installation, start_installation
from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, a_stall
from tests.builders.offers import an_offer
from tests.builders.operator import Desk, Json, a_basket, a_desk

__all__ = ["installation", "start_installation"]


@pytest.fixture(scope="session")
def desk(installation: Installation) -> Desk:
    return a_desk(installation)


@pytest.fixture
def stall(installation: Installation) -> Stall:
    """A seller of the test's own, and its client."""
    return a_stall(installation)


@pytest.fixture
def offer(installation: Installation, stall: Stall) -> dict[str, Any]:
    """Twelve at 29.90 EUR, with 4.90 of shipping for the first and 1.50 for each more."""
    return an_offer(installation, stall.seller)


@pytest.fixture
def basket(stall: Stall, offer: dict[str, Any]) -> Json:
    """Two of the offer."""
    return a_basket(stall.seller.seller_id, {"sellerProductId": offer["reference"], "quantity": 2})
