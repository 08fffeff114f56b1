"""Wire models of what is read of the catalogue, names exactly as in contract/03: camelCase.

Docstrings and descriptions are the reference's texts.
"""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from sellergate.market.languages import Language
from sellergate.market.products.models import Necessity
from sellergate.rest.paging import CursorText, ItemsPerPage, PageIndex

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


CategoryReferences = Annotated[
    list[str], Meta(description="Only sheets of these categories, with commas.")
]


class ProductCountQuery(Struct, rename="camel"):
    """The parameters of the count of sheets."""

    category_reference: CategoryReferences = []


class ProductQuery(Struct, rename="camel"):
    """The parameters of the look-up of sheets."""

    gtin: Annotated[
        str,
        Meta(
            description=(
                "A GTIN, with or without the zeros it begins with: its sheet comes back, whoever created it."
            ),
            examples=["0400000000022"],
            extra_json_schema={"pattern": "^[0-9]{1,14}$"},
        ),
    ] = ""
    category_reference: CategoryReferences = []
    language: Annotated[
        Language | None,
        Meta(description="The language of the texts, instead of that of `Accept-Language`."),
    ] = None
    fields: Annotated[
        list[str],
        Meta(
            description=(
                "The members to return, with commas; a dot goes into a member, as in `pictures.url`. "
                "`reference` and `gtin` always come along. Without it there are all."
            )
        ),
    ] = []
    limit: Annotated[
        int, Meta(ge=1, le=MOST_ON_A_PAGE, description="How many sheets a page has at most.")
    ] = 100
    cursor: CursorText = ""


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


# Made by the thousand for one page: `gc=False` keeps the collector from looking through them again and again.
class Permissions(Struct, gc=False):
    """What the seller may do to a sheet."""

    edit: Annotated[bool, Meta(description="Change what it says: its creator may.")]
    enrich: Annotated[bool, Meta(description="Add what it does not say yet: every seller may.")]


class ProductSeller(Struct, rename="camel", gc=False):
    """The seller's own part in a sheet."""

    reference: Annotated[str, Meta(description="The number of the seller account.")]
    product_reference: Annotated[
        str, Meta(description="The seller's own code: `sellerProductReference` when it was sent.")
    ]
    is_creator: Annotated[bool, Meta(description="Whether the seller created the sheet.")]


class ProductPicture(Struct, rename="camel", gc=False):
    """A picture of a product."""

    index: Annotated[int, Meta(description="Its place: 1 is the cover.")]
    url: Annotated[str, Meta(description="Its address.")]
    updated_at: Annotated[
        str,
        Meta(description="When it came with a sheet.", extra_json_schema={"format": "date-time"}),
    ]


class ProductAttribute(Struct, rename="camel", gc=False):
    """What a sheet says of a property."""

    property_reference: Annotated[str, Meta(description="The property of the category.")]
    values: Annotated[list[str], Meta(description="Its values.")]


class Product(Struct, rename="camel", gc=False):
    """A product sheet. Sellers that neither created nor enriched it get a part: no texts beside its title, no pictures."""

    reference: Annotated[str, Meta(description="What the platform knows the product by.")]
    gtin: Annotated[str, Meta(description="Its GTIN, with the zeros it begins with.")]
    language: Annotated[
        str | UnsetType,
        Meta(
            description="The language of its texts: what was asked for, or what they were written in."
        ),
    ] = UNSET
    label: Annotated[str | UnsetType, Meta(description="The title.")] = UNSET
    category_reference: Annotated[str | UnsetType, Meta(description="The category it is in.")] = (
        UNSET
    )
    is_marketable: Annotated[
        bool | UnsetType, Meta(description="Whether offers can be put on it.")
    ] = UNSET
    permissions: Permissions | UnsetType = UNSET
    sellers: Annotated[
        list[ProductSeller] | UnsetType,
        Meta(description="Your own part in it, with your code; empty when you have none."),
    ] = UNSET
    description: Annotated[str | UnsetType, Meta(description="Its description.")] = UNSET
    rich_marketing_description: Annotated[
        str | UnsetType | None, Meta(description="A description in HTML; null without one.")
    ] = UNSET
    brand: Annotated[str | UnsetType | None, Meta(description="Its brand; null without one.")] = (
        UNSET
    )
    variant_group_reference: Annotated[
        str | UnsetType | None, Meta(description="What all variants of the product share.")
    ] = UNSET
    color: Annotated[str | UnsetType | None, Meta(description="The colour of a variant.")] = UNSET
    size: Annotated[str | UnsetType | None, Meta(description="The size of a variant.")] = UNSET
    attributes: Annotated[
        list[ProductAttribute] | UnsetType,
        Meta(description="What it says of the properties of its category."),
    ] = UNSET
    pictures: Annotated[
        list[ProductPicture] | UnsetType, Meta(description="Its pictures, the cover first.")
    ] = UNSET


class ProductPage(Struct, rename="camel"):
    """A page of sheets. The last has no `cursor`, and no `Link` header."""

    items_per_page: ItemsPerPage
    items: list[Product]
    cursor: Annotated[
        str | None,
        Meta(description="Where the next page begins: send it as `cursor`. Null on the last page."),
    ]
