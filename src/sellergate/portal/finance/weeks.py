"""Sales, commissions and refunds week by week, on one scale: how much is sold, and how much of it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from sellergate.access.context import SellerId
from sellergate.kit.marks import N_
from sellergate.market.finance.models import EventType, YearTotal
from sellergate.market.finance.reports import totals_between
from sellergate.storage.database import Database

WEEKS: Final = 12
_WEEK: Final = timedelta(days=7)
# What is drawn, and whether it is taken from what the seller gets.
SERIES: Final = (
    (N_("Sales"), (EventType.SALE,), 1),
    (N_("Commissions"), (EventType.COMMISSION, EventType.COMMISSION_REFUND), -1),
    (N_("Refunds and gestures"), (EventType.REFUND, EventType.COMMERCIAL_GESTURE), -1),
)


@dataclass(frozen=True, slots=True)
class Weeks:
    """The charts of a currency. `top` is the highest bar of all: they are drawn on one scale."""

    currency: str
    charts: Sequence[tuple[str, Decimal, Sequence[tuple[datetime, Decimal]]]]
    top: Decimal

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened."""
        return not self.top


async def read_weeks(db: Database, seller_id: SellerId, now: datetime) -> list[Weeks]:
    """The last weeks of a seller, by currency. A week is read at a time, for there may be many operations in it."""
    monday = (now.astimezone(UTC) - timedelta(days=now.weekday())).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    starts = [monday - _WEEK * back for back in range(WEEKS - 1, -1, -1)]
    found = {
        start: await db.read(totals_between, seller_id, start, start + _WEEK) for start in starts
    }
    currencies = sorted({total.currency for totals in found.values() for total in totals})
    return [_weeks_of(currency, found) for currency in currencies]


def _weeks_of(currency: str, found: Mapping[datetime, Sequence[YearTotal]]) -> Weeks:
    charts = []
    for name, events, sign in SERIES:
        bars = [(start, _amount(currency, events, sign, totals)) for start, totals in found.items()]
        charts.append((name, sum((amount for _, amount in bars), Decimal()), bars))
    top = max((amount for _, _, bars in charts for _, amount in bars), default=Decimal())
    return Weeks(currency, charts, top)


def _amount(
    currency: str, events: tuple[EventType, ...], sign: int, totals: Sequence[YearTotal]
) -> Decimal:
    cents = sum(
        one.total.amount for one in totals if one.currency == currency and one.event_type in events
    )
    return Decimal(max(cents * sign, 0)).scaleb(-2)
