"""Sellers who gave me access: listed, searched, downloaded; nobody copies a number by hand."""

import csv
import io

import pytest

from sellergate.access.scopes import Perimeter, Rights
from tests.builders.installation import Installation
from tests.builders.world import a_delegation, a_seller, revoke_delegation
from tests.portal.accounts.site import Browser
from tests.portal.credentials.people import (
    a_client_of,
    a_seller_login,
    an_aggregator_login,
)

pytestmark = pytest.mark.slow  # many signed-in pages

SELLERS = "/api-credentials/sellers/"


def test_sellers_are_listed_with_their_id_and_rights(on: Installation) -> None:
    aggregator = an_aggregator_login(on)
    client = a_client_of(on, aggregator)
    seller = a_seller_login(on, shops=("Shop Listed",))
    a_delegation(on, client, seller.seller, rights=Rights(frozenset({Perimeter.OFFERS})))

    browser = aggregator.sign_in(on)
    browser.open(SELLERS)

    for text in ("Shop Listed", str(seller.seller.seller_id), "Offers", client.id):
        assert text in browser.text


def test_who_took_access_back_is_not_listed(on: Installation) -> None:
    aggregator = an_aggregator_login(on)
    client, seller = a_client_of(on, aggregator), a_seller_login(on, shops=("Shop Gone",))
    a_delegation(on, client, seller.seller)
    revoke_delegation(on, client, seller.seller)

    browser = aggregator.sign_in(on)

    for path in (SELLERS, "/api-credentials/sellers.csv", "/api-credentials/sellers.json"):
        browser.open(path)
        assert "Shop Gone" not in browser.text


@pytest.mark.parametrize("search", ["needle", "NEEDLE", "{seller_id}"])
def test_a_seller_is_found_by_name_or_id(on: Installation, search: str) -> None:
    aggregator = an_aggregator_login(on)
    client = a_client_of(on, aggregator)
    wanted = a_seller(on, shop_name="The Needle Shop")
    a_delegation(on, client, wanted)
    a_delegation(on, client, a_seller(on, shop_name="Haystack"))
    browser = aggregator.sign_in(on)

    browser.open(f"{SELLERS}?q={search.format(seller_id=wanted.seller_id)}")

    assert "The Needle Shop" in browser.text
    assert "Haystack" not in browser.text


def test_the_files_hold_every_seller_beyond_one_page(on: Installation) -> None:
    aggregator = an_aggregator_login(on)
    client = a_client_of(on, aggregator)
    ids = []
    for number in range(53):
        seller = a_seller(on, shop_name=f"Shop {number}")
        a_delegation(on, client, seller)
        ids.append(seller.seller_id)
    browser = aggregator.sign_in(on)

    table = browser.open("/api-credentials/sellers.csv")
    document = browser.open("/api-credentials/sellers.json")
    first = browser.open(SELLERS).text
    following = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    second = browser.open(following).text

    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert [int(row["seller_id"]) for row in rows] == ids
    assert [item["seller_id"] for item in document.json()["items"]] == ids
    assert f">{ids[0]}</code>" in first
    assert f">{ids[-1]}</code>" not in first
    assert f">{ids[-1]}</code>" in second
    assert 'rel="next"' not in second
    assert table.headers["content-disposition"] == 'attachment; filename="sellers.csv"'
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert document.headers["content-type"].startswith("application/json")
    assert document.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_shop_name_is_no_formula(on: Installation, start: str) -> None:
    """CWE-1236: spreadsheets run cells that begin so."""
    aggregator = an_aggregator_login(on)
    name = f'{start}HYPERLINK("http://evil.test","x")'
    a_delegation(on, a_client_of(on, aggregator), a_seller(on, shop_name=name))
    browser = aggregator.sign_in(on)

    answer = browser.open("/api-credentials/sellers.csv")

    row = next(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))
    assert row["shop_name"] == f"'{name}"


def test_an_empty_file_is_a_file(on: Installation) -> None:
    browser = an_aggregator_login(on).sign_in(on)

    assert browser.open("/api-credentials/sellers.json").json() == {"items": []}
    assert browser.open("/api-credentials/sellers.csv").text.startswith("seller_id,shop_name")


@pytest.mark.parametrize("path", [SELLERS, "/api-credentials/sellers.csv"])
def test_nobody_sees_them_without_sign_in(browser: Browser, path: str) -> None:
    browser.open(path)

    assert browser.place.startswith("/account/sign-in?next=/api-credentials/sellers")


@pytest.mark.parametrize("place", ["x", "12", "12.", "99999999999999999999.a", "%00.%00", "-1.a"])
def test_a_place_that_is_none_shows_a_page(on: Installation, place: str) -> None:
    browser = an_aggregator_login(on).sign_in(on)

    assert browser.open(f"{SELLERS}?after={place}").status_code == 200
