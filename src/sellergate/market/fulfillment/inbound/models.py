"""The values of inbound shipments, which the contract also calls supply orders (contract/09 §3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from sellergate.access.context import SellerId
from sellergate.kit.marks import N_
from sellergate.market.warehouse.models import Identified, ProductState

MAX_LINES: Final = 500  # of an announcement
MAX_QUANTITY: Final = 99_999  # of a line
MAX_UNEXPECTED: Final = 500  # more lines that a warehouse may add


class Status(StrEnum):
    """Where a shipment is on its way."""

    CREATED = "Created"
    ACCEPTED = "Accepted"
    REFUSED = "Refused"
    IN_RECEPTION = "InReception"
    RECEIVED = "Received"
    CANCELLED = "Cancelled"


class Refused(StrEnum):
    """Why a shipment, or a line of it, was refused."""

    COUNTRY = "StorageCountryNotAllowed"
    PRODUCTS = "ProductsNotReferenced"
    UNKNOWN_PRODUCT = "ProductUnknown"
    REFUSED_PRODUCT = "ProductRefused"


REASONS: Final[Mapping[Refused, str]] = {
    Refused.COUNTRY: N_("There is no warehouse in this country: take FR, ES or GB."),
    Refused.PRODUCTS: N_(
        "Some products are not referenced at the warehouses: their lines say which and why."
    ),
    Refused.UNKNOWN_PRODUCT: N_(
        "This product is not referenced at the warehouses. Reference it first, then announce it again."
    ),
    Refused.REFUSED_PRODUCT: N_(
        "This product was refused when you referenced it. See why, reference it again, then announce it again."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """So many of one product. `quantity` is what was announced: 0 of what the warehouse found and nobody announced."""

    position: int  # from 1
    seller_product_reference: str | None  # this and the next two: how its seller named the product
    product_id: str | None
    product_state: ProductState | None
    stock_row: int | None = None  # of the product, once it is found
    reason: Refused | None = None
    quantity: int
    received: int = 0
    damaged: int = 0  # of those received

    @property
    def named(self) -> Identified:
        """How its seller named the product."""
        return Identified(self.seller_product_reference, self.product_id, self.product_state)

    @property
    def unexpected(self) -> int:
        """How many came that were not announced."""
        return max(0, self.received - self.quantity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """What a seller sends to a warehouse. `row` is its number."""

    row: int
    inbound_id: str
    seller_id: SellerId
    reference: str | None
    code: str
    storage_country: str
    status: Status
    reason: Refused | None
    expected_on: str | None
    line_count: int
    reception_count: int
    created_at: datetime
    updated_at: datetime
    accepted_at: datetime | None
    received_at: datetime | None
    lines: tuple[Line, ...]

    @property
    def quantity(self) -> int:
        """How many pieces were announced."""
        return sum(line.quantity for line in self.lines)

    @property
    def received(self) -> int:
        """How many pieces came."""
        return sum(line.received for line in self.lines)

    @property
    def has_note(self) -> bool:
        """Whether there is a delivery note."""
        return self.accepted_at is not None


class AnnouncedLine(NamedTuple):
    """A line of an announcement."""

    named: Identified
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What a seller wants to send, and where to."""

    reference: str | None
    storage_country: str
    expected_on: str | None
    lines: tuple[AnnouncedLine, ...]


class Counted(NamedTuple):
    """What was found of a line: so many that are good, to be blocked, or in litigation."""

    position: int
    available: int
    blocked: int
    litigation: int

    @property
    def total(self) -> int:
        """How many in all."""
        return self.available + self.blocked + self.litigation


class Reception(NamedTuple):
    """What one counting found. `is_last`: nothing more will come."""

    number: int  # from 1
    reference: str  # the warehouse's
    lines: tuple[Counted, ...]
    is_last: bool
    at: datetime
