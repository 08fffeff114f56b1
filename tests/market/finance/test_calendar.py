"""The calendar of contract/08 §1 on an injected clock: each thing once, in its order, whatever nodes do meanwhile."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.sellers.models import Seller
from sellergate.jobs.models import LeaseLost
from sellergate.market.finance import calendar
from sellergate.market.finance.errors import AnotherFee, OperationPaid, OperationUnknown
from sellergate.market.finance.fees import charge_fee
from sellergate.market.finance.finding import (
    OperationFilter,
    count_of_operations,
    page_of_operations,
    page_of_statement,
)
from sellergate.market.finance.models import EventType, Operation, PaymentState
from sellergate.market.finance.payments import (
    balances_of,
    confirm_payment,
    count_of_payments,
    page_of_payments,
)
from sellergate.market.finance.statements import (
    get_statement,
    page_of_statements,
)
from sellergate.market.finance.store import set_blocked
from sellergate.market.orders.lifecycle import Event
from sellergate.market.orders.models import Order
from sellergate.market.orders.placing import Bought
from sellergate.storage import schema
from tests.builders.installation import Installation
from tests.builders.ledger import (
    START,
    Killed,
    Watched,
    a_new_seller,
    books_of,
    claimed,
    each_adds_up_to_nothing,
    keep_book,
    keep_books,
    killed,
    ledger_work,
    lived,
    operations_of,
    plan,
    take,
)
from tests.builders.offers import an_offer
from tests.builders.orders import a_purchase, place

SEASON = 95  # days: until the 11th of April
Due = tuple[str, PaymentState]


def after(days: float) -> datetime:
    return START + timedelta(days=days)


def sold(
    on: Installation, seller: Seller, *, day: float, shipped: float | None = None, **values: Any
) -> Order:
    """An order over 66.20 EUR, accepted and shipped so many days after the start."""
    offer = an_offer(on, seller)
    bought = Bought(seller_product_id=offer["reference"], quantity=2)
    order = place(on, seller, a_purchase(bought, **values))
    steps = [(Event.CONTROLLED, after(day)), (Event.PREPARED, after(day))]
    if shipped is not None:
        steps.append((Event.SHIPPED, after(shipped)))
    return lived(on, order, *steps)


def a_season(on: Installation) -> Seller:
    """A seller to whom this and that happened, and will happen."""
    seller = a_new_seller(on)
    sold(on, seller, day=0, shipped=2)
    sold(on, seller, day=0.2, shipped=16)
    sold(on, seller, day=5, shipped=5.1)
    sold(on, seller, day=30)
    sold(on, seller, day=61, shipped=80)
    return seller


def states(operations: list[Operation]) -> list[Due]:
    return [(operation.event_type.value, operation.payment_state) for operation in operations]


@pytest.mark.parametrize(
    ("day", "statements", "payouts"),
    [
        ("2026-01-09", True, False),
        ("2026-01-11", False, True),
        ("2026-02-28", True, False),
        ("2028-02-28", False, False),
        ("2028-02-29", True, False),
        ("2026-03-01", False, True),
        ("2026-03-30", False, False),
    ],
)
def test_statements_and_payouts_have_their_days(day, statements, payouts):
    """contract/08 §1: 9, 19 and 29, and 1, 11 and 21; in common years the 28th of February stands in."""
    assert calendar.has_statements(day) is statements
    assert calendar.has_payouts(day) is payouts


def test_what_happened_is_there_the_day_after(on):
    """contract/08 §1: D+1."""
    seller = a_new_seller(on)
    sold(on, seller, day=0, shipped=1)

    keep_books(on)
    assert operations_of(on, seller) == []
    with on.clock.moved(days=1):
        keep_books(on)
        first = states(operations_of(on, seller))
    with on.clock.moved(days=2):
        keep_books(on)
        second = states(operations_of(on, seller))

    assert first == [
        ("Sale", PaymentState.NOT_PAYABLE),
        ("Commission", PaymentState.NOT_PAYABLE),
    ]
    assert second == [("Sale", PaymentState.ESTIMATED), ("Commission", PaymentState.ESTIMATED)]


def test_a_statement_groups_what_was_booked_since_the_last_one_and_has_its_pdf(on):
    seller = a_new_seller(on)
    sold(on, seller, day=0)
    sold(on, seller, day=5)
    with on.clock.moved(days=14):
        keep_books(on)
        second, first = on.read(page_of_statements, seller.seller_id, limit=10)
        details = on.read(page_of_statement, seller.seller_id, second, limit=1, offset=1)
        again = on.read(get_statement, seller.seller_id, first.invoice_id)

    assert [first.issued_on, second.issued_on] == ["2026-01-09", "2026-01-19"]
    assert (first.first_number, first.last_number) == (1, 2)
    assert (second.first_number, second.last_number) == (3, 4)
    assert len(first.invoice_id) == 10
    assert first.invoice_id.isdigit()
    assert [operation.number for operation in details] == [4]
    assert second.totals["Sale"] == (6620, 1104, 1)
    assert again.document_key
    assert again.size > 1000


def test_a_payout_is_on_its_way_until_it_is_confirmed(on):
    seller = a_new_seller(on)
    sold(on, seller, day=0, shipped=0)
    sold(on, seller, day=0)
    with on.clock.moved(days=2):
        keep_books(on)
        [coming] = on.read(page_of_payments, seller.seller_id, limit=5, now=on.clock())
    with on.clock.moved(days=6):
        keep_books(on)
        [made] = on.read(page_of_payments, seller.seller_id, limit=5, now=on.clock())
        assert made.payment_id
        before = states(operations_of(on, seller))
        paid = on.write(
            lambda conn, act: confirm_payment(conn, seller.seller_id, made.payment_id, act.now)
        )
        after_it = states(operations_of(on, seller))
        found = on.read(
            page_of_operations,
            seller.seller_id,
            OperationFilter(payment_states=[PaymentState.PAID]),
            limit=10,
        )

    assert (coming.state, coming.planned_on) == (PaymentState.ESTIMATED, "2026-01-11")
    assert (coming.amount, coming.operations) == (made.amount, made.operations) == (5428, 2)
    assert (made.state, made.planned_on) == (PaymentState.IN_PROCESS, "2026-01-11")
    assert paid.state is PaymentState.PAID
    assert paid.paid_at is not None
    assert {state for _, state in before} == {PaymentState.IN_PROCESS, PaymentState.NOT_PAYABLE}
    assert {state for _, state in after_it} == {PaymentState.PAID, PaymentState.NOT_PAYABLE}
    assert {operation.payment_id for operation in found} == {made.payment_id}
    assert on.read(count_of_payments, seller.seller_id, now=on.clock()) == 1
    assert each_adds_up_to_nothing(on, seller)


def a_fee(on: Installation, seller: Seller, amount: int = 10_000, **values: Any) -> Operation:
    plain: dict[str, Any] = {
        "event_type": EventType.SUBSCRIPTION,
        "reference": "SUB-2026-01",
        "cause": "",
        "label": "Subscription, January",
        "currency": "EUR",
        "vat": amount // 6,
    }
    return on.write(  # type: ignore[no-any-return]
        lambda conn, act: charge_fee(
            conn, seller.seller_id, amount=amount, now=act.now, **plain | values
        )
    )


def test_a_fee_is_charged_once_and_at_once(on):
    seller = a_new_seller(on)

    first, second = a_fee(on, seller), a_fee(on, seller)
    with pytest.raises(AnotherFee):
        a_fee(on, seller, 999)

    assert first == second
    assert (first.amount, first.vat, first.number) == (-10_000, -1_666, 1)
    assert first.payment_state is PaymentState.ESTIMATED
    assert len(operations_of(on, seller)) == 1
    assert each_adds_up_to_nothing(on, seller)


def test_less_than_nothing_is_carried_over(on):
    seller = a_new_seller(on)
    a_fee(on, seller)
    sold(on, seller, day=0, shipped=1)
    sold(on, seller, day=8, shipped=8)
    with on.clock.moved(days=6):
        keep_books(on)
        none = on.read(page_of_payments, seller.seller_id, limit=5, now=on.clock())
        [balance] = on.read(balances_of, seller.seller_id)
    with on.clock.moved(days=16):
        keep_books(on)
        [made] = on.read(page_of_payments, seller.seller_id, limit=5, now=on.clock())

    assert none == []
    assert balance.payable == 5428 - 10_000
    assert (made.amount, made.planned_on, made.operations) == (2 * 5428 - 10_000, "2026-01-21", 5)


def test_what_is_blocked_waits(on):
    seller = a_new_seller(on)
    sold(on, seller, day=0, shipped=0)
    own = seller.seller_id
    with on.clock.moved(days=6):
        with on.clock.moved(days=-3):
            keep_books(on)
        on.write(lambda conn, _act: set_blocked(conn, own, 1, is_blocked=True))
        blocked = states(operations_of(on, seller))
        keep_books(on)
        assert on.read(page_of_payments, own, limit=5, now=on.clock()) == []
        on.write(lambda conn, _act: set_blocked(conn, own, 1, is_blocked=False))
    with on.clock.moved(days=15):
        keep_books(on)
        [made] = on.read(page_of_payments, own, limit=5, now=on.clock())
        with pytest.raises(OperationPaid):
            on.write(lambda conn, _act: set_blocked(conn, own, 1, is_blocked=True))
        with pytest.raises(OperationUnknown):
            on.write(lambda conn, _act: set_blocked(conn, own, 9, is_blocked=True))

    assert blocked[0] == ("Sale", PaymentState.BLOCKED)
    assert (made.amount, made.planned_on) == (5428, "2026-01-21")


@pytest.mark.slow
def test_after_three_months_of_downtime_the_books_are_those_of_every_day(on):
    followed = a_season(on)
    for day in range(1, SEASON + 1):
        with on.clock.moved(days=day):
            keep_books(on)
            keep_books(on)  # once more: nothing happens
    left = a_season(on)
    with on.clock.moved(days=SEASON):
        keep_books(on)

    books = books_of(on, left)
    assert books == books_of(on, followed)
    assert books.reached == "2026-04-11"
    assert [row[0] for row in books.statements] == [
        "2026-01-09",
        "2026-01-19",
        "2026-02-09",
        "2026-03-09",
    ]
    assert [row[0] for row in books.payments] == [
        "2026-01-11",
        "2026-01-21",
        "2026-02-01",
        "2026-04-01",
    ]
    assert [row[0] for row in books.operations] == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert each_adds_up_to_nothing(on, left)


@pytest.mark.slow
def test_a_node_may_end_between_any_two_transactions(on):
    whole = a_season(on)
    with on.clock.moved(days=40):
        plan(on)
        counted = Watched(on, before=0, then=killed)
        on.run(ledger_work(on, counted).run(claimed(on, whole), counted))
        expected = books_of(on, whole)
    assert expected.statements
    for moment in range(1, counted.writes + 1):
        seller = a_season(on)
        with on.clock.moved(days=40):
            plan(on)
            dying = Watched(on, before=moment, then=killed)
            with pytest.raises(Killed):
                on.run(ledger_work(on, dying).run(claimed(on, seller), dying))
            with on.clock.moved(seconds=10):  # its lease has run out
                keep_book(on, seller)
            assert books_of(on, seller) == expected, f"killed before write {moment}"
            assert each_adds_up_to_nothing(on, seller)


@pytest.mark.slow
def test_a_node_that_lost_its_lease_writes_nothing_more(on):
    whole = a_season(on)
    with on.clock.moved(days=40):
        keep_books(on)
        expected = books_of(on, whole)
    for moment in range(2, 40, 3):
        seller = a_season(on)
        with on.clock.moved(days=40):
            plan(on)
            job = claimed(on, seller)

            async def taken_over(seller: Seller = seller) -> None:
                on.clock.advance(seconds=10)
                other = await on.access.db.write(take, seller, on.clock())
                await ledger_work(on).run(other, on.access.db)

            slow = Watched(on, before=moment, then=taken_over)
            with pytest.raises(LeaseLost):
                on.run(ledger_work(on, slow).run(job, slow))
            on.clock.advance(seconds=-10)
            assert books_of(on, seller) == expected, f"taken over before write {moment}"


@pytest.mark.slow
def test_in_january_the_year_before_is_reported_once(on):
    seller = a_new_seller(on)
    sold(on, seller, day=0, shipped=1)
    sold(on, seller, day=100, shipped=101)
    with on.clock.moved(days=365):
        for _ in range(2):
            keep_book(on, seller)
        books = books_of(on, seller)
        query = sa.select(schema.finance_reports.c.documents).where(
            schema.finance_reports.c.seller_id == seller.seller_id
        )
        [documents] = on.read(lambda conn: conn.execute(query).scalars().all())

    assert books.reports == [("DAC7", 2026)]
    assert f"DAC7-2026-{seller.seller_id}.xml" in documents
    assert f"DAC7-2026-{seller.seller_id}.csv" in documents


def test_numbers_of_statements_have_no_gap(on):
    sellers = [a_new_seller(on) for _ in range(3)]
    for seller in sellers:
        sold(on, seller, day=0)
    with on.clock.moved(days=4):
        keep_books(on)

    ids = on.read(
        lambda conn: conn.execute(sa.select(schema.finance_invoices.c.invoice_id)).scalars().all()
    )
    assert sorted(int(each) for each in ids) == list(range(1_000_000_001, 1_000_000_001 + len(ids)))


def test_pages_by_number_and_by_index_agree_with_each_other_and_with_the_count(on):
    seller = a_new_seller(on)
    for _ in range(5):
        sold(on, seller, day=0, shipped=1)
    with on.clock.moved(days=2):
        keep_books(on)
    own = seller.seller_id
    filters = [
        OperationFilter(),
        OperationFilter(event_types=[EventType.SALE]),
        OperationFilter(event_types=[EventType.SALE, EventType.COMMISSION]),
        OperationFilter(payment_states=[PaymentState.ESTIMATED]),
        OperationFilter(payment_states=[PaymentState.IN_PROCESS]),
        OperationFilter(occurred_from=START - timedelta(days=1), occurred_to=after(0)),
        OperationFilter(occurred_from=after(0.1)),
        OperationFilter(references=[operations_of(on, seller)[0].reference]),
        OperationFilter(sales_channel_ids=["CDISFR"]),
        OperationFilter(sales_channel_ids=["NOBODY"]),
    ]
    counts = []
    for wanted in filters:
        by_index: list[int] = []
        by_number: list[int] = []
        while page := on.read(page_of_operations, own, wanted, limit=3, offset=len(by_index)):
            by_index += [operation.number for operation in page]
        before = None
        while page := on.read(page_of_operations, own, wanted, limit=3, before=before):
            by_number += [operation.number for operation in page]
            before = by_number[-1]
        assert by_index == by_number == sorted(by_index, reverse=True)
        counts.append(on.read(count_of_operations, own, wanted))
        assert counts[-1] == len(by_index)
    assert counts == [10, 5, 10, 10, 0, 10, 0, 2, 10, 0]


def test_fees_and_booking_at_the_same_instants_leave_no_gap_and_nothing_twice(on):
    seller = a_new_seller(on)
    for _ in range(8):
        sold(on, seller, day=0, shipped=1)
    with on.clock.moved(days=2):
        plan(on)
        job = claimed(on, seller)
        db = on.access.db

        def charge(conn: Connection, number: int) -> int:
            return charge_fee(
                conn,
                seller.seller_id,
                event_type=EventType.LOGISTIC_FEE,
                reference=f"LOG-{number}",
                cause="",
                label=None,
                currency="EUR",
                amount=100,
                vat=0,
                now=on.clock(),
            ).number

        async def at_once() -> list[Any]:
            fees = (db.write(charge, number % 10) for number in range(20))
            return await asyncio.gather(ledger_work(on).run(job, db), *fees)

        _, *numbers = on.run(at_once())

    assert numbers[:10] == numbers[10:]
    operations = operations_of(on, seller)
    assert [each.number for each in operations] == list(range(1, 27))
    assert len({each.number for each in operations if each.event_type == "LogisticFee"}) == 10
    assert each_adds_up_to_nothing(on, seller)
