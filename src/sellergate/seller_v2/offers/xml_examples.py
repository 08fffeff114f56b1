"""Examples of XML packages in the reference."""

from typing import Final

from sellergate.market.offers.models import LineStatus, PackageState
from sellergate.seller_v2.offers.xml_schemas import LoggedProperty, OfferLog, PackageLog

URL: Final = "https://files.example.com/offers/2026-11-02.zip"
NUMBER: Final = 1207
_DATE: Final = "2026-11-02T08:16:04.0000000+00:00"

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
                product_ean="0000000000017",
                seller_product_id="GANT-01-M",
                sku="AUC0000000000017",
                validated=True,
                property_list=[LoggedProperty("", "8000", "Offre créée", "Offre créée")],
            ),
            OfferLog(
                log_date=_DATE,
                offer_integration_status=LineStatus.REJECTED,
                product_ean="0000000000024",
                seller_product_id="GANT-01-L",
                sku=None,
                validated=False,
                property_list=[
                    LoggedProperty(
                        "EcoPart",
                        "1008",
                        "champ obligatoire",
                        "EcoTax (price.taxes[Ecotax]) : champ obligatoire",
                    )
                ],
            ),
        ],
    ),
}
