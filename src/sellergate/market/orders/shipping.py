"""What the seller hands to carriers (contract/05 §7)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.orders.allocations import end_allocations
from sellergate.market.orders.errors import (
    LineNotToShip,
    LineUnknown,
    NotTheSellers,
    OneParcelOnly,
    OrderNotThere,
    ParcelKnown,
    TooManyParcels,
)
from sellergate.market.orders.lifecycle import Event, can_happen, happen
from sellergate.market.orders.models import Line, Order, Parcel, SupplyMode
from sellergate.market.orders.store import get_order, save_order
from sellergate.market.sales_channels import find_channel

MAX_PARCELS: Final = 500  # of an order


@dataclass(frozen=True, slots=True)
class NewParcel:
    """A parcel to declare. `line_ids`: None for every line that is still to be shipped."""

    place: int  # among those that its client sent
    parcel_number: str
    carrier_name: str
    tracking_url: str | None
    line_ids: tuple[str, ...] | None


def ship(
    conn: Connection,
    seller_id: SellerId,
    order_id: str,
    parcels: Sequence[NewParcel],
    *,
    now: datetime,
) -> Order:
    """The order with these parcels, their lines `Shipped`. All of them, or nothing.

    Raises `OrderUnknown`, `NotTheSellers`, `LineUnknown`, `LineNotToShip`, `ParcelKnown`, `OneParcelOnly`,
    `TooManyParcels`, and `OrderNotThere` when no line waits to be shipped.
    """
    order = get_order(conn, seller_id, order_id)
    if order.supply_mode is not SupplyMode.SELLER:
        raise NotTheSellers(mode=order.supply_mode.value)
    packed = [(parcel, _lines_in(order, parcel)) for parcel in parcels]
    shipped = {line.position for _, lines in packed for line in lines}
    _check_channel(conn, order, shipped, len(parcels))
    return _shipped(conn, order, packed, now)


def ship_from_warehouse(
    conn: Connection, order: Order, parcels: Sequence[NewParcel], *, now: datetime
) -> Order:  # rule-ok: tenant (the order says whose)
    """The order with the parcels in which a warehouse sends it: in as many as it takes, whatever its channel says.

    Who sends it lets the stock leave; it is promised to the order no more.

    Raises `LineUnknown`, `LineNotToShip`, `ParcelKnown`, `TooManyParcels`.
    """
    packed = [(parcel, _lines_in(order, parcel)) for parcel in parcels]
    end_allocations(conn, order, {line.position for _, lines in packed for line in lines})
    return _shipped(conn, order, packed, now)


def _shipped(
    conn: Connection, order: Order, packed: Sequence[tuple[NewParcel, list[Line]]], now: datetime
) -> Order:
    shipped = {line.position for _, lines in packed for line in lines}
    known = len(order.parcels)
    if known + len(packed) > MAX_PARCELS:
        raise TooManyParcels(count=known + len(packed), most=MAX_PARCELS)
    after = replace(
        happen(order, Event.SHIPPED, now, positions=shipped),
        shipped_at=now,
        parcels=(
            *order.parcels,
            *(
                Parcel(
                    position=position,
                    parcel_number=parcel.parcel_number,
                    carrier_name=parcel.carrier_name,
                    tracking_url=parcel.tracking_url,
                    lines=tuple(line.position for line in lines),
                    shipped_at=now,
                    delivered_at=None,
                )
                for position, (parcel, lines) in enumerate(packed, known + 1)
            ),
        ),
    )
    save_order(conn, order, after)
    return after


def _lines_in(order: Order, parcel: NewParcel) -> list[Line]:
    """The lines of the order that are in the parcel."""
    if parcel.line_ids is None:
        lines = _to_ship(order)
        if not lines:
            if any(known.parcel_number == parcel.parcel_number for known in order.parcels):
                raise _known(parcel)
            raise OrderNotThere(order, None, Event.SHIPPED)
        return lines
    found: dict[int, Line] = {}
    field = f"[{parcel.place}].orderLineIds"
    for line_id in parcel.line_ids:
        line = order.line(line_id)
        if line is None:
            raise LineUnknown(field=field, line_id=line_id, order_id=order.order_id)
        if not can_happen(line, Event.SHIPPED):
            if _is_in(order, parcel.parcel_number, line):
                raise _known(parcel)
            raise LineNotToShip(field=field, line_id=line_id, status=line.status.value)
        found[line.position] = line
    return [found[position] for position in sorted(found)]


def _to_ship(order: Order) -> list[Line]:
    return [line for line in order.lines if can_happen(line, Event.SHIPPED)]


def _is_in(order: Order, parcel_number: str, line: Line) -> bool:
    return any(
        known.parcel_number == parcel_number and line.position in known.lines
        for known in order.parcels
    )


def _known(parcel: NewParcel) -> ParcelKnown:
    return ParcelKnown(field=f"[{parcel.place}].parcelNumber", number=parcel.parcel_number)


def _check_channel(conn: Connection, order: Order, shipped: set[int], parcels: int) -> None:
    channel = find_channel(conn, order.sales_channel_id)
    if not channel.one_parcel:
        return
    if parcels > 1:
        raise OneParcelOnly(channel=channel.id, remedy="send one")
    if shipped != {line.position for line in _to_ship(order)}:
        remedy = "leave orderLineIds out, or name every line that is InPreparation"
        raise OneParcelOnly(channel=channel.id, field="[0].orderLineIds", remedy=remedy)
