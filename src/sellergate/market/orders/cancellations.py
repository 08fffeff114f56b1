"""Cancellations (contract/05 §8, docs/decisions/0038): lines are `CancelRequest` at once, and background work does the rest.

A seller may always give the money back, and before anything is shipped everybody may call off: such requests are
`Pending`, and done by themselves. What customers ask for after shipment is `UnderReview`, until the marketplace decides.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.orders.cancellation_reasons import find_reason, reasons_for
from sellergate.market.orders.cancellation_store import (
    change_cancellation,
    find_cancellation,
    get_cancellation_of_row,
    insert_cancellation,
    pending_rows,
)
from sellergate.market.orders.errors import (
    CancellationDecided,
    CancellationUnknown,
    LineNotToCancel,
    LineUnknown,
    NotTheSellers,
    OfferOfAnotherLine,
    OrderNotThere,
    ReasonUnknown,
)
from sellergate.market.orders.gesture_store import total_given
from sellergate.market.orders.lifecycle import Event, can_happen, happen
from sellergate.market.orders.models import (
    Cancellation,
    CancellationStatus,
    CancelledLine,
    Line,
    Order,
    Status,
    SupplyMode,
    UserType,
)
from sellergate.market.orders.preparation import plan_moves
from sellergate.market.orders.stock import give_back_lines
from sellergate.market.orders.store import get_order, get_order_of_row, save_order
from sellergate.market.working import SellersWork, plan_work

KIND: Final = "order-cancellations"
_ON_ITS_WAY: Final = frozenset({Status.SHIPPED, Status.DELIVERED})


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedLine:
    """A line that is to be cancelled. `offer_id`: when it is named too, it must be the line's."""

    line_id: str
    offer_id: str | None = None
    reason: str
    refunds_shipping: bool = True


def cancel_order(
    conn: Connection,
    seller_id: SellerId,
    order_id: str,
    *,
    reason: str,
    refunds_shipping: bool = True,
    asked_by: UserType,
    request_id: str,
    now: datetime,
) -> Cancellation:
    """Ask to cancel every line of the order for which nobody did.

    Raises `OrderUnknown`, `NotTheSellers`, `ReasonUnknown`, and `OrderNotThere` when there is no such line.
    """
    order = _get_order(conn, seller_id, order_id, asked_by)
    lines = [line for line in order.lines if can_happen(line, Event.CANCELLATION_ASKED)]
    if not lines:
        raise OrderNotThere(order, None, Event.CANCELLATION_ASKED)
    for line in lines:
        _check_reason(reason, asked_by, line, field="reason")
    asked = [CancelledLine(line.position, reason, refunds_shipping, None) for line in lines]
    return _ask(
        conn, order, asked, is_partial=False, asked_by=asked_by, request_id=request_id, now=now
    )


def cancel_lines(
    conn: Connection,
    seller_id: SellerId,
    order_id: str,
    lines: Sequence[AskedLine],
    *,
    asked_by: UserType,
    request_id: str,
    now: datetime,
) -> Cancellation:
    """Ask to cancel these lines of the order: all of them, or none.

    Raises `OrderUnknown`, `NotTheSellers`, `LineUnknown`, `OfferOfAnotherLine`, `LineNotToCancel`, `ReasonUnknown`.
    """
    order = _get_order(conn, seller_id, order_id, asked_by)
    asked: dict[int, CancelledLine] = {}
    for place, wanted in enumerate(lines):
        line = order.line(wanted.line_id)
        if line is None:
            field = f"lines[{place}].lineId"
            raise LineUnknown(field=field, line_id=wanted.line_id, order_id=order_id)
        if wanted.offer_id not in {None, line.offer_id}:
            field = f"lines[{place}].offerId"
            raise OfferOfAnotherLine(field=field, line_id=line.line_id, offer_id=line.offer_id)
        if line.position in asked or not can_happen(line, Event.CANCELLATION_ASKED):
            status = Status.CANCEL_REQUEST if line.position in asked else line.status
            field = f"lines[{place}].lineId"
            raise LineNotToCancel(field=field, line_id=line.line_id, status=status.value)
        _check_reason(wanted.reason, asked_by, line, field=f"lines[{place}].reason")
        asked[line.position] = CancelledLine(
            line.position, wanted.reason, wanted.refunds_shipping, None
        )
    return _ask(
        conn,
        order,
        [asked[position] for position in sorted(asked)],
        is_partial=True,
        asked_by=asked_by,
        request_id=request_id,
        now=now,
    )


def decide_cancellation(
    conn: Connection, seller_id: SellerId, request_id: str, *, is_granted: bool, now: datetime
) -> None:
    """The marketplace's decision about a request that is `UnderReview`. Refused, its lines are what they were before.

    Raises `CancellationUnknown`, `CancellationDecided`.
    """
    request = find_cancellation(conn, seller_id, request_id)
    if request is None:
        raise CancellationUnknown
    if request.status is not CancellationStatus.UNDER_REVIEW:
        raise CancellationDecided(status=request.status.value)
    if is_granted:
        status = CancellationStatus.PENDING
        plan_work(conn, KIND, seller_id, now)
    else:
        status = CancellationStatus.REFUSED
        order = get_order_of_row(conn, seller_id, request.order_row)
        positions = {line.position for line in request.lines}
        after = happen(order, Event.CANCELLATION_REFUSED, now, positions=positions)
        save_order(conn, order, after)
    change_cancellation(conn, request.row, status=status, lines=request.lines, now=now)


class CancellationWork(SellersWork):
    """Does the cancellations that are granted: money and items go back, once."""

    kind = KIND

    def waiting(
        self, conn: Connection, seller_id: SellerId, *, limit: int, aside: Collection[int]
    ) -> list[int]:
        """See `SellersWork`."""
        return pending_rows(conn, seller_id, limit=limit, aside=aside)

    def do(self, conn: Connection, seller_id: SellerId, row: int, now: datetime) -> None:
        """See `SellersWork`."""
        settle(conn, get_cancellation_of_row(conn, seller_id, row), now)


def settle(conn: Connection, request: Cancellation, now: datetime) -> Order:
    """Do what was granted; the order after it.

    A line is refunded with what its customer paid for it, and for its shipping where that was asked; what they got as a
    gesture before is not given twice.
    """
    order = get_order_of_row(conn, request.seller_id, request.order_row)
    asked = {line.position: line for line in request.lines}
    after = happen(order, Event.CANCELLED, now, positions=asked.keys())
    left = (
        order.selling_total
        - sum(line.refunded for line in order.lines)
        - total_given(conn, request.seller_id, order.row)
    )
    lines = []
    for line in after.lines:
        if line.position in asked:
            refund = min(max(left, 0), _worth(line, asked[line.position]))
            left -= refund
            asked[line.position] = asked[line.position]._replace(refunded=refund)
            line = replace(line, refunded=refund)  # noqa: PLW2901
        lines.append(line)
    after = replace(after, lines=tuple(lines))
    save_order(conn, order, after)
    if after.is_moving:
        plan_moves(conn, request.seller_id, now)
    restocked = [
        line for line in lines if line.position in asked and _restocks(after, asked[line.position])
    ]
    give_back_lines(conn, after, restocked, now)
    change_cancellation(
        conn,
        request.row,
        status=CancellationStatus.ACCEPTED,
        lines=list(asked.values()),
        now=now,
    )
    return after


def _get_order(conn: Connection, seller_id: SellerId, order_id: str, asked_by: UserType) -> Order:
    order = get_order(conn, seller_id, order_id)
    if asked_by is UserType.SELLER and order.supply_mode is not SupplyMode.SELLER:
        raise NotTheSellers(mode=order.supply_mode.value)
    return order


def _ask(
    conn: Connection,
    order: Order,
    lines: Sequence[CancelledLine],
    *,
    is_partial: bool,
    asked_by: UserType,
    request_id: str,
    now: datetime,
) -> Cancellation:
    positions = {line.position for line in lines}
    after = happen(order, Event.CANCELLATION_ASKED, now, positions=positions)
    save_order(conn, order, after)
    is_on_its_way = any(
        line.status in _ON_ITS_WAY for line in order.lines if line.position in positions
    )
    is_doubtful = asked_by is UserType.CUSTOMER and is_on_its_way
    status = CancellationStatus.UNDER_REVIEW if is_doubtful else CancellationStatus.PENDING
    if status is CancellationStatus.PENDING:
        plan_work(conn, KIND, order.seller_id, now)
    return insert_cancellation(
        conn,
        order,
        request_id=request_id,
        is_partial=is_partial,
        asked_by=asked_by,
        status=status,
        lines=lines,
        now=now,
    )


def _check_reason(code: str, asked_by: UserType, line: Line, *, field: str) -> None:
    reason = find_reason(code)
    if reason is None or reason.user_type is not asked_by or line.status not in reason.statuses:
        known = ", ".join(reason.code for reason in reasons_for(asked_by, line.status))
        raise ReasonUnknown(field=field, status=line.status.value, known=known)


def _worth(line: Line, asked: CancelledLine) -> int:
    """What the customer paid for what is given back."""
    return line.unit_price * line.quantity + (line.shipping_cost if asked.refunds_shipping else 0)


def _restocks(order: Order, asked: CancelledLine) -> bool:
    """Whether the items can be sold. What a warehouse keeps, it looks at itself, whatever the reason."""
    if order.supply_mode is SupplyMode.FULFILLMENT:
        return True
    reason = find_reason(asked.reason)
    return reason is not None and reason.restocks
