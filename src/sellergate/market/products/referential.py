"""The referential: categories, properties and brands. The operator keeps it; the lines of its file are here too.

SQL of whole lists only: what pages and calls read, one by one, is in `store.py`. Nothing that a sheet may name is
deleted: a category that is gone from the list becomes inactive.
"""

from collections.abc import Iterable, Sequence
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


def _labels(label: Label) -> Iterable[str]:
    return label.fr, label.en, label.es


def _label_columns(label: Label) -> dict[str, str]:
    return {"label_fr": label.fr, "label_en": label.en, "label_es": label.es}
