"""An order takes its stock, knows its amounts to the cent, and goes on by itself."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from sellergate.market.orders import store
from sellergate.market.orders.errors import OfferNotOnSale
from sellergate.market.orders.models import Order, Status
from sellergate.market.orders.placing import Bought
from sellergate.market.orders.preparation import OrderPreparation
from sellergate.storage import schema
from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, a_stall, do_due
from tests.builders.offers import an_offer
from tests.builders.orders import a_purchase, place, set_channel


@pytest.fixture
def stall(installation: Installation) -> Stall:
    return a_stall(installation)


def stock_of(on: Installation, row: int) -> tuple[int, str]:
    offers = schema.offers.c
    query = sa.select(offers.quantity, offers.state).where(offers.id == row)
    quantity, state = on.read(lambda conn: conn.execute(query).one())
    return quantity, state


def read_again(on: Installation, order: Order) -> Order:
    found = on.read(store.find_order, order.seller_id, order.order_id)
    assert found is not None
    return found


def test_an_order_is_read_as_it_was_placed(installation: Installation, stall: Stall) -> None:
    placed = place(installation, stall.seller)

    assert read_again(installation, placed) == placed


def test_amounts_follow_the_rules_to_the_cent(installation: Installation, stall: Stall) -> None:
    """contract/05 §5.3: shipping is of the line, the commission on both, its rate in hundredths of a percent."""
    set_channel(installation, commission_rate=1_000)
    offer = an_offer(installation, stall.seller, price=3_000, delivery=350)

    order = place(
        installation,
        stall.seller,
        a_purchase(Bought(seller_product_id=offer["reference"], quantity=2)),
    )

    [line] = order.lines
    assert (line.selling_total, line.offer_total, order.selling_total) == (6_500, 6_500, 6_500)
    assert (line.commission_without_vat, line.commission_with_vat) == (650, 780)
    assert [tuple(tax) for tax in line.taxes] == [
        ("VAT", "Product", 1_000, 2_000),
        ("VAT", "Shipping", 83, 2_000),
    ]


def test_an_order_takes_stock_and_the_last_piece_takes_the_offer_off_sale(
    installation: Installation, stall: Stall
) -> None:
    offer = an_offer(installation, stall.seller, quantity=3)
    two = a_purchase(Bought(seller_product_id=offer["reference"], quantity=2))

    place(installation, stall.seller, two)
    left = stock_of(installation, offer["id"])
    with pytest.raises(OfferNotOnSale):
        place(installation, stall.seller, two)
    place(installation, stall.seller, a_purchase(replace(two.lines[0], quantity=1)))

    assert left == (1, "Active")
    assert stock_of(installation, offer["id"]) == (0, "Inactive")


@pytest.mark.parametrize(
    ("sellers_accept", "accepts_by_itself", "reached"),
    [
        (False, False, Status.IN_PREPARATION),
        (True, True, Status.IN_PREPARATION),
        (True, False, Status.WAITING_ACCEPTANCE),
    ],
)
def test_the_platform_brings_an_order_to_where_somebody_must_act(
    installation: Installation,
    stall: Stall,
    sellers_accept: bool,
    accepts_by_itself: bool,
    reached: Status,
) -> None:
    """contract/05 §1.2."""
    set_channel(installation, sellers_accept=sellers_accept)
    sellers = schema.sellers
    change = sellers.update().where(sellers.c.seller_id == stall.seller.seller_id)
    installation.write(
        lambda conn, _: conn.execute(change.values(auto_accept_order=accepts_by_itself))
    )
    order = place(installation, stall.seller)

    do_due(installation, OrderPreparation(installation.clock))

    found = read_again(installation, order)
    assert (found.status, {line.status for line in found.lines}) == (reached, {reached})


def test_an_order_that_is_held_waits_for_the_operator(
    installation: Installation, stall: Stall
) -> None:
    held = place(installation, stall.seller, is_held=True)

    do_due(installation, OrderPreparation(installation.clock))

    assert read_again(installation, held).status is Status.PROCESSING
