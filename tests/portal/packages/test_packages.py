"""What a seller sees of its packages: how far they are, what was refused, and nothing of anybody else's."""

import csv
import io

import pytest

from tests.builders.installation import Installation
from tests.builders.packages import (
    DONE,
    NO_PRICE,
    TWICE,
    a_package,
    a_submission,
    end_package,
    forget_lines,
)
from tests.portal.credentials.people import (
    a_browser,
    a_partner_login,
    a_seller_login,
    an_operator_login,
)

pytestmark = pytest.mark.slow

OFFERS = "/packages/offers/"
PRODUCTS = "/packages/products/"
ASKS_AGAIN = 'data-hx-trigger="every'
MISSING = ("errors", "missing", "Title", {})


def test_a_package_is_listed_with_its_counts(on: Installation) -> None:
    seller = a_seller_login(on)
    package_id = a_package(on, seller.seller, [DONE] * 7 + [NO_PRICE] * 3 + [TWICE] * 2)
    browser = seller.sign_in(on)

    browser.open(OFFERS)

    assert package_id in browser.text
    for label, count in (("Integrated", 7), ("Refused", 3), ("Duplicated", 2)):
        assert f'data-label="{label}"><div class="cell">{count}<' in browser.page.text
    assert "12 lines" in browser.text
    assert ASKS_AGAIN not in browser.page.text


def test_a_list_asks_again_while_something_in_it_runs(on: Installation) -> None:
    seller = a_seller_login(on)
    package_id = a_package(on, seller.seller, [DONE] * 300, state="IntegrationPending", done=200)
    browser = seller.sign_in(on)

    browser.open(OFFERS)
    first = browser.page.text
    end_package(on, package_id)
    browser.open(f"{OFFERS}list")

    assert '<progress class="progress" max="300" value="200"' in first
    assert "200 of 300 lines done" in first
    assert ASKS_AGAIN in first
    assert "300 lines" in browser.text
    assert ASKS_AGAIN not in browser.page.text


def test_a_page_asks_again_until_the_work_has_ended(on: Installation) -> None:
    seller = a_seller_login(on)
    package_id = a_package(on, seller.seller, [DONE] * 300, state="IntegrationPending", done=100)
    browser = seller.sign_in(on)

    browser.open(OFFERS + package_id)
    first = browser.text
    end_package(on, package_id)
    browser.open(f"{OFFERS}{package_id}/progress")

    assert "100 of 300 lines done" in first
    assert f'data-hx-get="{OFFERS}{package_id}/progress"' in first
    assert "Nothing was refused." in browser.text
    assert ASKS_AGAIN not in browser.text
    assert "<html" not in browser.text


def test_a_page_whose_reader_was_signed_out_is_loaded_anew(on: Installation) -> None:
    package_id = a_package(on, a_seller_login(on).seller)
    browser = a_browser(on)

    for path in (f"{OFFERS}{package_id}/progress", f"{OFFERS}list"):
        answer = browser.http.get(path, headers={"HX-Request": "true"})

        assert answer.status_code == 204
        assert answer.headers["hx-refresh"] == "true"


def test_refusals_are_shown_with_code_field_and_remedy(on: Installation) -> None:
    seller = a_seller_login(on)
    package_id = a_package(on, seller.seller, [DONE, NO_PRICE, TWICE])
    browser = seller.sign_in(on)

    browser.open(OFFERS + package_id)

    for text in ("REF-2", "1006", "price.price", "required", "Send this member.", "REF-3"):
        assert text in browser.text
    assert "REF-1<" not in browser.text
    assert "/docs/codes/offers/#1006" in browser.text


def test_refused_sheets_are_shown_with_code_field_and_remedy(on: Installation) -> None:
    seller = a_seller_login(on)
    package_id = a_submission(on, seller.seller, [[], [MISSING]])
    browser = seller.sign_in(on)

    browser.open(PRODUCTS)
    assert package_id in browser.text
    browser.open(PRODUCTS + package_id)

    for text in ("SHEET-2", "MissingField", "Title", "This field is mandatory."):
        assert text in browser.text
    assert "SHEET-1<" not in browser.text
    assert "/docs/codes/products/#missing" in browser.text


def test_what_is_only_a_warning_is_no_refusal(on: Installation) -> None:
    seller = a_seller_login(on)
    package_id = a_submission(
        on, seller.seller, [[("warnings", "variation-missing", "Color", {}), MISSING]]
    )

    table = seller.sign_in(on).open(f"{PRODUCTS}{package_id}/refusals.csv")

    assert [row["code"] for row in rows_of(table.content)] == ["MissingField"]


def test_a_package_that_was_refused_as_a_whole_says_why(on: Installation) -> None:
    seller = a_seller_login(on)
    package_id = a_package(on, seller.seller, [], state="Rejected", result_code="1723")
    browser = seller.sign_in(on)

    browser.open(OFFERS + package_id)

    assert "The whole package was refused" in browser.text
    assert "out of bounds" in browser.text
    assert "Nothing was refused." not in browser.text


def test_an_open_package_says_that_it_waits(on: Installation) -> None:
    seller = a_seller_login(on)
    package_id = a_package(on, seller.seller, [DONE], state="WaitingForCompletion", done=0)
    browser = seller.sign_in(on)

    browser.open(OFFERS + package_id)

    assert "It takes lines until it is submitted" in browser.text
    assert ASKS_AGAIN not in browser.text


def test_a_package_that_was_left_open_too_long_is_refused_as_the_api_says(
    on: Installation,
) -> None:
    """contract/00 §9: an open package takes lines for six hours."""
    seller = a_seller_login(on)
    package_id = a_package(on, seller.seller, [DONE], state="WaitingForCompletion", done=0)
    browser = seller.sign_in(on)

    with on.clock.moved(hours=6, minutes=1):
        browser.open(OFFERS)
        listed = browser.text
        browser.open(OFFERS + package_id)

    assert "Refused as a whole" in listed
    assert "Open for lines" not in listed
    assert "It takes lines until it is submitted" not in browser.text
    assert "out of bounds (6 h)" in browser.text


def test_the_reader_is_told_when_lines_are_kept_no_longer(on: Installation) -> None:
    """contract/04 §B: results are kept three days."""
    seller = a_seller_login(on)
    package_id = a_package(on, seller.seller, [NO_PRICE])
    forget_lines(on, package_id)
    browser = seller.sign_in(on)

    browser.open(OFFERS + package_id)

    assert "kept for three days" in browser.text


def test_the_file_holds_every_refusal_of_a_long_package(on: Installation) -> None:
    seller = a_seller_login(on)
    package_id = a_package(on, seller.seller, ([DONE] * 99 + [NO_PRICE]) * 120)

    table = seller.sign_in(on).open(f"{OFFERS}{package_id}/refusals.csv")

    rows = rows_of(table.content)
    assert [int(row["line"]) for row in rows] == [100 * n for n in range(1, 121)]
    assert rows[0] == {
        "line": "100",
        "seller_reference": "REF-100",
        "gtin": "0200000000017",
        "status": "Rejected",
        "code": "1006",
        "field": "price.price",
        "message": "Price (price.price): required. Send this member.",
    }
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert (
        table.headers["content-disposition"] == f'attachment; filename="refusals-{package_id}.csv"'
    )
    assert table.headers["cache-control"] == "private, no-store"


def test_the_file_is_in_the_language_of_the_page(on: Installation) -> None:
    seller = a_seller_login(on)
    package_id = a_package(on, seller.seller, [NO_PRICE])
    browser = seller.sign_in(on)
    browser.open("/language/fr?next=/")

    table = browser.open(f"{OFFERS}{package_id}/refusals.csv")

    assert "champ obligatoire" in rows_of(table.content)[0]["message"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_reference_is_no_formula(on: Installation, start: str) -> None:
    """CWE-1236: spreadsheets run cells that begin so."""
    seller = a_seller_login(on)
    name = f'{start}HYPERLINK("http://evil.test")'
    package_id = a_package(on, seller.seller, [NO_PRICE], references=[name])

    table = seller.sign_in(on).open(f"{OFFERS}{package_id}/refusals.csv")

    assert rows_of(table.content)[0]["seller_reference"] == f"'{name}"


def test_a_reference_is_no_markup(on: Installation) -> None:
    seller = a_seller_login(on)
    package_id = a_package(on, seller.seller, [NO_PRICE], references=["<script>alert(1)</script>"])
    browser = seller.sign_in(on)

    browser.open(OFFERS + package_id)

    assert "<script>alert" not in browser.page.text


@pytest.mark.parametrize("kind", ["offers", "products"])
def test_who_sent_nothing_is_told_what_comes_next(on: Installation, kind: str) -> None:
    browser = a_seller_login(on).sign_in(on)

    browser.open(f"/packages/{kind}/")

    assert f'href="/docs/guides/{kind}/"' in browser.text
    assert "appears here by itself" in browser.text


def test_who_is_no_seller_is_told_whom_it_is_for(on: Installation) -> None:
    browser = a_partner_login(on).sign_in(on)

    browser.open(OFFERS)

    assert "Packages are shown to who works for the seller" in browser.text


def test_a_seller_of_several_shops_looks_at_one_of_them(on: Installation) -> None:
    seller = a_seller_login(on, shops=("Shop One", "Shop Two"))
    first, second = (a_package(on, shop) for shop in seller.sellers)
    browser = seller.sign_in(on)

    browser.open(OFFERS)
    assert first in browser.text
    assert second in browser.text
    browser.open(f"{OFFERS}?seller={seller.sellers[1].seller_id}")

    assert first not in browser.text
    assert second in browser.text


def test_a_long_list_goes_on_on_further_pages(on: Installation) -> None:
    seller = a_seller_login(on)
    packages = [a_package(on, seller.seller) for _ in range(27)]
    browser = seller.sign_in(on)

    browser.open(OFFERS)
    first = browser.text
    browser.open(f"{OFFERS}?{first.partition(f'{OFFERS}?')[2].partition(chr(34))[0]}")

    assert [p for p in packages if p in first] == packages[2:]
    assert [p for p in packages if p in browser.text] == packages[:2]


@pytest.mark.parametrize("path", ["", "/progress", "/refusals.csv"])
@pytest.mark.parametrize("kind", ["offers", "products"])
def test_a_package_of_another_seller_is_not_there(on: Installation, kind: str, path: str) -> None:
    other = a_seller_login(on).seller
    package_id = a_package(on, other) if kind == "offers" else a_submission(on, other)

    for login in (a_seller_login(on), a_partner_login(on), an_operator_login(on)):
        browser = login.sign_in(on)
        foreign = browser.open(f"/packages/{kind}/{package_id}{path}")
        unknown = browser.open(f"/packages/{kind}/unknown{path}")

        assert foreign.status_code == unknown.status_code == 404
        assert package_id not in browser.open(f"/packages/{kind}/").text


@pytest.mark.parametrize("path", [OFFERS, PRODUCTS, f"{OFFERS}x", f"{OFFERS}x/refusals.csv"])
def test_nobody_sees_them_without_sign_in(on: Installation, path: str) -> None:
    browser = a_browser(on)

    browser.open(path)

    assert browser.place.startswith(f"/account/sign-in?next={path}")


@pytest.mark.parametrize(
    "query", ["before=x", "before=-1", "before=99999999999999999999", "seller=%00"]
)
def test_a_place_that_is_none_shows_a_page(on: Installation, query: str) -> None:
    browser = a_seller_login(on).sign_in(on)

    assert browser.open(f"{OFFERS}?{query}").status_code == 200


def test_there_are_no_packages_of_other_kinds(on: Installation) -> None:
    assert a_seller_login(on).sign_in(on).open("/packages/orders/").status_code == 404


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))
