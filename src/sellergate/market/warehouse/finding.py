"""From where an order or a shipment is served: the warehouses that hold all of it."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.market.warehouse.models import Pieces, StorageCountry
from sellergate.storage.schema import stock_places

_P: Final = stock_places.c


def countries_holding(  # rule-ok: tenant (known rows)
    conn: Connection, pieces: Sequence[Pieces], delivery_country: str
) -> list[StorageCountry]:
    """The countries in which all of these are available: that of the delivery first, then in the order of `StorageCountry`."""
    wanted: Counter[int] = Counter()
    for stock_row, quantity, _ in pieces:
        wanted[stock_row] += quantity
    rows = conn.execute(
        sa.select(_P.country, _P.stock_row, _P.available).where(_P.stock_row.in_(wanted))
    )
    held: Counter[str] = Counter()
    for country, stock_row, available in rows:
        held[country] += available >= wanted[stock_row]
    found = [country for country in StorageCountry if held[country] == len(wanted)]
    return sorted(found, key=lambda country: country != delivery_country)
