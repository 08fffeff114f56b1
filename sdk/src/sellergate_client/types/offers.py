"""Values of the API: offers.

Made by `make sdk` from docs/reference/openapi.yaml; do not edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sellergate_client._core.model import Model, OpenEnum, member


class BestOffer(Model):
    """The offer that buyers are shown first: the lowest price with its cheapest delivery."""

    seller_name: str = member("sellerName")
    """The name of the shop."""
    condition: Condition = member("condition")
    price: Decimal = member("price")
    """An amount with at most two decimals, tax included."""
    delivery_cost: Decimal = member("deliveryCost")
    """What its cheapest delivery costs."""
    total_price: Decimal = member("totalPrice")
    """Price and cheapest delivery together."""
    is_own: bool = member("isOwn")
    """Whether it is one of yours."""


class CompetingChange(Model):
    """An offer of yours whose competition moved."""

    product: str = member("product")
    """The reference of the product."""
    product_ean: str = member("product_ean")
    """Its GTIN."""
    sales_channel_id: str = member("sales_channel_id")
    """The sales channel."""
    seller_product_id: str = member("seller_product_id")
    """Your own reference of the offer."""
    last_change_date: datetime = member("last_change_date")
    """When another seller last wrote an offer of the product."""


class CompetingChanges(Model):
    """Offers of yours whose competition moved. While there is a `Link` header there may be more."""

    items: Sequence[CompetingChange] = member("items")


class CompetingOffer(Model):
    """An offer of another seller for the same product on the same channel."""

    rank: int = member("rank")
    """Its place; the best offer has 1."""
    seller_name: str = member("sellerName")
    """The name of the shop."""
    condition: Condition = member("condition")
    price: Decimal = member("price")
    """An amount with at most two decimals, tax included."""
    delivery_cost: Decimal = member("deliveryCost")
    """What its cheapest delivery costs."""
    total_price: Decimal = member("totalPrice")
    """Price and cheapest delivery together."""
    preparation_time: int = member("preparationTime")
    """Days until it is sent."""
    is_best_offer: bool = member("isBestOffer")
    """Whether it is the best offer."""


class CompetingOfferLine(Model):
    """An offer that is on sale for the product."""

    sales_channel_id: str = member("sales_channel_id")
    """The sales channel."""
    seller_name: str = member("seller_name")
    """The name of the shop."""
    product_condition_name: Condition = member("product_condition_name")
    price: Decimal = member("price")
    """The price, tax included."""
    shipping_charges: Decimal = member("shipping_charges")
    """What its cheapest delivery costs."""
    total_price: Decimal = member("total_price")
    """Both together."""
    min_lead_time: int = member("min_lead_time")
    """Days until it is sent."""
    is_best_offer: bool = member("is_best_offer")
    """Whether it is the best on its channel."""
    is_own: bool = member("is_own")
    """Whether it is yours."""


class CompetingProduct(Model):
    """The competition for one product that you asked for."""

    execution_result: ExecutionResult = member("execution_result")
    product: str = member("product")
    """What you asked for."""
    offers: Sequence[CompetingOfferLine] = member("offers")
    """The cheapest offers of each channel, the best first."""


class CompetingProducts(Model):
    """An item for each product that you asked for."""

    items: Sequence[CompetingProduct] = member("items")


class Condition(OpenEnum):
    """How new what is sold is (contract/04 §A.1)."""

    NEW = "New"
    REFURBISHED_CORRECT_STATE = "RefurbishedCorrectState"
    REFURBISHED_LIKE_NEW = "RefurbishedLikeNew"
    REFURBISHED_VERY_GOOD_STATE = "RefurbishedVeryGoodState"
    USED_AVERAGE_STATE = "UsedAverageState"
    USED_GOOD_STATE = "UsedGoodState"
    USED_LIKE_NEW = "UsedLikeNew"
    USED_VERY_GOOD_STATE = "UsedVeryGoodState"


class DeliveryOffer(Model):
    """A way in which the product is delivered."""

    code: str = member("code")
    """The delivery mode, such as `THD`."""
    cost: Decimal = member("cost")
    """What delivery of one piece costs."""
    additional_cost: Decimal | None = member("additionalCost", default=None)
    """What each further piece costs; null when nothing was said."""
    storage_country: str | None = member("storageCountry", default=None)
    """Where it is sent from, by its ISO 3166-1 code. Other channels than `CDISFR` only."""


class ErrorMessage(OpenEnum):
    """Why nothing is told of a product. The names are those of the old service, spelling included."""

    UNAUTORIZED_PRODUCT = "UnautorizedProduct"
    UNKNOWN_PRODUCT = "UnknownProduct"


class ExecutionResult(Model):
    """Whether there is an answer for a product."""

    success: bool = member("success")
    """Whether there is."""
    error_message: ErrorMessage | None = member("error_message", default=None)
    """`UnknownProduct`: there is no such product. `UnautorizedProduct`: you do not offer it, so its
    competition is not told. Null when all is well.
    """


class FacialPrice(Model):
    """The price that buyers see on the channel, tax included."""

    price: Decimal = member("price")
    """An amount with at most two decimals, tax included."""
    origin_price: Decimal | None = member("originPrice", default=None)
    """The price that is struck through; null without one."""
    currency_code: str = member("currencyCode")
    """The ISO 4217 currency of the amounts."""


class FoundOffer(Model):
    """An offer, as the former interface described it."""

    offer_id: str = member("offer_id")
    """As in `GET /offers`."""
    offer_state: str = member("offer_state")
    """`Active`, `Inactive`, or `WaitingForProductActivation` while the product may not be sold."""
    sales_channel_id: str = member("sales_channel_id")
    """The sales channel."""
    product_ean: str = member("product_ean")
    """The GTIN of the product."""
    seller_product_id: str = member("seller_product_id")
    """Your own reference of the offer."""
    parent_product_id: str | None = member("parent_product_id", default=None)
    """The reference of its group of variants; null without one."""
    cdiscount_product_id: str = member("cdiscount_product_id")
    """The reference of the product."""
    product_state: str = member("product_state")
    """`New` or `Used`, which refurbished ones are, too."""
    product_condition_name: Condition = member("product_condition_name")
    product_condition_id: int = member("product_condition_id")
    """Its number, as in `offer_id`."""
    price: Decimal = member("price")
    """An amount, tax included."""
    striked_price: Decimal | None = member("striked_price", default=None)
    """The price that is struck through; null without one."""
    vat_rate: Decimal = member("vat_rate")
    """The VAT, as a percentage."""
    eco_tax: Decimal = member("eco_tax")
    """An amount, tax included."""
    dea_tax: Decimal = member("dea_tax")
    """An amount, tax included."""
    price_must_be_aligned: str = member("price_must_be_aligned")
    """`Empty`, `Unknown`, `Align` or `DontAlign`."""
    minimum_price_for_price_alignment: Decimal | None = member(
        "minimum_price_for_price_alignment", default=None
    )
    """How far the price may go down; null when nothing was said."""
    best_shipping_charges: Decimal | None = member("best_shipping_charges", default=None)
    """What the cheapest delivery costs; null without any."""
    product_packaging_unit: str = member("product_packaging_unit")
    """`None`, `Liter`, `Kilogram`, `SquareMeter` or `CubicMeter`."""
    product_packaging_unit_price: Decimal | None = member(
        "product_packaging_unit_price", default=None
    )
    """The price of one such unit; null without one."""
    product_packaging_value: Decimal | None = member("product_packaging_value", default=None)
    """How many such units a piece has; null without one."""
    comments: str | None = member("comments", default=None)
    """What buyers are told of the condition."""
    creation_date: datetime = member("creation_date")
    """When it was created."""
    last_update_date: datetime = member("last_update_date")
    """When it was last written."""
    stocks: Sequence[Stock] = member("stocks")
    shipping_information_list: Sequence[ShippingInformation] = member("shipping_information_list")


class IntegrationPrice(Model):
    """The price as the seller submitted it, tax included."""

    price: Decimal = member("price")
    """An amount with at most two decimals, tax included."""
    origin_price: Decimal | None = member("originPrice", default=None)
    """The price that is struck through; null without one."""
    currency_code: str = member("currencyCode")
    """The ISO 4217 currency of the amounts."""
    taxes: Sequence[OfferTax] = member("taxes")


class LineMessage(Model):
    """One thing that is said of a line."""

    result_code: str = member("resultCode")
    """Four digits: the error and the property it is about. 8000 is created, 9000 updated or deleted."""
    message: str = member("message")
    """It in words, the member at fault included, in the language asked for."""


class LineResult(Model):
    """What became of a line."""

    seller_external_reference: str = member("sellerExternalReference")
    """The reference it came with."""
    integration_status: LineStatus = member("integrationStatus")
    """`Integrated`, `Rejected`, or `Duplicated` when another line of the package has its reference."""
    results: Sequence[LineMessage] = member("results")


class LineStatus(OpenEnum):
    """What became of a line."""

    DUPLICATED = "Duplicated"
    INTEGRATED = "Integrated"
    REJECTED = "Rejected"


class LoggedProperty(Model):
    """One thing that is said of an offer."""

    name: str = member("name")
    """The attribute or element it is about; empty for the whole offer."""
    property_code: str = member("property_code")
    """Four digits, error and property: 8000 is created, 9000 updated."""
    property_error: str = member("property_error")
    """The error in words."""
    log_message: str = member("log_message")
    """All of it in words, in the language asked for."""


class NewPackage(Model):
    """A package to open."""

    package_type: PackageType = member("packageType")
    """`Upsert` creates offers or replaces them as a whole, `Update` changes members of offers that exist,
    `Delete` removes offers. A package does one of these.
    """


class Offer(Model):
    """What you sell, on one sales channel."""

    offer_id: str = member("offerId")
    """Seller, product reference, number of the condition and channel, with underscores."""
    seller_id: int = member("sellerId")
    """The seller account."""
    sales_channel_id: str = member("salesChannelId")
    """The sales channel."""
    seller_external_reference: str = member("sellerExternalReference")
    """Your own reference of the offer."""
    offer_state: OfferState = member("offerState")
    created_at: datetime = member("createdAt")
    """An instant, with seven decimals and an offset."""
    updated_at: datetime = member("updatedAt")
    """An instant, with seven decimals and an offset."""
    condition: Condition = member("condition")
    product: OfferProduct = member("product")
    product_reference: str = member("productReference")
    """The same as `product.reference`."""
    integration_price: IntegrationPrice = member("integrationPrice")
    facial_price: FacialPrice = member("facialPrice")
    quantity: int = member("quantity")
    """How many pieces there are."""
    preparation_time: int = member("preparationTime")
    """Days until it is sent."""
    delivery_offers: Sequence[DeliveryOffer] = member("deliveryOffers")
    comments: str | None = member("comments", default=None)
    """What buyers are told of the condition. On `CDISFR` only."""
    offer_competition: OfferCompetition | None = member("offerCompetition", default=None)
    sales_channel_acceptance_status: str | None = member(
        "salesChannelAcceptanceStatus", default=None
    )
    """Whether the channel took the offer: `Accepted`. Other channels than `CDISFR` only."""
    is_best_offer: bool | None = member("isBestOffer", default=None)
    """Whether it is the best offer. Other channels than `CDISFR` only."""
    best_offer: BestOffer | None = member("bestOffer", default=None)
    """The best offer. Other channels than `CDISFR` only."""
    sales_channel_feedback: SalesChannelFeedback | None = member(
        "salesChannelFeedback", default=None
    )


class OfferCompetition(Model):
    """How the offer stands among those that are on sale for the same product."""

    is_best_offer: bool = member("isBestOffer")
    """Whether it is the best offer."""
    competing_offer_count: int = member("competingOfferCount")
    """How many other offers of the product are on sale on the channel."""
    best_offer_price: Decimal | None = member("bestOfferPrice", default=None)
    """Price and cheapest delivery of the best offer; null when none is on sale."""


class OfferLog(Model):
    """An offer of the package and what became of it."""

    log_date: str = member("log_date")
    """When (RFC 3339)."""
    offer_integration_status: LineStatus = member("offer_integration_status")
    """What became of it."""
    product_ean: str = member("product_ean")
    """As in the package."""
    seller_product_id: str = member("seller_product_id")
    """As in the package."""
    sku: str | None = member("sku", default=None)
    """The reference of the product; null for an offer refused."""
    validated: bool = member("validated")
    """Whether it is integrated."""
    property_list: Sequence[LoggedProperty] = member("property_list")
    """What is said of it; at least one."""


class OfferPage(Model):
    """A page of offers. The last one has no `Link` header."""

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[Offer] = member("items")
    """With `fields`, those members and the ones that identify an offer: `offerId`, `salesChannelId`,
    `sellerExternalReference`, `offerState`, `createdAt`, `updatedAt`.
    """


class OfferProduct(Model):
    """The product that is offered."""

    gtin: str = member("gtin")
    """Its GTIN, as its sheet was created with."""
    reference: str = member("reference")
    """Its reference in the catalogue."""
    title: str = member("title")
    """Its title, in the language of the sheet."""


class OfferQuality(Model):
    """How good the offer and its product sheet are."""

    score: int = member("score")
    """From 0 to 100."""
    score_reasons: Sequence[ScoreReason] = member("scoreReasons")
    """What it lost points for; empty at 100."""


class OfferRequest(Model):
    """A line: an offer to create, change or remove. `Upsert` wants every member but the optional ones,
    `Update` those     that change, `Delete` the reference only.
    """

    seller_external_reference: str = member("sellerExternalReference")
    """Your own reference of the offer: 1 to 50 characters."""
    product: RequestedProduct | None = member("product", default=None)
    condition: str | None = member("condition", default=None)
    """Such as `New`, in any letter case."""
    price: RequestedPrice | None = member("price", default=None)
    delivery_modes: Sequence[RequestedMode] | None = member("deliveryModes", default=None)
    """All of them: a list replaces the one before."""
    preparation_time: int | None = member("preparationTime", default=None)
    """Days, 1 to 10."""
    quantity: int | None = member("quantity", default=None)
    """How many there are; 0 takes the offer off sale."""
    comment: str | None = member("comment", default=None)
    """Up to 200 characters for the buyer."""


class OfferState(OpenEnum):
    """Whether an offer is on sale."""

    ACTIVE = "Active"
    INACTIVE = "Inactive"


class OfferTax(Model):
    """A tax of an offer."""

    code: str = member("code")
    """`VAT` (a percentage), `Ecotax` or `Deatax` (amounts)."""
    value: Decimal = member("value")
    """The percentage or amount."""


class OffersTax(Model):
    """A tax in the price."""

    code: str = member("code")
    """`VAT`, `Ecotax` or `Deatax`, in any letter case."""
    value: Decimal = member("value")
    """VAT as a percentage, 20, or as a fraction, 0.2; others in money."""


class Package(Model):
    """A package of offers: what it does and how far it is. It goes from `WaitingForCompletion` over
    `Ready` and     `IntegrationPending` to `Integrated`, or to `Rejected`, and never back.
    """

    package_id: str = member("packageId")
    """Names the package; opaque."""
    type: PackageType = member("type")
    """What its lines do."""
    package_type: PackageType = member("packageType")
    """The same as `type`."""
    state: PackageState = member("state")
    """Where it is on its way."""
    status: PackageState = member("status")
    """The same as `state`."""
    sales_channel_id: str = member("salesChannelId")
    """The sales channel that it is for."""
    created_at: datetime = member("createdAt")
    """When it was opened (RFC 3339)."""
    updated_at: datetime = member("updatedAt")
    """When it last changed (RFC 3339)."""
    line_count: int = member("lineCount")
    """How many lines were uploaded."""
    done_count: int = member("doneCount")
    """How many of them are judged."""
    integrated_count: int = member("integratedCount")
    """How many did what they should."""
    rejected_count: int = member("rejectedCount")
    """How many were refused."""
    duplicated_count: int = member("duplicatedCount")
    """How many were refused because their reference is there twice."""
    result: PackageResult | None = member("result", default=None)
    """Only when `Rejected`: why."""


class PackageChange(Model):
    """The end of the uploads."""

    state: str = member("state")
    """`Ready`: no more lines come, the package is integrated."""


class PackageLog(Model):
    """How far an XML package is and, once it is `Integrated`, what became of each offer, in the order of
    the package.
    """

    package_id: int = member("package_id")
    """The id of the package."""
    package_integration_status: PackageState = member("package_integration_status")
    """`Ready` while it waits, is fetched and read, then `IntegrationPending`, then `Integrated`; or
    `Rejected`.
    """
    number_of_errors: int = member("number_of_errors")
    """How many of its offers are refused."""
    page_count: int = member("page_count")
    """How many pages the log has; 0 before it is there."""
    total_item_count: int = member("total_item_count")
    """How many offers the log has."""
    items: Sequence[OfferLog] = member("items")
    """The offers of this page."""
    result: XmlPackageResult | None = member("result", default=None)
    """Only when `Rejected`: why."""


class PackagePage(Model):
    """Packages of the seller, the newest first; the `Link` header names the next page, if there is one."""

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[Package] = member("items")


class PackageResult(Model):
    """Why a package was rejected as a whole."""

    result_code: str = member("resultCode")
    """Which situation: error and property."""
    message: str = member("message")
    """It in words, in the language asked for."""


class PackageState(OpenEnum):
    """Where a package is on its way; it never goes back."""

    INTEGRATED = "Integrated"
    INTEGRATION_PENDING = "IntegrationPending"
    READY = "Ready"
    REJECTED = "Rejected"
    WAITING_FOR_COMPLETION = "WaitingForCompletion"


class PackageType(OpenEnum):
    """What the lines of a package do: create or replace, change in part, remove."""

    DELETE = "Delete"
    UPDATE = "Update"
    UPSERT = "Upsert"


class ProductInformation(Model):
    """What buyers say of the product."""

    product_reviews_average_rating: Decimal | None = member(
        "productReviewsAverageRating", default=None
    )
    """The average of its ratings; null without reviews."""
    product_reviews_count: int = member("productReviewsCount")
    """How many reviews it has."""


class RequestedMode(Model):
    """A way of delivery."""

    code: str = member("code")
    """Such as `THD`, which every offer must have; `TRK` means the same."""
    cost: Decimal = member("cost")
    """What one item costs to deliver."""
    additional_cost: Decimal | None = member("additionalCost", default=None)
    """What each further one does."""


class RequestedPrice(Model):
    """What it costs, tax included."""

    price: Decimal | None = member("price", default=None)
    """Above zero, with at most two decimals."""
    origin_price: Decimal | None = member("originPrice", default=None)
    """The struck-through price; not below the price."""
    currency_code: str | None = member("currencyCode", default=None)
    """The currency of the channel, if you say it."""
    taxes: Sequence[OffersTax] | None = member("taxes", default=None)
    """VAT and eco tax, and DEA for a new offer; 0 is fine."""


class RequestedProduct(Model):
    """The sheet that is sold."""

    gtin: str | None = member("gtin", default=None)
    """Its GTIN: 8 to 14 digits."""
    reference: str | None = member("reference", default=None)
    """Its reference in the catalogue, or the code that you submitted it with."""


class ResultPage(Model):
    """Results in the order of the uploaded lines; the `Link` header names the next page, if there is one."""

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[LineResult] = member("items")


class SalesChannelFeedback(Model):
    """What the sales channel knows of the offer."""

    online_status: str = member("onlineStatus")
    """`Online` when buyers can buy it now, else `Offline`: it is inactive, its product may not be sold, or
    the seller does not sell now.
    """
    best_offer_details: BestOffer | None = member("bestOfferDetails", default=None)
    """The best offer; null when none is on sale."""
    offer_quality: OfferQuality = member("offerQuality")
    competing_offers: Sequence[CompetingOffer] = member("competingOffers")
    """The cheapest offers of other sellers, at most ten, the best first."""
    seller_information: SellerInformation = member("sellerInformation")
    product_information: ProductInformation = member("productInformation")


class ScoreReason(OpenEnum):
    """A weakness of an offer or of its product sheet."""

    DEAR_DELIVERY = "DearDelivery"
    FEW_PICTURES = "FewPictures"
    NO_ATTRIBUTES = "NoAttributes"
    NO_BRAND = "NoBrand"
    NOT_ACTIVE = "NotActive"
    NOT_BEST_OFFER = "NotBestOffer"
    SHORT_DESCRIPTION = "ShortDescription"
    SLOW_PREPARATION = "SlowPreparation"


class SearchCriteria(Model):
    """Which offers to find: all that you name must hold, and `{}` finds every offer of yours. Other
    members are ignored.
    """

    seller_product_ids: Sequence[str] | None = member("seller_product_ids", default=None)
    """Your own references."""
    product_eans: Sequence[str] | None = member("product_eans", default=None)
    """GTINs of products."""
    offer_states: Sequence[str] | None = member("offer_states", default=None)
    """`Active` or `Inactive`; other states find nothing."""
    sales_channel_id: str | None = member("sales_channel_id", default=None)
    """One sales channel; without it, every one."""


class SearchPage(Model):
    """A page of offers."""

    page_count: int = member("page_count")
    """How many pages there are."""
    total_item_count: int = member("total_item_count")
    """How many offers there are, counted when the first page was read."""
    items: Sequence[FoundOffer] = member("items")


class SellerIndicator(Model):
    """A performance indicator of the seller over the last 30 days."""

    name: str = member("name")
    """Which one, as in `GET /sellers/indicators`."""
    value: Decimal = member("value")
    """The percentage."""


class SellerInformation(Model):
    """What the channel shows of you as a seller."""

    seller_name: str = member("sellerName")
    """The name of your shop."""
    indicators: Sequence[SellerIndicator] = member("indicators")
    """Your indicators with a value."""


class ShippingInformation(Model):
    """A way in which the product is delivered."""

    delivery_mode: str = member("delivery_mode")
    """The delivery mode, such as `THD`."""
    shipping_charges: Decimal = member("shipping_charges")
    """What delivery of one piece costs."""
    additional_shipping_charges: Decimal = member("additional_shipping_charges")
    """What each further piece costs."""
    min_lead_time: int = member("min_lead_time")
    """Days until it is sent, at least."""
    max_lead_time: int = member("max_lead_time")
    """Days until it is sent, at most."""


class Stock(Model):
    """How many pieces there are."""

    stock_id: int = member("stock_id")
    """The stock: every offer has number 1."""
    quantity: int = member("quantity")
    """How many pieces may be sold."""
    sold_quantity: int = member("sold_quantity")
    """How many of them are sold: 0."""


class XmlPackageResult(Model):
    """Why a package was rejected as a whole."""

    result_code: str = member("result_code")
    """Which situation: error and property."""
    message: str = member("message")
    """What to mend, in the language that the package was sent with."""
