"""Wire models of the former interface to competition, snake_case as what else came from there (contract/04 §F).

The contract knows the names of the old service only; docstrings and descriptions are the reference's texts.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from sellergate.market.offers.models import Condition
from sellergate.rest.paging import CursorText


class CompetingQuery(Struct):
    """The parameters of the competing offers."""

    products: Annotated[
        list[str],
        Meta(
            description=(
                "References or GTINs of products that you offer: with commas, repeated, or as `products[0]`, "
                "`products[1]` and so on."
            ),
            examples=[["AUC0400030101027"]],
        ),
    ] = []
    sales_channel_id: (
        Annotated[
            str,
            Meta(
                max_length=40,
                description="One sales channel; without it, all on which you offer each.",
            ),
        ]
        | None
    ) = None


class ErrorMessage(StrEnum):
    """Why nothing is told of a product. The names are those of the old service, spelling included."""

    UNAUTHORIZED_PRODUCT = "UnautorizedProduct"
    UNKNOWN_PRODUCT = "UnknownProduct"


class ExecutionResult(Struct):
    """Whether there is an answer for a product."""

    success: Annotated[bool, Meta(description="Whether there is.")]
    error_message: Annotated[
        ErrorMessage | None,
        Meta(
            description=(
                "`UnknownProduct`: there is no such product. `UnautorizedProduct`: you do not offer it, so its "
                "competition is not told. Null when all is well."
            )
        ),
    ]


class CompetingOfferLine(Struct):
    """An offer that is on sale for the product."""

    sales_channel_id: Annotated[str, Meta(description="The sales channel.")]
    seller_name: Annotated[str, Meta(description="The name of the shop.")]
    product_condition_name: Condition
    price: Annotated[float, Meta(description="The price, tax included.")]
    shipping_charges: Annotated[float, Meta(description="What its cheapest delivery costs.")]
    total_price: Annotated[float, Meta(description="Both together.")]
    min_lead_time: Annotated[int, Meta(description="Days until it is sent.")]
    is_best_offer: Annotated[bool, Meta(description="Whether it is the best on its channel.")]
    is_own: Annotated[bool, Meta(description="Whether it is yours.")]


class CompetingProduct(Struct):
    """The competition for one product that you asked for."""

    execution_result: ExecutionResult
    product: Annotated[str, Meta(description="What you asked for.")]
    offers: Annotated[
        list[CompetingOfferLine],
        Meta(description="The cheapest offers of each channel, the best first."),
    ]


class CompetingProducts(Struct):
    """An item for each product that you asked for."""

    items: list[CompetingProduct]


class ChangesQuery(Struct):
    """The parameters of the changes."""

    cursor: CursorText | None = None
    updated_at_min: Annotated[
        datetime | None,
        Meta(
            description="Since when; without it, the last 24 hours.",
            examples=["2026-11-02T12:00:00Z"],
        ),
    ] = None


class CompetingChange(Struct):
    """An offer of yours whose competition moved."""

    product: Annotated[str, Meta(description="The reference of the product.")]
    product_ean: Annotated[str, Meta(description="Its GTIN.")]
    sales_channel_id: Annotated[str, Meta(description="The sales channel.")]
    seller_product_id: Annotated[str, Meta(description="Your own reference of the offer.")]
    last_change_date: Annotated[
        str,
        Meta(
            description="When another seller last wrote an offer of the product.",
            extra_json_schema={"format": "date-time"},
        ),
    ]


class CompetingChanges(Struct):
    """Offers of yours whose competition moved. While there is a `Link` header there may be more."""

    items: list[CompetingChange]
