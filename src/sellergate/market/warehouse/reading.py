"""SQL of what sellers read of their stock: records as they are written with each movement, page by page."""

from functools import cache
from typing import Any, Final, NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.warehouse.errors import StockUnknown
from sellergate.market.warehouse.models import (
    COLUMNS,
    Quantity,
    StockQuery,
    StorageCountry,
)
from sellergate.storage.prepared import Prepared
from sellergate.storage.schema import stock_places, stocks

_S: Final = stocks.c
_P: Final = stock_places.c
_ONE = Prepared(
    sa.select(_S.document).where(
        _S.stock_id == sa.bindparam("stock_id"), _S.seller_id == sa.bindparam("seller_id")
    ),
    "seller_id",
    "stock_id",
)


class Record(NamedTuple):
    """A stock as it is told: its JSON, and the key by which the list is sorted."""

    document: str
    row: int
    count: int  # of the quantity that is sorted by


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
    """Stocks of the seller behind those with this count and row, in the order of the list; `is_back`: against it."""
    is_falling = query.is_descending is not is_back
    count, row = behind or ((MOST, MOST) if is_falling else (-1, 0))
    if (query.reference, query.updated_from, query.updated_to, query.countries) == (None,) * 4:
        statement = _all(query.sort, is_falling)
        if query.sort is None:
            found = statement.all(conn, seller_id, row, limit)
        else:
            found = statement.all(conn, seller_id, count, row, limit)
        return [Record(*each) for each in found]
    statement = _some(seller_id, query)
    return [
        record if query.countries is None else record._replace(document=_of(record, query.countries))
        for record in (
            Record(*each)
            for each in conn.execute(_ordered(statement, query, is_falling, count, row, limit))
        )
    ]
