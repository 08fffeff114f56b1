"""SQL of accounts."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.accounts.models import (
    Membership,
    Organization,
    OrganizationKind,
    Role,
    Session,
    User,
)
from sellergate.access.context import OrganizationId, UserId
from sellergate.storage.schema import AnyRow, memberships, organizations, sessions, users


def insert_organization(
    conn: Connection, organization: Organization, *, created_at: datetime
) -> None:
    """Write a new organisation."""
    conn.execute(
        organizations.insert(),
        {
            "id": organization.id,
            "kind": organization.kind.value,
            "name": organization.name,
            "created_at": created_at,
        },
    )


def find_organization(conn: Connection, organization_id: OrganizationId) -> Organization | None:
    """The organisation, or None."""
    row = conn.execute(
        sa.select(organizations).where(organizations.c.id == organization_id)
    ).one_or_none()
    return Organization(row.id, OrganizationKind(row.kind), row.name) if row else None


def all_organizations(conn: Connection) -> list[Organization]:
    """Every organisation, by name."""
    rows = conn.execute(sa.select(organizations).order_by(organizations.c.name))
    return [Organization(r.id, OrganizationKind(r.kind), r.name) for r in rows]


def insert_user(
    conn: Connection,
    *,
    user_id: UserId,
    email: str,
    name: str,
    password_hash: str | None,
    external_subject: str | None,
    created_at: datetime,
) -> None:
    """Write a new user, without memberships."""
    conn.execute(
        users.insert(),
        {
            "id": user_id,
            "email": email,
            "name": name,
            "password_hash": password_hash,
            "external_subject": external_subject,
            "created_at": created_at,
        },
    )


def insert_membership(
    conn: Connection, user_id: UserId, organization_id: OrganizationId, role: Role
) -> None:
    """Make a user a member."""
    conn.execute(
        memberships.insert(),
        {"user_id": user_id, "organization_id": organization_id, "role": role.value},
    )


def find_user(conn: Connection, user_id: UserId) -> User | None:
    """The user with memberships, or None."""
    return _one_user(conn, users.c.id == user_id)


def find_user_by_email(conn: Connection, email: str) -> User | None:
    """The user of a normalised e-mail, or None."""
    return _one_user(conn, users.c.email == email)


def find_user_by_subject(conn: Connection, external_subject: str) -> User | None:
    """The user that an OpenID provider names, or None."""
    return _one_user(conn, users.c.external_subject == external_subject)


def claim_subject(conn: Connection, user_id: UserId, external_subject: str) -> bool:
    """Link a user who is linked to no subject yet; whether that was so."""
    return bool(
        conn.execute(
            users.update()
            .where(users.c.id == user_id, users.c.external_subject.is_(None))
            .values(external_subject=external_subject)
        ).rowcount
    )


def set_password_hash(conn: Connection, user_id: UserId, password_hash: str) -> None:
    """Replace the password's hash (also when argon2's parameters were raised)."""
    conn.execute(users.update().where(users.c.id == user_id).values(password_hash=password_hash))


def password_hash_of(conn: Connection, email: str) -> tuple[UserId, str | None] | None:
    """The user's id and password hash, None for an unknown e-mail."""
    row = conn.execute(
        sa.select(users.c.id, users.c.password_hash).where(users.c.email == email)
    ).one_or_none()
    return (UserId(row.id), row.password_hash) if row else None


def insert_session(conn: Connection, id_digest: bytes, session: Session) -> None:
    """Remember a browser."""
    conn.execute(
        sessions.insert(),
        {
            "id_digest": id_digest,
            "user_id": session.user.id,
            "public_id": session.public_id,
            "created_at": session.created_at,
            "authenticated_at": session.authenticated_at,
            "last_seen_at": session.last_seen_at,
            "expires_at": session.expires_at,
            "address": session.address,
            "user_agent": session.user_agent,
        },
    )


def find_session(conn: Connection, id_digest: bytes, *, now: datetime) -> Session | None:
    """The live session of a cookie's digest, or None."""
    row = conn.execute(
        sa.select(sessions).where(sessions.c.id_digest == id_digest, sessions.c.expires_at > now)
    ).one_or_none()
    user = find_user(conn, row.user_id) if row else None
    return _session(row, user) if row and user else None


def sessions_of(conn: Connection, user: User, *, now: datetime) -> list[Session]:
    """The user's live sessions, last seen first."""
    rows = conn.execute(
        sa.select(sessions)
        .where(sessions.c.user_id == user.id, sessions.c.expires_at > now)
        .order_by(sessions.c.last_seen_at.desc())
    )
    return [_session(row, user) for row in rows]


def update_session(conn: Connection, public_id: str, /, **values: object) -> None:
    """Change columns of a session."""
    conn.execute(sessions.update().where(sessions.c.public_id == public_id).values(**values))


def delete_session(conn: Connection, public_id: str, user_id: UserId) -> bool:
    """End one of the user's sessions; whether it was there."""
    ended = conn.execute(
        sessions.delete().where(sessions.c.public_id == public_id, sessions.c.user_id == user_id)
    )
    return ended.rowcount > 0


def delete_sessions_of(
    conn: Connection, user_id: UserId, *, except_public_id: str | None = None
) -> int:
    """End every session of a user, or all but one; how many that were."""
    ending = sessions.delete().where(sessions.c.user_id == user_id)
    if except_public_id is not None:
        ending = ending.where(sessions.c.public_id != except_public_id)
    return conn.execute(ending).rowcount


def erase_sealed_secrets(conn: Connection, *, seen_before: datetime) -> None:
    """Forget the secrets on their way to owners who have left (docs/decisions/0010)."""
    conn.execute(
        sessions.update()
        .where(sessions.c.sealed_secret.is_not(None), sessions.c.last_seen_at < seen_before)
        .values(sealed_secret=None)
    )


def delete_expired_sessions(conn: Connection, *, now: datetime) -> None:
    """Forget sessions that are over."""
    conn.execute(sessions.delete().where(sessions.c.expires_at <= now))


def _one_user(conn: Connection, condition: sa.ColumnElement[bool]) -> User | None:
    row = conn.execute(sa.select(users).where(condition)).one_or_none()
    if row is None:
        return None
    rows = conn.execute(
        sa.select(memberships.c.role, organizations)
        .join(organizations, organizations.c.id == memberships.c.organization_id)
        .where(memberships.c.user_id == row.id)
        .order_by(organizations.c.created_at, organizations.c.name)
    )
    return User(UserId(row.id), row.email, row.name, tuple(_memberships(rows.all())))


def _memberships(rows: Sequence[AnyRow]) -> list[Membership]:
    return [
        Membership(Organization(r.id, OrganizationKind(r.kind), r.name), Role(r.role)) for r in rows
    ]


def _session(row: AnyRow, user: User) -> Session:
    return Session(
        public_id=row.public_id,
        user=user,
        created_at=row.created_at,
        authenticated_at=row.authenticated_at,
        last_seen_at=row.last_seen_at,
        expires_at=row.expires_at,
        address=row.address,
        user_agent=row.user_agent,
        sealed_secret=row.sealed_secret,
    )
