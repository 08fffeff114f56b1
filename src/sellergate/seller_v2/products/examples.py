"""Answers of the demo marketplace for seller 41207, by operation: the reference's examples."""

from sellergate.seller_v2.products.schemas import (
    Brand,
    BrandPage,
    Category,
    CategoryPage,
    Count,
)


def _category(reference: str, label: str) -> Category:
    return Category(
        reference,
        label=label,
        level=len(reference) // 2,
        is_active=True,
        parent_reference=reference[:-2] or None,
    )


EXAMPLES: dict[str, object] = {
    "countCategories": Count(447),
    "listCategories": CategoryPage(
        4,
        [
            _category("0A", "Home and decoration"),
            _category("0A0A", "Lighting"),
            _category("0A0A0A", "Desk lamp"),
            _category("0A0A0B", "Floor lamp"),
        ],
    ),
    "listBrands": BrandPage(
        4,
        [
            Brand("B00001", "Bruyère"),
            Brand("B00002", "Morgenstern"),
            Brand("B00003", "Lindqvist Hem"),
            Brand("B00004", "Ortega Ciclos"),
        ],
    ),
}
