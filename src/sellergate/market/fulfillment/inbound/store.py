"""SQL of inbound shipments: read as a whole, with what changed of one written."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.fulfillment.inbound.errors import InboundUnknown
from sellergate.market.fulfillment.inbound.models import (
    Announcement,
    Counted,
    Line,
    Reception,
    Refused,
    Shipment,
    Status,
)
from sellergate.market.warehouse.models import Identified, ProductState
from sellergate.storage.prepared import Prepared, Row
from sellergate.storage.schema import (
    fulfillment_products,
    inbound_lines,
    inbound_receptions,
    inbound_shipments,
    sellers,
    stocks,
)

_I: Final = inbound_shipments.c
_L: Final = inbound_lines.c
_R: Final = inbound_receptions.c
_S: Final = stocks.c
_P: Final = fulfillment_products.c

MOST_LINES: Final = 2_000  # on a page of shipments: it ends before the one that would have more
_LIVE: Final = tuple(
    status.value for status in Status if status not in {Status.REFUSED, Status.CANCELLED}
)

_SHIPMENT: Final = tuple(
    _I["id" if name == "row" else name] for name in Shipment.__slots__ if name != "lines"
)
_LINE: Final = tuple(_L[name] for name in Line.__slots__)
_ONE = Prepared(
    sa.select(*_SHIPMENT).where(
        _I.inbound_id == sa.bindparam("inbound_id"), _I.seller_id == sa.bindparam("seller_id")
    ),
    "seller_id",
    "inbound_id",
)
_LINES = Prepared(
    sa.select(*_LINE).where(_L.inbound_row == sa.bindparam("row")).order_by(_L.position), "row"
)
_counted = msgspec.json.Decoder(tuple[Counted, ...]).decode


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundQuery:
    """Which shipments are looked for. None: any; bounds are among what is found."""

    seller_id: SellerId | None = None
    statuses: Collection[Status] = ()
    storage_country: str | None = None
    reference: str | None = None
    code: str | None = None
    created_from: datetime | None = None
    created_to: datetime | None = None
    updated_from: datetime | None = None
    updated_to: datetime | None = None


class InboundBrief(NamedTuple):
    """A shipment in the marketplace's list."""

    row: int
    inbound_id: str
    seller_id: SellerId
    shop_name: str
    reference: str | None
    code: str
    storage_country: str
    status: Status
    expected_on: str | None
    created_at: datetime
    updated_at: datetime
    quantity: int
    received: int


class ProductName(NamedTuple):
    """What people call a product of the warehouses."""

    stock_id: str
    seller_product_reference: str
    gtin: str
    title: str
    product_state: str


def find_shipment(conn: Connection, seller_id: SellerId, inbound_id: str) -> Shipment | None:
    """The seller's shipment, whole, or None."""
    row = _ONE.first(conn, seller_id, inbound_id)
    return None if row is None else _shipment(row, map(_line, _LINES.all(conn, row[0])))


def get_shipment(conn: Connection, seller_id: SellerId, inbound_id: str) -> Shipment:
    """The seller's shipment, whole. Raises `InboundUnknown`."""
    shipment = find_shipment(conn, seller_id, inbound_id)
    if shipment is None:
        raise InboundUnknown
    return shipment


def get_any_shipment(  # rule-ok: tenant (the marketplace's view)
    conn: Connection, inbound_id: str
) -> Shipment:
    """The shipment of this id, whosever it is. Raises `InboundUnknown`."""
    query = sa.select(_I.seller_id).where(_I.inbound_id == inbound_id)
    seller_id = conn.execute(query).scalar()
    if seller_id is None:
        raise InboundUnknown("There is no inbound shipment with this id.")
    return get_shipment(conn, SellerId(seller_id), inbound_id)


def get_shipment_of_row(conn: Connection, seller_id: SellerId, row: int) -> Shipment:
    """The seller's shipment of this number, which there is."""
    found = conn.execute(sa.select(*_SHIPMENT).where(_I.id == row, _I.seller_id == seller_id)).one()
    return _shipment(tuple(found), map(_line, _LINES.all(conn, row)))


def find_live_of_reference(
    conn: Connection, seller_id: SellerId, reference: str
) -> Shipment | None:
    """The seller's last shipment of this reference that was neither refused nor cancelled."""
    query = sa.select(_I.inbound_id).where(
        _I.seller_id == seller_id, _I.reference == reference, _I.status.in_(_LIVE)
    )
    inbound_id = conn.execute(query.order_by(_I.id.desc()).limit(1)).scalar()
    return None if inbound_id is None else find_shipment(conn, seller_id, inbound_id)


def is_known_code(conn: Connection, code: str) -> bool:  # rule-ok: tenant (codes are unique)
    """Whether a shipment has the code already."""
    return conn.execute(sa.select(_I.id).where(_I.code == code)).first() is not None


def insert_shipment(
    conn: Connection,
    seller_id: SellerId,
    announced: Announcement,
    *,
    inbound_id: str,
    code: str,
    now: datetime,
) -> Shipment:
    """Write a shipment that is `Created`."""
    row = conn.execute(
        inbound_shipments.insert()
        .values(
            inbound_id=inbound_id,
            seller_id=seller_id,
            reference=announced.reference,
            code=code,
            storage_country=announced.storage_country,
            status=Status.CREATED.value,
            expected_on=announced.expected_on,
            line_count=len(announced.lines),
            reception_count=0,
            created_at=now,
            updated_at=now,
        )
        .returning(_I.id)
    ).scalar_one()
    lines = [
        _new_line(row, position, line.named, line.quantity)
        for position, line in enumerate(announced.lines, 1)
    ]
    conn.execute(inbound_lines.insert(), lines)
    return get_shipment_of_row(conn, seller_id, row)


def add_line(
    conn: Connection, shipment: Shipment, position: int, stock: "KnownStock"
) -> Line:  # rule-ok: tenant (the shipment says whose)
    """Write a line for a product that came and was not announced."""
    named = Identified(stock.seller_product_reference, None, None)
    values = _new_line(shipment.row, position, named, 0) | {"stock_row": stock.row}
    conn.execute(inbound_lines.insert(), [values])
    return Line(
        position=position,
        seller_product_reference=stock.seller_product_reference,
        product_id=None,
        product_state=None,
        stock_row=stock.row,
        quantity=0,
    )


def save_shipment(
    conn: Connection, before: Shipment, after: Shipment
) -> None:  # rule-ok: tenant (read before)
    """Write what changed of a shipment and of its lines. Raises `LookupError` when it is not `before` any more."""
    values = {
        name: getattr(after, name)
        for name in ("line_count", "reception_count", "updated_at", "accepted_at", "received_at")
    }
    changed = (
        inbound_shipments.update()
        .where(_I.id == before.row, _I.status == before.status.value)
        .values(**values, status=after.status.value, reason=_text(after.reason))
    )
    if conn.execute(changed).rowcount != 1:
        raise LookupError(before.row)
    known = {line.position: line for line in before.lines}
    lines = [
        {
            "at": line.position,
            "stock_row": line.stock_row,
            "reason": _text(line.reason),
            "received": line.received,
            "damaged": line.damaged,
        }
        for line in after.lines
        if line != known.get(line.position)
    ]
    if lines:
        change = inbound_lines.update().where(
            _L.inbound_row == before.row, _L.position == sa.bindparam("at")
        )
        names = ("stock_row", "reason", "received", "damaged")
        conn.execute(change.values({name: sa.bindparam(name) for name in names}), lines)


def insert_reception(
    conn: Connection, shipment: Shipment, reception: Reception
) -> None:  # rule-ok: tenant (the shipment says whose)
    """Write what one counting found."""
    conn.execute(
        inbound_receptions.insert().values(
            inbound_row=shipment.row,
            number=reception.number,
            reference=reception.reference,
            lines=msgspec.json.encode(reception.lines).decode(),
            is_last=reception.is_last,
            at=reception.at,
        )
    )


def receptions_of(
    conn: Connection, shipment: Shipment
) -> list[Reception]:  # rule-ok: tenant (the shipment says whose)
    """What was counted of a shipment, the first counting first."""
    query = sa.select(_R.number, _R.reference, _R.lines, _R.is_last, _R.at)
    rows = conn.execute(query.where(_R.inbound_row == shipment.row).order_by(_R.number))
    return [_reception(row) for row in rows]


def find_reception(
    conn: Connection, shipment: Shipment, reference: str
) -> Reception | None:  # rule-ok: tenant (the shipment says whose)
    """The reception that the warehouse calls so."""
    query = sa.select(_R.number, _R.reference, _R.lines, _R.is_last, _R.at)
    found = conn.execute(
        query.where(_R.inbound_row == shipment.row, _R.reference == reference)
    ).one_or_none()
    return None if found is None else _reception(found)


def created_rows(
    conn: Connection, seller_id: SellerId, *, limit: int, aside: Collection[int]
) -> list[int]:
    """The shipments of the seller that are to be checked, the oldest first, but for the rows `aside`."""
    found = sa.select(_I.id).where(
        _I.seller_id == seller_id, _I.status == Status.CREATED.value, _I.id.not_in(aside)
    )
    return list(conn.execute(found.order_by(_I.id).limit(limit)).scalars())


def page_of_shipments(
    conn: Connection,
    seller_id: SellerId,
    query: InboundQuery,
    *,
    beside: int | None,
    is_back: bool = False,
    limit: int,
) -> tuple[list[Shipment], bool]:
    """Shipments of the seller, the newest first, those behind the row `beside`; and whether there are more that way.

    `is_back`: those in front of it, the nearest first. A page is shorter than `limit` where its shipments have very many
    lines.
    """
    found = sa.select(*_SHIPMENT).where(_I.seller_id == seller_id, *_conditions(query))
    if beside is not None:
        found = found.where(_I.id > beside if is_back else _I.id < beside)
    found = found.order_by(_I.id.asc() if is_back else _I.id.desc())
    rows = [tuple(row) for row in conn.execute(found.limit(limit + 1))]
    chosen = _fitting(rows[:limit])
    lines = _lines_of(conn, [row[0] for row in chosen])
    page = [_shipment(row, lines.get(row[0], ())) for row in chosen]
    return page, len(rows) > len(chosen)


def count_of_shipments(conn: Connection, seller_id: SellerId, query: InboundQuery) -> int:
    """How many shipments of the seller there are."""
    count = sa.select(sa.func.count()).select_from(inbound_shipments)
    own = count.where(_I.seller_id == seller_id, *_conditions(query))
    return int(conn.execute(own).scalar_one())


def page_of_all_shipments(  # rule-ok: tenant (the marketplace's view)
    conn: Connection,
    query: InboundQuery,
    *,
    limit: int,
    before: int | None = None,
    after: int | None = None,
) -> list[InboundBrief]:
    """Shipments of every seller, the newest first: those behind the row `before`, or the nearest in front of `after`."""
    names = InboundBrief._fields[:-2]
    columns = [
        sellers.c.shop_name if name == "shop_name" else _I["id" if name == "row" else name]
        for name in names
    ]
    found = sa.select(*columns).join_from(
        inbound_shipments, sellers, sellers.c.seller_id == _I.seller_id
    )
    if query.seller_id is not None:
        found = found.where(_I.seller_id == query.seller_id)
    found = found.where(*_conditions(query))
    if before is not None:
        found = found.where(_I.id < before)
    if after is not None:
        found = found.where(_I.id > after)
    order = _I.id.desc() if after is None else _I.id.asc()
    rows = [tuple(row) for row in conn.execute(found.order_by(order).limit(limit))]
    if after is not None:
        rows.reverse()
    totals = _totals(conn, [row[0] for row in rows])
    return [_brief(row, totals[row[0]]) for row in rows]


def counts_by_status(conn: Connection) -> dict[Status, int]:  # rule-ok: tenant (the marketplace's)
    """How many shipments of all sellers are in each status."""
    query = sa.select(_I.status, sa.func.count()).group_by(_I.status)
    return {Status(status): count for status, count in conn.execute(query)}


class KnownStock(NamedTuple):
    """The stock of a product that is referenced."""

    row: int
    seller_product_reference: str
    product_id: str
    product_state: ProductState


def stocks_of(
    conn: Connection, seller_id: SellerId, named: Iterable[Identified]
) -> list[KnownStock]:
    """The stocks of the seller that may be named so."""
    wanted = list(named)
    references = {one.seller_product_reference for one in wanted if one.seller_product_reference}
    products = {one.product_id for one in wanted if one.product_id}
    query = sa.select(_S.id, _S.seller_product_reference, _S.product_id, _S.product_state).where(
        _S.seller_id == seller_id,
        sa.or_(_S.seller_product_reference.in_(references), _S.product_id.in_(products)),
    )
    return [
        KnownStock(row, reference, product_id, ProductState(state))
        for row, reference, product_id, state in conn.execute(query)
    ]


def names_of(
    conn: Connection, seller_id: SellerId, stock_rows: Collection[int]
) -> dict[int, ProductName]:
    """What the products of these stocks are called, by stock."""
    query = (
        sa.select(
            *(_S.id, _S.stock_id, _P.seller_product_reference, _P.gtin, _P.title),
            _P.product_state,
        )
        .join_from(stocks, fulfillment_products, _P.id == _S.product_row)
        .where(_S.id.in_(stock_rows), _S.seller_id == seller_id)
    )
    return {row: ProductName(*name) for row, *name in conn.execute(query)}


def _conditions(query: InboundQuery) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if query.statuses:
        conditions.append(_I.status.in_([status.value for status in query.statuses]))
    for column, value in (
        (_I.storage_country, query.storage_country),
        (_I.reference, query.reference),
        (_I.code, query.code),
    ):
        if value is not None:
            conditions.append(column == value)
    if query.created_from is not None:
        conditions.append(_I.created_at >= query.created_from)
    if query.created_to is not None:
        conditions.append(_I.created_at <= query.created_to)
    if query.updated_from is not None:
        conditions.append(_I.updated_at >= query.updated_from)
    if query.updated_to is not None:
        conditions.append(_I.updated_at <= query.updated_to)
    return conditions


def _fitting(rows: Sequence[Row]) -> Sequence[Row]:
    """Those of the rows that together have no more lines than a page may have; the first one always."""
    place = Shipment.__slots__.index("line_count")
    lines = 0
    for index, row in enumerate(rows):
        lines += row[place]
        if index and lines > MOST_LINES:
            return rows[:index]
    return rows


def _lines_of(conn: Connection, rows: Collection[int]) -> dict[int, list[Line]]:
    query = sa.select(_L.inbound_row, *_LINE).where(_L.inbound_row.in_(rows))
    found: dict[int, list[Line]] = {}
    for row, *line in conn.execute(query.order_by(_L.inbound_row, _L.position)):
        found.setdefault(row, []).append(_line(line))
    return found


def _totals(conn: Connection, rows: Collection[int]) -> dict[int, tuple[int, int]]:
    """How many pieces were announced, and came, of each."""
    total = sa.select(_L.inbound_row, sa.func.sum(_L.quantity), sa.func.sum(_L.received))
    query = total.where(_L.inbound_row.in_(rows)).group_by(_L.inbound_row)
    return {row: (int(quantity), int(received)) for row, quantity, received in conn.execute(query)}


def _new_line(row: int, position: int, named: Identified, quantity: int) -> dict[str, Any]:
    return {
        "inbound_row": row,
        "position": position,
        "seller_product_reference": named.seller_product_reference,
        "product_id": named.product_id,
        "product_state": None if named.product_state is None else named.product_state.value,
        "quantity": quantity,
        "received": 0,
        "damaged": 0,
    }


def _brief(row: Row, totals: tuple[int, int]) -> InboundBrief:
    brief = InboundBrief(*(*row, *totals))
    return brief._replace(seller_id=SellerId(brief.seller_id), status=Status(brief.status))


def _shipment(row: Row, lines: Iterable[Line]) -> Shipment:
    values = dict(zip(Shipment.__slots__, row, strict=False))
    return Shipment(
        **values
        | {
            "seller_id": SellerId(values["seller_id"]),
            "status": Status(values["status"]),
            "reason": None if values["reason"] is None else Refused(values["reason"]),
            "lines": tuple(lines),
        }
    )


def _line(row: Sequence[Any]) -> Line:
    values = dict(zip(Line.__slots__, row, strict=True))
    state, reason = values["product_state"], values["reason"]
    return Line(
        **values
        | {
            "product_state": None if state is None else ProductState(state),
            "reason": None if reason is None else Refused(reason),
        }
    )


def _reception(row: Any) -> Reception:
    return Reception(row.number, row.reference, _counted(row.lines), bool(row.is_last), row.at)


def _text(reason: Refused | None) -> str | None:
    return None if reason is None else reason.value
