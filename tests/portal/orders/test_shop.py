"""Buy as a customer: anybody makes an order of the demo marketplace and sees how it moves."""

import re
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from sellergate.market.orders.overview import Wanted, get_any_order, page_of_orders
from sellergate.storage.schema import offers
from tests.builders.demo import token_of_demo
from tests.builders.installation import Installation, run_installation
from tests.builders.world import headers_for
from tests.portal.accounts.site import Browser, forms_of

pytestmark = pytest.mark.slow  # it seeds the demo marketplace

SHOP = "/demo/buy"
BUY = "/demo/orders"
REFERENCE = "MIEL-500"


def stock_of(demo: Installation) -> int:
    query = sa.select(offers.c.quantity).where(
        offers.c.seller_id == 41207, offers.c.reference == REFERENCE
    )
    return int(demo.read(lambda conn: conn.execute(query).scalars().first()))


def test_a_customer_buys_and_the_seller_gets_the_order(
    demo: Installation, customer: Browser
) -> None:
    before = stock_of(demo)

    customer.open(f"{SHOP}?stand=41207+CDISFR")
    bought = customer.submit(BUY, offer=REFERENCE, quantity="3", country="BE")
    order_id = re.search(r"/demo/orders/(\w+)$", bought.url.path)
    assert order_id
    called = demo.get(
        f"/seller/v2/orders/{order_id[1]}", headers=headers_for(token_of_demo(demo), 41207)
    ).json()

    assert stock_of(demo) == before - 3
    assert called["lines"][0]["quantity"] == 3
    assert called["totalPrice"]["sellingPrice"] == 43.6
    assert called["lines"][0]["offerPrice"]["commission"]["amountWithoutVat"] == 6.54
    assert order_id[1] in customer.text


def test_the_order_moves_while_its_page_is_looked_at(demo: Installation, customer: Browser) -> None:
    customer.open(f"{SHOP}?stand=41207+CDISFR")
    place = customer.submit(BUY, offer=REFERENCE, quantity="1", country="FR").url.path

    deadline = time.monotonic() + 20
    while "Waiting for the seller" not in customer.open(place).text:
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "offer"),
        ({"offer": "NOTHING"}, "offer"),
        ({"offer": REFERENCE, "quantity": "0"}, "quantity"),
        ({"offer": REFERENCE, "quantity": "some"}, "quantity"),
        ({"offer": REFERENCE, "quantity": "9999"}, "quantity"),
        ({"offer": REFERENCE, "quantity": "99999999999999999999"}, "quantity"),
        ({"offer": REFERENCE, "stand": "nobody"}, "offer"),
        ({"offer": REFERENCE, "stand": "41207 NOWHERE"}, "offer"),
    ],
)
def test_what_cannot_be_bought_is_told(
    demo: Installation, customer: Browser, values: dict[str, str], field: str
) -> None:
    before = stock_of(demo)

    customer.open(f"{SHOP}?stand=41207+CDISFR")
    answer = customer.submit(BUY, **values)

    assert answer.status_code == 200
    assert f'href="#{field}"' in answer.text
    assert stock_of(demo) == before


def test_many_orders_are_made_at_once(demo: Installation, customer: Browser) -> None:
    [last] = demo.read(page_of_orders, Wanted(), limit=1)

    customer.open(SHOP)
    customer.submit("/demo/many", count="12", seed="tests")

    made = demo.read(page_of_orders, Wanted(), limit=100, after=last.row)
    orders = [demo.read(get_any_order, brief.order_id) for brief in made]
    assert 10 <= len(orders) <= 12
    assert len({order.seller_id for order in orders}) > 1
    assert len({order.status for order in orders}) > 2


@pytest.mark.parametrize("count", ["0", "201", "many", ""])
def test_so_many_cannot_be_made(customer: Browser, count: str) -> None:
    customer.open(SHOP)

    assert 'id="count-error"' in customer.submit("/demo/many", count=count).text


def test_there_is_no_such_shop_outside_the_demo(tmp_path: Path) -> None:
    with run_installation(tmp_path) as on:
        assert on.get(SHOP).status_code == 404


def test_a_warehouse_ships_what_it_holds_if_the_customer_wants_that(
    demo: Installation, customer: Browser
) -> None:
    """It keeps 12 of the table in France; of more the seller has them."""
    modes = []
    for quantity in ("12", "13"):
        customer.open(f"{SHOP}?stand=41207+CDISFR")
        bought = customer.submit(BUY, offer="TABL-0052", quantity=quantity, shipper="warehouse")
        order = demo.read(get_any_order, bought.url.path.rpartition("/")[2])
        modes.append(order.supply_mode)

    assert modes == ["Fulfillment", "Seller"]


def test_a_form_that_is_sent_twice_buys_once(demo: Installation, customer: Browser) -> None:
    customer.open(f"{SHOP}?stand=41207+CDISFR")
    form = next(form for form in forms_of(customer.page.text) if form.action == BUY)
    before = stock_of(demo)

    first = customer.send(form, offer=REFERENCE, quantity="1", country="FR")
    again = customer.send(form, offer=REFERENCE, quantity="1", country="BE")

    assert first.url.path == again.url.path
    assert "Nothing was placed again" in again.text
    assert stock_of(demo) == before - 1
