"""SQL of what people see of stocks: of the sellers whom they work for, product by product and country by country."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.warehouse.models import Quantities, Quantity
from sellergate.storage.schema import fulfillment_products, stock_movements, stock_places, stocks

_S: Final = stocks.c
_P: Final = stock_places.c
_M: Final = stock_movements.c
_F: Final = fulfillment_products.c
_DAY: Final = 86_400_000_000  # microseconds
_EPOCH: Final = date(1970, 1, 1)


class Held(StrEnum):
    """Which places of a stock."""

    AVAILABLE = "available"
    NONE = "none"  # nothing of it can be sold
    ASIDE = "aside"  # some of it is there and cannot be sold


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedStocks:
    """Which stocks; None: whatever it is. `text` begins a reference, or is found in a title."""

    text: str = ""
    country: str | None = None
    held: Held | None = None


class Place(NamedTuple):
    """What one warehouse holds of a product."""

    stock_row: int
    country: str
    available: int
    allocated: int
    blocked: int
    litigation: int
    removal: int
    returned: int
    logistic_operations: int
    reason: str  # of the last change
    updated_at: datetime

    @property
    def quantities(self) -> Quantities:
        """All of them."""
        return Quantities(*self[2:9])


class StockBrief(NamedTuple):
    """A product of a seller in the warehouses."""

    row: int
    stock_id: str
    seller_id: SellerId
    reference: str
    product_id: str
    product_state: str
    title: str
    gtin: str


class CountryTotal(NamedTuple):
    """What the warehouse of a country holds of all products."""

    country: str
    products: int
    available: int
    allocated: int
    aside: int  # there, and neither to be sold nor promised


class Movement(NamedTuple):
    """So many from one state to another, in, or out."""

    row: int
    country: str
    kind: str
    source: str
    target: str
    quantity: int
    cause: str
    at: datetime


_BRIEF: Final = (
    _S.id,
    _S.stock_id,
    _S.seller_id,
    _S.seller_product_reference,
    _S.product_id,
    _S.product_state,
    _F.title,
    _F.gtin,
)
_PLACE: Final = tuple(_P[name] for name in Place._fields)
_ASIDE: Final = _P.blocked + _P.litigation + _P.removal + _P.returned + _P.logistic_operations
_JOINED: Final = stocks.join(fulfillment_products, _F.id == _S.product_row)


def page_of_places(
    conn: Connection,
    seller_ids: Sequence[SellerId],
    wanted: WantedStocks,
    *,
    offset: int,
    limit: int,
) -> list[tuple[StockBrief, Place]]:
    """What the warehouses hold, by reference and country."""
    query = (
        sa.select(*_BRIEF, *_PLACE)
        .select_from(_JOINED.join(stock_places, _P.stock_row == _S.id))
        .where(_S.seller_id.in_(seller_ids), *_conditions(wanted))
        .order_by(_S.seller_product_reference, _S.id, _P.country)
        .offset(offset)
        .limit(limit)
    )
    width = len(_BRIEF)
    return [(StockBrief(*row[:width]), Place(*row[width:])) for row in conn.execute(query)]


def totals_by_country(conn: Connection, seller_ids: Sequence[SellerId]) -> list[CountryTotal]:
    """What each country holds of these sellers, where most can be sold first."""
    query = (
        sa.select(
            _P.country,
            sa.func.count(),
            sa.func.sum(_P.available),
            sa.func.sum(_P.allocated),
            sa.func.sum(_ASIDE),
        )
        .select_from(stocks.join(stock_places, _P.stock_row == _S.id))
        .where(_S.seller_id.in_(seller_ids))
        .group_by(_P.country)
        .order_by(sa.func.sum(_P.available).desc(), _P.country)
    )
    return [
        CountryTotal(row[0], *(int(number) for number in row[1:])) for row in conn.execute(query)
    ]


def find_among(
    conn: Connection, seller_ids: Sequence[SellerId], stock_id: str
) -> StockBrief | None:
    """A stock of one of these sellers."""
    query = sa.select(*_BRIEF).select_from(_JOINED)
    row = conn.execute(
        query.where(_S.stock_id == stock_id, _S.seller_id.in_(seller_ids))
    ).one_or_none()
    return StockBrief(*row) if row else None


def places_of(conn: Connection, stock_row: int) -> list[Place]:
    """Where a stock is."""
    query = sa.select(*_PLACE).where(_P.stock_row == stock_row).order_by(_P.country)
    return [Place(*row) for row in conn.execute(query)]


def page_of_movements(
    conn: Connection, stock_row: int, *, limit: int, before: int | None = None
) -> list[Movement]:
    """What moved of a stock, the last movement first."""
    columns = [_M.id if name == "row" else _M[name] for name in Movement._fields]
    query = sa.select(*columns).where(_M.stock_row == stock_row).order_by(_M.id.desc())
    if before is not None:
        query = query.where(_M.id < before)
    return [Movement(*row) for row in conn.execute(query.limit(limit))]


def available_by_day(
    conn: Connection, stock_row: int, *, now: datetime, days: int
) -> list[tuple[date, int]]:
    """How many could be sold at the end of each of the last days, today included."""
    first = now.date() - timedelta(days=days - 1)
    changes = _changes_since(conn, stock_row, first)
    left: int = conn.execute(
        sa.select(sa.func.coalesce(sa.func.sum(_P.available), 0)).where(_P.stock_row == stock_row)
    ).scalar_one()
    told = []
    for back in range(days):
        day = now.date() - timedelta(days=back)
        told.append((day, int(left)))
        left -= changes.get(day, 0)
    return told[::-1]


def _changes_since(conn: Connection, stock_row: int, first: date) -> Mapping[date, int]:
    """By how many what can be sold changed, day by day."""
    day = sa.type_coerce(_M.at, sa.BigInteger) // _DAY
    came, went = (
        sa.func.sum(sa.case((side == Quantity.AVAILABLE.value, _M.quantity), else_=0))
        for side in (_M.target, _M.source)
    )
    since = datetime.combine(first, time(), UTC)
    query = sa.select(day, came - went).where(_M.stock_row == stock_row, _M.at >= since)
    return {
        _EPOCH + timedelta(days=number): int(by) for number, by in conn.execute(query.group_by(day))
    }


def _conditions(wanted: WantedStocks) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.text:
        text = wanted.text.lower()
        conditions.append(
            sa.or_(
                sa.func.lower(_S.seller_product_reference).startswith(text, autoescape=True),
                sa.func.lower(_F.title).contains(text, autoescape=True),
            )
        )
    if wanted.country is not None:
        conditions.append(_P.country == wanted.country)
    match wanted.held:
        case Held.AVAILABLE:
            conditions.append(_P.available > 0)
        case Held.NONE:
            conditions.append(_P.available == 0)
        case Held.ASIDE:
            conditions.append(_ASIDE > 0)
    return conditions
