"""A seller with a past: orders, a statement, a payout that was made and one that is on its way, fees, something blocked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sellergate.market.finance.fees import charge_fee
from sellergate.market.finance.models import EventType
from sellergate.market.finance.payments import confirm_payment, payments_in_process
from sellergate.market.finance.store import set_blocked
from sellergate.market.orders.lifecycle import Event
from sellergate.market.orders.models import Order
from tests.builders.installation import Installation, MovableClock, run_installation
from tests.builders.ledger import keep_books
from tests.builders.offer_packages import Stall, a_stall
from tests.builders.orders import TO_PREPARATION, an_order

SHIPPED = (*TO_PREPARATION, Event.SHIPPED)


@dataclass(frozen=True)
class Past:
    """A seller, on 14 January 2026. Orders are of two of 29.90 EUR, with 6.40 EUR of shipping."""

    stall: Stall
    first: Order  # shipped on 30 December, paid out on 1 January
    second: Order  # shipped on 5 January, in the payout of 11 January
    third: Order  # shipped on 13 January
    fourth: Order  # not shipped
    other: Stall  # whose orders are the same, but for the fourth


@contextmanager
def a_past(folder: Path) -> Iterator[Past]:
    """The seller on an installation of its own, whose clock stands still."""
    clock = MovableClock(datetime(2025, 12, 30, 9, tzinfo=UTC))
    with run_installation(folder, clock=clock) as on:
        stall, other = a_stall(on), a_stall(on)
        first = an_order(on, stall.seller, *SHIPPED)
        an_order(on, other.seller, *SHIPPED)
        advance(on, days=2)  # 1 January: a payout, and the report of the year
        on.write(lambda conn, act: confirm_all(conn, act.now))
        advance(on, days=4)
        second = an_order(on, stall.seller, *SHIPPED)
        an_order(on, other.seller, *SHIPPED)
        advance(on, days=4)  # 9 January: a statement
        advance(on, days=4)  # 11 January: a payout, on its way
        third = an_order(on, stall.seller, *SHIPPED)
        an_order(on, other.seller, *SHIPPED)
        fourth = an_order(on, stall.seller)
        on.write(lambda conn, act: charge(conn, stall, act.now))
        advance(on, days=1)
        number = on.read(_last_number, stall)
        on.write(
            lambda conn, act: set_blocked(conn, stall.seller.seller_id, number, is_blocked=True)
        )
        renewed = stall.with_new_token()
        yield Past(renewed, first, second, third, fourth, other.with_new_token())


def advance(on: Installation, **amount: float) -> None:
    """Let time pass, and the books be kept."""
    on.clock.advance(**amount)
    keep_books(on)


def confirm_all(conn, now):
    """The bank has made every payout."""
    for payment in payments_in_process(conn, limit=100):
        confirm_payment(conn, payment.seller_id, payment.payment_id, now)


def charge(conn, stall: Stall, now) -> None:
    charge_fee(
        conn,
        stall.seller.seller_id,
        event_type=EventType.SUBSCRIPTION,
        reference="SUB-2026-01",
        cause="monthly",
        label="Subscription of January",
        currency="EUR",
        amount=3_999,
        vat=667,
        now=now,
    )


def _last_number(conn, stall: Stall) -> int:
    from sellergate.market.finance.finding import last_number

    return last_number(conn, stall.seller.seller_id)
