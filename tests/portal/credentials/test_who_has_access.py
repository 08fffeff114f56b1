"""Who has access: what the seller sees, and taking it back in one click."""

from datetime import timedelta

import pytest

from sellergate.access.delegations import store as delegations
from sellergate.access.delegations.models import Delegation, DelegationState
from sellergate.access.scopes import EVERYTHING, Perimeter, Rights
from tests.builders.installation import Installation
from tests.builders.world import Registered, a_delegation, a_token, headers_for, revoke_delegation
from tests.portal.credentials.people import (
    Login,
    Visitor,
    a_client_of,
    a_listed_aggregator,
    a_partner_login,
    a_seller_login,
)

pytestmark = pytest.mark.slow  # many signed-in pages

ACCESS = "/api-credentials/access/"


def path_of(client: Registered, seller: Login) -> str:
    return f"{ACCESS}{seller.seller.seller_id}/{client.client.uid}"


def given(on: Installation, client: Registered, seller: Login) -> Delegation:
    found: Delegation = on.read(
        delegations.find_delegation, seller.seller.seller_id, client.client.uid, now=on.clock()
    )
    return found


def access_page(on: Installation, seller: Login) -> Visitor:
    browser = seller.sign_in(on)
    browser.open(ACCESS)
    return browser


def test_it_says_who_what_since_when_and_how_much(on: Installation) -> None:
    aggregator, seller = a_listed_aggregator(on, "Vitrine Celeste"), a_seller_login(on)
    a_delegation(
        on, aggregator, seller.seller, rights=Rights(frozenset({Perimeter.ORDERS}), read_only=True)
    )
    token = a_token(on, aggregator)
    on.access.usage.count_call(aggregator.client.uid, seller.seller.seller_id, on.clock())
    on.run(on.access.usage.flush())
    assert token

    browser = access_page(on, seller)

    for text in (
        "Vitrine Celeste",
        aggregator.client.organization_name,
        "Orders",
        "Reading only",
        f"SellerId {seller.seller.seller_id}",
        "Calls this week",
    ):
        assert text in browser.text
    assert f"{'/api-credentials/logos/'}{aggregator.client.uid}" in browser.text


def test_access_is_taken_back_in_one_click_from_the_next_call_on(on: Installation) -> None:
    client, seller = a_client_of(on, a_partner_login(on)), a_seller_login(on)
    a_delegation(on, client, seller.seller)
    headers = headers_for(a_token(on, client), seller.seller.seller_id)
    assert on.get("/seller/v2/sellers", headers=headers).status_code == 200
    browser = access_page(on, seller)

    browser.submit(f"{path_of(client, seller)}/revoke")

    assert on.get("/seller/v2/sellers", headers=headers).status_code == 403
    assert f"{client.id} no longer has access to Atelier Test" in browser.text
    assert "Former accesses" in browser.text


def test_taking_back_what_is_taken_back_is_no_error(on: Installation) -> None:
    client, seller = a_client_of(on, a_partner_login(on)), a_seller_login(on)
    a_delegation(on, client, seller.seller)
    browser = access_page(on, seller)
    form = browser.form(f"{path_of(client, seller)}/revoke")
    revoke_delegation(on, client, seller.seller)

    browser.send(form)

    assert browser.page.status_code == 200
    assert browser.place == ACCESS


def test_limits_are_changed_from_the_next_call_on(on: Installation) -> None:
    client, seller = a_client_of(on, a_partner_login(on)), a_seller_login(on)
    a_delegation(on, client, seller.seller)
    headers = headers_for(a_token(on, client), seller.seller.seller_id)
    browser = seller.sign_in(on)
    browser.open(path_of(client, seller))

    form = browser.form(path_of(client, seller))
    assert form.values["extent"] == "all"
    browser.send(form, extent="some", perimeters="orders")

    assert browser.place == ACCESS
    assert given(on, client, seller).rights == Rights(frozenset({Perimeter.ORDERS}))
    assert on.get("/seller/v2/sellers", headers=headers).status_code == 403


def test_wrong_limits_change_nothing(on: Installation) -> None:
    client, seller = a_client_of(on, a_partner_login(on)), a_seller_login(on)
    a_delegation(on, client, seller.seller)
    browser = seller.sign_in(on)
    browser.open(path_of(client, seller))

    browser.submit(path_of(client, seller), extent="some")

    assert browser.page.status_code == 422
    assert 'id="perimeters-error"' in browser.text
    assert given(on, client, seller).rights == EVERYTHING


@pytest.mark.parametrize("end", ["", "/revoke"])
def test_somebody_elses_access_cannot_be_touched(on: Installation, end: str) -> None:
    client, seller, stranger = (
        a_client_of(on, a_partner_login(on)),
        a_seller_login(on),
        a_seller_login(on),
    )
    a_delegation(on, client, seller.seller)
    a_delegation(on, client, stranger.seller)
    browser = stranger.sign_in(on)
    browser.open(path_of(client, stranger))
    form = browser.form(path_of(client, stranger) + end)
    form.action = path_of(client, seller) + end

    browser.send(form)

    assert browser.page.status_code == 404
    assert given(on, client, seller).state(on.clock()) is DelegationState.ACTIVE
    assert given(on, client, seller).rights == EVERYTHING


def test_an_access_that_ended_is_among_the_former_ones(on: Installation) -> None:
    client, seller = a_client_of(on, a_partner_login(on)), a_seller_login(on)
    a_delegation(on, client, seller.seller, expires_at=on.clock() + timedelta(minutes=5))

    with on.clock.moved(minutes=6):
        browser = access_page(on, seller)

    assert "Former accesses" in browser.text
    assert "Expired" in browser.text
    assert "Give access again" in browser.text


def test_an_access_that_ends_soon_says_so(on: Installation) -> None:
    client, seller = a_client_of(on, a_partner_login(on)), a_seller_login(on)
    a_delegation(on, client, seller.seller, expires_at=on.clock() + timedelta(days=3))

    assert "Expires soon" in access_page(on, seller).text


def test_every_account_of_the_login_has_its_own_part(on: Installation) -> None:
    seller = a_seller_login(on, shops=("Shop Left", "Shop Right"))

    browser = access_page(on, seller)

    assert "Shop Left" in browser.text
    assert "Shop Right" in browser.text
    assert "Nobody. Give access" in browser.text


def test_who_has_no_seller_account_is_told_so(on: Installation) -> None:
    assert "Your login has no seller account" in access_page(on, a_partner_login(on)).text


def test_the_navigation_offers_what_fits_the_login(on: Installation) -> None:
    seller = access_page(on, a_seller_login(on)).text
    partner = access_page(on, a_partner_login(on)).text

    assert f'href="{ACCESS}"' in seller
    assert 'href="/api-credentials/sellers/"' not in seller
    assert f'href="{ACCESS}"' not in partner
    assert 'href="/api-credentials/sellers/"' in partner
    assert 'href="/api-credentials/listing/"' not in partner
