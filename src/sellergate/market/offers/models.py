"""Offers and the packages that say so: the values of their stores and rules."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sellergate.access.context import SellerId
from sellergate.market.languages import Language

MAX_UPLOAD_LINES: Final = 100
MAX_PACKAGE_LINES: Final = 50_000
OPEN_FOR: Final = timedelta(hours=6)  # how long lines may be uploaded (contract/00 §9)
RESULTS_KEPT_FOR: Final = timedelta(days=3)


class Source(StrEnum):
    """How a package came: uploaded line by line, or fetched as a whole."""

    JSON = "json"
    XML = "xml"


class PackageType(StrEnum):
    """What the lines of a package do: create or replace, change in part, remove."""

    UPSERT = "Upsert"
    UPDATE = "Update"
    DELETE = "Delete"


class PackageState(StrEnum):
    """Where a package is on its way; it never goes back."""

    WAITING_FOR_COMPLETION = "WaitingForCompletion"
    READY = "Ready"
    INTEGRATION_PENDING = "IntegrationPending"
    INTEGRATED = "Integrated"
    REJECTED = "Rejected"


class LineStatus(StrEnum):
    """What became of a line."""

    INTEGRATED = "Integrated"
    REJECTED = "Rejected"
    DUPLICATED = "Duplicated"


class OfferState(StrEnum):
    """Whether an offer is on sale."""

    ACTIVE = "Active"
    INACTIVE = "Inactive"


class Condition(StrEnum):
    """How new what is sold is (contract/04 §A.1)."""

    NEW = "New"
    USED_LIKE_NEW = "UsedLikeNew"
    USED_VERY_GOOD_STATE = "UsedVeryGoodState"
    USED_GOOD_STATE = "UsedGoodState"
    USED_AVERAGE_STATE = "UsedAverageState"
    REFURBISHED_LIKE_NEW = "RefurbishedLikeNew"
    REFURBISHED_VERY_GOOD_STATE = "RefurbishedVeryGoodState"
    REFURBISHED_CORRECT_STATE = "RefurbishedCorrectState"

    @property
    def legacy_id(self) -> int:
        """Its number in ids of offers and in XML packages."""
        return _LEGACY_IDS[self]

    @classmethod
    def of_legacy_id(cls, number: int) -> "Condition | None":
        """The condition that XML packages name by this number."""
        return _BY_LEGACY_ID.get(number)


# 1 to 6 are known. 5 says “refurbished” and no more, so it is the least that this can mean; 7 and 8 are ours: ids of
# offers in different conditions must differ.
_LEGACY_IDS: Final = {
    Condition.USED_LIKE_NEW: 1,
    Condition.USED_VERY_GOOD_STATE: 2,
    Condition.USED_GOOD_STATE: 3,
    Condition.USED_AVERAGE_STATE: 4,
    Condition.REFURBISHED_CORRECT_STATE: 5,
    Condition.NEW: 6,
    Condition.REFURBISHED_VERY_GOOD_STATE: 7,
    Condition.REFURBISHED_LIKE_NEW: 8,
}
_BY_LEGACY_ID: Final = {number: condition for condition, number in _LEGACY_IDS.items()}


@dataclass(frozen=True, slots=True)
class Package:
    """A package of offers, without its lines. `row` is its number."""

    row: int
    package_id: str
    seller_id: SellerId
    source: Source
    sales_channel_id: str
    type: PackageType
    language: Language
    state: PackageState
    upload_count: int
    line_count: int
    done_uploads: int
    done_count: int
    integrated_count: int
    rejected_count: int
    duplicated_count: int
    result_code: str | None
    result_detail: str | None
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    ended_at: datetime | None

    def is_lapsed(self, now: datetime) -> bool:
        """Whether it was left open for longer than it may be."""
        is_open = self.state is PackageState.WAITING_FOR_COMPLETION
        return is_open and now >= self.created_at + OPEN_FOR


@dataclass(frozen=True, slots=True)
class LineResult:
    """What is said of one line: the code, and what its text is filled with."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class LineOutcome:
    """What became of a line, known by the reference that it came with."""

    reference: str
    status: LineStatus
    results: tuple[LineResult, ...]
