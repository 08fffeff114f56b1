"""Wire models of what is read of the catalogue, names exactly as in contract/03: camelCase.

Docstrings and descriptions are the reference's texts.
"""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from sellergate.market.products.models import Necessity
from sellergate.seller_v2.paging import ItemsPerPage, PageIndex

MOST_ON_A_PAGE = (
    1000  # a client asks for 200 (contract/00 §5); 8,000 categories are eight such pages
)

PageSize = Annotated[
    int,
    Meta(ge=1, le=MOST_ON_A_PAGE, description="How many items a page has at most.", examples=[4]),
]
SortKeys = Annotated[
    list[str],
    Meta(
        description=(
            "What to sort by, with commas: `reference`, `label`, `level`, `isActive`, "
            "`parentReference`. What is equal is sorted by reference."
        )
    ),
]


class CategoryQuery(Struct, rename="camel"):
    """The parameters of the list of categories."""

    page_index: PageIndex = 1
    page_size: PageSize = 25
    sort: SortKeys = []
    desc: Annotated[
        list[str], Meta(description="Those of `sort` that go downwards, with commas.")
    ] = []
    fields: Annotated[
        list[str],
        Meta(
            description=(
                "The members to return, with commas. Without it there is `categoryReference` and nothing else."
            ),
            examples=[["label", "level", "isActive", "parentReference"]],
        ),
    ] = []


class BrandQuery(Struct, rename="camel"):
    """The parameters of the list of brands."""

    page_index: PageIndex = 1
    page_size: PageSize = 25
    fields: Annotated[
        list[str],
        Meta(
            description=(
                "The members to return, with commas. Without it there is `brandReference` and nothing else."
            ),
            examples=[["name"]],
        ),
    ] = []


class Count(Struct):
    """How many there are."""

    count: Annotated[int, Meta(description="The number of items.")]


class Category(Struct, rename="camel"):
    """A category of the marketplace's tree. In a list it has the members that `fields` names."""

    category_reference: Annotated[
        str, Meta(description="What the category is known by: two characters a level.")
    ]
    label: Annotated[
        str | UnsetType, Meta(description="Its name, in the language that was asked for.")
    ] = UNSET
    level: Annotated[
        int | UnsetType, Meta(description="1, 2 or 3. Sheets go into categories of level 3.")
    ] = UNSET
    is_active: Annotated[
        bool | UnsetType, Meta(description="Whether sheets can be put into it.")
    ] = UNSET
    is_brand_mandatory: Annotated[
        bool | UnsetType, Meta(description="Whether its sheets must name a brand.")
    ] = UNSET
    is_variant: Annotated[
        bool | UnsetType,
        Meta(description="Whether its sheets are variants, with a `variantGroupReference`."),
    ] = UNSET
    parent_reference: Annotated[
        str | UnsetType | None, Meta(description="The category above; null at the top.")
    ] = UNSET
    parent_references: Annotated[
        list[str] | UnsetType, Meta(description="The same as a list, which is empty at the top.")
    ] = UNSET
    child_count: Annotated[
        int | UnsetType, Meta(description="How many categories are directly below it.")
    ] = UNSET
    reference: Annotated[
        str | UnsetType,
        Meta(description="The former name of `categoryReference`, when `fields` asks for it."),
    ] = UNSET


class CategoryPage(Struct, rename="camel"):
    """A page of categories. One that is shorter than what was asked for is the last."""

    items_per_page: ItemsPerPage
    items: list[Category]


class Property(Struct, rename="camel"):
    """What sheets of a category say, and how."""

    property_reference: Annotated[
        str, Meta(description="What `attributes` and reports name the property by.")
    ]
    index: Annotated[int, Meta(description="Its place among the properties of the category.")]
    label: Annotated[str, Meta(description="Its name, in the language that was asked for.")]
    necessity: Necessity
    is_multiple: Annotated[bool, Meta(description="Whether it takes several values.")]
    is_ranged: Annotated[bool, Meta(description="Whether values are taken from `choices` only.")]
    is_numeric: Annotated[bool, Meta(description="Whether values are numbers.")]
    is_variation: Annotated[bool, Meta(description="Whether variants differ by it.")]
    is_size: Annotated[bool, Meta(description="Whether it is the size among those.")]
    unit: Annotated[
        str | UnsetType, Meta(description="What numbers count, such as `g`; missing without one.")
    ] = UNSET
    choices: Annotated[
        list[str] | UnsetType,
        Meta(description="The values to choose from; missing unless `isRanged`."),
    ] = UNSET


class PropertyList(Struct, rename="camel"):
    """Every property of the category, in the order in which a form would show them."""

    items_per_page: ItemsPerPage
    items: list[Property]


class Brand(Struct, rename="camel"):
    """A brand of the marketplace's list."""

    brand_reference: Annotated[str, Meta(description="What the brand is known by.")]
    name: Annotated[
        str | UnsetType,
        Meta(description="Its name: what a sheet's `brand` says. With `fields=name`."),
    ] = UNSET
    reference: Annotated[
        str | UnsetType, Meta(description="`brandReference` once more, when `fields` asks for it.")
    ] = UNSET


class BrandPage(Struct, rename="camel"):
    """A page of brands. One that is shorter than what was asked for is the last."""

    items_per_page: ItemsPerPage
    items: list[Brand]
