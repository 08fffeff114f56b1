"""Orders under whatever their seller, their customer and the marketplace do, in any order: nothing impossible happens.

After each act statuses agree, parcels hold what was shipped, no piece is lost or there twice, and money adds up.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

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
from sellergate.market.orders import cancellations, gestures, moves, store
from sellergate.market.orders.acceptance import Decision, decide
from sellergate.market.orders.cancellation_reasons import REASONS, find_reason
from sellergate.market.orders.cancellation_store import cancellations_of
from sellergate.market.orders.gesture_reasons import GestureReason
from sellergate.market.orders.lifecycle import status_of_order
from sellergate.market.orders.models import (
    Cancellation,
    CancellationStatus,
    Order,
    Status,
    UserType,
)
from sellergate.market.orders.placing import Bought
from sellergate.market.orders.preparation import move_on
from sellergate.market.orders.shipping import NewParcel, ship
from sellergate.storage.schema import offers, order_gestures
from tests.builders.installation import Installation
from tests.builders.offer_packages import a_stall
from tests.builders.offers import an_offer
from tests.builders.orders import a_purchase, place, set_channel

pytestmark = pytest.mark.slow

STOCK: Final = 40
POSITIONS: Final = st.sets(st.integers(1, 3), min_size=1)
GONE: Final = {Status.CANCELLED, Status.REFUSED, Status.REJECTED}
# From which status an order may come into another one, seen from outside after each single act.
WAYS: Final = {
    Status.PROCESSING: {Status.WAITING_ACCEPTANCE, Status.ACCEPTED, Status.REJECTED},
    Status.WAITING_ACCEPTANCE: {Status.ACCEPTED, Status.REFUSED},
    Status.ACCEPTED: {Status.IN_PREPARATION, Status.REJECTED},
    Status.IN_PREPARATION: {Status.SHIPPED, Status.DELIVERED},
    Status.SHIPPED: {Status.DELIVERED},
    Status.DELIVERED: set(),
    Status.REFUSED: set(),
    Status.REJECTED: set(),
    Status.CANCELLED: set(),
}


@dataclass
class Followed:
    """An order, and what was seen of it."""

    order: Order
    seen: Status = Status.PROCESSING
    events: int = 0
    settled: dict[str, Cancellation] = field(default_factory=dict)


def test_no_sequence_of_acts_leads_anywhere_impossible(installation: Installation) -> None:
    stall = a_stall(installation)

    class Orders(RuleBasedStateMachine):
        it: Followed

        @initialize(sellers_accept=st.booleans(), is_held=st.booleans())
        def place(self, sellers_accept: bool, is_held: bool) -> None:
            set_channel(installation, sellers_accept=sellers_accept, gesture_rate=9_000)
            offered = [an_offer(installation, stall.seller, quantity=STOCK) for _ in range(3)]
            bought = [
                Bought(seller_product_id=offer["reference"], quantity=quantity)
                for quantity, offer in enumerate(offered, 1)
            ]
            order = place(installation, stall.seller, a_purchase(*bought, is_held=is_held))
            self.it = Followed(order)

        @rule(steps=st.integers(1, 3))
        def go_on(self, steps: int) -> None:
            for _ in range(steps):
                act(self.it, move_on, if_moving=True)

        @rule()
        def pass_controls(self) -> None:
            act(self.it, lambda conn, order, now: moves.pass_controls(conn, order.order_id, now))

        @rule()
        def reject(self) -> None:
            act(self.it, lambda conn, order, now: moves.reject_order(conn, order.order_id, now))

        @rule(decision=st.sampled_from(Decision))
        def answer(self, decision: Decision) -> None:
            act(
                self.it,
                lambda conn, order, now: decide(
                    conn, order.seller_id, order.order_id, decision, now=now
                ),
            )

        @rule(positions=st.none() | POSITIONS)
        def ship(self, positions: set[int] | None) -> None:
            lines = None if positions is None else tuple(line_ids(self.it, positions))
            number = f"P{installation.number()}"
            act(
                self.it,
                lambda conn, order, now: ship(
                    conn,
                    order.seller_id,
                    order.order_id,
                    [NewParcel(0, number, "GLS", None, lines)],
                    now=now,
                ),
            )

        @rule(which=st.none() | st.integers(0, 5))
        def deliver(self, which: int | None) -> None:
            def step(conn: Connection, order: Order, now: Any) -> None:
                numbers = [parcel.parcel_number for parcel in order.parcels]
                number = (
                    None if which is None else numbers[which % len(numbers)] if numbers else "none"
                )
                moves.deliver(conn, order.order_id, now, parcel_number=number)

            act(self.it, step)

        @rule(
            positions=st.none() | POSITIONS,
            reason=st.sampled_from(REASONS),
            refunds_shipping=st.booleans(),
        )
        def cancel(self, positions: set[int] | None, reason: Any, refunds_shipping: bool) -> None:
            same: Any = {"asked_by": reason.user_type, "request_id": new_uuid()}
            if positions is None:
                act(
                    self.it,
                    lambda conn, order, now: cancellations.cancel_order(
                        conn,
                        order.seller_id,
                        order.order_id,
                        reason=reason.code,
                        refunds_shipping=refunds_shipping,
                        now=now,
                        **same,
                    ),
                )
                return
            lines = [
                cancellations.AskedLine(
                    line_id=line_id, reason=reason.code, refunds_shipping=refunds_shipping
                )
                for line_id in line_ids(self.it, positions)
            ]
            act(
                self.it,
                lambda conn, order, now: cancellations.cancel_lines(
                    conn, order.seller_id, order.order_id, lines, now=now, **same
                ),
            )

        @rule(is_granted=st.booleans())
        def decide_on_cancellations(self, is_granted: bool) -> None:
            for request in requests_for(self.it, CancellationStatus.UNDER_REVIEW):
                act(
                    self.it,
                    lambda conn, order, now, r=request: cancellations.decide_cancellation(
                        conn, order.seller_id, r.request_id, is_granted=is_granted, now=now
                    ),
                )

        @rule()
        def settle(self) -> None:
            for request in requests_for(self.it, CancellationStatus.PENDING):
                act(
                    self.it,
                    lambda conn, _order, now, r=request: cancellations.settle(conn, r, now),
                    may_refuse=False,
                )

        @rule(amount=st.integers(1, 20_000))
        def give(self, amount: int) -> None:
            act(
                self.it,
                lambda conn, order, now: gestures.give(
                    conn,
                    order.seller_id,
                    order.order_id,
                    reason=GestureReason.LATE_DELIVERY,
                    reason_details=None,
                    amount=amount,
                    request_id=new_uuid(),
                    now=now,
                ),
            )

        @invariant()
        def nothing_impossible_happened(self) -> None:
            check(self.it)

    def act(
        it: Followed,
        step: Callable[[Connection, Order, Any], object],
        *,
        if_moving: bool = False,
        may_refuse: bool = True,
    ) -> None:
        """Do it; refused, it changed nothing."""

        def write(conn: Connection, by: Any) -> None:
            order = store.get_order(conn, it.order.seller_id, it.order.order_id)
            if order.is_moving or not if_moving:
                step(conn, order, by.now)

        before = read(it)
        try:
            installation.write(write)
        except Refusal:
            assert may_refuse
            assert read(it) == before
        assert_stepwise(it)

    def read(it: Followed) -> Order:
        found = installation.read(store.find_order, it.order.seller_id, it.order.order_id)
        assert found is not None
        return found  # type: ignore[no-any-return]

    def assert_stepwise(it: Followed) -> None:
        """The order came to where it is by a way that there is: an act may make two of its steps."""
        now = read(it).status
        reachable = {it.seen, Status.CANCELLED} | WAYS[it.seen]
        assert now in reachable, f"{it.seen} to {now}"
        it.seen = now

    def requests_for(it: Followed, status: CancellationStatus | None = None) -> list[Cancellation]:
        found: dict[int, list[Cancellation]] = installation.read(
            cancellations_of, it.order.seller_id, [it.order.row]
        )
        own = found.get(it.order.row, [])
        return [request for request in own if status in {None, request.status}]

    def check(it: Followed) -> None:
        order = read(it)
        assert_statuses_agree(order)
        assert_parcels_hold_what_was_shipped(order)
        assert_history_is_whole(it, order)
        requests = requests_for(it)
        assert_requests_agree(it, order, requests)
        assert_no_piece_is_lost(order, requests)
        assert_money_adds_up(order, requests)

    def assert_no_piece_is_lost(order: Order, requests: list[Cancellation]) -> None:
        reasons = {
            line.position: find_reason(line.reason)
            for request in requests
            if request.status is CancellationStatus.ACCEPTED
            for line in request.lines
        }
        query = sa.select(offers.c.id, offers.c.quantity).where(
            offers.c.id.in_([line.offer_row for line in order.lines])
        )
        left = dict(installation.read(lambda conn: conn.execute(query).all()))
        for line in order.lines:
            reason = reasons.get(line.position)
            is_back = line.status in {Status.REFUSED, Status.REJECTED} or (
                line.status is Status.CANCELLED and reason is not None and reason.restocks
            )
            assert left[line.offer_row] == STOCK - (0 if is_back else line.quantity)

    def assert_money_adds_up(order: Order, requests: list[Cancellation]) -> None:
        assert order.selling_total == sum(
            line.unit_price * line.quantity + line.shipping_cost for line in order.lines
        )
        told = Counter({line.position: line.refunded for line in order.lines})
        by_requests: Counter[int] = Counter()
        for request in requests:
            is_done = request.status is CancellationStatus.ACCEPTED
            for line in request.lines:
                assert (line.refunded is not None) == is_done
                by_requests[line.position] += line.refunded or 0
        assert +told == +by_requests
        for line in order.lines:
            assert 0 <= line.refunded <= line.selling_total
            assert line.refunded == 0 or line.status is Status.CANCELLED
        total = sa.select(sa.func.coalesce(sa.func.sum(order_gestures.c.amount), 0))
        own = total.where(order_gestures.c.order_row == order.row)
        given = installation.read(lambda conn: conn.execute(own).scalar())
        assert given + sum(line.refunded for line in order.lines) <= order.selling_total
        assert given <= order.selling_total * 9 / 10 + 1
        amounts = installation.read(gestures.get_amounts, order.seller_id, order.order_id)
        assert amounts.given == given
        assert 0 <= amounts.allowable <= order.selling_total - given

    run_state_machine_as_test(
        Orders, settings=settings(max_examples=40, stateful_step_count=30, deadline=None)
    )


def line_ids(it: Followed, positions: set[int]) -> list[str]:
    return [line.line_id for line in it.order.lines if line.position in positions]


def assert_statuses_agree(order: Order) -> None:
    assert order.status is status_of_order(order.lines)
    assert order.status is not Status.CANCEL_REQUEST
    alive = {line.status_before or line.status for line in order.lines} - {Status.CANCELLED}
    if order.status is Status.CANCELLED:
        assert not alive
    if alive & {Status.SHIPPED, Status.DELIVERED}:
        assert alive <= {Status.IN_PREPARATION, Status.SHIPPED, Status.DELIVERED}
    for line in order.lines:
        assert (line.status is Status.CANCEL_REQUEST) == (line.status_before is not None)
    if order.status in GONE | {Status.IN_PREPARATION, Status.WAITING_ACCEPTANCE, Status.SHIPPED}:
        assert not order.is_moving
    if order.status is Status.ACCEPTED:
        assert order.is_moving
    assert (order.shipped_at is not None) == bool(order.parcels)
    if order.status is Status.DELIVERED:
        assert order.delivered_at is not None


def assert_parcels_hold_what_was_shipped(order: Order) -> None:
    held = {position for parcel in order.parcels for position in parcel.lines}
    for line in order.lines:
        status = line.status_before or line.status
        if status in {Status.SHIPPED, Status.DELIVERED}:
            assert line.position in held
        elif status is not Status.CANCELLED:
            assert line.position not in held
        if status is Status.DELIVERED:
            own = [parcel for parcel in order.parcels if line.position in parcel.lines]
            assert all(parcel.delivered_at is not None for parcel in own)


def assert_history_is_whole(it: Followed, order: Order) -> None:
    """It only grows, its last word of each line is where the line is, and its time never goes back."""
    assert len(order.events) >= it.events
    it.events = len(order.events)
    last = {event.line: event.status for event in order.events}
    assert last[0] is order.status
    for line in order.lines:
        assert last.get(line.position, Status.PROCESSING) is line.status
    times = [event.at for event in order.events]
    assert times == sorted(times)
    own = [event.status for event in order.events if event.line == 0]
    assert all(old is not new for old, new in pairwise(own))


def assert_requests_agree(it: Followed, order: Order, requests: list[Cancellation]) -> None:
    """A line that is asked for has one request that is open, and what was settled stays as it was."""
    open_ = {CancellationStatus.PENDING, CancellationStatus.UNDER_REVIEW}
    asked = Counter(
        line.position for request in requests if request.status in open_ for line in request.lines
    )
    wanted = [line.position for line in order.lines if line.status is Status.CANCEL_REQUEST]
    assert asked == Counter(wanted)
    for request in requests:
        if request.status not in open_:
            assert it.settled.setdefault(request.request_id, request) == request
        if request.status is CancellationStatus.UNDER_REVIEW:
            assert request.asked_by is UserType.CUSTOMER
