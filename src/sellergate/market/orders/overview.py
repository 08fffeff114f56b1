"""SQL of the marketplace's view: orders of every seller."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.orders.errors import OrderUnknown
from sellergate.market.orders.models import Order, Status
from sellergate.market.orders.store import get_order
from sellergate.storage.schema import orders, sellers

_O: Final = orders.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which orders; None: whatever it is."""

    seller_id: SellerId | None = None
    status: Status | None = None
    sales_channel_id: str | None = None
    is_held: bool = False  # only those whose controls are the operator's to decide


class OrderBrief(NamedTuple):
    """An order in a list."""

    row: int
    order_id: str
    seller_id: SellerId
    shop_name: str
    reference: str | None
    sales_channel_id: str
    status: Status
    is_moving: bool
    supply_mode: str
    shipping_country: str
    currency: str
    selling_total: int
    created_at: datetime
    updated_at: datetime

    @property
    def is_held(self) -> bool:
        """Whether it waits for the operator's controls."""
        return self.status is Status.PROCESSING and not self.is_moving


_BRIEF: Final = tuple(
    sellers.c.shop_name if name == "shop_name" else _O["id" if name == "row" else name].label(name)
    for name in OrderBrief._fields
)


def get_any_order(  # rule-ok: tenant (the marketplace's view)
    conn: Connection, order_id: str
) -> Order:
    """The order of this id, whosever it is. Raises `OrderUnknown`."""
    seller_id = conn.execute(sa.select(_O.seller_id).where(_O.order_id == order_id)).scalar()
    if seller_id is None:
        raise OrderUnknown
    return get_order(conn, SellerId(seller_id), order_id)


def page_of_orders(  # rule-ok: tenant (the marketplace's view)
    conn: Connection,
    wanted: Wanted,
    *,
    limit: int,
    before: int | None = None,
    after: int | None = None,
) -> list[OrderBrief]:
    """Orders, the last one placed first: those placed `before` the order of this row, or the nearest `after` it."""
    query = sa.select(*_BRIEF).join_from(orders, sellers, sellers.c.seller_id == _O.seller_id)
    query = query.where(*_conditions(wanted))
    query = query.order_by(_O.id.desc() if after is None else _O.id)
    if after is not None:
        query = query.where(_O.id > after)
    if before is not None:
        query = query.where(_O.id < before)
    found = [_brief(row) for row in conn.execute(query.limit(limit))]
    return found[::-1] if after is not None else found


def _conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.seller_id is not None:
        conditions.append(_O.seller_id == wanted.seller_id)
    status = Status.PROCESSING if wanted.is_held else wanted.status
    if status is not None:
        conditions.append(_O.status == status.value)
    if wanted.is_held:
        conditions.append(sa.not_(_O.is_moving))
    if wanted.sales_channel_id is not None:
        conditions.append(_O.sales_channel_id == wanted.sales_channel_id)
    return conditions


def _brief(row: Any) -> OrderBrief:
    brief = OrderBrief(*row)
    return brief._replace(
        seller_id=SellerId(brief.seller_id),
        status=Status(brief.status),
        is_moving=bool(brief.is_moving),
    )
