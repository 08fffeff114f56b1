"""Sellers see their stock country by country, what moved it, and nothing of anybody else's."""

import re
from datetime import timedelta

import pytest

from sellergate.market.warehouse.models import Movement, Stock, StorageCountry
from sellergate.market.warehouse.moving import move
from sellergate.market.warehouse.overview import available_by_day
from tests.builders.installation import Installation
from tests.builders.warehouse import a_stock
from tests.portal.credentials.people import Login, a_partner_login, a_seller_login

HOME = "/stocks/"


def moved(
    on: Installation, stock: Stock, kind: Movement, pieces: int, *, days_ago: int = 0
) -> None:
    now = on.access.clock() - timedelta(days=days_ago)
    on.write(
        lambda conn, _act: move(
            conn, stock.row, StorageCountry.FR, kind, pieces, cause="outbound:abc-1:1", now=now
        )
    )


def shown(login: Login, on: Installation, query: str = "") -> list[str]:
    """The references in the list, row by row."""
    page = login.sign_in(on).open(HOME + query).text
    return re.findall(r'class="stock-id">([^<]+)<', page.partition("<tbody")[2])


@pytest.fixture
def login(on: Installation) -> Login:
    return a_seller_login(on)


def test_each_warehouse_of_a_product_is_a_row(on: Installation, login: Login) -> None:
    a_stock(on, login.seller, reference="B-2", FR=7, ES=1)
    a_stock(on, login.seller, reference="A-1", FR=3)

    page = login.sign_in(on).open(HOME).text

    assert shown(login, on) == ["A-1", "B-2", "B-2"]
    assert "10 available" in page  # in France
    assert page.index("France") < page.index("Spain")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=a-", ["A-1"]),
        ("?q=TECHNIQUE", ["A-1", "B-2", "B-2"]),
        ("?country=es", ["B-2"]),
        ("?status=none", ["A-1"]),
        ("?status=available", ["B-2", "B-2"]),
        ("?status=aside", ["A-1"]),
        ("?q=%25", []),
        ("?status=nonsense&country=XX&seller=x&page=-1", ["A-1", "B-2", "B-2"]),
        ("?page=2", []),
    ],
)
def test_the_list_shows_what_is_asked_for(
    on: Installation, login: Login, query: str, found: list[str]
) -> None:
    first = a_stock(on, login.seller, reference="A-1", FR=1)
    moved(on, first, Movement.BLOCK, 1)
    a_stock(on, login.seller, reference="B-2", FR=7, ES=1)

    assert shown(login, on, query) == found


def test_what_moved_a_stock_is_told_and_leads_there(on: Installation, login: Login) -> None:
    stock = a_stock(on, login.seller, FR=7)
    moved(on, stock, Movement.ALLOCATION, 2)

    page = login.sign_in(on).open(f"{HOME}stock/{stock.stock_id}").text

    rows = re.findall(r"Promised to an order|Received", page.partition("Movements")[2])
    assert rows == ["Promised to an order", "Received"]
    assert 'href="/stocks/outbound/abc-1"' in page


def test_the_chart_goes_back_through_what_moved(on: Installation, login: Login) -> None:
    stock = a_stock(on, login.seller)
    moved(on, stock, Movement.RECEPTION, 9, days_ago=40)
    moved(on, stock, Movement.ALLOCATION, 4, days_ago=1)
    moved(on, stock, Movement.RELEASE, 1)

    days = on.read(available_by_day, stock.row, now=on.access.clock(), days=3)

    assert [number for _, number in days] == [9, 5, 6]


def test_stock_of_somebody_else_is_not_there(on: Installation, login: Login) -> None:
    stock = a_stock(on, a_seller_login(on).seller, reference="THEIRS", FR=1)
    browser = login.sign_in(on)

    assert browser.open(f"{HOME}stock/{stock.stock_id}").status_code == 404
    assert browser.open(f"{HOME}stock/unknown").status_code == 404
    assert "THEIRS" not in browser.open(f"{HOME}?seller={stock.seller_id}").text


@pytest.mark.parametrize("path", ["", "products", "inbound", "outbound", "returns"])
def test_a_list_with_nothing_in_it_says_what_to_do(
    on: Installation, login: Login, path: str
) -> None:
    browser = login.sign_in(on)

    assert "/docs/guides/fulfillment/" in browser.open(HOME + path).text
    assert "Nothing matches" in browser.open(f"{HOME}{path}?q=nothing").text
    assert browser.open(f"{HOME}{path}/unknown").status_code == 404


def test_others_are_told_whom_it_is_for(on: Installation) -> None:
    assert "For sellers" in a_partner_login(on).sign_in(on).open(HOME).text


def test_pages_go_on(on: Installation, login: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sellergate.portal.stocks.routes.PAGE_SIZE", 2)
    for name in "ABC":
        a_stock(on, login.seller, reference=name, FR=1)

    assert shown(login, on) == ["A", "B"]
    assert shown(login, on, "?page=2") == ["C"]
    assert "page=2" in login.sign_in(on).open(HOME).text


def test_a_product_is_found_by_its_gtin_as_people_know_it(on: Installation, login: Login) -> None:
    stock = a_stock(on, login.seller, reference="A-1")
    browser = login.sign_in(on)
    [gtin] = re.findall(r"<dd>(\d{13})<", browser.open(f"{HOME}stock/{stock.stock_id}").text)

    page = browser.open(f"{HOME}products?q={gtin}").text

    assert f">{gtin}<" in page
    assert "Nothing matches" in browser.open(f"{HOME}products?q=0400000009999").text
