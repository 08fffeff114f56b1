"""An order under calls in any order, as its seller makes and sees them: each is done or told, and what is shown agrees."""

from typing import Any

import httpx2
import pytest
from hypothesis import settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from sellergate.market.orders.models import Order
from tests.builders.offer_packages import Stall
from tests.builders.order_acts import (
    a_parcel,
    an_order_of,
    answer,
    cancel,
    cancel_lines,
    cancellations,
    give,
    prepare,
    settle,
    ship,
)
from tests.builders.orders import set_channel

pytestmark = pytest.mark.slow

Json = dict[str, Any]
REASONS = st.sampled_from(["seller-out-of-stock", "seller-other", "seller-parcel-lost", "nonsense"])


def test_what_is_shown_agrees_whatever_is_called(stall: Stall) -> None:
    class Calls(RuleBasedStateMachine):
        order: Order
        seen: Json

        @initialize(sellers_accept=st.booleans())
        def place(self, sellers_accept: bool) -> None:
            set_channel(stall.on, sellers_accept=sellers_accept)
            self.order = an_order_of(stall, 2)
            self.seen = self.shown()

        @rule()
        def prepare(self) -> None:
            prepare(stall.on)

        @rule(status=st.sampled_from(["Accepted", "Refused"]))
        def answer(self, status: str) -> None:
            self.note(answer(stall, self.order, status))

        @rule(lines=st.sets(st.integers(0, 1)))
        def ship(self, lines: set[int]) -> None:
            ids = [self.order.lines[index].line_id for index in sorted(lines)]
            self.note(ship(stall, self.order, a_parcel(*ids, parcelNumber=str(ids))))

        @rule(reason=REASONS)
        def cancel(self, reason: str) -> None:
            self.note(cancel(stall, self.order, reason=reason))

        @rule(line=st.integers(0, 1), reason=REASONS)
        def cancel_line(self, line: int, reason: str) -> None:
            line_id = self.order.lines[line].line_id
            self.note(cancel_lines(stall, self.order, {"lineId": line_id, "reason": reason}))

        @rule(amount=st.integers(1, 8_000))
        def give(self, amount: int) -> None:
            self.note(give(stall, self.order, amount / 100))

        @rule()
        def settle(self) -> None:
            settle(stall.on)

        @invariant()
        def what_is_shown_agrees(self) -> None:
            self.seen = shown = self.shown()
            statuses = {line["status"] for line in shown["lines"]}
            assert statuses == {"Cancelled"} or shown["status"] != "Cancelled"
            for line in shown["lines"]:
                assert bool(line["parcels"]) or line["status"] not in {"Shipped", "Delivered"}
                assert not line["parcels"] or line["status"] in {
                    *("Shipped", "CancelRequest", "Cancelled"),
                }
            self.money_adds_up(shown)

        def money_adds_up(self, shown: Json) -> None:
            requests = cancellations(stall, orderSellerId=self.order.order_id)
            refunded = sum(
                line["refundedAmount"] or 0 for request in requests for line in request["lines"]
            )
            gestures = stall.call(
                *("GET", "/order-commercial-gesture-requests"),
                params={"orderId": self.order.order_id},
            )
            given = sum(item["amount"] for item in gestures.json()["items"])
            paid = shown["totalPrice"]["sellingPrice"]
            assert paid == 69.6
            assert round(refunded + given, 2) <= paid

        def note(self, told: httpx2.Response) -> None:
            """The call was done, or told and changed nothing."""
            assert told.status_code in {201, 204, 400}, told.text
            if told.status_code == 400:
                assert told.json()["errors"]
                assert self.shown() == self.seen

        def shown(self) -> Json:
            found = stall.call("GET", f"/orders/{self.order.order_id}")
            assert found.status_code == 200, found.text
            order: Json = found.json()
            return order

    try:
        run_state_machine_as_test(
            Calls, settings=settings(max_examples=15, stateful_step_count=20, deadline=None)
        )
    finally:
        set_channel(stall.on)
