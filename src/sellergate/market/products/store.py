"""SQL of the catalogue, as sellers read it."""

import heapq
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.languages import Language
from sellergate.market.products.models import (
    Brand,
    Category,
    CategoryKey,
    Details,
    Picture,
    Property,
    Sheet,
)
from sellergate.storage.prepared import Prepared
from sellergate.storage.schema import (
    brands,
    categories,
    category_properties,
    product_sellers,
    products,
    properties,
    property_choices,
)

Order = Sequence[tuple[CategoryKey, bool]]  # what to sort by, and whether downwards

_attributes_of = msgspec.json.Decoder(dict[str, list[str]]).decode
_pictures_of = msgspec.json.Decoder(list[Picture]).decode
_translations_of = msgspec.json.Decoder(dict[str, tuple[str, str, str | None]]).decode

# In the order in which `_sheet` takes them. Flags as the database keeps them: a conversion of the statement's would
# cost a look-up as much as the rest of its row.
_SHEET = (
    products.c.id,
    products.c.reference,
    products.c.gtin,
    products.c.category_reference,
    sa.type_coerce(products.c.is_marketable, sa.Integer),
    products.c.language,
    products.c.title,
    products.c.description,
    products.c.rich_description,
    products.c.translations,
    product_sellers.c.seller_product_reference,
    sa.type_coerce(product_sellers.c.is_creator, sa.Integer),
    products.c.brand,
    products.c.variant_group_reference,
    products.c.color,
    products.c.size,
    products.c.attributes,
    products.c.pictures,
)
_SELLER_ID = sa.bindparam("seller_id", type_=sa.BigInteger)
_IS_OWN = (product_sellers.c.product_id == products.c.id) & (
    product_sellers.c.seller_id == _SELLER_ID
)
_BY_GTIN = Prepared(
    sa.select(*_SHEET)
    .join_from(products, product_sellers, _IS_OWN, isouter=True)
    .where(products.c.gtin_key == sa.bindparam("gtin_key")),
    "seller_id",
    "gtin_key",
)
_OWN_SHEETS = (
    sa.select(*_SHEET)
    .join_from(product_sellers, products, _IS_OWN)
    .order_by(product_sellers.c.product_id)
)
_OWN = _OWN_SHEETS.where(product_sellers.c.product_id > sa.bindparam("after")).limit(
    sa.bindparam("limit")
)
_ALL_OWN = Prepared(_OWN, "seller_id", "after", "limit")
_IN_CATEGORY = product_sellers.c.category_reference == sa.bindparam("category")
_OWN_IN_CATEGORY = Prepared(_OWN.where(_IN_CATEGORY), "seller_id", "after", "category", "limit")
_IDS_IN_CATEGORY = Prepared(
    sa.select(product_sellers.c.product_id)
    .where(
        product_sellers.c.seller_id == _SELLER_ID,
        product_sellers.c.product_id > sa.bindparam("after"),
        _IN_CATEGORY,
    )
    .order_by(product_sellers.c.product_id)
    .limit(sa.bindparam("limit")),
    *("seller_id", "after", "category", "limit"),
)
MOST_CATEGORIES: Final = (
    10  # to be looked into one by one: own sheets in one of more come soon as they are read
)


def count_categories(conn: Connection) -> int:  # rule-ok: tenant (the catalogue is everybody's)
    """How many categories there are."""
    return _count(conn, categories)


def page_of_categories(  # rule-ok: tenant (the catalogue is everybody's)
    conn: Connection, language: Language, *, order: Order, limit: int, offset: int
) -> list[Category]:
    """Some categories, labels in `language`, by `order` and then by reference."""
    columns = _category_columns(language)
    by: list[sa.ColumnElement[Any]] = [
        columns[key].desc() if downwards else columns[key] for key, downwards in order
    ]
    query = sa.select(*columns.values()).order_by(*by, categories.c.reference)
    return [Category(*row) for row in conn.execute(query.limit(limit).offset(offset))]


def find_category(  # rule-ok: tenant (the catalogue is everybody's)
    conn: Connection, reference: str, language: Language
) -> Category | None:
    """The category of that reference, or None."""
    query = sa.select(*_category_columns(language).values())
    row = conn.execute(query.where(categories.c.reference == reference)).first()
    return None if row is None else Category(*row)


def properties_of_category(  # rule-ok: tenant (the catalogue is everybody's)
    conn: Connection, reference: str, language: Language
) -> list[Property] | None:
    """The properties of a category in their order, or None when there is no such category."""
    if find_category(conn, reference, language) is None:
        return None
    choices = _choices_of_category(conn, reference, language)
    query = (
        sa.select(
            properties.c.reference,
            category_properties.c.position,
            _label(properties, language),
            category_properties.c.necessity,
            properties.c.is_multiple,
            properties.c.is_ranged,
            properties.c.is_numeric,
            properties.c.is_variation,
            properties.c.is_size,
            properties.c.unit,
        )
        .join_from(category_properties, properties)
        .where(category_properties.c.category_reference == reference)
        .order_by(category_properties.c.position, properties.c.reference)
    )
    rows = [tuple(row) for row in conn.execute(query)]
    return [Property._make((*row, choices.get(row[0], []))) for row in rows]


def page_of_brands(  # rule-ok: tenant (the catalogue is everybody's)
    conn: Connection, *, limit: int, offset: int
) -> list[Brand]:
    """Some brands, by reference."""
    query = sa.select(brands.c.reference, brands.c.name).order_by(brands.c.reference)
    return [Brand(*row) for row in conn.execute(query.limit(limit).offset(offset))]


def find_sheet(
    conn: Connection, seller_id: SellerId, gtin_key: str, language: Language
) -> Sheet | None:
    """The sheet of a GTIN, whoever made it, or None."""
    row = _BY_GTIN.first(conn, seller_id, gtin_key)
    return None if row is None else _sheet(row, language)


def page_of_sheets(
    conn: Connection,
    seller_id: SellerId,
    language: Language,
    *,
    category_references: Sequence[str],
    after: int,
    limit: int,
) -> list[Sheet]:
    """The sheets that the seller created or enriched, those of some categories when any are named, by `id`."""
    wanted = set(category_references)
    if not wanted:
        rows: Iterable[Any] = _ALL_OWN.all(conn, seller_id, after, limit)
    elif len(wanted) == 1:
        rows = _OWN_IN_CATEGORY.all(conn, seller_id, after, *wanted, limit)
    elif len(wanted) <= MOST_CATEGORIES:
        first = _first_in_categories(conn, seller_id, wanted, after=after, limit=limit)
        query = _OWN_SHEETS.where(product_sellers.c.product_id.in_(first))
        rows = conn.execute(query, {"seller_id": seller_id})
    else:
        query = _OWN.where(products.c.category_reference.in_(wanted))
        rows = conn.execute(query, {"seller_id": seller_id, "after": after, "limit": limit})
    return [_sheet(row, language) for row in rows]


def _first_in_categories(
    conn: Connection, seller_id: SellerId, wanted: Collection[str], *, after: int, limit: int
) -> list[int]:
    """The next `limit` own sheets in these categories.

    Each category has its sheets in order, all of them together do not: a database would sort the whole.
    """
    of_each = [_IDS_IN_CATEGORY.all(conn, seller_id, after, each, limit) for each in wanted]
    return heapq.nsmallest(limit, (row[0] for rows in of_each for row in rows))


def count_sheets(conn: Connection, seller_id: SellerId, category_references: Sequence[str]) -> int:
    """How many sheets the seller created or enriched, in some categories when any are named."""
    query = sa.select(sa.func.count()).where(product_sellers.c.seller_id == seller_id)
    if category_references:
        query = query.where(product_sellers.c.category_reference.in_(category_references))
    count: int = conn.execute(query).scalar_one()
    return count


def _sheet(row: Sequence[Any], language: Language) -> Sheet:
    """The sheet of a row of `_SHEET`, in `language` if there is a translation, else as it was written."""
    id_, reference, gtin, category, is_marketable, written_in = row[:6]
    title, description, rich_description, translations, own_reference, is_creator = row[6:12]
    if translations is not None and written_in != language:
        translated = _translations_of(translations).get(language)
        if translated is not None:
            written_in, (title, description, rich_description) = language.value, translated
    details = None
    if own_reference is not None:
        brand, group, color, size, attributes, pictures = row[12:]
        details = Details(
            own_reference,
            bool(is_creator),
            description,
            rich_description,
            brand,
            group,
            color,
            size,
            _attributes_of(attributes),
            _pictures_of(pictures),
        )
    return Sheet(id_, reference, gtin, category, bool(is_marketable), written_in, title, details)


def _count(conn: Connection, table: sa.Table) -> int:
    count: int = conn.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
    return count


def _label(table: sa.Table, language: Language) -> sa.ColumnElement[str]:
    column: sa.ColumnElement[str] = table.c[f"label_{language.short}"]
    return column


def _category_columns(language: Language) -> dict[str, sa.ColumnElement[Any]]:
    """The members of a `Category`, in their order."""
    children = categories.alias("children")
    child_count = (
        sa.select(sa.func.count())
        .select_from(children)
        .where(children.c.parent_reference == categories.c.reference)
        .scalar_subquery()
    )
    named = {"label": _label(categories, language), "child_count": child_count}
    return {name: named[name] if name in named else categories.c[name] for name in Category._fields}


def _choices_of_category(
    conn: Connection, reference: str, language: Language
) -> dict[str, list[str]]:
    """Property reference -> choices, in their order."""
    query = (
        sa.select(property_choices.c.property_reference, _label(property_choices, language))
        .join(
            category_properties,
            category_properties.c.property_reference == property_choices.c.property_reference,
        )
        .where(category_properties.c.category_reference == reference)
        .order_by(property_choices.c.property_reference, property_choices.c.position)
    )
    choices: dict[str, list[str]] = {}
    for own, label in conn.execute(query):
        choices.setdefault(own, []).append(label)
    return choices
