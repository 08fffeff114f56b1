"""Builders of offers, written into the store as a package would have."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from sellergate.access.sellers.models import Seller
from sellergate.kit.gtin import parse_gtin
from sellergate.market.offers.models import Condition, OfferState
from sellergate.market.products.loading import LoadedProduct, load_products
from sellergate.storage.schema import offers
from tests.builders.catalogue import KnownProduct, a_category, a_gtin, a_product
from tests.builders.world import Served

CHANNEL = "CDISFR"


def an_offer(
    on: Served,
    seller: Seller,
    product: KnownProduct | None = None,
    *,
    price: int = 2990,
    delivery: int | None = 490,
    **values: Any,
) -> dict[str, Any]:
    """An active offer; amounts in cents. What was written, its row as `id`."""
    product = product or a_product(on)
    row = _row(on, seller, product.id, price=price, delivery=delivery, **values)
    row["id"] = on.write(_insert, [row])[0]
    return row


def many_offers(on: Served, seller: Seller, count: int, **values: Any) -> list[dict[str, Any]]:
    """So many active offers, each of a product of its own."""
    category = a_category(on).reference
    gtins = [parse_gtin(a_gtin(on)) for _ in range(count)]
    sheets = [
        LoadedProduct(
            gtin=gtin,
            category_reference=category,
            title=f"Gant {gtin.text}",
            description="Gant respirant.",
            created_at=on.access.clock(),
        )
        for gtin in gtins
    ]
    ids = on.write(lambda conn, _act: load_products(conn, sheets))
    rows = [_row(on, seller, ids[gtin.key], **values) for gtin in gtins]
    for row, id_ in zip(rows, on.write(_insert, rows), strict=True):
        row["id"] = id_
    return rows


def change_offer(on: Served, row: int, **values: Any) -> None:
    """As a package does; when it was written is among `values`, or now."""
    on.write(_update, row, {"updated_at": on.access.clock(), **values})


def remove_offer(on: Served, row: int) -> None:
    on.write(_delete, row)


def _row(
    on: Served,
    seller: Seller,
    product_id: int,
    *,
    price: int = 2990,
    delivery: int | None = 490,
    **values: Any,
) -> dict[str, Any]:
    now: datetime = on.access.clock()
    return {
        "seller_id": seller.seller_id,
        "sales_channel_id": CHANNEL,
        "reference": f"SKU-{on.number():06}",
        "product_id": product_id,
        "condition": Condition.NEW.value,
        "price": price,
        "delivered_price": price + (delivery or 0),
        "currency": "EUR",
        "vat": 2000,
        "eco_tax": 0,
        "dea_tax": 0,
        "delivery_modes": "[]" if delivery is None else f'[["THD",{delivery},150]]',
        "preparation_time": 2,
        "quantity": 12,
        "state": OfferState.ACTIVE.value,
        "created_at": now,
        "updated_at": now,
        **values,
    }


def _insert(conn: Connection, _act: Any, rows: list[dict[str, Any]]) -> list[int]:
    query = offers.insert().returning(offers.c.id, sort_by_parameter_order=True)
    return list(conn.execute(query, rows).scalars())


def _update(conn: Connection, _act: Any, row: int, values: dict[str, Any]) -> None:
    conn.execute(offers.update().where(offers.c.id == row).values(values))


def _delete(conn: Connection, _act: Any, row: int) -> None:
    conn.execute(offers.delete().where(offers.c.id == row))
