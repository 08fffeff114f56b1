"""Values of the API: orders.

Made by `make sdk` from docs/reference/openapi.yaml; do not edit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sellergate_client._core.model import Model, OpenEnum, member


class AllowedReason(Model):
    """A reason for a gesture."""

    code: GestureReason = member("code")
    """What a gesture names it by."""
    label: str = member("label")
    """It in words, in the language asked for."""
    is_details_required: bool = member("isDetailsRequired")
    """Whether `reasonDetails` must say more."""


class Approval(Model):
    """Your answer to an order that waits for it."""

    approval_status: Decision = member("approval_status")
    """`Accepted` or `Refused`. The name is in snake_case, unlike its siblings."""


class AvailableAmounts(Model):
    """What may still be given back for an order, and what it comes from."""

    order_id: str = member("orderId")
    """The order."""
    currency_code: str = member("currencyCode")
    """The currency of the order (ISO 4217)."""
    allowable_amount: Decimal = member("allowableAmount")
    """The most that a new gesture may be: 0 unless the order is `Shipped` or `Delivered`."""
    paid_amount: Decimal = member("paidAmount")
    """What the customer paid for the lines."""
    refunded_amount: Decimal = member("refundedAmount")
    """What cancelled lines gave back, with those whose cancellation is asked for."""
    gesture_amount: Decimal = member("gestureAmount")
    """What earlier gestures come to."""


class BillingAddress(Model):
    """Who is billed. It has neither phone nor e-mail."""

    civility: str | None = member("civility", default=None)
    first_name: str | None = member("firstName", default=None)
    last_name: str | None = member("lastName", default=None)
    company_name: str | None = member("companyName", default=None)
    company_vat_number: str | None = member("companyVatNumber", default=None)
    address_line1: str | None = member("addressLine1", default=None)
    """Street and number."""
    address_line2: str | None = member("addressLine2", default=None)
    address_line3: str | None = member("addressLine3", default=None)
    postal_code: str | None = member("postalCode", default=None)
    city: str | None = member("city", default=None)
    state_or_region: str | None = member("stateOrRegion", default=None)
    country_code: str | None = member("countryCode", default=None)
    """ISO 3166-1."""


class CancellationCreated(Model):
    """The request: it is done in the background. Its lines are `CancelRequest` until then."""

    request_id: str = member("requestId")
    """Names the request."""
    cancellation_request_id: str = member("cancellationRequestId")
    """The same as `requestId`."""
    partial_cancellation_request_id: str | None = member(
        "partialCancellationRequestId", default=None
    )
    """The same, for single lines."""


class CancellationDetail(Model):
    """A line that is cancelled."""

    order_line_id: str = member("orderLineId")
    """Which line."""
    reason: str | None = member("reason", default=None)
    """Why: a code of `GET /cancellation-reasons`."""
    cancelled_at: datetime | None = member("cancelledAt", default=None)
    """An instant, to the second, with an offset."""
    refunded_amount: Decimal = member("refundedAmount")
    """What the customer gets back for it."""


class CancellationPage(Model):
    """Cancellation requests, the newest first; the `Link` header names the next page, if there is one."""

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[CancellationRequest] = member("items")


class CancellationReason(Model):
    """A reason to cancel lines."""

    code: str = member("code")
    """What a cancellation request names it by."""
    label: str = member("label")
    """It in words, in the language asked for."""
    user_type: UserType = member("userType")
    """Who may give it."""
    order_statuses: Sequence[OrdersStatus] = member("orderStatuses")
    """Of lines in these statuses."""
    is_stock_returned: bool = member("isStockReturned")
    """Whether the items go back on sale when a line is cancelled so."""


class CancellationRequest(Model):
    """A cancellation request. It goes from `Pending` to `Accepted` by itself. What a customer asks for
    after shipment is     `UnderReview`, until the marketplace lets it go on or refuses it.
    """

    request_id: str = member("requestId")
    """Names the request."""
    cancellation_request_id: str = member("cancellationRequestId")
    """The same as `requestId`."""
    order_seller_id: str = member("orderSellerId")
    """The order: its `orderId`."""
    order_id: str = member("orderId")
    """The same as `orderSellerId`."""
    sales_channel: str = member("salesChannel")
    """The sales channel of the order."""
    user_type: UserType = member("userType")
    """Who asked."""
    is_partial: bool = member("isPartial")
    """Whether single lines were named."""
    status: CancellationStatus = member("status")
    """Where it is on its way."""
    lines: Sequence[CancelledLine] = member("lines")
    """The lines that it is for."""
    created_at: datetime = member("createdAt")
    """When it came (RFC 3339)."""
    updated_at: datetime = member("updatedAt")
    """When it last changed (RFC 3339)."""


class CancellationStatus(OpenEnum):
    """Where a cancellation request is on its way."""

    ACCEPTED = "Accepted"
    PENDING = "Pending"
    REFUSED = "Refused"
    UNDER_REVIEW = "UnderReview"


class CancelledLine(Model):
    """A line of a request."""

    line_id: str = member("lineId")
    """Its `orderLineId`."""
    offer_id: str = member("offerId")
    """Its offer."""
    reason: str = member("reason")
    """Why: a code of `GET /cancellation-reasons`."""
    shipping_cost_refund: bool = member("shippingCostRefund")
    """Whether the line's cost of shipping is given back."""
    refunded_amount: Decimal | None = member("refundedAmount", default=None)
    """What the customer gets back for it; null until the request is done."""


class Commission(Model):
    """The commission on a line: on what the customer pays for it with its shipping."""

    amount_with_vat: Decimal = member("amountWithVat")
    """Of the whole line."""
    amount_without_vat: Decimal = member("amountWithoutVat")
    """Of the whole line."""
    rate: int = member("rate")
    """In hundredths of a percent: 800 is 8 %."""


class Customer(Model):
    """Who bought."""

    reference: str = member("reference")
    """The customer's anonymous key, the same for all its orders."""


class Decision(OpenEnum):
    """What a seller may answer."""

    ACCEPTED = "Accepted"
    REFUSED = "Refused"


class Delivery(Model):
    """How and when it is to arrive."""

    mode: str = member("mode")
    """Such as `TrackedHomeDelivery`."""
    promised_at_min: datetime = member("promisedAtMin")
    """An instant, to the second, with an offset."""
    promised_at_max: datetime = member("promisedAtMax")
    """An instant, to the second, with an offset."""
    shipped_at_max: datetime = member("shippedAtMax")
    """When it must be shipped by."""


class Gesture(Model):
    """A commercial gesture. It goes from `Pending` to `Accepted` by itself."""

    request_id: str = member("requestId")
    """Names the gesture."""
    order_id: str = member("orderId")
    """The order."""
    sales_channel: str = member("salesChannel")
    """The sales channel of the order."""
    reason: GestureReason = member("reason")
    """Why."""
    reason_details: str | None = member("reasonDetails", default=None)
    """Why, in the seller's words."""
    amount: Decimal = member("amount")
    """How much the customer gets."""
    currency_code: str = member("currencyCode")
    """The currency of the order (ISO 4217)."""
    status: GestureStatus = member("status")
    """Where it is on its way."""
    created_at: datetime = member("createdAt")
    """When it came (RFC 3339)."""
    updated_at: datetime = member("updatedAt")
    """When it last changed (RFC 3339)."""


class GestureConfiguration(Model):
    """What a sales channel says of gestures."""

    sales_channel_id: str = member("salesChannelId")
    """The sales channel."""
    maximum_percentage: Decimal = member("maximumPercentage")
    """What gestures for an order may come to, of what its customer paid."""
    order_statuses: Sequence[OrdersStatus] = member("orderStatuses")
    """For orders in these statuses."""
    reasons: Sequence[AllowedReason] = member("reasons")


class GestureCreated(Model):
    """The gesture: it is done in the background."""

    request_id: str = member("requestId")
    """Names the gesture."""


class GesturePage(Model):
    """Gestures of the seller, the newest first; the `Link` header names the next page, if there is one."""

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[Gesture] = member("items")


class GestureReason(OpenEnum):
    """Why something is given back."""

    DAMAGED_PRODUCT = "DamagedProduct"
    DEFECTIVE_PRODUCT = "DefectiveProduct"
    LATE_DELIVERY = "LateDelivery"
    MISSING_PRODUCT = "MissingProduct"
    NOT_AS_DESCRIBED = "NotAsDescribed"
    OTHER = "Other"
    PRICE_DIFFERENCE = "PriceDifference"
    RETURN_COSTS = "ReturnCosts"
    WRONG_PRODUCT = "WrongProduct"


class GestureStatus(OpenEnum):
    """Where a commercial gesture is on its way."""

    ACCEPTED = "Accepted"
    PENDING = "Pending"


class NewCancellation(Model):
    """An order to cancel as a whole."""

    order_seller_id: str = member("orderSellerId")
    """The order: its `orderId`. `orderId` is taken as well."""
    reason: str = member("reason")
    """Why: a code of `GET /cancellation-reasons`."""
    shipping_cost_refund: bool | None = member("shippingCostRefund", default=None)
    """Whether the customer gets the cost of shipping back as well."""


class NewCancelledLine(Model):
    """A line to cancel."""

    line_id: str = member("lineId")
    """Its `orderLineId`."""
    reason: str = member("reason")
    """Why: a code of `GET /cancellation-reasons`."""
    offer_id: str | None = member("offerId", default=None)
    """Its offer, the `offer.id` of the line. May be left out."""
    shipping_cost_refund: bool | None = member("shippingCostRefund", default=None)
    """Whether the customer gets the line's cost of shipping back as well."""


class NewGesture(Model):
    """A part of the money to give back."""

    order_id: str = member("orderId")
    """The order."""
    reason: GestureReason = member("reason")
    """Why."""
    amount: Decimal = member("amount")
    """How much, in the currency of the order: at most two decimals, at most the `allowableAmount`."""
    reason_details: str | None = member("reasonDetails", default=None)
    """Why, in your words. `Other` wants them."""


class NewPartialCancellation(Model):
    """Lines of an order to cancel."""

    order_seller_id: str = member("orderSellerId")
    """The order: its `orderId`. `orderId` is taken as well."""
    lines: Sequence[NewCancelledLine] = member("lines")
    shipping_cost_refund: bool | None = member("shippingCostRefund", default=None)
    """For lines that do not say it themselves; `true` when left out."""


class OfferPrice(Model):
    """Your side of the price, VAT included."""

    unit_sales_price: Decimal = member("unitSalesPrice")
    """Of one piece."""
    shipping_cost: Decimal = member("shippingCost")
    """Of the whole line."""
    commission: Commission = member("commission")
    taxes: Sequence[OrdersTax] = member("taxes")


class Order(Model):
    """What a customer bought of you at once, on one sales channel."""

    order_id: str = member("orderId")
    """What the order is known by."""
    reference: str | None = member("reference", default=None)
    """The sales channel's reference."""
    business_order: bool = member("businessOrder")
    """Whether a company bought."""
    sales_channel: SalesChannel = member("salesChannel")
    seller: OrderSeller = member("seller")
    customer: Customer = member("customer")
    purchased_at: datetime = member("purchasedAt")
    """An instant, to the second, with an offset."""
    created_at: datetime = member("createdAt")
    """An instant, to the second, with an offset."""
    updated_at: datetime = member("updatedAt")
    """An instant, to the second, with an offset."""
    shipped_at_max: datetime = member("shippedAtMax")
    """When it must be shipped by."""
    status: OrderStatus = member("status")
    supply_mode: SupplyMode = member("supplyMode")
    """Who ships. What you may do, you may for `Seller` only."""
    payment: Payment = member("payment")
    currency_code: str = member("currencyCode")
    """The ISO 4217 currency of all amounts."""
    billing_address: BillingAddress = member("billingAddress")
    total_price: TotalPrice = member("totalPrice")
    service_fees: Sequence[ServiceFee] = member("serviceFees")
    status_events: Sequence[StatusEvent] = member("statusEvents")
    """What it went through."""
    cancellation_details: Sequence[CancellationDetail] | None = member(
        "cancellationDetails", default=None
    )
    """The lines that are cancelled; null when none is."""
    lines: Sequence[OrderLine] = member("lines")


class OrderLine(Model):
    """So many of one offer."""

    order_line_id: str = member("orderLineId")
    """What shipments and cancellations name it by."""
    status: OrdersStatus = member("status")
    """As of an order; `CancelRequest` while somebody asked for its cancellation."""
    quantity: int = member("quantity")
    total_price: TotalPrice = member("totalPrice")
    offer_price: OfferPrice = member("offerPrice")
    selling_price: SellingPrice = member("sellingPrice")
    offer: OrderedOffer = member("offer")
    delivery: Delivery = member("delivery")
    shipping_address: ShippingAddress | None = member("shippingAddress", default=None)
    """Null until the line is `InPreparation`."""
    parcels: Sequence[OrderParcel] = member("parcels")
    """Those that it is in."""
    product_attributes: Mapping[str, Any] | None = member("productAttributes", default=None)
    """Null: what is known of a product is in its sheet."""
    status_events: Sequence[StatusEvent] = member("statusEvents")
    """What it went through."""


class OrderPage(Model):
    """A page of orders. The last one has no `rel="next"` in its `Link` header; beyond it pages are empty."""

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[Order] = member("items")


class OrderParcel(Model):
    """What was handed to a carrier."""

    parcel_number: str = member("parcelNumber")
    """The carrier's tracking number."""
    carrier_name: str = member("carrierName")
    tracking_url: str | None = member("trackingUrl", default=None)


class OrderSeller(Model):
    """Whose order it is."""

    id: str = member("id")
    """The seller account."""


class OrderStatus(OpenEnum):
    """Where an order is on its way."""

    ACCEPTED = "Accepted"
    CANCELLED = "Cancelled"
    DELIVERED = "Delivered"
    IN_PREPARATION = "InPreparation"
    PROCESSING = "Processing"
    REFUSED = "Refused"
    REJECTED = "Rejected"
    SHIPPED = "Shipped"
    WAITING_ACCEPTANCE = "WaitingAcceptance"


class OrderedOffer(Model):
    """What was bought."""

    id: str = member("id")
    """The offer's `offerId`."""
    seller_product_id: str = member("sellerProductId")
    """Your own reference of it."""
    product_id: str | None = member("productId", default=None)
    """Its reference in the catalogue."""
    product_title: str = member("productTitle")
    product_gtin: str | None = member("productGtin", default=None)
    condition: str = member("condition")
    supply_mode: SupplyMode = member("supplyMode")


class OrdersStatus(OpenEnum):
    """Where an order, or a line of it, is on its way (contract/05 §1)."""

    ACCEPTED = "Accepted"
    CANCEL_REQUEST = "CancelRequest"
    CANCELLED = "Cancelled"
    DELIVERED = "Delivered"
    IN_PREPARATION = "InPreparation"
    PROCESSING = "Processing"
    REFUSED = "Refused"
    REJECTED = "Rejected"
    SHIPPED = "Shipped"
    WAITING_ACCEPTANCE = "WaitingAcceptance"


class OrdersTax(Model):
    """A tax that a price contains."""

    code: str = member("code")
    """`VAT`."""
    target: str = member("target")
    """`Product` or `Shipping`."""
    amount: Decimal = member("amount")
    """Of the whole line."""
    rate: Decimal = member("rate")
    """In percent: 20 is 20 %."""


class Payment(Model):
    """How the customer paid."""

    method: str | None = member("method", default=None)
    """Such as `Card`; null when nobody knows."""


class SalesChannel(Model):
    """Where it was bought."""

    id: str = member("id")
    """The sales channel, such as `CDISFR`."""
    name: str = member("name")
    """Its name."""


class SellingPrice(Model):
    """The customer's side of the price, VAT included."""

    unit_sales_price: Decimal = member("unitSalesPrice")
    """Of one piece."""
    shipping_cost: Decimal = member("shippingCost")
    """Of the whole line."""
    taxes: Sequence[OrdersTax] = member("taxes")


class ServiceFee(Model):
    """What the customer pays beside the lines."""

    label: str = member("label")
    amount: Decimal = member("amount")
    """An amount in the currency of the order."""


class Shipment(Model):
    """A parcel that you hand to a carrier."""

    parcel_number: str = member("parcelNumber")
    """Its tracking number."""
    carrier_name: str = member("carrierName")
    """Who carries it: a label of `GET /carriers`, or any other name."""
    tracking_url: str | None = member("trackingUrl", default=None)
    """Where the customer can follow it: an http or https address."""
    order_line_ids: Sequence[str] | None = member("orderLineIds", default=None)
    """The lines that are in it. Left out: every line that is `InPreparation`."""


class ShippingAddress(Model):
    """Where the parcel goes."""

    civility: str | None = member("civility", default=None)
    first_name: str | None = member("firstName", default=None)
    last_name: str | None = member("lastName", default=None)
    company_name: str | None = member("companyName", default=None)
    company_vat_number: str | None = member("companyVatNumber", default=None)
    address_line1: str | None = member("addressLine1", default=None)
    """Street and number."""
    address_line2: str | None = member("addressLine2", default=None)
    address_line3: str | None = member("addressLine3", default=None)
    postal_code: str | None = member("postalCode", default=None)
    city: str | None = member("city", default=None)
    state_or_region: str | None = member("stateOrRegion", default=None)
    country_code: str | None = member("countryCode", default=None)
    """ISO 3166-1."""
    pickup_name: str | None = member("pickupName", default=None)
    """The pickup point's name."""
    pickup_id: str | None = member("pickupId", default=None)
    """What the carrier knows it by."""
    phone: str | None = member("phone", default=None)
    email: str | None = member("email", default=None)
    """It may be an address for this order only."""


class StatusEvent(Model):
    """A status, and since when."""

    status: OrdersStatus = member("status")
    created_at: datetime = member("createdAt")
    """An instant, to the second, with an offset."""


class SupplyMode(OpenEnum):
    """Who ships (contract/05 §1.4)."""

    FULFILLMENT = "Fulfillment"
    SELLER = "Seller"
    XDOCK = "Xdock"


class TotalPrice(Model):
    """Unit price times quantity, and shipping."""

    offer_price: Decimal = member("offerPrice")
    """By the prices of your offers."""
    selling_price: Decimal = member("sellingPrice")
    """By what the customer pays."""


class UserType(OpenEnum):
    """On whose side somebody acts."""

    CUSTOMER = "Customer"
    MARKETPLACE = "Marketplace"
    SELLER = "Seller"
