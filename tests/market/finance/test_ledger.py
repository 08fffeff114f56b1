"""Whatever sellers, customers and the marketplace do with orders: the ledger agrees with them to the cent.

What the ledger should have is counted beside it, act by act, from what an order says before and after each of them.
"""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Connection

from sellergate.kit.errors import Refusal
from sellergate.kit.ids import new_uuid
from sellergate.market.finance.calendar import (
    day_before,
    day_of,
    has_payouts,
    has_statements,
    start_of,
)
from sellergate.market.finance.fees import charge_fee
from sellergate.market.finance.finding import OperationFilter, page_of_operations
from sellergate.market.finance.models import EventType, Operation
from sellergate.market.finance.payments import balances_of
from sellergate.market.orders import cancellations, gestures, moves, store
from sellergate.market.orders.acceptance import Decision, decide
from sellergate.market.orders.cancellation_reasons import REASONS
from sellergate.market.orders.cancellation_store import cancellations_of
from sellergate.market.orders.gesture_reasons import GestureReason
from sellergate.market.orders.gesture_store import pending_rows
from sellergate.market.orders.models import CancellationStatus, Line, Order, Status
from sellergate.market.orders.placing import Bought
from sellergate.market.orders.preparation import move_on
from sellergate.market.orders.shipping import NewParcel, ship
from sellergate.storage import schema
from tests.builders.installation import Installation
from tests.builders.ledger import (
    a_new_seller,
    books_of,
    each_adds_up_to_nothing,
    keep_book,
    operations_of,
)
from tests.builders.offers import an_offer
from tests.builders.orders import a_purchase, place, set_channel

pytestmark = pytest.mark.slow

SOLD = {Status.ACCEPTED, Status.IN_PREPARATION, Status.SHIPPED, Status.DELIVERED}
GONE = {Status.CANCELLED, Status.REJECTED}
POSITIONS = st.none() | st.sets(st.integers(1, 3), min_size=1)
Day = str


def test_sums_over_any_period_agree_with_the_orders(on: Installation) -> None:
    class Trade(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.seller = a_new_seller(on)
            self.began = on.clock._offset
            self.orders: list[Order] = []
            self.sold: set[tuple[int, int]] = set()  # lines by order and position
            # What the ledger should have of each day, by what it is.
            self.expected: dict[Day, Counter[str]] = {}

        def teardown(self) -> None:
            try:
                if self.orders:
                    on.clock.advance(days=1)
                    keep_book(on, self.seller)
                    self.check()
            finally:
                on.clock._offset = self.began

        @initialize(sellers_accept=st.booleans(), rate=st.integers(0, 3_000))
        def open(self, sellers_accept: bool, rate: int) -> None:
            set_channel(on, sellers_accept=sellers_accept, gesture_rate=9_000, commission_rate=rate)
            self.buy([(2990, 490, None), (1, 0, None), (777, 33, None)])

        @rule(
            lines=st.lists(
                st.tuples(
                    st.integers(0, 20_000),  # what a customer pays for a piece
                    st.integers(0, 900),  # and for the way
                    st.none() | st.integers(0, 25_000),  # what the seller gets for a piece
                ),
                min_size=1,
                max_size=3,
            )
        )
        def buy(self, lines: list[tuple[int, int, int | None]]) -> None:
            bought = [
                Bought(
                    seller_product_id=an_offer(on, self.seller)["reference"],
                    quantity=place,
                    unit_price=price,
                    shipping_cost=shipping,
                    offer_unit_price=own,
                )
                for place, (price, shipping, own) in enumerate(lines, 1)
            ]
            self.orders.append(place(on, self.seller, a_purchase(*bought)))

        @rule(hours=st.integers(1, 90), keeps=st.booleans())
        def wait(self, hours: int, keeps: bool) -> None:
            on.clock.advance(hours=hours)
            if keeps:
                keep_book(on, self.seller)

        @rule(which=st.integers(0, 5), steps=st.integers(1, 3))
        def go_on(self, which: int, steps: int) -> None:
            self.move(which, steps)

        @rule(which=st.integers(0, 5), steps=st.integers(0, 1))
        def reject(self, which: int, steps: int) -> None:
            if steps:
                self.move(which, steps)
            self.act(which, lambda conn, order, now: moves.reject_order(conn, order.order_id, now))

        @rule(which=st.integers(0, 5), decision=st.sampled_from(Decision))
        def answer(self, which: int, decision: Decision) -> None:
            self.act(
                which,
                lambda conn, order, now: decide(
                    conn, order.seller_id, order.order_id, decision, now=now
                ),
            )

        @rule(which=st.integers(0, 5), positions=POSITIONS)
        def ship(self, which: int, positions: set[int] | None) -> None:
            parcel = f"P{on.number()}"
            self.act(
                which,
                lambda conn, order, now: ship(
                    conn,
                    order.seller_id,
                    order.order_id,
                    [NewParcel(0, parcel, "GLS", None, line_ids(order, positions))],
                    now=now,
                ),
            )

        @rule(which=st.integers(0, 5))
        def deliver(self, which: int) -> None:
            self.act(which, lambda conn, order, now: moves.deliver(conn, order.order_id, now))

        @rule(
            which=st.integers(0, 5),
            positions=POSITIONS,
            reason=st.sampled_from(REASONS),
            refunds_shipping=st.booleans(),
        )
        def cancel(
            self, which: int, positions: set[int] | None, reason: Any, refunds_shipping: bool
        ) -> None:
            def step(conn: Connection, order: Order, now: Any) -> None:
                lines = [
                    cancellations.AskedLine(
                        line_id=line_id, reason=reason.code, refunds_shipping=refunds_shipping
                    )
                    for line_id in line_ids(order, positions or {1, 2, 3}) or ()
                ]
                cancellations.cancel_lines(
                    conn,
                    order.seller_id,
                    order.order_id,
                    lines,
                    asked_by=reason.user_type,
                    request_id=new_uuid(),
                    now=now,
                )

            self.act(which, step)

        @rule(which=st.integers(0, 5), is_granted=st.booleans())
        def settle(self, which: int, is_granted: bool) -> None:
            def step(conn: Connection, order: Order, now: Any) -> None:
                for request in cancellations_of(conn, order.seller_id, [order.row]).get(
                    order.row, []
                ):
                    if request.status is CancellationStatus.UNDER_REVIEW:
                        cancellations.decide_cancellation(
                            conn,
                            order.seller_id,
                            request.request_id,
                            is_granted=is_granted,
                            now=now,
                        )
                    if request.status is CancellationStatus.PENDING:
                        cancellations.settle(conn, request, now)

            self.act(which, step)

        @rule(which=st.integers(0, 5), amount=st.integers(1, 9_000))
        def give(self, which: int, amount: int) -> None:
            def step(conn: Connection, order: Order, now: Any) -> None:
                gestures.give(
                    conn,
                    order.seller_id,
                    order.order_id,
                    reason=GestureReason.LATE_DELIVERY,
                    reason_details=None,
                    amount=amount,
                    request_id=new_uuid(),
                    now=now,
                )
                work = gestures.GestureWork(on.clock)
                for row in pending_rows(conn, order.seller_id, limit=9, aside=()):
                    work.do(conn, order.seller_id, row, now)
                self.count(now, Gesture=-amount, Customers=-amount)

            self.act(which, step)

        @rule(amount=st.integers(-5_000, 5_000).filter(bool), times=st.integers(1, 2))
        def charge(self, amount: int, times: int) -> None:
            reference = f"ADJ-{on.number()}"
            for _ in range(times):
                on.write(
                    lambda conn, act: charge_fee(
                        conn,
                        self.seller.seller_id,
                        event_type=EventType.ADJUSTMENT,
                        reference=reference,
                        cause="",
                        label=None,
                        currency="EUR",
                        amount=amount,
                        vat=0,
                        now=act.now,
                    )
                )
            self.count(on.clock(), Adjustment=-amount)

        def move(self, which: int, steps: int) -> None:
            def step(conn: Connection, order: Order, now: Any) -> None:
                if order.is_moving:
                    move_on(conn, order, now)

            for _ in range(steps):
                self.act(which, step)

        def act(self, which: int, step: Callable[[Connection, Order, Any], object]) -> None:
            """Do it to one of the orders, and count what it means; refused, it means nothing."""
            order_id = self.orders[which % len(self.orders)].order_id

            def write(conn: Connection, by: Any) -> tuple[Order, Order]:
                before = store.get_order(conn, self.seller.seller_id, order_id)
                step(conn, before, by.now)
                return before, store.get_order(conn, self.seller.seller_id, order_id)

            try:
                before, after = on.write(write)
            except Refusal:
                return
            for old, new in zip(before.lines, after.lines, strict=True):
                self.follow(after.row, old, new)

        def follow(self, order: int, old: Line, new: Line) -> None:
            now = on.clock()
            key = (order, new.position)
            paid = new.unit_price * new.quantity + new.shipping_cost
            if new.status in SOLD and key not in self.sold:
                self.sold.add(key)
                owed = new.offer_unit_price * new.quantity + new.offer_shipping_cost
                self.count(now, Customers=paid, Sale=owed, Commission=-new.commission_with_vat)
            if new.status in GONE and old.status not in GONE and key in self.sold:
                back = paid if new.status is Status.REJECTED else new.refunded
                self.count(now, Customers=-back)

        def count(self, at: datetime, **cents: int) -> None:
            self.expected.setdefault(day_of(at), Counter()).update(cents)

        def check(self) -> None:
            own = self.seller.seller_id
            operations = operations_of(on, self.seller)
            assert [each.number for each in operations] == list(range(1, len(operations) + 1))
            assert each_adds_up_to_nothing(on, self.seller)
            told = by_day(operations, customers_by_row(on, own))
            for day in told.keys() | self.expected.keys():
                expected = self.expected.get(day, Counter())
                for what in ("Customers", "Sale", "Commission", "Gesture", "Adjustment"):
                    assert told.get(day, Counter())[what] == expected[what], (day, what)
            self.check_lines(operations)
            self.check_period(operations)
            check_calendar(on, self, operations)

        def check_lines(self, operations: list[Operation]) -> None:
            """A line that was given back as a whole leaves nothing behind."""
            for order in self.orders:
                after = store_order(on, order)
                for line in after.lines:
                    own: Counter[str] = Counter()
                    for each in operations:
                        if (each.reference, each.line) == (order.order_id, line.position):
                            own[each.event_type.removesuffix("Refund") or "Sale"] += each.amount
                    is_whole = line.status is Status.REJECTED or (
                        line.status is Status.CANCELLED and line.refunded == line.selling_total
                    )
                    if is_whole:
                        assert not any(own.values())

        def check_period(self, operations: list[Operation]) -> None:
            """What is read of a period is what it has."""
            middle = operations[len(operations) // 2].occurred_at if operations else on.clock()
            for first, last in ((None, middle), (middle, None), (middle, middle)):
                wanted = OperationFilter(occurred_from=first, occurred_to=last)
                found = on.read(page_of_operations, self.seller.seller_id, wanted, limit=10_000)
                assert found[::-1] == [
                    each
                    for each in operations
                    if (first or each.occurred_at) <= each.occurred_at <= (last or each.occurred_at)
                ]

    run_state_machine_as_test(
        Trade, settings=settings(max_examples=30, stateful_step_count=40, deadline=None)
    )


def line_ids(order: Order, positions: set[int] | None) -> tuple[str, ...] | None:
    if positions is None:
        return None
    return tuple(line.line_id for line in order.lines if line.position in positions)


def store_order(on: Installation, order: Order) -> Order:
    found = on.read(store.find_order, order.seller_id, order.order_id)
    assert found is not None
    return found  # type: ignore[no-any-return]


def customers_by_row(on: Installation, seller_id: int) -> dict[int, int]:
    """What each operation moved on the account of the customers, by number."""
    p, o = schema.ledger_postings.c, schema.finance_operations.c
    query = sa.select(o.number, p.amount).join_from(
        schema.finance_operations,
        schema.ledger_postings,
        (p.entry == "OP") & (p.row == o.id) & (p.account == "Customers"),
    )
    own = query.where(o.seller_id == seller_id)
    return on.read(lambda conn: dict(conn.execute(own).all()))  # type: ignore[no-any-return]


def by_day(operations: list[Operation], customers: dict[int, int]) -> dict[Day, Counter[str]]:
    told: dict[Day, Counter[str]] = {}
    for each in operations:
        name = "Gesture" if each.event_type == "CommercialGesture" else each.event_type.value
        counts = told.setdefault(day_of(each.occurred_at), Counter())
        counts[name] += each.amount
        counts["Customers"] += customers.get(each.number, 0)
    return told


def check_calendar(on: Installation, trade: Any, operations: list[Operation]) -> None:
    """Statements and payouts are on their days, hold each operation once, and nothing is lost."""
    books = books_of(on, trade.seller)
    following = 1
    for issued_on, _currency, first, last, count, _totals in books.statements:
        assert has_statements(issued_on)
        assert first == following
        assert count == last - first + 1
        following = last + 1
    days = [row[0] for row in books.payments]
    assert days == sorted(set(days))
    assert all(has_payouts(day) for day in days)
    assert all(row[2] > 0 for row in books.payments)
    paid = {row[0]: row[2] for row in books.payments}
    for day, amount in paid.items():
        own = [each for each in operations if each.payment_planned_on == day]
        assert sum(each.amount for each in own) == amount
        assert all(each.released_at and each.released_at < start_of(day) for each in own)
    owed = sum(
        balance.payable + balance.not_payable + balance.blocked
        for balance in on.read(balances_of, trade.seller.seller_id)
    )
    assert sum(each.amount for each in operations) == sum(paid.values()) + owed
    assert day_before(books.reached or "") < day_of(on.clock().astimezone(UTC) + timedelta(0))
