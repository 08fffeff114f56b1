"""Wire models of `GET /offers`, names exactly as in contract/04 §C: camelCase.

Docstrings and descriptions are the reference's texts.
"""

from datetime import datetime
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from sellergate.market.offers.models import Condition, OfferState
from sellergate.market.offers.quality import ScoreReason
from sellergate.rest.paging import CursorText, Fields, ItemsPerPage

Timestamp = Annotated[
    str,
    Meta(
        description="An instant, with seven decimals and an offset.",
        extra_json_schema={"format": "date-time"},
    ),
]
Amount = Annotated[float, Meta(description="An amount with at most two decimals, tax included.")]
Currency = Annotated[str, Meta(description="The ISO 4217 currency of the amounts.")]
ChannelId = Annotated[
    str,
    Meta(
        max_length=40,
        description="The sales channel, such as `CDISFR`. Clients may send it as a header instead.",
        examples=["CDISFR"],
        extra={"required": True},
    ),
]


class OfferQuery(Struct, rename="camel", gc=False):
    """The parameters of the list of offers."""

    sales_channel_id: ChannelId = ""
    limit: Annotated[
        int, Meta(ge=1, le=1000, description="How many offers a page has at most.")
    ] = 100
    cursor: CursorText | None = None
    fields: Fields = []
    expand: Annotated[
        list[str],
        Meta(
            description=(
                "`salesChannelFeedback` adds what the channel says of each offer, on `CDISFR`. "
                "It has no effect beside `fields`."
            ),
            examples=[["salesChannelFeedback"]],
        ),
    ] = []
    offer_ids: Annotated[
        list[str], Meta(description="The ids of the offers you want, with commas.")
    ] = []
    gtins: Annotated[
        list[str],
        Meta(
            description="The GTINs of the products whose offers you want, with commas. Leading zeros do not matter."
        ),
    ] = []
    seller_external_references: Annotated[
        list[str],
        Meta(
            description="Your own references of the offers you want, with commas.",
            examples=[["TABL-0052"]],
        ),
    ] = []
    offer_states: Annotated[
        list[OfferState], Meta(description="The states of the offers you want, with commas.")
    ] = []
    updated_at_min: Annotated[
        datetime | None,
        Meta(
            description=(
                "Offers that were written at this instant or later: what changed since you last asked. Let it overlap by "
                "a minute, for what is just being written is not seen yet."
            )
        ),
    ] = None


class OfferProduct(Struct, rename="camel", gc=False):
    """The product that is offered."""

    gtin: Annotated[str, Meta(description="Its GTIN, as its sheet was created with.")]
    reference: Annotated[str, Meta(description="Its reference in the catalogue.")]
    title: Annotated[str, Meta(description="Its title, in the language of the sheet.")]


class OfferTax(Struct, gc=False):
    """A tax of an offer."""

    code: Annotated[
        str,
        Meta(description="`VAT` (a percentage), `Ecotax` or `Deatax` (amounts)."),
    ]
    value: Annotated[float, Meta(description="The percentage or amount.")]


class IntegrationPrice(Struct, rename="camel", gc=False):
    """The price as the seller submitted it, tax included."""

    price: Amount
    origin_price: Annotated[
        float | None, Meta(description="The price that is struck through; null without one.")
    ]
    currency_code: Currency
    taxes: list[OfferTax]


class FacialPrice(Struct, rename="camel", gc=False):
    """The price that buyers see on the channel, tax included."""

    price: Amount
    origin_price: Annotated[
        float | None, Meta(description="The price that is struck through; null without one.")
    ]
    currency_code: Currency


class DeliveryOffer(Struct, rename="camel", gc=False):
    """A way in which the product is delivered."""

    code: Annotated[str, Meta(description="The delivery mode, such as `THD`.")]
    cost: Annotated[float, Meta(description="What delivery of one piece costs.")]
    additional_cost: Annotated[
        float | None, Meta(description="What each further piece costs; null when nothing was said.")
    ]
    storage_country: Annotated[
        str | UnsetType | None,
        Meta(
            description="Where it is sent from, by its ISO 3166-1 code. Other channels than `CDISFR` only."
        ),
    ] = UNSET


class BestOffer(Struct, rename="camel", gc=False):
    """The offer that buyers are shown first: the lowest price with its cheapest delivery."""

    seller_name: Annotated[str, Meta(description="The name of the shop.")]
    condition: Condition
    price: Amount
    delivery_cost: Annotated[float, Meta(description="What its cheapest delivery costs.")]
    total_price: Annotated[float, Meta(description="Price and cheapest delivery together.")]
    is_own: Annotated[bool, Meta(description="Whether it is one of yours.")]


class CompetingOffer(Struct, rename="camel", gc=False):
    """An offer of another seller for the same product on the same channel."""

    rank: Annotated[int, Meta(description="Its place; the best offer has 1.")]
    seller_name: Annotated[str, Meta(description="The name of the shop.")]
    condition: Condition
    price: Amount
    delivery_cost: Annotated[float, Meta(description="What its cheapest delivery costs.")]
    total_price: Annotated[float, Meta(description="Price and cheapest delivery together.")]
    preparation_time: Annotated[int, Meta(description="Days until it is sent.")]
    is_best_offer: Annotated[bool, Meta(description="Whether it is the best offer.")]


class OfferCompetition(Struct, rename="camel", gc=False):
    """How the offer stands among those that are on sale for the same product."""

    is_best_offer: Annotated[bool, Meta(description="Whether it is the best offer.")]
    competing_offer_count: Annotated[
        int, Meta(description="How many other offers of the product are on sale on the channel.")
    ]
    best_offer_price: Annotated[
        float | None,
        Meta(
            description="Price and cheapest delivery of the best offer; null when none is on sale."
        ),
    ]


class OfferQuality(Struct, rename="camel", gc=False):
    """How good the offer and its product sheet are."""

    score: Annotated[int, Meta(ge=0, le=100, description="From 0 to 100.")]
    score_reasons: Annotated[
        list[ScoreReason], Meta(description="What it lost points for; empty at 100.")
    ]


class SellerIndicator(Struct, gc=False):
    """A performance indicator of the seller over the last 30 days."""

    name: Annotated[str, Meta(description="Which one, as in `GET /sellers/indicators`.")]
    value: Annotated[float, Meta(description="The percentage.")]


class SellerInformation(Struct, rename="camel", gc=False):
    """What the channel shows of you as a seller."""

    seller_name: Annotated[str, Meta(description="The name of your shop.")]
    indicators: Annotated[list[SellerIndicator], Meta(description="Your indicators with a value.")]


class ProductInformation(Struct, rename="camel", gc=False):
    """What buyers say of the product."""

    product_reviews_average_rating: Annotated[
        float | None, Meta(description="The average of its ratings; null without reviews.")
    ]
    product_reviews_count: Annotated[int, Meta(description="How many reviews it has.")]


class SalesChannelFeedback(Struct, rename="camel", gc=False):
    """What the sales channel knows of the offer."""

    online_status: Annotated[
        str,
        Meta(
            description=(
                "`Online` when buyers can buy it now, else `Offline`: it is inactive, its product may not be sold, or "
                "the seller does not sell now."
            ),
            extra_json_schema={"enum": ["Online", "Offline"]},
        ),
    ]
    best_offer_details: Annotated[
        BestOffer | None, Meta(description="The best offer; null when none is on sale.")
    ]
    offer_quality: OfferQuality
    competing_offers: Annotated[
        list[CompetingOffer],
        Meta(description="The cheapest offers of other sellers, at most ten, the best first."),
    ]
    seller_information: SellerInformation
    product_information: ProductInformation


class Offer(Struct, rename="camel", gc=False):
    """What you sell, on one sales channel."""

    offer_id: Annotated[
        str,
        Meta(
            description="Seller, product reference, number of the condition and channel, with underscores."
        ),
    ]
    seller_id: Annotated[int, Meta(description="The seller account.")]
    sales_channel_id: Annotated[str, Meta(description="The sales channel.")]
    seller_external_reference: Annotated[str, Meta(description="Your own reference of the offer.")]
    offer_state: OfferState
    created_at: Timestamp
    updated_at: Timestamp
    condition: Condition
    product: OfferProduct
    product_reference: Annotated[str, Meta(description="The same as `product.reference`.")]
    integration_price: IntegrationPrice
    facial_price: FacialPrice
    quantity: Annotated[int, Meta(description="How many pieces there are.")]
    preparation_time: Annotated[int, Meta(description="Days until it is sent.")]
    delivery_offers: list[DeliveryOffer]
    comments: Annotated[
        str | UnsetType | None,
        Meta(description="What buyers are told of the condition. On `CDISFR` only."),
    ] = UNSET
    offer_competition: OfferCompetition | UnsetType = UNSET
    sales_channel_acceptance_status: Annotated[
        str | UnsetType,
        Meta(
            description="Whether the channel took the offer: `Accepted`. Other channels than `CDISFR` only."
        ),
    ] = UNSET
    is_best_offer: Annotated[
        bool | UnsetType,
        Meta(description="Whether it is the best offer. Other channels than `CDISFR` only."),
    ] = UNSET
    best_offer: Annotated[
        BestOffer | UnsetType | None,
        Meta(description="The best offer. Other channels than `CDISFR` only."),
    ] = UNSET
    sales_channel_feedback: SalesChannelFeedback | UnsetType = UNSET


class OfferPage(Struct, rename="camel", gc=False):
    """A page of offers. The last one has no `Link` header."""

    items_per_page: ItemsPerPage
    items: Annotated[
        list[Offer],
        Meta(
            description=(
                "With `fields`, those members and the ones that identify an offer: `offerId`, `salesChannelId`, "
                "`sellerExternalReference`, `offerState`, `createdAt`, `updatedAt`."
            )
        ),
    ]


SomeOffers = list[dict[str, Any]]
