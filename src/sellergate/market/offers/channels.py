"""Where a seller may sell: the sales channels that it subscribed to."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.offers.errors import ChannelUnknown
from sellergate.storage.prepared import Prepared
from sellergate.storage.schema import seller_subscriptions

_ACTIVE: Final = "Active"
_CHANNELS = Prepared(
    sa.select(
        seller_subscriptions.c.sales_channel_id, seller_subscriptions.c.offer_submission_currency
    )
    .where(
        seller_subscriptions.c.seller_id == sa.bindparam("seller_id"),
        seller_subscriptions.c.status == sa.bindparam("status"),
    )
    .order_by(seller_subscriptions.c.subscription_id),
    "seller_id",
    "status",
)


@dataclass(frozen=True, slots=True)
class Channel:
    """A sales channel, and the currency of what is submitted for it."""

    id: str
    currency: str


def channels_of(conn: Connection, seller_id: SellerId) -> list[Channel]:
    """The channels of the seller's active subscriptions, each once."""
    found: dict[str, str] = dict(_CHANNELS.all(conn, seller_id, _ACTIVE))
    return [Channel(*row) for row in found.items()]


def get_channel(conn: Connection, seller_id: SellerId, name: str | None) -> Channel:
    """The seller's channel of this name, in whatever letter case. Raises `ChannelUnknown`."""
    wanted = (name or "").strip().upper()
    if not wanted:
        raise ChannelUnknown("is missing: send the header salesChannelId, such as CDISFR")
    channels = channels_of(conn, seller_id)
    for channel in channels:
        if channel.id.upper() == wanted:
            return channel
    known = ", ".join(channel.id for channel in channels) or "none"
    raise ChannelUnknown(
        "is not a sales channel of this seller; its channels are: {known}", known=known
    )
