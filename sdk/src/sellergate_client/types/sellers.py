"""Values of the API: sellers.

Made by `make sdk` from docs/reference/openapi.yaml; do not edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sellergate_client._core.model import Model, OpenEnum, member


class Address(Model):
    """One address of a seller account."""

    type: str = member("type")
    """What the address is for: `Billing`, `Return` or `Shipping`."""
    company_name: str | None = member("company_name", default=None)
    """Who receives post there."""
    address: str = member("address")
    """Number and street; the same as `address1`."""
    address1: str = member("address1")
    """Number and street."""
    address2: str | None = member("address2", default=None)
    """Building, floor or the like."""
    zip_code: str = member("zip_code")
    """The postal code, as the country writes it."""
    city: str = member("city")
    """The town."""
    country: str = member("country")
    """The country, by its ISO 3166-1 two-letter code."""


class AddressList(Model):
    """Every address of the account."""

    count: int = member("count")
    """How many items there are."""
    items: Sequence[Address] = member("items")


class Carrier(Model):
    """A carrier that can be named when an order is shipped."""

    code: str = member("code")
    """What to send when an order is shipped."""
    label: str = member("label")
    """The carrier's name."""
    additional_parameters_required: bool = member("additional_parameters_required")
    """Whether a shipment must say more, such as a pick-up point."""


class DeliveryMode(Model):
    """A delivery mode of the account."""

    code: str = member("code")
    """The legacy code, such as `TRK`, `REG` or `STD`."""
    name: str = member("name")
    """The name that buyers see."""
    delivery_delay: int = member("delivery_delay")
    """Days from dispatch to delivery."""
    is_express_delivery: bool = member("is_express_delivery")
    """Whether it is an express delivery."""
    more_than30_kg_product: bool = member("more_than30_kg_product")
    """Whether it is for products above 30 kg. The name is spelled like this."""


class DeliveryModeList(Model):
    """Every delivery mode of the account."""

    count: int = member("count")
    """How many items there are."""
    items: Sequence[DeliveryMode] = member("items")


class Indicator(Model):
    """A performance indicator: percentages over the last 30 and 60 days."""

    description: str = member("description")
    """The indicator's name: `order_acceptation`, `product_shipping`, `deadline_compliance`, `order_claims`
    or `order_refunds`.
    """
    computation_date: datetime = member("computation_date")
    """When the values were computed."""
    threshold: Decimal = member("threshold")
    """The percentage that is asked for."""
    threshold_type: ThresholdType = member("threshold_type")
    value_d30: Decimal | None = member("value_d30", default=None)
    """The percentage over the last 30 days; null when there were no orders."""
    value_d60: Decimal | None = member("value_d60", default=None)
    """The percentage over the last 60 days; null when there were no orders."""


class IndicatorList(Model):
    """Every indicator of the account."""

    count: int = member("count")
    """How many items there are."""
    items: Sequence[Indicator] = member("items")


class Seller(Model):
    """The full profile of a seller account."""

    seller_id: int = member("seller_id")
    """The number of the account: what the SellerId header names."""
    login: str = member("login")
    """The account's login at the marketplace."""
    shop_name: str = member("shop_name")
    """The name that buyers see."""
    shop_url: str | None = member("shop_url", default=None)
    """The address of the seller's own shop, if it has one."""
    email: str = member("email")
    """Where the marketplace writes to the seller."""
    phone_number: str | None = member("phone_number", default=None)
    """The seller's telephone number, with the country's prefix."""
    mobile_number: str | None = member("mobile_number", default=None)
    """The seller's mobile number, with the country's prefix."""
    seller_state: SellerState = member("seller_state")
    seller_sub_state: SellerSubState = member("seller_sub_state")
    subscription_step: SubscriptionStep = member("subscription_step")
    auto_accept_order: bool = member("auto_accept_order")
    """Whether orders are accepted without an act of the seller."""
    fulfillment_profile_id: str | None = member("fulfillment_profile_id", default=None)
    """The account's logistics configuration; null without one."""
    language: str = member("language")
    """The account's language, such as `fr-FR`."""
    seller_legal_information: SellerLegalInformation = member("seller_legal_information")


class SellerLegalInformation(Model):
    """The company behind the shop."""

    siret_number: str | None = member("siret_number", default=None)
    """The French company number; null for companies of elsewhere."""
    company_name: str = member("company_name")
    """The name the company is registered under."""
    legal_form: str | None = member("legal_form", default=None)
    """The form of the company, such as `SAS` or `GmbH`."""
    share_capital: int | None = member("share_capital", default=None)
    """The share capital, in whole units of its currency."""
    vat_number: str | None = member("vat_number", default=None)
    """The VAT number, beginning with the country's two letters."""


class SellerState(OpenEnum):
    """Whether the account may sell."""

    ACTIVATED = "Activated"
    DEACTIVATED = "Deactivated"
    PUT_ON_NOTICE = "PutOnNotice"


class SellerSubState(OpenEnum):
    """How an account stands within its state."""

    ACTIVE_SELLER = "ActiveSeller"
    BANNED_SELLER = "BannedSeller"
    HOLIDAYS = "Holidays"


class Subscription(Model):
    """A present or past subscription to a sales channel."""

    subscription_id: int = member("subscription_id")
    """The number of the subscription."""
    sales_channel_id: str = member("sales_channel_id")
    """The sales channel, such as `CDISFR`."""
    status: str = member("status")
    """How it stands: `Pending`, `Active`, `Suspended` or `Terminated`."""
    action: str | None = member("action", default=None)
    """What was last asked for or decided; null when nothing was."""
    offer_submission_currency: str = member("offer_submission_currency")
    """The ISO 4217 currency of prices in offers for this channel."""
    seller_payment_currency: str = member("seller_payment_currency")
    """The ISO 4217 currency in which the seller is paid."""


class SubscriptionList(Model):
    """Every subscription of the account, the newest first."""

    count: int = member("count")
    """How many items there are."""
    items: Sequence[Subscription] = member("items")


class SubscriptionStep(OpenEnum):
    """How far the account's registration is."""

    BANK_REFERENCES = "BankReferences"
    FINISHED = "Finished"
    FIRST_CONNECTION = "FirstConnection"
    VALIDATING_SUBSCRIPTION = "ValidatingSubscription"


class ThresholdType(OpenEnum):
    """Which side of the threshold is good."""

    THRESHOLD_MAX = "ThresholdMax"
    THRESHOLD_MIN = "ThresholdMin"
