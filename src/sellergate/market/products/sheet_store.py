"""SQL of the sheets of the catalogue, as integration reads and writes them: many at once."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.kit.gtin import Gtin
from sellergate.market.products.rights import Product
from sellergate.storage.batches import (
    batch_of,
    conditional_insert,
    insert_or_update,
    not_inserted,
)
from sellergate.storage.schema import AnyRow, product_creations, product_sellers, products

_decode = msgspec.json.decode
# What a modification may change.
_CHANGING = {
    **dict.fromkeys(("title", "description", "rich_description", "translations"), sa.Text()),
    **dict.fromkeys(("brand", "category_reference", "variant_group_reference"), sa.Text()),
    **dict.fromkeys(("color", "size", "attributes", "pictures"), sa.Text()),
}


def products_of_gtins(
    conn: Connection, seller_id: SellerId, gtin_keys: Collection[str]
) -> dict[str, Product]:
    """GTIN key -> sheet, of those that have one, as they are to this seller."""
    keys = batch_of(conn, [[key] for key in gtin_keys], key=sa.String())
    own = sa.and_(
        product_sellers.c.product_id == products.c.id, product_sellers.c.seller_id == seller_id
    )
    query = (
        sa.select(
            products, product_sellers.c.seller_product_reference, product_sellers.c.is_creator
        )
        .select_from(products.outerjoin(product_sellers, own))
        .where(products.c.gtin_key.in_(sa.select(keys.c.key)))
    )
    return {row.gtin_key: _product(row) for row in conn.execute(query)}


def insert_products(
    conn: Connection, seller_id: SellerId, created: Sequence[Product], now: datetime
) -> None:
    """Write sheets that are not there yet, and that this seller is their creator."""
    if not created:
        return
    rows = [
        {
            "reference": product.reference,
            "gtin": product.gtin.text,
            "gtin_key": product.gtin.key,
            "language": product.language,
            **_changing_values(product),
            "is_marketable": True,
            "created_at": now,
            "updated_at": now,
        }
        for product in created
    ]
    # Another seller's sheet of the same GTIN, of which this transaction cannot know, is a conflict and not an error:
    # the transaction is done again, and finds it.
    conn.execute(conditional_insert(conn, products).on_conflict_do_nothing(), rows)
    keys = [product.gtin.key for product in created]
    found = products_of_gtins(conn, seller_id, keys)
    references = {product.gtin.key: product.seller_product_reference for product in created}
    links = [
        (found[key].id, references[key], True, found[key].category_reference)
        for key in keys  # each is there now
    ]
    _link(conn, seller_id, links, now)


def update_products(
    conn: Connection, seller_id: SellerId, changed: Sequence[Product], now: datetime
) -> None:
    """Write sheets that are there as they are now, and by which code this seller has them."""
    if not changed:
        return
    rows = [[product.id, *_changing_values(product).values()] for product in changed]
    batch = batch_of(conn, rows, id=sa.BigInteger(), **_CHANGING)
    values = {name: batch.c[name] for name in _CHANGING}
    conn.execute(
        products.update().values(**values, updated_at=now).where(products.c.id == batch.c.id)
    )
    moved = product_sellers.c.category_reference != batch.c.category_reference
    conn.execute(  # of every seller who has the sheet
        product_sellers.update()
        .values(category_reference=batch.c.category_reference)
        .where(product_sellers.c.product_id == batch.c.id, moved)
    )
    link_products(conn, seller_id, changed, now)


def link_products(
    conn: Connection, seller_id: SellerId, linked: Sequence[Product], now: datetime
) -> None:
    """Write by which code this seller has sheets that are there."""
    links = [
        (one.id, one.seller_product_reference, one.is_creator, one.category_reference)
        for one in linked
    ]
    _link(conn, seller_id, links, now)


def created_in_hour(conn: Connection, seller_id: SellerId, hour: datetime) -> int:
    """How many sheets the seller created in the hour that began then."""
    table = product_creations.c
    query = sa.select(table.count).where(table.seller_id == seller_id, table.hour == hour)
    return conn.execute(query).scalar() or 0


def count_creations(conn: Connection, seller_id: SellerId, hour: datetime, count: int) -> None:
    """Remember that the seller created `count` sheets in that hour, all told."""
    batch = sa.select(
        sa.literal(int(seller_id), sa.BigInteger()).label("seller_id"),
        sa.literal(hour, product_creations.c.hour.type).label("hour"),
        sa.literal(count, sa.Integer()).label("count"),
    ).subquery("batch")
    insert_or_update(
        conn,
        product_creations,
        batch,
        hour=not_inserted(product_creations, "hour"),
        count=not_inserted(product_creations, "count"),
    )


def _link(
    conn: Connection,
    seller_id: SellerId,
    links: Sequence[tuple[int | None, str | None, bool, str]],
    now: datetime,
) -> None:
    if not links:
        return
    batch = batch_of(
        conn,
        [[*link] for link in links],
        product_id=sa.BigInteger(),
        seller_product_reference=sa.String(),
        is_creator=sa.Boolean(),
        category_reference=sa.String(),
    )
    rows = sa.select(
        sa.literal(int(seller_id), sa.BigInteger()).label("seller_id"),
        *batch.c,
        sa.literal(now, product_sellers.c.created_at.type).label("created_at"),
    ).subquery("batch")
    reference = not_inserted(product_sellers, "seller_product_reference")
    insert_or_update(conn, product_sellers, rows, seller_product_reference=reference)


def _product(row: AnyRow) -> Product:
    return Product(
        id=row.id,
        reference=row.reference,
        gtin=Gtin(row.gtin, row.gtin_key),
        language=row.language,
        title=row.title,
        description=row.description,
        rich_description=row.rich_description,
        translations=_decode(row.translations) if row.translations else {},
        brand=row.brand,
        category_reference=row.category_reference,
        variant_group_reference=row.variant_group_reference,
        color=row.color,
        size=row.size,
        attributes=_decode(row.attributes),
        pictures=tuple(tuple(picture) for picture in _decode(row.pictures)),
        seller_product_reference=row.seller_product_reference,
        is_creator=bool(row.is_creator),
    )


def _changing_values(product: Product) -> dict[str, Any]:
    """In the order of `_CHANGING`."""
    return {
        "title": product.title,
        "description": product.description,
        "rich_description": product.rich_description,
        "translations": _json(product.translations) if product.translations else None,
        "brand": product.brand,
        "category_reference": product.category_reference,
        "variant_group_reference": product.variant_group_reference,
        "color": product.color,
        "size": product.size,
        "attributes": _json(product.attributes),
        "pictures": _json(product.pictures),
    }


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
