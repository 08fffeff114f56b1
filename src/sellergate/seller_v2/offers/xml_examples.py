"""Examples of XML packages in the reference."""

from typing import Final

from sellergate.market.offers.models import LineStatus, PackageState
from sellergate.seller_v2.offers.xml_schemas import LoggedProperty, OfferLog, PackageLog

URL: Final = "{public_url}/downloads/offers-example.zip"
NUMBER: Final = 1
_DATE: Final = "2026-10-31T18:31:04.0000000+00:00"

EXAMPLES: Final[dict[str, object]] = {
    "submitOfferIntegrationPackage": NUMBER,
    "getOfferIntegrationPackage": PackageLog(
        package_id=NUMBER,
        package_integration_status=PackageState.INTEGRATED,
        number_of_errors=1,
        page_count=1,
        total_item_count=2,
        items=[
            OfferLog(
                log_date=_DATE,
                offer_integration_status=LineStatus.INTEGRATED,
                product_ean="0400000000046",
                seller_product_id="GANT-ALDIS-BM-OCC",
                sku="AUC0400000000046",
                validated=True,
                property_list=[LoggedProperty("", "8000", "Offer created", "Offer created")],
            ),
            OfferLog(
                log_date=_DATE,
                offer_integration_status=LineStatus.REJECTED,
                product_ean="0400000005119",
                seller_product_id="GANT-ALDIS-BS-OCC",
                sku=None,
                validated=False,
                property_list=[
                    LoggedProperty(
                        "ProductEan",
                        "1324",
                        "non-existent",
                        "Product (product): non-existent (0400000005119)",
                    )
                ],
            ),
        ],
    ),
}
