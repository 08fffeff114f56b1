"""How good an offer and its sheet are for buyers, as one number with its reasons: what the contract calls Qualiscore.

The contract names the score and no formula (contract/04 §C), so this one is ours: a hundred, less what each weakness
costs that the seller can mend.
"""

from enum import StrEnum
from typing import NamedTuple

from sellergate.market.offers.models import OfferState


class ScoreReason(StrEnum):
    """A weakness of an offer or of its product sheet."""

    NOT_ACTIVE = "NotActive"
    FEW_PICTURES = "FewPictures"
    SHORT_DESCRIPTION = "ShortDescription"
    NO_BRAND = "NoBrand"
    NO_ATTRIBUTES = "NoAttributes"
    SLOW_PREPARATION = "SlowPreparation"
    DEAR_DELIVERY = "DearDelivery"
    NOT_BEST_OFFER = "NotBestOffer"


COSTS = {
    ScoreReason.NOT_ACTIVE: 30,
    ScoreReason.FEW_PICTURES: 15,
    ScoreReason.SHORT_DESCRIPTION: 10,
    ScoreReason.NO_BRAND: 5,
    ScoreReason.NO_ATTRIBUTES: 5,
    ScoreReason.SLOW_PREPARATION: 10,
    ScoreReason.DEAR_DELIVERY: 10,
    ScoreReason.NOT_BEST_OFFER: 15,
}  # a hundred together
ENOUGH_PICTURES = 3
ENOUGH_DESCRIPTION = 200  # characters
FAST_PREPARATION = 3  # days
DEAR_PART = 0.2  # of the price


class Sheet(NamedTuple):
    """What is weighed of a product sheet."""

    pictures: int
    description_length: int
    has_brand: bool
    has_attributes: bool


class Quality(NamedTuple):
    """A score from 0 to 100, and what it lost points for."""

    score: int
    reasons: list[ScoreReason]


def quality_of(
    sheet: Sheet, *, state: str, price: int, delivery: int, preparation_time: int, is_best: bool
) -> Quality:
    """The quality of an offer: its amounts in cents, `delivery` the cheapest one."""
    weak = {
        ScoreReason.NOT_ACTIVE: state != OfferState.ACTIVE,
        ScoreReason.FEW_PICTURES: sheet.pictures < ENOUGH_PICTURES,
        ScoreReason.SHORT_DESCRIPTION: sheet.description_length < ENOUGH_DESCRIPTION,
        ScoreReason.NO_BRAND: not sheet.has_brand,
        ScoreReason.NO_ATTRIBUTES: not sheet.has_attributes,
        ScoreReason.SLOW_PREPARATION: preparation_time > FAST_PREPARATION,
        ScoreReason.DEAR_DELIVERY: delivery > DEAR_PART * price,
        ScoreReason.NOT_BEST_OFFER: not is_best,
    }
    reasons = [reason for reason, holds in weak.items() if holds]
    return Quality(100 - sum(COSTS[reason] for reason in reasons), reasons)
