"""Sellers see their money, and operators act on it; nobody sees anybody else's."""

import re

import pytest

from tests.builders.books import Past
from tests.builders.installation import Installation
from tests.builders.papers import read_pdf
from tests.portal.accounts.site import Browser
from tests.portal.credentials.people import Login, a_partner_login, a_seller_login

HOME = "/finance/"
PAYOUTS = "/operator/payouts/"


def opened(login: Login, on: Installation, past: Past, page: str = "", query: str = "") -> str:
    own = f"seller={past.stall.seller.seller_id}&{query}"
    answer = login.sign_in(on).open(f"{HOME}{page}?{own}")
    assert answer.status_code == 200
    return answer.text


def numbers_in(page: str) -> list[str]:
    return re.findall(r"No\. (\d+)", page)


def test_balance_says_what_is_owed_and_when_it_is_paid(
    on: Installation, past: Past, login: Login
) -> None:
    page = opened(login, on, past)

    said = ["Next payout, Jan 21, 2026", "€14.29", "3 operations", "€66.20", "-€11.92", "Blocked"]
    assert [text for text in said if text not in page] == []
    assert "The last 12 weeks, EUR" in page
    assert "Dec 29: €66.20" in page  # a week of the chart, for who cannot see it
    assert re.search(r"Statement 10\d{8} of Jan 9, 2026 \(PDF\)", page)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["9", "8", "7", "6", "5", "4", "3", "2", "1"]),
        ("event=Sale", ["8", "6", "3", "1"]),
        ("state=Paid", ["2", "1"]),
        ("q=SUB-2026-01", ["5"]),
        ("from=2026-01-05&to=2026-01-05", ["4", "3"]),
        ("before=3", ["2", "1"]),
        ("event=nonsense&state=x&from=yesterday&to=2026-99-99&before=x", list("987654321")),
    ],
)
def test_operations_are_filtered(
    on: Installation, past: Past, login: Login, query: str, found: list[str]
) -> None:
    assert numbers_in(opened(login, on, past, "operations", query)) == found


def test_statement_and_report_are_downloaded(on: Installation, past: Past, login: Login) -> None:
    page = opened(login, on, past, "statements")
    browser = login.sign_in(on)

    [path] = re.findall(r'href="(/finance/statements/\d+/pdf)"', page)
    pdf = browser.http.get(on.url + path)
    files = re.findall(r'href="(/finance/reports/[^"]+)"', page)

    assert pdf.headers["content-type"] == "application/pdf"
    assert (
        "Commission statement" in read_pdf(pdf.content).text
        or "Relevé" in read_pdf(pdf.content).text
    )
    assert len(files) == 2
    assert all(browser.http.get(on.url + file).status_code == 200 for file in files)


def test_payouts_are_listed_with_their_states(on: Installation, past: Past, login: Login) -> None:
    page = opened(login, on, past, "payouts").partition("<tbody")[2]

    badges = re.findall(r'class="badge[^"]*"[^>]*>(?:<[^>]+>)*([^<]+)<', page)
    assert badges == ["In the next payout", "On its way", "Paid"]


def test_money_of_somebody_else_is_not_there(on: Installation, past: Past, login: Login) -> None:
    paths = re.findall(
        r'href="(/finance/(?:statements/\d+/pdf|reports/[^"]+))"',
        opened(login, on, past, "statements"),
    )
    stranger = a_seller_login(on).sign_in(on)

    assert len(paths) == 3
    assert {stranger.open(path).status_code for path in paths} == {404}
    assert (
        "Nothing booked yet"
        in stranger.open(f"{HOME}operations?seller={past.stall.seller.seller_id}").text
    )


@pytest.mark.parametrize("page", ["", "operations", "statements", "payouts"])
def test_page_with_nothing_on_it_says_how_it_works(on: Installation, page: str) -> None:
    assert "How it works" in a_seller_login(on).sign_in(on).open(HOME + page).text
    assert "For sellers" in a_partner_login(on).sign_in(on).open(HOME + page).text


def test_operator_confirms_a_payout(on: Installation, past: Past, operator: Browser) -> None:
    other = past.other.seller.seller_id
    page = operator.open(PAYOUTS).text
    [confirmed] = re.findall(rf'action="({PAYOUTS}{other}/confirm/[^"]+)"', page)

    operator.submit(confirmed)

    assert confirmed not in operator.open(PAYOUTS).text
    seller = past.other.with_new_token()
    assert seller.call("GET", "/payments/count?paymentState=Paid").json() == 2


def test_operator_charges_once_however_often_the_form_is_sent(
    on: Installation, past: Past, operator: Browser
) -> None:
    path = f"{PAYOUTS}{past.other.seller.seller_id}"
    operator.open(path)
    form = operator.form(f"{path}/charge")
    values = {"reference": "ADJ-1", "amount": "12,50", "vat": "2.08", "event": "Adjustment"}

    operator.send(form, **values)
    operator.send(form, **values)

    page = operator.open(path).text
    assert page.count("ADJ-1") == 1
    assert "-€12.50" in page


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"reference": ""}, "Enter what it is about"),
        ({"amount": "much"}, "Enter an amount"),
        ({"amount": "0"}, "Enter an amount"),
        ({"amount": "1.234"}, "Enter an amount"),
        ({"amount": "NaN"}, "Enter an amount"),
        ({"vat": "20"}, "Enter the VAT"),
        ({"currency": "euro"}, "Enter three letters"),
    ],
)
def test_wrong_fee_is_told_and_what_was_typed_stays(
    on: Installation, past: Past, operator: Browser, values: dict[str, str], told: str
) -> None:
    path = f"{PAYOUTS}{past.other.seller.seller_id}"
    operator.open(path)

    good = {"reference": "ADJ-9", "label": "Kept", "amount": "12", "currency": "EUR", "vat": ""}
    answer = operator.submit(f"{path}/charge", **good | values)

    assert told in answer.text
    assert 'value="Kept"' in answer.text


def test_operator_blocks_and_holds(on: Installation, past: Past, operator: Browser) -> None:
    path = f"{PAYOUTS}{past.other.seller.seller_id}"
    operator.open(path)
    operator.submit(f"{path}/hold")
    held = operator.open(path).text
    operator.submit(f"{path}/hold")

    blocked = operator.submit(f"{path}/block", number="6", blocked="yes").text
    refused = operator.submit(f"{path}/block", number="1", blocked="yes").text

    assert "Payouts are held" in held
    assert "Payouts are held" not in operator.open(path).text
    assert "The operation is blocked." in blocked
    assert "Unblock operation 6" in blocked
    assert "Operation 1 is in a payout already" in refused
    assert operator.open(f"{PAYOUTS}999999").status_code == 404
    assert operator.open(f"{PAYOUTS}x").status_code == 404
