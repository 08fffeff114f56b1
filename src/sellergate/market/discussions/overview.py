"""SQL of the marketplace's view: discussions of every seller."""

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.discussions import store
from sellergate.market.discussions.errors import DiscussionUnknown
from sellergate.market.discussions.models import Discussion, Message, Status, Which
from sellergate.market.discussions.reading import Thread, get_thread
from sellergate.storage.schema import discussions, orders, sellers

_D: Final = discussions.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which discussions; None: whatever it is."""

    seller_id: SellerId | None = None
    order_id: str | None = None
    status: Status | None = None
    is_open: bool | None = None


class Seen(NamedTuple):
    """A discussion in a list: whose it is, and what was written last."""

    discussion: Discussion
    shop_name: str
    last: Message


def page_of_any_discussions(  # rule-ok: tenant (the marketplace's view)
    conn: Connection, wanted: Wanted, *, limit: int, before: int | None = None
) -> list[Seen]:
    """Discussions, the last one opened first: those opened `before` the one of this row."""
    query = (
        sa.select(sellers.c.shop_name, *store.COLUMNS)
        .join_from(discussions, sellers, sellers.c.seller_id == _D.seller_id)
        .where(*_conditions(wanted, before))
        .order_by(_order_of(wanted).desc())
        .limit(limit)
    )
    rows = [(shop_name, store.discussion_of(row)) for shop_name, *row in conn.execute(query)]
    last = store.one_message_each(conn, [found.row for _, found in rows], Which.LAST)
    return [Seen(found, shop_name, last[found.row]) for shop_name, found in rows]


def get_any_thread(  # rule-ok: tenant (the marketplace's view)
    conn: Connection, discussion_id: str
) -> Thread:
    """The discussion of this id, whosever it is, with its messages. Raises `DiscussionUnknown`."""
    seller_id = conn.execute(
        sa.select(_D.seller_id).where(_D.discussion_id == discussion_id)
    ).scalar()
    if seller_id is None:
        raise DiscussionUnknown
    return get_thread(conn, SellerId(seller_id), discussion_id)


def _conditions(wanted: Wanted, before: int | None) -> list[sa.ColumnElement[bool]]:
    values: dict[Any, Any] = {
        _D.seller_id: wanted.seller_id,
        _D.order_id: wanted.order_id,
        _D.status: wanted.status.value if wanted.status else None,
        _D.is_open: wanted.is_open,
    }
    found: list[sa.ColumnElement[bool]] = [
        column == value for column, value in values.items() if value is not None
    ]
    if wanted.order_id is not None:
        # Discussions are found by their seller and order: the order says whose it is.
        whose = sa.select(orders.c.seller_id).where(orders.c.order_id == wanted.order_id)
        found.append(_D.seller_id == whose.scalar_subquery())
    return found if before is None else [*found, _D.id < before]


def _order_of(wanted: Wanted) -> sa.ColumnElement[int]:
    """A sum is in no index: so the few discussions about one order are found by that order, and then sorted."""
    return _D.id if wanted.order_id is None else sa.type_coerce(_D.id, sa.BigInteger) + 0
