"""SQL of delegations. `seller_id` comes first wherever a seller's data is read."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.clients.models import ClientKind
from sellergate.access.context import ClientId, ClientUid, OrganizationId, SellerId
from sellergate.access.delegations.models import Delegation, DelegationRequest, Grant
from sellergate.access.scopes import Perimeter, Rights
from sellergate.kit.clock import to_micros
from sellergate.storage.batches import batch_of, insert_or_update, not_inserted
from sellergate.storage.prepared import Prepared
from sellergate.storage.schema import (
    AnyRow,
    clients,
    delegation_calls,
    delegations,
    organizations,
    sellers,
)

_GRANT = Prepared(
    sa.select(delegations.c.perimeters, delegations.c.read_only, delegations.c.expires_at).where(
        delegations.c.client_uid == sa.bindparam("client_uid"),
        delegations.c.seller_id == sa.bindparam("seller_id"),
        delegations.c.revoked_at.is_(None),
    ),
    "client_uid",
    "seller_id",
)

# Most delegations are for everything: what is remembered of a million of them shares these two.
_EVERY_PERIMETER = {read_only: Rights(None, read_only) for read_only in (False, True)}

_NEWEST_FIRST = (
    delegations.c.granted_at.desc(),
    clients.c.client_id,
    sellers.c.seller_id,
)


def upsert(
    conn: Connection, request: DelegationRequest, *, granted_at: datetime, granted_by: str
) -> None:
    """Write the delegation, over a former one of the same client and seller."""
    values = {
        "perimeters": _render_perimeters(request.rights.perimeters),
        "read_only": request.rights.read_only,
        "granted_at": granted_at,
        "granted_by": granted_by,
        "expires_at": request.expires_at,
        "revoked_at": None,
        "revoked_by": None,
    }
    updated = conn.execute(
        delegations.update()
        .where(
            delegations.c.client_uid == request.client_uid,
            delegations.c.seller_id == request.seller_id,
        )
        .values(**values)
    )
    if updated.rowcount == 0:
        conn.execute(
            delegations.insert(),
            {"client_uid": request.client_uid, "seller_id": request.seller_id, **values},
        )


def set_revoked(
    conn: Connection,
    seller_id: SellerId,
    client_uid: ClientUid,
    *,
    revoked_at: datetime,
    revoked_by: str,
) -> bool:
    """Revoke; whether there was something to revoke."""
    return bool(
        conn.execute(
            delegations.update()
            .where(
                delegations.c.seller_id == seller_id,
                delegations.c.client_uid == client_uid,
                delegations.c.revoked_at.is_(None),
            )
            .values(revoked_at=revoked_at, revoked_by=revoked_by)
        ).rowcount
    )


def find_grant(conn: Connection, seller_id: SellerId, client_uid: ClientUid) -> Grant | None:
    """The unrevoked delegation as the hot path needs it, or None."""
    row = _GRANT.first(conn, client_uid, seller_id)
    if row is None:
        return None
    perimeters, read_only, expires_at = row
    return Grant(
        rights=_rights(perimeters, read_only),
        expires_at=int(expires_at.timestamp()) if expires_at else None,
    )


def find_delegation(
    conn: Connection, seller_id: SellerId, client_uid: ClientUid, *, now: datetime
) -> Delegation | None:
    """The delegation in whatever state, or None."""
    condition = sa.and_(
        delegations.c.seller_id == seller_id, delegations.c.client_uid == client_uid
    )
    found = _select(conn, condition, now)
    return found[0] if found else None


def delegations_of_seller(
    conn: Connection, seller_id: SellerId, *, now: datetime
) -> list[Delegation]:
    """Who has, or had, access to a seller: newest first."""
    return _select(conn, delegations.c.seller_id == seller_id, now)


def page_of_delegations_to_clients_of(
    conn: Connection,
    organization_ids: Iterable[OrganizationId],
    *,
    now: datetime,
    client_uid: ClientUid | None = None,
    after: tuple[SellerId, ClientUid] | None = None,
    search: str = "",
    limit: int = 100,
) -> list[Delegation]:
    """The sellers who give access now to these organisations' clients, by SellerId.

    `client_uid` is one of them; `search` is part of a shop name, or a SellerId.
    """
    condition = sa.and_(clients.c.organization_id.in_(list(organization_ids)), _is_active(now))
    if client_uid is not None:
        condition = sa.and_(condition, delegations.c.client_uid == client_uid)
    if after is not None:
        place = sa.tuple_(delegations.c.seller_id, delegations.c.client_uid)
        condition = sa.and_(condition, place > sa.tuple_(*after))
    if search.isascii() and search.isdigit() and len(search) <= 18:
        condition = sa.and_(condition, delegations.c.seller_id == int(search))
    elif search:
        condition = sa.and_(condition, sellers.c.shop_name.icontains(search, autoescape=True))
    order = (delegations.c.seller_id, delegations.c.client_uid)
    return _select(conn, condition, now, limit=limit, order=order)


def count_active(
    conn: Connection, organization_ids: Iterable[OrganizationId], *, now: datetime
) -> dict[ClientUid, int]:
    """How many sellers give access now to each of these organisations' clients."""
    rows = conn.execute(
        sa.select(delegations.c.client_uid, sa.func.count().label("sellers"))
        .join(clients, clients.c.id == delegations.c.client_uid)
        .where(clients.c.organization_id.in_(list(organization_ids)), _is_active(now))
        .group_by(delegations.c.client_uid)
    )
    return {ClientUid(row.client_uid): row.sellers for row in rows}


def calls_by_day(
    conn: Connection, seller_id: SellerId, client_uid: ClientUid, *, since: date
) -> dict[date, int]:
    """The calls of a client for a seller on each day that had any."""
    c = delegation_calls.c
    rows = conn.execute(
        sa.select(c.day, c.calls).where(
            c.client_uid == client_uid, c.seller_id == seller_id, c.day >= since.isoformat()
        )
    )
    return {date.fromisoformat(row.day): row.calls for row in rows}


def all_delegations(conn: Connection, *, now: datetime, limit: int = 1000) -> list[Delegation]:
    """For operators."""
    return _select(conn, sa.true(), now, limit=limit)


def add_calls(
    conn: Connection, calls: Mapping[tuple[ClientUid, SellerId], tuple[int, datetime]]
) -> None:
    """Add to the calls of a day: `{(client, seller): (calls, last call)}`."""
    days: dict[date, list[tuple[ClientUid, SellerId, int, int]]] = {}
    for (client_uid, seller_id), (count, last) in calls.items():
        row = (client_uid, seller_id, count, to_micros(last))
        days.setdefault(last.date(), []).append(row)
    table = delegation_calls
    for day, rows in sorted(days.items()):
        # In the order of the key: nodes that write at the same time take the rows in one order.
        batch = batch_of(
            conn,
            sorted(rows),
            client_uid=sa.String,
            seller_id=sa.BigInteger,
            calls=sa.BigInteger,
            last_at=sa.BigInteger,
        )
        insert_or_update(
            conn,
            table,
            sa.select(batch, sa.literal(day.isoformat()).label("day")).subquery(),
            calls=table.c.calls + not_inserted(table, "calls"),
            last_at=not_inserted(table, "last_at"),
        )


def prune_calls(
    conn: Connection, pairs: Iterable[tuple[ClientUid, SellerId]], *, before: date
) -> None:
    """Forget the days before that one of these delegations, which were called since: their last call is kept."""
    batch = batch_of(conn, sorted(pairs), client_uid=sa.String, seller_id=sa.BigInteger)
    c = delegation_calls.c
    conn.execute(
        delegation_calls.delete().where(
            sa.tuple_(c.client_uid, c.seller_id).in_(
                sa.select(batch.c.client_uid, batch.c.seller_id)
            ),
            c.day < before.isoformat(),
        )
    )


def _select(
    conn: Connection,
    condition: sa.ColumnElement[bool],
    now: datetime,
    *,
    limit: int = 5000,
    order: tuple[sa.ColumnElement[Any], ...] = _NEWEST_FIRST,
) -> list[Delegation]:
    since = (now - timedelta(days=6)).date().isoformat()
    of_delegation = sa.and_(
        delegation_calls.c.client_uid == delegations.c.client_uid,
        delegation_calls.c.seller_id == delegations.c.seller_id,
    )
    week = (
        sa.select(sa.func.coalesce(sa.func.sum(delegation_calls.c.calls), 0))
        .where(of_delegation, delegation_calls.c.day >= since)
        .scalar_subquery()
        .label("week")
    )
    last_call = (
        sa.select(delegation_calls.c.last_at)
        .where(of_delegation)
        .order_by(delegation_calls.c.day.desc())
        .limit(1)
        .scalar_subquery()
        .label("last_call_at")
    )
    rows = conn.execute(
        sa.select(
            delegations,
            clients.c.client_id,
            clients.c.kind,
            organizations.c.name.label("owner_name"),
            sellers.c.shop_name,
            week,
            last_call,
        )
        .join(clients, clients.c.id == delegations.c.client_uid)
        .join(organizations, organizations.c.id == clients.c.organization_id)
        .join(sellers, sellers.c.seller_id == delegations.c.seller_id)
        .where(condition)
        .order_by(*order)
        .limit(limit)
    )
    return [_delegation(row) for row in rows]


def _is_active(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(
        delegations.c.revoked_at.is_(None),
        sa.or_(delegations.c.expires_at.is_(None), delegations.c.expires_at > now),
    )


def _delegation(row: AnyRow) -> Delegation:
    return Delegation(
        client_uid=ClientUid(row.client_uid),
        client_id=ClientId(row.client_id),
        client_kind=ClientKind(row.kind),
        owner_name=row.owner_name,
        seller_id=SellerId(row.seller_id),
        shop_name=row.shop_name,
        rights=_rights(row.perimeters, row.read_only),
        granted_at=row.granted_at,
        granted_by=row.granted_by,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        last_call_at=row.last_call_at,
        calls_this_week=row.week,
    )


def _rights(perimeters: str | None, read_only: bool) -> Rights:
    if perimeters is None:
        return _EVERY_PERIMETER[read_only]
    return Rights(frozenset(Perimeter(name) for name in perimeters.split()), read_only)


def _render_perimeters(perimeters: frozenset[Perimeter] | None) -> str | None:
    return None if perimeters is None else " ".join(p for p in Perimeter if p in perimeters)
