"""What comes back to seller 41207 of the demo marketplace: the reference's examples."""

from typing import Final

from sellergate.market.fulfillment.returns.models import ReturnReason, ReturnStatus, ReturnType
from sellergate.market.warehouse.models import ProductState, StorageCountry
from sellergate.seller_v2.fulfillment.outbound_examples import OUTBOUND_ID, PARCEL_ID
from sellergate.seller_v2.fulfillment.outbound_schemas import NewOutboundLine
from sellergate.seller_v2.fulfillment.returns_schemas import (
    NewReturn,
    Return,
    ReturnLine,
    ReturnPage,
)
from sellergate.seller_v2.fulfillment.stocks_facts import PRODUCT_ID, REFERENCE

RETURN_ID: Final = "2b7d0c11-0000-4000-8000-000000000044"
_DECLARED: Final = "2026-10-20T10:02:11.0000000+00:00"
_COMPLETED: Final = "2026-10-24T16:30:00.0000000+00:00"

NEW_RETURN: Final = NewReturn(
    outbound_shipment_id=OUTBOUND_ID,
    order_seller_id="SHOP-1042",
    reason=ReturnReason.RETRACTION,
    comment="Too large for the room.",
    lines=[NewOutboundLine(seller_product_reference=REFERENCE, quantity=1)],
)


def _return(status: ReturnStatus) -> Return:
    is_completed = status is ReturnStatus.COMPLETED
    pieces = int(is_completed)
    return Return(
        return_id=RETURN_ID,
        type=ReturnType.CUSTOMER,
        status=status,
        reason=ReturnReason.RETRACTION,
        recommended_return_reason=ReturnReason.RETRACTION if is_completed else None,
        comment="Too large for the room.",
        warehouse_comment="As new." if is_completed else None,
        outbound_shipment_id=OUTBOUND_ID,
        reference="SHOP-1042",
        order_seller_id="SHOP-1042",
        parcel_id=PARCEL_ID,
        storage_country=StorageCountry.FR,
        lines=[ReturnLine(1, REFERENCE, PRODUCT_ID, ProductState.NEW, 1, pieces, 0, pieces, 0)],
        has_label=is_completed,
        label_url=f"https://sellers.example.com/seller/v2/returns/{RETURN_ID}/labels"
        if is_completed
        else None,
        receipt_date="2026-10-24T08:15:00.0000000+00:00" if is_completed else None,
        created_at=_DECLARED,
        updated_at=_COMPLETED if is_completed else _DECLARED,
    )


EXAMPLES: dict[str, object] = {
    "listReturns": ReturnPage(1, [_return(ReturnStatus.COMPLETED)]),
    "countReturns": 1,
    "createReturn": _return(ReturnStatus.CREATED),
    "getReturn": _return(ReturnStatus.COMPLETED),
}
