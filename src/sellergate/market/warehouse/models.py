"""The values of the warehouses: their countries, what a piece of stock can be, and what moves it from one to another."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple, Self

from sellergate.access.context import SellerId

MAX_PIECES: Final = 1_000_000  # in one movement


class StorageCountry(StrEnum):
    """Where there are warehouses (contract/09 §0). The United Kingdom is known as `UK`, too."""

    FR = "FR"
    ES = "ES"
    GB = "GB"

    @classmethod
    def _missing_(cls, value: object) -> "StorageCountry | None":
        text = str(value).strip().upper()
        return cls.GB if text == "UK" else cls._value2member_map_.get(text)  # type: ignore[return-value]


_UNION: Final = (
    *("AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT"),
    *("LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE"),
)
_NEIGHBOURS: Final = ("AD", "CH", "IS", "LI", "MC", "NO", "SM", "VA")
# To which countries the warehouses send. Customs are why those of the United Kingdom send to its islands only.
DESTINATIONS: Final = {
    StorageCountry.FR: frozenset((*_UNION, *_NEIGHBOURS)),
    StorageCountry.ES: frozenset((*_UNION, *_NEIGHBOURS)),
    StorageCountry.GB: frozenset({"GB", "GG", "IE", "IM", "JE"}),
}


def serving(delivery_country: str) -> tuple[StorageCountry, ...]:
    """From where something can be sent to a country: from there, if possible, else in the order of `StorageCountry`."""
    country = delivery_country.strip().upper()
    country = "GB" if country == "UK" else country
    found = [place for place, served in DESTINATIONS.items() if country in served]
    return tuple(sorted(found, key=lambda place: place != country))


class ProductState(StrEnum):
    """How new what is stored is (contract/09 §4.1): offers tell it more finely."""

    NEW = "New"
    USED = "Used"
    REFURBISHED = "Refurbished"


class Quantity(StrEnum):
    """What pieces of stock are (contract/09 §4.1)."""

    AVAILABLE = "Available"
    ALLOCATED = "Allocated"
    BLOCKED = "Blocked"
    LITIGATION = "Litigation"
    REMOVAL = "Removal"
    RETURN = "Return"
    LOGISTIC_OPERATIONS = "LogisticOperations"


class Quantities(NamedTuple):
    """So many of each, in the order of `Quantity`; the names are those of the columns."""

    available: int = 0
    allocated: int = 0
    blocked: int = 0
    litigation: int = 0
    removal: int = 0
    returned: int = 0
    logistic_operations: int = 0

    def of(self, quantity: Quantity) -> int:
        """How many are this."""
        return self[_PLACES[quantity]]

    def moved(self, source: Quantity | None, target: Quantity | None, pieces: int) -> "Quantities":
        """The quantities after so many moved from one to the other; None: from outside, or out."""
        after = list(self)
        if source is not None:
            after[_PLACES[source]] -= pieces
        if target is not None:
            after[_PLACES[target]] += pieces
        return Quantities(*after)


_PLACES: Final = {quantity: place for place, quantity in enumerate(Quantity)}
COLUMNS: Final = dict(zip(Quantity, Quantities._fields, strict=True))


class Movement(StrEnum):
    """Everything that can move stock, each from one quantity to another (`source`, `target`; None is outside)."""

    source: Quantity | None
    target: Quantity | None

    def __new__(
        cls, name: str, source: Quantity | None = None, target: Quantity | None = None
    ) -> Self:
        """See `Movement`."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.source, member.target = source, target
        return member

    # What comes in, fit for sale or not.
    RECEPTION = "Reception", None, Quantity.AVAILABLE
    DAMAGED_RECEPTION = "DamagedReception", None, Quantity.BLOCKED
    # What is promised to an order or a shipment, given back, and sent.
    ALLOCATION = "Allocation", Quantity.AVAILABLE, Quantity.ALLOCATED
    RELEASE = "Release", Quantity.ALLOCATED, Quantity.AVAILABLE
    DISPATCH = "Dispatch", Quantity.ALLOCATED, None
    # What comes back, and what inspection makes of it.
    RETURN_RECEPTION = "ReturnReception", None, Quantity.RETURN
    RESTOCK = "Restock", Quantity.RETURN, Quantity.AVAILABLE
    RETURN_BLOCK = "ReturnBlock", Quantity.RETURN, Quantity.BLOCKED
    RETURN_REMOVAL = "ReturnRemoval", Quantity.RETURN, Quantity.REMOVAL
    # What may not be sold for a while.
    BLOCK = "Block", Quantity.AVAILABLE, Quantity.BLOCKED
    UNBLOCK = "Unblock", Quantity.BLOCKED, Quantity.AVAILABLE
    LITIGATION_OPENING = "LitigationOpening", Quantity.AVAILABLE, Quantity.LITIGATION
    LITIGATION_CLOSING = "LitigationClosing", Quantity.LITIGATION, Quantity.AVAILABLE
    LITIGATION_LOSS = "LitigationLoss", Quantity.LITIGATION, None
    OPERATION_START = "OperationStart", Quantity.AVAILABLE, Quantity.LOGISTIC_OPERATIONS
    OPERATION_END = "OperationEnd", Quantity.LOGISTIC_OPERATIONS, Quantity.AVAILABLE
    # What goes back to its seller, or is destroyed.
    REMOVAL_ORDER = "RemovalOrder", Quantity.AVAILABLE, Quantity.REMOVAL
    BLOCKED_REMOVAL = "BlockedRemoval", Quantity.BLOCKED, Quantity.REMOVAL
    REMOVAL = "Removal", Quantity.REMOVAL, None
    # What counting the shelves found.
    CORRECTION_IN = "CorrectionIn", None, Quantity.AVAILABLE
    CORRECTION_OUT = "CorrectionOut", Quantity.AVAILABLE, None


class ProductStatus(StrEnum):
    """What became of a product that a seller told the warehouses about."""

    PENDING = "Pending"
    REFERENCED = "Referenced"
    REFUSED = "Refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product that a seller told the warehouses about. `row` is its number; `stock_id` once it is referenced."""

    row: int
    seller_id: SellerId
    seller_product_reference: str
    gtin: str  # its key: fourteen digits
    product_id: str | None
    product_state: ProductState
    title: str
    details: dict[str, Any]  # measures, traceability, hazards, customs, as the API has them
    status: ProductStatus
    reason: str | None
    created_at: datetime
    updated_at: datetime
    stock_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StockQuery:
    """Which stocks are looked for, and how they are sorted: by a quantity, or else in the order in which they began.

    `countries`: what is held there, and nothing else, is looked at and told. None: any.
    """

    reference: str | None = None
    updated_from: datetime | None = None
    updated_to: datetime | None = None
    countries: tuple[StorageCountry, ...] | None = None
    sort: Quantity | None = None
    is_descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What the warehouses of one country hold of a stock, and what changed it last."""

    country: StorageCountry
    quantities: Quantities
    reason: Movement
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """What the warehouses hold of a seller's product in one state. `row` is its number."""

    row: int
    stock_id: str
    seller_id: SellerId
    product_id: str
    product_state: ProductState
    seller_product_reference: str
    quantities: Quantities  # of all places together
    places: tuple[Place, ...]
    updated_at: datetime

    def at(self, country: StorageCountry) -> Quantities:
        """What the warehouses of a country hold."""
        for place in self.places:
            if place.country is country:
                return place.quantities
        return Quantities()


class Pieces(NamedTuple):
    """So many of a stock. `position`: the line of the order or shipment that they are for."""

    stock_row: int
    quantity: int
    position: int


class Identified(NamedTuple):
    """How a client names a product (contract/09 §1)."""

    seller_product_reference: str | None = None
    product_id: str | None = None
    product_state: ProductState | None = None
