"""The operator counts what comes to the warehouses: once, from as many tabs as are open."""

import re
from typing import Any

import pytest

from sellergate.market.fulfillment.inbound.models import Shipment, Status
from sellergate.market.warehouse.models import Quantities
from sellergate.market.warehouse.store import get_stock_of_row
from tests.builders.installation import Installation
from tests.builders.papers import read_pdf
from tests.builders.warehouse import a_stock
from tests.portal.accounts.site import Browser
from tests.portal.credentials.people import Login, a_seller_login
from tests.portal.stocks.making import an_inbound, inbound_now

pytestmark = pytest.mark.slow

LIST = "/operator/inbound/"


@pytest.fixture
def login(on: Installation) -> Login:
    return a_seller_login(on)


def path_of(shipment: Shipment) -> str:
    return f"{LIST}{shipment.inbound_id}"


def held(on: Installation, shipment: Shipment, line: int = 1) -> Quantities:
    row = shipment.lines[line - 1].stock_row
    quantities: Quantities = on.read(get_stock_of_row, row).quantities
    return quantities


def test_what_is_counted_is_stock_and_its_seller_sees_it(
    on: Installation, operator: Browser, login: Login
) -> None:
    shipment = an_inbound(on, login.seller, 10, 5)
    path = path_of(shipment)

    operator.open(path)
    operator.submit(f"{path}/receive", **{"good-1": "6", "blocked-1": "1", "disputed-2": "2"})
    first = inbound_now(on, shipment)
    told = operator.text
    operator.submit(f"{path}/receive", **{"good-1": "4", "last": "1"})

    after = inbound_now(on, shipment)
    assert "Counted: it is the seller's stock." in told
    assert (first.status, after.status) == (Status.IN_RECEPTION, Status.RECEIVED)
    assert [(line.received, line.damaged) for line in after.lines] == [(11, 1), (2, 2)]
    assert held(on, after) == Quantities(available=10, blocked=1)
    assert held(on, after, 2) == Quantities(litigation=2)
    assert "1 too many" in operator.text
    assert "Received" in login.sign_in(on).open(f"/stocks/inbound/{shipment.inbound_id}").text


def test_pressing_the_button_twice_counts_once(
    on: Installation, operator: Browser, login: Login
) -> None:
    shipment = an_inbound(on, login.seller)
    path = path_of(shipment)
    operator.open(path)
    form = operator.form(f"{path}/receive")

    answers = [operator.send(form, **{"good-1": "4"}) for _ in range(2)]

    assert [len(answer.history) for answer in answers] == [1, 1]  # sent on, not told off
    assert held(on, shipment).available == 4


def test_a_tab_that_is_not_up_to_date_counts_nothing(
    on: Installation, operator: Browser, login: Login
) -> None:
    shipment = an_inbound(on, login.seller)
    path = path_of(shipment)
    operator.open(path)
    old = operator.form(f"{path}/receive")
    operator.open(path)
    operator.submit(f"{path}/receive", **{"good-1": "4"})

    answer = operator.send(old, **{"good-1": "4", "blocked-1": "1"})

    assert "Somebody counted goods of this supply order since you opened the page" in answer.text
    assert re.search(r'name="blocked-1"[^>]*value="1"', answer.text), "what was typed is kept"
    assert held(on, shipment).available == 4

    operator.submit(f"{path}/receive")

    assert held(on, shipment) == Quantities(available=8, blocked=1)


def test_the_form_is_filled_in_with_what_is_expected(
    on: Installation, operator: Browser, login: Login
) -> None:
    shipment = an_inbound(on, login.seller, 10, 5)
    path = path_of(shipment)
    operator.open(path)
    operator.submit(f"{path}/receive", **{"good-1": "6"})

    operator.open(f"{path}?fill=1")
    operator.submit(f"{path}/receive", last="1")

    after = inbound_now(on, shipment)
    assert after.status is Status.RECEIVED
    assert [line.received for line in after.lines] == [10, 5]


def test_a_product_that_nobody_announced_is_counted_by_its_reference(
    on: Installation, operator: Browser, login: Login
) -> None:
    shipment = an_inbound(on, login.seller)
    other = a_stock(on, login.seller)
    path = path_of(shipment)
    operator.open(path)

    operator.submit(
        f"{path}/receive",
        **{"other-reference": other.seller_product_reference, "blocked-other": "3"},
    )

    after = inbound_now(on, shipment)
    assert [(line.quantity, line.received) for line in after.lines] == [(10, 0), (0, 3)]
    assert held(on, after, 2) == Quantities(blocked=3)
    assert "Not announced" in operator.text


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"good-1": "many"}, "good-1", "Enter a number up to 99999"),
        ({"good-1": "100000"}, "good-1", "Enter a number up to 99999"),
        ({"good-1": "-1"}, "good-1", "Enter a number up to 99999"),
        ({"good-other": "3"}, "other-reference", "Enter the seller&#39;s reference"),
        (
            {"good-other": "3", "other-reference": "NOBODYS"},
            "other-reference",
            "no product under NOBODYS",
        ),
        ({}, "", "Enter how many came"),
        ({"good-1": "0"}, "", "Enter how many came"),
        ({"last": "1"}, "", "Enter how many came"),
        ({"good-77": "1"}, "", "is no line"),
    ],
)
def test_a_wrong_count_is_told_at_its_field(
    on: Installation,
    operator: Browser,
    login: Login,
    values: dict[str, str],
    field: str,
    words: str,
) -> None:
    shipment = an_inbound(on, login.seller)
    path = path_of(shipment)
    operator.open(path)
    token: dict[str, Any] = dict(operator.form(f"{path}/receive").values)

    answer = operator.http.post(f"{path}/receive", data=token | values)

    assert words in answer.text
    assert not field or f'id="{field}-error"' in answer.text
    assert inbound_now(on, shipment).status is Status.ACCEPTED


def test_a_product_of_a_line_is_counted_at_its_line(
    on: Installation, operator: Browser, login: Login
) -> None:
    shipment = an_inbound(on, login.seller)
    path = path_of(shipment)
    reference = shipment.lines[0].seller_product_reference or ""
    operator.open(path)

    operator.submit(
        f"{path}/receive",
        **{"good-1": "1", "other-reference": reference, "good-other": "1"},
    )

    assert "This product is line 1: count it there." in operator.text
    assert inbound_now(on, shipment).received == 0


def test_many_lines_are_counted_page_by_page(
    on: Installation, operator: Browser, login: Login
) -> None:
    shipment = an_inbound(on, login.seller, *[2] * 60)
    path = path_of(shipment)

    first = operator.open(path).text
    operator.open(f"{path}?from=51&fill=1")
    operator.submit(f"{path}/receive")

    assert ("good-50" in first, "good-51" in first) == (True, False)
    assert inbound_now(on, shipment).received == 20
    assert operator.page.url.params["from"] == "51"


def test_what_never_comes_is_cancelled(on: Installation, operator: Browser, login: Login) -> None:
    shipment = an_inbound(on, login.seller)
    path = path_of(shipment)
    operator.open(path)
    form = operator.form(f"{path}/receive")

    operator.submit(f"{path}/cancel")
    answer = operator.send(form, **{"good-1": "1"})

    assert inbound_now(on, shipment).status is Status.CANCELLED
    assert "is Cancelled and cannot be received" in answer.text


def test_supply_orders_are_found(on: Installation, operator: Browser, login: Login) -> None:
    accepted = an_inbound(on, login.seller)
    created = an_inbound(on, login.seller, is_checked=False)
    seller = f"seller={login.seller.seller_id}"

    found = {
        query: [one.code in operator.open(f"{LIST}?{query}").text for one in (accepted, created)]
        for query in (
            seller,
            f"{seller}&status=Accepted",
            f"{seller}&status=to-receive",
            f"{seller}&country=ES",
            f"q={created.code}",
            "seller=1",
        )
    }

    assert list(found.values()) == [
        [True, True],
        [True, False],
        [True, False],
        [False, False],
        [False, True],
        [False, False],
    ]


def test_the_delivery_note_is_downloaded(on: Installation, operator: Browser, login: Login) -> None:
    accepted = an_inbound(on, login.seller)
    created = an_inbound(on, login.seller, is_checked=False)

    answer = operator.open(f"{path_of(accepted)}/delivery-note")
    none = operator.open(f"{path_of(created)}/delivery-note")

    assert answer.headers["content-type"] == "application/pdf"
    assert accepted.code in read_pdf(answer.content).text
    assert none.status_code == 404


def test_its_seller_downloads_the_delivery_note_and_nobody_elses(
    on: Installation, login: Login
) -> None:
    own, created = an_inbound(on, login.seller), an_inbound(on, login.seller, is_checked=False)
    foreign = an_inbound(on, a_seller_login(on).seller)
    browser = login.sign_in(on)

    page = browser.open(f"/stocks/inbound/{own.inbound_id}").text
    answers = [
        browser.open(f"/stocks/inbound/{one.inbound_id}/delivery-note")
        for one in (own, created, foreign)
    ]

    assert f"/stocks/inbound/{own.inbound_id}/delivery-note" in page
    assert "delivery-note" not in browser.open(f"/stocks/inbound/{created.inbound_id}").text
    assert [answer.status_code for answer in answers] == [200, 404, 404]
    assert own.code in read_pdf(answers[0].content).text


@pytest.mark.parametrize("path", ["nothing", "nothing/delivery-note", "%00", "x" * 300])
def test_a_supply_order_that_is_not_there_is_told(operator: Browser, path: str) -> None:
    assert operator.open(f"{LIST}{path}").status_code == 404
