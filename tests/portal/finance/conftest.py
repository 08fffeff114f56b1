"""A seller with a past, whose clock stands still, and those who look at it."""

from collections.abc import Iterator

import pytest

from sellergate.access.accounts.models import OrganizationKind
from sellergate.storage.schema import sellers
from tests.builders.books import Past, a_past
from tests.builders.installation import Installation
from tests.builders.world import PASSWORD, a_user, an_organization, forget_attempts
from tests.portal.accounts.site import Browser
from tests.portal.credentials.conftest import close_browsers, open_page
from tests.portal.credentials.people import Login, a_seller_login

__all__ = ["close_browsers", "open_page"]


@pytest.fixture(scope="session")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Past]:
    with a_past(tmp_path_factory.mktemp("past")) as past:
        yield past


@pytest.fixture(scope="session")
def on(past: Past) -> Installation:
    return past.stall.on


@pytest.fixture(scope="session")
def login(past: Past, on: Installation) -> Login:
    """Somebody who works for the seller, and for another one that has sold nothing yet."""
    made = a_seller_login(on)
    own = sellers.update().where(sellers.c.seller_id == past.stall.seller.seller_id)
    on.write(lambda conn, _act: conn.execute(own.values(organization_id=made.organization.id)))
    return made


@pytest.fixture
def operator(on: Installation) -> Iterator[Browser]:
    """An operator who signed in just now."""
    user = a_user(on, an_organization(on, OrganizationKind.OPERATOR, "Market"))
    browser = Browser(on.url).sign_in(user.email, PASSWORD, back="/operator/")
    forget_attempts(on)
    yield browser
    browser.http.close()
