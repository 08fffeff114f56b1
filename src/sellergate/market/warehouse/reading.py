"""SQL of what sellers read of their stock: records as they are written with each movement, page by page."""

from collections.abc import Collection
from functools import cache
from typing import Any, Final, NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.warehouse.errors import StockUnknown
from sellergate.market.warehouse.models import COLUMNS, Quantity, StockQuery, StorageCountry
from sellergate.storage.prepared import Prepared, Row
from sellergate.storage.schema import stock_places, stocks

_S: Final = stocks.c
_P: Final = stock_places.c
_NO_COUNT: Final = sa.literal_column("0", sa.BigInteger())
_BEFORE_ALL: Final = (-1, 0)
_BEHIND_ALL: Final = (2**63 - 1, 2**63 - 1)
_ONE = Prepared(
    sa.select(_S.document).where(
        _S.stock_id == sa.bindparam("stock_id"), _S.seller_id == sa.bindparam("seller_id")
    ),
    "seller_id",
    "stock_id",
)


class Record(NamedTuple):
    """A stock as it is told: its JSON, and what the list is sorted by."""

    document: str
    pieces: int  # of the quantity that is sorted by, else 0
    row: int


def get_record(conn: Connection, seller_id: SellerId, stock_id: str) -> str:
    """The JSON record of the seller's stock. Raises `StockUnknown`."""
    row = _ONE.first(conn, seller_id, stock_id)
    if row is None:
        raise StockUnknown
    return str(row[0])


def page_of_records(
    conn: Connection,
    seller_id: SellerId,
    query: StockQuery,
    *,
    behind: tuple[int, int] | None,
    is_back: bool,
    limit: int,
) -> list[Record]:
    """Stocks of the seller behind that of so many pieces and this row, in the order of the list; `is_back`: against it."""
    is_falling = query.is_descending is not is_back
    place = behind or (_BEHIND_ALL if is_falling else _BEFORE_ALL)
    if query == StockQuery(sort=query.sort, is_descending=query.is_descending):
        found = _page_of_all(conn, seller_id, query.sort, is_falling, place, limit)
        return [Record(*each) for each in found]
    walk = _walk(query, is_falling, seller_id, place, limit)
    records = [Record(*each) for each in conn.execute(_narrowed(walk, query))]
    if query.countries is None:
        return records
    return [one._replace(document=_told_of(one.document, query.countries)) for one in records]


def _page_of_all(
    conn: Connection,
    seller_id: SellerId,
    sort: Quantity | None,
    is_falling: bool,
    place: tuple[int, int],
    limit: int,
) -> list[Row]:
    """The hot way: an index has what it sorts by, and each row its record.

    Behind a count and a row are first the further rows of that count, then the further counts. They are two statements,
    for SQLite does not find such a pair in an index that ends with its own row number: it would walk through all rows
    of that count, and there may be as many as stocks.
    """
    pieces, row = place
    if sort is None:
        return _by_row(is_falling).all(conn, seller_id, row, limit)
    found = _of_count(sort, is_falling).all(conn, seller_id, pieces, row, limit)
    if len(found) < limit:
        rest = limit - len(found)
        found += _by_count(sort, is_falling).all(conn, seller_id, pieces, rest)
    return found


@cache
def _by_row(is_falling: bool) -> Prepared:
    """Every stock of a seller from a row on."""
    walk = _behind(_S.id, "row", is_falling).order_by(_sorted(_S.id, is_falling))
    return Prepared(walk, "seller_id", "row", "limit")


@cache
def _of_count(sort: Quantity, is_falling: bool) -> Prepared:
    """Those of a count, from a row on."""
    column = _S[COLUMNS[sort]]
    walk = _behind(_S.id, "row", is_falling, column).where(column == _bound("pieces"))
    walk = walk.order_by(_sorted(_S.id, is_falling))
    return Prepared(walk, "seller_id", "pieces", "row", "limit")


@cache
def _by_count(sort: Quantity, is_falling: bool) -> Prepared:
    """Those of the counts behind one."""
    column = _S[COLUMNS[sort]]
    walk = _behind(column, "pieces", is_falling, column)
    walk = walk.order_by(_sorted(column, is_falling), _sorted(_S.id, is_falling))
    return Prepared(walk, "seller_id", "pieces", "limit")


def _behind(
    column: sa.Column[Any], name: str, is_falling: bool, count: sa.ColumnElement[int] = _NO_COUNT
) -> sa.Select[Any]:
    place = _bound(name)
    is_behind = column < place if is_falling else column > place
    statement = sa.select(_S.document, count, _S.id)
    return statement.where(_S.seller_id == _bound("seller_id"), is_behind).limit(_bound("limit"))


def _bound(name: str) -> sa.BindParameter[int]:
    return sa.bindparam(name, type_=sa.BigInteger())


def _sorted(column: Any, is_falling: bool) -> Any:
    return column.desc() if is_falling else column


def _walk(
    query: StockQuery, is_falling: bool, seller_id: SellerId, place: tuple[int, int], limit: int
) -> sa.Select[Any]:
    """Stocks of the seller from a place in the list on."""
    counted = _counted(query)
    sorted_by = (_S.id,) if counted is None else (counted, _S.id)
    here, there = sa.tuple_(*sorted_by), sa.tuple_(*place[-len(sorted_by) :])
    return (
        sa.select(_S.document, _NO_COUNT if counted is None else counted, _S.id)
        .where(_S.seller_id == seller_id, here < there if is_falling else here > there)
        .order_by(*(_sorted(column, is_falling) for column in sorted_by))
        .limit(limit)
    )


def _counted(query: StockQuery) -> Any:
    """What is sorted by beside the row; None when nothing is."""
    if query.sort is None:
        return None
    column = COLUMNS[query.sort]
    if query.countries is None:
        return _S[column]
    held = sa.select(sa.func.sum(_P[column])).where(*_held(query.countries))
    return held.correlate(stocks).scalar_subquery()


def _narrowed(statement: sa.Select[Any], query: StockQuery) -> sa.Select[Any]:
    if query.reference is not None:
        statement = statement.where(_S.seller_product_reference == query.reference)
    if query.updated_from is not None:
        statement = statement.where(_S.updated_at >= query.updated_from)
    if query.updated_to is not None:
        statement = statement.where(_S.updated_at <= query.updated_to)
    if query.countries is not None:
        held = sa.select(_P.stock_row).where(*_held(query.countries))
        statement = statement.where(held.correlate(stocks).exists())
    return statement


def _held(countries: Collection[StorageCountry]) -> tuple[sa.ColumnElement[bool], ...]:
    return (_P.stock_row == _S.id, _P.country.in_([country.value for country in countries]))


def _told_of(document: str, countries: Collection[StorageCountry]) -> str:
    """The record of what these countries hold alone."""
    record = msgspec.json.decode(document)
    places = [place for place in record["localizedStocks"] if place["storageCountry"] in countries]
    record["localizedStocks"] = places
    for name in record["quantities"]:
        record["quantities"][name] = sum(place["quantities"][name] for place in places)
    return msgspec.json.encode(record).decode()
