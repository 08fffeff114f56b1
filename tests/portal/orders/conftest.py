"""The demo marketplace with a customer's browser, and an installation with an operator's."""

from collections.abc import Iterator

import pytest

from sellergate.access.accounts.models import OrganizationKind
from sellergate.access.sellers.models import Seller
from sellergate.storage.schema import seller_subscriptions
from tests.builders.demo import run_demo
from tests.builders.installation import Installation, run_installation
from tests.builders.world import PASSWORD, a_seller, a_user, an_organization, forget_attempts
from tests.portal.accounts.site import Browser


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with run_demo(tmp_path_factory.mktemp("demo"), only=()) as on:
        yield on


@pytest.fixture
def customer(demo: Installation) -> Iterator[Browser]:
    browser = Browser(demo.url)
    yield browser
    browser.http.close()


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with run_installation(tmp_path_factory.mktemp("operator")) as installation:
        yield installation


@pytest.fixture
def operator(on: Installation) -> Iterator[Browser]:
    """An operator who signed in just now."""
    user = a_user(on, an_organization(on, OrganizationKind.OPERATOR, "Market"))
    browser = Browser(on.url).sign_in(user.email, PASSWORD, back="/operator/")
    forget_attempts(on)
    yield browser
    browser.http.close()


@pytest.fixture
def seller(on: Installation) -> Seller:
    """Who sells on CDISFR."""
    made = a_seller(on, shop_name=f"Shop {on.number()}")
    row = {
        "seller_id": made.seller_id,
        "sales_channel_id": "CDISFR",
        "status": "Active",
        "offer_submission_currency": "EUR",
        "seller_payment_currency": "EUR",
    }
    on.write(lambda conn, _act: conn.execute(seller_subscriptions.insert().values(row)))
    return made
