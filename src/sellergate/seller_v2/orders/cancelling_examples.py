"""Cancellations of the demo marketplace: the reference's examples."""

from typing import Final

from sellergate.market.languages import Language
from sellergate.market.orders.cancellation_reasons import reasons_for
from sellergate.market.orders.models import CancellationStatus, Status, UserType
from sellergate.rest.openapi.facts import DELIVERED_ORDER_ID, WAITING_ORDER_ID
from sellergate.seller_v2.orders.cancelling_schemas import (
    CancellationCreated,
    CancellationPage,
    CancellationReason,
    CancellationRequest,
    CancelledLine,
    NewCancellation,
    NewCancelledLine,
    NewPartialCancellation,
)
from sellergate.seller_v2.orders.moves_examples import ORDER_ID

REQUEST_ID: Final = "0d1f6c52-7c1e-4f0a-9b5e-8d2c6f1d2e01"
# Orders that are this far in the demo, whatever else of the reference is tried there before.
NEW_CANCELLATION: Final = NewCancellation(WAITING_ORDER_ID, "seller-out-of-stock")
NEW_PARTIAL_CANCELLATION: Final = NewPartialCancellation(
    DELIVERED_ORDER_ID, [NewCancelledLine(f"{DELIVERED_ORDER_ID}-1", "seller-product-defective")]
)

EXAMPLES: dict[str, object] = {
    "listCancellationReasons": [
        CancellationReason(
            reason.code,
            reason.label.in_language(Language.ENGLISH),
            reason.user_type,
            list(reason.statuses),
            reason.restocks,
        )
        for reason in reasons_for(UserType.SELLER, Status.DELIVERED)
    ],
    "createCancellationRequest": CancellationCreated(REQUEST_ID, REQUEST_ID),
    "createPartialCancellationRequest": CancellationCreated(REQUEST_ID, REQUEST_ID, REQUEST_ID),
    "listCancellationRequests": CancellationPage(
        1,
        [
            CancellationRequest(
                request_id=REQUEST_ID,
                cancellation_request_id=REQUEST_ID,
                order_seller_id=ORDER_ID,
                order_id=ORDER_ID,
                sales_channel="CDISFR",
                user_type=UserType.SELLER,
                is_partial=True,
                status=CancellationStatus.ACCEPTED,
                lines=[
                    CancelledLine(
                        line_id=f"{ORDER_ID}-1",
                        offer_id="41207_AUC0400000000022_6_CDISFR",
                        reason="seller-out-of-stock",
                        shipping_cost_refund=True,
                        refunded_amount=34.8,
                    )
                ],
                created_at="2026-11-07T12:02:00.0000000+00:00",
                updated_at="2026-11-07T12:02:01.0000000+00:00",
            )
        ],
    ),
}
