"""From where an order or a shipment is served: the warehouses that hold all of it."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.market.warehouse.models import Pieces, StorageCountry, serving
from sellergate.storage.schema import stock_places

_P: Final = stock_places.c


def countries_holding(  # rule-ok: tenant (known rows)
    conn: Connection, pieces: Sequence[Pieces], delivery_country: str
) -> list[StorageCountry]:
    """From where all of these can be sent there at once, the best first (see `serving`)."""
    wanted: Counter[int] = Counter()
    for stock_row, quantity, _ in pieces:
        wanted[stock_row] += quantity
    rows = conn.execute(
        sa.select(_P.country, _P.stock_row, _P.available).where(_P.stock_row.in_(wanted))
    )
    held: Counter[str] = Counter()
    for country, stock_row, available in rows:
        held[country] += available >= wanted[stock_row]
    return [country for country in serving(delivery_country) if held[country] == len(wanted)]
