"""What the catalogue is made of, in one language."""

from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct


class Necessity(StrEnum):
    """How much a category wants a property (contract/03)."""

    MANDATORY = "Mandatory"
    RECOMMENDED = "Recommended"
    OPTIONAL = "Optional"


class Category(NamedTuple):
    """A category. Sheets are put into those of level 3 only."""

    reference: str
    parent_reference: str | None
    level: int
    label: str
    is_active: bool
    is_brand_mandatory: bool
    is_variant: bool
    child_count: int


class CategoryKey(StrEnum):
    """What categories can be sorted by."""

    REFERENCE = "reference"
    PARENT_REFERENCE = "parent_reference"
    LEVEL = "level"
    LABEL = "label"
    IS_ACTIVE = "is_active"


class Property(NamedTuple):
    """A property of the sheets of one category. `choices` are none unless the list of values is closed."""

    reference: str
    position: int
    label: str
    necessity: str  # a `Necessity`
    is_multiple: bool
    is_ranged: bool
    is_numeric: bool
    is_variation: bool
    is_size: bool
    unit: str | None
    choices: list[str]


class Brand(NamedTuple):
    """A brand that sheets can name."""

    reference: str
    name: str


class Picture(Struct, frozen=True, array_like=True, gc=False):
    """A picture of a sheet; the first is its cover."""

    index: int
    url: str
    updated_at: int  # microseconds since the epoch


class Details(NamedTuple):
    """What a sheet says to the sellers that created or enriched it, and the code that this one knows the product by."""

    own_reference: str
    is_creator: bool
    description: str
    rich_description: str | None
    brand: str | None
    variant_group_reference: str | None
    color: str | None
    size: str | None
    attributes: dict[str, list[str]]
    pictures: list[Picture]


class Sheet(NamedTuple):
    """A product sheet as one seller sees it, its texts in one language. Others' sheets have no details."""

    id: int
    reference: str
    gtin: str
    category_reference: str
    is_marketable: bool
    language: str
    title: str
    details: Details | None
