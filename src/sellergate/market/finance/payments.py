"""SQL of payouts: those that were made, the coming one, and what is owed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.finance.calendar import day_before, day_of, next_payouts
from sellergate.market.finance.errors import PaymentUnknown
from sellergate.market.finance.finding import PREPARING
from sellergate.market.finance.models import Balance, Day, Payment, PaymentState
from sellergate.market.finance.payouts import holds_payouts
from sellergate.storage.schema import finance_calendars, finance_operations, finance_payments

_F: Final = finance_operations.c
_P: Final = finance_payments.c
_C: Final = finance_calendars.c

_COLUMNS: Final[tuple[sa.Column[Any], ...]] = (
    _P.payment_id, _P.seller_id, _P.state, _P.currency, _P.amount, _P.operations,
    _P.planned_on, _P.created_at, _P.updated_at, _P.paid_at,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFilter:
    """Which payments are wanted; of what is empty, all. Bounds are among what is found."""

    states: frozenset[PaymentState] = frozenset()
    currencies: frozenset[str] = frozenset()
    planned_from: Day | None = None
    planned_to: Day | None = None


ANY: Final = PaymentFilter()


def page_of_payments(
    conn: Connection,
    seller_id: SellerId,
    wanted: PaymentFilter = ANY,
    *,
    limit: int,
    offset: int = 0,
    now: datetime,
) -> list[Payment]:
    """So many of the seller's payments from the `offset`th on: the coming ones, then the newest first."""
    coming = _coming(conn, seller_id, wanted, now)
    page = coming[offset : offset + limit]
    if len(page) == limit:
        return page
    made = (
        sa.select(*_COLUMNS)
        .where(*_conditions(seller_id, wanted))
        .order_by(_P.id.desc())
        .limit(limit - len(page))
        .offset(max(offset - len(coming), 0))
    )
    return page + [_payment(row) for row in conn.execute(made)]


def count_of_payments(
    conn: Connection, seller_id: SellerId, wanted: PaymentFilter = ANY, *, now: datetime
) -> int:
    """How many payments the seller has that are wanted, the coming ones too."""
    made = sa.select(sa.func.count()).select_from(finance_payments)
    count = conn.execute(made.where(*_conditions(seller_id, wanted))).scalar_one()
    return int(count) + len(_coming(conn, seller_id, wanted, now))


def get_payment(conn: Connection, seller_id: SellerId, payment_id: str) -> Payment:
    """The seller's payout of this id. Raises `PaymentUnknown`."""
    own = sa.select(*_COLUMNS).where(*_conditions(seller_id, ANY), _P.payment_id == payment_id)
    row = conn.execute(own).one_or_none()
    if row is None:
        raise PaymentUnknown
    return _payment(row)


def payments_in_process(  # rule-ok: tenant (the marketplace's own list)
    conn: Connection, *, limit: int, offset: int = 0
) -> list[Payment]:
    """Payouts of all sellers that are on their way, the oldest first."""
    state = PaymentState.IN_PROCESS.value
    found = sa.select(*_COLUMNS).where(_P.state == state).order_by(_P.id)
    return [_payment(row) for row in conn.execute(found.limit(limit).offset(offset))]


def confirm_payment(
    conn: Connection, seller_id: SellerId, payment_id: str, now: datetime
) -> Payment:
    """The money has left: the payout is `Paid`, as it stays when it is told again. Raises `PaymentUnknown`."""
    get_payment(conn, seller_id, payment_id)
    is_on_its_way = _P.state == PaymentState.IN_PROCESS.value
    paid = finance_payments.update().where(
        _P.payment_id == payment_id, _P.seller_id == seller_id, is_on_its_way
    )
    values = {"state": PaymentState.PAID.value, "paid_at": now, "updated_at": now}
    conn.execute(paid.values(values))
    return get_payment(conn, seller_id, payment_id)


def balances_of(conn: Connection, seller_id: SellerId) -> list[Balance]:
    """What is owed to the seller and not in a payout, by currency."""
    is_released = _F.released_at.is_not(None)
    sums = (
        sa.select(
            _F.currency,
            _F.is_blocked,
            is_released.label("is_released"),
            sa.func.sum(_F.amount).label("amount"),
            sa.func.count().label("operations"),
        )
        .where(_F.seller_id == seller_id, _F.payment_row.is_(None))
        .group_by(_F.currency, _F.is_blocked, is_released)
        .order_by(_F.currency)
    )
    found: dict[str, Balance] = {}
    for row in conn.execute(sums):
        own = found.get(row.currency, Balance(row.currency, 0, 0, 0, 0))
        amount = int(row.amount)
        if row.is_blocked:
            own = own._replace(blocked=own.blocked + amount)
        elif row.is_released:
            own = own._replace(payable=amount, payable_operations=row.operations)
        else:
            own = own._replace(not_payable=amount)
        found[row.currency] = own
    return list(found.values())


def next_payout_day(conn: Connection, seller_id: SellerId, now: datetime) -> Day:
    """When the seller's next payouts are made: today, when today's are still to be made."""
    query = sa.select(_C.reached_on).where(_C.seller_id == seller_id)
    reached = conn.execute(query).scalar_one_or_none()
    yesterday = day_before(day_of(now))
    return next_payouts(max(reached or yesterday, yesterday))


def _coming(
    conn: Connection, seller_id: SellerId, wanted: PaymentFilter, now: datetime
) -> list[Payment]:
    """What the next payouts come to as things are; less than nothing is carried over, and no payout."""
    if wanted.states and PaymentState.ESTIMATED not in wanted.states:
        return []
    if holds_payouts(conn, seller_id):
        return []
    day = next_payout_day(conn, seller_id, now)
    if (wanted.planned_from or day) > day or (wanted.planned_to or day) < day:
        return []
    return [
        Payment(
            payment_id=None,
            seller_id=seller_id,
            state=PaymentState.ESTIMATED,
            currency=balance.currency,
            amount=balance.payable,
            operations=balance.payable_operations,
            planned_on=day,
            created_at=None,
            updated_at=None,
            paid_at=None,
        )
        for balance in balances_of(conn, seller_id)
        if balance.payable > 0 and (not wanted.currencies or balance.currency in wanted.currencies)
    ]


def _conditions(seller_id: SellerId, wanted: PaymentFilter) -> list[sa.ColumnElement[bool]]:
    found = [_P.seller_id == seller_id, _P.state != PREPARING]
    if wanted.states:
        found.append(_P.state.in_(sorted(state.value for state in wanted.states)))
    if wanted.currencies:
        found.append(_P.currency.in_(sorted(wanted.currencies)))
    if wanted.planned_from is not None:
        found.append(_P.planned_on >= wanted.planned_from)
    if wanted.planned_to is not None:
        found.append(_P.planned_on <= wanted.planned_to)
    return found


def _payment(row: sa.Row[Any]) -> Payment:
    values = dict(row._mapping)  # noqa: SLF001  (its public name)
    return Payment(
        **values | {"seller_id": SellerId(row.seller_id), "state": PaymentState(row.state)}
    )
