"""SQL of returns: each is read as a whole, and what changed of it is written."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.fulfillment.returns.errors import ReturnUnknown
from sellergate.market.fulfillment.returns.lifecycle import MOVING
from sellergate.market.fulfillment.returns.models import (
    Return,
    ReturnLine,
    ReturnReason,
    ReturnStatus,
    ReturnType,
)
from sellergate.market.fulfillment.walking import (
    ALWAYS,
    Place,
    Span,
    Spans,
    count_of_rows,
    rows_of_page,
)
from sellergate.market.warehouse.models import Identified, ProductState, StorageCountry
from sellergate.storage.schema import (
    AnyRow,
    outbound_lines,
    outbound_shipments,
    return_lines,
    returns,
    stocks,
)

_R: Final = returns.c
_L: Final = return_lines.c
_O: Final = outbound_lines.c

_OWN: Final = tuple(
    _R.id.label("row") if name == "row" else _R[name]
    for name in Return.__slots__
    if name not in {"outbound_id", "lines"}
)
_CODE: Final = re.compile("R([0-9]{9,18})", re.ASCII)
_COUNTS: Final = ("received", "unexpected", "restocked", "blocked")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnFilter:
    """Which returns are wanted; of what is empty, all."""

    seller_id: SellerId | None  # None: everybody's
    statuses: Sequence[ReturnStatus] = ()
    types: Sequence[ReturnType] = ()
    outbound_id: str | None = None
    reference: str | None = None
    order_seller_id: str | None = None
    updated: Span = ALWAYS
    created: Span = ALWAYS

    @property
    def spans(self) -> Spans:
        """The bounds of instants, that which a list is sorted by first."""
        return {"updated_at": self.updated, "created_at": self.created}


def get_return(conn: Connection, seller_id: SellerId, return_id: str) -> Return:
    """The seller's return, whole. Raises `ReturnUnknown`."""
    found = _read(
        conn, _all().where(_R.return_id == return_id.strip().lower(), _R.seller_id == seller_id)
    )
    if not found:
        raise ReturnUnknown
    return found[0]


def get_return_of_row(conn: Connection, seller_id: SellerId, row: int) -> Return:
    """The seller's return of this number. Raises `ReturnUnknown`."""
    found = _read(conn, _all().where(_R.id == row, _R.seller_id == seller_id))
    if not found:
        raise ReturnUnknown
    return found[0]


def get_any_return(  # rule-ok: tenant (the marketplace's own)
    conn: Connection, return_id: str
) -> Return:
    """A return, whoever's, by its id or by the code of its label. Raises `ReturnUnknown`."""
    named = _R.return_id == return_id.strip().lower()
    if code := _CODE.fullmatch(return_id):
        named = _R.id == int(code[1])
    found = _read(conn, _all().where(named))
    if not found:
        raise ReturnUnknown("There is no return with this id.")
    return found[0]


def page_of_returns(  # rule-ok: tenant (the filter says whose)
    conn: Connection, wanted: ReturnFilter, *, place: Place | None, limit: int
) -> tuple[list[Return], bool]:
    """So many returns from a place on, or fewer, and whether there are more. See `rows_of_page`."""
    rows, has_more = rows_of_page(
        conn,
        returns,
        _conditions(wanted),
        wanted.spans,
        place=place,
        limit=limit,
        line=_L.return_row,
    )
    found = {one.row: one for one in _read(conn, _all().where(_R.id.in_(rows)))}
    return [found[row] for row in rows], has_more


def count_of_returns(  # rule-ok: tenant (the filter says whose)
    conn: Connection, wanted: ReturnFilter
) -> int:
    """How many there are."""
    return count_of_rows(conn, returns, _conditions(wanted), wanted.spans)


def moving_rows(
    conn: Connection, seller_id: SellerId, *, limit: int, aside: Collection[int]
) -> list[int]:
    """The seller's returns that background work moves on, the oldest first, but for the rows `aside`."""
    query = sa.select(_R.id).where(
        _R.seller_id == seller_id,
        _R.status.in_([status.value for status in MOVING]),
        _R.id.not_in(aside),
    )
    return list(conn.execute(query.order_by(_R.id).limit(limit)).scalars())


def insert_return(  # rule-ok: tenant (the return says whose)
    conn: Connection, returned: Return
) -> Return:
    """Write a new return; the return with its number."""
    values = {
        column.name: getattr(returned, column.name) for column in _OWN if column.name != "row"
    }
    row = int(conn.execute(returns.insert().values(_plain(values)).returning(_R.id)).scalar_one())
    _insert_lines(conn, row, returned.lines)
    return replace(returned, row=row)


def save_return(  # rule-ok: tenant (loaded before)
    conn: Connection, before: Return, after: Return
) -> None:
    """Write what changed of a return since it was read in this transaction. Lines may be added."""
    changed = {
        name: getattr(after, name)
        for name in (
            *("status", "recommended_reason", "warehouse_comment", "received_at", "updated_at"),
        )
        if getattr(after, name) != getattr(before, name)
    }
    if changed:
        conn.execute(returns.update().where(_R.id == after.row).values(_plain(changed)))
    known = {line.position: line for line in before.lines}
    for line in after.lines:
        if line.position in known and line != known[line.position]:
            conn.execute(
                return_lines.update()
                .where(_L.return_row == after.row, _L.position == line.position)
                .values({name: getattr(line, name) for name in _COUNTS})
            )
    _insert_lines(conn, after.row, [line for line in after.lines if line.position not in known])


def recount_returned(  # rule-ok: tenant (loaded before)
    conn: Connection, returned: Return
) -> None:
    """Write how many of each line of the shipment came back, or are declared to: what was received, once it is known."""
    own = (
        sa.select(
            sa.func.coalesce(
                sa.func.sum(
                    sa.case(
                        (
                            _R.status == ReturnStatus.COMPLETED.value,
                            _L.received + _L.unexpected,
                        ),
                        else_=sa.case(
                            (
                                _L.received + _L.unexpected > _L.quantity,
                                _L.received + _L.unexpected,
                            ),
                            else_=_L.quantity,
                        ),
                    )
                ),
                0,
            )
        )
        .join_from(return_lines, returns, _R.id == _L.return_row)
        .where(_R.outbound_row == _O.outbound_row, _L.outbound_line == _O.position)
        .correlate(outbound_lines)
        .scalar_subquery()
    )
    conn.execute(
        outbound_lines.update()
        .where(_O.outbound_row == returned.outbound_row)
        .values(returned=sa.case((own > _O.quantity, _O.quantity), else_=own))
    )
    conn.execute(
        outbound_shipments.update()
        .where(outbound_shipments.c.id == returned.outbound_row)
        .values(updated_at=returned.updated_at)
    )


def _conditions(wanted: ReturnFilter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.seller_id is not None:
        found.append(_R.seller_id == wanted.seller_id)
    if wanted.statuses:
        found.append(_R.status.in_(sorted({status.value for status in wanted.statuses})))
    if wanted.types:
        found.append(_R.type.in_(sorted({type_.value for type_ in wanted.types})))
    if wanted.outbound_id is not None:
        shipment = sa.select(outbound_shipments.c.id).where(
            outbound_shipments.c.outbound_id == wanted.outbound_id.strip().lower()
        )
        found.append(_R.outbound_row.in_(shipment))
    if wanted.reference is not None:
        found.append(_R.reference == wanted.reference)
    if wanted.order_seller_id is not None:
        found.append(_R.order_seller_id == wanted.order_seller_id)
    return found


def _insert_lines(conn: Connection, row: int, lines: Iterable[ReturnLine]) -> None:
    values = [
        {
            "return_row": row,
            "position": line.position,
            "outbound_line": line.outbound_line,
            "stock_row": line.stock_row,
            "quantity": line.quantity,
            **{name: getattr(line, name) for name in _COUNTS},
        }
        for line in lines
    ]
    if values:
        conn.execute(return_lines.insert(), values)


def _all() -> sa.Select[Any]:
    return sa.select(*_OWN, outbound_shipments.c.outbound_id).join_from(
        returns, outbound_shipments, outbound_shipments.c.id == _R.outbound_row
    )


def _read(conn: Connection, query: sa.Select[Any]) -> list[Return]:
    """The returns that a query finds, with their lines."""
    rows = conn.execute(query).all()
    lines = _lines_of(conn, [row.row for row in rows])
    return [_return(row, lines.get(row.row, ())) for row in rows]


def _lines_of(conn: Connection, rows: Collection[int]) -> dict[int, list[ReturnLine]]:
    found: dict[int, list[ReturnLine]] = {}
    if not rows:
        return found
    query = (
        sa.select(
            return_lines,
            stocks.c.seller_product_reference,
            stocks.c.product_id,
            stocks.c.product_state,
        )
        .join_from(return_lines, stocks, stocks.c.id == _L.stock_row)
        .where(_L.return_row.in_(rows))
        .order_by(_L.return_row, _L.position)
    )
    for row in conn.execute(query):
        found.setdefault(row.return_row, []).append(
            ReturnLine(
                position=row.position,
                outbound_line=row.outbound_line,
                stock_row=row.stock_row,
                product=Identified(
                    row.seller_product_reference, row.product_id, ProductState(row.product_state)
                ),
                quantity=row.quantity,
                **{name: getattr(row, name) for name in _COUNTS},
            )
        )
    return found


def _return(row: AnyRow, lines: Iterable[ReturnLine]) -> Return:
    values = dict(row._mapping)  # noqa: SLF001  (its public name)
    recommended = values["recommended_reason"]
    return Return(
        **values
        | {
            "seller_id": SellerId(row.seller_id),
            "type": ReturnType(row.type),
            "status": ReturnStatus(row.status),
            "reason": ReturnReason(row.reason),
            "recommended_reason": ReturnReason(recommended) if recommended else None,
            "storage_country": StorageCountry(row.storage_country),
            "lines": tuple(lines),
        }
    )


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Enumerations as their texts."""
    return {
        name: str(value.value) if hasattr(value, "value") else value
        for name, value in values.items()
    }
