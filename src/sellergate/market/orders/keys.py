"""SQL of the keys by which a client asks for an order once, however often it sends the request."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import ClientUid
from sellergate.kit.errors import Conflict
from sellergate.market.orders.models import Order
from sellergate.market.orders.overview import get_any_order
from sellergate.storage.schema import order_keys, orders

_K: Final = order_keys.c


class KeyReused(Conflict):
    """The key named another request before."""

    message = "This Idempotency-Key came with another request before."


def find_placed(conn: Connection, client_uid: ClientUid, key: str, digest: bytes) -> Order | None:
    """The order that an earlier request with this key made. Raises `KeyReused` when it asked for something else."""
    query = (
        sa.select(_K.digest, orders.c.order_id)
        .join_from(order_keys, orders, orders.c.id == _K.order_row)
        .where(_K.client_uid == client_uid, _K.key == key)
    )
    found = conn.execute(query).one_or_none()
    if found is None:
        return None
    if found.digest != digest:
        raise KeyReused
    return get_any_order(conn, found.order_id)


def remember(
    conn: Connection, client_uid: ClientUid, key: str, digest: bytes, order: Order
) -> None:
    """Remember which order the request made: in the transaction that places it."""
    conn.execute(
        order_keys.insert().values(
            client_uid=client_uid, key=key, digest=digest, order_row=order.row
        )
    )
