"""What each sales channel lets its sellers do. Which channels a seller sells on is `offers.channels`."""

from dataclasses import dataclass, replace
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.storage.batches import conditional_insert
from sellergate.storage.prepared import Prepared
from sellergate.storage.schema import sales_channels

_C: Final = sales_channels.c
_NAMES: Final = Prepared(sa.select(_C.id, _C.name))


@dataclass(frozen=True, slots=True)
class SalesChannel:
    """A channel and its rules. Rates are in hundredths of a percent."""

    id: str
    name: str
    sellers_accept: bool  # those who did not switch automatic acceptance on
    one_parcel: bool  # an order is shipped as a whole, in one parcel
    sellers_open_discussions: bool
    gesture_rate: int  # what gestures may come to, of what the customer paid
    commission_rate: int
    commission_vat: int


DEFAULT: Final = SalesChannel(
    id="",
    name="",
    sellers_accept=False,
    one_parcel=False,
    sellers_open_discussions=True,
    gesture_rate=10_000,
    commission_rate=1_500,
    commission_vat=2_000,
)


def find_channel(conn: Connection, channel_id: str) -> SalesChannel:
    """The channel as the operator set it up, else with the rules that every channel begins with."""
    row = conn.execute(sa.select(sales_channels).where(_C.id == channel_id)).one_or_none()
    if row is None:
        return replace(DEFAULT, id=channel_id, name=channel_id)
    return SalesChannel(*row)


def all_channels(conn: Connection) -> list[SalesChannel]:
    """The channels that the operator set up, by id."""
    return [SalesChannel(*row) for row in conn.execute(sa.select(sales_channels).order_by(_C.id))]


def names_of_channels(conn: Connection) -> dict[str, str]:
    """What the channels that the operator set up are called, by id. Others are called by their id."""
    return dict(_NAMES.all(conn))


def put_channel(conn: Connection, channel: SalesChannel) -> None:
    """Set a channel up, or anew. What was ordered before keeps its commission."""
    values = {column.name: getattr(channel, column.name) for column in sales_channels.c}
    insert = conditional_insert(conn, sales_channels).values(values)
    conn.execute(insert.on_conflict_do_update(index_elements=[_C.id], set_=values))
