"""What the sales channels of a seller allow in discussions; SQL only."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.discussions.errors import ChannelUnknown
from sellergate.market.sales_channels import SalesChannel, find_channel
from sellergate.storage.schema import seller_subscriptions

_S: Final = seller_subscriptions.c


def get_channel(conn: Connection, seller_id: SellerId, name: str) -> SalesChannel:
    """The channel of this name, in whatever letter case, when the seller sells there or did. Raises `ChannelUnknown`."""
    query = sa.select(_S.sales_channel_id).where(
        _S.seller_id == seller_id,
        sa.func.upper(_S.sales_channel_id) == name.strip().upper(),
    )
    found = conn.execute(query.limit(1)).scalar()
    if found is None:
        raise ChannelUnknown
    return find_channel(conn, found)
