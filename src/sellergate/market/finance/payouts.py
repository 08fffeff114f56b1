"""SQL that makes payouts: operations are put into one little by little, and only then is anybody told of it.

Until then it is `Preparing`: whoever goes on with it finds what it holds already.
"""

from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.finance.finding import PREPARING
from sellergate.market.finance.models import Account, Day, PaymentState
from sellergate.market.finance.store import open_calendar
from sellergate.storage.batches import row_by_row
from sellergate.storage.schema import (
    finance_calendars,
    finance_operations,
    finance_payments,
    ledger_postings,
)

_F: Final = finance_operations.c
_P: Final = finance_payments.c
_C: Final = finance_calendars.c


def currencies_to_pay(
    conn: Connection, seller_id: SellerId, day: Day, until: datetime
) -> list[str]:
    """In which the seller is to be paid on this day: more than nothing is payable since before `until`, or it is begun."""
    payable = (
        sa.select(_F.currency)
        .where(_is_payable(seller_id, until))
        .group_by(_F.currency)
        .having(sa.func.sum(_F.amount) > 0)
    )
    of_day = sa.select(_P.currency, _P.state).where(_P.seller_id == seller_id, _P.planned_on == day)
    states = {row.currency: row.state for row in conn.execute(of_day)}
    begun = {currency for currency, state in states.items() if state == PREPARING}
    if holds_payouts(conn, seller_id):
        return sorted(begun)
    return sorted(begun | (set(conn.execute(payable).scalars()) - states.keys()))


def holds_payouts(conn: Connection, seller_id: SellerId) -> bool:
    """Whether the marketplace makes no payout to the seller for the time being."""
    held = sa.select(_C.holds_payouts).where(_C.seller_id == seller_id)
    return bool(conn.execute(held).scalar_one_or_none())


def set_payouts_held(
    conn: Connection, seller_id: SellerId, *, is_held: bool, now: datetime
) -> None:
    """Make no more payouts to the seller, or make them again: on the next day that has any. One that is begun goes on."""
    open_calendar(conn, seller_id, now)
    own = finance_calendars.update().where(_C.seller_id == seller_id)
    conn.execute(own.values(holds_payouts=is_held))


def begin_payout(
    conn: Connection, seller_id: SellerId, day: Day, currency: str, *, new_id: str, now: datetime
) -> int:
    """The row of the seller's payout of this day and currency, which is `Preparing`."""
    own = sa.select(_P.id).where(
        _P.seller_id == seller_id, _P.planned_on == day, _P.currency == currency
    )
    row = conn.execute(own).scalar_one_or_none()
    if row is None:
        values = {
            "payment_id": new_id,
            "seller_id": seller_id,
            "state": PREPARING,
            "currency": currency,
            "amount": 0,
            "operations": 0,
            "planned_on": day,
            "created_at": now,
            "updated_at": now,
        }
        row = conn.execute(finance_payments.insert().values(values).returning(_P.id)).scalar_one()
    return int(row)


def put_in(
    conn: Connection,
    seller_id: SellerId,
    payout: int,
    currency: str,
    until: datetime,
    *,
    limit: int,
) -> bool:
    """Put so many operations into the payout; whether there were any."""
    found = (
        sa.select(_F.id, _F.amount)
        .where(_is_payable(seller_id, until), _F.currency == currency)
        .limit(limit)
    )
    rows = conn.execute(found).all()
    _move(conn, seller_id, [row.id for row in rows], payout)
    held = finance_payments.update().where(_P.id == payout, _P.seller_id == seller_id)
    conn.execute(
        held.values(
            amount=_P.amount + sum(row.amount for row in rows),
            operations=_P.operations + len(rows),
        )
    )
    return bool(rows)


def complete_payout(conn: Connection, seller_id: SellerId, payout: int, now: datetime) -> bool:
    """The payout is on its way, unless what it holds comes to nothing or less: whether it is."""
    own = sa.select(_P.amount).where(_P.id == payout, _P.seller_id == seller_id)
    amount = int(conn.execute(own).scalar_one())
    if amount <= 0:
        return False
    state = PaymentState.IN_PROCESS.value
    made = finance_payments.update().where(_P.id == payout, _P.seller_id == seller_id)
    conn.execute(made.values(state=state, updated_at=now))
    conn.execute(
        ledger_postings.insert(),
        [
            {"entry": "PY", "row": payout, "account": account.value, "amount": cents}
            for account, cents in ((Account.SELLER, amount), (Account.BANK, -amount))
        ],
    )
    return True


def take_out(conn: Connection, seller_id: SellerId, payout: int, *, limit: int) -> bool:
    """Take so many operations out of a payout that comes to nothing, and at last it goes too; whether there were any."""
    found = sa.select(_F.id).where(_F.payment_row == payout, row_by_row(_F.seller_id) == seller_id)
    rows = list(conn.execute(found.limit(limit)).scalars())
    _move(conn, seller_id, rows, None)
    if not rows:
        own = finance_payments.delete().where(_P.id == payout, _P.seller_id == seller_id)
        conn.execute(own)
    return bool(rows)


def _move(conn: Connection, seller_id: SellerId, rows: list[int], payout: int | None) -> None:
    own = finance_operations.update().where(_F.id.in_(rows), row_by_row(_F.seller_id) == seller_id)
    conn.execute(own.values(payment_row=payout))


def _is_payable(seller_id: SellerId, until: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(
        _F.seller_id == seller_id,
        _F.payment_row.is_(None),
        _F.is_blocked.is_(False),
        _F.released_at < until,
    )
