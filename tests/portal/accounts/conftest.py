"""A site and browsers for the tests of accounts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.portal.accounts.site import Browser, Site, running_site


@pytest.fixture(scope="module")
def module_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(Path(tmp_path_factory.mktemp("site"))) as site:
        yield site


@pytest.fixture
def site(module_site: Site) -> Site:
    return module_site.renew()


@pytest.fixture
def browser(site: Site) -> Browser:
    return site.browser()
