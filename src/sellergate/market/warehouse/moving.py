"""The one way in which stock changes: named movements, each written, none of which leaves less than nothing.

What the warehouses hold is at any time the sum of what moved (docs/decisions/0040).
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from sellergate.market.warehouse import store
from sellergate.market.warehouse.errors import NotEnough
from sellergate.market.warehouse.models import (
    MAX_PIECES,
    Movement,
    Pieces,
    Stock,
    StorageCountry,
)


def move(  # rule-ok: tenant (a known row)
    conn: Connection,
    stock_row: int,
    country: StorageCountry,
    kind: Movement,
    quantity: int,
    *,
    cause: str,
    now: datetime,
) -> Stock:
    """Let so many pieces go where this movement takes them; the stock after it.

    `cause` says what for, such as `inbound:<id>:<line>`, in at most 60 characters. Raises `NotEnough`, and then nothing
    moved.
    """
    if not 0 < quantity <= MAX_PIECES:
        raise ValueError("moves of stock are of one piece at least")
    moved = store.move_pieces(conn, stock_row, country, kind, quantity, cause=cause, now=now)
    if moved is None:
        stock = store.get_stock_of_row(conn, stock_row)
        assert kind.source is not None  # noqa: S101  (there is always enough outside)
        raise NotEnough(stock, country, kind, quantity, stock.at(country).of(kind.source))
    return moved


def allocate(  # rule-ok: tenant (known rows)
    conn: Connection,
    country: StorageCountry,
    pieces: Sequence[Pieces],
    *,
    cause: str,
    now: datetime,
) -> None:
    """Promise these pieces of what is available in a country: all, or none. Raises `NotEnough`."""
    _move_all(conn, country, Movement.ALLOCATION, pieces, cause=cause, now=now)


def release(  # rule-ok: tenant (known rows)
    conn: Connection,
    country: StorageCountry,
    pieces: Sequence[Pieces],
    *,
    cause: str,
    now: datetime,
) -> None:
    """Make what was allocated available again: all, or none. Raises `NotEnough`."""
    _move_all(conn, country, Movement.RELEASE, pieces, cause=cause, now=now)


def dispatch(  # rule-ok: tenant (known rows)
    conn: Connection,
    country: StorageCountry,
    pieces: Sequence[Pieces],
    *,
    cause: str,
    now: datetime,
) -> None:
    """Let what was allocated leave the warehouse: all, or none. Raises `NotEnough`."""
    _move_all(conn, country, Movement.DISPATCH, pieces, cause=cause, now=now)


def _move_all(
    conn: Connection,
    country: StorageCountry,
    kind: Movement,
    pieces: Sequence[Pieces],
    *,
    cause: str,
    now: datetime,
) -> None:
    """Move the pieces of every line, once there are enough of each stock: lines may share one."""
    with conn.begin_nested():  # who catches the refusal finds nothing moved
        for stock_row, quantity, position in pieces:
            move(conn, stock_row, country, kind, quantity, cause=f"{cause}:{position}", now=now)
