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


class DeliveryAddress(Model):
    """Where a shipment goes."""

    civility: str | None = member("civility", default=None)
    first_name: str | None = member("firstName", default=None)
    last_name: str = member("lastName")
    company_name: str | None = member("companyName", default=None)
    company_vat_number: str | None = member("companyVatNumber", default=None)
    address_line1: str = member("addressLine1")
    """Number and street."""
    address_line2: str | None = member("addressLine2", default=None)
    address_line3: str | None = member("addressLine3", default=None)
    postal_code: str = member("postalCode")
    city: str = member("city")
    state_or_region: str | None = member("stateOrRegion", default=None)
    country_code: str = member("countryCode")
    """ISO 3166-1 alpha-2."""
    pickup_name: str | None = member("pickupName", default=None)
    pickup_id: str | None = member("pickupId", default=None)
    phone: str | None = member("phone", default=None)
    email: str | None = member("email", default=None)


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
    status: InboundStatus = member("status")
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


class InboundStatus(OpenEnum):
    """Where a shipment is on its way."""

    ACCEPTED = "Accepted"
    CANCELLED = "Cancelled"
    CREATED = "Created"
    IN_RECEPTION = "InReception"
    RECEIVED = "Received"
    REFUSED = "Refused"


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


class NewOutboundCancellation(Model):
    """Which shipment is to be called off."""

    outbound_shipment_id: str = member("outboundShipmentId")
    """Names the shipment."""


class NewOutboundLine(Model):
    """So many of a product, named by your reference or by its id and condition; your reference wins."""

    seller_product_reference: str | None = member("sellerProductReference", default=None)
    """Your own reference of the product."""
    product_id: str | None = member("productId", default=None)
    """The platform's id of the product."""
    product_condition: ProductState | None = member("productCondition", default=None)
    quantity: int = member("quantity")


class NewOutboundShipment(Model):
    """What is to be sent, and where to."""

    reference: str | None = member("reference", default=None)
    """Your own reference."""
    storage_country: StorageCountry | None = member("storageCountry", default=None)
    delivery_mode: str | None = member("deliveryMode", default=None)
    """How it is brought: a name of `GET /sellers/delivery-modes`, or its code."""
    delivery_address: DeliveryAddress = member("deliveryAddress")
    lines: Sequence[NewOutboundLine] = member("lines")


class NewReturn(Model):
    """What a customer sends back of an outbound shipment, named by its id or by your reference of it."""

    outbound_shipment_id: str | None = member("outboundShipmentId", default=None)
    reference: str | None = member("reference", default=None)
    """Your reference of the shipment, in place of its id."""
    order_seller_id: str | None = member("orderSellerId", default=None)
    """Your reference of the customer's order."""
    parcel_id: str | None = member("parcelId", default=None)
    """The parcel in which it was sent."""
    reason: ReturnReason = member("reason")
    """Why it comes back."""
    comment: str | None = member("comment", default=None)
    lines: Sequence[NewOutboundLine] = member("lines")


class OutboundCancellationPage(Model):
    """Requests, the newest first; the `Link` header names the pages around, if there are any."""

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[OutboundCancellationRequest] = member("items")


class OutboundCancellationRequest(Model):
    """A request to call a shipment off: `Pending` or `UnderReview`, then `Accepted` or `Refused`."""

    outbound_cancellation_request_id: str = member("outboundCancellationRequestId")
    """Names the request."""
    outbound_shipment_id: str = member("outboundShipmentId")
    """Names the shipment."""
    status: OutboundCancellationStatus = member("status")
    reason: str | None = member("reason", default=None)
    """Why it was refused, in English."""
    created_at: datetime = member("createdAt")
    updated_at: datetime = member("updatedAt")


class OutboundCancellationStatus(OpenEnum):
    """Where a request to cancel a shipment is on its way."""

    ACCEPTED = "Accepted"
    PENDING = "Pending"
    REFUSED = "Refused"
    UNDER_REVIEW = "UnderReview"


class OutboundLine(Model):
    """So many of a product."""

    line_number: int = member("lineNumber")
    """Its place in the shipment, from 1."""
    seller_product_reference: str | None = member("sellerProductReference", default=None)
    """Your own reference."""
    product_id: str | None = member("productId", default=None)
    """The platform's id of the product."""
    product_condition: ProductState | None = member("productCondition", default=None)
    quantity: int = member("quantity")
    returned_quantity: int = member("returnedQuantity")
    """How many of them came back, or are declared to."""


class OutboundParcel(Model):
    """What the carrier took."""

    parcel_id: str = member("parcelId")
    """Names the parcel."""
    parcel_number: str = member("parcelNumber")
    """The carrier's number."""
    tracking_url: str | None = member("trackingUrl", default=None)
    line_numbers: Sequence[int] = member("lineNumbers")
    """The lines that are in it."""


class OutboundRejection(Model):
    """Why a shipment was rejected."""

    code: Rejection = member("code")
    details: str | None = member("details", default=None)
    """More about it, in English."""


class OutboundShipment(Model):
    """An outbound shipment: `Created`, `Accepted`, `InPreparation`, `Shipped`, `Delivered`; or `Rejected`,
    `Cancelled`.
    """

    outbound_shipment_id: str = member("outboundShipmentId")
    """Names the shipment."""
    reference: str | None = member("reference", default=None)
    """Your own reference; that of the order, when it is for one."""
    order_id: str | None = member("orderId", default=None)
    """The order of the marketplace that it is for, if it is for one."""
    status: OutboundStatus = member("status")
    state: OutboundState = member("state")
    rejection: OutboundRejection | None = member("rejection", default=None)
    storage_country: StorageCountry = member("storageCountry")
    delivery_mode: str = member("deliveryMode")
    delivery_address: DeliveryAddress = member("deliveryAddress")
    lines: Sequence[OutboundLine] = member("lines")
    carrier: str | None = member("carrier", default=None)
    """Who brings it, once it is `Shipped`."""
    parcels: Sequence[OutboundParcel] = member("parcels")
    """Empty until it is `Shipped`."""
    created_at: datetime = member("createdAt")
    updated_at: datetime = member("updatedAt")
    status_updated_at: datetime = member("statusUpdatedAt")
    shipped_at: datetime | None = member("shippedAt", default=None)


class OutboundShipmentPage(Model):
    """Shipments, the newest first; the `Link` header names the pages around, if there are any."""

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[OutboundShipment] = member("items")


class OutboundState(OpenEnum):
    """Whether a shipment holds. It follows from its status."""

    CANCELLED = "Cancelled"
    INVALID = "Invalid"
    VALID = "Valid"


class OutboundStatus(OpenEnum):
    """Where a shipment is on its way (contract/09 §5)."""

    ACCEPTED = "Accepted"
    CANCELLED = "Cancelled"
    CREATED = "Created"
    DELIVERED = "Delivered"
    IN_PREPARATION = "InPreparation"
    REJECTED = "Rejected"
    SHIPPED = "Shipped"


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


class Rejection(OpenEnum):
    """Why a shipment was rejected."""

    NOT_ENOUGH_STOCK = "NotEnoughStock"
    REJECTED_BY_WAREHOUSE = "RejectedByWarehouse"
    UNKNOWN_PRODUCT = "UnknownProduct"


class Return(Model):
    """A return: `Created`, `Referencing`, `Referenced`, `Accepted`, `Pending` when it has come,
    `Completed`.
    """

    return_id: str = member("returnId")
    """Names the return."""
    type: ReturnType = member("type")
    status: ReturnStatus = member("status")
    reason: ReturnReason = member("reason")
    recommended_return_reason: ReturnReason | None = member("recommendedReturnReason", default=None)
    """What the warehouse found, once it looked."""
    comment: str | None = member("comment", default=None)
    warehouse_comment: str | None = member("warehouseComment", default=None)
    outbound_shipment_id: str = member("outboundShipmentId")
    reference: str | None = member("reference", default=None)
    """Your reference of the shipment."""
    order_seller_id: str | None = member("orderSellerId", default=None)
    """Your reference of the order."""
    parcel_id: str | None = member("parcelId", default=None)
    storage_country: StorageCountry = member("storageCountry")
    lines: Sequence[ReturnLine] = member("lines")
    has_label: bool = member("hasLabel")
    """Whether there is a label to download."""
    label_url: str | None = member("labelUrl", default=None)
    """Where the label is."""
    receipt_date: str | None = member("receiptDate", default=None)
    """When it came to the warehouse."""
    created_at: datetime = member("createdAt")
    updated_at: datetime = member("updatedAt")


class ReturnLine(Model):
    """So many of a product."""

    line_number: int = member("lineNumber")
    """Its place in the return, from 1."""
    seller_product_reference: str | None = member("sellerProductReference", default=None)
    """Your own reference."""
    product_id: str | None = member("productId", default=None)
    """The platform's id of the product."""
    product_condition: ProductState | None = member("productCondition", default=None)
    quantity: int = member("quantity")
    """How many were declared."""
    received_quantity: int = member("receivedQuantity")
    """How many of those came."""
    unexpected_quantity: int = member("unexpectedQuantity")
    """How many came that were not declared."""
    available_quantity: int = member("availableQuantity")
    """How many of all that came are on sale again."""
    blocked_quantity: int = member("blockedQuantity")
    """How many of them are blocked."""


class ReturnPage(Model):
    """Returns, the newest first; the `Link` header names the pages around, if there are any."""

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[Return] = member("items")


class ReturnReason(OpenEnum):
    """Why it comes back: the first four are the contract's (contract/09 §6), the others are ours."""

    DAMAGED = "Damaged"
    DEFECTIVE = "Defective"
    OTHER = "Other"
    REFERENCE_ERROR = "ReferenceError"
    REFUSED_BY_CUSTOMER = "RefusedByCustomer"
    RETRACTION = "Retraction"
    TRANSPORT_DAMAGE = "TransportDamage"
    UNDELIVERABLE = "Undeliverable"


class ReturnStatus(OpenEnum):
    """Where a return is on its way (contract/09 §6)."""

    ACCEPTED = "Accepted"
    COMPLETED = "Completed"
    CREATED = "Created"
    PENDING = "Pending"
    REFERENCED = "Referenced"
    REFERENCING = "Referencing"


class ReturnType(OpenEnum):
    """Who brings it back (contract/09 §6)."""

    CARRIER = "Carrier"
    CUSTOMER = "Customer"


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
