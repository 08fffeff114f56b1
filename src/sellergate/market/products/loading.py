"""Sheets in bulk, as they are: for the demo marketplace and for measures. Sellers' submissions are judged elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.kit.clock import to_micros
from sellergate.kit.gtin import Gtin
from sellergate.market.languages import DEFAULT, Language
from sellergate.market.products.names import product_reference
from sellergate.storage.batches import batch_of
from sellergate.storage.schema import product_sellers, products


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedProduct:
    """A sheet as it is stored. `sellers`: the creator first, each with its own code."""

    gtin: Gtin
    category_reference: str
    title: str
    description: str
    created_at: datetime
    language: Language = DEFAULT
    rich_description: str | None = None
    translations: Mapping[Language, tuple[str, str, str | None]] = field(default_factory=dict)
    brand: str | None = None
    variant_group_reference: str | None = None
    color: str | None = None
    size: str | None = None
    attributes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    pictures: Sequence[str] = ()
    is_marketable: bool = True
    sellers: Sequence[tuple[SellerId, str]] = ()


def load_products(  # rule-ok: tenant (sheets of every seller)
    conn: Connection, loaded: Sequence[LoadedProduct]
) -> dict[str, int]:
    """Write sheets that are not there yet, in one statement for each table: GTIN key -> row of the sheet."""
    conn.execute(products.insert(), [_row(product) for product in loaded])
    keys = batch_of(conn, [[product.gtin.key] for product in loaded], key=sa.String())
    found = sa.select(products.c.gtin_key, products.c.id).where(
        products.c.gtin_key.in_(sa.select(keys.c.key))
    )
    ids: dict[str, int] = {row.gtin_key: row.id for row in conn.execute(found)}
    sold = [
        {
            "seller_id": seller_id,
            "product_id": ids[product.gtin.key],
            "seller_product_reference": reference,
            "is_creator": place == 0,
            "created_at": product.created_at,
            "category_reference": product.category_reference,
        }
        for product in loaded
        for place, (seller_id, reference) in enumerate(product.sellers)
    ]
    if sold:
        conn.execute(product_sellers.insert(), sold)
    return ids


def _row(product: LoadedProduct) -> dict[str, object]:
    at = to_micros(product.created_at)
    return {
        "reference": product_reference(product.gtin),
        "gtin": product.gtin.text,
        "gtin_key": product.gtin.key,
        "language": product.language.value,
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
        "pictures": _json([[n, url, at] for n, url in enumerate(product.pictures, 1)]),
        "is_marketable": product.is_marketable,
        "created_at": product.created_at,
        "updated_at": product.created_at,
    }


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
