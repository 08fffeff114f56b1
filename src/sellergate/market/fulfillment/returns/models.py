"""The values of returns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sellergate.access.context import SellerId
from sellergate.market.warehouse.models import Identified, StorageCountry


class ReturnType(StrEnum):
    """Who brings it back (contract/09 §6)."""

    CUSTOMER = "Customer"
    CARRIER = "Carrier"


class ReturnStatus(StrEnum):
    """Where a return is on its way (contract/09 §6)."""

    CREATED = "Created"
    REFERENCING = "Referencing"
    REFERENCED = "Referenced"
    ACCEPTED = "Accepted"
    PENDING = "Pending"
    COMPLETED = "Completed"


class ReturnReason(StrEnum):
    """Why it comes back: the first four are the contract's (contract/09 §6), the others are ours."""

    REFERENCE_ERROR = "ReferenceError"
    DAMAGED = "Damaged"
    RETRACTION = "Retraction"
    TRANSPORT_DAMAGE = "TransportDamage"
    DEFECTIVE = "Defective"
    UNDELIVERABLE = "Undeliverable"
    REFUSED_BY_CUSTOMER = "RefusedByCustomer"
    OTHER = "Other"


# From the warehouses of these countries customers may send something back (contract/09 §6).
RETURN_COUNTRIES: Final = (StorageCountry.FR, StorageCountry.ES)
LABEL_COUNTRY: Final = StorageCountry.FR  # to which there are labels to print


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLine:
    """So many of a product that come back. `outbound_line`: its line in the shipment, 0 of what was never in it."""

    position: int  # from 1
    outbound_line: int
    stock_row: int
    product: Identified
    quantity: int  # declared
    received: int = 0  # of those
    unexpected: int = 0  # received beyond
    restocked: int = 0
    blocked: int = 0

    @property
    def counted(self) -> int:
        """How many came."""
        return self.received + self.unexpected


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """A return as a whole. `row` is its number, 0 before it is stored."""

    row: int
    return_id: str
    seller_id: SellerId
    outbound_row: int
    outbound_id: str
    type: ReturnType
    status: ReturnStatus
    reason: ReturnReason
    recommended_reason: ReturnReason | None
    comment: str | None
    warehouse_comment: str | None
    reference: str | None
    order_seller_id: str | None
    parcel_id: str | None
    storage_country: StorageCountry
    received_at: datetime | None
    created_at: datetime
    updated_at: datetime
    lines: tuple[ReturnLine, ...]

    @property
    def code(self) -> str:
        """What its label says, short enough for a bar code."""
        return f"R{self.row:09}"

    @property
    def has_label(self) -> bool:
        """Whether there is a label to print."""
        return (
            self.type is ReturnType.CUSTOMER
            and self.storage_country is LABEL_COUNTRY
            and self.status not in {ReturnStatus.CREATED, ReturnStatus.REFERENCING}
        )

    def line(self, position: int) -> ReturnLine | None:
        """The line at a position."""
        return next((line for line in self.lines if line.position == position), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReturn:
    """What a seller declares. The shipment is named by its id, or by its reference."""

    outbound_id: str | None
    outbound_reference: str | None
    lines: Sequence[tuple[Identified, int]]
    reason: ReturnReason
    comment: str | None = None
    order_seller_id: str | None = None
    parcel_id: str | None = None
