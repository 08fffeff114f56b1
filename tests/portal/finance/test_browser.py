"""The pages of finance in a real browser: axe-core finds no fault, in light and dark, on a desk and on the smallest phone."""

import pytest

from tests.builders.books import Past
from tests.builders.installation import Installation
from tests.portal.credentials.conftest import OpenPage
from tests.portal.credentials.people import Login, a_seller_login, an_operator_login
from tests.portal.credentials.test_every_page import faults_of, signed_in

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "page", ["", "operations", "operations?event=Sale", "statements", "payouts"]
)
def test_page_of_a_seller(
    on: Installation, open_page: OpenPage, past: Past, login: Login, page: str
) -> None:
    mark = "&" if "?" in page else "?"
    path = f"/finance/{page}{mark}seller={past.stall.seller.seller_id}"

    assert faults_of(signed_in(on, open_page, login, path)) == []


@pytest.mark.parametrize("page", ["", "operations", "statements", "payouts"])
def test_page_with_nothing_on_it(on: Installation, open_page: OpenPage, page: str) -> None:
    assert faults_of(signed_in(on, open_page, a_seller_login(on), f"/finance/{page}")) == []


@pytest.mark.parametrize("of", ["", "{seller_id}"], ids=["list", "seller"])
def test_page_of_operators(on: Installation, open_page: OpenPage, past: Past, of: str) -> None:
    path = f"/operator/payouts/{of.format(seller_id=past.stall.seller.seller_id)}"

    assert faults_of(signed_in(on, open_page, an_operator_login(on), path)) == []
