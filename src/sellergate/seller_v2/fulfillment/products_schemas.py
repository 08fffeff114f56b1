"""What the route of products at the warehouses reads and answers (contract/09 §2). Names that are ours say so in the guide."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from sellergate.market.warehouse.models import ProductState, ProductStatus
from sellergate.rest.paging import ItemsPerPage

Length = Annotated[float, Meta(gt=0, le=1000, description="In centimetres.")]


class Traceability(StrEnum):
    """By what pieces of a product are told apart."""

    NONE = "None"
    BATCH = "Batch"
    SERIAL_NUMBER = "SerialNumber"
    EXPIRY_DATE = "ExpiryDate"


class Packaging(Struct, rename="camel", gc=False, omit_defaults=True):
    """One piece in its packaging. The warehouse measures it again when it comes."""

    length: Length | None = None
    width: Length | None = None
    height: Length | None = None
    weight: Annotated[float, Meta(gt=0, le=10_000, description="In kilograms.")] | None = None


class Hazards(Struct, rename="camel", gc=False, omit_defaults=True):
    """What is dangerous about it."""

    un_code: Annotated[
        str | None, Meta(description="Its UN number, such as `UN1950`.", examples=["UN1950"])
    ] = None
    icpe_code: Annotated[
        str | None,
        Meta(description="Its French ICPE heading: four digits.", examples=["4320"]),
    ] = None


class Customs(Struct, rename="camel", gc=False, omit_defaults=True):
    """What customs must know."""

    hs_code: Annotated[
        str | None, Meta(description="Its HS code: 6 to 10 digits.", examples=["940360"])
    ] = None
    origin_country: Annotated[
        str | None, Meta(description="Where it was made: an ISO 3166-1 code.", examples=["FR"])
    ] = None


class NewFulfillmentProduct(Struct, rename="camel", gc=False, omit_defaults=True):
    """A product that the warehouses are to know."""

    gtin: Annotated[str, Meta(description="Its GTIN, as a text or a number.")]
    seller_product_reference: Annotated[
        str,
        Meta(
            max_length=50,
            description="Your own reference: one for each GTIN and state, and the other way round.",
        ),
    ]
    product_condition: Annotated[
        ProductState,
        Meta(
            description=(
                "How new it is. `productState` is another name; the finer conditions of offers, such as "
                "`UsedLikeNew`, are taken for what they begin with."
            )
        ),
    ] = ProductState.NEW
    title: (
        Annotated[str, Meta(max_length=200, description="Its title; by default that of its sheet.")]
        | None
    ) = None
    packaging: Packaging | None = None
    traceability: Traceability | None = None
    hazards: Hazards | None = None
    customs: Customs | None = None


class FulfillmentProduct(Struct, rename="camel", gc=False):
    """A product as the warehouses know it."""

    seller_product_reference: Annotated[str, Meta(description="Your own reference.")]
    gtin: Annotated[str, Meta(description="Its GTIN.")]
    product_state: ProductState
    title: Annotated[
        str, Meta(description="Its title; empty until it is judged, if you sent none.")
    ]
    status: Annotated[
        ProductStatus,
        Meta(description="`Pending`, or what became of it when you sent it before."),
    ]


class FulfillmentProductList(Struct, rename="camel", gc=False):
    """What was taken, in the order in which you sent it."""

    items_per_page: ItemsPerPage
    items: list[FulfillmentProduct]
