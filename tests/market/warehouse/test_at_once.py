"""Acts on the same stock at the same instant: pieces are sold once, sent once, and nobody is told otherwise."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from sellergate.kit.errors import Refusal
from sellergate.kit.ids import new_uuid
from sellergate.market.fulfillment.for_orders import OrderShipments
from sellergate.market.fulfillment.outbound import dispatch
from sellergate.market.fulfillment.outbound.dispatch import PackedParcel
from sellergate.market.fulfillment.outbound.models import Outbound
from sellergate.market.fulfillment.outbound.store import find_outbound_of_order
from sellergate.market.orders import store
from sellergate.market.orders.cancellations import CancellationWork
from sellergate.market.orders.models import Order, Status, SupplyMode
from sellergate.market.orders.moves import cancel_for_customer
from sellergate.market.orders.placing import Bought
from sellergate.market.orders.preparation import OrderPreparation
from sellergate.market.warehouse.models import Movement, Quantities, Stock
from sellergate.market.warehouse.moving import move
from tests.builders.catalogue import a_product
from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, a_stall, do_due
from tests.builders.offers import an_offer
from tests.builders.orders import a_purchase, place, set_channel
from tests.builders.warehouse import FR, a_stock, stock_again
from tests.market.warehouse.test_conserved import check_conserved

pytestmark = pytest.mark.slow
AT_ONCE = 8


@pytest.fixture
def stall(installation: Installation) -> Stall:
    set_channel(installation, sellers_accept=False)
    return a_stall(installation)


def all_at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each of them came to: its value, or its refusal."""

    def told(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(told, acts))


def won(outcomes: list[Any]) -> int:
    return sum(not isinstance(outcome, Refusal) for outcome in outcomes)


def stocked(stall: Stall, pieces: int) -> tuple[Stock, str]:
    product = a_product(stall.on)
    offer = an_offer(stall.on, stall.seller, product)
    return a_stock(stall.on, stall.seller, product, FR=pieces), offer["reference"]


def buying(stall: Stall, reference: str, quantity: int = 1) -> Callable[[], Order]:
    bought = Bought(seller_product_id=reference, quantity=quantity)
    purchase = a_purchase(bought, supply_mode=SupplyMode.FULFILLMENT)
    return lambda: place(stall.on, stall.seller, purchase)


def called(stall: Stall, reference: str) -> tuple[Order, Outbound]:
    """An order, and its shipment that is being prepared."""
    order = buying(stall, reference)()
    do_due(stall.on, OrderPreparation(stall.on.clock))
    do_due(stall.on, OrderShipments(stall.on.clock))
    outbound: Outbound = stall.on.read(find_outbound_of_order, order.seller_id, order.row)
    stall.on.write(lambda conn, _: dispatch.prepare(conn, outbound.outbound_id, stall.on.clock()))
    return order, outbound


def shipping(stall: Stall, outbound: Outbound) -> Callable[[], Any]:
    parcels = [PackedParcel(f"XX{stall.on.number()}")]
    return lambda: stall.on.write(
        lambda conn, _: dispatch.ship(
            conn,
            outbound.outbound_id,
            stall.on.clock(),
            carrier_name="Colissimo",
            parcels=parcels,
        )
    )


def calling_off(stall: Stall, order: Order) -> Callable[[], Any]:
    return lambda: stall.on.write(
        lambda conn, _: cancel_for_customer(
            conn,
            order.order_id,
            stall.on.clock(),
            reason="customer-changed-mind",
            request_id=new_uuid(),
        )
    )


def test_of_many_buyers_of_the_last_pieces_as_many_win_as_there_are(stall: Stall) -> None:
    for pieces in (1, 3, 5):
        stock, reference = stocked(stall, pieces)

        outcomes = all_at_once(*(buying(stall, reference) for _ in range(AT_ONCE + 4)))

        assert won(outcomes) == pieces
        after = stock_again(stall.on, stock)
        assert after.quantities == Quantities(allocated=pieces)
        check_conserved(stall.on, after)


def test_a_shipment_that_two_people_send_is_sent_once(stall: Stall) -> None:
    for _ in range(5):
        stock, reference = stocked(stall, 3)
        order, outbound = called(stall, reference)

        outcomes = all_at_once(*(shipping(stall, outbound) for _ in range(4)))

        assert won(outcomes) == 1
        found = stall.on.read(store.get_order, order.seller_id, order.order_id)
        assert len(found.parcels) == 1
        assert stock_again(stall.on, stock).quantities == Quantities(available=2)


def test_an_order_that_is_called_off_while_it_is_sent_is_one_or_the_other(stall: Stall) -> None:
    for _ in range(8):
        stock, reference = stocked(stall, 3)
        order, outbound = called(stall, reference)

        sent, gone = all_at_once(shipping(stall, outbound), calling_off(stall, order))
        do_due(stall.on, CancellationWork(stall.on.clock))

        after = stock_again(stall.on, stock)
        found = stall.on.read(store.get_order, order.seller_id, order.order_id)
        assert won([sent, gone]) == 1
        if isinstance(gone, Refusal):
            assert (found.status, after.quantities) == (Status.SHIPPED, Quantities(available=2))
        else:
            assert (found.status, after.quantities) == (Status.CANCELLED, Quantities(available=3))
        check_conserved(stall.on, after)


def test_what_comes_and_what_goes_at_once_all_counts(stall: Stall) -> None:
    stock, reference = stocked(stall, 20)

    def moving(kind: Movement) -> Callable[[], Any]:
        return lambda: stall.on.write(
            lambda conn, _: move(conn, stock.row, FR, kind, 1, cause="x", now=stall.on.clock())
        )

    kinds = (Movement.RECEPTION, Movement.BLOCK, Movement.CORRECTION_OUT)
    acts = [act for _ in range(5) for act in (*map(moving, kinds), buying(stall, reference))]
    outcomes = all_at_once(*acts)

    assert won(outcomes) == 20
    after = stock_again(stall.on, stock)
    assert after.quantities == Quantities(available=10, allocated=5, blocked=5)
    check_conserved(stall.on, after)
