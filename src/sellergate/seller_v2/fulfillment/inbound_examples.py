"""Inbound shipments of seller 41207 in the demo marketplace: the reference's examples."""

from typing import Final

from sellergate.market.fulfillment.inbound.models import Status
from sellergate.seller_v2.fulfillment.inbound_schemas import (
    InboundLine,
    InboundPage,
    InboundShipment,
    NewInboundLine,
    NewInboundShipment,
)
from sellergate.seller_v2.fulfillment.stocks_facts import INBOUND_ID, REFERENCE, SUPPLY

NEW_INBOUND: Final = NewInboundShipment(
    storage_country="FR",
    lines=[NewInboundLine(24, seller_product_reference=REFERENCE)],
    reference="SUPPLY-2026-11",
    expected_date="2026-11-29",
)
_CREATED: Final = "2026-09-08T08:00:00.0000000+00:00"
_ACCEPTED: Final = "2026-09-08T08:00:01.0000000+00:00"
_RECEIVED: Final = "2026-09-14T08:00:00.0000000+00:00"


def _shipment(status: Status, *, received: int = 0) -> InboundShipment:
    is_new, is_received = status is Status.CREATED, status is Status.RECEIVED
    return InboundShipment(
        inbound_shipment_id=INBOUND_ID,
        reference=SUPPLY,
        code="IN260908K7QX2M",
        storage_country="FR",
        status=status,
        reason_code=None,
        reason=None,
        expected_date="2026-09-14",
        has_delivery_note=not is_new,
        created_at=_CREATED,
        updated_at=_CREATED if is_new else _RECEIVED if is_received else _ACCEPTED,
        accepted_at=None if is_new else _ACCEPTED,
        received_at=_RECEIVED if is_received else None,
        lines=[
            InboundLine(
                line_number=1,
                seller_product_reference=REFERENCE,
                product_id=None,
                product_condition=None,
                quantity=24,
                received_quantity=received,
                damaged_quantity=min(received, 1),
                unexpected_quantity=0,
                reason_code=None,
                reason=None,
            )
        ],
    )


_DONE: Final = _shipment(Status.RECEIVED, received=24)
EXAMPLES: dict[str, object] = {
    "listInboundShipments": InboundPage(1, [_DONE]),
    "countInboundShipments": 1,
    "createInboundShipment": _shipment(Status.CREATED),
    "getInboundShipment": _DONE,
}
