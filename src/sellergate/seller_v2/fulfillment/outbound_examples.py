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
from sellergate.seller_v2.fulfillment.stocks_facts import PRODUCT_ID, REFERENCE

OUTBOUND_ID: Final = "2b7d0c11-0000-4000-8000-000000000041"
PARCEL_ID: Final = "2b7d0c11-0000-4000-8000-000000000042"
CANCELLATION_ID: Final = "2b7d0c11-0000-4000-8000-000000000043"
_CREATED: Final = "2026-11-12T09:20:00.0000000+00:00"
_SHIPPED: Final = "2026-11-12T15:41:07.0000000+00:00"
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
    reference="SHOP-1042",
    storage_country=StorageCountry.FR,
    delivery_mode="TrackedHomeDelivery",
    delivery_address=DeliveryAddress(**_ADDRESS),
    lines=[NewOutboundLine(seller_product_reference=REFERENCE, quantity=1)],
)
NEW_CANCELLATION: Final = NewOutboundCancellation(OUTBOUND_ID)


def _outbound(status: OutboundStatus, at: str, parcels: list[OutboundParcel]) -> OutboundShipment:
    is_known = status is not OutboundStatus.CREATED
    return OutboundShipment(
        outbound_shipment_id=OUTBOUND_ID,
        reference="SHOP-1042",
        order_id=None,
        status=status,
        state=OutboundState.VALID,
        rejection=None,
        storage_country=StorageCountry.FR,
        delivery_mode="TrackedHomeDelivery",
        delivery_address=DeliveryAddress(**_ADDRESS),
        lines=[
            OutboundLine(
                1,
                REFERENCE,
                PRODUCT_ID if is_known else None,
                ProductState.NEW if is_known else None,
                1,
                0,
            )
        ],
        carrier="Colissimo" if parcels else None,
        parcels=parcels,
        created_at=_CREATED,
        updated_at=at,
        status_updated_at=at,
        shipped_at=at if parcels else None,
    )


_SENT: Final = _outbound(
    OutboundStatus.SHIPPED,
    _SHIPPED,
    [OutboundParcel(PARCEL_ID, "8N00455012345", "https://tracking.example/8N00455012345", [1])],
)
_REQUEST: Final = OutboundCancellationRequest(
    CANCELLATION_ID, OUTBOUND_ID, OutboundCancellationStatus.PENDING, None, _CREATED, _CREATED
)

EXAMPLES: dict[str, object] = {
    "listOutboundShipments": OutboundShipmentPage(1, [_SENT]),
    "countOutboundShipments": 1,
    "createOutboundShipment": _outbound(OutboundStatus.CREATED, _CREATED, []),
    "createOutboundShipmentSingular": _outbound(OutboundStatus.CREATED, _CREATED, []),
    "getOutboundShipment": _SENT,
    "listOutboundCancellations": OutboundCancellationPage(1, [_REQUEST]),
    "createOutboundCancellation": _REQUEST,
    "getOutboundCancellation": _REQUEST,
}
