"""The orders that examples, guides and tests name: they keep their ids whatever else is sold. So does a gesture.

| order | what | status |
|---|---|---|
| 2611011914KFWRT | 2 x CAF-PISTON-1L | InPreparation |
| 2611021605BQMDS | 1 x LAMPE-ORBEC, 1 x MIEL-500 | WaitingAcceptance |
| 2610301622TNLKP | 1 x PLAID-01 | Shipped |
| 2610251148VCHGA | 1 x PLAID-01, 3 x MIEL-500 | Delivered |
| 2611021650HOLDS | 1 x TABLE-TORDANE | Processing, held for the operator's controls |
| 2611011102HANSE | 1 x PLAID-01, 2 x LAMPE-ORBEC on HANSDE | InPreparation: may be shipped in several parcels |
"""

from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from sellergate.demo.orders.lives import Step
from sellergate.market.orders.gesture_reasons import GestureReason
from sellergate.market.orders.lifecycle import Event
from sellergate.rest.openapi.facts import (
    DELIVERED_ORDER_ID,
    EXAMPLE_GESTURE_ID,
    EXAMPLE_ORDER_ID,
    HELD_ORDER_ID,
    SHIPPED_ORDER_ID,
    WAITING_ORDER_ID,
)

PARTS_ORDER_ID: Final = "2611011102HANSE"
_SOON: Final = timedelta(seconds=2)
_ASKED: Final = Step(Event.SENT_FOR_ACCEPTANCE, _SOON)
_ACCEPTED: Final = Step(Event.ACCEPTED, timedelta(minutes=41))
_PREPARED: Final = Step(Event.PREPARED, timedelta(seconds=1))


class KnownOrder(NamedTuple):
    """An order of 41207."""

    order_id: str
    bought_at: datetime
    lines: tuple[tuple[str, int], ...]  # reference and quantity
    steps: tuple[Step, ...]
    channel_id: str = "CDISFR"
    is_held: bool = False


class KnownGesture(NamedTuple):
    """What the seller gave back of an order, out of goodwill. In cents."""

    request_id: str
    order_id: str
    reason: GestureReason
    amount: int
    asked_at: datetime
    done_at: datetime


KNOWN_GESTURE: Final = KnownGesture(
    EXAMPLE_GESTURE_ID,
    DELIVERED_ORDER_ID,
    GestureReason.LATE_DELIVERY,
    500,
    datetime(2026, 10, 29, 9, 20, tzinfo=UTC),
    datetime(2026, 10, 29, 9, 20, 1, tzinfo=UTC),
)
KNOWN_ORDERS: Final = (
    KnownOrder(
        DELIVERED_ORDER_ID,
        datetime(2026, 10, 25, 11, 48, 12, tzinfo=UTC),
        (("PLAID-01", 1), ("MIEL-500", 3)),
        (
            _ASKED,
            _ACCEPTED,
            _PREPARED,
            Step(Event.SHIPPED, timedelta(hours=22), (1, 2)),
            Step(Event.DELIVERED, timedelta(hours=49)),
        ),
    ),
    KnownOrder(
        SHIPPED_ORDER_ID,
        datetime(2026, 10, 30, 16, 22, 40, tzinfo=UTC),
        (("PLAID-01", 1),),
        (_ASKED, _ACCEPTED, _PREPARED, Step(Event.SHIPPED, timedelta(hours=17), (1,))),
    ),
    KnownOrder(
        PARTS_ORDER_ID,
        datetime(2026, 11, 1, 11, 2, 9, tzinfo=UTC),
        (("PLAID-01", 1), ("LAMPE-ORBEC", 2)),
        (Step(Event.CONTROLLED, _SOON), _PREPARED),
        "HANSDE",
    ),
    KnownOrder(
        EXAMPLE_ORDER_ID,
        datetime(2026, 11, 1, 19, 14, 5, tzinfo=UTC),
        (("CAF-PISTON-1L", 2),),
        (_ASKED, _ACCEPTED, _PREPARED),
    ),
    KnownOrder(
        WAITING_ORDER_ID,
        datetime(2026, 11, 2, 16, 5, 31, tzinfo=UTC),
        (("LAMPE-ORBEC", 1), ("MIEL-500", 1)),
        (_ASKED,),
    ),
    KnownOrder(
        HELD_ORDER_ID,
        datetime(2026, 11, 2, 16, 50, 0, tzinfo=UTC),
        (("TABLE-TORDANE", 1),),
        (),
        is_held=True,
    ),
)
