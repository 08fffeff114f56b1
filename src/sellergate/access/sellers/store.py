"""SQL of seller accounts."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import OrganizationId, SellerId
from sellergate.access.sellers.models import TEST_SELLER_ID, Seller, SellerState
from sellergate.storage.prepared import Prepared
from sellergate.storage.schema import AnyRow, sellers

_COLUMNS = (
    sellers.c.seller_id,
    sellers.c.organization_id,
    sellers.c.shop_name,
    sellers.c.login,
    sellers.c.email,
    sellers.c.seller_state,
)
_STATE = Prepared(
    sa.select(sellers.c.seller_state).where(sellers.c.seller_id == sa.bindparam("seller_id")),
    "seller_id",
)


def insert_seller(conn: Connection, seller: Seller, *, created_at: datetime) -> None:
    """Write a new seller account; its profile is filled in afterwards."""
    conn.execute(
        sellers.insert(),
        {
            "seller_id": seller.seller_id,
            "organization_id": seller.organization_id,
            "shop_name": seller.shop_name,
            "login": seller.login,
            "email": seller.email,
            "seller_state": seller.state.value,
            "seller_sub_state": "ActiveSeller",
            "subscription_step": "Finished",
            "auto_accept_order": False,
            "language": "fr-FR",
            "company_name": seller.shop_name,
            "created_at": created_at,
        },
    )


def find_seller(conn: Connection, seller_id: SellerId) -> Seller | None:
    """The seller, or None."""
    row = conn.execute(sa.select(*_COLUMNS).where(sellers.c.seller_id == seller_id)).one_or_none()
    return _seller(row) if row else None


def state_of_seller(conn: Connection, seller_id: SellerId) -> SellerState | None:
    """The seller's state, None when there is no such seller."""
    row = _STATE.first(conn, seller_id)
    return SellerState(row[0]) if row else None


def accepts_by_itself(conn: Connection, seller_id: SellerId) -> bool:
    """Whether orders of the seller are accepted without it (contract/02, `auto_accept_order`)."""
    query = sa.select(sellers.c.auto_accept_order).where(sellers.c.seller_id == seller_id)
    return bool(conn.execute(query).scalar())


def sellers_of(conn: Connection, organization_ids: Iterable[OrganizationId]) -> list[Seller]:
    """The seller accounts of these organisations, by id."""
    rows = conn.execute(
        sa.select(*_COLUMNS)
        .where(sellers.c.organization_id.in_(list(organization_ids)))
        .order_by(sellers.c.seller_id)
    )
    return [_seller(row) for row in rows]


def page_of_sellers(
    conn: Connection, *, after: SellerId | None = None, search: str = "", limit: int = 50
) -> list[Seller]:
    """Sellers by id, for operators; `search` is part of a shop name, or an id."""
    query = sa.select(*_COLUMNS).order_by(sellers.c.seller_id).limit(limit)
    if after is not None:
        query = query.where(sellers.c.seller_id > after)
    if search.isascii() and search.isdigit() and len(search) <= 18:
        query = query.where(sellers.c.seller_id == int(search))
    elif search:
        query = query.where(sellers.c.shop_name.icontains(search, autoescape=True))
    return [_seller(row) for row in conn.execute(query)]


def count_sellers(conn: Connection) -> int:
    """How many seller accounts there are."""
    return conn.execute(sa.select(sa.func.count()).select_from(sellers)).scalar() or 0


def set_state(conn: Connection, seller_id: SellerId, state: SellerState) -> None:
    """Change the seller's state."""
    conn.execute(
        sellers.update().where(sellers.c.seller_id == seller_id).values(seller_state=state.value)
    )


def next_seller_id(conn: Connection) -> SellerId:
    """One above the highest id in use, the test seller aside."""
    others = sellers.c.seller_id != TEST_SELLER_ID
    highest = conn.execute(sa.select(sa.func.max(sellers.c.seller_id)).where(others)).scalar()
    following = (highest or 1000) + 1
    return SellerId(following + 1 if following == TEST_SELLER_ID else following)


def _seller(row: AnyRow) -> Seller:
    return Seller(
        SellerId(row.seller_id),
        row.organization_id,
        row.shop_name,
        row.login,
        row.email,
        SellerState(row.seller_state),
    )
