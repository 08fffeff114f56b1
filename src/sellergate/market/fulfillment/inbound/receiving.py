"""What the warehouse does with a shipment: count what came, in one reception or several, and end it.

A reception is counted once, by the warehouse's own reference, however often it is sent. What is counted is stock at once:
each piece by a named movement, in the transaction that writes the count.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection

from sellergate.market.fulfillment.inbound import store
from sellergate.market.fulfillment.inbound.checking import find_stock, known_stocks
from sellergate.market.fulfillment.inbound.errors import (
    CountedMeanwhile,
    InboundNotThere,
    LineTwice,
    LineUnknown,
    NothingCounted,
    ProductNotStored,
    ReceptionKnown,
    TooManyLines,
)
from sellergate.market.fulfillment.inbound.lifecycle import Event, can_happen, happen
from sellergate.market.fulfillment.inbound.models import (
    MAX_LINES,
    MAX_UNEXPECTED,
    Counted,
    Line,
    Reception,
    Shipment,
    Status,
)
from sellergate.market.warehouse.models import Identified, Movement, StorageCountry
from sellergate.market.warehouse.moving import move

LINES_AT_ONCE: Final = 50  # in one reception: a tenth of a second of the one that writes


class Count(NamedTuple):
    """What was found of one product: of a line by its position, or of whatever the seller calls so."""

    line: int | Identified
    available: int
    blocked: int = 0
    litigation: int = 0


class Received(NamedTuple):
    """The shipment after a reception, and whether that was known before."""

    shipment: Shipment
    is_replayed: bool


def receive(  # rule-ok: tenant (the marketplace's own act)
    conn: Connection,
    inbound_id: str,
    counts: Sequence[Count],
    *,
    reference: str,
    is_last: bool = False,
    seen: int | None = None,
    now: datetime,
) -> Received:
    """Count what came. With `is_last` the shipment is `Received`, whatever is missing of it.

    `seen`: of how many receptions whoever counts knew. Raises `InboundUnknown`, `InboundNotThere`, `ReceptionKnown`,
    `CountedMeanwhile`, `NothingCounted`, `LineUnknown`, `LineTwice`, `ProductNotStored`, `TooManyLines`; then nothing is
    counted.
    """
    before = store.get_any_shipment(conn, inbound_id)
    known = store.find_reception(conn, before, reference)
    if known is None:
        _check_can_count(before, seen)
    shipment, counted = _resolved(conn, before, counts, known)
    if known is not None:
        if (known.lines, known.is_last) != (counted, is_last):
            raise ReceptionKnown(number=known.number)
        return Received(before, is_replayed=True)
    if not counted and not (is_last and before.status is Status.IN_RECEPTION):
        raise NothingCounted
    after = _counted(conn, shipment, counted, now)
    if is_last:
        after = happen(after, Event.CLOSED, now)
    store.save_shipment(conn, before, after)
    reception = Reception(after.reception_count, reference, counted, is_last, now)
    store.insert_reception(conn, before, reception)
    return Received(after, is_replayed=False)


def cancel(  # rule-ok: tenant (the marketplace's own act)
    conn: Connection, inbound_id: str, *, now: datetime
) -> Shipment:
    """End a shipment of which nothing came, and will not. Done already, it changes nothing.

    Raises `InboundUnknown`, and `InboundNotThere` once something was counted, or when it was refused.
    """
    before = store.get_any_shipment(conn, inbound_id)
    if before.status is Status.CANCELLED:
        return before
    after = happen(before, Event.CANCELLED, now)
    store.save_shipment(conn, before, after)
    return after


def _check_can_count(shipment: Shipment, seen: int | None) -> None:
    if not can_happen(shipment, Event.COUNTED):
        raise InboundNotThere(
            code=shipment.code, status=shipment.status.value, event=Event.COUNTED.value
        )
    if seen is not None and seen != shipment.reception_count:
        raise CountedMeanwhile


def _resolved(
    conn: Connection, shipment: Shipment, counts: Sequence[Count], known: Reception | None
) -> tuple[Shipment, tuple[Counted, ...]]:
    """The counts of what was found at all, by line; and the shipment with a line more for each product nobody announced."""
    lines = {line.position: line for line in shipment.lines}
    named = [count.line for count in counts if isinstance(count.line, Identified)]
    found = known_stocks(conn, shipment.seller_id, named)
    counted: dict[int, Counted] = {}
    for place, count in enumerate(counts):
        field = f"lines[{place}]"
        if isinstance(count.line, int):
            line = lines.get(count.line)
            if line is None:
                raise LineUnknown(field=f"{field}.lineNumber", count=len(lines))
        else:
            stock = find_stock(found, count.line)
            if stock is None:
                raise ProductNotStored(field=field)
            line = next((one for one in lines.values() if one.stock_row == stock.row), None)
            if line is None and not sum(count[1:]):
                continue
            if line is None:
                if known is not None:
                    raise ReceptionKnown(number=known.number)
                if len(lines) >= MAX_LINES + MAX_UNEXPECTED:
                    raise TooManyLines(field=field, most=MAX_LINES + MAX_UNEXPECTED)
                line = store.add_line(conn, shipment, len(lines) + 1, stock)
                lines[line.position] = line
        if line.position in counted:
            raise LineTwice(field=field, position=line.position)
        counted[line.position] = Counted(
            line.position, count.available, count.blocked, count.litigation
        )
    some = tuple(counted[position] for position in sorted(counted) if counted[position].total)
    return replace(shipment, lines=tuple(lines.values()), line_count=len(lines)), some


def _counted(
    conn: Connection, shipment: Shipment, counted: Sequence[Counted], now: datetime
) -> Shipment:
    """The shipment with these pieces, each of which is stock now."""
    found = {count.position: count for count in counted}
    lines = []
    for line in shipment.lines:
        count = found.get(line.position)
        if count is not None:
            _put_away(conn, shipment, line, count, now)
            line = replace(  # noqa: PLW2901
                line,
                received=line.received + count.total,
                damaged=line.damaged + count.blocked + count.litigation,
            )
        lines.append(line)
    after = replace(
        shipment, lines=tuple(lines), reception_count=shipment.reception_count + 1, updated_at=now
    )
    return happen(after, Event.COUNTED, now) if counted else after


def _put_away(
    conn: Connection, shipment: Shipment, line: Line, count: Counted, now: datetime
) -> None:
    """Let the pieces come in. What is in litigation came in, too, before somebody objected to it."""
    assert line.stock_row is not None  # noqa: S101  (only products that are referenced are accepted)
    country = StorageCountry(shipment.storage_country)
    cause = f"inbound:{shipment.inbound_id}:{line.position}"
    for kind, pieces in (
        (Movement.RECEPTION, count.available + count.litigation),
        (Movement.DAMAGED_RECEPTION, count.blocked),
        (Movement.LITIGATION_OPENING, count.litigation),
    ):
        if pieces:
            move(conn, line.stock_row, country, kind, pieces, cause=cause, now=now)
