"""A product of seller 41207 in the warehouses of the demo marketplace: what the reference's examples are about."""

from typing import Final

REFERENCE: Final = "TABL-0052"
GTIN: Final = "0400030101027"
PRODUCT_ID: Final = "AUC0400030101027"
TITLE: Final = "Table basse Dunlia en chêne, terracotta"
STOCK_ID: Final = "50ba8a2a-25ed-47f4-bc8e-f1c3dfead086"
INBOUND_ID: Final = "3d0a5c1e-0000-4000-8000-000000000001"
SUPPLY: Final = "SUPPLY-2026-09"  # what its seller calls that supply order
SHIPMENT: Final = "SHOP-1042"  # what its seller calls a shipment of it
OUTBOUND_CANCELLED: Final = "2b7d0c11-0000-4000-8000-000000000051"
OUTBOUND_TO_CANCEL: Final = "2b7d0c11-0000-4000-8000-000000000052"
