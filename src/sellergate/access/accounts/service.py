"""Rules of accounts: e-mails, passwords, sessions."""

import re
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection

from sellergate.access.accounts import store
from sellergate.access.accounts.errors import (
    EmailMalformed,
    EmailTaken,
    LinkedOtherwise,
    NoSuchOrganization,
    PasswordTooShort,
)
from sellergate.access.accounts.models import Organization, OrganizationKind, Role, Session, User
from sellergate.access.audit import store as audit
from sellergate.access.audit.models import Event
from sellergate.access.context import Act, OrganizationId, UserId

SESSION_LIFETIME = timedelta(hours=12)
RECENT_LOGIN = timedelta(minutes=15)
# A secret is read for ten minutes; a session is noted as seen once a minute.
SECRET_KEPT = timedelta(minutes=12)
MIN_PASSWORD_LENGTH = 12

_EMAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]{1,180}\.[^@\s.\x00-\x1f]{1,63}")


def normalize_email(text: str) -> str:
    """One spelling for one address. Raises `EmailMalformed`."""
    email = text.strip().casefold()
    if not _EMAIL.fullmatch(email):
        raise EmailMalformed
    return email


def check_password_rules(password: str) -> None:
    """Raises `PasswordTooShort`."""
    if len(password) < MIN_PASSWORD_LENGTH:
        raise PasswordTooShort(length=MIN_PASSWORD_LENGTH)


def create_organization(
    conn: Connection, act: Act, *, kind: OrganizationKind, name: str
) -> Organization:
    """A new organisation, without members."""
    organization = Organization(OrganizationId(act.new_id()), kind, name.strip())
    store.insert_organization(conn, organization, created_at=act.now)
    audit.append(
        conn,
        act,
        Event.ORGANIZATION_CREATED,
        organization_id=organization.id,
        detail=organization.name,
    )
    return organization


def create_user(
    conn: Connection,
    act: Act,
    *,
    email: str,
    name: str,
    organization_id: OrganizationId,
    role: Role,
    password_hash: str | None = None,
    external_subject: str | None = None,
) -> User:
    """A new user, member of one organisation. Raises `EmailMalformed`, `EmailTaken`, `NoSuchOrganization`."""
    email = normalize_email(email)
    organization = store.find_organization(conn, organization_id)
    if organization is None:
        raise NoSuchOrganization(name=organization_id)
    if store.find_user_by_email(conn, email):
        raise EmailTaken
    user_id = UserId(act.new_id())
    store.insert_user(
        conn,
        user_id=user_id,
        email=email,
        name=name.strip(),
        password_hash=password_hash,
        external_subject=external_subject,
        created_at=act.now,
    )
    store.insert_membership(conn, user_id, organization_id, role)
    audit.append(conn, act, Event.USER_CREATED, organization_id=organization_id, detail=email)
    user = store.find_user(conn, user_id)
    if user is None:  # pragma: no cover  (just written)
        raise NoSuchOrganization(name=organization_id)
    return user


def open_session(
    conn: Connection,
    act: Act,
    *,
    user: User,
    id_digest: bytes,
    address: str,
    user_agent: str,
    authenticated_at: datetime | None = None,
) -> Session:
    """Remember that `user` signed in on this browser, having proved it at `authenticated_at` (default: now)."""
    store.delete_expired_sessions(conn, now=act.now)
    store.erase_sealed_secrets(conn, seen_before=act.now - SECRET_KEPT)
    session = Session(
        public_id=act.new_id(),
        user=user,
        created_at=act.now,
        authenticated_at=authenticated_at or act.now,
        last_seen_at=act.now,
        expires_at=act.now + SESSION_LIFETIME,
        address=address[:64],
        user_agent=user_agent[:200],
        sealed_secret=None,
    )
    store.insert_session(conn, id_digest, session)
    audit.append(
        conn, act, Event.USER_SIGNED_IN, organization_id=user.organization.id, detail=address[:64]
    )
    return session


def renew_session(
    conn: Connection,
    act: Act,
    *,
    session: Session,
    id_digest: bytes,
    authenticated_at: datetime | None = None,
) -> None:
    """Note that the user proved again who they are, and give the session an id that nobody knew before."""
    store.update_session(
        conn,
        session.public_id,
        id_digest=id_digest,
        authenticated_at=authenticated_at or act.now,
        last_seen_at=act.now,
    )


def change_password(
    conn: Connection, act: Act, *, session: Session, id_digest: bytes, password_hash: str
) -> int:
    """Replace the password, renew this session and end the others; how many those were."""
    store.set_password_hash(conn, session.user.id, password_hash)
    count = store.delete_sessions_of(conn, session.user.id, except_public_id=session.public_id)
    renew_session(conn, act, session=session, id_digest=id_digest)
    audit.append(conn, act, Event.PASSWORD_CHANGED, organization_id=session.user.organization.id)
    return count


def link_user(conn: Connection, act: Act, *, user: User, external_subject: str) -> None:
    """Let an OpenID provider's subject sign in as `user`, from now on. Raises `LinkedOtherwise`."""
    if not store.claim_subject(conn, user.id, external_subject):
        raise LinkedOtherwise(email=user.email)
    audit.append(conn, act, Event.USER_LINKED, organization_id=user.organization.id)


def end_session(conn: Connection, act: Act, user: User, public_id: str) -> None:
    """Sign one of the user's browsers out. What is over already is no act."""
    if store.delete_session(conn, public_id, user.id):
        audit.append(conn, act, Event.SESSION_ENDED, organization_id=user.organization.id)


def end_every_session(conn: Connection, act: Act, user: User) -> int:
    """Sign the user out everywhere; how many sessions that were."""
    count = store.delete_sessions_of(conn, user.id)
    audit.append(
        conn, act, Event.SESSIONS_ENDED, organization_id=user.organization.id, detail=str(count)
    )
    return count


def is_recent_login(session: Session, now: datetime) -> bool:
    """Whether the password was given recently enough to hand out a secret or access."""
    return now - session.authenticated_at <= RECENT_LOGIN


def new_session_id() -> str:
    """An unguessable session id for the cookie; only its keyed hash is stored."""
    return secrets.token_urlsafe(32)
