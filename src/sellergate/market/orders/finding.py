"""SQL that finds orders: which ones are on a page, and how many there are, read off indexes as far as these go."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.orders.models import Status, SupplyMode
from sellergate.storage.prepared import Prepared
from sellergate.storage.schema import orders

_O: Final = orders.c

FEW: Final = 10_000  # rows that one index finds, and that are sorted, in a few milliseconds
SHAPES: Final = 500  # of statements that are kept


class SortKey(StrEnum):
    """What orders are sorted by."""

    CREATED = "created_at"
    UPDATED = "updated_at"
    SHIPPED = "shipped_at"


class Span(NamedTuple):
    """From one instant to another, both included, in microseconds since the epoch. None: there is no such bound."""

    first: int | None = None
    last: int | None = None


ALWAYS: Final = Span()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFilter:
    """Which orders are wanted; of what is empty, all."""

    statuses: Sequence[Status] = ()
    reference: str | None = None
    sales_channel_ids: Sequence[str] = ()
    is_business: bool | None = None
    supply_modes: Sequence[SupplyMode] = ()
    shipping_countries: Sequence[str] = ()
    created: Span = ALWAYS
    updated: Span = ALWAYS
    shipped: Span = ALWAYS


class _Condition(NamedTuple):
    """What a column must be: one of so many values, or within a bound."""

    column: str
    relation: str  # "in", "from" or "to"
    values: int  # so many


_Shape = tuple[_Condition, ...]
_Asked = Sequence[tuple[_Condition, Sequence[Any]]]

# By which column an index is known, and what else it finds by. The first that finds few is taken.
_INDEXED: Final = {
    "reference": ("reference",),
    "status": ("status", "updated_at"),
    "updated_at": ("updated_at",),
    "created_at": ("created_at",),
    "shipped_at": ("shipped_at",),
}


def rows_of_page(
    conn: Connection,
    seller_id: SellerId,
    wanted: OrderFilter,
    *,
    sort: SortKey,
    downwards: bool,
    limit: int,
    offset: int,
) -> list[int]:
    """The numbers of so many of the seller's orders from the `offset`th on.

    Those of the same instant are in the order in which they came. What was never shipped is older than all that was.
    """
    asked = _asked(wanted)
    index = _index_for(conn, seller_id, asked, sort) if conn.dialect.name == "sqlite" else None
    page = _page(_shape_of(asked), index, sort, downwards)
    return [row for (row,) in page.all(conn, seller_id, *_values_of(asked), limit, offset)]


def count_of_orders(conn: Connection, seller_id: SellerId, wanted: OrderFilter) -> int:
    """How many orders the seller has that are wanted."""
    asked = _asked(wanted)
    index = None
    if conn.dialect.name == "sqlite" and not _is_in_one_index(asked):
        index = _index_for(conn, seller_id, asked, _walked_by(wanted))
    [count] = _count(_shape_of(asked), index).first(conn, seller_id, *_values_of(asked)) or (0,)
    return int(count)


def _is_in_one_index(asked: _Asked) -> bool:
    """Whether an index begins with all that is asked: then it is chosen without help."""
    columns = {condition.column for condition, _ in asked}
    return any(columns <= set(found_by) for found_by in _INDEXED.values())


def _walked_by(wanted: OrderFilter) -> SortKey:
    """By which index orders are counted that many others are among."""
    if wanted.updated != ALWAYS:
        return SortKey.UPDATED
    return SortKey.SHIPPED if wanted.shipped != ALWAYS else SortKey.CREATED


def _asked(wanted: OrderFilter) -> _Asked:
    """The conditions and their values."""
    named: dict[str, Sequence[Any]] = {
        "reference": [] if wanted.reference is None else [wanted.reference],
        "status": sorted({status.value for status in wanted.statuses}),
        "sales_channel_id": sorted(set(wanted.sales_channel_ids)),
        "is_business": [] if wanted.is_business is None else [wanted.is_business],
        "supply_mode": sorted({mode.value for mode in wanted.supply_modes}),
        "shipping_country": sorted(set(wanted.shipping_countries)),
    }
    spans = {
        SortKey.UPDATED.value: wanted.updated,
        SortKey.CREATED.value: wanted.created,
        SortKey.SHIPPED.value: wanted.shipped,
    }
    return [
        *((_Condition(name, "in", len(some)), some) for name, some in named.items() if some),
        *(
            (_Condition(name, relation, 1), [bound])
            for name, span in spans.items()
            for relation, bound in zip(("from", "to"), span, strict=True)
            if bound is not None
        ),
    ]


def _shape_of(asked: _Asked) -> _Shape:
    return tuple(condition for condition, _ in asked)


def _values_of(asked: _Asked) -> list[Any]:
    return [value for _, values in asked for value in values]


def _index_for(conn: Connection, seller_id: SellerId, asked: _Asked, sort: SortKey) -> str:
    """By which index to go: one of what is asked, when that finds few; else that of what they are sorted by.

    The embedded database keeps no statistics to choose by; others do, and choose by themselves.
    """
    columns = {condition.column for condition, _ in asked}
    for index, found_by in _INDEXED.items():
        if index in columns and index != sort:
            own = [one for one in asked if one[0].column in found_by]
            count = _count_of_some(_shape_of(own))
            [found] = count.first(conn, seller_id, *_values_of(own), FEW + 1) or (0,)
            if found <= FEW:
                return index
    return sort.value


@lru_cache(maxsize=SHAPES)
def _page(shape: _Shape, index: str | None, sort: SortKey, downwards: bool) -> Prepared:
    """The statement that finds the rows of a page, by an index when one is named."""
    open_ = _INDEXED[index] if index else None
    key = _column(sort.value, open_)
    row = _O.id if index in (None, sort) else _O.id + sa.literal_column("0")
    first = key.desc() if downwards else key.asc()
    if sort is SortKey.SHIPPED:  # the others are never null
        first = first.nulls_last() if downwards else first.nulls_first()
    statement = (
        sa.select(_O.id)
        .where(*_conditions(shape, open_))
        .order_by(first, row.desc() if downwards else row)
        .limit(sa.bindparam("limit", type_=sa.Integer))
        .offset(sa.bindparam("offset", type_=sa.Integer))
    )
    return Prepared(statement, "seller_id", *_names(shape), "limit", "offset")


@lru_cache(maxsize=SHAPES)
def _count(shape: _Shape, index: str | None) -> Prepared:
    """The statement that counts the rows, by an index when one is named."""
    conditions = _conditions(shape, _INDEXED[index] if index else None)
    query = sa.select(sa.func.count()).select_from(orders).where(*conditions)
    return Prepared(query, "seller_id", *_names(shape))


@lru_cache(maxsize=SHAPES)
def _count_of_some(shape: _Shape) -> Prepared:
    """The statement that counts the rows up to so many."""
    most = sa.bindparam("most", type_=sa.Integer)
    some = sa.select(_O.id).where(*_conditions(shape, None)).limit(most).subquery("some")
    query = sa.select(sa.func.count()).select_from(some)
    return Prepared(query, "seller_id", *_names(shape), "most")


def _names(shape: _Shape) -> list[str]:
    """What the values of the conditions are called in a statement."""
    return [f"{one.column}_{one.relation}_{n}" for one in shape for n in range(one.values)]


def _conditions(shape: _Shape, open_: Sequence[str] | None) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = [_O.seller_id == sa.bindparam("seller_id")]
    for one in shape:
        column = _column(one.column, open_)
        [first, *more] = [sa.bindparam(name, type_=column.type) for name in _names((one,))]
        match one.relation:
            case "from":
                found.append(column >= first)
            case "to":
                found.append(column <= first)
            case _:
                found.append(column.in_([first, *more]) if more else column == first)
    return found


def _column(name: str, open_: Sequence[str] | None) -> sa.ColumnElement[Any]:
    """A column as it is stored; one that no index may be chosen for, in a disguise that changes nothing."""
    column = _O[name]
    is_instant = name in _INSTANTS
    stored = sa.type_coerce(column, sa.BigInteger) if is_instant else column
    if open_ is None or name in open_ or name not in _INDEXED:
        return stored
    return stored + sa.literal_column("0" if is_instant else "''")


_INSTANTS: Final = {key.value for key in SortKey}
