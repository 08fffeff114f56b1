"""A site with an operator's browser on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium

from tests.portal.accounts.chromium import chromium
from tests.portal.accounts.site import OPERATOR, Browser, Site, running_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with running_site(tmp_path) as site:
        yield site


@pytest.fixture
def operator(site: Site) -> Browser:
    return site.browser().sign_in(OPERATOR, back="/operator/")


@pytest.fixture(scope="module")
def driven() -> Iterator[Chromium]:
    with chromium() as browser:
        yield browser
