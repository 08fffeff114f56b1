"""Wire models of the seller perimeter, names exactly as in contract/02: snake_case.

Docstrings and descriptions are the reference's texts.
"""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct


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


class SellerLegalInformation(Struct):
    """The company behind the shop."""

    siret_number: Annotated[
        str | None, Meta(description="The French company number; null for companies of elsewhere.")
    ]
    company_name: Annotated[str, Meta(description="The name the company is registered under.")]
    legal_form: Annotated[
        str | None, Meta(description="The form of the company, such as `SAS` or `GmbH`.")
    ]
    share_capital: Annotated[
        int | None, Meta(description="The share capital, in whole units of its currency.")
    ]
    vat_number: Annotated[
        str | None, Meta(description="The VAT number, beginning with the country's two letters.")
    ]


class Seller(Struct):
    """The full profile of a seller account."""

    seller_id: Annotated[
        int, Meta(description="The number of the account: what the SellerId header names.")
    ]
    login: Annotated[str, Meta(description="The account's login at the marketplace.")]
    shop_name: Annotated[str, Meta(description="The name that buyers see.")]
    shop_url: Annotated[
        str | None, Meta(description="The address of the seller's own shop, if it has one.")
    ]
    email: Annotated[str, Meta(description="Where the marketplace writes to the seller.")]
    phone_number: Annotated[
        str | None, Meta(description="The seller's telephone number, with the country's prefix.")
    ]
    mobile_number: Annotated[
        str | None, Meta(description="The seller's mobile number, with the country's prefix.")
    ]
    seller_state: SellerState
    seller_sub_state: SellerSubState
    subscription_step: SubscriptionStep
    auto_accept_order: Annotated[
        bool, Meta(description="Whether orders are accepted without an act of the seller.")
    ]
    fulfillment_profile_id: Annotated[
        str | None,
        Meta(description="The account's logistics configuration; null without one."),
    ]
    language: Annotated[str, Meta(description="The account's language, such as `fr-FR`.")]
    seller_legal_information: SellerLegalInformation


class Address(Struct):
    """One address of a seller account."""

    type: Annotated[
        str, Meta(description="What the address is for: `Billing`, `Return` or `Shipping`.")
    ]
    company_name: Annotated[str | None, Meta(description="Who receives post there.")]
    address: Annotated[str, Meta(description="Number and street; the same as `address1`.")]
    address1: Annotated[str, Meta(description="Number and street.")]
    address2: Annotated[str | None, Meta(description="Building, floor or the like.")]
    zip_code: Annotated[str, Meta(description="The postal code, as the country writes it.")]
    city: Annotated[str, Meta(description="The town.")]
    country: Annotated[str, Meta(description="The country, by its ISO 3166-1 two-letter code.")]


class ThresholdType(StrEnum):
    """Which side of the threshold is good."""

    MIN = "ThresholdMin"
    MAX = "ThresholdMax"


class Indicator(Struct):
    """A performance indicator: percentages over the last 30 and 60 days."""

    description: Annotated[
        str,
        Meta(
            description=(
                "The indicator's name: `order_acceptation`, `product_shipping`, "
                "`deadline_compliance`, `order_claims` or `order_refunds`."
            )
        ),
    ]
    computation_date: Annotated[
        str,
        Meta(
            description="When the values were computed.",
            extra_json_schema={"format": "date-time"},
        ),
    ]
    threshold: Annotated[float, Meta(description="The percentage that is asked for.")]
    threshold_type: ThresholdType
    value_d30: Annotated[
        float | None,
        Meta(description="The percentage over the last 30 days; null when there were no orders."),
    ]
    value_d60: Annotated[
        float | None,
        Meta(description="The percentage over the last 60 days; null when there were no orders."),
    ]


class Subscription(Struct):
    """A present or past subscription to a sales channel."""

    subscription_id: Annotated[int, Meta(description="The number of the subscription.")]
    sales_channel_id: Annotated[str, Meta(description="The sales channel, such as `CDISFR`.")]
    status: Annotated[
        str,
        Meta(description="How it stands: `Pending`, `Active`, `Suspended` or `Terminated`."),
    ]
    action: Annotated[
        str | None, Meta(description="What was last asked for or decided; null when nothing was.")
    ]
    offer_submission_currency: Annotated[
        str, Meta(description="The ISO 4217 currency of prices in offers for this channel.")
    ]
    seller_payment_currency: Annotated[
        str, Meta(description="The ISO 4217 currency in which the seller is paid.")
    ]


class DeliveryMode(Struct):
    """A delivery mode of the account."""

    code: Annotated[str, Meta(description="The legacy code, such as `TRK`, `REG` or `STD`.")]
    name: Annotated[str, Meta(description="The name that buyers see.")]
    delivery_delay: Annotated[int, Meta(description="Days from dispatch to delivery.")]
    is_express_delivery: Annotated[bool, Meta(description="Whether it is an express delivery.")]
    more_than30_kg_product: Annotated[
        bool,
        Meta(description="Whether it is for products above 30 kg. The name is spelled like this."),
    ]


class Carrier(Struct):
    """A carrier that can be named when an order is shipped."""

    code: Annotated[str, Meta(description="What to send when an order is shipped.")]
    label: Annotated[str, Meta(description="The carrier's name.")]
    additional_parameters_required: Annotated[
        bool, Meta(description="Whether a shipment must say more, such as a pick-up point.")
    ]


Count = Annotated[int, Meta(description="How many items there are.")]


class AddressList(Struct):
    """Every address of the account."""

    count: Count
    items: list[Address]


class IndicatorList(Struct):
    """Every indicator of the account."""

    count: Count
    items: list[Indicator]


class SubscriptionList(Struct):
    """Every subscription of the account, the newest first."""

    count: Count
    items: list[Subscription]


class DeliveryModeList(Struct):
    """Every delivery mode of the account."""

    count: Count
    items: list[DeliveryMode]
