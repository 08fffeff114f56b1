"""Wire models of submissions and their reports, names exactly as in contract/03: camelCase.

Docstrings and descriptions are the reference's texts.
"""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from sellergate.market.products.reports import Status
from sellergate.market.products.rights import Operation
from sellergate.market.products.sheets import (
    MAX_ATTRIBUTES,
    MAX_DESCRIPTION,
    MAX_PICTURES,
    MAX_REFERENCE,
    MAX_RICH,
    MAX_TITLE,
    MAX_URL,
)
from sellergate.market.products.submissions import MAX_SHEETS
from sellergate.rest.paging import Fields, ItemsPerPage, PageIndex
from sellergate.seller_v2.products.schemas import PageSize


class SubmittedPicture(Struct, rename="camel"):
    """A picture of a product."""

    index: Annotated[int, Meta(ge=1, description="Its place, from 1 on. 1 is the cover.")]
    url: Annotated[
        str,
        Meta(max_length=MAX_URL, description="Where it is: a public https address."),
    ]


class SubmittedAttribute(Struct, rename="camel"):
    """What a sheet says of a property of its category."""

    property_reference: Annotated[
        str | int,
        Meta(description="The property, as text or as a number."),
    ]
    values: Annotated[
        list[str],
        Meta(description="Its values: one, or several where the property `isMultiple`."),
    ] = []
    files: Annotated[
        list[str] | UnsetType, Meta(description="https addresses of documents that are values.")
    ] = UNSET


class SubmittedProduct(Struct, rename="camel"):
    """A product sheet to create, to modify or to enrich."""

    gtin: Annotated[
        str | int,
        Meta(description="The GTIN of 8 to 14 digits, as text or as a number.", examples=["1"]),
    ]
    seller_product_reference: Annotated[
        str,
        Meta(max_length=MAX_REFERENCE, description="Your own code; the report repeats it."),
    ]
    title: Annotated[str, Meta(max_length=MAX_TITLE, description="The title, without HTML.")]
    description: Annotated[
        str, Meta(max_length=MAX_DESCRIPTION, description="The description, without HTML.")
    ]
    seller_picture_urls: Annotated[
        list[SubmittedPicture],
        Meta(max_length=MAX_PICTURES, description="The pictures; that of index 1 is needed."),
    ]
    rich_marketing_description: (
        Annotated[str, Meta(max_length=MAX_RICH, description="A description with HTML.")]
        | UnsetType
    ) = UNSET
    brand: Annotated[
        str | UnsetType,
        Meta(
            description=(
                "A name of `GET /brands`, in any letter case. Some categories need it: `isBrandMandatory`."
            )
        ),
    ] = UNSET
    category_code: Annotated[
        str | UnsetType,
        Meta(
            description=(
                "The category, of level 3. Without one that exists the texts decide, and the report tells which it is."
            )
        ),
    ] = UNSET
    variant_group_reference: (
        Annotated[
            str,
            Meta(
                max_length=MAX_REFERENCE,
                description=(
                    "The same for all variants of a product: mandatory in categories with `isVariant`, refused elsewhere. "
                    "The former name `gtinReference` is taken too."
                ),
            ),
        ]
        | UnsetType
    ) = UNSET
    color: Annotated[
        str | UnsetType, Meta(description="The colour of a variant, unless a property says it.")
    ] = UNSET
    size: Annotated[
        str | UnsetType, Meta(description="The size of a variant, unless a property says it.")
    ] = UNSET
    attributes: (
        Annotated[
            list[SubmittedAttribute],
            Meta(
                max_length=MAX_ATTRIBUTES,
                description="Properties of the category; those that are `Mandatory` must be there.",
            ),
        ]
        | UnsetType
    ) = UNSET
    language: Annotated[
        str | UnsetType,
        Meta(description="The language of the texts, instead of that of `Accept-Language`."),
    ] = UNSET


class ProductSubmission(Struct, rename="camel"):
    """Product sheets, each judged by itself. Members are known in any letter case, and unknown ones ignored."""

    products: Annotated[
        list[SubmittedProduct],
        Meta(min_length=1, max_length=MAX_SHEETS, description="The sheets."),
    ]


class ProductSubmitted(Struct, rename="camel"):
    """The sheets are kept and will be judged. This says nothing about any of them yet."""

    package_id: Annotated[
        str,
        Meta(description="What `GET /products-integration-reports` knows the submission by."),
    ]


class ReportQuery(Struct, rename="camel"):
    """The parameters of reports."""

    package_id: (
        Annotated[
            str,
            Meta(
                max_length=200,
                description="Of this submission. Without it: of all.",
                examples=["0b5c2a1e-0000-4000-8000-000000000001"],
            ),
        ]
        | None
    ) = None
    gtin: Annotated[str, Meta(max_length=40, description="Of this product.")] | None = None
    page_index: PageIndex = 1
    page_size: PageSize = 25
    fields: Fields = []
    sort: Annotated[
        list[str],
        Meta(
            description=(
                "What to sort by, with commas: `submissionDate`, `gtin`, `packageId`, `sellerProductReference`, "
                "`productReference`, `categoryCode`, `status`, `operationType`. Without it, one submission is in its "
                "own order, and of all the newest comes first."
            )
        ),
    ] = []
    desc: Annotated[
        list[str], Meta(description="Those of `sort` that go downwards, with commas.")
    ] = []


class ReportMessage(Struct, rename="camel"):
    """Something that is said about a sheet. A page of the developer site lists them all."""

    code: Annotated[str, Meta(description="What it is, the same in every language.")]
    field: Annotated[
        str,
        Meta(description="The member that it is about; of attributes, the `propertyReference`."),
    ]
    message: Annotated[
        str,
        Meta(description="What is wrong and what to do, in the language that was asked for."),
    ]
    type: Annotated[str, Meta(description="Who says it: `Exports`.")] = "Exports"


class ProductReport(Struct, rename="camel"):
    """What became of a submitted sheet. With `fields` it has the members that those name."""

    package_id: Annotated[str, Meta(description="The submission.")]
    gtin: Annotated[str, Meta(description="The GTIN, as submitted.")]
    seller_product_reference: Annotated[str, Meta(description="Your own code, as submitted.")]
    status: Annotated[
        Status | UnsetType,
        Meta(description="`Validated`: the checks passed, and it will be live in a moment."),
    ] = UNSET
    operation_type: Annotated[
        Operation | UnsetType,
        Meta(description="What it is to the catalogue; of a refused one, would have been."),
    ] = UNSET
    errors: Annotated[list[ReportMessage] | UnsetType, Meta(description="Why it is refused.")] = (
        UNSET
    )
    warnings: Annotated[
        list[ReportMessage] | UnsetType,
        Meta(description="What was left out, or should be better."),
    ] = UNSET
    infos: Annotated[
        list[ReportMessage] | UnsetType, Meta(description="What was decided for you.")
    ] = UNSET
    submission_date: Annotated[
        str | UnsetType,
        Meta(
            description="When it was submitted. Of several reports of a GTIN the newest holds.",
            extra_json_schema={"format": "date-time"},
        ),
    ] = UNSET
    product_reference: Annotated[
        str | UnsetType, Meta(description="The sheet of the catalogue, once there is one.")
    ] = UNSET
    category_code: Annotated[
        str | UnsetType, Meta(description="The category that it is in, once there is one.")
    ] = UNSET
    variant_group_reference: Annotated[
        str | UnsetType, Meta(description="What its variants have in common, as submitted.")
    ] = UNSET


class ReportPage(Struct, rename="camel"):
    """A page of reports, empty while nothing is judged. One that is shorter than what was asked for is the last."""

    items_per_page: ItemsPerPage
    items: list[ProductReport]
