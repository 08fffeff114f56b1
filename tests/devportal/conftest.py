"""One installation for the pages, one more for each test that changes what others see."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.builders.installation import Installation, run_installation
from tests.devportal.people import Marketplace


@pytest.fixture(scope="session")
def marketplace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Marketplace]:
    with (
        run_installation(
            tmp_path_factory.mktemp("site"), demo=True, test_seller_calls_per_hour=500
        ) as on,
        closing(Marketplace(on)) as marketplace,
    ):
        yield marketplace


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Marketplace]:
    with (
        run_installation(tmp_path, test_seller_calls_per_hour=1, tokens_per_hour=2) as on,
        closing(Marketplace(on)) as marketplace,
    ):
        yield marketplace


@pytest.fixture
def on(marketplace: Marketplace) -> Installation:
    return marketplace.on
