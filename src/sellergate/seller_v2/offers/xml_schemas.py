"""Wire models of XML packages of offers, names as contract/04 §E has them, in snake_case.

Docstrings and descriptions are the reference's texts.
"""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType, field

from sellergate.market.offers.models import LineStatus, PackageState


class LogQuery(Struct):
    """The parameters of the log of an XML package."""

    page: Annotated[
        int, Meta(ge=1, le=1_000_000, description="The number of the page, from 1 on.")
    ] = field(default=1, name="$page")
    limit: Annotated[
        int, Meta(ge=1, le=1000, description="How many offers a page has at most.")
    ] = field(default=100, name="$limit")


class XmlPackageResult(Struct):
    """Why a package was rejected as a whole."""

    result_code: Annotated[str, Meta(description="Which situation: error and property.")]
    message: Annotated[
        str, Meta(description="What to mend, in the language that the package was sent with.")
    ]


class LoggedProperty(Struct):
    """One thing that is said of an offer."""

    name: Annotated[
        str, Meta(description="The attribute or element it is about; empty for the whole offer.")
    ]
    property_code: Annotated[
        str,
        Meta(description="Four digits, error and property: 8000 is created, 9000 updated."),
    ]
    property_error: Annotated[str, Meta(description="The error in words.")]
    log_message: Annotated[str, Meta(description="All of it in words, in the language asked for.")]


class OfferLog(Struct):
    """An offer of the package and what became of it."""

    log_date: Annotated[str, Meta(description="When (RFC 3339).")]
    offer_integration_status: Annotated[LineStatus, Meta(description="What became of it.")]
    product_ean: Annotated[str, Meta(description="As in the package.")]
    seller_product_id: Annotated[str, Meta(description="As in the package.")]
    sku: Annotated[
        str | None, Meta(description="The reference of the product; null for an offer refused.")
    ]
    validated: Annotated[bool, Meta(description="Whether it is integrated.")]
    property_list: Annotated[
        list[LoggedProperty], Meta(description="What is said of it; at least one.")
    ]


class PackageLog(Struct):
    """How far an XML package is and, once it is `Integrated`, what became of each offer, in the order of the package."""

    package_id: Annotated[int, Meta(description="The id of the package.")]
    package_integration_status: Annotated[
        PackageState,
        Meta(
            description=(
                "`Ready` while it waits, is fetched and read, then `IntegrationPending`, then `Integrated`; or `Rejected`."
            )
        ),
    ]
    number_of_errors: Annotated[int, Meta(description="How many of its offers are refused.")]
    page_count: Annotated[
        int, Meta(description="How many pages the log has; 0 before it is there.")
    ]
    total_item_count: Annotated[int, Meta(description="How many offers the log has.")]
    items: Annotated[list[OfferLog], Meta(description="The offers of this page.")]
    result: Annotated[
        XmlPackageResult | UnsetType, Meta(description="Only when `Rejected`: why.")
    ] = UNSET
