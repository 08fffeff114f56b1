"""The referential: categories, properties and brands. The operator keeps it; the lines of its file are here too.

SQL of whole lists only: what pages and calls read, one by one, is in `store.py`. Nothing that a sheet may name is
deleted: a category that is gone from the list becomes inactive.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.market.products.models import Necessity
from sellergate.market.products.names import brand_key
from sellergate.storage.batches import batch_of, insert_or_update, not_inserted
from sellergate.storage.schema import (
    brands,
    categories,
    category_properties,
    products,
    properties,
    property_choices,
)

LEVEL_LENGTH: Final = 2  # characters of a category's reference, a level (contract/00 §10)


class _Entry(
    msgspec.Struct,
    frozen=True,
    rename="camel",
    tag_field="kind",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """A line of the referential's file."""


class Label(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text in the languages of the catalogue."""

    fr: str
    en: str
    es: str


class ListedProperty(
    msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True, omit_defaults=True
):
    """A property of a category."""

    reference: str
    necessity: Necessity = Necessity.OPTIONAL


class PropertyEntry(_Entry, frozen=True, tag="property"):
    """What sheets say in a word or a number. `choices` make it a closed list."""

    reference: str
    label: Label
    unit: str | None = None
    is_multiple: bool = False
    is_numeric: bool = False
    is_variation: bool = False
    is_size: bool = False
    choices: tuple[Label, ...] = ()


class BrandEntry(_Entry, frozen=True, tag="brand"):
    """A brand that sheets may name."""

    reference: str
    name: str


class CategoryEntry(_Entry, frozen=True, tag="category"):
    """A category with its properties in their order. Its parent is in its reference."""

    reference: str
    label: Label
    is_active: bool = True
    is_brand_mandatory: bool = False
    is_variant: bool = False
    properties: tuple[ListedProperty, ...] = ()

    @property
    def level(self) -> int:
        """1 at the top."""
        return len(self.reference) // LEVEL_LENGTH

    @property
    def parent_reference(self) -> str | None:
        """None at the top."""
        return self.reference[:-LEVEL_LENGTH] or None


Entry = PropertyEntry | BrandEntry | CategoryEntry

_TEXT: Final = sa.String()


def put_properties(conn: Connection, entries: Sequence[PropertyEntry]) -> None:
    """Write properties with their choices, over those of the same references."""
    batch = batch_of(
        conn,
        [
            [
                e.reference, *_labels(e.label), e.unit, e.is_multiple, bool(e.choices),
                e.is_numeric, e.is_variation, e.is_size,
            ]
            for e in entries
        ],
        reference=_TEXT, label_fr=_TEXT, label_en=_TEXT, label_es=_TEXT, unit=_TEXT,
        is_multiple=sa.Boolean, is_ranged=sa.Boolean, is_numeric=sa.Boolean,
        is_variation=sa.Boolean, is_size=sa.Boolean,
    )  # fmt: skip
    _put(conn, properties, batch)
    _replace_members(
        conn,
        property_choices,
        property_choices.c.property_reference,
        [e.reference for e in entries],
        [
            {"property_reference": e.reference, "position": n, **_label_columns(label)}
            for e in entries
            for n, label in enumerate(e.choices)
        ],
    )


def put_brands(conn: Connection, entries: Sequence[BrandEntry]) -> None:
    """Write brands, over those of the same references. No two may have names that are matched as one."""
    rows = [[e.reference, e.name, brand_key(e.name)] for e in entries]
    batch = batch_of(conn, rows, reference=_TEXT, name=_TEXT, name_key=_TEXT)
    _put(conn, brands, batch)


def put_categories(conn: Connection, entries: Sequence[CategoryEntry]) -> None:
    """Write categories with their properties, which exist, over those of the same references."""
    batch = batch_of(
        conn,
        [
            [
                e.reference, e.parent_reference, e.level, *_labels(e.label), e.is_active,
                e.is_brand_mandatory, e.is_variant,
            ]
            for e in entries
        ],
        reference=_TEXT, parent_reference=_TEXT, level=sa.Integer, label_fr=_TEXT,
        label_en=_TEXT, label_es=_TEXT, is_active=sa.Boolean, is_brand_mandatory=sa.Boolean,
        is_variant=sa.Boolean,
    )  # fmt: skip
    _put(conn, categories, batch)
    _replace_members(
        conn,
        category_properties,
        category_properties.c.category_reference,
        [e.reference for e in entries],
        [
            {
                "category_reference": e.reference,
                "property_reference": listed.reference,
                "position": n,
                "necessity": listed.necessity.value,
            }
            for e in entries
            for n, listed in enumerate(e.properties, 1)
        ],
    )


def known_categories(conn: Connection) -> set[str]:
    """The references of all categories."""
    return set(conn.execute(sa.select(categories.c.reference)).scalars())


def known_properties(conn: Connection) -> set[str]:
    """The references of all properties."""
    return set(conn.execute(sa.select(properties.c.reference)).scalars())


def known_brands(conn: Connection) -> dict[str, str]:
    """The reference of each brand by what its name is matched by."""
    rows = conn.execute(sa.select(brands.c.name_key, brands.c.reference))
    return {row.name_key: row.reference for row in rows}


def all_properties(conn: Connection) -> Iterator[PropertyEntry]:
    """Every property with its choices, by reference."""
    choices = _choices(conn)
    for row in conn.execute(sa.select(properties).order_by(properties.c.reference)):
        yield PropertyEntry(
            reference=row.reference,
            label=Label(row.label_fr, row.label_en, row.label_es),
            unit=row.unit,
            is_multiple=row.is_multiple,
            is_numeric=row.is_numeric,
            is_variation=row.is_variation,
            is_size=row.is_size,
            choices=tuple(choices.get(row.reference, ())),
        )


def all_brands(conn: Connection) -> Iterator[BrandEntry]:
    """Every brand, by reference."""
    for row in conn.execute(sa.select(brands).order_by(brands.c.reference)):
        yield BrandEntry(reference=row.reference, name=row.name)


def all_categories(conn: Connection) -> Iterator[CategoryEntry]:
    """Every category with its properties, by reference: each one after the one above it."""
    t = category_properties.c
    listed: dict[str, list[ListedProperty]] = {}
    order = sa.select(category_properties).order_by(t.category_reference, t.position)
    for row in conn.execute(order):
        found = ListedProperty(row.property_reference, Necessity(row.necessity))
        listed.setdefault(row.category_reference, []).append(found)
    for row in conn.execute(sa.select(categories).order_by(categories.c.reference)):
        yield CategoryEntry(
            reference=row.reference,
            label=Label(row.label_fr, row.label_en, row.label_es),
            is_active=row.is_active,
            is_brand_mandatory=row.is_brand_mandatory,
            is_variant=row.is_variant,
            properties=tuple(listed.get(row.reference, ())),
        )


def remove_categories(conn: Connection, references: Collection[str]) -> int:
    """Remove categories; those that have sheets, or others below them, become inactive instead. How many are gone."""
    gone = batch_of(conn, [[reference] for reference in references], reference=_TEXT)
    below = categories.alias("below")
    is_used = sa.or_(
        sa.exists().where(products.c.category_reference == categories.c.reference),
        sa.exists().where(below.c.parent_reference == categories.c.reference),
    )
    removed: list[str] = []
    for level in (3, 2, 1):
        named = sa.and_(
            categories.c.reference.in_(sa.select(gone.c.reference)), categories.c.level == level
        )
        unused = sa.select(categories.c.reference).where(named, ~is_used)
        found = list(conn.execute(unused).scalars())
        if found:
            _replace_members(
                conn, category_properties, category_properties.c.category_reference, found, ()
            )
            _replace_members(conn, categories, categories.c.reference, found, ())
        conn.execute(categories.update().where(named).values(is_active=False))
        removed += found
    return len(removed)


def remove_brands(conn: Connection, references: Collection[str]) -> int:
    """Remove brands, except those that a sheet names. How many are gone."""
    named = sa.select(products.c.brand).where(products.c.brand.is_not(None)).distinct()
    used = {brand_key(name) for name in conn.execute(named).scalars()}
    listed = batch_of(conn, [[reference] for reference in references], reference=_TEXT)
    rows = conn.execute(
        sa.select(brands.c.reference, brands.c.name_key).where(
            brands.c.reference.in_(sa.select(listed.c.reference))
        )
    )
    gone = [row.reference for row in rows if row.name_key not in used]
    _replace_members(conn, brands, brands.c.reference, gone, ())
    return len(gone)


def _put(conn: Connection, table: sa.Table, batch: sa.Subquery) -> None:
    others = [c.name for c in batch.c if not table.c[c.name].primary_key]
    insert_or_update(conn, table, batch, **{name: not_inserted(table, name) for name in others})


def _replace_members(
    conn: Connection,
    table: sa.Table,
    owner: sa.Column[Any],
    owners: Sequence[str],
    rows: Sequence[dict[str, Any]],
) -> None:
    listed = batch_of(conn, [[reference] for reference in owners], reference=_TEXT)
    conn.execute(table.delete().where(owner.in_(sa.select(listed.c.reference))))
    if rows:
        conn.execute(table.insert(), rows)


def _choices(conn: Connection) -> dict[str, list[Label]]:
    t = property_choices.c
    found: dict[str, list[Label]] = {}
    for row in conn.execute(sa.select(property_choices).order_by(t.property_reference, t.position)):
        label = Label(row.label_fr, row.label_en, row.label_es)
        found.setdefault(row.property_reference, []).append(label)
    return found


def _labels(label: Label) -> Iterable[str]:
    return label.fr, label.en, label.es


def _label_columns(label: Label) -> dict[str, str]:
    return {"label_fr": label.fr, "label_en": label.en, "label_es": label.es}
