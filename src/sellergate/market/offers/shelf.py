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
from sellergate.storage.batches import batch_of, conditional_insert, not_inserted, row_by_row
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
    # Not a join: without statistics SQLite would walk through all that the seller has, for each.
    rows = conn.execute(
        sa.select(_O.reference, *columns).where(
            _O.seller_id == seller_id,
            _O.sales_channel_id == channel_id,
            _O.reference.in_(sa.select(wanted.c.key)),
        )
    )
    return {reference: Existing(*row) for reference, *row in rows}


def references_by_product(
    conn: Connection, seller_id: SellerId, channel_id: str, products: Collection[tuple[int, str]]
) -> dict[tuple[int, str], str]:
    """Under which references the seller sells these products in these conditions in a channel."""
    wanted = batch_of(conn, [[product_id] for product_id, _ in products], product_id=_NUMBER)
    rows = conn.execute(
        sa.select(_O.product_id, _O.condition, _O.reference).where(
            _O.seller_id == seller_id,
            _O.sales_channel_id == channel_id,
            _O.product_id.in_(sa.select(wanted.c.product_id)),
        )
    )
    found = {(product_id, condition): reference for product_id, condition, reference in rows}
    return {key: found[key] for key in products if key in found}


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
        .where(_O.id == batch.c.id, row_by_row(_O.seller_id) == seller_id)
        .values({**values, "updated_at": now})
    )


def delete_offers(conn: Connection, seller_id: SellerId, ids: Collection[int]) -> None:
    """Remove offers."""
    if not ids:
        return
    batch = batch_of(conn, [[offer_id] for offer_id in ids], id=_NUMBER)
    is_own = row_by_row(_O.seller_id) == seller_id
    conn.execute(offers.delete().where(is_own, _O.id.in_(sa.select(batch.c.id))))


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
    wanted = {(stock.product_id, stock.condition): stock.quantity for stock in stocks}
    batch = batch_of(conn, [[product_id] for product_id, _ in wanted], product_id=_NUMBER)
    found = conn.execute(
        sa.select(_O.id, _O.product_id, _O.condition, _O.quantity).where(
            _O.seller_id == seller_id,
            _O.sales_channel_id.in_(channel_ids),
            _O.product_id.in_(sa.select(batch.c.product_id)),
        )
    )
    changed = [
        (offer_id, quantity)
        for offer_id, product_id, condition, known in found
        if (quantity := wanted.get((product_id, condition), known)) != known
    ]
    if changed:
        _set_stocks(conn, seller_id, changed, now)


def _set_stocks(
    conn: Connection, seller_id: SellerId, stocks: Sequence[tuple[int, int]], now: datetime
) -> None:
    """Give offers, by id, another stock."""
    batch = batch_of(conn, stocks, id=_NUMBER, quantity=_NUMBER)
    is_there = batch.c.quantity > 0
    conn.execute(
        offers.update()
        .where(_O.id == batch.c.id, row_by_row(_O.seller_id) == seller_id)
        .values(
            quantity=batch.c.quantity,
            state=sa.case((is_there, OfferState.ACTIVE.value), else_=OfferState.INACTIVE.value),
            updated_at=now,
        )
    )
