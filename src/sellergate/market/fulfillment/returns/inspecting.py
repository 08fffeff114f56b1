"""What the warehouse does with returns, on the marketplace's side: accepts, receives and inspects them.

What comes is counted into `Return`, and inspection puts each piece back on sale or blocks it: so stock comes back by named
movements only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from sellergate.market.fulfillment.returns.errors import (
    LineTwice,
    NotAllInspected,
    NothingCounted,
    ReturnLineUnknown,
)
from sellergate.market.fulfillment.returns.lifecycle import Event, happen
from sellergate.market.fulfillment.returns.models import (
    Return,
    ReturnLine,
    ReturnReason,
    ReturnStatus,
)
from sellergate.market.fulfillment.returns.store import (
    get_any_return,
    recount_returned,
    save_return,
)
from sellergate.market.warehouse.identity import find_identified
from sellergate.market.warehouse.models import Identified, Movement
from sellergate.market.warehouse.moving import move


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """So many came of a line of the return, or of a product of the seller that was not declared."""

    line: int | None = None
    product: Identified | None = None
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """How many of those that came go back on sale, and how many are blocked."""

    line: int | None = None
    product: Identified | None = None
    available: int
    blocked: int


def accept(  # rule-ok: tenant (the warehouse's own act)
    conn: Connection, return_id: str, now: datetime
) -> Return:
    """The warehouse expects it; told twice, it changes nothing. Raises `ReturnUnknown`, `ReturnNotThere`."""
    returned = get_any_return(conn, return_id)
    if returned.status is ReturnStatus.ACCEPTED:
        return returned
    after = happen(returned, Event.ACCEPTED, now)
    save_return(conn, returned, after)
    return after


def receive(  # rule-ok: tenant (the warehouse's own act)
    conn: Connection,
    return_id: str,
    now: datetime,
    *,
    counted: Sequence[Counted] | None = None,
) -> Return:
    """It has come: what was counted, or without that all that was declared.

    Raises `ReturnUnknown`, `ReturnNotThere`, `ReturnLineUnknown`, `LineTwice`, `NothingCounted`.
    """
    returned = get_any_return(conn, return_id)
    if counted is None:
        counted = [Counted(line=line.position, quantity=line.quantity) for line in returned.lines]
    after = _received(conn, returned, counted, now)
    save_return(conn, returned, after)
    recount_returned(conn, after)
    return after


def inspect(  # rule-ok: tenant (the warehouse's own act)
    conn: Connection,
    return_id: str,
    now: datetime,
    *,
    inspected: Sequence[Inspected],
    recommended_reason: ReturnReason | None = None,
    comment: str | None = None,
) -> Return:
    """Every piece that came is available again, or blocked. Not received before, it is with this.

    Raises `ReturnUnknown`, `ReturnNotThere`, `ReturnLineUnknown`, `LineTwice`, `NotAllInspected`, `NothingCounted`.
    """
    returned = get_any_return(conn, return_id)
    received = returned
    if returned.status is not ReturnStatus.PENDING:
        counted = [
            Counted(line=told.line, product=told.product, quantity=told.available + told.blocked)
            for told in inspected
        ]
        received = _received(conn, returned, counted, now)
    after = happen(received, Event.INSPECTED, now)
    after = replace(
        after,
        lines=_inspected(conn, received, inspected),
        recommended_reason=recommended_reason,
        warehouse_comment=comment,
    )
    for line in after.lines:
        _move(conn, after, line, Movement.RESTOCK, line.restocked, now)
        _move(conn, after, line, Movement.RETURN_BLOCK, line.blocked, now)
    save_return(conn, returned, after)
    recount_returned(conn, after)
    return after


def _received(
    conn: Connection, returned: Return, counted: Sequence[Counted], now: datetime
) -> Return:
    """The return with what came, which is in the warehouse now."""
    after = replace(happen(returned, Event.RECEIVED, now), received_at=now)
    lines = {line.position: line for line in after.lines}
    seen: set[int] = set()
    for place, told in enumerate(counted):
        line = _line_of(conn, after, list(lines.values()), told.line, told.product, place)
        if line.position in seen:
            raise LineTwice(field=f"lines[{place}]", position=line.position)
        seen.add(line.position)
        received = min(told.quantity, line.quantity)
        lines[line.position] = replace(line, received=received, unexpected=told.quantity - received)
    if not any(line.counted for line in lines.values()):
        raise NothingCounted
    after = replace(after, lines=tuple(lines.values()))
    for line in after.lines:
        _move(conn, after, line, Movement.RETURN_RECEPTION, line.counted, now)
    return after


def _inspected(
    conn: Connection, returned: Return, inspected: Sequence[Inspected]
) -> tuple[ReturnLine, ...]:
    lines = {line.position: line for line in returned.lines}
    seen: set[int] = set()
    for place, told in enumerate(inspected):
        line = _line_of(conn, returned, returned.lines, told.line, told.product, place)
        told_of = told.available + told.blocked
        if line.position not in lines:
            raise NotAllInspected(counted=0, position=line.position, told=told_of)
        if line.position in seen:
            raise LineTwice(field=f"lines[{place}]", position=line.position)
        seen.add(line.position)
        lines[line.position] = replace(line, restocked=told.available, blocked=told.blocked)
    for line in lines.values():
        told_of = line.restocked + line.blocked
        if told_of != line.counted:
            raise NotAllInspected(counted=line.counted, position=line.position, told=told_of)
    return tuple(lines.values())


def _line_of(
    conn: Connection,
    returned: Return,
    lines: Sequence[ReturnLine],
    position: int | None,
    product: Identified | None,
    place: int,
) -> ReturnLine:
    """The line that is meant: by its number, or by its product; a new one, of a product that was not declared."""
    if position is not None:
        for line in lines:
            if line.position == position:
                return line
        raise ReturnLineUnknown(field=f"lines[{place}].lineNumber")
    stock = None if product is None else find_identified(conn, returned.seller_id, product)
    if stock is None:
        raise ReturnLineUnknown(field=f"lines[{place}].sellerProductReference")
    for line in lines:
        if line.stock_row == stock.row:
            return line
    return ReturnLine(
        position=len(lines) + 1,
        outbound_line=0,
        stock_row=stock.row,
        product=Identified(stock.seller_product_reference, stock.product_id, stock.product_state),
        quantity=0,
    )


def _move(
    conn: Connection,
    returned: Return,
    line: ReturnLine,
    kind: Movement,
    quantity: int,
    now: datetime,
) -> None:
    if quantity:
        cause = f"return:{returned.return_id}:{line.position}"
        country = returned.storage_country
        move(conn, line.stock_row, country, kind, quantity, cause=cause, now=now)
