"""The operator places an order for a customer, once however often the form is sent."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa

from sellergate.access.accounts.models import OrganizationKind
from sellergate.access.sellers.models import Seller, SellerState
from sellergate.access.sellers.service import change_state
from sellergate.market.orders.models import Order, Status
from sellergate.market.orders.overview import Wanted, get_any_order, page_of_orders
from sellergate.storage.schema import offers
from tests.builders.installation import Installation
from tests.builders.offers import an_offer
from tests.builders.world import PASSWORD, a_user, an_organization
from tests.portal.accounts.site import Browser, Form, forms_of

NEW = "/operator/orders/new"
CUSTOMER = {
    "customer": "CU-1",
    "last_name": "Exemple",
    "address_line1": "1 rue <b>",
    "postal_code": "33000",
    "city": "Bordeaux",
    "country_code": "fr",
}


@pytest.fixture
def references(on: Installation, seller: Seller) -> list[str]:
    """Two offers, twelve of each in stock."""
    return [an_offer(on, seller)["reference"] for _ in range(2)]


def orders_of(on: Installation, seller: Seller) -> list[Order]:
    found = on.read(page_of_orders, Wanted(seller_id=seller.seller_id), limit=10)
    return [on.read(get_any_order, brief.order_id) for brief in found]


def stocks(on: Installation, seller: Seller) -> list[int]:
    query = sa.select(offers.c.quantity).where(offers.c.seller_id == seller.seller_id)
    return list(on.read(lambda conn: conn.execute(query.order_by(offers.c.id)).scalars().all()))


def show(operator: Browser, seller: Seller, **query: str) -> str:
    address = f"{NEW}?seller={seller.seller_id}&channel=CDISFR"
    return operator.open(
        address + "".join(f"&{name}={value}" for name, value in query.items())
    ).text


def placing(operator: Browser) -> Form:
    """The form that places the order: another of the page shows what is on sale."""
    return next(form for form in forms_of(operator.page.text) if form.values.get("order"))


def send(operator: Browser, references: list[str], *quantities: str, **values: Any) -> str:
    """Send the form that is shown; the text of what is shown then."""
    ways = ["TrackedHomeDelivery"] * len(references)
    rows: Any = {"offer": references, "quantity": list(quantities), "way": ways}
    form = placing(operator)
    return operator.send(form, **{**CUSTOMER, **rows, **values}).text


def test_an_order_is_placed_of_what_is_on_sale(
    on: Installation, operator: Browser, seller: Seller, references: list[str]
) -> None:
    show(operator, seller)

    send(operator, references, "2", "", business="1", reference="MKP-1", email="a@b.example")

    [order] = orders_of(on, seller)
    assert operator.place == f"/operator/orders/{order.order_id}"
    assert [(line.seller_product_id, line.quantity) for line in order.lines] == [(references[0], 2)]
    assert stocks(on, seller) == [10, 12]
    assert (order.is_business, order.reference, order.customer_reference) == (True, "MKP-1", "CU-1")
    assert order.shipping_address.country_code == "FR"
    assert "1 rue &lt;b&gt;" in operator.page.text
    assert order.is_moving


def test_a_held_order_waits_for_its_controls(
    on: Installation, operator: Browser, seller: Seller, references: list[str]
) -> None:
    show(operator, seller)

    send(operator, references, "1", "3", held="1")

    [order] = orders_of(on, seller)
    assert (order.status, order.is_moving, len(order.lines)) == (Status.PROCESSING, False, 2)
    assert f"/operator/orders/{order.order_id}/pass" in operator.page.text


def test_a_form_that_is_sent_twice_places_one_order_and_says_so(
    on: Installation, operator: Browser, seller: Seller, references: list[str]
) -> None:
    show(operator, seller)
    form = placing(operator)
    rows: Any = {"offer": references, "quantity": ["1", ""], "way": ["", ""]}

    operator.send(form, **CUSTOMER, **rows)
    again = operator.send(form, **{**CUSTOMER, "city": "Lyon"}, **rows).text

    [order] = orders_of(on, seller)
    assert "Nothing was placed again" in again
    assert order.order_id in again
    assert stocks(on, seller) == [11, 12]


def test_a_form_that_two_tabs_send_at_once_places_one_order(
    on: Installation, operator: Browser, seller: Seller, references: list[str]
) -> None:
    show(operator, seller)
    form = placing(operator)
    rows: Any = {"offer": references, "quantity": ["1", ""], "way": ["", ""]}
    data = {**form.values, **CUSTOMER, **rows}

    def press(_: int) -> str:
        answer = operator.http.post(NEW, data=data, headers={"Origin": on.url})
        return answer.url.path

    with ThreadPoolExecutor(4) as tabs:
        places = set(tabs.map(press, range(8)))

    [order] = orders_of(on, seller)
    assert places == {f"/operator/orders/{order.order_id}"}
    assert stocks(on, seller) == [11, 12]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("quantities", "values", "field"),
    [
        (("", ""), {}, "quantity-1"),
        (("", "0"), {}, "quantity-2"),
        (("", "some"), {}, "quantity-2"),
        (("", "-1"), {}, "quantity-2"),
        (("", "²"), {}, "quantity-2"),
        (("1", "99999999999"), {}, "quantity-2"),
        (("1", "13"), {}, "quantity-2"),
        (("1", ""), {"last_name": " "}, "last_name"),
        (("1", ""), {"customer": ""}, "customer"),
        (("1", ""), {"city": "\x00\x01"}, "city"),
        (("1", ""), {"country_code": "F1"}, "country_code"),
        (("1", ""), {"seller": "999999999"}, "seller"),
        (("1", ""), {"seller": "nobody"}, "seller"),
        (("1", ""), {"way": ["Pigeon", ""]}, "quantity-1"),
        (("1", ""), {"offer": ["GONE", "GONE TOO"]}, "quantity-1"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_placed(
    on: Installation,
    operator: Browser,
    seller: Seller,
    references: list[str],
    quantities: tuple[str, str],
    values: dict[str, Any],
    field: str,
) -> None:
    show(operator, seller)

    page = send(operator, references, *quantities, **values)

    assert f'<a href="#{field}">' in page
    assert "Bordeaux" in page or field in ("city", "seller")
    assert orders_of(on, seller) == []
    assert stocks(on, seller) == [12, 12]


def test_everything_that_is_wrong_is_told_at_once(
    operator: Browser, seller: Seller, references: list[str]
) -> None:
    show(operator, seller)

    page = send(operator, references, "no", "99999", city="", country_code="F")

    for field in ("quantity-1", "quantity-2", "city", "country_code"):
        assert f'<a href="#{field}">' in page
    assert "Enter the city" in page


@pytest.mark.slow
def test_of_a_suspended_seller_nothing_is_bought(
    on: Installation, operator: Browser, seller: Seller, references: list[str]
) -> None:
    show(operator, seller)
    on.write(change_state, seller.seller_id, SellerState.DEACTIVATED)

    page = send(operator, references, "1", "")

    assert "This seller is suspended" in page
    assert orders_of(on, seller) == []


@pytest.mark.slow
def test_offers_are_looked_for_and_sellers_nobody_knows_are_told(
    operator: Browser, seller: Seller, references: list[str]
) -> None:
    found = show(operator, seller, q=references[1].lower())
    nothing = show(operator, seller, q="no such thing %25_")
    nobody = operator.open(f"{NEW}?seller=999999999").text

    assert (references[1] in found, references[0] in found) == (True, False)
    assert "Nothing is on sale here" in nothing
    assert "No seller has this number" in nobody


def test_nobody_but_operators_sees_the_form(on: Installation) -> None:
    stranger = Browser(on.url)

    answer = stranger.open(NEW)

    assert answer.url.path == "/account/sign-in"
    stranger.http.close()


def test_a_form_may_take_an_hour_and_not_a_day(
    on: Installation, operator: Browser, seller: Seller, references: list[str]
) -> None:
    show(operator, seller)
    with on.clock.moved(hours=3):
        send(operator, references, "1", "")
        late = operator.place.replace("%3D", "=")
    show(operator, seller)
    with on.clock.moved(hours=1):
        send(operator, references, "1", "")

    assert late.startswith("/account/confirm")
    assert f"seller={seller.seller_id}" in late
    assert len(orders_of(on, seller)) == 1


@pytest.mark.slow
@pytest.mark.parametrize("proof", ["", "x", "%00", "somebody elses"])
def test_a_form_with_no_proof_of_its_operator_needs_a_new_one(
    on: Installation, operator: Browser, seller: Seller, references: list[str], proof: str
) -> None:
    if proof == "somebody elses":
        other = a_user(on, an_organization(on, OrganizationKind.OPERATOR, "Market"))
        theirs = Browser(on.url).sign_in(other.email, PASSWORD, back="/operator/")
        show(theirs, seller)
        proof = placing(theirs).values["proof"]
        theirs.http.close()
    show(operator, seller)

    with on.clock.moved(hours=1):
        send(operator, references, "1", "", proof=proof)

    assert operator.page.url.path == "/account/confirm"
    assert orders_of(on, seller) == []
