"""SQL of outbound shipments: each is read as a whole, and what changed of it is written."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.fulfillment.outbound.errors import OutboundUnknown
from sellergate.market.fulfillment.outbound.models import (
    Outbound,
    OutboundLine,
    OutboundParcel,
    OutboundStatus,
)
from sellergate.market.orders.models import Address
from sellergate.market.warehouse.models import Identified, ProductState, StorageCountry
from sellergate.storage.schema import AnyRow, orders, outbound_lines, outbound_shipments

_S: Final = outbound_shipments.c
_L: Final = outbound_lines.c

MANY: Final = 100  # shipments of one reference

COLUMNS: Final = (
    _S.id.label("row"), _S.outbound_id, _S.seller_id, _S.order_row, orders.c.order_id,
    _S.reference, _S.storage_country, _S.status, _S.reason, _S.delivery_mode, _S.delivery_address,
    _S.carrier_name, _S.parcels, _S.created_at, _S.updated_at, _S.status_updated_at, _S.shipped_at,
)  # fmt: skip
_OWN: Final = (  # what changes of a shipment after it was made
    *("status", "reason", "carrier_name", "updated_at", "status_updated_at", "shipped_at"),
)
_address = msgspec.json.Decoder(Address).decode
_parcels = msgspec.json.Decoder(tuple[OutboundParcel, ...]).decode


def find_outbound(conn: Connection, seller_id: SellerId, outbound_id: str) -> Outbound | None:
    """The seller's shipment, whole, or None."""
    found = _read(
        conn, _all().where(_S.outbound_id == outbound_id.strip().lower(), _S.seller_id == seller_id)
    )
    return found[0] if found else None


def get_outbound(conn: Connection, seller_id: SellerId, outbound_id: str) -> Outbound:
    """The same. Raises `OutboundUnknown`."""
    outbound = find_outbound(conn, seller_id, outbound_id)
    if outbound is None:
        raise OutboundUnknown
    return outbound


def get_outbound_of_row(conn: Connection, seller_id: SellerId, row: int) -> Outbound:
    """The seller's shipment of this number. Raises `OutboundUnknown`."""
    found = _read(conn, _all().where(_S.id == row, _S.seller_id == seller_id))
    if not found:
        raise OutboundUnknown
    return found[0]


def get_any_outbound(  # rule-ok: tenant (the marketplace's own)
    conn: Connection, outbound_id: str
) -> Outbound:
    """A shipment, whoever's. Raises `OutboundUnknown`."""
    found = _read(conn, _all().where(_S.outbound_id == outbound_id.strip().lower()))
    if not found:
        raise OutboundUnknown("There is no outbound shipment with this id.")
    return found[0]


def find_outbound_of_order(
    conn: Connection, seller_id: SellerId, order_row: int
) -> Outbound | None:
    """The shipment of an order of the seller, or None."""
    found = _read(conn, _all().where(_S.order_row == order_row, _S.seller_id == seller_id))
    return found[0] if found else None


def open_outbounds_of(conn: Connection, seller_id: SellerId, reference: str) -> list[Outbound]:
    """The seller's own shipments of this reference that are not shipped yet, the newest first."""
    statuses = [
        OutboundStatus.CREATED.value,
        OutboundStatus.ACCEPTED.value,
        OutboundStatus.IN_PREPARATION.value,
    ]
    query = _all().where(
        _S.seller_id == seller_id,
        _S.reference == reference,
        _S.order_row.is_(None),
        _S.status.in_(statuses),
    )
    return _read(conn, query.order_by(_S.id.desc()))


def outbounds_of_reference(conn: Connection, seller_id: SellerId, reference: str) -> list[Outbound]:
    """The seller's shipments of this reference, the newest first, no more than `MANY`."""
    query = _all().where(_S.seller_id == seller_id, _S.reference == reference)
    return _read(conn, query.order_by(_S.id.desc()).limit(MANY))


def created_rows(
    conn: Connection, seller_id: SellerId, *, limit: int, aside: Collection[int]
) -> list[int]:
    """The seller's shipments that wait to be judged, the oldest first, but for the rows `aside`."""
    query = (
        sa.select(_S.id)
        .where(
            _S.seller_id == seller_id,
            _S.status == OutboundStatus.CREATED.value,
            _S.id.not_in(aside),
        )
        .order_by(_S.id)
        .limit(limit)
    )
    return list(conn.execute(query).scalars())


def read_rows(  # rule-ok: tenant (found before)
    conn: Connection, rows: Sequence[int]
) -> list[Outbound]:
    """The shipments of these numbers, in this order."""
    found = {one.row: one for one in _read(conn, _all().where(_S.id.in_(rows)))}
    return [found[row] for row in rows]


def insert_outbound(  # rule-ok: tenant (the shipment says whose)
    conn: Connection, outbound: Outbound
) -> Outbound:
    """Write a new shipment; the shipment with its number."""
    values = {
        name: getattr(outbound, name)
        for name in (
            *("outbound_id", "seller_id", "order_row", "reference", "reason", "delivery_mode"),
            *("carrier_name", "created_at", "updated_at", "status_updated_at"),
            "shipped_at",
        )
    } | {
        "storage_country": outbound.storage_country.value,
        "status": outbound.status.value,
        "state": outbound.state.value,
        "delivery_address": _json(outbound.delivery_address),
        "parcels": _json(outbound.parcels),
    }
    insert = outbound_shipments.insert().values(values).returning(_S.id)
    row = int(conn.execute(insert).scalar_one())
    conn.execute(
        outbound_lines.insert(),
        [
            {
                "outbound_row": row,
                "position": line.position,
                "seller_product_reference": line.product.seller_product_reference,
                "product_id": line.product.product_id,
                "product_state": _state(line),
                "stock_row": line.stock_row,
                "quantity": line.quantity,
                "returned": line.returned,
            }
            for line in outbound.lines
        ],
    )
    return replace(outbound, row=row)


def save_outbound(  # rule-ok: tenant (loaded before)
    conn: Connection, before: Outbound, after: Outbound
) -> None:
    """Write what changed of a shipment since it was read in this transaction. Lines may be taken off it."""
    changed = {
        name: getattr(after, name) for name in _OWN if getattr(after, name) != getattr(before, name)
    }
    if "status" in changed:
        changed["state"] = after.state.value
    if after.parcels != before.parcels:
        changed["parcels"] = _json(after.parcels)
    if changed:
        conn.execute(outbound_shipments.update().where(_S.id == after.row).values(changed))
    kept = {line.position: line for line in after.lines}
    for old in before.lines:
        own = (_L.outbound_row == after.row, _L.position == old.position)
        line = kept.get(old.position)
        if line is None:
            conn.execute(outbound_lines.delete().where(*own))
        elif line != old:
            conn.execute(
                outbound_lines.update()
                .where(*own)
                .values(
                    seller_product_reference=line.product.seller_product_reference,
                    product_id=line.product.product_id,
                    product_state=_state(line),
                    stock_row=line.stock_row,
                    returned=line.returned,
                )
            )


def _all() -> sa.Select[Any]:
    return sa.select(*COLUMNS).join_from(
        outbound_shipments, orders, orders.c.id == _S.order_row, isouter=True
    )


def _read(conn: Connection, query: sa.Select[Any]) -> list[Outbound]:
    """The shipments that a query finds, with their lines."""
    rows = conn.execute(query).all()
    lines = _lines_of(conn, [row.row for row in rows])
    return [_outbound(row, lines.get(row.row, ())) for row in rows]


def _lines_of(conn: Connection, rows: Collection[int]) -> dict[int, list[OutboundLine]]:
    found: dict[int, list[OutboundLine]] = {}
    if not rows:
        return found
    query = (
        sa.select(outbound_lines)
        .where(_L.outbound_row.in_(rows))
        .order_by(_L.outbound_row, _L.position)
    )
    for row in conn.execute(query):
        found.setdefault(row.outbound_row, []).append(
            OutboundLine(
                position=row.position,
                product=Identified(
                    row.seller_product_reference,
                    row.product_id,
                    ProductState(row.product_state) if row.product_state else None,
                ),
                stock_row=row.stock_row,
                quantity=row.quantity,
                returned=row.returned,
            )
        )
    return found


def _outbound(row: AnyRow, lines: Iterable[OutboundLine]) -> Outbound:
    values = dict(row._mapping)  # noqa: SLF001  (its public name)
    return Outbound(
        **values
        | {
            "seller_id": SellerId(row.seller_id),
            "storage_country": StorageCountry(row.storage_country),
            "status": OutboundStatus(row.status),
            "delivery_address": _address(row.delivery_address),
            "parcels": _parcels(row.parcels),
            "lines": tuple(lines),
        }
    )


def _state(line: OutboundLine) -> str | None:
    state = line.product.product_state
    return None if state is None else state.value


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
