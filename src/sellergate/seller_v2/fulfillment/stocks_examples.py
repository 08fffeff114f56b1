"""Answers of the demo marketplace for seller 41207 that read stock: the reference's examples."""

from sellergate.market.warehouse.models import (
    Movement,
    ProductState,
    ProductStatus,
    StorageCountry,
)
from sellergate.seller_v2.fulfillment.stocks_facts import GTIN, PRODUCT_ID, REFERENCE, STOCK_ID
from sellergate.seller_v2.fulfillment.stocks_schemas import (
    LocalizedStock,
    Quantities,
    StockPage,
    StockRecord,
    StockReference,
    StockReferencePage,
)

_UPDATED = "2026-10-24T16:30:00.0000000+00:00"
_RECEIVED = "2026-09-13T13:05:00.0000000+00:00"
_CREATED = "2026-07-06T08:00:00.0000000+00:00"
_STOCK = StockRecord(
    id=STOCK_ID,
    product_id=PRODUCT_ID,
    product_state=ProductState.NEW,
    seller_product_reference=REFERENCE,
    quantities=Quantities(18, 0, 1, 0, 0, 0, 0),
    localized_stocks=[
        LocalizedStock(
            StorageCountry.ES, 6, Quantities(6, 0, 0, 0, 0, 0, 0), _RECEIVED, Movement.RECEPTION
        ),
        LocalizedStock(
            StorageCountry.FR, 12, Quantities(12, 0, 1, 0, 0, 0, 0), _UPDATED, Movement.RESTOCK
        ),
    ],
    updated_at=_UPDATED,
)

EXAMPLES: dict[str, object] = {
    "listStocks": StockPage(1, [_STOCK]),
    "getStock": _STOCK,
    "listStockSellerReferences": StockReferencePage(
        1,
        [
            StockReference(
                REFERENCE,
                STOCK_ID,
                PRODUCT_ID,
                ProductState.NEW,
                GTIN,
                ProductStatus.REFERENCED,
                None,
                _CREATED,
                _CREATED,
            )
        ],
    ),
}
