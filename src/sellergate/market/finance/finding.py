"""SQL that finds operations. They are numbered without a gap: a page of all of them is a range of numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.sql.expression import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from sellergate.access.context import SellerId
from sellergate.market.finance.models import Entry, EventType, Operation, PaymentState, Statement
from sellergate.storage.prepared import Prepared, Row
from sellergate.storage.schema import finance_calendars, finance_operations, finance_payments

_F: Final = finance_operations.c
_P: Final = finance_payments.c
_C: Final = finance_calendars.c

FEW: Final = 10_000  # rows that one index finds, and that are sorted, in a few milliseconds
_PLUS: Final[custom_op[Any]] = custom_op("+")
PREPARING: Final = "Preparing"  # the state of a payment while operations are put into it

_COLUMNS: Final = (
    _F.number, _F.seller_id, _F.event_type, _F.reference, _F.line, _F.cause, _F.label,
    _F.sales_channel_id, _F.currency, _F.amount, _F.vat, _F.occurred_at, _F.booked_at,
    _F.released_at, _F.is_blocked, _P.state, _P.payment_id, _P.planned_on,
)  # fmt: skip
_OWN: Final = tuple(column.name for column in _COLUMNS[:-4])
_JOINED: Final = sa.select(*_COLUMNS).join_from(
    finance_operations, finance_payments, _P.id == _F.payment_row, isouter=True
)
_OF_NUMBERS: Final = _JOINED.where(
    _F.seller_id == sa.bindparam("seller_id"),
    _F.number >= sa.bindparam("first", type_=sa.Integer),
    _F.number <= sa.bindparam("last", type_=sa.Integer),
)
_DOWNWARDS = Prepared(_OF_NUMBERS.order_by(_F.number.desc()), "seller_id", "first", "last")
_UPWARDS = Prepared(_OF_NUMBERS.order_by(_F.number), "seller_id", "first", "last")
_LAST_NUMBER = Prepared(
    sa.select(_C.last_number).where(_C.seller_id == sa.bindparam("seller_id")), "seller_id"
)
_UNPAID: Final = {PaymentState.NOT_PAYABLE, PaymentState.ESTIMATED, PaymentState.BLOCKED}


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationFilter:
    """Which operations are wanted; of what is empty, all. Bounds are among what is found."""

    event_types: Sequence[EventType] = ()
    payment_states: Sequence[PaymentState] = ()
    references: Sequence[str] = ()
    sales_channel_ids: Sequence[str] = ()
    occurred_from: datetime | None = None
    occurred_to: datetime | None = None


EVERY: Final = OperationFilter()


def page_of_operations(
    conn: Connection,
    seller_id: SellerId,
    wanted: OperationFilter = EVERY,
    *,
    limit: int,
    offset: int = 0,
    before: int | None = None,
) -> list[Operation]:
    """So many of the seller's operations, the newest first: from the `offset`th on, of those `before` a number.

    Of all operations every page costs the same; and so it does by `before`, whatever is wanted of one event type.
    """
    if wanted == EVERY:
        last = (last_number(conn, seller_id) if before is None else before - 1) - offset
        rows = _DOWNWARDS.all(conn, seller_id, max(last - limit, 0) + 1, last)
        return [_operation(row) for row in rows]
    column = _columns_for(conn, seller_id, wanted)
    number = column("number")
    found = _JOINED.where(*_conditions(seller_id, wanted, column))
    if before is not None:
        found = found.where(number < before)
    page = found.order_by(number.desc()).limit(limit).offset(offset)
    return [_operation(tuple(row)) for row in conn.execute(page)]


def count_of_operations(
    conn: Connection, seller_id: SellerId, wanted: OperationFilter = EVERY
) -> int:
    """How many operations the seller has that are wanted."""
    if wanted == EVERY:
        return last_number(conn, seller_id)
    conditions = _conditions(seller_id, wanted, _columns_for(conn, seller_id, wanted))
    query = sa.select(sa.func.count()).select_from(finance_operations).where(*conditions)
    return int(conn.execute(query).scalar_one())


def operations_of_numbers(
    conn: Connection, seller_id: SellerId, first: int, last: int
) -> list[Operation]:
    """The seller's operations from a number to another, the oldest first."""
    return [_operation(row) for row in _UPWARDS.all(conn, seller_id, first, last)]


def get_operation_of(conn: Connection, seller_id: SellerId, entry: Entry) -> Operation:
    """The seller's operation that the entry is, which there is."""
    own = _JOINED.where(
        _F.seller_id == seller_id,
        _F.reference == entry.reference,
        _F.line == entry.line,
        _F.event_type == entry.event_type.value,
        _F.cause == entry.cause,
    )
    return _operation(tuple(conn.execute(own).one()))


def page_of_statement(
    conn: Connection,
    seller_id: SellerId,
    statement: Statement,
    *,
    limit: int,
    offset: int = 0,
    after: int | None = None,
) -> list[Operation]:
    """So many operations of the seller's statement, the oldest first: from the `offset`th on, of those `after` a number."""
    first = statement.first_number if after is None else after + 1
    if statement.is_dense:
        first += offset
        last = min(first + limit - 1, statement.last_number)
        return operations_of_numbers(conn, seller_id, first, last)
    found = _JOINED.where(
        _F.seller_id == seller_id,
        _F.number.between(first, statement.last_number),
        _F.currency == statement.currency,
    )
    page = found.order_by(_F.number).limit(limit).offset(offset)
    return [_operation(tuple(row)) for row in conn.execute(page)]


def last_number(conn: Connection, seller_id: SellerId) -> int:
    """The number of the seller's newest operation, which is how many there are."""
    row = _LAST_NUMBER.first(conn, seller_id)
    return 0 if row is None else int(row[0])


_Columns = Callable[[str], sa.ColumnElement[Any]]


def _columns_for(conn: Connection, seller_id: SellerId, wanted: OperationFilter) -> _Columns:
    """The columns in such a shape that a good index is taken.

    The embedded database keeps no statistics to choose by; others do, and choose by themselves. So what finds few is named,
    and all else disguised by a plus, which changes nothing: then these few are sorted. When nothing does, all operations are
    walked through in their order, which soon finds enough.
    """
    if conn.dialect.name != "sqlite":
        return lambda name: _F[name]
    one_type = {"event_type"} if len(wanted.event_types) == 1 else set()
    for open_, own in _ways(wanted):
        few = sa.select(_F.id).where(*_conditions(seller_id, own, _only(open_))).limit(FEW + 1)
        count = sa.select(sa.func.count()).select_from(few.subquery("few"))
        if conn.execute(count).scalar_one() <= FEW:
            return _only(open_)
    return _only({"seller_id", "number"} | one_type)


def _ways(wanted: OperationFilter) -> list[tuple[set[str], OperationFilter]]:
    """What each index finds by, and that part of what is wanted."""
    ways = []
    if wanted.references:
        ways.append(({"seller_id", "reference"}, OperationFilter(references=wanted.references)))
    if wanted.occurred_from is not None or wanted.occurred_to is not None:
        span = OperationFilter(occurred_from=wanted.occurred_from, occurred_to=wanted.occurred_to)
        ways.append(({"seller_id", "occurred_at"}, span))
    states = set(wanted.payment_states)
    of_states = OperationFilter(payment_states=wanted.payment_states)
    if states and states <= _UNPAID:
        ways.append(({"seller_id", "payment_row"}, of_states))
    if states == {PaymentState.IN_PROCESS}:
        ways.append(({"payment_row"}, of_states))
    if len(wanted.event_types) > 1:
        ways.append(({"seller_id", "event_type"}, OperationFilter(event_types=wanted.event_types)))
    return ways


def _only(open_: set[str]) -> _Columns:
    def column(name: str) -> sa.ColumnElement[Any]:
        own = _F[name]
        return own if name in open_ else UnaryExpression(own, operator=_PLUS, type_=own.type)

    return column


def _conditions(
    seller_id: SellerId, wanted: OperationFilter, column: _Columns
) -> list[sa.ColumnElement[bool]]:
    found = [column("seller_id") == seller_id]
    for name, values in (
        ("event_type", wanted.event_types),
        ("reference", wanted.references),
        ("sales_channel_id", wanted.sales_channel_ids),
    ):
        if values:
            found.append(_is_one_of(column(name), sorted(set(values))))
    if wanted.occurred_from is not None:
        found.append(column("occurred_at") >= wanted.occurred_from)
    if wanted.occurred_to is not None:
        found.append(column("occurred_at") <= wanted.occurred_to)
    if wanted.payment_states:
        payment = column("payment_row")
        states = sorted(set(wanted.payment_states))
        if _UNPAID.issuperset(states):
            found.append(payment.is_(None))  # so that the index of these is taken
        found.append(sa.or_(*(_is_in_state(seller_id, payment, state) for state in states)))
    return found


def _is_one_of(column: sa.ColumnElement[Any], values: Sequence[str]) -> sa.ColumnElement[bool]:
    return column == values[0] if len(values) == 1 else column.in_(values)


def _is_in_state(
    seller_id: SellerId, payment: sa.ColumnElement[Any], state: PaymentState
) -> sa.ColumnElement[bool]:
    is_unpaid = payment.is_(None)
    match state:
        case PaymentState.BLOCKED:
            return sa.and_(is_unpaid, _F.is_blocked.is_(True))
        case PaymentState.NOT_PAYABLE:
            return sa.and_(is_unpaid, _F.is_blocked.is_(False), _F.released_at.is_(None))
        case PaymentState.ESTIMATED:
            is_released = _F.released_at.is_not(None)
            return sa.and_(is_unpaid, _F.is_blocked.is_(False), is_released)
        case PaymentState.IN_PROCESS:
            return payment.in_(_payments_in(seller_id, PREPARING, state.value))
        case _:
            return payment.in_(_payments_in(seller_id, state.value))


def _payments_in(seller_id: SellerId, *states: str) -> sa.Select[tuple[int]]:
    return sa.select(_P.id).where(_P.seller_id == seller_id, _P.state.in_(states))


def _operation(row: Row) -> Operation:
    *values, is_blocked, state, payment_id, planned_on = row
    own = dict(zip(_OWN, values, strict=True))
    is_told = state not in {None, PREPARING}
    return Operation(
        **own
        | {
            "seller_id": SellerId(own["seller_id"]),
            "event_type": EventType(own["event_type"]),
            "payment_state": _state(own, state, bool(is_blocked)),
            "payment_id": payment_id if is_told else None,
            "payment_planned_on": planned_on if is_told else None,
        }
    )


def _state(own: dict[str, Any], of_payment: str | None, is_blocked: bool) -> PaymentState:
    """Of an operation: that of its payment, when it is in one."""
    if of_payment is not None:
        is_preparing = of_payment == PREPARING
        return PaymentState.IN_PROCESS if is_preparing else PaymentState(of_payment)
    if is_blocked:
        return PaymentState.BLOCKED
    is_released = own["released_at"] is not None
    return PaymentState.ESTIMATED if is_released else PaymentState.NOT_PAYABLE
