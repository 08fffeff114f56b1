"""What each member of the seller perimeter's answers means. A test holds these tables against the wire models."""

from typing import Final, NamedTuple

from sellergate.kit.marks import N_


class Field(NamedTuple):
    """A member of an answer: its name, what kind of value it has, what it means, and what it is `inside` of."""

    name: str
    kind: str
    meaning: str
    inside: str = ""


_ITEM = "items[]."
_COMPANY = "seller_legal_information."
_TEXT = N_("text")
_NUMBER = N_("number")
_YES_NO = N_("true or false")
_LIST = N_("list")
_OPTIONAL_TEXT = N_("text or null")
_OPTIONAL_NUMBER = N_("number or null")

_COUNT = Field("count", _NUMBER, N_("How many items follow. All of them are in the answer."))

FIELDS: Final[dict[str, tuple[Field, ...]]] = {
    "Seller": (
        Field("seller_id", _NUMBER, N_("The SellerId, as in the header of your call.")),
        Field("login", _TEXT, N_("The name that the account signs in with.")),
        Field("shop_name", _TEXT, N_("The name that buyers see.")),
        Field("shop_url", _OPTIONAL_TEXT, N_("The shop's own site.")),
        Field("email", _TEXT, N_("Where the marketplace writes to the seller.")),
        Field("phone_number", _OPTIONAL_TEXT, N_("The shop's telephone.")),
        Field("mobile_number", _OPTIONAL_TEXT, N_("A mobile telephone of the shop.")),
        Field(
            "seller_state",
            "Activated, Deactivated, PutOnNotice",
            N_(
                "Whether the account may sell. PutOnNotice: it sells, but must mend something. A Deactivated "
                "account answers 403 to every call."
            ),
        ),
        Field(
            "seller_sub_state",
            "ActiveSeller, Holidays, BannedSeller",
            N_(
                "How it stands within its state. On Holidays, offers are not on sale; do not read it as an error."
            ),
        ),
        Field(
            "subscription_step",
            "FirstConnection, BankReferences, ValidatingSubscription, Finished",
            N_("How far the registration is. Sell only when it is Finished."),
        ),
        Field(
            "auto_accept_order",
            _YES_NO,
            N_("When true, orders are accepted without the seller; do not offer a button for it."),
        ),
        Field(
            "fulfillment_profile_id",
            _OPTIONAL_TEXT,
            N_("The logistics profile, when the marketplace stores goods for the seller."),
        ),
        Field("language", _TEXT, N_("The language of the account, such as fr-FR.")),
        Field("seller_legal_information", N_("object"), N_("The company behind the shop:")),
        Field(
            "siret_number",
            _OPTIONAL_TEXT,
            N_("Its SIRET number, for companies registered in France."),
            _COMPANY,
        ),
        Field("company_name", _TEXT, N_("Its registered name."), _COMPANY),
        Field("legal_form", _OPTIONAL_TEXT, N_("Its legal form, such as SAS or GmbH."), _COMPANY),
        Field(
            "share_capital",
            _OPTIONAL_NUMBER,
            N_("Its share capital, in whole units of its currency."),
            _COMPANY,
        ),
        Field("vat_number", _OPTIONAL_TEXT, N_("Its VAT number."), _COMPANY),
    ),
    "AddressList": (
        _COUNT,
        Field("items", _LIST, N_("The addresses, each with:")),
        Field("type", _TEXT, N_("What it is for, such as Billing, Shipping or Return."), _ITEM),
        Field("company_name", _OPTIONAL_TEXT, N_("Who is at this address."), _ITEM),
        Field(
            "address",
            _TEXT,
            N_("Street and number. The same as address1; kept for programs that read it."),
            _ITEM,
        ),
        Field("address1", _TEXT, N_("Street and number."), _ITEM),
        Field("address2", _OPTIONAL_TEXT, N_("Building, floor, door."), _ITEM),
        Field("zip_code", _TEXT, N_("The postal code. Text: it may begin with 0."), _ITEM),
        Field("city", _TEXT, N_("The town."), _ITEM),
        Field("country", _TEXT, N_("The country, as two letters (ISO 3166-1)."), _ITEM),
    ),
    "IndicatorList": (
        _COUNT,
        Field("items", _LIST, N_("The indicators, each with:")),
        Field(
            "description",
            "order_acceptation, product_shipping, deadline_compliance, order_claims, order_refunds",
            N_("Which indicator it is."),
            _ITEM,
        ),
        Field(
            "computation_date",
            N_("date and time"),
            N_("When it was computed, with its offset from UTC."),
            _ITEM,
        ),
        Field("threshold", _NUMBER, N_("Where the marketplace draws the line, in percent."), _ITEM),
        Field(
            "threshold_type",
            "ThresholdMin, ThresholdMax",
            N_(
                "Which side is good: at least the threshold (ThresholdMin), or at most (ThresholdMax)."
            ),
            _ITEM,
        ),
        Field(
            "value_d30",
            _OPTIONAL_NUMBER,
            N_("The value over the last 30 days, in percent. null: too few orders to say."),
            _ITEM,
        ),
        Field("value_d60", _OPTIONAL_NUMBER, N_("The same over the last 60 days."), _ITEM),
    ),
    "SubscriptionList": (
        _COUNT,
        Field("items", _LIST, N_("The subscriptions, the newest first, each with:")),
        Field("subscription_id", _NUMBER, N_("Its number."), _ITEM),
        Field(
            "sales_channel_id",
            _TEXT,
            N_("The sales channel, as other methods want it in salesChannelId."),
            _ITEM,
        ),
        Field(
            "status",
            _TEXT,
            N_(
                "Whether it is in force, such as Active or Terminated. Expect values you do not know."
            ),
            _ITEM,
        ),
        Field("action", _OPTIONAL_TEXT, N_("What changed it last, when something did."), _ITEM),
        Field(
            "offer_submission_currency",
            _TEXT,
            N_("The currency in which you send prices (ISO 4217)."),
            _ITEM,
        ),
        Field(
            "seller_payment_currency", _TEXT, N_("The currency in which the seller is paid."), _ITEM
        ),
    ),
    "DeliveryModeList": (
        _COUNT,
        Field("items", _LIST, N_("The delivery modes, each with:")),
        Field("code", _TEXT, N_("Its legacy code; see the table of codes."), _ITEM),
        Field("name", _TEXT, N_("Its name, for people."), _ITEM),
        Field("delivery_delay", _NUMBER, N_("How many days delivery takes."), _ITEM),
        Field("is_express_delivery", _YES_NO, N_("Whether it is an express delivery."), _ITEM),
        Field(
            "more_than30_kg_product",
            _YES_NO,
            N_("Whether it is for products heavier than 30 kg. The name is spelled like this."),
            _ITEM,
        ),
    ),
    "Carrier": (
        Field("code", _TEXT, N_("How to name the carrier when you ship an order.")),
        Field("label", _TEXT, N_("Its name, for people.")),
        Field(
            "additional_parameters_required",
            _YES_NO,
            N_("When true, shipping with it needs more details, such as a relay point."),
        ),
    ),
}
