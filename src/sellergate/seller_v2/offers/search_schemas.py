"""Wire models of `POST /offers/search`, names exactly as in contract/04 §D: snake_case.

Docstrings and descriptions are the reference's texts.
"""

from typing import Annotated

from msgspec import Meta, Struct, field

from sellergate.market.offers.models import Condition

Amount = Annotated[float, Meta(description="An amount, tax included.")]


class SearchQuery(Struct):
    """The parameters of the search."""

    page: Annotated[
        int, Meta(ge=1, le=1_000_000, description="The number of the page, from 1 on.")
    ] = field(default=1, name="$page")
    limit: Annotated[
        int, Meta(ge=1, le=1000, description="How many offers a page has at most.")
    ] = field(default=100, name="$limit")


class SearchCriteria(Struct):
    """Which offers to find: all that you name must hold, and `{}` finds every offer of yours. Other members are ignored."""

    seller_product_ids: Annotated[
        list[str], Meta(description="Your own references.", examples=[["TABL-0052"]])
    ] = []
    product_eans: Annotated[list[str], Meta(description="GTINs of products.")] = []
    offer_states: Annotated[
        list[str], Meta(description="`Active` or `Inactive`; other states find nothing.")
    ] = []
    sales_channel_id: Annotated[
        str | None, Meta(description="One sales channel; without it, every one.")
    ] = None


class Stock(Struct):
    """How many pieces there are."""

    stock_id: Annotated[int, Meta(description="The stock: every offer has number 1.")]
    quantity: Annotated[int, Meta(description="How many pieces may be sold.")]
    sold_quantity: Annotated[int, Meta(description="How many of them are sold: 0.")]


class ShippingInformation(Struct):
    """A way in which the product is delivered."""

    delivery_mode: Annotated[str, Meta(description="The delivery mode, such as `THD`.")]
    shipping_charges: Annotated[float, Meta(description="What delivery of one piece costs.")]
    additional_shipping_charges: Annotated[
        float, Meta(description="What each further piece costs.")
    ]
    min_lead_time: Annotated[int, Meta(description="Days until it is sent, at least.")]
    max_lead_time: Annotated[int, Meta(description="Days until it is sent, at most.")]


class FoundOffer(Struct):
    """An offer, as the former interface described it."""

    offer_id: Annotated[str, Meta(description="As in `GET /offers`.")]
    offer_state: Annotated[
        str,
        Meta(
            description="`Active`, `Inactive`, or `WaitingForProductActivation` while the product may not be sold."
        ),
    ]
    sales_channel_id: Annotated[str, Meta(description="The sales channel.")]
    product_ean: Annotated[str, Meta(description="The GTIN of the product.")]
    seller_product_id: Annotated[str, Meta(description="Your own reference of the offer.")]
    parent_product_id: Annotated[
        str | None, Meta(description="The reference of its group of variants; null without one.")
    ]
    cdiscount_product_id: Annotated[str, Meta(description="The reference of the product.")]
    product_state: Annotated[
        str, Meta(description="`New` or `Used`, which refurbished ones are, too.")
    ]
    product_condition_name: Condition
    product_condition_id: Annotated[int, Meta(description="Its number, as in `offer_id`.")]
    price: Amount
    striked_price: Annotated[
        float | None, Meta(description="The price that is struck through; null without one.")
    ]
    vat_rate: Annotated[float, Meta(description="The VAT, as a percentage.")]
    eco_tax: Amount
    dea_tax: Amount
    price_must_be_aligned: Annotated[
        str, Meta(description="`Empty`, `Unknown`, `Align` or `DontAlign`.")
    ]
    minimum_price_for_price_alignment: Annotated[
        float | None, Meta(description="How far the price may go down; null when nothing was said.")
    ]
    best_shipping_charges: Annotated[
        float | None, Meta(description="What the cheapest delivery costs; null without any.")
    ]
    product_packaging_unit: Annotated[
        str, Meta(description="`None`, `Liter`, `Kilogram`, `SquareMeter` or `CubicMeter`.")
    ]
    product_packaging_unit_price: Annotated[
        float | None, Meta(description="The price of one such unit; null without one.")
    ]
    product_packaging_value: Annotated[
        float | None, Meta(description="How many such units a piece has; null without one.")
    ]
    comments: Annotated[str | None, Meta(description="What buyers are told of the condition.")]
    creation_date: Annotated[
        str,
        Meta(description="When it was created.", extra_json_schema={"format": "date-time"}),
    ]
    last_update_date: Annotated[
        str,
        Meta(description="When it was last written.", extra_json_schema={"format": "date-time"}),
    ]
    stocks: list[Stock]
    shipping_information_list: list[ShippingInformation]


class SearchPage(Struct):
    """A page of offers."""

    page_count: Annotated[int, Meta(description="How many pages there are.")]
    total_item_count: Annotated[
        int, Meta(description="How many offers there are, counted when the first page was read.")
    ]
    items: list[FoundOffer]
