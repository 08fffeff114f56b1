"""The values of outbound shipments and of the requests to cancel them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sellergate.access.context import SellerId
from sellergate.market.orders.models import Address
from sellergate.market.warehouse.models import Identified, Pieces, StorageCountry


class OutboundStatus(StrEnum):
    """Where a shipment is on its way (contract/09 §5)."""

    CREATED = "Created"
    ACCEPTED = "Accepted"
    IN_PREPARATION = "InPreparation"
    SHIPPED = "Shipped"
    DELIVERED = "Delivered"
    CANCELLED = "Cancelled"
    REJECTED = "Rejected"


class OutboundState(StrEnum):
    """Whether a shipment holds. It follows from its status."""

    VALID = "Valid"
    INVALID = "Invalid"
    CANCELLED = "Cancelled"


class Rejection(StrEnum):
    """Why a shipment was rejected."""

    UNKNOWN_PRODUCT = "UnknownProduct"
    NOT_ENOUGH_STOCK = "NotEnoughStock"
    BY_WAREHOUSE = "RejectedByWarehouse"


_STATES = {
    OutboundStatus.REJECTED: OutboundState.INVALID,
    OutboundStatus.CANCELLED: OutboundState.CANCELLED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundLine:
    """So many of a product. `stock_row`: whose stock is allocated to it, None before that."""

    position: int  # from 1; in a shipment for an order, that of the order's line
    product: Identified
    stock_row: int | None = None
    quantity: int
    returned: int = 0  # declared by returns


class OutboundParcel(NamedTuple):
    """What a carrier took. `lines`: the positions of those in it. Kept as JSON in this order."""

    parcel_id: str
    parcel_number: str
    tracking_url: str | None
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbound:
    """A shipment as a whole. `row` is its number, 0 before it is stored."""

    row: int
    outbound_id: str
    seller_id: SellerId
    order_row: int | None
    order_id: str | None  # of the marketplace
    reference: str | None
    storage_country: StorageCountry
    status: OutboundStatus
    reason: str | None  # why it was rejected: a code, and perhaps more after a colon
    delivery_mode: str
    delivery_address: Address
    carrier_name: str | None
    parcels: tuple[OutboundParcel, ...]
    created_at: datetime
    updated_at: datetime
    status_updated_at: datetime
    shipped_at: datetime | None
    lines: tuple[OutboundLine, ...]

    @property
    def state(self) -> OutboundState:
        """Whether it holds."""
        return state_of(self.status)

    @property
    def pieces(self) -> list[Pieces]:
        """The stock of those lines that have some allocated."""
        return [
            Pieces(line.stock_row, line.quantity, line.position)
            for line in self.lines
            if line.stock_row is not None
        ]

    def line(self, position: int) -> OutboundLine | None:
        """The line at a position."""
        return next((line for line in self.lines if line.position == position), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOutbound:
    """What a seller wants sent. `lines`: of these so many. Without a country, from where there is all of it."""

    reference: str | None
    storage_country: StorageCountry | None
    delivery_mode: str
    delivery_address: Address
    lines: Sequence[tuple[Identified, int]]


class OutboundCancellationStatus(StrEnum):
    """Where a request to cancel a shipment is on its way."""

    UNDER_REVIEW = "UnderReview"  # it is being prepared: the warehouse decides
    PENDING = "Pending"  # background work does it
    ACCEPTED = "Accepted"
    REFUSED = "Refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundCancellation:
    """A request to cancel a shipment. `row` is its number."""

    row: int
    request_id: str
    seller_id: SellerId
    outbound_row: int
    outbound_id: str
    status: OutboundCancellationStatus
    reason: str | None  # why it was refused
    created_at: datetime
    updated_at: datetime


def state_of(status: OutboundStatus) -> OutboundState:
    """The state that goes with a status."""
    return _STATES.get(status, OutboundState.VALID)
