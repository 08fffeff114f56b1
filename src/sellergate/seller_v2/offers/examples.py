"""Answers of the demo marketplace for seller 41207, by operation: the reference's examples."""

from typing import Final

from sellergate.market.offers.models import LineStatus, PackageState, PackageType
from sellergate.seller_v2.offers.schemas import (
    LineMessage,
    LineResult,
    NewPackage,
    OfferRequest,
    Package,
    PackageChange,
    PackagePage,
    RequestedMode,
    RequestedPrice,
    RequestedProduct,
    ResultPage,
    Tax,
)

PACKAGE_ID: Final = "5b1f9a52-6a2e-4a51-9a5e-3d0c6f1d2e01"
OPEN_PACKAGE_ID: Final = "5b1f9a52-6a2e-4a51-9a5e-3d0c6f1d2e02"
NEW_PACKAGE: Final = NewPackage(PackageType.UPSERT)
READY: Final = PackageChange("Ready")
OFFER_REQUESTS: Final = [
    OfferRequest(
        seller_external_reference="GANT-ALDIS-NM",
        product=RequestedProduct(gtin="0400000000022"),
        condition="New",
        price=RequestedPrice(
            price=29.9,
            origin_price=35.0,
            taxes=[Tax("VAT", 20), Tax("Ecotax", 0), Tax("Deatax", 0)],
        ),
        delivery_modes=[RequestedMode("THD", 4.9, 1.5)],
        preparation_time=2,
        quantity=12,
    )
]

_PACKAGE: Final = Package(
    package_id=PACKAGE_ID,
    type=PackageType.UPSERT,
    package_type=PackageType.UPSERT,
    state=PackageState.INTEGRATED,
    status=PackageState.INTEGRATED,
    sales_channel_id="CDISFR",
    created_at="2026-11-02T08:15:00.0000000+00:00",
    updated_at="2026-11-02T08:16:04.0000000+00:00",
    line_count=2,
    done_count=2,
    integrated_count=1,
    rejected_count=1,
    duplicated_count=0,
)

EXAMPLES: dict[str, object] = {
    "listOfferPackages": PackagePage(
        2,
        [
            Package(
                package_id=OPEN_PACKAGE_ID,
                type=PackageType.UPSERT,
                package_type=PackageType.UPSERT,
                state=PackageState.WAITING_FOR_COMPLETION,
                status=PackageState.WAITING_FOR_COMPLETION,
                sales_channel_id="CDISFR",
                created_at="2026-11-02T17:06:00.0000000+00:00",
                updated_at="2026-11-02T17:06:00.0000000+00:00",
                line_count=2,
                done_count=0,
                integrated_count=0,
                rejected_count=0,
                duplicated_count=0,
            ),
            Package(
                package_id="40d3f5f2-74bf-4378-912d-2802f230817a",
                type=PackageType.DELETE,
                package_type=PackageType.DELETE,
                state=PackageState.INTEGRATED,
                status=PackageState.INTEGRATED,
                sales_channel_id="CDISFR",
                created_at="2026-11-02T16:00:00.0000000+00:00",
                updated_at="2026-11-02T16:01:04.0000000+00:00",
                line_count=3,
                done_count=3,
                integrated_count=1,
                rejected_count=2,
                duplicated_count=0,
            ),
        ],
    ),
    "getOfferPackage": _PACKAGE,
    "listOfferRequestsResults": ResultPage(
        2,
        [
            LineResult(
                "GANT-ALDIS-RM", LineStatus.INTEGRATED, [LineMessage("8000", "Offer created")]
            ),
            LineResult(
                "GANT-ALDIS-RL",
                LineStatus.REJECTED,
                [LineMessage("1324", "Product (product): non-existent (0400000005119)")],
            ),
        ],
    ),
}
