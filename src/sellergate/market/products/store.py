"""SQL of the catalogue, as sellers read it."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.market.languages import Language
from sellergate.market.products.models import (
    Brand,
    Category,
    CategoryKey,
    Property,
)
from sellergate.storage.schema import (
    brands,
    categories,
    category_properties,
    properties,
    property_choices,
)

Order = Sequence[tuple[CategoryKey, bool]]  # what to sort by, and whether downwards


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
    return [Property(*(*row, choices.get(row[0], []))) for row in rows]


def page_of_brands(  # rule-ok: tenant (the catalogue is everybody's)
    conn: Connection, *, limit: int, offset: int
) -> list[Brand]:
    """Some brands, by reference."""
    query = sa.select(brands.c.reference, brands.c.name).order_by(brands.c.reference)
    return [Brand(*row) for row in conn.execute(query.limit(limit).offset(offset))]


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
