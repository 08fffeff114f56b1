"""Answers of the demo marketplace for seller 41207, by operation: the reference's examples."""

from sellergate.seller_v2.products.schemas import (
    BrandPage,
    CategoryPage,
    Count,
)

EXAMPLES: dict[str, object] = {
    "countCategories": Count(0),
    "listCategories": CategoryPage(0, []),
    "listBrands": BrandPage(0, []),
}
