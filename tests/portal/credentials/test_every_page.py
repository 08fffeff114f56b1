"""Every page with its real contents: judged by axe-core in light and dark, wide and on a phone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from sellergate.access.listings import service as listings
from sellergate.access.scopes import Perimeter, Rights
from tests.builders.chromium import AXE, RULES
from tests.builders.installation import Installation
from tests.builders.world import a_delegation, a_secret, revoke_delegation, revoke_secret
from tests.portal.credentials.conftest import OpenPage
from tests.portal.credentials.people import (
    Login,
    a_client_of,
    a_listed_aggregator,
    a_name,
    a_partner_login,
    a_seller_login,
    an_aggregator_login,
    ask_listing,
)

pytestmark = pytest.mark.browser

HOME = "/api-credentials/"
PUBLIC = [
    *("", "terms", "aggregators", "aggregators?q=nobody", "known/aggregator", "known/partner"),
    *("shared", "new/my-aggregator", "new/my-own", "new/my-partner", "new/partner"),
    "new/aggregator",
]
LONG_NAME = "The very long named marketplace shop of the three rivers and two valleys"


def faults_of(page: Page) -> list[str]:
    """What axe-core finds in light and in dark, on a desk and on the smallest phone; and scrolling sideways."""
    found = []
    for scheme, width in (("light", 1280), ("dark", 320)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        # Evaluated, not added as a script tag: the page's own policy would refuse that one.
        page.evaluate(AXE.read_text(encoding="utf-8"))
        result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        found += [
            f"{scheme} {width}: {rule['id']}: {node['html'][:160]}"
            for rule in result["violations"]
            for node in rule["nodes"]
        ]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{scheme} {width}: scrolls sideways")
    return found


def signed_in(on: Installation, open_page: OpenPage, login: Login, path: str) -> Page:
    """A page of somebody who signed in."""
    session = login.sign_in(on).session_cookie()
    page = open_page(HOME)
    page.context.add_cookies([{"name": "sellergate_session", "value": session, "url": on.url}])
    page.goto(path)
    return page


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page(on: Installation, open_page: OpenPage, path: str) -> None:
    a_listed_aggregator(on, "Vitrine Tadorne")

    assert faults_of(open_page(HOME + path)) == []


def test_a_form_with_errors(open_page: OpenPage) -> None:
    page = open_page(f"{HOME}new/my-own")
    page.get_by_label("Client ID").fill("1")
    page.get_by_label("I have read and accept").check()
    page.get_by_role("button", name="Confirm Client Id and email").click()
    page.get_by_role("alert").wait_for()

    assert faults_of(page) == []


def _who(on: Installation) -> tuple[Login, str]:
    return a_seller_login(on), f"grant/{a_listed_aggregator(on, 'Vitrine').client.uid}"


def _consent(on: Installation) -> tuple[Login, str]:
    seller, client = a_seller_login(on, shops=(LONG_NAME,)), a_client_of(on, a_partner_login(on))
    limited = "&extent=some&perimeters=orders&perimeters=offers&expires_at=2031-01-01"
    return seller, f"grant/{client.client.uid}/seller?terms=1{limited}"


def _which_seller(on: Installation) -> tuple[Login, str]:
    client = a_client_of(on, a_partner_login(on))
    seller = a_seller_login(on, shops=("Shop One", LONG_NAME))
    a_delegation(on, client, seller.seller)
    return seller, f"grant/{client.client.uid}/seller?terms=1"


def _given_already(on: Installation) -> tuple[Login, str]:
    client, seller = a_client_of(on, a_partner_login(on)), a_seller_login(on)
    a_delegation(on, client, seller.seller)
    return seller, f"grant/{client.client.uid}/seller?terms=1"


def _done(on: Installation) -> tuple[Login, str]:
    seller = a_seller_login(on)
    client = a_client_of(on, seller)
    a_delegation(on, client, seller.seller)
    return seller, f"grant/{client.client.uid}/done?seller_id={seller.seller.seller_id}"


def _not_a_seller(on: Installation) -> tuple[Login, str]:
    partner = a_partner_login(on)
    return partner, f"grant/{a_client_of(on, partner).client.uid}/seller?terms=1"


def _misfit(on: Installation) -> tuple[Login, str]:
    return a_seller_login(on), "new/partner"


def _registered(on: Installation) -> tuple[Login, str]:
    aggregator = an_aggregator_login(on)
    return aggregator, f"registered/{a_client_of(on, aggregator, 'a' * 79 + str(1)).client.uid}"


def _gone(on: Installation) -> tuple[Login, str]:
    seller = a_seller_login(on)
    return seller, f"secret/{a_client_of(on, seller).secret_id}"


def _clients(on: Installation) -> tuple[Login, str]:
    seller = a_seller_login(on)
    a_client_of(on, seller)
    return seller, "clients/"


def _no_clients(on: Installation) -> tuple[Login, str]:
    return a_partner_login(on), "clients/"


def _client(on: Installation) -> tuple[Login, str]:
    seller = a_seller_login(on)
    client = a_client_of(on, seller)
    a_delegation(on, client, seller.seller)
    _, former = a_secret(on, client.client, name="former")
    revoke_secret(on, former)
    return seller, f"clients/{client.client.uid}"


def _revoke(on: Installation) -> tuple[Login, str]:
    seller = a_seller_login(on)
    client = a_client_of(on, seller)
    return seller, f"clients/{client.client.uid}/secrets/{client.secret_id}/revoke"


def _secret_end(on: Installation) -> tuple[Login, str]:
    seller = a_seller_login(on)
    client = a_client_of(on, seller)
    return seller, f"clients/{client.client.uid}/secrets/{client.secret_id}/end"


def _ending(on: Installation) -> tuple[Login, str]:
    seller = a_seller_login(on)
    a_client_of(on, seller, expires_at=on.clock() + timedelta(days=3))
    return seller, "clients/"


def _disable(on: Installation) -> tuple[Login, str]:
    seller = a_seller_login(on)
    return seller, f"clients/{a_client_of(on, seller).client.uid}/disable"


def _access(on: Installation) -> tuple[Login, str]:
    seller = a_seller_login(on, shops=(LONG_NAME, "Shop Empty"))
    rights = Rights(frozenset(Perimeter), read_only=True)
    a_delegation(on, a_listed_aggregator(on, "Vitrine"), seller.seller, rights=rights)
    a_delegation(on, a_client_of(on, seller), seller.seller)
    former = a_client_of(on, a_partner_login(on))
    a_delegation(on, former, seller.seller)
    revoke_delegation(on, former, seller.seller)
    return seller, "access/"


def _no_access(on: Installation) -> tuple[Login, str]:
    return a_partner_login(on), "access/"


def _one_access(on: Installation) -> tuple[Login, str]:
    client, seller = a_client_of(on, a_partner_login(on)), a_seller_login(on)
    a_delegation(on, client, seller.seller)
    on.access.usage.count_call(client.client.uid, seller.seller.seller_id, on.clock())
    on.run(on.access.usage.flush())
    return seller, f"access/{seller.seller.seller_id}/{client.client.uid}"


def _sellers(on: Installation) -> tuple[Login, str]:
    aggregator = an_aggregator_login(on)
    client = a_client_of(on, aggregator)
    a_delegation(on, client, a_seller_login(on, shops=(LONG_NAME,)).seller)
    return aggregator, "sellers/"


def _no_sellers(on: Installation) -> tuple[Login, str]:
    return an_aggregator_login(on), "sellers/"


def _listing(on: Installation) -> tuple[Login, str]:
    aggregator = an_aggregator_login(on)
    client = a_client_of(on, aggregator)
    ask_listing(on, client, "Vitrine")
    on.write(listings.deny_listing, client.client.uid, reason="The logo is blurred.")
    return aggregator, "listing/"


def _no_listing(on: Installation) -> tuple[Login, str]:
    return a_seller_login(on), "listing/"


def _activity(on: Installation) -> tuple[Login, str]:
    seller = a_seller_login(on)
    client = a_client_of(on, seller)
    for number in range(55):
        _, secret_id = a_secret(on, client.client, name=f"key {number}")
        revoke_secret(on, secret_id)
    return seller, "activity/"


SITUATIONS = [
    *(_who, _consent, _which_seller, _given_already, _done, _not_a_seller, _misfit, _registered),
    *(
        _gone,
        _clients,
        _no_clients,
        _client,
        _revoke,
        _secret_end,
        _ending,
        _disable,
        _access,
        _no_access,
        _one_access,
    ),
    *(_sellers, _no_sellers, _listing, _no_listing, _activity),
]


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda one: one.__name__.strip("_"))
def test_a_page_for_people(
    on: Installation,
    open_page: OpenPage,
    situation: Callable[[Installation], tuple[Login, str]],
) -> None:
    login, path = situation(on)
    page = signed_in(on, open_page, login, HOME + path)
    assert page.get_by_role("heading", level=1).count() == 1

    page.evaluate(
        "document.querySelectorAll('details.details').forEach((one) => { one.open = true })"
    )

    assert faults_of(page) == []


def test_the_page_with_a_new_secret(on: Installation, open_page: OpenPage) -> None:
    page = signed_in(on, open_page, a_seller_login(on), f"{HOME}new/my-own")
    page.get_by_label("Client ID").fill(a_name(on))
    page.get_by_label("I have read and accept").check()
    page.get_by_role("button", name="Confirm Client Id and email").click()
    page.get_by_role("button", name="Show clientSecret").click()

    assert faults_of(page) == []
