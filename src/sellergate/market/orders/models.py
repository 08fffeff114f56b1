"""The values of orders. Amounts are in cents, rates in hundredths of a percent."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import msgspec

from sellergate.access.context import SellerId


class Status(StrEnum):
    """Where an order, or a line of it, is on its way (contract/05 §1)."""

    PROCESSING = "Processing"
    WAITING_ACCEPTANCE = "WaitingAcceptance"
    REFUSED = "Refused"
    ACCEPTED = "Accepted"
    IN_PREPARATION = "InPreparation"
    SHIPPED = "Shipped"
    DELIVERED = "Delivered"
    CANCELLED = "Cancelled"
    REJECTED = "Rejected"
    CANCEL_REQUEST = "CancelRequest"  # of lines only


class SupplyMode(StrEnum):
    """Who ships (contract/05 §1.4)."""

    SELLER = "Seller"
    FULFILLMENT = "Fulfillment"
    XDOCK = "Xdock"


class UserType(StrEnum):
    """On whose side somebody acts."""

    SELLER = "Seller"
    CUSTOMER = "Customer"
    MARKETPLACE = "Marketplace"


class Address(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Where somebody lives, or a parcel goes (contract/05 §5.4). Kept as JSON under these names."""

    civility: str | None = None
    first_name: str | None = None
    last_name: str
    company_name: str | None = None
    company_vat_number: str | None = None
    address_line1: str
    address_line2: str | None = None
    address_line3: str | None = None
    postal_code: str
    city: str
    state_or_region: str | None = None
    country_code: str
    pickup_name: str | None = None
    pickup_id: str | None = None
    phone: str | None = None
    email: str | None = None


class Tax(NamedTuple):
    """A tax that a price contains. `target`: Product or Shipping."""

    code: str
    target: str
    amount: int
    rate: int


class Fee(NamedTuple):
    """What a customer pays beside the lines."""

    label: str
    amount: int


class Happened(NamedTuple):
    """A status that a line came into, or the order, then `line` is 0."""

    line: int
    status: Status
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """So many of one offer. Prices: `offer_…` the seller's side, the others the customer's, VAT included."""

    position: int  # from 1
    line_id: str
    status: Status
    status_before: Status | None  # while a cancellation is asked for
    quantity: int
    offer_row: int | None
    offer_id: str
    seller_product_id: str
    product_id: str | None
    product_title: str
    product_gtin: str | None
    condition: str
    offer_unit_price: int
    offer_shipping_cost: int
    unit_price: int
    shipping_cost: int  # of the whole line
    taxes: tuple[Tax, ...]
    commission_rate: int
    commission_without_vat: int
    commission_with_vat: int
    refunded: int  # by cancellations
    delivery_mode: str
    promised_at_min: datetime
    promised_at_max: datetime

    @property
    def selling_total(self) -> int:
        """What the customer paid for the line, with its shipping (contract/05 §5.3)."""
        return self.unit_price * self.quantity + self.shipping_cost

    @property
    def offer_total(self) -> int:
        """The same on the seller's side."""
        return self.offer_unit_price * self.quantity + self.offer_shipping_cost


@dataclass(frozen=True, slots=True)
class Parcel:
    """What was handed to a carrier. `lines`: the positions of those in it."""

    position: int  # from 1
    parcel_number: str
    carrier_name: str
    tracking_url: str | None
    lines: tuple[int, ...]
    shipped_at: datetime
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order as a whole. `row` is its number, 0 before it is stored."""

    row: int
    order_id: str
    seller_id: SellerId
    reference: str | None
    sales_channel_id: str
    is_business: bool
    customer_reference: str
    status: Status
    is_moving: bool  # background work has something to do with it
    supply_mode: SupplyMode
    currency: str
    payment_method: str | None
    billing_address: Address
    shipping_address: Address
    service_fees: tuple[Fee, ...]
    purchased_at: datetime
    created_at: datetime
    updated_at: datetime
    ship_by: datetime
    shipped_at: datetime | None
    delivered_at: datetime | None
    lines: tuple[Line, ...]
    parcels: tuple[Parcel, ...]
    events: tuple[Happened, ...]
    # Since when the ledger does not know something of it, as it was read: what is written since is not compared.
    unbooked_since: datetime | None = field(default=None, compare=False)

    @property
    def selling_total(self) -> int:
        """What the customer paid for the lines."""
        return sum(line.selling_total for line in self.lines)

    @property
    def offer_total(self) -> int:
        """The same on the seller's side."""
        return sum(line.offer_total for line in self.lines)

    def line(self, line_id: str) -> Line | None:
        """The line of this id."""
        return next((line for line in self.lines if line.line_id == line_id), None)


class CancellationStatus(StrEnum):
    """Where a cancellation request is on its way."""

    UNDER_REVIEW = "UnderReview"  # the marketplace decides
    PENDING = "Pending"  # granted; background work does it
    ACCEPTED = "Accepted"
    REFUSED = "Refused"


class CancelledLine(NamedTuple):
    """A line of a request. Kept as JSON in this order."""

    position: int
    reason: str
    refunds_shipping: bool
    refunded: int | None  # None until it is done


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancellation:
    """A request to cancel lines of an order. `row` is its number."""

    row: int
    request_id: str
    seller_id: SellerId
    order_row: int
    order_id: str
    sales_channel_id: str
    is_partial: bool
    asked_by: UserType
    status: CancellationStatus
    lines: tuple[CancelledLine, ...]
    created_at: datetime
    updated_at: datetime


class GestureStatus(StrEnum):
    """Where a commercial gesture is on its way."""

    PENDING = "Pending"
    ACCEPTED = "Accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gesture:
    """A part of the money that the seller gives back out of goodwill. `row` is its number."""

    row: int
    request_id: str
    seller_id: SellerId
    order_row: int
    order_id: str
    sales_channel_id: str
    currency: str
    reason: str
    reason_details: str | None
    amount: int
    status: GestureStatus
    created_at: datetime
    updated_at: datetime
