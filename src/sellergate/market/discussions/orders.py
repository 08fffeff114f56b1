"""What discussions must know of the orders, offers and channels that they are about; SQL only."""

from typing import Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.storage.schema import orders, sales_channels, seller_subscriptions

_O: Final = orders.c


class OrderFacts(NamedTuple):
    """An order, as far as a discussion about it goes."""

    order_id: str
    sales_channel_id: str
    reference: str | None
    customer_id: str
    status: str


class ChannelRules(NamedTuple):
    """A sales channel of the seller, and whether it lets sellers write first."""

    sales_channel_id: str
    sellers_open_discussions: bool


def find_order(conn: Connection, seller_id: SellerId, order_id: str) -> OrderFacts | None:
    """The seller's order, or None."""
    query = sa.select(
        _O.order_id, _O.sales_channel_id, _O.reference, _O.customer_reference, _O.status
    ).where(_O.seller_id == seller_id, _O.order_id == order_id)
    row = conn.execute(query).first()
    return None if row is None else OrderFacts(*row)


def find_channel(conn: Connection, seller_id: SellerId, name: str) -> ChannelRules | None:
    """The channel of this name, in whatever letter case, when the seller sells there or did; else None."""
    wanted = name.strip().upper()
    query = (
        sa.select(
            seller_subscriptions.c.sales_channel_id, sales_channels.c.sellers_open_discussions
        )
        .select_from(seller_subscriptions)
        .outerjoin(sales_channels, sales_channels.c.id == seller_subscriptions.c.sales_channel_id)
        .where(
            seller_subscriptions.c.seller_id == seller_id,
            sa.func.upper(seller_subscriptions.c.sales_channel_id) == wanted,
        )
        .limit(1)
    )
    row = conn.execute(query).first()
    return None if row is None else ChannelRules(row[0], bool(row[1]))
