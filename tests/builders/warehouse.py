"""Builders of stock in the warehouses: products that are referenced there, and what was received of them."""

from sqlalchemy import Connection

from sellergate.access.sellers.models import Seller
from sellergate.kit.gtin import parse_gtin
from sellergate.kit.ids import new_uuid
from sellergate.market.warehouse import store
from sellergate.market.warehouse.models import Movement, ProductState, Stock, StorageCountry
from sellergate.market.warehouse.moving import move
from sellergate.market.warehouse.referencing import NewProduct, judge_product, reference_products
from tests.builders.catalogue import KnownProduct, a_product
from tests.builders.world import Served

FR, ES, GB = StorageCountry


def a_stock(
    on: Served,
    seller: Seller,
    product: KnownProduct | None = None,
    *,
    reference: str | None = None,
    state: ProductState = ProductState.NEW,
    **held: int,
) -> Stock:
    """A product that is referenced, and what was received of it: `FR=5`, fit for sale."""
    product = product or a_product(on)
    new = NewProduct(
        seller_product_reference=reference or f"SKU-{on.number():06}",
        gtin=parse_gtin(product.gtin),
        product_state=state,
        title="Gant technique noir M",
        details={},
    )

    def step(conn: Connection, act: object) -> Stock:
        now = on.access.clock()
        [told] = reference_products(conn, seller.seller_id, [new], now)
        judge_product(conn, told, stock_id=new_uuid(), now=now)
        stock = store.find_stock_of_reference(conn, seller.seller_id, new.seller_product_reference)
        assert stock is not None
        for country, pieces in held.items():
            stock = move(
                *(conn, stock.row, StorageCountry(country), Movement.RECEPTION, pieces),
                cause="test",
                now=now,
            )
        return stock

    made: Stock = on.write(step)
    return made


def stock_again(on: Served, stock: Stock) -> Stock:
    """What is held of it now."""
    found: Stock = on.read(store.get_stock_of_row, stock.row)
    return found
