"""SQL of offers, many at once: what a seller has on sale in a channel, and how that changes.

Everything is of one seller: no statement here touches a row of another.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.kit.clock import to_micros
from sellergate.market.offers.models import OfferState
from sellergate.storage.batches import batch_of, conditional_insert, not_inserted
from sellergate.storage.schema import offers

_O: Final = offers.c
_TEXT: Final = sa.String()
_NUMBER: Final = sa.BigInteger()
_INSTANT: Final = sa.BigInteger()  # as it is stored


class Existing(NamedTuple):
    """An offer as far as a change of it must know."""

    id: int
    product_id: int
    condition: str
    price: int
    delivered_price: int
    origin_price: int | None
    eco_tax: int
    dea_tax: int
    quantity: int
    extras: str | None


class NewOffer(NamedTuple):
    """An offer as a whole."""

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


class Change(NamedTuple):
    """An offer that changes in part: what is None stays."""

    id: int
    price: int
    delivered_price: int
    origin_price: int | None
    vat: int | None
    eco_tax: int
    dea_tax: int
    delivery_modes: str | None
    preparation_time: int | None
    quantity: int
    comment: str | None
    extras: str | None
    state: str


class Stock(NamedTuple):
    """How many there are of a product in a condition, whatever the channel."""

    product_id: int
    condition: str
    quantity: int


_NEW_TYPES: Final[dict[str, sa.types.TypeEngine[Any]]] = {
    "reference": _TEXT, "product_id": _NUMBER, "condition": _TEXT, "price": _NUMBER,
    "delivered_price": _NUMBER, "origin_price": _NUMBER, "currency": _TEXT, "vat": sa.Integer(),
    "eco_tax": _NUMBER, "dea_tax": _NUMBER, "delivery_modes": _TEXT,
    "preparation_time": sa.Integer(), "quantity": _NUMBER, "comment": _TEXT, "extras": _TEXT,
    "state": _TEXT,
}  # fmt: skip
_CHANGE_TYPES: Final[dict[str, sa.types.TypeEngine[Any]]] = {
    name: _NEW_TYPES.get(name, _NUMBER) for name in Change._fields
}
_KEPT: Final = ("vat", "delivery_modes", "preparation_time", "comment", "extras")


def state_for(quantity: int) -> str:
    """What is out of stock is not on sale."""
    return (OfferState.ACTIVE if quantity else OfferState.INACTIVE).value


def offers_by_reference(
    conn: Connection, seller_id: SellerId, channel_id: str, references: Collection[str]
) -> dict[str, Existing]:
    """The seller's offers of these references in a channel."""
    wanted = batch_of(conn, [[reference] for reference in references], key=_TEXT)
    columns = [_O[name] for name in Existing._fields]
    rows = conn.execute(
        sa.select(_O.reference, *columns)
        .select_from(wanted)
        .join(
            offers,
            sa.and_(
                _O.seller_id == seller_id,
                _O.sales_channel_id == channel_id,
                _O.reference == wanted.c.key,
            ),
        )
    )
    return {reference: Existing(*row) for reference, *row in rows}


def references_by_product(
    conn: Connection, seller_id: SellerId, channel_id: str, products: Collection[tuple[int, str]]
) -> dict[tuple[int, str], str]:
    """Under which references the seller sells these products in these conditions in a channel."""
    wanted = batch_of(conn, [*products], product_id=_NUMBER, condition=_TEXT)
    rows = conn.execute(
        sa.select(_O.product_id, _O.condition, _O.reference)
        .select_from(wanted)
        .join(
            offers,
            sa.and_(
                _O.seller_id == seller_id,
                _O.sales_channel_id == channel_id,
                _O.product_id == wanted.c.product_id,
                _O.condition == wanted.c.condition,
            ),
        )
    )
    return {(product_id, condition): reference for product_id, condition, reference in rows}


def put_offers(
    conn: Connection, seller_id: SellerId, channel_id: str, rows: Sequence[NewOffer], now: datetime
) -> None:
    """Create offers, or replace those of the same references as a whole."""
    if not rows:
        return
    batch = batch_of(conn, rows, **_NEW_TYPES)
    instant = sa.literal(to_micros(now), _INSTANT)
    fixed: dict[str, sa.ColumnElement[Any]] = {
        "seller_id": sa.literal(seller_id, _NUMBER),
        "sales_channel_id": sa.literal(channel_id, _TEXT),
        "created_at": instant,
        "updated_at": instant,
    }
    names = [*NewOffer._fields, *fixed]
    columns = [*batch.c, *(value.label(name) for name, value in fixed.items())]
    # SQLite would read "FROM batch ON …" as a join without the WHERE.
    insert = conditional_insert(conn, offers).from_select(
        names, sa.select(*columns).where(sa.true())
    )
    same = ("reference", "product_id", "condition", "currency")
    changed = [name for name in (*NewOffer._fields, "updated_at") if name not in same]
    conn.execute(
        insert.on_conflict_do_update(
            index_elements=[_O.seller_id, _O.sales_channel_id, _O.reference],
            set_={name: not_inserted(offers, name) for name in changed},
        )
    )


def change_offers(
    conn: Connection, seller_id: SellerId, rows: Sequence[Change], now: datetime
) -> None:
    """Change offers in part."""
    if not rows:
        return
    batch = batch_of(conn, rows, **_CHANGE_TYPES)
    values = {
        name: sa.func.coalesce(batch.c[name], _O[name]) if name in _KEPT else batch.c[name]
        for name in Change._fields
        if name != "id"
    }
    conn.execute(
        offers.update()
        .where(_O.id == batch.c.id, _O.seller_id == seller_id)
        .values({**values, "updated_at": now})
    )


def delete_offers(conn: Connection, seller_id: SellerId, ids: Collection[int]) -> None:
    """Remove offers."""
    if not ids:
        return
    batch = batch_of(conn, [[offer_id] for offer_id in ids], id=_NUMBER)
    conn.execute(offers.delete().where(_O.seller_id == seller_id, _O.id.in_(sa.select(batch.c.id))))


def share_stock(
    conn: Connection,
    seller_id: SellerId,
    channel_ids: Sequence[str],
    stocks: Sequence[Stock],
    now: datetime,
) -> None:
    """Let the offers of the same product and condition in other channels have the same stock (contract/04 §A)."""
    if not (channel_ids and stocks):
        return
    batch = batch_of(conn, stocks, product_id=_NUMBER, condition=_TEXT, quantity=_NUMBER)
    is_there = batch.c.quantity > 0
    conn.execute(
        offers.update()
        .where(
            _O.seller_id == seller_id,
            _O.sales_channel_id.in_(channel_ids),
            _O.product_id == batch.c.product_id,
            _O.condition == batch.c.condition,
            _O.quantity != batch.c.quantity,
        )
        .values(
            quantity=batch.c.quantity,
            state=sa.case((is_there, OfferState.ACTIVE.value), else_=OfferState.INACTIVE.value),
            updated_at=now,
        )
    )
