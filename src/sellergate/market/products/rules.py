"""What sheets must satisfy, read for judging them: categories with their properties, and brands. SQL of these alone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.market.products.models import Necessity
from sellergate.storage.batches import batch_of
from sellergate.storage.schema import (
    brands,
    categories,
    category_properties,
    products,
    properties,
    property_choices,
)

SHEET_LEVEL: Final = 3  # of the categories that sheets are put into
Labels = Mapping[str, str]  # by the short name of the language


@dataclass(frozen=True, slots=True)
class PropertyRule:
    """A property of a category. `choices`: what a value is matched by -> how it is written; none: any text."""

    reference: str
    necessity: Necessity
    labels: Labels
    is_multiple: bool
    is_numeric: bool
    is_variation: bool
    is_size: bool
    choices: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class CategoryRule:
    """A category that sheets can be put into."""

    reference: str
    is_brand_mandatory: bool
    is_variant: bool
    properties: Mapping[str, PropertyRule]


def choice_key(value: str) -> str:
    """What values of closed lists are matched by: case and blanks do not matter."""
    return " ".join(value.casefold().split())


def rules_of_categories(  # rule-ok: tenant (the catalogue is everybody's)
    conn: Connection, references: Collection[str]
) -> dict[str, CategoryRule]:
    """The rules of those of these categories that sheets can be put into."""
    query = sa.select(
        categories.c.reference, categories.c.is_brand_mandatory, categories.c.is_variant
    ).where(categories.c.reference.in_(_listed(conn, references)), *_TAKES_SHEETS)
    found = list(conn.execute(query))
    rules = _property_rules(conn, [row.reference for row in found])
    return {
        row.reference: CategoryRule(*row, properties=rules.get(row.reference, {})) for row in found
    }


def names_of_brands(  # rule-ok: tenant (the catalogue is everybody's)
    conn: Connection, keys: Collection[str]
) -> dict[str, str]:
    """Key -> name, of those that are brands."""
    query = sa.select(brands.c.name_key, brands.c.name)
    rows = conn.execute(query.where(brands.c.name_key.in_(_listed(conn, keys))))
    return {row.name_key: row.name for row in rows}


def labels_of_categories(conn: Connection) -> list[tuple[str, Labels]]:
    """Every category that sheets can be put into, by reference, with its labels."""
    query = sa.select(
        categories.c.reference,
        categories.c.label_fr,
        categories.c.label_en,
        categories.c.label_es,
    ).where(*_TAKES_SHEETS)
    rows = conn.execute(query.order_by(categories.c.reference))
    return [(reference, _labels(*labels)) for reference, *labels in rows]


def categories_of_products(  # rule-ok: tenant (the catalogue is everybody's)
    conn: Connection, gtin_keys: Collection[str]
) -> dict[str, str]:
    """GTIN key -> category, of those that have a sheet."""
    query = sa.select(products.c.gtin_key, products.c.category_reference)
    rows = conn.execute(query.where(products.c.gtin_key.in_(_listed(conn, gtin_keys))))
    return {row.gtin_key: row.category_reference for row in rows}


_TAKES_SHEETS = (categories.c.level == SHEET_LEVEL, categories.c.is_active)


def _property_rules(
    conn: Connection, references: Collection[str]
) -> dict[str, dict[str, PropertyRule]]:
    """Category -> property -> rule."""
    query = (
        sa.select(
            category_properties.c.category_reference,
            category_properties.c.necessity,
            properties,
        )
        .join_from(category_properties, properties)
        .where(category_properties.c.category_reference.in_(_listed(conn, references)))
        .order_by(category_properties.c.category_reference, category_properties.c.position)
    )
    rows = conn.execute(query).all()
    choices = _choices(conn, {row.reference for row in rows if row.is_ranged})
    rules: dict[str, dict[str, PropertyRule]] = {}
    for row in rows:
        rules.setdefault(row.category_reference, {})[row.reference] = PropertyRule(
            reference=row.reference,
            necessity=Necessity(row.necessity),
            labels=_labels(row.label_fr, row.label_en, row.label_es),
            is_multiple=row.is_multiple,
            is_numeric=row.is_numeric,
            is_variation=row.is_variation,
            is_size=row.is_size,
            choices=choices.get(row.reference) if row.is_ranged else None,
        )
    return rules


def _choices(conn: Connection, references: Collection[str]) -> dict[str, dict[str, str]]:
    """Property -> what is matched -> the choice as kept, which is the French one whatever language it is said in."""
    query = (
        sa.select(property_choices)
        .where(property_choices.c.property_reference.in_(_listed(conn, references)))
        .order_by(property_choices.c.property_reference, property_choices.c.position)
    )
    choices: dict[str, dict[str, str]] = {reference: {} for reference in references}
    for row in conn.execute(query):
        known = choices[row.property_reference]
        for label in (row.label_fr, row.label_en, row.label_es):
            known.setdefault(choice_key(label), row.label_fr)
    return choices


def _labels(fr: str, en: str, es: str) -> Labels:
    return {"fr": fr, "en": en, "es": es}


def _listed(conn: Connection, references: Collection[str]) -> sa.Select[Any]:
    batch = batch_of(conn, [[reference] for reference in references], reference=sa.String())
    return sa.select(batch.c.reference)
