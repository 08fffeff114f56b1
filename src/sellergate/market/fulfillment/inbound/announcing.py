"""What sellers announce: written at once, checked in the background (contract/09 §3)."""

import random
from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.fulfillment.inbound import store
from sellergate.market.fulfillment.inbound.errors import ReferenceTaken
from sellergate.market.fulfillment.inbound.models import AnnouncedLine, Announcement, Shipment
from sellergate.market.working import plan_work

KIND: Final = "inbound-shipments"
CodeMaker = Callable[[datetime], str]

_random = random.SystemRandom()
_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that people read as another


def new_code(now: datetime) -> str:
    """Such as `IN261124K7QX2M`: the day, and six letters. It is on the delivery note, as a bar code too."""
    return now.strftime("IN%y%m%d") + "".join(_random.choices(_LETTERS, k=6))


def announce(
    conn: Connection,
    seller_id: SellerId,
    announced: Announcement,
    *,
    inbound_id: str,
    now: datetime,
    make_code: CodeMaker = new_code,
) -> tuple[Shipment, bool]:
    """The shipment, `Created`, which background work checks; and whether an earlier announcement made it.

    A reference with the same contents is an announcement sent again, until its shipment is refused or cancelled: then
    the seller may well mean it anew. Raises `ReferenceTaken` when the contents are others.
    """
    if announced.reference is not None:
        before = store.find_live_of_reference(conn, seller_id, announced.reference)
        if before is not None and not _is_same(before, announced):
            raise ReferenceTaken(code=before.code)
        if before is not None:
            return before, True
    code = make_code(now)
    while store.is_known_code(conn, code):
        code = make_code(now)
    shipment = store.insert_shipment(
        conn, seller_id, announced, inbound_id=inbound_id, code=code, now=now
    )
    plan_work(conn, KIND, seller_id, now)
    return shipment, False


def _is_same(shipment: Shipment, announced: Announcement) -> bool:
    lines = tuple(
        AnnouncedLine(line.named, line.quantity) for line in shipment.lines if line.quantity
    )
    return (shipment.storage_country, shipment.expected_on, lines) == (
        announced.storage_country,
        announced.expected_on,
        announced.lines,
    )
