"""What is sent and answered when sheets are submitted: the reference's examples."""

from sellergate.seller_v2.products.integration_schemas import (
    ProductSubmission,
    ProductSubmitted,
    ReportPage,
    SubmittedAttribute,
    SubmittedPicture,
    SubmittedProduct,
)

SUBMISSION = ProductSubmission(
    [
        SubmittedProduct(
            gtin="0200000000011",
            seller_product_reference="GANT-01-M",
            title="Gant technique noir M",
            description="Gant respirant pour le sport.",
            seller_picture_urls=[SubmittedPicture(1, "https://img.example.com/gant-01.jpg")],
            category_code="0H0D0G",
            variant_group_reference="GANT-01",
            attributes=[SubmittedAttribute("3263", ["Noir"])],
        )
    ]
)

INTEGRATION_EXAMPLES: dict[str, object] = {
    "submitProducts": ProductSubmitted("0b5c2a1e-0000-4000-8000-000000000001"),
    "listProductReports": ReportPage(0, []),
}
