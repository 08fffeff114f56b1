"""Wire models of the seller perimeter, names exactly as in contract/02: snake_case."""

from datetime import datetime
from enum import StrEnum

import msgspec


class SellerState(StrEnum):
    """Whether the account may sell."""

    ACTIVATED = "Activated"
    DEACTIVATED = "Deactivated"
    PUT_ON_NOTICE = "PutOnNotice"


class SellerSubState(StrEnum):
    """How an account stands within its state."""

    ACTIVE_SELLER = "ActiveSeller"
    HOLIDAYS = "Holidays"
    BANNED_SELLER = "BannedSeller"


class SubscriptionStep(StrEnum):
    """How far the account's registration is."""

    FIRST_CONNECTION = "FirstConnection"
    BANK_REFERENCES = "BankReferences"
    VALIDATING_SUBSCRIPTION = "ValidatingSubscription"
    FINISHED = "Finished"


class SellerLegalInformation(msgspec.Struct):
    """The company behind the shop."""

    siret_number: str | None
    company_name: str
    legal_form: str | None
    share_capital: int | None
    vat_number: str | None


class Seller(msgspec.Struct):
    """The full profile of a seller account."""

    seller_id: int
    login: str
    shop_name: str
    shop_url: str | None
    email: str
    phone_number: str | None
    mobile_number: str | None
    seller_state: SellerState
    seller_sub_state: SellerSubState
    subscription_step: SubscriptionStep
    auto_accept_order: bool
    fulfillment_profile_id: str | None
    language: str
    seller_legal_information: SellerLegalInformation


class Address(msgspec.Struct):
    """One address of a seller account."""

    type: str
    company_name: str | None
    address: str
    address1: str
    address2: str | None
    zip_code: str
    city: str
    country: str


class ThresholdType(StrEnum):
    """Which side of the threshold is good."""

    MIN = "ThresholdMin"
    MAX = "ThresholdMax"


class Indicator(msgspec.Struct):
    """A performance indicator: percentages over the last 30 and 60 days. `description` is its name."""

    description: str
    computation_date: datetime
    threshold: float
    threshold_type: ThresholdType
    value_d30: float | None
    value_d60: float | None


class Subscription(msgspec.Struct):
    """A present or past subscription to a sales channel."""

    subscription_id: int
    sales_channel_id: str
    status: str
    action: str | None
    offer_submission_currency: str
    seller_payment_currency: str


class DeliveryMode(msgspec.Struct):
    """A delivery mode of the account, with its legacy code. The last member is spelled as recorded."""

    code: str
    name: str
    delivery_delay: int
    is_express_delivery: bool
    more_than30_kg_product: bool


class Carrier(msgspec.Struct):
    """A carrier that can be named when an order is shipped."""

    code: str
    label: str
    additional_parameters_required: bool


class AddressList(msgspec.Struct):
    """Every address of the account."""

    count: int
    items: list[Address]


class IndicatorList(msgspec.Struct):
    """Every indicator of the account."""

    count: int
    items: list[Indicator]


class SubscriptionList(msgspec.Struct):
    """Every subscription of the account, the newest first."""

    count: int
    items: list[Subscription]


class DeliveryModeList(msgspec.Struct):
    """Every delivery mode of the account."""

    count: int
    items: list[DeliveryMode]
