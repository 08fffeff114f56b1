"""Sheets, many at once, by whatever names them: for those who put offers on them."""

from collections.abc import Collection
from typing import Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.storage.batches import batch_of
from sellergate.storage.schema import product_sellers, products

_TEXT: Final = sa.String()


class Sheet(NamedTuple):
    """What an offer must know of a sheet."""

    id: int
    gtin_key: str
    is_marketable: bool


class SheetName(NamedTuple):
    """What a sheet is called."""

    reference: str
    title: str


_SHEET: Final = (products.c.id, products.c.gtin_key, products.c.is_marketable)


def sheets_by_gtin(conn: Connection, keys: Collection[str]) -> dict[str, Sheet]:
    """The sheets of these GTINs, by key."""
    if not keys:
        return {}
    wanted = batch_of(conn, [[key] for key in keys], key=_TEXT)
    rows = conn.execute(sa.select(*_SHEET).join(wanted, products.c.gtin_key == wanted.c.key))
    return {row.gtin_key: Sheet(*row) for row in rows}


def sheet_names(conn: Connection, keys: Collection[str]) -> dict[str, SheetName]:
    """What the sheets of these GTINs are called, by key."""
    query = sa.select(products.c.gtin_key, products.c.reference, products.c.title)
    found = conn.execute(query.where(products.c.gtin_key.in_(keys)))
    return {row.gtin_key: SheetName(row.reference, row.title) for row in found}


def sheets_by_reference(conn: Connection, references: Collection[str]) -> dict[str, Sheet]:
    """The sheets of these references of the catalogue."""
    if not references:
        return {}
    wanted = batch_of(conn, [[reference] for reference in references], key=_TEXT)
    rows = conn.execute(
        sa.select(wanted.c.key, *_SHEET).join(products, products.c.reference == wanted.c.key)
    )
    return {key: Sheet(*sheet) for key, *sheet in rows}


def sheets_by_own_code(
    conn: Connection, seller_id: SellerId, codes: Collection[str]
) -> dict[str, list[Sheet]]:
    """The sheets that the seller submitted under these codes of its own, which need not be unique."""
    if not codes:
        return {}
    wanted = batch_of(conn, [[code] for code in codes], key=_TEXT)
    own = product_sellers.c
    rows = conn.execute(
        sa.select(own.seller_product_reference, *_SHEET)
        .join_from(product_sellers, products, products.c.id == own.product_id)
        .where(
            own.seller_id == seller_id,
            own.seller_product_reference.in_(sa.select(wanted.c.key)),
        )
    )
    found: dict[str, list[Sheet]] = {}
    for key, *sheet in rows:
        found.setdefault(key, []).append(Sheet(*sheet))
    return found
