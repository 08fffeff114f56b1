"""What is sent and answered when sheets are submitted: the reference's examples."""

from typing import Any

from sellergate.market.products.reports import Status
from sellergate.market.products.rights import Operation
from sellergate.seller_v2.products.integration_schemas import (
    ProductReport,
    ProductSubmission,
    ProductSubmitted,
    ReportMessage,
    ReportPage,
    SubmittedAttribute,
    SubmittedPicture,
    SubmittedProduct,
)

SUBMISSION_ID = "0b5c2a1e-0000-4000-8000-000000000001"
SUBMISSION = ProductSubmission(
    [
        SubmittedProduct(
            gtin="0400000005300",
            seller_product_reference="GANT-ALDIS-VM",
            title="Gant technique Aldis, vert forêt, M",
            description="Gant respirant pour le sport, en polyester recyclé.",
            brand="Bruyère",
            seller_picture_urls=[
                SubmittedPicture(1, "https://maison-bruyere.example/photos/0400000005300.jpg")
            ],
            category_code="0I0C0A",
            variant_group_reference="GANT-ALDIS",
            attributes=[
                SubmittedAttribute("3263", ["vert forêt"]),
                SubmittedAttribute("46831", ["M"]),
                SubmittedAttribute("1102", ["polyester recyclé"]),
                SubmittedAttribute("1103", ["Mixte"]),
            ],
        )
    ]
)


def _report(gtin: str, code: str, status: Status, **more: Any) -> ProductReport:
    values: dict[str, Any] = {"errors": [], **more}
    return ProductReport(
        SUBMISSION_ID,
        gtin,
        code,
        status=status,
        operation_type=Operation.CREATION,
        warnings=[],
        infos=[],
        submission_date="2026-11-02T08:00:00.0000000+00:00",
        category_code="0I0C0A",
        variant_group_reference="GANT-ALDIS",
        **values,
    )


_NO_SIZE = ReportMessage(
    "ER400-6067",
    "46831",
    "The attribute is required: Size. Add it to attributes; "
    "GET /categories/…/properties describes its values.",
)

INTEGRATION_EXAMPLES: dict[str, object] = {
    "submitProducts": ProductSubmitted(SUBMISSION_ID),
    "listProductReports": ReportPage(
        2,
        [
            _report(
                "0400000005102",
                "GANT-ALDIS-RM",
                Status.INTEGRATED,
                product_reference="AUC0400000005102",
            ),
            _report("0400000005119", "GANT-ALDIS-RL", Status.REFUSED, errors=[_NO_SIZE]),
        ],
    ),
}
