"""SQL that writes the ledger: entries become operations with their postings, and the calendar of a seller moves."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.finance.calendar import day_of
from sellergate.market.finance.errors import OperationPaid, OperationUnknown
from sellergate.market.finance.models import Day, Entry
from sellergate.storage.schema import (
    finance_calendars,
    finance_operations,
    jobs,
    ledger_postings,
    orders,
)

_F: Final = finance_operations.c
_C: Final = finance_calendars.c
_O: Final = orders.c

Key = tuple[
    str, int, str, str
]  # reference, line, event type and cause: what tells operations apart


def key_of(entry: Entry) -> Key:
    """By which the entry is known."""
    return entry.reference, entry.line, entry.event_type.value, entry.cause


def unbooked_rows(
    conn: Connection, seller_id: SellerId, until: datetime, *, limit: int, aside: Collection[int]
) -> list[int]:
    """Orders of the seller to which something happened before `until` that is not booked, but for the rows `aside`."""
    query = (
        sa.select(_O.id)
        .where(_O.seller_id == seller_id, _O.unbooked_since < until, _O.id.not_in(aside))
        .order_by(_O.unbooked_since, _O.id)
        .limit(limit)
    )
    return list(conn.execute(query).scalars())


def unbooked_since(conn: Connection, seller_id: SellerId) -> datetime | None:
    """When the first thing happened to the seller's orders that is not booked."""
    query = sa.select(sa.func.min(_O.unbooked_since)).where(
        _O.seller_id == seller_id, _O.unbooked_since.is_not(None)
    )
    found: datetime | None = conn.execute(query).scalar_one()
    return found


def is_booked_until(
    conn: Connection, seller_id: SellerId, row: int, more_at: datetime | None
) -> None:
    """The ledger knows of the order what happened before; `more_at`: there is more of it, from then on."""
    own = orders.update().where(_O.id == row, _O.seller_id == seller_id)
    conn.execute(own.values(unbooked_since=more_at))


def book(conn: Connection, seller_id: SellerId, entries: Sequence[Entry], now: datetime) -> int:
    """Let these entries be in the ledger, and those be payable that are by now; how many are new.

    What is there already is not written again, so it may be called again with all that a former call wrote.
    """
    there = _there(conn, seller_id, {entry.reference for entry in entries})
    new = [entry for entry in entries if key_of(entry) not in there]
    if new:
        _insert(conn, seller_id, new, now)
    for entry in entries:
        row, released_at = there.get(key_of(entry), (None, None))
        if row is not None and released_at is None and entry.released_at is not None:
            own = finance_operations.update().where(_F.id == row, _F.seller_id == seller_id)
            conn.execute(own.values(released_at=entry.released_at))
    return len(new)


def open_calendar(conn: Connection, seller_id: SellerId, now: datetime) -> None:
    """Let the seller's calendar begin, when it has not: with the day on which the first thing is to be booked, or today."""
    if reached_on(conn, seller_id) is None:
        day = day_of(min(unbooked_since(conn, seller_id) or now, now))
        values = {"seller_id": seller_id, "reached_on": day, "last_number": 0}
        conn.execute(finance_calendars.insert().values(values))


def reached_on(conn: Connection, seller_id: SellerId) -> Day | None:
    """How far the seller's calendar has come; None: it has not begun."""
    query = sa.select(_C.reached_on).where(_C.seller_id == seller_id)
    return conn.execute(query).scalar_one_or_none()


def reach(conn: Connection, seller_id: SellerId, day: Day) -> None:
    """What is to be done until this day is done."""
    own = finance_calendars.update().where(_C.seller_id == seller_id, _C.reached_on < day)
    conn.execute(own.values(reached_on=day))


def set_blocked(conn: Connection, seller_id: SellerId, number: int, *, is_blocked: bool) -> None:
    """Hold the money of an operation back, or no more. Raises `OperationUnknown`, `OperationPaid`."""
    own = sa.and_(_F.seller_id == seller_id, _F.number == number)
    change = finance_operations.update().where(own, _F.payment_row.is_(None))
    if conn.execute(change.values(is_blocked=is_blocked)).rowcount:
        return
    if conn.execute(sa.select(_F.id).where(own)).first() is None:
        raise OperationUnknown(number=number)
    raise OperationPaid(number=number)


def sellers_with_work(  # rule-ok: tenant (the marketplace's own sweep)
    conn: Connection, kind: str, *, today: datetime, stop: Day, limit: int
) -> list[SellerId]:
    """Sellers with something to book from before `today`, or whose calendar has not come to `stop`: so many, without a job.

    Those with something to book are found by two steps into an index for each seller that has any.
    """
    first = sa.select(sa.func.min(_O.seller_id).label("seller_id")).where(
        _O.unbooked_since.is_not(None)
    )
    sellers = first.cte("unbooked", recursive=True)
    following = sa.select(sa.func.min(_O.seller_id)).where(
        _O.seller_id > sellers.c.seller_id, _O.unbooked_since.is_not(None)
    )
    sellers = sellers.union_all(
        sa.select(following.scalar_subquery()).where(sellers.c.seller_id.is_not(None))
    )
    waits = sa.exists().where(_O.seller_id == sellers.c.seller_id, _O.unbooked_since < today)
    found = sa.union(
        sa.select(sellers.c.seller_id).where(sellers.c.seller_id.is_not(None), waits),
        sa.select(_C.seller_id).where(_C.reached_on < stop),
    ).subquery("found")
    is_planned = sa.exists().where(
        jobs.c.kind == kind, jobs.c.subject == sa.cast(found.c.seller_id, sa.String)
    )
    query = sa.select(found.c.seller_id).where(~is_planned).order_by(found.c.seller_id)
    return [SellerId(row) for row in conn.execute(query.limit(limit)).scalars()]


def _there(
    conn: Connection, seller_id: SellerId, references: Iterable[str]
) -> dict[Key, tuple[int, datetime | None]]:
    """What the ledger has of these references: row, and since when it is payable."""
    query = sa.select(_F.reference, _F.line, _F.event_type, _F.cause, _F.id, _F.released_at).where(
        _F.seller_id == seller_id, _F.reference.in_(sorted(references))
    )
    return {
        (reference, line, event_type, cause): (row, released_at)
        for reference, line, event_type, cause, row, released_at in conn.execute(query)
    }


def _insert(conn: Connection, seller_id: SellerId, entries: Sequence[Entry], now: datetime) -> None:
    last = _take_numbers(conn, seller_id, len(entries))
    first = last - len(entries) + 1
    conn.execute(
        finance_operations.insert(),
        [
            _values(entry) | {"seller_id": seller_id, "number": number, "booked_at": now}
            for number, entry in enumerate(entries, first)
        ],
    )
    rows = (
        sa.select(_F.id)
        .where(_F.seller_id == seller_id, _F.number.between(first, last))
        .order_by(_F.number)
    )
    conn.execute(
        ledger_postings.insert(),
        [
            {"entry": "OP", "row": row, "account": account.value, "amount": amount}
            for row, entry in zip(conn.execute(rows).scalars().all(), entries, strict=True)
            for account, amount in entry.postings
        ],
    )


def _take_numbers(conn: Connection, seller_id: SellerId, count: int) -> int:
    """The last one of so many new numbers. Whoever takes some holds the row of the calendar until the end."""
    taken = (
        finance_calendars.update()
        .where(_C.seller_id == seller_id)
        .values(last_number=_C.last_number + count)
        .returning(_C.last_number)
    )
    return int(conn.execute(taken).scalar_one())


def _values(entry: Entry) -> dict[str, Any]:
    return {
        "event_type": entry.event_type.value,
        "reference": entry.reference,
        "line": entry.line,
        "cause": entry.cause,
        "label": entry.label,
        "sales_channel_id": entry.sales_channel_id,
        "currency": entry.currency,
        "amount": entry.amount,
        "vat": entry.vat,
        "occurred_at": entry.occurred_at,
        "released_at": entry.released_at,
        "is_blocked": False,
    }
