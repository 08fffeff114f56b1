"""Who wins: offers of one product on one channel, the cheapest first (docs/decisions/0033).

An offer competes when it is on sale: it is active, its seller sells and its product may be sold. The best one has the
lowest price with its cheapest delivery; of equal ones, the one that was there first.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.offers.models import OfferState
from sellergate.storage.prepared import Prepared
from sellergate.storage.schema import (
    offers,
    products,
    seller_addresses,
    seller_indicators,
    sellers,
)

MAIN_CHANNEL: Final = "CDISFR"  # for which the contract knows more than for others
MOST_RIVALS: Final = 10  # that are told of one product


class Rival(NamedTuple):
    """An offer that competes. What is known of it to everybody who sells the product: shop, price, condition."""

    row: int
    product_id: int
    sales_channel_id: str
    seller_id: SellerId
    shop_name: str
    condition: str
    price: int
    delivered_price: int
    preparation_time: int


class Standing(NamedTuple):
    """What is known of a seller when its offers are shown."""

    shop_name: str
    is_selling: bool
    storage_country: str | None
    indicators: dict[str, float]


class NamedProduct(NamedTuple):
    """A product that was asked for. `channels`: where the seller has offers of it."""

    id: int
    reference: str
    gtin: str
    gtin_key: str
    is_marketable: bool
    channels: tuple[str, ...]


class Movement(NamedTuple):
    """An offer of the seller, and when a rival of it was last written."""

    sales_channel_id: str
    reference: str
    product_reference: str
    gtin: str
    moved_at: datetime | None


_SELLS: Final = "Activated"
_PAUSES: Final = ("Holidays", "BannedSeller")
_IS_SELLING = sa.and_(sellers.c.seller_state == _SELLS, sellers.c.seller_sub_state.not_in(_PAUSES))
_STANDING = Prepared(
    sa.select(sellers.c.shop_name, sellers.c.seller_state, sellers.c.seller_sub_state).where(
        sellers.c.seller_id == sa.bindparam("seller_id")
    ),
    "seller_id",
)
_COUNTRY = Prepared(
    sa.select(seller_addresses.c.country)
    .where(seller_addresses.c.seller_id == sa.bindparam("seller_id"))
    .where(seller_addresses.c.type == sa.literal_column("'Shipping'")),
    "seller_id",
)
_INDICATORS = Prepared(
    sa.select(seller_indicators.c.name, seller_indicators.c.value_d30)
    .where(seller_indicators.c.seller_id == sa.bindparam("seller_id"))
    .order_by(seller_indicators.c.position),
    "seller_id",
)


def standing_of(conn: Connection, seller_id: SellerId) -> Standing:
    """How the seller itself stands."""
    shop_name, state, sub_state = _STANDING.first(conn, seller_id) or ("", "", "")
    country = _COUNTRY.first(conn, seller_id)
    values = _INDICATORS.all(conn, seller_id)
    return Standing(
        shop_name,
        state == _SELLS and sub_state not in _PAUSES,
        country[0] if country else None,
        {name: value for name, value in values if value is not None},
    )


def rivals_of(  # rule-ok: tenant (offers of every seller, of which only what anybody may know is told)
    conn: Connection, product_ids: Collection[int], channels: Collection[str]
) -> dict[tuple[int, str], list[Rival]]:
    """The offers that compete for each product on each channel, the best first. Products must be on sale."""
    t = offers.c
    query = (
        sa.select(
            *(t.id, t.product_id, t.sales_channel_id, t.seller_id, sellers.c.shop_name),
            *(t.condition, t.price, t.delivered_price, t.preparation_time),
        )
        .join_from(offers, sellers, sellers.c.seller_id == t.seller_id)
        .where(
            t.product_id.in_(product_ids),
            t.sales_channel_id.in_(channels),
            t.state == OfferState.ACTIVE.value,
            _IS_SELLING,
        )
        .order_by(t.product_id, t.sales_channel_id, t.delivered_price, t.id)
    )
    found: dict[tuple[int, str], list[Rival]] = {}
    for row in conn.execute(query).all():
        rival = Rival._make(row)
        found.setdefault((rival.product_id, rival.sales_channel_id), []).append(rival)
    return found


def products_named(
    conn: Connection, seller_id: SellerId, references: Sequence[str], gtin_keys: Sequence[str]
) -> list[NamedProduct]:
    """The products of these references or GTINs, each with the channels on which this seller offers it."""
    t = products.c
    query = (
        sa.select(
            *(t.id, t.reference, t.gtin, t.gtin_key, t.is_marketable, offers.c.sales_channel_id)
        )
        .outerjoin(offers, sa.and_(offers.c.product_id == t.id, offers.c.seller_id == seller_id))
        .where(sa.or_(t.reference.in_(references), t.gtin_key.in_(gtin_keys)))
        .distinct()
        .order_by(t.id, offers.c.sales_channel_id)
    )
    found: dict[int, NamedProduct] = {}
    for *known, channel in conn.execute(query).all():
        product = found.get(known[0]) or NamedProduct._make([*known, ()])
        channels = (*product.channels, channel) if channel else ()
        found[product.id] = product._replace(channels=channels)
    return list(found.values())


def movements(
    conn: Connection, seller_id: SellerId, *, after: tuple[str, str] | None, limit: int
) -> list[Movement]:
    """The seller's offers by channel and reference, from the one after `after` on, and when their rivals last moved."""
    rival = offers.alias("rival")
    moved_at = (
        sa.select(sa.func.max(rival.c.updated_at))
        .where(
            rival.c.product_id == offers.c.product_id,
            rival.c.sales_channel_id == offers.c.sales_channel_id,
            rival.c.seller_id != seller_id,
        )
        .scalar_subquery()
    )
    key = (offers.c.sales_channel_id, offers.c.reference)
    query = (
        sa.select(*key, products.c.reference, products.c.gtin, moved_at)
        .join_from(offers, products, products.c.id == offers.c.product_id)
        .where(offers.c.seller_id == seller_id)
        .order_by(*key)
        .limit(limit)
    )
    if after is not None:
        query = query.where(sa.tuple_(*key) > sa.tuple_(*map(sa.literal, after)))
    return [Movement._make(row) for row in conn.execute(query).all()]
