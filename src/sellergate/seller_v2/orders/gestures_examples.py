"""Commercial gestures of the demo marketplace: the reference's examples."""

from typing import Final

from sellergate.market.languages import Language
from sellergate.market.orders.gesture_reasons import REASONS, GestureReason
from sellergate.market.orders.gestures import STATUSES
from sellergate.market.orders.models import GestureStatus
from sellergate.rest.openapi.facts import (
    DELIVERED_ORDER_ID as ORDER_ID,
    EXAMPLE_GESTURE_ID as GESTURE_ID,
)
from sellergate.seller_v2.orders.gestures_schemas import (
    AllowedReason,
    AvailableAmounts,
    Gesture,
    GestureConfiguration,
    GestureCreated,
    GesturePage,
    NewGesture,
)

NEW_GESTURE: Final = NewGesture(ORDER_ID, GestureReason.LATE_DELIVERY, 5.0)

_GESTURE: Final = Gesture(
    request_id=GESTURE_ID,
    order_id=ORDER_ID,
    sales_channel="CDISFR",
    reason=GestureReason.LATE_DELIVERY,
    reason_details=None,
    amount=5.0,
    currency_code="EUR",
    status=GestureStatus.ACCEPTED,
    created_at="2026-10-29T09:20:00.0000000+00:00",
    updated_at="2026-10-29T09:20:01.0000000+00:00",
)

EXAMPLES: dict[str, object] = {
    "getAvailableGestureAmounts": AvailableAmounts(
        order_id=ORDER_ID,
        currency_code="EUR",
        allowable_amount=49.2,
        paid_amount=108.4,
        refunded_amount=0.0,
        gesture_amount=5.0,
    ),
    "listGestureRequests": GesturePage(1, [_GESTURE]),
    "createGestureRequest": GestureCreated(GESTURE_ID),
    "getGestureRequest": _GESTURE,
    "getGestureConfiguration": GestureConfiguration(
        "CDISFR",
        50.0,
        list(STATUSES),
        [
            AllowedReason(
                reason, label.in_language(Language.ENGLISH), reason is GestureReason.OTHER
            )
            for reason, label in REASONS.items()
        ],
    ),
}
