"""Shipments and returns under whatever sellers and warehouses do, in any order: stock is conserved, nothing impossible happens."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

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
from sellergate.market.fulfillment.outbound import cancelling, dispatch, making
from sellergate.market.fulfillment.outbound.cancellation_store import page_of_requests
from sellergate.market.fulfillment.outbound.dispatch import PackedParcel
from sellergate.market.fulfillment.outbound.finding import OutboundFilter, page_of_outbounds
from sellergate.market.fulfillment.outbound.lifecycle import ALLOCATED, BEFORE_SHIPMENT
from sellergate.market.fulfillment.outbound.models import (
    NewOutbound,
    Outbound,
    OutboundCancellation,
    OutboundCancellationStatus,
    OutboundStatus,
)
from sellergate.market.fulfillment.returns import declaring, inspecting
from sellergate.market.fulfillment.returns.inspecting import Counted, Inspected
from sellergate.market.fulfillment.returns.models import (
    NewReturn,
    Return,
    ReturnReason,
    ReturnStatus,
)
from sellergate.market.fulfillment.returns.store import ReturnFilter, page_of_returns
from sellergate.market.warehouse.models import Identified, Quantities, Stock, StorageCountry
from sellergate.storage.schema import stock_movements
from tests.builders.installation import Installation
from tests.builders.offer_packages import a_stall
from tests.builders.orders import ADDRESS
from tests.builders.outbound import work
from tests.builders.warehouse import a_stock, stock_again

pytestmark = pytest.mark.slow

OPEN = {OutboundCancellationStatus.PENDING, OutboundCancellationStatus.UNDER_REVIEW}
SENT = {OutboundStatus.SHIPPED, OutboundStatus.DELIVERED}
STEPS = {
    OutboundStatus.CREATED: {
        *(OutboundStatus.ACCEPTED, OutboundStatus.REJECTED, OutboundStatus.CANCELLED),
    },
    OutboundStatus.ACCEPTED: {
        *(OutboundStatus.IN_PREPARATION, OutboundStatus.REJECTED, OutboundStatus.CANCELLED),
    },
    OutboundStatus.IN_PREPARATION: {
        *(OutboundStatus.SHIPPED, OutboundStatus.REJECTED, OutboundStatus.CANCELLED),
    },
    OutboundStatus.SHIPPED: {OutboundStatus.DELIVERED},
}
RETURN_STEPS = {
    ReturnStatus.CREATED: {ReturnStatus.REFERENCED},  # by two steps that background work makes
    ReturnStatus.REFERENCED: {
        *(ReturnStatus.ACCEPTED, ReturnStatus.PENDING, ReturnStatus.COMPLETED),
    },
    ReturnStatus.ACCEPTED: {ReturnStatus.PENDING, ReturnStatus.COMPLETED},
    ReturnStatus.PENDING: {ReturnStatus.COMPLETED},
}
PIECES = st.integers(1, 4)
WHICH = st.integers(0, 5)


def test_stock_is_conserved_whatever_is_done(installation: Installation) -> None:
    stall = a_stall(installation)
    seller_id = stall.seller.seller_id

    class Warehouse(RuleBasedStateMachine):
        stocks: Sequence[Stock]
        first: int
        seen: dict[str, Any]

        @initialize(pieces=st.integers(0, 8))
        def receive_stock(self, pieces: int) -> None:
            held = {"FR": pieces} if pieces else {}
            self.stocks = [a_stock(installation, stall.seller, **held) for _ in range(2)]
            self.initial = pieces
            self.first = installation.number()
            self.seen = {}

        @rule(
            lines=st.lists(st.tuples(st.integers(0, 2), PIECES), min_size=1, max_size=3),
            is_called_off=st.booleans(),
        )
        def ask(self, lines: list[tuple[int, int]], is_called_off: bool) -> None:
            names = [stock.seller_product_reference for stock in self.stocks] + ["UNKNOWN"]
            wanted = NewOutbound(
                reference=f"{self.first}/{installation.number()}",
                storage_country=StorageCountry.FR,
                delivery_mode="TrackedHomeDelivery",
                delivery_address=ADDRESS,
                lines=[(Identified(names[which]), quantity) for which, quantity in lines],
            )
            do(making.make_outbound, seller_id, wanted)
            if is_called_off:
                do(cancelling.ask_cancellation, seller_id, self.shipments()[0].outbound_id)

        @rule()
        def work(self) -> None:
            work(installation)

        @rule(
            which=WHICH,
            step=st.sampled_from(
                (dispatch.accept, dispatch.prepare, dispatch.reject, dispatch.deliver)
            ),
        )
        def move(self, which: int, step: Any) -> None:
            for outbound in self.pick(self.shipments(), which):
                do(step, outbound.outbound_id)

        @rule(which=WHICH, is_whole=st.booleans())
        def ship(self, which: int, is_whole: bool) -> None:
            for outbound in self.pick(self.shipments(), which):
                parcels = [PackedParcel("A", None, None if is_whole else (1,))]
                do(dispatch.ship, outbound.outbound_id, carrier_name="GLS", parcels=parcels)

        @rule(which=WHICH)
        def cancel(self, which: int) -> None:
            for outbound in self.pick(self.shipments(), which):
                do(cancelling.ask_cancellation, seller_id, outbound.outbound_id)

        @rule(which=WHICH, is_granted=st.booleans())
        def decide(self, which: int, is_granted: bool) -> None:
            for request in self.pick(self.requests(), which):
                do(cancelling.decide_cancellation, request.request_id, is_granted=is_granted)

        @rule(which=WHICH, product=st.integers(0, 1), pieces=PIECES)
        def declare(self, which: int, product: int, pieces: int) -> None:
            reference = self.stocks[product].seller_product_reference
            for outbound in self.pick(self.shipments(), which):
                wanted = NewReturn(
                    outbound_id=outbound.outbound_id,
                    outbound_reference=None,
                    lines=[(Identified(reference), pieces)],
                    reason=ReturnReason.DAMAGED,
                )
                do(declaring.declare_return, seller_id, wanted)

        @rule(which=WHICH)
        def bring_back(self, which: int) -> None:
            for outbound in self.pick(self.shipments(), which):
                do(
                    declaring.declare_carrier_return,
                    outbound.outbound_id,
                    reason=ReturnReason.UNDELIVERABLE,
                )

        @rule(which=WHICH)
        def expect(self, which: int) -> None:
            for returned in self.pick(self.returns(), which):
                do(inspecting.accept, returned.return_id)

        @rule(which=WHICH, product=st.integers(0, 1), pieces=st.integers(0, 5))
        def receive(self, which: int, product: int, pieces: int) -> None:
            name = Identified(self.stocks[product].seller_product_reference)
            counted = [Counted(product=name, quantity=pieces)]
            for returned in self.pick(self.returns(), which):
                do(inspecting.receive, returned.return_id, counted=counted)

        @rule(which=WHICH, blocked=st.integers(0, 2), more=st.integers(0, 1))
        def inspect(self, which: int, blocked: int, more: int) -> None:
            for returned in self.pick(self.returns(), which):
                is_here = returned.status is ReturnStatus.PENDING
                told = []
                for line in returned.lines:
                    came = (line.counted if is_here else line.quantity) + more
                    bad = min(blocked, came)
                    told.append(Inspected(line=line.position, available=came - bad, blocked=bad))
                do(inspecting.inspect, returned.return_id, inspected=told)

        @invariant()
        def nothing_is_lost_and_nothing_impossible_happened(self) -> None:
            shipments, requests, returns = self.shipments(), self.requests(), self.returns()
            for stock in self.stocks:
                held = stock_again(installation, stock).quantities
                assert held == moved(stock)
                assert held == expected(stock, self.initial, shipments, returns)
            for outbound in shipments:
                self.stepwise(outbound.outbound_id, outbound.status, STEPS)
                assert_whole(outbound)
            for returned in returns:
                self.stepwise(returned.return_id, returned.status, RETURN_STEPS)
            assert_requests_agree(shipments, requests)

        def stepwise(self, key: str, status: Any, steps: Any) -> None:
            """It came to where it is by a way that there is: background work may make several of its steps."""
            before = self.seen.get(key, status)
            reachable, ends = {before}, {before}
            while ends := {to for end in ends for to in steps.get(end, ())} - reachable:
                reachable |= ends
            assert status in reachable, f"{before} to {status}"
            self.seen[key] = status

        def pick(self, among: Sequence[Any], which: int) -> list[Any]:
            return [among[which % len(among)]] if among else []

        def shipments(self) -> list[Outbound]:
            found, _ = installation.read(
                page_of_outbounds, OutboundFilter(seller_id=seller_id), place=None, limit=50
            )
            return [one for one in found if one.reference.startswith(f"{self.first}/")]

        def requests(self) -> list[OutboundCancellation]:
            rows = {one.row for one in self.shipments()}
            found = installation.read(page_of_requests, seller_id, key=None, limit=100)
            return [one for one in found if one.outbound_row in rows]

        def returns(self) -> list[Return]:
            rows = {one.row for one in self.shipments()}
            found, _ = installation.read(
                page_of_returns, ReturnFilter(seller_id=seller_id), place=None, limit=100
            )
            return [one for one in found if one.outbound_row in rows]

    def do(step: Callable[..., object], *values: Any, **named: Any) -> None:
        def write(conn: Connection, _act: Any) -> None:
            step(conn, *values, now=installation.clock(), **named)

        with suppress(Refusal):
            installation.write(write)

    def moved(stock: Stock) -> Quantities:
        """What the movements come to."""
        columns = stock_movements.c
        query = sa.select(columns.source, columns.target, columns.quantity).where(
            columns.stock_row == stock.row
        )
        total: Counter[str] = Counter()
        for source, target, quantity in installation.read(lambda conn: conn.execute(query).all()):
            total[source] -= quantity
            total[target] += quantity
        names = {"Return": "returned"}
        told = {names.get(name, name.lower()): n for name, n in total.items() if name and n}
        return Quantities(**told)

    run_state_machine_as_test(
        Warehouse, settings=settings(max_examples=25, stateful_step_count=25, deadline=None)
    )


def expected(
    stock: Stock, initial: int, shipments: Sequence[Outbound], returns: Sequence[Return]
) -> Quantities:
    """What must be held of a stock, by what shipments and returns tell of themselves."""
    own = [
        (outbound.status, line.quantity)
        for outbound in shipments
        for line in outbound.lines
        if line.stock_row == stock.row
    ]
    allocated = sum(quantity for status, quantity in own if status in ALLOCATED)
    gone = sum(quantity for status, quantity in own if status in SENT)
    back = [
        (returned.status, line)
        for returned in returns
        for line in returned.lines
        if line.stock_row == stock.row
    ]
    waiting = sum(line.counted for status, line in back if status is ReturnStatus.PENDING)
    blocked = sum(line.blocked for _, line in back)
    restocked = sum(line.restocked for _, line in back)
    for status, line in back:
        is_done = status is ReturnStatus.COMPLETED
        assert line.restocked + line.blocked == (line.counted if is_done else 0)
    return Quantities(
        available=initial - allocated - gone + restocked,
        allocated=allocated,
        blocked=blocked,
        returned=waiting,
    )


def assert_whole(outbound: Outbound) -> None:
    positions = {line.position for line in outbound.lines}
    is_sent = outbound.status in SENT
    assert bool(outbound.parcels) == is_sent == (outbound.shipped_at is not None)
    assert {p for parcel in outbound.parcels for p in parcel.lines} == (
        positions if is_sent else set()
    )
    assert (outbound.reason is not None) == (outbound.status is OutboundStatus.REJECTED)
    for line in outbound.lines:
        assert 0 <= line.returned <= (line.quantity if is_sent else 0)


def assert_requests_agree(
    shipments: Sequence[Outbound], requests: Sequence[OutboundCancellation]
) -> None:
    """A shipment has one request that is open, which waits for it; and is cancelled by one that was granted."""
    for outbound in shipments:
        own = [one for one in requests if one.outbound_row == outbound.row]
        open_ = [one for one in own if one.status in OPEN]
        granted = [one for one in own if one.status is OutboundCancellationStatus.ACCEPTED]
        assert len(open_) <= (1 if outbound.status in BEFORE_SHIPMENT else 0)
        assert len(granted) == (outbound.status is OutboundStatus.CANCELLED)
