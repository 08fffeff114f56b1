"""Offers as `GET /offers` shows them: stored rows and what is known of their competition, as wire models."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec
from msgspec import UNSET

from sellergate.access.context import SellerId
from sellergate.kit.instants import render_instant
from sellergate.kit.money import render_cents
from sellergate.market.offers.competition import MAIN_CHANNEL, MOST_RIVALS, Rival, Standing
from sellergate.market.offers.identity import render_offer_id
from sellergate.market.offers.models import Condition, OfferState
from sellergate.market.offers.quality import Sheet, quality_of
from sellergate.market.offers.reading import ReadOffer
from sellergate.seller_v2.offers.reading_schemas import (
    BestOffer,
    CompetingOffer,
    DeliveryOffer,
    FacialPrice,
    IntegrationPrice,
    Offer,
    OfferCompetition,
    OfferProduct,
    OfferQuality,
    OfferTax,
    ProductInformation,
    SalesChannelFeedback,
    SellerIndicator,
    SellerInformation,
)

_modes_of = msgspec.json.Decoder(list[tuple[str, int, int | None]]).decode
NO_REVIEWS = ProductInformation(None, 0)  # buyers review nothing here
ONLINE, OFFLINE, ACCEPTED = "Online", "Offline", "Accepted"
Rivals = Mapping[tuple[int, str], list[Rival]]


class Surroundings(NamedTuple):
    """What is around the offers of a page. `sheets` are known when the channel's feedback was asked for."""

    seller_id: SellerId
    standing: Standing
    rivals: Rivals
    sheets: Mapping[int, Sheet] | None


def rendered(offers: Iterable[ReadOffer], around: Surroundings) -> list[Offer]:
    """The offers of a page, as wire models."""
    return [_rendered(offer, around) for offer in offers]


def _rendered(offer: ReadOffer, around: Surroundings) -> Offer:
    rivals = around.rivals.get((offer.product_id, offer.sales_channel_id), [])
    is_main = offer.sales_channel_id == MAIN_CHANNEL
    found = Offer(
        render_offer_id(
            around.seller_id,
            offer.product_reference,
            Condition(offer.condition),
            offer.sales_channel_id,
        ),
        around.seller_id,
        offer.sales_channel_id,
        offer.reference,
        OfferState(offer.state),
        render_instant(offer.created_at),
        render_instant(offer.updated_at),
        Condition(offer.condition),
        OfferProduct(offer.gtin, offer.product_reference, offer.title),
        offer.product_reference,
        _integration_price(offer),
        FacialPrice(render_cents(offer.price), _cents(offer.origin_price), offer.currency),
        offer.quantity,
        offer.preparation_time,
        _deliveries(offer, UNSET if is_main else around.standing.storage_country),
    )
    if is_main:
        found.comments = offer.comment
        found.offer_competition = _competition(offer, rivals, around)
        if around.sheets is not None:
            found.sales_channel_feedback = _feedback(offer, rivals, around)
    else:
        found.sales_channel_acceptance_status = ACCEPTED
        found.is_best_offer = _is_best(offer, rivals)
        found.best_offer = _best_offer(rivals, around.seller_id)
    return found


def _integration_price(offer: ReadOffer) -> IntegrationPrice:
    return IntegrationPrice(
        render_cents(offer.price),
        _cents(offer.origin_price),
        offer.currency,
        [
            OfferTax("VAT", offer.vat / 100),
            OfferTax("Ecotax", render_cents(offer.eco_tax)),
            OfferTax("Deatax", render_cents(offer.dea_tax)),
        ],
    )


def _deliveries(offer: ReadOffer, storage_country: Any) -> list[DeliveryOffer]:
    return [
        DeliveryOffer(code, render_cents(cost), _cents(more), storage_country)
        for code, cost, more in _modes_of(offer.delivery_modes)
    ]


def _competition(offer: ReadOffer, rivals: list[Rival], around: Surroundings) -> OfferCompetition:
    if not rivals:
        return OfferCompetition(is_best_offer=False, competing_offer_count=0, best_offer_price=None)
    others = len(rivals) - _is_online(offer, around)
    return OfferCompetition(
        _is_best(offer, rivals), others, render_cents(rivals[0].delivered_price)
    )


def _is_online(offer: ReadOffer, around: Surroundings) -> bool:
    return offer.state == OfferState.ACTIVE and offer.is_marketable and around.standing.is_selling


def _is_best(offer: ReadOffer, rivals: list[Rival]) -> bool:
    return bool(rivals) and rivals[0].row == offer.row


def _best_offer(rivals: list[Rival], seller_id: SellerId) -> BestOffer | None:
    if not rivals:
        return None
    best = rivals[0]
    return BestOffer(
        best.shop_name,
        Condition(best.condition),
        render_cents(best.price),
        render_cents(best.delivered_price - best.price),
        render_cents(best.delivered_price),
        best.seller_id == seller_id,
    )


def _feedback(offer: ReadOffer, rivals: list[Rival], around: Surroundings) -> SalesChannelFeedback:
    quality = quality_of(
        (around.sheets or {})[offer.product_id],
        state=offer.state,
        price=offer.price,
        delivery=offer.delivered_price - offer.price,
        preparation_time=offer.preparation_time,
        is_best=_is_best(offer, rivals),
    )
    others = [
        _competing(rank, rival)
        for rank, rival in enumerate(rivals, start=1)
        if rival.seller_id != around.seller_id
    ]
    return SalesChannelFeedback(
        ONLINE if _is_online(offer, around) else OFFLINE,
        _best_offer(rivals, around.seller_id),
        OfferQuality(*quality),
        others[:MOST_RIVALS],
        _seller_information(around.standing),
        NO_REVIEWS,
    )


def _seller_information(standing: Standing) -> SellerInformation:
    indicators = [SellerIndicator(name, value) for name, value in standing.indicators.items()]
    return SellerInformation(standing.shop_name, indicators)


def _competing(rank: int, rival: Rival) -> CompetingOffer:
    return CompetingOffer(
        rank,
        rival.shop_name,
        Condition(rival.condition),
        render_cents(rival.price),
        render_cents(rival.delivered_price - rival.price),
        render_cents(rival.delivered_price),
        rival.preparation_time,
        rank == 1,
    )


def _cents(amount: int | None) -> float | None:
    return None if amount is None else render_cents(amount)
