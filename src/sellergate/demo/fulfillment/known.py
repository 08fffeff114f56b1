"""What examples, guides and tests name of fulfillment: it keeps its ids whatever else is stored. All of it is of 41207.

| what | id | state |
|---|---|---|
| stock of TABL-0052 | 50ba8a2a-…-f1c3dfead086 | in FR and ES |
| supply order SUPPLY-2026-09 | 3d0a5c1e-…-000000000001 | Received |
| shipping order SHOP-1042 | 2b7d0c11-…-000000000041 | Shipped |
| shipping order SHOP-1043, and the request to cancel it | 2b7d0c11-…-000000000051, …043 | Cancelled |
| shipping order SHOP-1044, to cancel | 2b7d0c11-…-000000000052 | Accepted |
"""

from typing import Final

CODE: Final = "IN260908K7QX2M"
OUTBOUND_BEFORE: Final = "2b7d0c11-0000-4000-8000-000000000053"
PARCEL_BEFORE: Final = "2b7d0c11-0000-4000-8000-000000000054"
