"""Values of the API: fulfillment.

Made by `make sdk` from docs/reference/openapi.yaml; do not edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sellergate_client._core.model import Model, OpenEnum, member


class Customs(Model):
    """What customs must know."""

    hs_code: str | None = member("hsCode", default=None)
    """Its HS code: 6 to 10 digits."""
    origin_country: str | None = member("originCountry", default=None)
    """Where it was made: an ISO 3166-1 code."""


class FulfillmentProduct(Model):
    """A product as the warehouses know it."""

    seller_product_reference: str = member("sellerProductReference")
    """Your own reference."""
    gtin: str = member("gtin")
    """Its GTIN."""
    product_state: ProductState = member("productState")
    title: str = member("title")
    """Its title; empty until it is judged, if you sent none."""
    status: ProductStatus = member("status")
    """`Pending`, or what became of it when you sent it before."""


class FulfillmentProductList(Model):
    """What was taken, in the order in which you sent it."""

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[FulfillmentProduct] = member("items")


class Hazards(Model):
    """What is dangerous about it."""

    un_code: str | None = member("unCode", default=None)
    """Its UN number, such as `UN1950`."""
    icpe_code: str | None = member("icpeCode", default=None)
    """Its French ICPE heading: four digits."""


class InboundLine(Model):
    """So many of one product, and what became of them."""

    line_number: int = member("lineNumber")
    """Names the line."""
    seller_product_reference: str | None = member("sellerProductReference", default=None)
    """Your own reference of the product. It wins over `productId`."""
    product_id: str | None = member("productId", default=None)
    """The product in the catalogue, together with `productCondition`."""
    product_condition: ProductState | None = member("productCondition", default=None)
    """How new the product is."""
    quantity: int = member("quantity")
    """How many you announced: 0 of what the warehouse found and nobody announced."""
    received_quantity: int = member("receivedQuantity")
    """How many the warehouse counted, in all receptions together."""
    damaged_quantity: int = member("damagedQuantity")
    """How many of those are not fit for sale: they are `Blocked` or in `Litigation` in your stock."""
    unexpected_quantity: int = member("unexpectedQuantity")
    """How many of those you did not announce."""
    reason_code: Refused | None = member("reasonCode", default=None)
    """Why the line was refused, for programs; else null."""
    reason: str | None = member("reason", default=None)
    """Why the line was refused, and what to do; else null."""


class InboundPage(Model):
    """Inbound shipments, the newest first; the `Link` header names the pages around."""

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[InboundShipment] = member("items")


class InboundShipment(Model):
    """A supply order: goods on their way to a warehouse, or there."""

    inbound_shipment_id: str = member("inboundShipmentId")
    """Names the shipment."""
    reference: str | None = member("reference", default=None)
    """Your own reference of the shipment. With it you can send an announcement again without announcing
    twice.
    """
    code: str = member("code")
    """What the warehouse calls it: on the delivery note, with a bar code."""
    storage_country: str = member("storageCountry")
    """The country of the warehouse (ISO 3166-1): `FR`, `ES` or `GB`. `UK` is taken for `GB`."""
    status: FulfillmentStatus = member("status")
    """`Created` until it is checked, soon after; then `Accepted`, or `Refused` with the reasons.
    `InReception` while the warehouse counts, `Received` when it is done. `Cancelled` when nothing of it
    came or will.
    """
    reason_code: Refused | None = member("reasonCode", default=None)
    """Why it was refused, for programs; else null."""
    reason: str | None = member("reason", default=None)
    """Why it was refused, and what to do; else null."""
    expected_date: str | None = member("expectedDate", default=None)
    """The day on which you expect it there, such as `2026-11-29`."""
    has_delivery_note: bool = member("hasDeliveryNote")
    """Whether you can download the delivery note."""
    created_at: datetime = member("createdAt")
    """RFC 3339, in UTC."""
    updated_at: datetime = member("updatedAt")
    """RFC 3339, in UTC."""
    accepted_at: datetime | None = member("acceptedAt", default=None)
    """RFC 3339, in UTC."""
    received_at: datetime | None = member("receivedAt", default=None)
    """When the warehouse was done with it (RFC 3339)."""
    lines: Sequence[InboundLine] = member("lines")


class LocalizedStock(Model):
    """What the warehouses of one country hold."""

    storage_country: StorageCountry = member("storageCountry")
    quantity: int = member("quantity")
    """The same as `quantities.Available`."""
    quantities: Quantities = member("quantities")
    updated_at: datetime = member("updatedAt")
    """RFC 3339, in UTC."""
    reason: Movement = member("reason")
    """What changed it last."""


class Movement(OpenEnum):
    """Everything that can move stock, each from one quantity to another (`source`, `target`; None is
    outside).
    """

    ALLOCATION = "Allocation"
    BLOCK = "Block"
    BLOCKED_REMOVAL = "BlockedRemoval"
    CORRECTION_IN = "CorrectionIn"
    CORRECTION_OUT = "CorrectionOut"
    DAMAGED_RECEPTION = "DamagedReception"
    DISPATCH = "Dispatch"
    LITIGATION_CLOSING = "LitigationClosing"
    LITIGATION_LOSS = "LitigationLoss"
    LITIGATION_OPENING = "LitigationOpening"
    OPERATION_END = "OperationEnd"
    OPERATION_START = "OperationStart"
    RECEPTION = "Reception"
    RELEASE = "Release"
    REMOVAL = "Removal"
    REMOVAL_ORDER = "RemovalOrder"
    RESTOCK = "Restock"
    RETURN_BLOCK = "ReturnBlock"
    RETURN_RECEPTION = "ReturnReception"
    RETURN_REMOVAL = "ReturnRemoval"
    UNBLOCK = "Unblock"


class NewFulfillmentProduct(Model):
    """A product that the warehouses are to know."""

    gtin: str = member("gtin")
    """Its GTIN, as a text or a number."""
    seller_product_reference: str = member("sellerProductReference")
    """Your own reference: one for each GTIN and state, and the other way round."""
    product_condition: ProductState | None = member("productCondition", default=None)
    """How new it is. `productState` is another name; the finer conditions of offers, such as
    `UsedLikeNew`, are taken for what they begin with.
    """
    title: str | None = member("title", default=None)
    """Its title; by default that of its sheet."""
    packaging: Packaging | None = member("packaging", default=None)
    traceability: Traceability | None = member("traceability", default=None)
    hazards: Hazards | None = member("hazards", default=None)
    customs: Customs | None = member("customs", default=None)


class NewInboundLine(Model):
    """So many of one product, which you name by `sellerProductReference`, or by `productId` and
    `productCondition`.
    """

    quantity: int = member("quantity")
    """How many pieces come."""
    seller_product_reference: str | None = member("sellerProductReference", default=None)
    """Your own reference of the product. It wins over `productId`."""
    product_id: str | None = member("productId", default=None)
    """The product in the catalogue, together with `productCondition`."""
    product_condition: ProductState | None = member("productCondition", default=None)
    """How new the product is."""


class NewInboundShipment(Model):
    """What you send, and where to."""

    storage_country: str = member("storageCountry")
    """The country of the warehouse (ISO 3166-1): `FR`, `ES` or `GB`. `UK` is taken for `GB`."""
    lines: Sequence[NewInboundLine] = member("lines")
    """What is in it."""
    reference: str | None = member("reference", default=None)
    """Your own reference of the shipment. With it you can send an announcement again without announcing
    twice.
    """
    expected_date: str | None = member("expectedDate", default=None)
    """The day on which you expect it there, such as `2026-11-29`."""


class Packaging(Model):
    """One piece in its packaging. The warehouse measures it again when it comes."""

    length: Decimal | None = member("length", default=None)
    """In centimetres."""
    width: Decimal | None = member("width", default=None)
    """In centimetres."""
    height: Decimal | None = member("height", default=None)
    """In centimetres."""
    weight: Decimal | None = member("weight", default=None)
    """In kilograms."""


class ProductState(OpenEnum):
    """How new what is stored is (contract/09 §4.1): offers tell it more finely."""

    NEW = "New"
    REFURBISHED = "Refurbished"
    USED = "Used"


class ProductStatus(OpenEnum):
    """What became of a product that a seller told the warehouses about."""

    PENDING = "Pending"
    REFERENCED = "Referenced"
    REFUSED = "Refused"


class Quantities(Model):
    """How many pieces are what."""

    available: int = member("Available")
    """Can be sold or shipped."""
    allocated: int = member("Allocated")
    """Promised to an order or a shipment."""
    blocked: int = member("Blocked")
    """Cannot be sold: damaged, or under examination."""
    litigation: int = member("Litigation")
    """Disputed."""
    removal: int = member("Removal")
    """About to leave, back to you or destroyed."""
    return_: int = member("Return")
    """Came back from customers and waits for inspection."""
    logistic_operations: int = member("LogisticOperations")
    """Being worked on, such as packed anew."""


class Refused(OpenEnum):
    """Why a shipment, or a line of it, was refused."""

    PRODUCT_REFUSED = "ProductRefused"
    PRODUCT_UNKNOWN = "ProductUnknown"
    PRODUCTS_NOT_REFERENCED = "ProductsNotReferenced"
    STORAGE_COUNTRY_NOT_ALLOWED = "StorageCountryNotAllowed"


class StockPage(Model):
    """A page of stocks."""

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[StockRecord] = member("items")


class StockRecord(Model):
    """What the warehouses hold of a product in one state."""

    id: str = member("id")
    """The stock: a UUID."""
    product_id: str = member("productId")
    """The product in the catalogue: its `reference`."""
    product_state: ProductState = member("productState")
    seller_product_reference: str = member("sellerProductReference")
    """Your own reference of the product."""
    quantities: Quantities = member("quantities")
    """Of all countries together."""
    localized_stocks: Sequence[LocalizedStock] = member("localizedStocks")
    """The same by country; empty before anything came."""
    updated_at: datetime = member("updatedAt")
    """RFC 3339, in UTC."""


class StockReference(Model):
    """A product that you told the warehouses about, and what it is called."""

    seller_product_reference: str = member("sellerProductReference")
    """Your own reference of the product."""
    stock_id: str | None = member("stockId", default=None)
    """Its stock, as in `GET /stocks`; null unless it is `Referenced`."""
    product_id: str | None = member("productId", default=None)
    """The product in the catalogue; null unless it is `Referenced`."""
    product_state: ProductState = member("productState")
    gtin: str = member("gtin")
    """Its GTIN."""
    status: ProductStatus = member("status")
    """`Pending` until it is judged, then `Referenced`, or `Refused` with a `reason`."""
    reason: str | None = member("reason", default=None)
    """Why it was refused, and what to do; else null."""
    created_at: datetime = member("createdAt")
    """RFC 3339, in UTC."""
    updated_at: datetime = member("updatedAt")
    """RFC 3339, in UTC."""


class StockReferencePage(Model):
    """A page of references."""

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[StockReference] = member("items")


class StorageCountry(OpenEnum):
    """Where there are warehouses (contract/09 §0). The United Kingdom is known as `UK`, too."""

    ES = "ES"
    FR = "FR"
    GB = "GB"


class Traceability(OpenEnum):
    """By what pieces of a product are told apart."""

    BATCH = "Batch"
    EXPIRY_DATE = "ExpiryDate"
    NONE = "None"
    SERIAL_NUMBER = "SerialNumber"


class FulfillmentStatus(OpenEnum):
    """Where a shipment is on its way."""

    ACCEPTED = "Accepted"
    CANCELLED = "Cancelled"
    CREATED = "Created"
    IN_RECEPTION = "InReception"
    RECEIVED = "Received"
    REFUSED = "Refused"
