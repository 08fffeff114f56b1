"""Activity: the audit trail in plain words, for those concerned, page by page."""

import pytest

from sellergate.access.scopes import Perimeter, Rights
from tests.builders.installation import Installation
from tests.builders.world import a_delegation, a_secret
from tests.portal.credentials.people import a_client_of, a_partner_login, a_seller_login

pytestmark = pytest.mark.slow  # many signed-in pages

ACTIVITY = "/api-credentials/activity/"


def test_seller_and_client_owner_both_see_what_concerns_them(on: Installation) -> None:
    partner, seller = a_partner_login(on), a_seller_login(on)
    client = a_client_of(on, partner)
    a_delegation(
        on, client, seller.seller, rights=Rights(frozenset({Perimeter.ORDERS}), read_only=True)
    )

    told = f"{client.id} was given access to seller {seller.seller.seller_id}: Orders, reading only"

    for login in (partner, seller):
        browser = login.sign_in(on)
        browser.open(ACTIVITY)
        assert told in browser.text


def test_nobody_sees_what_concerns_others(on: Installation) -> None:
    foreign = a_client_of(on, a_partner_login(on))
    browser = a_seller_login(on).sign_in(on)

    browser.open(ACTIVITY)

    assert foreign.id not in browser.text


def test_the_trail_is_paged_without_gap_or_repetition(on: Installation) -> None:
    seller = a_seller_login(on)
    client = a_client_of(on, seller)
    names = [f"key {number:03}" for number in range(9)]
    clients = [client, *(a_client_of(on, seller) for _ in range(6))]
    for one in clients:
        for name in names:
            a_secret(on, one.client, name=name)
    browser = seller.sign_in(on)

    first = browser.open(ACTIVITY).text
    following = first.partition('rel="next" href="')[2].partition('"')[0]
    second = browser.open(following).text

    assert first.count("<tr role") == 51
    told = first.count("was created: key") + second.count("was created: key")
    assert told == len(clients) * len(names)
    assert 'rel="prev"' in second


def test_it_is_told_in_french_too(on: Installation) -> None:
    partner, seller = a_partner_login(on), a_seller_login(on)
    a_delegation(on, a_client_of(on, partner), seller.seller)
    browser = seller.sign_in(on)
    browser.http.headers["Accept-Language"] = "fr-FR"

    browser.open(ACTIVITY)

    assert f"accès au vendeur {seller.seller.seller_id} : tout" in browser.text


def test_a_place_that_is_none_shows_the_newest(on: Installation) -> None:
    browser = a_seller_login(on).sign_in(on)

    for place in ("x", "-1", "9" * 40, "%00"):
        assert browser.open(f"{ACTIVITY}?before={place}").status_code == 200
