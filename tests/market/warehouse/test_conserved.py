"""Whatever moves, and in whatever order: stock is the sum of what moved, and nothing of it is ever below nothing."""

import contextlib
from typing import Any, Final

import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Connection

from sellergate.kit.errors import Refusal
from sellergate.kit.ids import new_uuid
from sellergate.market.fulfillment.for_orders import OrderShipments
from sellergate.market.fulfillment.outbound import dispatch
from sellergate.market.fulfillment.outbound.dispatch import PackedParcel
from sellergate.market.fulfillment.outbound.store import find_outbound_of_order
from sellergate.market.orders import moves, store
from sellergate.market.orders.cancellation_store import cancellations_of
from sellergate.market.orders.cancellations import settle
from sellergate.market.orders.models import CancellationStatus, Order, Status, SupplyMode
from sellergate.market.orders.placing import Bought
from sellergate.market.orders.preparation import move_on
from sellergate.market.warehouse.models import (
    COLUMNS,
    Movement,
    Quantity,
    Stock,
    StorageCountry,
)
from sellergate.market.warehouse.moving import move
from sellergate.storage.schema import order_allocations, stock_movements, stocks
from tests.builders.catalogue import a_product
from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, a_stall
from tests.builders.offers import an_offer
from tests.builders.orders import a_purchase, place, set_channel
from tests.builders.warehouse import a_stock, stock_again

pytestmark = pytest.mark.slow

OPEN: Final = {Status.PROCESSING, Status.ACCEPTED, Status.IN_PREPARATION}


def test_no_sequence_of_acts_loses_a_piece_or_makes_one(installation: Installation) -> None:
    stall = a_stall(installation)
    set_channel(installation, sellers_accept=False)

    class Warehouse(RuleBasedStateMachine):
        @initialize(pieces=st.integers(0, 6), more=st.integers(0, 3))
        def stock_up(self, pieces: int, more: int) -> None:
            held = {"FR": pieces, "ES": more}
            self.shelves = [_Shelf(stall, held) for _ in range(2)]
            self.orders: list[Order] = []

        @rule(
            shelf=st.integers(0, 1),
            kind=st.sampled_from(Movement),
            country=st.sampled_from(StorageCountry),
            pieces=st.integers(1, 5),
        )
        def let_move(
            self, shelf: int, kind: Movement, country: StorageCountry, pieces: int
        ) -> None:
            if kind in {Movement.RELEASE, Movement.DISPATCH}:
                return  # what is promised to orders is theirs
            row = self.shelves[shelf].stock.row
            attempt(
                stall, lambda conn, now: move(conn, row, country, kind, pieces, cause="x", now=now)
            )

        @rule(wanted=st.tuples(st.integers(1, 3), st.integers(0, 3)))
        def buy(self, wanted: tuple[int, int]) -> None:
            lines = [
                Bought(seller_product_id=shelf.reference, quantity=quantity)
                for shelf, quantity in zip(self.shelves, wanted, strict=True)
                if quantity
            ]
            try:
                purchase = a_purchase(*lines, supply_mode=SupplyMode.FULFILLMENT)
                self.orders.append(place(installation, stall.seller, purchase))
            except Refusal:
                pass

        @rule(which=st.integers(0, 9))
        def go_on(self, which: int) -> None:
            def act(conn: Connection, now: Any) -> None:
                order = read_again(conn, self.orders, which)
                if order.is_moving:
                    move_on(conn, order, now)

            attempt(stall, act, if_any=self.orders)

        @rule(which=st.integers(0, 9))
        def make_shipment(self, which: int) -> None:
            work = OrderShipments(installation.clock)
            attempt(
                stall,
                lambda conn, now: work.do(
                    conn, stall.seller.seller_id, self.orders[which % len(self.orders)].row, now
                ),
                if_any=self.orders,
            )

        @rule(which=st.integers(0, 9))
        def ship(self, which: int) -> None:
            attempt(
                stall, lambda conn, now: _ship(conn, self.orders, which, now), if_any=self.orders
            )

        @rule(which=st.integers(0, 9))
        def reject(self, which: int) -> None:
            attempt(
                stall,
                lambda conn, now: moves.reject_order(
                    conn, self.orders[which % len(self.orders)].order_id, now
                ),
                if_any=self.orders,
            )

        @rule(which=st.integers(0, 9))
        def call_off(self, which: int) -> None:
            attempt(
                stall,
                lambda conn, now: moves.cancel_for_customer(
                    conn,
                    self.orders[which % len(self.orders)].order_id,
                    now,
                    reason="customer-changed-mind",
                    request_id=new_uuid(),
                ),
                if_any=self.orders,
            )

        @rule(which=st.integers(0, 9))
        def settle(self, which: int) -> None:
            attempt(
                stall, lambda conn, now: _settle(conn, self.orders, which, now), if_any=self.orders
            )

        @invariant()
        def what_is_held_is_what_moved(self) -> None:
            for shelf in getattr(self, "shelves", ()):
                check_conserved(installation, stock_again(installation, shelf.stock))

        @invariant()
        def what_is_allocated_is_what_open_orders_wait_for(self) -> None:
            for shelf in getattr(self, "shelves", ()):
                held = stock_again(installation, shelf.stock).quantities.allocated
                to_nobody = installation.read(_allocated_to_nobody, shelf.stock.row)
                assert installation.read(_promised, shelf.stock.row) + to_nobody == held

        def teardown(self) -> None:
            for order in getattr(self, "orders", ()):
                found = installation.read(store.get_order, order.seller_id, order.order_id)
                for line in found.lines:
                    # What was rejected while its cancellation was asked for comes back with that.
                    is_settled = line.status_before is not Status.REJECTED
                    is_open = (line.status_before or line.status) in OPEN or not is_settled
                    kept = installation.read(_promised_to, found.row, line.position)
                    assert kept == (line.quantity if is_open else 0)

    run_state_machine_as_test(
        Warehouse, settings=settings(max_examples=25, stateful_step_count=25, deadline=None)
    )


class _Shelf:
    def __init__(self, stall: Stall, held: dict[str, int]) -> None:
        product = a_product(stall.on)
        held = {country: pieces for country, pieces in held.items() if pieces}
        self.reference: str = an_offer(stall.on, stall.seller, product)["reference"]
        self.stock = a_stock(stall.on, stall.seller, product, **held)


def attempt(stall: Stall, act: Any, *, if_any: list[Order] | None = None) -> None:
    """Do it, in a transaction of its own, unless the rules refuse."""
    if if_any == []:
        return
    with contextlib.suppress(Refusal):
        stall.on.write(lambda conn, _: act(conn, stall.on.clock()) and None)


def read_again(conn: Connection, orders: list[Order], which: int) -> Order:
    order = orders[which % len(orders)]
    return store.get_order(conn, order.seller_id, order.order_id)


def check_conserved(on: Installation, stock: Stock) -> None:
    """What is held anywhere is the sum of what moved there; totals and the record are the sum of the places."""
    moved, row = on.read(_moved, stock.row)
    for country in StorageCountry:
        for quantity in Quantity:
            held = stock.at(country).of(quantity)
            assert held == moved.get((country.value, quantity.value), 0) >= 0
    totals = {quantity.value: stock.quantities.of(quantity) for quantity in Quantity}
    assert msgspec.json.decode(row.document)["quantities"] == totals
    assert {quantity.value: getattr(row, COLUMNS[quantity]) for quantity in Quantity} == totals


def _moved(conn: Connection, stock_row: int) -> tuple[dict[tuple[str, str], int], Any]:
    sums: dict[tuple[str, str], int] = {}
    m = stock_movements.c
    query = sa.select(m.country, m.source, m.target, m.quantity).where(m.stock_row == stock_row)
    for country, source, target, quantity in conn.execute(query.order_by(m.id)):
        for name, change in ((source, -quantity), (target, quantity)):
            if name:
                sums[country, name] = sums.get((country, name), 0) + change
                assert sums[country, name] >= 0
    row = conn.execute(sa.select(stocks).where(stocks.c.id == stock_row)).one()
    return sums, row


def _promised(conn: Connection, stock_row: int) -> int:
    a = order_allocations.c
    query = sa.select(sa.func.coalesce(sa.func.sum(a.quantity), 0))
    return int(
        conn.execute(query.where(a.stock_row == stock_row, a.status != "Released")).scalar_one()
    )


def _promised_to(conn: Connection, order_row: int, position: int) -> int:
    a = order_allocations.c
    own = (a.order_row == order_row, a.position == position, a.status != "Released")
    return int(conn.execute(sa.select(a.quantity).where(*own)).scalar() or 0)


def _allocated_to_nobody(conn: Connection, stock_row: int) -> int:
    m = stock_movements.c
    query = sa.select(sa.func.coalesce(sa.func.sum(m.quantity), 0)).where(
        m.stock_row == stock_row, m.kind == Movement.ALLOCATION.value, m.cause == "x"
    )
    return int(conn.execute(query).scalar_one())


def _ship(conn: Connection, orders: list[Order], which: int, now: Any) -> None:
    order = orders[which % len(orders)]
    outbound = find_outbound_of_order(conn, order.seller_id, order.row)
    if outbound is None:
        return
    dispatch.prepare(conn, outbound.outbound_id, now)
    parcels = [PackedParcel(new_uuid()[:20])]
    dispatch.ship(conn, outbound.outbound_id, now, carrier_name="Colissimo", parcels=parcels)


def _settle(conn: Connection, orders: list[Order], which: int, now: Any) -> None:
    order = orders[which % len(orders)]
    for request in cancellations_of(conn, order.seller_id, [order.row]).get(order.row, ()):
        if request.status is CancellationStatus.PENDING:
            settle(conn, request, now)
