"""What the warehouse does with outbound shipments, on the marketplace's side: prepares, rejects, ships, delivers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from sellergate.kit.ids import new_uuid
from sellergate.market.fulfillment.outbound.errors import (
    LineNotPacked,
    OutboundLineUnknown,
    OutboundOfOrder,
    ParcelTwice,
)
from sellergate.market.fulfillment.outbound.judging import cause_of, end_requests, judge, rejected
from sellergate.market.fulfillment.outbound.lifecycle import ALLOCATED, Event, happen
from sellergate.market.fulfillment.outbound.models import (
    Outbound,
    OutboundParcel,
    OutboundStatus,
    Rejection,
)
from sellergate.market.fulfillment.outbound.store import (
    find_outbound_of_order,
    get_any_outbound,
    save_outbound,
)
from sellergate.market.orders import moves
from sellergate.market.orders.lifecycle import Event as OrderEvent, can_happen as can_happen_to_line
from sellergate.market.orders.models import Order, Status
from sellergate.market.orders.shipping import NewParcel, ship_from_warehouse
from sellergate.market.orders.store import get_order_of_row
from sellergate.market.warehouse.moving import dispatch, release


@dataclass(frozen=True, slots=True)
class PackedParcel:
    """A parcel that a carrier took. `lines`: the positions of those in it; None for every line."""

    parcel_number: str
    tracking_url: str | None = None
    lines: tuple[int, ...] | None = None


def accept(  # rule-ok: tenant (the warehouse's own act)
    conn: Connection, outbound_id: str, now: datetime
) -> Outbound:
    """Judge a shipment now; accepted already, it is as it was.

    Raises `OutboundUnknown`, and `OutboundNotThere` when it is further on its way.
    """
    outbound = get_any_outbound(conn, outbound_id)
    if outbound.status is OutboundStatus.ACCEPTED:
        return outbound
    return judge(conn, outbound, now)


def prepare(  # rule-ok: tenant (the warehouse's own act)
    conn: Connection, outbound_id: str, now: datetime
) -> Outbound:
    """Its goods are being picked; told twice, it changes nothing. Raises `OutboundUnknown`, `OutboundNotThere`."""
    outbound = get_any_outbound(conn, outbound_id)
    if outbound.status is OutboundStatus.IN_PREPARATION:
        return outbound
    after = happen(outbound, Event.PREPARED, now)
    save_outbound(conn, outbound, after)
    return after


def reject(  # rule-ok: tenant (the warehouse's own act)
    conn: Connection, outbound_id: str, now: datetime, *, details: str | None = None
) -> Outbound:
    """The warehouse cannot send it: what was allocated is available again.

    Raises `OutboundUnknown`, `OutboundNotThere`, and `OutboundOfOrder`: orders are cancelled, and their shipments follow.
    """
    outbound = get_any_outbound(conn, outbound_id)
    if outbound.order_id is not None:
        raise OutboundOfOrder(order_id=outbound.order_id)
    after = rejected(conn, outbound, Rejection.BY_WAREHOUSE, details, now)
    release_stock(conn, outbound, now)
    return after


def ship(  # rule-ok: tenant (the warehouse's own act)
    conn: Connection,
    outbound_id: str,
    now: datetime,
    *,
    carrier_name: str,
    parcels: Sequence[PackedParcel],
) -> Outbound:
    """A carrier took it: its stock leaves the warehouse, and the order that it is for is shipped.

    Who asked to cancel it is refused. Lines of an order that were cancelled since are not in it any more. Told twice, it
    changes nothing. Raises `OutboundUnknown`, `OutboundNotThere`, `OutboundLineUnknown`, `LineNotPacked`, `ParcelTwice`.
    """
    outbound = get_any_outbound(conn, outbound_id)
    if _is_shipped_so(outbound, carrier_name, parcels):
        return outbound
    after = happen(outbound, Event.SHIPPED, now)
    order = None
    if outbound.order_row is not None:
        order = get_order_of_row(conn, outbound.seller_id, outbound.order_row)
        after = _of_lines_to_ship(after, order)
    after = replace(
        after, shipped_at=now, carrier_name=carrier_name, parcels=_packed(after, parcels)
    )
    if order is not None:
        ship_from_warehouse(conn, order, _parcels_of_order(order, after), now=now)
    dispatch(conn, after.storage_country, after.pieces, cause=cause_of(after), now=now)
    save_outbound(conn, outbound, after)
    end_requests(conn, after, now)
    return after


def deliver(  # rule-ok: tenant (the warehouse's own act)
    conn: Connection, outbound_id: str, now: datetime
) -> Outbound:
    """All of it has come, and with it the order that it is for; told twice, it changes nothing.

    Raises `OutboundUnknown`, `OutboundNotThere`.
    """
    outbound = get_any_outbound(conn, outbound_id)
    if outbound.status is OutboundStatus.DELIVERED:
        return outbound
    after = happen(outbound, Event.DELIVERED, now)
    if outbound.order_id is not None:
        moves.deliver(conn, outbound.order_id, now)
    save_outbound(conn, outbound, after)
    return after


def deliver_order(  # rule-ok: tenant (the marketplace's own act)
    conn: Connection, order_id: str, now: datetime, *, parcel_number: str | None = None
) -> Order:
    """What `moves.deliver` does to an order, and with the last of its parcels its outbound shipment is delivered."""
    order = moves.deliver(conn, order_id, now, parcel_number=parcel_number)
    if order.status is Status.DELIVERED:
        outbound = find_outbound_of_order(conn, order.seller_id, order.row)
        if outbound is not None and outbound.status is OutboundStatus.SHIPPED:
            save_outbound(conn, outbound, happen(outbound, Event.DELIVERED, now))
    return order


def follow_order(conn: Connection, order: Order, now: datetime) -> Outbound | None:
    """Take lines of the order that were cancelled off its shipment, which is `Cancelled` without any; None, if there is none.

    The stock of cancelled lines is the matter of who cancels the order.
    """  # rule-ok: tenant (the order says whose)
    outbound = find_outbound_of_order(conn, order.seller_id, order.row)
    if outbound is None or outbound.status not in ALLOCATED:
        return outbound
    ended = {line.position for line in order.lines if line.status is Status.CANCELLED}
    left = tuple(line for line in outbound.lines if line.position not in ended)
    if len(left) == len(outbound.lines):
        return outbound
    after = replace(outbound, lines=left, updated_at=now)
    if not left:  # it keeps its lines, for who looks at what was called off
        after = happen(outbound, Event.CANCELLED, now)
    save_outbound(conn, outbound, after)
    return after


def release_stock(  # rule-ok: tenant (loaded before)
    conn: Connection, outbound: Outbound, now: datetime
) -> None:
    """Make available again what is allocated to a shipment that is not sent."""
    if outbound.status in ALLOCATED:
        release(conn, outbound.storage_country, outbound.pieces, cause=cause_of(outbound), now=now)


def _is_shipped_so(outbound: Outbound, carrier_name: str, parcels: Sequence[PackedParcel]) -> bool:
    """Whether it left like this: the warehouse repeats itself."""
    return (
        outbound.status in {OutboundStatus.SHIPPED, OutboundStatus.DELIVERED}
        and outbound.carrier_name == carrier_name
        and [parcel.parcel_number for parcel in outbound.parcels]
        == [parcel.parcel_number for parcel in parcels]
    )


def _of_lines_to_ship(outbound: Outbound, order: Order) -> Outbound:
    """The shipment without what its order does not wait for any more."""
    waited_for = {
        line.position for line in order.lines if can_happen_to_line(line, OrderEvent.SHIPPED)
    }
    left = tuple(line for line in outbound.lines if line.position in waited_for)
    if not left:
        raise OutboundOfOrder(
            "is the shipment of the order {order_id}, which is cancelled",
            order_id=order.order_id,
        )
    return replace(outbound, lines=left)


def _packed(outbound: Outbound, parcels: Sequence[PackedParcel]) -> tuple[OutboundParcel, ...]:
    """The parcels, when they hold every line."""
    positions = [line.position for line in outbound.lines]
    packed: list[OutboundParcel] = []
    for place, parcel in enumerate(parcels):
        if any(known.parcel_number == parcel.parcel_number for known in packed):
            raise ParcelTwice(field=f"parcels[{place}].parcelNumber", number=parcel.parcel_number)
        lines = positions if parcel.lines is None else sorted(set(parcel.lines))
        for position in lines:
            if position not in positions:
                raise OutboundLineUnknown(field=f"parcels[{place}].lines", position=position)
        packed.append(
            OutboundParcel(new_uuid(), parcel.parcel_number, parcel.tracking_url, tuple(lines))
        )
    held = {position for parcel in packed for position in parcel.lines}
    for position in positions:
        if position not in held:
            raise LineNotPacked(position=position)
    return tuple(packed)


def _parcels_of_order(order: Order, outbound: Outbound) -> list[NewParcel]:
    ids = {line.position: line.line_id for line in order.lines}
    return [
        NewParcel(
            place,
            parcel.parcel_number,
            outbound.carrier_name or "",
            parcel.tracking_url,
            tuple(ids[position] for position in parcel.lines),
        )
        for place, parcel in enumerate(outbound.parcels)
    ]
