"""Orders that a warehouse ships take its stock, and nobody's else; it goes with them or comes back."""

from dataclasses import replace
from typing import Any

import pytest

from sellergate.kit.ids import new_uuid
from sellergate.market.fulfillment.for_orders import OrderShipments
from sellergate.market.fulfillment.outbound import dispatch
from sellergate.market.fulfillment.outbound.dispatch import PackedParcel
from sellergate.market.fulfillment.outbound.errors import OutboundOfOrder
from sellergate.market.fulfillment.outbound.models import Outbound, OutboundStatus
from sellergate.market.fulfillment.outbound.store import find_outbound_of_order
from sellergate.market.orders import store
from sellergate.market.orders.acceptance import Decision, decide
from sellergate.market.orders.cancellations import CancellationWork
from sellergate.market.orders.errors import OfferNotOnSale
from sellergate.market.orders.models import Order, Status, SupplyMode
from sellergate.market.orders.moves import cancel_for_customer, decide as grant, reject_order
from sellergate.market.orders.placing import Bought
from sellergate.market.orders.preparation import OrderPreparation
from sellergate.market.warehouse.models import ProductState, Quantities, Stock
from tests.builders.catalogue import a_product
from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, a_stall, do_due
from tests.builders.offers import an_offer
from tests.builders.orders import ADDRESS, a_purchase, place, set_channel
from tests.builders.warehouse import ES, FR, a_stock, stock_again


@pytest.fixture
def stall(installation: Installation) -> Stall:
    set_channel(installation, sellers_accept=False)  # whatever other tests made of it
    return a_stall(installation)


class Shelf:
    """An offer whose product a warehouse keeps too."""

    def __init__(self, stall: Stall, *, own: int = 0, condition: str = "New", **held: int) -> None:
        product = a_product(stall.on)
        state = "Inactive" if own == 0 else "Active"
        self.offer = an_offer(
            stall.on, stall.seller, product, quantity=own, state=state, condition=condition
        )
        stored = ProductState.NEW if condition == "New" else ProductState.USED
        self.stock: Stock = a_stock(stall.on, stall.seller, product, state=stored, **held)
        self.reference: str = self.offer["reference"]
        self._on = stall.on

    @property
    def held(self) -> Quantities:
        return stock_again(self._on, self.stock).quantities


def buy(stall: Stall, *bought: tuple[Shelf, int], country: str = "FR", **values: Any) -> Order:
    lines = [
        Bought(seller_product_id=shelf.reference, quantity=quantity) for shelf, quantity in bought
    ]
    values.setdefault("supply_mode", SupplyMode.FULFILLMENT)
    address = replace_country(country)
    return place(stall.on, stall.seller, a_purchase(*lines, shipping_address=address, **values))


def replace_country(country: str) -> Any:
    values = {name: getattr(ADDRESS, name) for name in ADDRESS.__struct_fields__}
    return type(ADDRESS)(**values | {"country_code": country})


def prepared(stall: Stall, order: Order) -> Outbound:
    """The shipment of the order, which is in preparation."""
    do_due(stall.on, OrderPreparation(stall.on.clock))
    found = shipment(stall, order)
    assert found is not None
    stall.on.write(lambda conn, _: dispatch.prepare(conn, found.outbound_id, stall.on.clock()))
    return found


def shipment(stall: Stall, order: Order) -> Outbound | None:
    do_due(stall.on, OrderShipments(stall.on.clock))
    outbound: Outbound | None = stall.on.read(
        find_outbound_of_order, stall.seller.seller_id, order.row
    )
    return outbound


def ship(stall: Stall, outbound: Outbound) -> None:
    stall.on.write(
        lambda conn, _: dispatch.ship(
            conn,
            outbound.outbound_id,
            stall.on.clock(),
            carrier_name="Colissimo",
            parcels=[PackedParcel(f"XX{stall.on.number()}")],
        )
    )


def call_off(stall: Stall, order: Order) -> None:
    """As its customer, to the end."""
    ask_to_cancel(stall, order, "customer-changed-mind", new_uuid())
    do_due(stall.on, CancellationWork(stall.on.clock))


def ask_to_cancel(stall: Stall, order: Order, reason: str, request_id: str) -> None:
    stall.on.write(
        lambda conn, _: cancel_for_customer(
            conn, order.order_id, stall.on.clock(), reason=reason, request_id=request_id
        )
    )


def again(stall: Stall, order: Order) -> Order:
    found: Order = stall.on.read(store.get_order, order.seller_id, order.order_id)
    return found


def test_an_order_is_allocated_and_sent_without_its_seller(stall: Stall) -> None:
    """contract/09 §7: prepared without any call by the seller; its status moves in /orders."""
    shelf = Shelf(stall, own=4, FR=3)

    order = buy(stall, (shelf, 2))
    allocated = shelf.held
    outbound = prepared(stall, order)
    ship(stall, outbound)

    after = again(stall, order)
    assert allocated == Quantities(available=1, allocated=2)
    assert shelf.held == Quantities(available=1)
    assert (outbound.status, outbound.storage_country) == (OutboundStatus.ACCEPTED, FR)
    assert [(line.quantity, line.stock_row) for line in outbound.lines] == [(2, shelf.stock.row)]
    assert (after.status, after.parcels[0].carrier_name) == (Status.SHIPPED, "Colissimo")


def test_the_warehouse_of_the_customers_country_sends_if_it_has_all(stall: Stall) -> None:
    one, other = Shelf(stall, FR=5, ES=5), Shelf(stall, FR=5, ES=1)

    near = buy(stall, (one, 1), (other, 1), country="ES")
    far = buy(stall, (one, 1), (other, 2), country="ES")

    found = [prepared(stall, order).storage_country for order in (near, far)]
    assert found == [ES, FR]


@pytest.mark.parametrize(
    ("held", "quantity", "country", "field"),
    [
        ({"FR": 1, "ES": 1}, 2, "FR", "lines[0].quantity"),
        ({"FR": 9}, 1, "GB", "lines[0].quantity"),
        ({}, 1, "FR", "lines[0].quantity"),
    ],
)
def test_what_no_warehouse_can_send_is_refused_by_name(
    stall: Stall, held: dict[str, int], quantity: int, country: str, field: str
) -> None:
    shelf = Shelf(stall, own=99, **held)

    with pytest.raises(OfferNotOnSale) as refused:
        buy(stall, (shelf, quantity), country=country)

    assert refused.value.field == field
    assert shelf.held.allocated == 0


def test_two_lines_of_one_stock_share_it(stall: Stall) -> None:
    shelf = Shelf(stall, FR=3)

    with pytest.raises(OfferNotOnSale, match="in no warehouse together"):
        buy(stall, (shelf, 2), (shelf, 2))

    assert shelf.held == Quantities(available=3)
    assert buy(stall, (shelf, 2), (shelf, 1)).status is Status.PROCESSING


def test_a_used_offer_is_sent_from_the_stock_of_used_ones(stall: Stall) -> None:
    """contract/09 §4.1: stock knows New, Used and Refurbished only."""
    shelf = Shelf(stall, condition="UsedVeryGoodState", FR=1)

    buy(stall, (shelf, 1))

    assert shelf.held == Quantities(allocated=1)


def test_what_is_rejected_refused_or_called_off_is_available_again(stall: Stall) -> None:
    shelf = Shelf(stall, FR=9)
    rejected, called_off, late = (buy(stall, (shelf, 3)) for _ in range(3))

    stall.on.write(lambda conn, _: reject_order(conn, rejected.order_id, stall.on.clock()))
    call_off(stall, called_off)
    outbound = prepared(stall, late)
    in_between = shelf.held
    call_off(stall, late)

    assert in_between == Quantities(available=6, allocated=3)
    assert shelf.held == Quantities(available=9)
    gone = shipment(stall, late)
    assert gone is not None
    assert (gone.outbound_id, gone.status) == (outbound.outbound_id, OutboundStatus.CANCELLED)
    assert shipment(stall, called_off) is None


def test_a_seller_that_refuses_gives_the_stock_back(stall: Stall) -> None:
    shelf = Shelf(stall, FR=2)
    order = buy(stall, (shelf, 2), is_held=True)
    waiting = replace(
        order,
        status=Status.WAITING_ACCEPTANCE,
        lines=tuple(replace(line, status=Status.WAITING_ACCEPTANCE) for line in order.lines),
    )
    stall.on.write(lambda conn, _: store.save_order(conn, order, waiting))

    stall.on.write(
        lambda conn, _: decide(
            conn, order.seller_id, order.order_id, Decision.REFUSED, now=stall.on.clock()
        )
    )

    assert shelf.held == Quantities(available=2)


def test_what_was_sent_is_not_released_by_a_refund(stall: Stall) -> None:
    shelf = Shelf(stall, FR=2)
    order = buy(stall, (shelf, 1))
    ship(stall, prepared(stall, order))
    request = new_uuid()

    ask_to_cancel(stall, order, "customer-product-returned", request)
    stall.on.write(
        lambda conn, _: grant(
            conn, order.order_id, stall.on.clock(), request_id=request, is_granted=True
        )
    )
    do_due(stall.on, CancellationWork(stall.on.clock))

    assert again(stall, order).status is Status.CANCELLED
    assert shelf.held == Quantities(available=1)


def test_a_shipment_whose_order_is_being_called_off_is_not_sent(stall: Stall) -> None:
    shelf = Shelf(stall, FR=2)
    order = buy(stall, (shelf, 1))
    outbound = prepared(stall, order)
    ask_to_cancel(stall, order, "customer-changed-mind", new_uuid())

    with pytest.raises(OutboundOfOrder, match="cancelled"):
        ship(stall, outbound)
    do_due(stall.on, CancellationWork(stall.on.clock))

    assert shelf.held == Quantities(available=2)
    assert again(stall, order).status is Status.CANCELLED
