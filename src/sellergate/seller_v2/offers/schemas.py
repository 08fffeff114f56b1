"""Wire models of packages of offers, names exactly as in contract/04 §A and §B: camelCase.

Docstrings and descriptions are the reference's texts. What clients send is described here and read by
`market/offers/requests.py`, line by line.
"""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from sellergate.market.offers.models import (
    LineStatus,
    PackageState,
    PackageType,
)
from sellergate.rest.paging import CursorText, ItemsPerPage

Limit = Annotated[
    int, Meta(ge=1, le=1000, description="How many items a page has at most.", examples=[2])
]


class NewPackage(Struct, rename="camel"):
    """A package to open."""

    package_type: Annotated[
        PackageType,
        Meta(
            description=(
                "`Upsert` creates offers or replaces them as a whole, `Update` changes members of offers that exist, "
                "`Delete` removes offers. A package does one of these."
            )
        ),
    ]


class PackageChange(Struct, rename="camel"):
    """The end of the uploads."""

    state: Annotated[
        str,
        Meta(
            pattern="^Ready$", description="`Ready`: no more lines come, the package is integrated."
        ),
    ]


class PackageQuery(Struct, rename="camel"):
    """The parameters of the list of packages."""

    state: Annotated[list[PackageState], Meta(description="Only packages in these states.")] = []
    sales_channel_id: (
        Annotated[str, Meta(max_length=12, description="Only packages for this sales channel.")]
        | None
    ) = None
    limit: Limit = 25
    cursor: CursorText | None = None


class ResultsQuery(Struct, rename="camel"):
    """The parameters of the list of results."""

    limit: Limit = 100
    cursor: CursorText | None = None


class PackageResult(Struct, rename="camel"):
    """Why a package was rejected as a whole."""

    result_code: Annotated[str, Meta(description="Which situation: error and property.")]
    message: Annotated[str, Meta(description="It in words, in the language asked for.")]


class Package(Struct, rename="camel"):
    """A package of offers: what it does and how far it is. It goes from `WaitingForCompletion` over `Ready` and
    `IntegrationPending` to `Integrated`, or to `Rejected`, and never back.
    """

    package_id: Annotated[str, Meta(description="Names the package; opaque.")]
    type: Annotated[PackageType, Meta(description="What its lines do.")]
    package_type: Annotated[PackageType, Meta(description="The same as `type`.")]
    state: Annotated[PackageState, Meta(description="Where it is on its way.")]
    status: Annotated[PackageState, Meta(description="The same as `state`.")]
    sales_channel_id: Annotated[str, Meta(description="The sales channel that it is for.")]
    created_at: Annotated[str, Meta(description="When it was opened (RFC 3339).")]
    updated_at: Annotated[str, Meta(description="When it last changed (RFC 3339).")]
    line_count: Annotated[int, Meta(description="How many lines were uploaded.")]
    done_count: Annotated[int, Meta(description="How many of them are judged.")]
    integrated_count: Annotated[int, Meta(description="How many did what they should.")]
    rejected_count: Annotated[int, Meta(description="How many were refused.")]
    duplicated_count: Annotated[
        int, Meta(description="How many were refused because their reference is there twice.")
    ]
    result: Annotated[PackageResult | UnsetType, Meta(description="Only when `Rejected`: why.")] = (
        UNSET
    )


class PackagePage(Struct, rename="camel"):
    """Packages of the seller, the newest first; the `Link` header names the next page, if there is one."""

    items_per_page: ItemsPerPage
    items: list[Package]


class LineMessage(Struct, rename="camel"):
    """One thing that is said of a line."""

    result_code: Annotated[
        str,
        Meta(
            description=(
                "Four digits: the error and the property it is about. 8000 is created, 9000 updated or deleted."
            )
        ),
    ]
    message: Annotated[
        str,
        Meta(description="It in words, the member at fault included, in the language asked for."),
    ]


class LineResult(Struct, rename="camel"):
    """What became of a line."""

    seller_external_reference: Annotated[str, Meta(description="The reference it came with.")]
    integration_status: Annotated[
        LineStatus,
        Meta(
            description="`Integrated`, `Rejected`, or `Duplicated` when another line of the package has its reference."
        ),
    ]
    results: list[LineMessage]


class ResultPage(Struct, rename="camel"):
    """Results in the order of the uploaded lines; the `Link` header names the next page, if there is one."""

    items_per_page: ItemsPerPage
    items: list[LineResult]


class RequestedProduct(Struct, rename="camel", omit_defaults=True):
    """The sheet that is sold."""

    gtin: Annotated[str | None, Meta(description="Its GTIN: 8 to 14 digits.")] = None
    reference: Annotated[
        str | None,
        Meta(description="Its reference in the catalogue, or the code that you submitted it with."),
    ] = None


class Tax(Struct, rename="camel"):
    """A tax in the price."""

    code: Annotated[str, Meta(description="`VAT`, `Ecotax` or `Deatax`, in any letter case.")]
    value: Annotated[
        float, Meta(description="VAT as a percentage, 20, or as a fraction, 0.2; others in money.")
    ]


class RequestedPrice(Struct, rename="camel", omit_defaults=True):
    """What it costs, tax included."""

    price: Annotated[float | None, Meta(description="Above zero, with at most two decimals.")] = (
        None
    )
    origin_price: Annotated[
        float | None, Meta(description="The struck-through price; not below the price.")
    ] = None
    currency_code: Annotated[
        str | None, Meta(description="The currency of the channel, if you say it.")
    ] = None
    taxes: Annotated[
        list[Tax] | None, Meta(description="VAT and eco tax, and DEA for a new offer; 0 is fine.")
    ] = None


class RequestedMode(Struct, rename="camel", omit_defaults=True):
    """A way of delivery."""

    code: Annotated[
        str, Meta(description="Such as `THD`, which every offer must have; `TRK` means the same.")
    ]
    cost: Annotated[float, Meta(description="What one item costs to deliver.")]
    additional_cost: Annotated[float | None, Meta(description="What each further one does.")] = None


class OfferRequest(Struct, rename="camel", omit_defaults=True):
    """A line: an offer to create, change or remove. `Upsert` wants every member but the optional ones, `Update` those
    that change, `Delete` the reference only.
    """

    seller_external_reference: Annotated[
        str, Meta(description="Your own reference of the offer: 1 to 50 characters.")
    ]
    product: RequestedProduct | None = None
    condition: Annotated[str | None, Meta(description="Such as `New`, in any letter case.")] = None
    price: RequestedPrice | None = None
    delivery_modes: Annotated[
        list[RequestedMode] | None, Meta(description="All of them: a list replaces the one before.")
    ] = None
    preparation_time: Annotated[int | None, Meta(description="Days, 1 to 10.")] = None
    quantity: Annotated[
        int | None, Meta(description="How many there are; 0 takes the offer off sale.")
    ] = None
    comment: Annotated[str | None, Meta(description="Up to 200 characters for the buyer.")] = None
