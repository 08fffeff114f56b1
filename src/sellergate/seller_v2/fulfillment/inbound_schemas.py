"""Wire models of inbound shipments (contract/09 §3). Docstrings are the reference's texts."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from sellergate.market.fulfillment.inbound.models import (
    MAX_LINES,
    MAX_QUANTITY,
    Refused,
    Status,
)
from sellergate.market.warehouse.models import ProductState, StorageCountry
from sellergate.rest.paging import CursorText, ItemsPerPage
from sellergate.seller_v2.fulfillment.stocks_facts import SUPPLY

Reference = Annotated[
    str,
    Meta(
        max_length=60,
        description="Your own reference of the shipment. With it you can send an announcement again without announcing twice.",
    ),
]
Country = Annotated[
    str,
    Meta(
        description="The country of the warehouse (ISO 3166-1): `FR`, `ES` or `GB`. `UK` is taken for `GB`."
    ),
]
OwnReference = Annotated[
    str | None,
    Meta(description="Your own reference of the product. It wins over `productId`."),
]
ProductId = Annotated[
    str | None, Meta(description="The product in the catalogue, together with `productCondition`.")
]
Condition = Annotated[ProductState | None, Meta(description="How new the product is.")]
Quantity = Annotated[int, Meta(ge=1, le=MAX_QUANTITY, description="How many pieces come.")]
Moment = Annotated[
    str, Meta(description="RFC 3339, in UTC.", extra_json_schema={"format": "date-time"})
]
Expected = Annotated[
    str, Meta(description="The day on which you expect it there, such as `2026-11-29`.")
]
Counted = Annotated[int, Meta(ge=0)]


class NewInboundLine(Struct, rename="camel", omit_defaults=True):
    """So many of one product, which you name by `sellerProductReference`, or by `productId` and `productCondition`."""

    quantity: Quantity
    seller_product_reference: OwnReference = None
    product_id: ProductId = None
    product_condition: Condition = None


class NewInboundShipment(Struct, rename="camel", omit_defaults=True):
    """What you send, and where to."""

    storage_country: Country
    lines: Annotated[
        list[NewInboundLine],
        Meta(min_length=1, max_length=MAX_LINES, description="What is in it."),
    ]
    reference: Reference | None = None
    expected_date: Expected | None = None


class InboundLine(Struct, rename="camel"):
    """So many of one product, and what became of them."""

    line_number: Annotated[int, Meta(ge=1, description="Names the line.")]
    seller_product_reference: OwnReference
    product_id: ProductId
    product_condition: Condition
    quantity: Annotated[
        int,
        Meta(
            ge=0,
            description="How many you announced: 0 of what the warehouse found and nobody announced.",
        ),
    ]
    received_quantity: Annotated[
        int, Meta(ge=0, description="How many the warehouse counted, in all receptions together.")
    ]
    damaged_quantity: Annotated[
        int,
        Meta(
            ge=0,
            description="How many of those are not fit for sale: they are `Blocked` or in `Litigation` in your stock.",
        ),
    ]
    unexpected_quantity: Annotated[
        int, Meta(ge=0, description="How many of those you did not announce.")
    ]
    reason_code: Annotated[
        Refused | None, Meta(description="Why the line was refused, for programs; else null.")
    ]
    reason: Annotated[
        str | None, Meta(description="Why the line was refused, and what to do; else null.")
    ]


class InboundShipment(Struct, rename="camel"):
    """A supply order: goods on their way to a warehouse, or there."""

    inbound_shipment_id: Annotated[str, Meta(description="Names the shipment.")]
    reference: Reference | None
    code: Annotated[
        str, Meta(description="What the warehouse calls it: on the delivery note, with a bar code.")
    ]
    storage_country: Country
    status: Annotated[
        Status,
        Meta(
            description=(
                "`Created` until it is checked, soon after; then `Accepted`, or `Refused` with the reasons. `InReception` "
                "while the warehouse counts, `Received` when it is done. `Cancelled` when nothing of it came or will."
            )
        ),
    ]
    reason_code: Annotated[
        Refused | None, Meta(description="Why it was refused, for programs; else null.")
    ]
    reason: Annotated[
        str | None, Meta(description="Why it was refused, and what to do; else null.")
    ]
    expected_date: Expected | None
    has_delivery_note: Annotated[
        bool, Meta(description="Whether you can download the delivery note.")
    ]
    created_at: Moment
    updated_at: Moment
    accepted_at: Moment | None
    received_at: Annotated[
        str | None, Meta(description="When the warehouse was done with it (RFC 3339).")
    ]
    lines: list[InboundLine]


class InboundPage(Struct, rename="camel"):
    """Inbound shipments, the newest first; the `Link` header names the pages around."""

    items_per_page: ItemsPerPage
    items: list[InboundShipment]


class InboundFilter(Struct, rename="camel"):
    """Which shipments are counted."""

    status: Annotated[list[Status], Meta(description="Only those in these statuses.")] = []
    storage_country: Annotated[
        StorageCountry | None, Meta(description="Only those for this country. `UK` is `GB`.")
    ] = None
    reference: (
        Annotated[
            str,
            Meta(
                max_length=60,
                description="Only those with this reference of yours.",
                examples=[SUPPLY],
            ),
        ]
        | None
    ) = None
    code: (
        Annotated[str, Meta(max_length=20, description="Only the one that the warehouse calls so.")]
        | None
    ) = None
    created_at_min: Annotated[
        datetime | None, Meta(description="Only those that you announced then or later.")
    ] = None
    created_at_max: Annotated[
        datetime | None, Meta(description="Only those that you announced then or earlier.")
    ] = None
    updated_at_min: Annotated[
        datetime | None,
        Meta(description="Only those that last changed then or later. Let it overlap by a minute."),
    ] = None
    updated_at_max: Annotated[
        datetime | None, Meta(description="Only those that last changed then or earlier.")
    ] = None


class InboundQuery(InboundFilter, rename="camel"):
    """The parameters of the list of inbound shipments."""

    limit: Annotated[
        int,
        Meta(
            ge=1,
            description=(
                "How many shipments a page has at most; more than 1000 is taken as 1000. A page is shorter where its "
                "shipments have very many lines: go on while there is a next page."
            ),
        ),
    ] = 100
    cursor: CursorText | None = None
