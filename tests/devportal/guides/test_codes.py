"""The pages of result codes: every code of the rules is there, in the reader's language, and is found."""

import pytest

from sellergate.market.offers.results import CATALOGUE
from sellergate.market.order_invoices.steps import STEPS
from sellergate.market.products.refusals import REFUSALS
from sellergate.web.templates import slug
from tests.devportal.people import Marketplace, text_of

OFFERS = "/docs/codes/offers/"
PRODUCTS = "/docs/codes/products/"
INVOICES = "/docs/codes/invoices/"


@pytest.mark.parametrize(
    ("path", "keys"), [(OFFERS, CATALOGUE), (PRODUCTS, REFUSALS), (INVOICES, STEPS)]
)
def test_every_code_has_a_place_to_link_to(
    marketplace: Marketplace, path: str, keys: dict[str, object]
) -> None:
    page = marketplace.reader().open(path).text

    assert [key for key in keys if page.count(f'id="{slug(key)}"') != 1] == []


def test_a_code_says_what_it_means_and_what_to_do(marketplace: Marketplace) -> None:
    read = text_of(marketplace.reader().open(OFFERS))

    assert "1006 Refused price.price Price (price.price): required Send this member." in read


def test_codes_are_in_the_language_of_the_page(marketplace: Marketplace) -> None:
    read = text_of(marketplace.reader().open(OFFERS, **{"Accept-Language": "fr"}))

    assert "champ obligatoire" in read
    assert "Send this member." not in read


@pytest.mark.parametrize("search", ["1006", "PRICE required", "price.price required"])
def test_a_code_is_found_by_its_number_its_field_or_its_words(
    marketplace: Marketplace, search: str
) -> None:
    page = marketplace.reader().open(f"{OFFERS}?q={search}").text

    assert 'id="1006"' in page
    assert 'id="1005"' not in page


def test_a_search_without_result_says_so(marketplace: Marketplace) -> None:
    page = marketplace.reader().open(f"{OFFERS}?q=%3Cscript%3Enothing")

    assert "No code has these words." in text_of(page)
    assert "<script>nothing" not in page.text


def test_there_are_no_codes_of_other_kinds(marketplace: Marketplace) -> None:
    assert marketplace.reader().open("/docs/codes/orders/").status_code == 404
    assert marketplace.reader().open("/docs/codes/").url.path == OFFERS
