"""SQL of the audit trail."""

from collections.abc import Iterable
from typing import Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.audit.chain import BEGINNING, Content, Head, hash_of
from sellergate.access.audit.models import AuditEvent, Event
from sellergate.access.context import Act, ClientUid, OrganizationId, SellerId, UserId
from sellergate.kit.clock import to_micros
from sellergate.storage.schema import audit_events, audit_head, clients, sellers

_HEAD: Final = sa.select(audit_head.c.event_id, audit_head.c.hash)
# Two acts at once: the one that comes second waits here for the first to commit, and is then done again. A primary
# key alone would refuse it as a mistake.
_HELD_HEAD: Final = _HEAD.with_for_update()
_MOVE_HEAD: Final = audit_head.update()
_END: Final = sa.select(
    sa.select(audit_head.c.event_id).scalar_subquery().label("event_id"),
    sa.select(audit_head.c.hash).scalar_subquery().label("hash"),
    sa.select(sa.func.max(audit_events.c.id)).scalar_subquery().label("newest"),
)
_CONTENT: Final = [
    # The number itself: what is hashed is what is in the database.
    sa.type_coerce(column, sa.BigInteger).label("at") if column.name == "at" else column
    for column in (audit_events.c[name] for name in Content._fields)
]


class End(NamedTuple):
    """Where the trail was last written to, and the id of the newest event, which should be the same."""

    head: Head
    newest: int


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
    event_id, previous = conn.execute(_HELD_HEAD).one()
    content = Content(
        id=event_id + 1,
        at=to_micros(act.now),
        event=event.value,
        actor=act.actor.label,
        actor_id=act.actor.user_id,
        organization_id=organization_id,
        client_uid=client[0] if client else None,
        client_id=client[1] if client else None,
        seller_id=seller_id,
        detail=detail[:300].replace("\0", "\ufffd"),  # as PostgreSQL keeps it, since this is hashed
    )
    digest = hash_of(content, previous)
    conn.execute(audit_events.insert(), content._asdict() | {"at": act.now, "hash": digest})
    conn.execute(_MOVE_HEAD, {"event_id": content.id, "hash": digest})


def end_of_trail(conn: Connection) -> End:
    """Where the trail ends."""
    row = conn.execute(_END).one()
    return End(Head(row.event_id or 0, row.hash or BEGINNING), row.newest or 0)


def contents_after(
    conn: Connection, last: int, *, until: int, limit: int
) -> list[tuple[Content, bytes]]:
    """Events as they were hashed, with their hashes, oldest first."""
    rows = conn.execute(
        sa.select(*_CONTENT, audit_events.c.hash)
        .where(audit_events.c.id > last, audit_events.c.id <= until)
        .order_by(audit_events.c.id)
        .limit(limit)
    )
    return [(Content._make(row[:-1]), row[-1]) for row in rows]


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
