"""One installation for the pages of stocks; each test brings its own sellers."""

from collections.abc import Iterator

import pytest

from sellergate.access.accounts.models import OrganizationKind
from tests.builders.installation import Installation, run_installation
from tests.builders.world import PASSWORD, a_user, an_organization, forget_attempts
from tests.portal.accounts.site import Browser
from tests.portal.credentials.conftest import close_browsers, open_page

__all__ = ["close_browsers", "open_page"]


@pytest.fixture(scope="session")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with run_installation(tmp_path_factory.mktemp("stocks")) as installation:
        yield installation


@pytest.fixture
def operator(on: Installation) -> Iterator[Browser]:
    """An operator who signed in just now."""
    user = a_user(on, an_organization(on, OrganizationKind.OPERATOR, "Market"))
    browser = Browser(on.url).sign_in(user.email, PASSWORD, back="/operator/")
    forget_attempts(on)
    yield browser
    browser.http.close()
