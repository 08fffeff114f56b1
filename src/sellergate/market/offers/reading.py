"""SQL that reads offers: pages for the seller that they are of.

Pages begin after a key that never changes while an offer is there, so that a walk through them meets each offer that
stays exactly once, whatever others write meanwhile.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.offers.models import Condition, OfferState
from sellergate.market.offers.quality import Sheet
from sellergate.storage.schema import offers, products

_pictures_of = msgspec.json.Decoder(list[Any]).decode

WINDOW = 10_000  # offers that are looked at one after the other for those that were updated


class ReadOffer(NamedTuple):
    """An offer as it is stored, and of its product what is told with it. `row` is its number."""

    row: int
    sales_channel_id: str
    reference: str
    product_id: int
    condition: str
    price: int
    delivered_price: int
    origin_price: int | None
    currency: str
    vat: int
    eco_tax: int
    dea_tax: int
    delivery_modes: str
    preparation_time: int
    quantity: int
    comment: str | None
    extras: str | None
    state: str
    created_at: datetime
    updated_at: datetime
    product_reference: str
    gtin: str
    title: str
    variant_group_reference: str | None
    is_marketable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFilter:
    """Which offers are wanted. An empty sequence of keys asks for none, None for all."""

    sales_channel_id: str | None = None
    names: Sequence[tuple[str, Condition]] | None = None  # product reference and condition
    gtin_keys: Sequence[str] | None = None
    references: Sequence[str] | None = None
    states: Sequence[OfferState] = ()
    updated_from: datetime | None = None

    @property
    def has_keys(self) -> bool:
        """Whether it names offers or products, of which a few are to be found."""
        return not (self.names is None and self.gtin_keys is None and self.references is None)


_STATEMENT = sa.select(
    *(offers.c[name] for name in ("id", "sales_channel_id", "reference", "product_id")),
    *(offers.c[name] for name in ("condition", "price", "delivered_price", "origin_price")),
    *(offers.c[name] for name in ("currency", "vat", "eco_tax", "dea_tax", "delivery_modes")),
    *(offers.c[name] for name in ("preparation_time", "quantity", "comment", "extras", "state")),
    *(offers.c.created_at, offers.c.updated_at),
    *(products.c.reference, products.c.gtin, products.c.title),
    *(products.c.variant_group_reference, products.c.is_marketable),
).join_from(offers, products, offers.c.product_id == products.c.id)


def page_of_offers(
    conn: Connection,
    seller_id: SellerId,
    sales_channel_id: str,
    wanted: OfferFilter,
    *,
    after: int,
    limit: int,
) -> list[ReadOffer]:
    """The seller's offers on a channel, in the order of their rows, from the one after row `after` on."""
    place = sa.and_(offers.c.seller_id == seller_id, offers.c.sales_channel_id == sales_channel_id)
    conditions = _conditions(wanted)
    if wanted.has_keys:
        return _rows_found(conn, place, conditions, after, limit)
    if wanted.updated_from is None:
        return _rows_in_order(conn, place, conditions, after, limit)
    # Where many were updated, the next ones are near; where few were, an index has them together, in another order.
    end = _end_of_window(conn, place, after)
    near = conditions if end is None else [*conditions, offers.c.id <= end]
    found = _rows_in_order(conn, place, near, after, limit)
    if end is None or len(found) == limit:
        return found
    return _rows_found(conn, place, conditions, after, limit)


def page_by_reference(
    conn: Connection,
    seller_id: SellerId,
    wanted: OfferFilter,
    *,
    after: tuple[str, str] | None,
    skip: int,
    limit: int,
) -> list[ReadOffer]:
    """The seller's offers on every channel, by channel and reference, from `skip` behind the one at `after` on."""
    key = sa.tuple_(offers.c.sales_channel_id, offers.c.reference)
    conditions = [offers.c.seller_id == seller_id, *_conditions(wanted)]
    if after is not None:
        conditions.append(key > sa.tuple_(*map(sa.literal, after)))
    order = (offers.c.sales_channel_id, offers.c.reference)
    if not skip:
        return _read(conn, _STATEMENT.where(*conditions).order_by(*order).limit(limit))
    # What is skipped is counted in the index alone.
    rows = sa.select(offers.c.id).where(*conditions).order_by(*order).offset(skip).limit(limit)
    chosen = sa.select(rows.subquery("chosen").c.id)
    return _read(conn, _STATEMENT.where(offers.c.id.in_(chosen)).order_by(*order))


def count_of_offers(conn: Connection, seller_id: SellerId, wanted: OfferFilter) -> int:
    """How many offers the seller has that are wanted."""
    query = sa.select(sa.func.count()).select_from(offers)
    found = conn.execute(query.where(offers.c.seller_id == seller_id, *_conditions(wanted)))
    return int(found.scalar_one())


def sheets_of(  # rule-ok: tenant (sheets are everybody's)
    conn: Connection, product_ids: Collection[int]
) -> dict[int, Sheet]:
    """What is weighed of the sheets of these products."""
    t = products.c
    query = sa.select(t.id, t.pictures, sa.func.length(t.description), t.brand, t.attributes)
    return {
        id_: Sheet(len(_pictures_of(pictures)), length, bool(brand), attributes != "{}")
        for id_, pictures, length, brand, attributes in conn.execute(
            query.where(t.id.in_(product_ids))
        )
    }


def _rows_in_order(
    conn: Connection,
    place: sa.ColumnElement[bool],
    conditions: Sequence[sa.ColumnElement[bool]],
    after: int,
    limit: int,
) -> list[ReadOffer]:
    """By walking through the offers of the channel."""
    query = _STATEMENT.where(place, offers.c.id > after, *conditions)
    return _read(conn, query.order_by(offers.c.id).limit(limit))


def _rows_found(
    conn: Connection,
    place: sa.ColumnElement[bool],
    conditions: Sequence[sa.ColumnElement[bool]],
    after: int,
    limit: int,
) -> list[ReadOffer]:
    """By an index of what `conditions` say, sorted afterwards: adding nothing keeps the order from choosing another."""
    row = offers.c.id + 0
    rows = sa.select(offers.c.id).where(place, row > after, *conditions).order_by(row).limit(limit)
    chosen = sa.select(rows.subquery("chosen").c.id)
    return _read(conn, _STATEMENT.where(offers.c.id.in_(chosen)).order_by(offers.c.id))


def _end_of_window(conn: Connection, place: sa.ColumnElement[bool], after: int) -> int | None:
    """The row that ends the window after `after`; None when there are fewer."""
    query = sa.select(offers.c.id).where(place, offers.c.id > after).order_by(offers.c.id)
    end: int | None = conn.execute(query.offset(WINDOW - 1).limit(1)).scalar()
    return end


def _conditions(wanted: OfferFilter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.sales_channel_id is not None:
        found.append(offers.c.sales_channel_id == wanted.sales_channel_id)
    if wanted.references is not None:
        found.append(offers.c.reference.in_(wanted.references))
    if wanted.gtin_keys is not None:
        found.append(_of_products(products.c.gtin_key, wanted.gtin_keys))
    if wanted.names is not None:
        found.append(sa.or_(sa.false(), *_named(wanted.names)))
    if len(set(wanted.states)) == 1:
        # As a literal: the index of inactive offers is for statements that say so.
        found.append(offers.c.state == sa.literal_column(f"'{OfferState(wanted.states[0]).value}'"))
    if wanted.updated_from is not None:
        found.append(offers.c.updated_at >= wanted.updated_from)
    return found


def _named(names: Sequence[tuple[str, Condition]]) -> list[sa.ColumnElement[bool]]:
    references: dict[Condition, list[str]] = {}
    for reference, condition in names:
        references.setdefault(condition, []).append(reference)
    return [
        sa.and_(offers.c.condition == condition.value, _of_products(products.c.reference, some))
        for condition, some in references.items()
    ]


def _of_products(column: sa.ColumnElement[Any], keys: Sequence[str]) -> sa.ColumnElement[bool]:
    return offers.c.product_id.in_(sa.select(products.c.id).where(column.in_(keys)))


def _read(conn: Connection, query: sa.Select[Any]) -> list[ReadOffer]:
    return [ReadOffer._make(row) for row in conn.execute(query).all()]
