"""SQL of what people see of fulfillment: of the sellers whom they work for, or of all, for the marketplace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.fulfillment.outbound.models import (
    OutboundCancellationStatus,
    OutboundParcel,
    OutboundStatus,
)
from sellergate.market.orders.models import Address
from sellergate.storage.schema import (
    fulfillment_products,
    inbound_lines,
    inbound_shipments,
    orders,
    outbound_cancellations,
    outbound_lines,
    outbound_shipments,
    return_lines,
    returns,
    sellers,
    stocks,
)

_F: Final = fulfillment_products.c
_I: Final = inbound_shipments.c
_IL: Final = inbound_lines.c
_O: Final = outbound_shipments.c
_OL: Final = outbound_lines.c
_C: Final = outbound_cancellations.c
_R: Final = returns.c
_RL: Final = return_lines.c
_address = msgspec.json.Decoder(Address).decode
_GTIN_DIGITS: Final = 14
_TO_DECIDE: Final = OutboundCancellationStatus.UNDER_REVIEW.value
_parcels = msgspec.json.Decoder(tuple[OutboundParcel, ...]).decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which of them; None: whatever it is. `text` is an id or a reference, in full."""

    seller_ids: Sequence[SellerId] | None = None
    statuses: Sequence[str] = ()
    country: str | None = None
    text: str = ""
    to_decide: bool = False  # only shipments of which a cancellation waits for the warehouse


class Registered(NamedTuple):
    """A product that a seller told the warehouses about."""

    row: int
    seller_id: SellerId
    reference: str
    gtin: str
    product_id: str | None
    product_state: str
    title: str
    status: str
    reason: str | None
    updated_at: datetime


class Inbound(NamedTuple):
    """A supply order in a list."""

    row: int
    inbound_id: str
    seller_id: SellerId
    shop_name: str
    reference: str | None
    code: str
    country: str
    status: str
    reason: str | None
    expected_on: str | None
    created_at: datetime
    updated_at: datetime
    quantity: int
    received: int
    damaged: int


class Outbound(NamedTuple):
    """A shipping order in a list. `order_id` is that of the marketplace's order which it is for, if it is for one."""

    row: int
    outbound_id: str
    seller_id: SellerId
    shop_name: str
    order_id: str | None
    reference: str | None
    country: str
    status: str
    state: str
    reason: str | None
    delivery_mode: str
    address: Address
    carrier_name: str | None
    parcels: Sequence[OutboundParcel]
    created_at: datetime
    updated_at: datetime
    shipped_at: datetime | None
    quantity: int


class Returned(NamedTuple):
    """A return in a list."""

    row: int
    return_id: str
    seller_id: SellerId
    shop_name: str
    outbound_id: str
    type: str
    status: str
    reason: str
    recommended_reason: str | None
    comment: str | None
    warehouse_comment: str | None
    reference: str | None
    order_seller_id: str | None
    parcel_id: str | None
    country: str
    received_at: datetime | None
    created_at: datetime
    updated_at: datetime
    quantity: int
    received: int


class Line(NamedTuple):
    """A product of one of them. `other` is what its kind counts besides: see who makes it."""

    position: int
    reference: str | None
    product_id: str | None
    product_state: str | None
    title: str | None
    stock_id: str | None
    quantity: int
    received: int
    other: int
    reason: str | None  # why it was refused


class Cancellation(NamedTuple):
    """A request to call a shipping order off."""

    row: int
    request_id: str
    outbound_row: int
    status: str
    reason: str | None
    created_at: datetime
    updated_at: datetime


def page_of_products(
    conn: Connection, wanted: Wanted, *, limit: int, before: int | None = None
) -> list[Registered]:
    """Products that sellers told the warehouses about, the last one first. `text`: a reference or a GTIN."""
    names = {"row": "id", "reference": "seller_product_reference"}
    query = sa.select(*(_F[names.get(name, name)] for name in Registered._fields))
    if wanted.statuses:
        query = query.where(_F.status.in_(wanted.statuses))
    if wanted.text:
        query = query.where(
            sa.or_(
                _F.seller_product_reference == wanted.text,
                _F.gtin == wanted.text.zfill(_GTIN_DIGITS),
            )
        )
    if wanted.seller_ids is not None:
        query = query.where(_F.seller_id.in_(wanted.seller_ids))
    if before is not None:
        query = query.where(_F.id < before)
    query = query.order_by(_F.id.desc()).limit(limit)
    return [Registered(*row) for row in conn.execute(query)]


def page_of_inbounds(
    conn: Connection, wanted: Wanted, *, limit: int, before: int | None = None
) -> list[Inbound]:
    """Supply orders, the last one announced first."""
    keys = (_I.inbound_id, _I.reference, _I.code)
    query = _page(_INBOUNDS, inbound_shipments, keys, wanted, limit=limit, before=before)
    return [Inbound(*row) for row in conn.execute(query)]


def page_of_outbounds(
    conn: Connection, wanted: Wanted, *, limit: int, before: int | None = None
) -> list[Outbound]:
    """Shipping orders, the last one first."""
    keys = (_O.outbound_id, _O.reference)
    query = _page(_OUTBOUNDS, outbound_shipments, keys, wanted, limit=limit, before=before)
    if wanted.to_decide:
        query = query.where(_O.id.in_(sa.select(_C.outbound_row).where(_C.status == _TO_DECIDE)))
    return [_outbound(row) for row in conn.execute(query)]


def page_of_returns(
    conn: Connection, wanted: Wanted, *, limit: int, before: int | None = None
) -> list[Returned]:
    """Returns, the last one first."""
    keys = (_R.return_id, _R.reference, _R.order_seller_id, _R.parcel_id)
    query = _page(_RETURNS, returns, keys, wanted, limit=limit, before=before)
    return [Returned(*row) for row in conn.execute(query)]


def find_inbound(
    conn: Connection, seller_ids: Sequence[SellerId] | None, inbound_id: str
) -> Inbound | None:
    """A supply order, of one of these sellers if they are named."""
    row = conn.execute(_one(_INBOUNDS, _I.inbound_id, _I.seller_id, inbound_id, seller_ids)).first()
    return Inbound(*row) if row else None


def find_outbound(
    conn: Connection, seller_ids: Sequence[SellerId] | None, outbound_id: str
) -> Outbound | None:
    """A shipping order, likewise."""
    row = conn.execute(
        _one(_OUTBOUNDS, _O.outbound_id, _O.seller_id, outbound_id, seller_ids)
    ).first()
    return _outbound(row) if row else None


def find_return(
    conn: Connection, seller_ids: Sequence[SellerId] | None, return_id: str
) -> Returned | None:
    """A return, likewise."""
    row = conn.execute(_one(_RETURNS, _R.return_id, _R.seller_id, return_id, seller_ids)).first()
    return Returned(*row) if row else None


def lines_of_inbound(conn: Connection, inbound_row: int) -> list[Line]:
    """What was announced; `other`: how many of those received are damaged."""
    query = (
        _lines(inbound_lines, _IL.stock_row, (_IL.quantity, _IL.received, _IL.damaged), _IL.reason)
        .where(_IL.inbound_row == inbound_row)
        .order_by(_IL.position)
    )
    return [Line(*row) for row in conn.execute(query)]


def lines_of_outbound(conn: Connection, outbound_row: int) -> list[Line]:
    """What leaves; `other`: for how many of them a return was declared."""
    counted = (_OL.quantity, sa.literal(0), _OL.returned)
    query = _lines(outbound_lines, _OL.stock_row, counted).where(_OL.outbound_row == outbound_row)
    return [Line(*row) for row in conn.execute(query.order_by(_OL.position))]


def lines_of_return(conn: Connection, return_row: int) -> list[Line]:
    """What comes back; `other`: how many came that were not declared."""
    counted = (_RL.quantity, _RL.received, _RL.unexpected)
    query = _lines(return_lines, _RL.stock_row, counted).where(_RL.return_row == return_row)
    return [Line(*row) for row in conn.execute(query.order_by(_RL.position))]


def cancellations_of(conn: Connection, outbound_row: int) -> list[Cancellation]:
    """Requests to call a shipping order off, the last one first."""
    query = sa.select(
        *(_C.id if name == "row" else _C[name] for name in Cancellation._fields)
    ).where(_C.outbound_row == outbound_row)
    return [Cancellation(*row) for row in conn.execute(query.order_by(_C.id.desc()))]


def returns_of(conn: Connection, outbound_row: int) -> list[tuple[str, str]]:
    """The returns of a shipping order: id and status."""
    query = sa.select(_R.return_id, _R.status).where(_R.outbound_row == outbound_row)
    return [(row[0], row[1]) for row in conn.execute(query.order_by(_R.id))]


class Waiting(NamedTuple):
    """How much the warehouses have to do."""

    to_receive: int
    to_prepare: int
    to_ship: int
    to_decide: int
    to_inspect: int


def count_waiting(conn: Connection) -> Waiting:
    """How much of each kind waits for the warehouses, of all sellers."""

    def count(status: sa.Column[str], *statuses: str) -> Any:
        return sa.select(sa.func.count()).where(status.in_(statuses)).scalar_subquery()

    row = conn.execute(
        sa.select(
            count(_I.status, "Accepted", "InReception"),
            count(_O.status, OutboundStatus.ACCEPTED.value),
            count(_O.status, OutboundStatus.IN_PREPARATION.value),
            count(_C.status, _TO_DECIDE),
            count(_R.status, "Referenced", "Accepted", "Pending"),
        )
    ).one()
    return Waiting(*row)


def _lines(
    what: sa.Table, stock_row: sa.Column[Any], counted: Sequence[Any], reason: Any = None
) -> sa.Select[Any]:
    """Lines with what is known of their products: as the warehouse calls them, else as their seller did."""
    known = [
        sa.func.coalesce(stocks.c[name], what.c[name]) if name in what.c else stocks.c[name]
        for name in ("seller_product_reference", "product_id", "product_state")
    ]
    told = sa.null() if reason is None else reason
    joined = what.outerjoin(stocks, stocks.c.id == stock_row).outerjoin(
        fulfillment_products, _F.id == stocks.c.product_row
    )
    columns = (what.c.position, *known, _F.title, stocks.c.stock_id, *counted, told)
    return sa.select(*columns).select_from(joined)


def _sum_of(column: sa.Column[Any], owner: sa.Column[Any], row: sa.Column[Any]) -> Any:
    return sa.select(sa.func.coalesce(sa.func.sum(column), 0)).where(owner == row).scalar_subquery()


def _columns(
    shape: Any, columns: Any, *, named: Mapping[str, str], made: Mapping[str, Any]
) -> list[Any]:
    """The columns of a list, in the order of the members of its rows."""
    made = {"shop_name": sellers.c.shop_name, **made}
    names = {"row": "id", "country": "storage_country", **named}
    return [
        made[name] if name in made else columns[names.get(name, name)] for name in shape._fields
    ]


_INBOUNDS: Final = sa.select(
    *_columns(
        Inbound,
        _I,
        named={},
        made={
            name: _sum_of(_IL[name], _IL.inbound_row, _I.id)
            for name in ("quantity", "received", "damaged")
        },
    )
).join_from(inbound_shipments, sellers, sellers.c.seller_id == _I.seller_id)
_OUTBOUNDS: Final = (
    sa.select(
        *_columns(
            Outbound,
            _O,
            named={"address": "delivery_address"},
            made={
                "order_id": orders.c.order_id,
                "quantity": _sum_of(_OL.quantity, _OL.outbound_row, _O.id),
            },
        )
    )
    .join_from(outbound_shipments, sellers, sellers.c.seller_id == _O.seller_id)
    .outerjoin(orders, orders.c.id == _O.order_row)
)
_RETURNS: Final = (
    sa.select(
        *_columns(
            Returned,
            _R,
            named={},
            made={
                "outbound_id": _O.outbound_id,
                "quantity": _sum_of(_RL.quantity, _RL.return_row, _R.id),
                "received": _sum_of(_RL.received, _RL.return_row, _R.id),
            },
        )
    )
    .join_from(returns, sellers, sellers.c.seller_id == _R.seller_id)
    .join(outbound_shipments, _O.id == _R.outbound_row)
)


def _page(
    query: sa.Select[Any],
    what: sa.Table,
    keys: Sequence[sa.Column[Any]],
    wanted: Wanted,
    *,
    limit: int,
    before: int | None,
) -> sa.Select[Any]:
    columns = what.c
    if wanted.seller_ids is not None:
        query = query.where(columns.seller_id.in_(wanted.seller_ids))
    if wanted.statuses:
        query = query.where(columns.status.in_(wanted.statuses))
    if wanted.country is not None:
        query = query.where(columns.storage_country == wanted.country)
    if wanted.text:
        query = query.where(sa.or_(*(key == wanted.text for key in keys)))
    if before is not None:
        query = query.where(columns.id < before)
    return query.order_by(columns.id.desc()).limit(limit)


def _one(
    query: sa.Select[Any],
    key: sa.Column[Any],
    owner: sa.Column[Any],
    value: str,
    seller_ids: Sequence[SellerId] | None,
) -> sa.Select[Any]:
    query = query.where(key == value)
    return query if seller_ids is None else query.where(owner.in_(seller_ids))


def _outbound(row: Any) -> Outbound:
    found = Outbound(*row)
    return found._replace(address=_address(row.delivery_address), parcels=_parcels(row.parcels))
