"""What seller 41207 of the demo marketplace tells the warehouses: the reference's examples."""

from sellergate.market.warehouse.models import ProductState, ProductStatus
from sellergate.seller_v2.fulfillment.products_schemas import (
    Customs,
    FulfillmentProduct,
    FulfillmentProductList,
    NewFulfillmentProduct,
    Packaging,
)
from sellergate.seller_v2.fulfillment.stocks_facts import GTIN, REFERENCE, TITLE

NEW_PRODUCTS = [
    NewFulfillmentProduct(
        gtin=GTIN,
        seller_product_reference=REFERENCE,
        title=TITLE,
        packaging=Packaging(length=104.0, width=62.0, height=14.0, weight=11.4),
        customs=Customs(hs_code="940360", origin_country="FR"),
    )
]
EXAMPLES: dict[str, object] = {
    "referenceFulfillmentProducts": FulfillmentProductList(
        1,
        [FulfillmentProduct(REFERENCE, GTIN, ProductState.NEW, TITLE, ProductStatus.REFERENCED)],
    )
}
