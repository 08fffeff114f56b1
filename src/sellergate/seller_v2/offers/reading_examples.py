"""Answers of the demo marketplace for seller 41207 that read offers: the reference's examples."""

from sellergate.market.offers.models import Condition, OfferState
from sellergate.market.offers.quality import ScoreReason
from sellergate.seller_v2.offers.competing_schemas import (
    CompetingChange,
    CompetingChanges,
    CompetingOfferLine,
    CompetingProduct,
    CompetingProducts,
    ExecutionResult,
)
from sellergate.seller_v2.offers.reading_schemas import (
    BestOffer,
    CompetingOffer,
    DeliveryOffer,
    FacialPrice,
    IntegrationPrice,
    Offer,
    OfferCompetition,
    OfferPage,
    OfferProduct,
    OfferQuality,
    OfferTax,
    ProductInformation,
    SalesChannelFeedback,
    SellerIndicator,
    SellerInformation,
)
from sellergate.seller_v2.offers.search_schemas import (
    FoundOffer,
    SearchPage,
    ShippingInformation,
    Stock,
)

_CHANNEL = "CDISFR"
_GTIN = "0400030101027"
_PRODUCT = "AUC0400030101027"
_ID = f"41207_{_PRODUCT}_6_{_CHANNEL}"
_REFERENCE = "TABL-0052"
_CREATED, _UPDATED = "2026-03-28T14:27:00", "2026-10-30T19:51:00"
_EXACT = ".0000000+00:00"
_OWN, _OTHER = "Maison Bruyère", "Test seller"

_FEEDBACK = SalesChannelFeedback(
    online_status="Online",
    best_offer_details=BestOffer(_OWN, Condition.NEW, 126.0, 24.9, 150.9, is_own=True),
    offer_quality=OfferQuality(85, [ScoreReason.FEW_PICTURES]),
    competing_offers=[
        CompetingOffer(2, _OTHER, Condition.NEW, 135.0, 24.9, 159.9, 1, is_best_offer=False)
    ],
    seller_information=SellerInformation(
        _OWN,
        [
            SellerIndicator("order_acceptation", 96.3),
            SellerIndicator("product_shipping", 95.6),
            SellerIndicator("deadline_compliance", 96.9),
            SellerIndicator("order_claims", 0.7),
            SellerIndicator("order_refunds", 0.6),
        ],
    ),
    product_information=ProductInformation(None, 0),
)

_OFFER = Offer(
    offer_id=_ID,
    seller_id=41207,
    sales_channel_id=_CHANNEL,
    seller_external_reference=_REFERENCE,
    offer_state=OfferState.ACTIVE,
    created_at=_CREATED + _EXACT,
    updated_at=_UPDATED + _EXACT,
    condition=Condition.NEW,
    product=OfferProduct(_GTIN, _PRODUCT, "Table basse Dunlia en chêne, terracotta"),
    product_reference=_PRODUCT,
    integration_price=IntegrationPrice(
        126.0,
        151.2,
        "EUR",
        [OfferTax("VAT", 20.0), OfferTax("Ecotax", 0.0), OfferTax("Deatax", 1.2)],
    ),
    facial_price=FacialPrice(126.0, 151.2, "EUR"),
    quantity=33,
    preparation_time=2,
    delivery_offers=[DeliveryOffer("THD", 24.9, 15.0), DeliveryOffer("FDHD", 39.0, 20.0)],
    comments=None,
    offer_competition=OfferCompetition(
        is_best_offer=True, competing_offer_count=1, best_offer_price=150.9
    ),
    sales_channel_feedback=_FEEDBACK,
)

_FOUND = FoundOffer(
    offer_id=_ID,
    offer_state="Active",
    sales_channel_id=_CHANNEL,
    product_ean=_GTIN,
    seller_product_id=_REFERENCE,
    parent_product_id=None,
    cdiscount_product_id=_PRODUCT,
    product_state="New",
    product_condition_name=Condition.NEW,
    product_condition_id=6,
    price=126.0,
    striked_price=151.2,
    vat_rate=20.0,
    eco_tax=0.0,
    dea_tax=1.2,
    price_must_be_aligned="DontAlign",
    minimum_price_for_price_alignment=None,
    best_shipping_charges=24.9,
    product_packaging_unit="None",
    product_packaging_unit_price=None,
    product_packaging_value=None,
    comments=None,
    creation_date=_CREATED + "Z",
    last_update_date=_UPDATED + "Z",
    stocks=[Stock(1, 33, 0)],
    shipping_information_list=[
        ShippingInformation("THD", 24.9, 15.0, 2, 2),
        ShippingInformation("FDHD", 39.0, 20.0, 2, 2),
    ],
)


def _line(shop: str, price: float, total: float, days: int, *, is_own: bool) -> CompetingOfferLine:
    """Ours is the best one."""
    return CompetingOfferLine(
        *(_CHANNEL, shop, Condition.NEW, price, 24.9, total, days),
        is_best_offer=is_own,
        is_own=is_own,
    )


def _change(gtin: str, reference: str, at: str) -> CompetingChange:
    return CompetingChange(f"AUC{gtin}", gtin, _CHANNEL, reference, at + _EXACT)


EXAMPLES: dict[str, object] = {
    "listOffers": OfferPage(1, [_OFFER]),
    "searchOffers": SearchPage(1, 1, [_FOUND]),
    "listCompetingOffers": CompetingProducts(
        [
            CompetingProduct(
                ExecutionResult(success=True, error_message=None),
                _PRODUCT,
                [
                    _line(_OWN, 126.0, 150.9, 2, is_own=True),
                    _line(_OTHER, 135.0, 159.9, 1, is_own=False),
                ],
            )
        ]
    ),
    "listCompetingOfferChanges": CompetingChanges(
        [
            _change("0400000000077", "LAMPE-ORBEC", "2026-11-02T15:43:04"),
            _change("0400030501056", "MEUB-0089", "2026-11-02T16:44:00"),
            _change("0400000000015", "PLAID-01", "2026-11-02T15:43:04"),
            _change("0400000000015", "PLAID-01-OCC", "2026-11-02T15:43:04"),
            _change(_GTIN, _REFERENCE, "2026-11-02T12:32:00"),
        ]
    ),
}
