"""SQL of the audit trail."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.audit.models import AuditEvent, Event
from sellergate.access.context import Act, ClientUid, OrganizationId, SellerId, UserId
from sellergate.storage.schema import audit_events, clients, sellers


def append(
    conn: Connection,
    act: Act,
    event: Event,
    *,
    organization_id: OrganizationId | None = None,
    client: tuple[ClientUid, str] | None = None,
    seller_id: SellerId | None = None,
    detail: str = "",
) -> None:
    """Write one line, in the transaction of the act. `organization_id` is the organisation it concerns."""
    conn.execute(
        audit_events.insert(),
        {
            "at": act.now,
            "event": event.value,
            "actor": act.actor.label,
            "actor_id": act.actor.user_id,
            "organization_id": organization_id,
            "client_uid": client[0] if client else None,
            "client_id": client[1] if client else None,
            "seller_id": seller_id,
            "detail": detail[:300],
        },
    )


def page_of_events(
    conn: Connection,
    *,
    organization_ids: Iterable[OrganizationId] | None,
    user_id: UserId | None = None,
    client_uid: ClientUid | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[AuditEvent]:
    """Newest first: what concerns these organisations, their clients, their sellers or this user.

    `organization_ids` None shows everything (operators); `client_uid` only what is about that client.
    """
    e = audit_events.c
    query = sa.select(e.id, e.at, e.event, e.actor, e.client_id, e.seller_id, e.detail)
    if organization_ids is not None:
        mine = list(organization_ids)
        query = query.where(
            sa.or_(
                e.organization_id.in_(mine),
                e.client_uid.in_(
                    sa.select(clients.c.id).where(clients.c.organization_id.in_(mine))
                ),
                e.seller_id.in_(
                    sa.select(sellers.c.seller_id).where(sellers.c.organization_id.in_(mine))
                ),
                e.actor_id == user_id if user_id else sa.false(),
            )
        )
    if client_uid is not None:
        query = query.where(e.client_uid == client_uid)
    if before is not None:
        query = query.where(e.id < before)
    rows = conn.execute(query.order_by(e.id.desc()).limit(limit))
    return [
        AuditEvent(r.id, r.at, Event(r.event), r.actor, r.client_id, r.seller_id, r.detail)
        for r in rows
    ]


def last_author_of(conn: Connection, client_uid: ClientUid, event: Event) -> UserId | None:
    """Who caused the newest such event of a client; None when nobody did, or a command."""
    e = audit_events.c
    return conn.execute(
        sa.select(e.actor_id)
        .where(e.client_uid == client_uid, e.event == event.value)
        .order_by(e.id.desc())
        .limit(1)
    ).scalar()
