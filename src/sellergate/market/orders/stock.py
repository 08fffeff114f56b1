"""SQL of the offers that orders are made of: what is on sale, and the stock that a purchase takes."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.offers.identity import parse_offer_id
from sellergate.market.offers.models import OfferState
from sellergate.market.offers.shelf import state_for
from sellergate.market.orders.allocations import release_lines
from sellergate.market.orders.models import Line, Order, SupplyMode
from sellergate.storage.batches import row_by_row
from sellergate.storage.schema import offers, products, sellers

_O: Final = offers.c


class LiveOffer(NamedTuple):
    """An offer as far as buying it must know. Amounts are in cents."""

    row: int
    reference: str
    product_id: int
    product_reference: str
    gtin: str
    title: str
    condition: str
    price: int
    currency: str
    vat: int
    delivery_modes: str  # JSON: [code, cost, additional cost]
    preparation_time: int  # days
    quantity: int


def live_offers(
    conn: Connection,
    seller_id: SellerId,
    sales_channel_id: str,
    references: Collection[str],
    *,
    in_stock: bool = True,
) -> dict[str, LiveOffer]:
    """The seller's offers that are on sale in a channel, of these references.

    `in_stock`: without those of which the seller itself has none, for they are its to ship.
    """
    query = _offers(seller_id, sales_channel_id).where(_O.reference.in_(references))
    if in_stock:
        query = query.where(_O.state == OfferState.ACTIVE.value)
    return {row.reference: LiveOffer(*row) for row in conn.execute(query).all()}


def offers_on_sale(
    conn: Connection, seller_id: SellerId, sales_channel_id: str, *, limit: int, search: str = ""
) -> list[LiveOffer]:
    """Offers of the seller that can be bought in a channel, the oldest first.

    `search` is part of a reference or of a title, in any letter case.
    """
    query = _offers(seller_id, sales_channel_id).where(_O.state == OfferState.ACTIVE.value)
    query = query.order_by(_O.id).limit(limit)
    if search:
        wanted = search.casefold()
        query = query.where(
            sa.or_(
                *(
                    sa.func.lower(column).contains(wanted, autoescape=True)
                    for column in (_O.reference, products.c.title)
                )
            )
        )
    return [LiveOffer(*row) for row in conn.execute(query).all()]


class Stand(NamedTuple):
    """Where something is on sale: a seller on a channel."""

    seller_id: SellerId
    shop_name: str
    sales_channel_id: str
    offers: int


def stands(conn: Connection) -> list[Stand]:  # rule-ok: tenant (what customers see)
    """Every place where something is on sale. It reads all offers: for small marketplaces, such as the demo."""
    query = (
        sa.select(_O.seller_id, sellers.c.shop_name, _O.sales_channel_id, sa.func.count())
        .join_from(offers, sellers, sellers.c.seller_id == _O.seller_id)
        .where(_O.state == OfferState.ACTIVE.value)
        .group_by(_O.seller_id, sellers.c.shop_name, _O.sales_channel_id)
        .order_by(_O.seller_id, _O.sales_channel_id)
    )
    return [Stand(SellerId(seller_id), *rest) for seller_id, *rest in conn.execute(query).all()]


def reference_of_offer(conn: Connection, seller_id: SellerId, offer_id: str) -> str | None:
    """The seller's own reference of an offer; None when it has no such offer."""
    name = parse_offer_id(seller_id, offer_id)
    if name is None:
        return None
    query = (
        sa.select(_O.reference)
        .join_from(offers, products, products.c.id == _O.product_id)
        .where(
            _O.seller_id == seller_id,
            _O.sales_channel_id == name.sales_channel_id,
            _O.condition == name.condition.value,
            products.c.reference == name.product_reference,
        )
    )
    reference: str | None = conn.execute(query).scalar()
    return reference


def take_stock(
    conn: Connection, seller_id: SellerId, offer_row: int, quantity: int, now: datetime
) -> bool:
    """Take so many of what the offer sells; False, and nothing is taken, when there are fewer."""
    return _move_stock(conn, seller_id, offer_row, -quantity, now)


def give_back_lines(conn: Connection, order: Order, lines: Iterable[Line], now: datetime) -> None:
    """Put what these lines of an order took back on sale: with the seller, or in the warehouse that was to ship it."""
    if order.supply_mode is SupplyMode.FULFILLMENT:
        release_lines(conn, order, lines, now)
        return
    for line in lines:
        if line.offer_row is not None:
            _move_stock(conn, order.seller_id, line.offer_row, line.quantity, now)


def _move_stock(
    conn: Connection, seller_id: SellerId, offer_row: int, change: int, now: datetime
) -> bool:
    offer = conn.execute(
        sa.select(_O.product_id, _O.condition, _O.quantity).where(
            _O.id == offer_row, _O.seller_id == seller_id
        )
    ).one_or_none()
    if offer is None or offer.quantity + change < 0:
        return False
    # Offers of one product in one condition share their stock, whatever the channel (contract/04 §A).
    left = offer.quantity + change
    conn.execute(
        offers.update()
        .where(
            _O.product_id == offer.product_id,
            _O.condition == offer.condition,
            row_by_row(_O.seller_id) == seller_id,
        )
        .values(quantity=left, state=state_for(left), updated_at=now)
    )
    return True


def _offers(seller_id: SellerId, sales_channel_id: str) -> sa.Select[Any]:
    return (
        sa.select(
            _O.id, _O.reference, _O.product_id, products.c.reference, products.c.gtin,
            products.c.title, _O.condition, _O.price, _O.currency, _O.vat, _O.delivery_modes,
            _O.preparation_time, _O.quantity,
        )
        .join_from(offers, products, products.c.id == _O.product_id)
        .where(_O.seller_id == seller_id, _O.sales_channel_id == sales_channel_id)
    )  # fmt: skip
