"""SQL of listings."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import ClientId, ClientUid, OrganizationId
from sellergate.access.listings.models import Listing, ListingState, Logo
from sellergate.storage.schema import clients, listings, organizations


def upsert(conn: Connection, listing: Listing, logo: Logo) -> None:
    """Write a request, over a former one of the same client."""
    values = {
        "name": listing.name,
        "description": listing.description,
        "logo": logo.content,
        "logo_type": logo.media_type,
        "state": listing.state.value,
        "reason": listing.reason,
        "requested_at": listing.requested_at,
        "decided_at": listing.decided_at,
    }
    updated = conn.execute(
        listings.update().where(listings.c.client_uid == listing.client_uid).values(**values)
    )
    if updated.rowcount == 0:
        conn.execute(listings.insert(), {"client_uid": listing.client_uid, **values})


def set_decision(
    conn: Connection,
    client_uid: ClientUid,
    *,
    state: ListingState,
    reason: str | None,
    decided_at: datetime,
) -> None:
    """Approve or deny."""
    conn.execute(
        listings.update()
        .where(listings.c.client_uid == client_uid)
        .values(state=state.value, reason=reason, decided_at=decided_at)
    )


def find_listing(conn: Connection, client_uid: ClientUid) -> Listing | None:
    """The client's listing in whatever state, or None."""
    found = _select(conn, listings.c.client_uid == client_uid)
    return found[0] if found else None


def approved_listings(conn: Connection, *, search: str = "") -> list[Listing]:
    """What sellers may pick from, by name: approved, and the client still active."""
    condition = sa.and_(
        listings.c.state == ListingState.APPROVED.value, clients.c.state == "active"
    )
    if search:
        condition = sa.and_(condition, listings.c.name.icontains(search, autoescape=True))
    return _select(conn, condition)


def listings_in(conn: Connection, state: ListingState | None) -> list[Listing]:
    """For operators: the listings in a state, or all."""
    return _select(conn, sa.true() if state is None else listings.c.state == state.value)


def count_listings(conn: Connection, state: ListingState) -> int:
    """How many listings are in a state."""
    query = sa.select(sa.func.count()).select_from(listings).where(listings.c.state == state.value)
    return conn.execute(query).scalar() or 0


def listings_of(conn: Connection, organization_ids: Iterable[OrganizationId]) -> list[Listing]:
    """The listings that these organisations asked for."""
    return _select(conn, clients.c.organization_id.in_(list(organization_ids)))


def find_logo(conn: Connection, client_uid: ClientUid) -> Logo | None:
    """The picture, or None."""
    row = conn.execute(
        sa.select(listings.c.logo, listings.c.logo_type).where(listings.c.client_uid == client_uid)
    ).one_or_none()
    return Logo(row.logo_type, row.logo) if row else None


def _select(conn: Connection, condition: sa.ColumnElement[bool]) -> list[Listing]:
    rows = conn.execute(
        sa.select(
            listings.c.client_uid,
            listings.c.name,
            listings.c.description,
            listings.c.state,
            listings.c.reason,
            listings.c.requested_at,
            listings.c.decided_at,
            clients.c.client_id,
            organizations.c.name.label("owner_name"),
        )
        .join(clients, clients.c.id == listings.c.client_uid)
        .join(organizations, organizations.c.id == clients.c.organization_id)
        .where(condition)
        .order_by(sa.func.lower(listings.c.name))
    )
    return [
        Listing(
            client_uid=ClientUid(r.client_uid),
            client_id=ClientId(r.client_id),
            owner_name=r.owner_name,
            name=r.name,
            description=r.description,
            state=ListingState(r.state),
            reason=r.reason,
            requested_at=r.requested_at,
            decided_at=r.decided_at,
        )
        for r in rows
    ]
