"""What becomes of an order: the same events that happen to everybody's, each after its time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sellergate.demo.catalogue.words import draw
from sellergate.demo.world import Chance
from sellergate.market.orders.lifecycle import Event, happen
from sellergate.market.orders.models import Order, Parcel, SupplyMode

_CARRIERS: Final = {
    "CDISFR": ("Colissimo", "Chronopost", "Mondial Relay", "GLS"),
    "HANSDE": ("DHL", "Hermes", "DPD"),
    "NORDSE": ("PostNord", "Budbee"),
}
_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"


class Step(NamedTuple):
    """Something that happens, so long after what happened before."""

    event: Event
    after: timedelta
    lines: tuple[int, ...] | None = None  # None: all


def letters(chance: Chance, name: str, count: int) -> str:
    """So many capitals."""
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in chance.bytes(name)[:count])


def life_of(chance: Chance, order: Order, *, is_asked: bool, in_parts: bool) -> Iterator[Step]:
    """Everything that will happen to an order, were there time. `is_asked`: its seller accepts by hand."""

    def hours(what: str, least: int, most: int) -> timedelta:
        minutes = draw(chance, f"{what} {order.order_id}", (most - least) * 60)
        return timedelta(hours=least, minutes=minutes)

    fate = draw(chance, f"fate {order.order_id}", 100)
    if fate < 2:
        yield Step(Event.REJECTED, hours("rejected", 1, 5))
        return
    if is_asked:
        yield Step(Event.SENT_FOR_ACCEPTANCE, timedelta(seconds=2))
        if fate < 6:
            yield Step(Event.REFUSED, hours("refused", 1, 30))
            return
        yield Step(Event.ACCEPTED, hours("accepted", 1, 26))
    else:
        yield Step(Event.CONTROLLED, timedelta(seconds=2))
    yield Step(Event.PREPARED, timedelta(seconds=1))
    positions = tuple(line.position for line in order.lines)
    if in_parts and len(positions) > 1:
        yield Step(Event.SHIPPED, hours("shipped", 8, 60), positions[:1])
        positions = positions[1:]
    yield Step(Event.SHIPPED, hours("shipped at last", 8, 60), positions)
    yield Step(Event.DELIVERED, hours("delivered", 24, 110))


def lived(chance: Chance, order: Order, steps: Iterator[Step], *, until: datetime) -> Order:
    """The order as it is at that instant."""
    at = order.created_at
    for step in steps:
        at += step.after
        if at > until:
            break
        order = happen(order, step.event, at, positions=step.lines)
        if step.event is Event.SHIPPED:
            parcel = _parcel(chance, order, step.lines or (), at)
            order = replace(order, shipped_at=at, parcels=(*order.parcels, parcel))
        if step.event is Event.DELIVERED:
            parcels = tuple(replace(parcel, delivered_at=at) for parcel in order.parcels)
            order = replace(order, delivered_at=at, parcels=parcels)
    return order


def _parcel(chance: Chance, order: Order, lines: tuple[int, ...], at: datetime) -> Parcel:
    position = len(order.parcels) + 1
    name = f"parcel {position} {order.order_id}"
    carriers = _CARRIERS.get(order.sales_channel_id, _CARRIERS["CDISFR"])
    carrier = carriers[draw(chance, f"carrier {order.order_id}", len(carriers))]
    number = f"{letters(chance, name, 2)}{draw(chance, name, 10**9):09}"
    own = order.supply_mode is SupplyMode.SELLER
    url = f"https://carrier.example/track/{number}" if own else None
    return Parcel(position, number, carrier, url, lines, at, None)
