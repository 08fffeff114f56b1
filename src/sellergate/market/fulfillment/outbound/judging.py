"""What background work makes of a shipment that a seller asked for: its stock is allocated, or it is rejected."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.fulfillment.outbound.cancellation_store import refuse_open_requests
from sellergate.market.fulfillment.outbound.lifecycle import Event, happen
from sellergate.market.fulfillment.outbound.making import KIND, with_stock
from sellergate.market.fulfillment.outbound.models import Outbound, Rejection
from sellergate.market.fulfillment.outbound.store import (
    created_rows,
    get_outbound_of_row,
    save_outbound,
)
from sellergate.market.warehouse.errors import NotEnough
from sellergate.market.warehouse.identity import find_identified
from sellergate.market.warehouse.models import Identified
from sellergate.market.warehouse.moving import allocate
from sellergate.market.working import SellersWork

LONGEST: int = 200  # characters of a reason


def judge(conn: Connection, outbound: Outbound, now: datetime) -> Outbound:
    """The shipment `Accepted`, its stock allocated, or `Rejected` with the reason; written.

    Raises `OutboundNotThere` when it is judged already.
    """
    after = happen(outbound, Event.ACCEPTED, now)
    lines = []
    for line in outbound.lines:
        stock = find_identified(conn, outbound.seller_id, line.product)
        if stock is None:
            what = f"line {line.position}: {_called(line.product)} is not referenced"
            return rejected(conn, outbound, Rejection.UNKNOWN_PRODUCT, what, now)
        lines.append(with_stock(line, stock))
    after = replace(after, lines=tuple(lines))
    try:
        allocate(conn, after.storage_country, after.pieces, cause=cause_of(after), now=now)
    except NotEnough as error:
        what = (
            f"{error.stock.seller_product_reference} in {error.country}: "
            f"{error.wanted} wanted, {error.there} available"
        )
        return rejected(conn, outbound, Rejection.NOT_ENOUGH_STOCK, what, now)
    save_outbound(conn, outbound, after)
    return after


def rejected(  # rule-ok: tenant (loaded before)
    conn: Connection, outbound: Outbound, why: Rejection, details: str | None, now: datetime
) -> Outbound:
    """The shipment `Rejected`, written, and who asked to cancel it is refused. Its stock is the matter of who rejects it."""
    reason = f"{why.value}: {details}" if details else why.value
    after = replace(happen(outbound, Event.REJECTED, now), reason=reason[:LONGEST])
    save_outbound(conn, outbound, after)
    end_requests(conn, after, now)
    return after


def end_requests(  # rule-ok: tenant (loaded before)
    conn: Connection, outbound: Outbound, now: datetime
) -> None:
    """Refuse the requests to cancel a shipment that came too late for what happened to it."""
    reason = f"The outbound shipment is {outbound.status}."
    refuse_open_requests(conn, outbound.row, reason=reason, now=now)


def cause_of(outbound: Outbound) -> str:
    """How movements of stock name a shipment."""
    return f"outbound:{outbound.outbound_id}"


class OutboundWork(SellersWork):
    """Judges the shipments that sellers ask for."""

    kind = KIND

    def waiting(
        self, conn: Connection, seller_id: SellerId, *, limit: int, aside: Collection[int]
    ) -> list[int]:
        """See `SellersWork`."""
        return created_rows(conn, seller_id, limit=limit, aside=aside)

    def do(self, conn: Connection, seller_id: SellerId, row: int, now: datetime) -> None:
        """See `SellersWork`."""
        judge(conn, get_outbound_of_row(conn, seller_id, row), now)


def _called(name: Identified) -> str:
    return name.seller_product_reference or f"{name.product_id} ({name.product_state})"
