"""What the stock routes read and answer (contract/09 §4). Names are the contract's."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct, field

from sellergate.market.warehouse.models import (
    Movement,
    ProductState,
    ProductStatus,
    Quantity,
    StorageCountry,
)
from sellergate.rest.paging import CursorText, ItemsPerPage
from sellergate.seller_v2.fulfillment.stocks_facts import REFERENCE

Pieces = Annotated[int, Meta(ge=0)]
Timestamp = Annotated[
    str, Meta(description="RFC 3339, in UTC.", extra_json_schema={"format": "date-time"})
]
OwnReference = Annotated[str, Meta(description="Your own reference of the product.")]
ProductId = Annotated[str, Meta(description="The product in the catalogue: its `reference`.")]


class Order(StrEnum):
    """Upwards or downwards."""

    ASC = "Asc"
    DESC = "Desc"


class StockQuery(Struct, rename="camel", gc=False):
    """The parameters of the list of stocks."""

    limit: Annotated[
        int,
        Meta(
            ge=1,
            le=1000,
            description="How many stocks a page has at most. You must say it.",
            examples=[100],
            extra={"required": True},
        ),
    ] = 0
    cursor: CursorText | None = None
    seller_product_reference: (
        Annotated[
            str,
            Meta(
                max_length=100,
                description="Your own reference of the product whose stock you want.",
                examples=[REFERENCE],
            ),
        ]
        | None
    ) = None
    storage_country: Annotated[
        StorageCountry | None,
        Meta(
            description=(
                "What the warehouses of this country hold: stocks that were never there are left out, and quantities are "
                "those of this country alone. `UK` is taken for `GB`."
            )
        ),
    ] = None
    delivery_country: (
        Annotated[
            str,
            Meta(
                max_length=60,
                description=(
                    "What may be sent to customers in this country, by its ISO 3166-1 code: what the warehouses hold that "
                    "deliver there, and nothing else. It goes with none of `storageCountry`, `updatedAtMin`, "
                    "`updatedAtMax`, `sort`, `order`."
                ),
            ),
        ]
        | None
    ) = None
    updated_at_min: Annotated[
        datetime | None,
        Meta(
            description="Stocks that changed at this instant or later. Let it overlap by a minute."
        ),
    ] = None
    updated_at_max: Annotated[
        datetime | None, Meta(description="Stocks that changed at this instant or earlier.")
    ] = None
    sort: Annotated[
        Quantity | None,
        Meta(
            description="The quantity to sort by. Without it stocks come in the order in which they were referenced."
        ),
    ] = None
    order: Annotated[Order | None, Meta(description="Upwards (the default) or downwards.")] = None


class Quantities(Struct, rename="pascal", gc=False):
    """How many pieces are what."""

    available: Annotated[int, Meta(ge=0, description="Can be sold or shipped.")]
    allocated: Annotated[int, Meta(ge=0, description="Promised to an order or a shipment.")]
    blocked: Annotated[
        int, Meta(ge=0, description="Cannot be sold: damaged, or under examination.")
    ]
    litigation: Annotated[int, Meta(ge=0, description="Disputed.")]
    removal: Annotated[int, Meta(ge=0, description="About to leave, back to you or destroyed.")]
    returned: Annotated[
        int, Meta(ge=0, description="Came back from customers and waits for inspection.")
    ] = field(name="Return")
    logistic_operations: Annotated[
        int, Meta(ge=0, description="Being worked on, such as packed anew.")
    ]


class LocalizedStock(Struct, rename="camel", gc=False):
    """What the warehouses of one country hold."""

    storage_country: StorageCountry
    quantity: Annotated[int, Meta(ge=0, description="The same as `quantities.Available`.")]
    quantities: Quantities
    updated_at: Timestamp
    reason: Annotated[Movement, Meta(description="What changed it last.")]


class StockRecord(Struct, rename="camel", gc=False):
    """What the warehouses hold of a product in one state."""

    id: Annotated[str, Meta(description="The stock: a UUID.")]
    product_id: ProductId
    product_state: ProductState
    seller_product_reference: OwnReference
    quantities: Annotated[Quantities, Meta(description="Of all countries together.")]
    localized_stocks: Annotated[
        list[LocalizedStock], Meta(description="The same by country; empty before anything came.")
    ]
    updated_at: Timestamp


class StockPage(Struct, rename="camel", gc=False):
    """A page of stocks."""

    items_per_page: ItemsPerPage
    items: list[StockRecord]


class SellerReferenceQuery(Struct, rename="camel", gc=False):
    """The parameters of the list of references."""

    limit: Annotated[
        int, Meta(ge=1, le=1000, description="How many references a page has at most.")
    ] = 100
    cursor: CursorText | None = None
    seller_product_reference: (
        Annotated[
            str,
            Meta(
                max_length=100,
                description="The reference that you want to know about.",
                examples=[REFERENCE],
            ),
        ]
        | None
    ) = None
    status: Annotated[
        ProductStatus | None, Meta(description="What became of the products that you want.")
    ] = None


class StockReference(Struct, rename="camel", gc=False):
    """A product that you told the warehouses about, and what it is called."""

    seller_product_reference: OwnReference
    stock_id: Annotated[
        str | None,
        Meta(description="Its stock, as in `GET /stocks`; null unless it is `Referenced`."),
    ]
    product_id: Annotated[
        str | None,
        Meta(description="The product in the catalogue; null unless it is `Referenced`."),
    ]
    product_state: ProductState
    gtin: Annotated[str, Meta(description="Its GTIN.")]
    status: Annotated[
        ProductStatus,
        Meta(
            description="`Pending` until it is judged, then `Referenced`, or `Refused` with a `reason`."
        ),
    ]
    reason: Annotated[
        str | None, Meta(description="Why it was refused, and what to do; else null.")
    ]
    created_at: Timestamp
    updated_at: Timestamp


class StockReferencePage(Struct, rename="camel", gc=False):
    """A page of references."""

    items_per_page: ItemsPerPage
    items: list[StockReference]
