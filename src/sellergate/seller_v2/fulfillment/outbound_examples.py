"""What seller 41207 of the demo marketplace has sent from the warehouses: the reference's examples."""

from typing import Final

from sellergate.market.fulfillment.outbound.models import (
    OutboundCancellationStatus,
    OutboundState,
    OutboundStatus,
)
from sellergate.market.warehouse.models import ProductState, StorageCountry
from sellergate.seller_v2.fulfillment.outbound_schemas import (
    DeliveryAddress,
    NewOutboundCancellation,
    NewOutboundLine,
    NewOutboundShipment,
    OutboundCancellationPage,
    OutboundCancellationRequest,
    OutboundLine,
    OutboundParcel,
    OutboundShipment,
    OutboundShipmentPage,
)
from sellergate.seller_v2.fulfillment.stocks_facts import (
    OUTBOUND_CANCELLED,
    OUTBOUND_TO_CANCEL,
    PRODUCT_ID,
    REFERENCE,
    SHIPMENT,
)

OUTBOUND_ID: Final = "2b7d0c11-0000-4000-8000-000000000041"
PARCEL_ID: Final = "2b7d0c11-0000-4000-8000-000000000042"
CANCELLATION_ID: Final = "2b7d0c11-0000-4000-8000-000000000043"
_CREATED: Final = "2026-10-12T09:20:00.0000000+00:00"
_SHIPPED: Final = "2026-10-12T15:41:07.0000000+00:00"
_ADDRESS: Final = {
    "first_name": "Ada",
    "last_name": "Exemple",
    "address_line1": "1 rue de l'Exemple",
    "postal_code": "33000",
    "city": "Bordeaux",
    "country_code": "FR",
    "phone": "0500000000",
    "email": "ada@customers.example",
}

NEW_OUTBOUND: Final = NewOutboundShipment(
    reference="SHOP-1045",
    storage_country=StorageCountry.FR,
    delivery_mode="TrackedHomeDelivery",
    delivery_address=DeliveryAddress(**_ADDRESS),
    lines=[NewOutboundLine(seller_product_reference=REFERENCE, quantity=1)],
)
NEW_CANCELLATION: Final = NewOutboundCancellation(OUTBOUND_TO_CANCEL)
_TODAY: Final = "2026-11-02T17:30:00.0000000+00:00"
_RETURNED: Final = "2026-10-24T16:30:00.0000000+00:00"
_ASKED: Final = "2026-10-13T10:20:00.0000000+00:00"
_CANCELLED: Final = "2026-10-13T10:20:02.0000000+00:00"

_SENT: Final = OutboundShipment(
    outbound_shipment_id=OUTBOUND_ID,
    reference=SHIPMENT,
    order_id=None,
    status=OutboundStatus.SHIPPED,
    state=OutboundState.VALID,
    rejection=None,
    storage_country=StorageCountry.FR,
    delivery_mode="TrackedHomeDelivery",
    delivery_address=DeliveryAddress(**_ADDRESS),
    lines=[OutboundLine(1, REFERENCE, PRODUCT_ID, ProductState.NEW, 3, 1)],
    carrier="Colissimo",
    parcels=[
        OutboundParcel(PARCEL_ID, "8N00455012345", "https://tracking.example/8N00455012345", [1])
    ],
    created_at=_CREATED,
    updated_at=_RETURNED,
    status_updated_at=_SHIPPED,
    shipped_at=_SHIPPED,
)
_NEW: Final = OutboundShipment(
    outbound_shipment_id="2b7d0c11-0000-4000-8000-000000000055",
    reference="SHOP-1045",
    order_id=None,
    status=OutboundStatus.CREATED,
    state=OutboundState.VALID,
    rejection=None,
    storage_country=StorageCountry.FR,
    delivery_mode="TrackedHomeDelivery",
    delivery_address=DeliveryAddress(**_ADDRESS),
    lines=[OutboundLine(1, REFERENCE, None, None, 1, 0)],
    carrier=None,
    parcels=[],
    created_at=_TODAY,
    updated_at=_TODAY,
    status_updated_at=_TODAY,
    shipped_at=None,
)
_REQUEST: Final = OutboundCancellationRequest(
    CANCELLATION_ID,
    OUTBOUND_CANCELLED,
    OutboundCancellationStatus.ACCEPTED,
    None,
    _ASKED,
    _CANCELLED,
)
_NEW_REQUEST: Final = OutboundCancellationRequest(
    "2b7d0c11-0000-4000-8000-000000000056",
    OUTBOUND_TO_CANCEL,
    OutboundCancellationStatus.PENDING,
    None,
    _TODAY,
    _TODAY,
)

EXAMPLES: dict[str, object] = {
    "listOutboundShipments": OutboundShipmentPage(1, [_SENT]),
    "countOutboundShipments": 1,
    "createOutboundShipment": _NEW,
    "createOutboundShipmentSingular": _NEW,
    "getOutboundShipment": _SENT,
    "listOutboundCancellations": OutboundCancellationPage(1, [_REQUEST]),
    "createOutboundCancellation": _NEW_REQUEST,
    "getOutboundCancellation": _REQUEST,
}
