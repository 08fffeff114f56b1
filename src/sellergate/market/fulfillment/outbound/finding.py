"""SQL that finds outbound shipments: of a seller, or of all for the marketplace."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.fulfillment.outbound.models import Outbound, OutboundState, OutboundStatus
from sellergate.market.fulfillment.outbound.store import read_rows
from sellergate.market.fulfillment.walking import (
    ALWAYS,
    Place,
    Span,
    Spans,
    count_of_rows,
    rows_of_page,
)
from sellergate.market.warehouse.models import StorageCountry
from sellergate.storage.schema import outbound_lines, outbound_shipments

_S = outbound_shipments.c
_STATUS_OF = {  # a state of one status is found by that: it has an index
    OutboundState.INVALID: OutboundStatus.REJECTED,
    OutboundState.CANCELLED: OutboundStatus.CANCELLED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundFilter:
    """Which shipments are wanted; of what is empty, all."""

    seller_id: SellerId | None  # None: everybody's
    states: Sequence[OutboundState] = ()
    statuses: Sequence[OutboundStatus] = ()
    reference: str | None = None
    storage_countries: Sequence[StorageCountry] = ()
    status_updated: Span = ALWAYS
    updated: Span = ALWAYS
    created: Span = ALWAYS

    @property
    def spans(self) -> Spans:
        """The bounds of instants, that which a list is sorted by first."""
        return {
            "status_updated_at": self.status_updated,
            "updated_at": self.updated,
            "created_at": self.created,
        }


def page_of_outbounds(  # rule-ok: tenant (the filter says whose)
    conn: Connection, wanted: OutboundFilter, *, place: Place | None, limit: int
) -> tuple[list[Outbound], bool]:
    """So many shipments from a place on, or fewer, and whether there are more. See `rows_of_page`."""
    rows, has_more = rows_of_page(
        conn,
        outbound_shipments,
        _conditions(wanted),
        wanted.spans,
        place=place,
        limit=limit,
        line=outbound_lines.c.outbound_row,
    )
    return read_rows(conn, rows), has_more


def count_of_outbounds(  # rule-ok: tenant (the filter says whose)
    conn: Connection, wanted: OutboundFilter
) -> int:
    """How many there are."""
    return count_of_rows(conn, outbound_shipments, _conditions(wanted), wanted.spans)


def _conditions(wanted: OutboundFilter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.seller_id is not None:
        found.append(_S.seller_id == wanted.seller_id)
    statuses = set(wanted.statuses)
    match set(wanted.states):
        case states if len(states) == 1 and (status := _STATUS_OF.get(min(states))):
            statuses = statuses & {status} if statuses else {status}
            if not statuses:
                found.append(sa.false())
        case states if states:
            found.append(_S.state.in_(sorted(state.value for state in states)))
    if statuses:
        names = sorted(status.value for status in statuses)
        found.append(_S.status == names[0] if len(names) == 1 else _S.status.in_(names))
    if wanted.reference is not None:
        found.append(_S.reference == wanted.reference)
    if wanted.storage_countries:
        names = sorted({country.value for country in wanted.storage_countries})
        found.append(_S.storage_country.in_(names))
    return found
