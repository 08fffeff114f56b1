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

NEW_PACKAGE: Final = NewPackage(PackageType.UPSERT)
READY: Final = PackageChange("Ready")
OFFER_REQUESTS: Final = [
    OfferRequest(
        seller_external_reference="GANT-01-M",
        product=RequestedProduct(gtin="0000000000017"),
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
    package_id="5b1f9a52-6a2e-4a51-9a5e-3d0c6f1d2e01",
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
    "listOfferPackages": PackagePage(0, []),
    "getOfferPackage": _PACKAGE,
    "listOfferRequestsResults": ResultPage(
        2,
        [
            LineResult("GANT-01-M", LineStatus.INTEGRATED, [LineMessage("8000", "Offre créée")]),
            LineResult(
                "GANT-01-L",
                LineStatus.REJECTED,
                [LineMessage("1008", "EcoTax (price.taxes[Ecotax]) : champ obligatoire")],
            ),
        ],
    ),
}
