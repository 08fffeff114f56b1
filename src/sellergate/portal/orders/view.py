"""An order, ready to be shown: words, amounts, and what can be done with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final, NamedTuple

from sellergate.kit.marks import N_
from sellergate.market.orders.models import Address, Order, Parcel, Status, SupplyMode

# The tone of its badge, and its name for people.
STATUSES: Final[Mapping[Status, tuple[str, str]]] = {
    Status.PROCESSING: ("pending", N_("Being checked")),
    Status.WAITING_ACCEPTANCE: ("pending", N_("Waiting for the seller")),
    Status.REFUSED: ("denied", N_("Refused by the seller")),
    Status.ACCEPTED: ("info", N_("Accepted")),
    Status.IN_PREPARATION: ("info", N_("In preparation")),
    Status.SHIPPED: ("active", N_("Shipped")),
    Status.DELIVERED: ("active", N_("Delivered")),
    Status.CANCELLED: ("revoked", N_("Cancelled")),
    Status.REJECTED: ("denied", N_("Rejected by the marketplace")),
    Status.CANCEL_REQUEST: ("pending", N_("Cancellation asked for")),
}
SUPPLY_MODES: Final[Mapping[SupplyMode, str]] = {
    SupplyMode.SELLER: N_("The seller ships"),
    SupplyMode.FULFILLMENT: N_("A warehouse ships for the seller"),
    SupplyMode.XDOCK: N_("Goes through the marketplace's warehouse"),
}


class LineView(NamedTuple):
    """A line."""

    line_id: str
    title: str
    reference: str
    status: str
    status_text: str
    quantity: int
    unit_price: Decimal
    shipping: Decimal
    total: Decimal
    commission: Decimal
    commission_percent: Decimal  # a ratio
    refunded: Decimal


class EventView(NamedTuple):
    """Something that happened. `line_id` is empty where it happened to the whole order."""

    at: datetime
    line_id: str
    status: str
    text: str


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order."""

    order: Order
    status: str
    status_text: str
    supply_text: str
    currency: str
    total: Decimal
    lines: Sequence[LineView]
    events: Sequence[EventView]
    parcels: Sequence[tuple[Parcel, str]]  # each with its lines
    billing: Sequence[str]
    shipping: Sequence[str]
    is_held: bool
    can_be_rejected: bool

    @property
    def can_be_delivered(self) -> bool:
        """Whether a parcel is on its way."""
        return any(parcel.delivered_at is None for parcel, _ in self.parcels)


def view_of(order: Order) -> OrderView:
    """The order as pages show it."""
    ids = {line.position: line.line_id for line in order.lines}
    whole = {event for event in order.events if event.line == 0}
    status, text = STATUSES[order.status]
    return OrderView(
        order=order,
        status=status,
        status_text=text,
        supply_text=SUPPLY_MODES[order.supply_mode],
        currency=order.currency,
        total=euros(order.selling_total + sum(fee.amount for fee in order.service_fees)),
        lines=[
            LineView(
                line.line_id,
                line.product_title,
                line.seller_product_id,
                *STATUSES[line.status],
                line.quantity,
                euros(line.unit_price),
                euros(line.shipping_cost),
                euros(line.selling_total),
                euros(line.commission_with_vat),
                Decimal(line.commission_rate) / 10_000,
                euros(line.refunded),
            )
            for line in order.lines
        ],
        events=[
            EventView(event.at, ids.get(event.line, ""), *STATUSES[event.status])
            for event in order.events
            # What happened to all lines at once is told of the order.
            if event.line == 0 or (0, event.status, event.at) not in whole
        ],
        parcels=[
            (parcel, ", ".join(ids[position] for position in parcel.lines))
            for parcel in order.parcels
        ],
        billing=address_lines(order.billing_address),
        shipping=address_lines(order.shipping_address),
        is_held=order.status is Status.PROCESSING and not order.is_moving,
        can_be_rejected=order.status in (Status.PROCESSING, Status.ACCEPTED),
    )


def euros(cents: int) -> Decimal:
    """Cents as an amount of the currency, whichever it is."""
    return Decimal(cents) / 100


def address_lines(address: Address) -> list[str]:
    """An address as it is written on a parcel."""
    name = " ".join(filter(None, (address.civility, address.first_name, address.last_name)))
    place = f"{address.postal_code} {address.city}"
    lines = (
        *(name, address.company_name, address.pickup_name),
        *(address.address_line1, address.address_line2, address.address_line3),
        *(place, address.state_or_region, address.country_code, address.phone, address.email),
    )
    return [line for line in lines if line]
