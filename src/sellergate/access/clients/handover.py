"""A new secret on its way to its owner: readable for ten minutes in the browser session that made it (decision 0010)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import Connection

from sellergate.access.accounts import store as accounts
from sellergate.access.accounts.models import Session
from sellergate.access.clients.models import ClientKind
from sellergate.access.clients.names import skeleton_of
from sellergate.access.clients.service import create_client, create_secret, get_own_client
from sellergate.access.context import Act, ClientId, ClientUid, OrganizationId
from sellergate.kit.clock import from_micros, to_micros
from sellergate.kit.errors import Forbidden
from sellergate.kit.marks import N_
from sellergate.kit.secrets import KeyedHash, SealBroken, Sealer, new_client_secret

HANDOVER_LIFETIME: Final = timedelta(minutes=10)


class SessionEnded(Forbidden):
    """Signed out in another window: there is no session to keep the secret in."""

    message = N_("You were signed out in the meantime. Sign in again, then try once more.")


@dataclass(frozen=True, slots=True)
class SecretKeeper:
    """What keeps secrets: the digest for good, the sealed form for ten minutes."""

    hasher: KeyedHash
    sealer: Sealer


@dataclass(frozen=True, slots=True)
class NewClient:
    """What its owner says of a new client."""

    client_id: str
    kind: ClientKind
    organization_id: OrganizationId
    email: str


@dataclass(frozen=True, slots=True)
class Handover:
    """A secret that its owner has not said to be saved. `form_id` names the form that asked for it."""

    secret_id: str
    client_uid: ClientUid
    client_id: ClientId
    secret: str = field(repr=False)
    made_at: datetime
    form_id: str

    @property
    def ends_at(self) -> datetime:
        """From when on nobody can read it."""
        return self.made_at + HANDOVER_LIFETIME


class _Kept(msgspec.Struct, array_like=True):
    secret_id: str
    client_uid: str
    client_id: str
    secret: str
    made_at: int
    form_id: str


def create_client_with_secret(
    conn: Connection, act: Act, new: NewClient, *, session: Session, keeper: SecretKeeper
) -> Handover:
    """A new client and its first secret. The same clientId asked for again in this session is the same client.

    Raises what `create_client` raises, and `SessionEnded`.
    """
    waiting = _waiting(conn, act, session, keeper)
    wanted = skeleton_of(new.client_id.strip())
    for handover in waiting:
        if skeleton_of(handover.client_id) == wanted:
            return handover
    client = create_client(
        conn,
        act,
        client_id=new.client_id,
        kind=new.kind,
        organization_id=new.organization_id,
        email=new.email,
    )
    return _hand_over(
        conn, act, session, keeper, waiting, client_uid=client.uid, name="first", form_id=""
    )


def create_secret_to_hand_over(
    conn: Connection,
    act: Act,
    *,
    client_uid: ClientUid,
    name: str,
    expires_at: datetime | None,
    others_end_at: datetime | None = None,
    form_id: str,
    session: Session,
    keeper: SecretKeeper,
) -> Handover:
    """One more secret of a client. The same form sent twice is one secret.

    Raises what `create_secret` raises, and `SessionEnded`.
    """
    waiting = _waiting(conn, act, session, keeper)
    for handover in waiting:
        if form_id and handover.form_id == form_id and handover.client_uid == client_uid:
            return handover
    return _hand_over(
        conn,
        act,
        session,
        keeper,
        waiting,
        client_uid=client_uid,
        name=name,
        form_id=form_id,
        expires_at=expires_at,
        others_end_at=others_end_at,
    )


def find_handover(
    session: Session, secret_id: str, *, sealer: Sealer, now: datetime
) -> Handover | None:
    """The secret, while it may still be read in this session; None afterwards and everywhere else."""
    waiting = _opened(session, sealer, now)
    return next((handover for handover in waiting if handover.secret_id == secret_id), None)


def end_handover(
    conn: Connection, act: Act, secret_id: str, *, session: Session, keeper: SecretKeeper
) -> None:
    """Its owner has saved it, or it is too old: nobody can read it again. Repeating it changes nothing."""
    session = _fresh(conn, act, session)
    waiting = _opened(session, keeper.sealer, act.now)
    _keep(conn, session, keeper, [one for one in waiting if one.secret_id != secret_id])


def _hand_over(
    conn: Connection,
    act: Act,
    session: Session,
    keeper: SecretKeeper,
    waiting: list[Handover],
    *,
    client_uid: ClientUid,
    name: str,
    form_id: str,
    expires_at: datetime | None = None,
    others_end_at: datetime | None = None,
) -> Handover:
    secret = new_client_secret()
    kept = create_secret(
        conn,
        act,
        client_uid=client_uid,
        name=name,
        secret=secret,
        hasher=keeper.hasher,
        expires_at=expires_at,
        others_end_at=others_end_at,
    )
    client = get_own_client(conn, act, client_uid)
    handover = Handover(
        secret_id=kept.id,
        client_uid=client_uid,
        client_id=client.client_id,
        secret=secret,
        made_at=act.now,
        form_id=form_id,
    )
    _keep(conn, session, keeper, [*waiting, handover])
    return handover


def _waiting(conn: Connection, act: Act, session: Session, keeper: SecretKeeper) -> list[Handover]:
    return _opened(_fresh(conn, act, session), keeper.sealer, act.now)


def _fresh(conn: Connection, act: Act, session: Session) -> Session:
    """The session as it is in this transaction: another window may have changed it."""
    sessions = accounts.sessions_of(conn, session.user, now=act.now)
    for fresh in sessions:
        if fresh.public_id == session.public_id:
            return fresh
    raise SessionEnded


def _opened(session: Session, sealer: Sealer, now: datetime) -> list[Handover]:
    if not session.sealed_secret:
        return []
    try:
        text = sealer.open_text(session.sealed_secret, session.public_id)
        kept = msgspec.json.decode(text, type=list[_Kept])
    except (SealBroken, msgspec.DecodeError):
        return []  # sealed under a former key: as good as gone
    handovers = [
        Handover(
            secret_id=one.secret_id,
            client_uid=ClientUid(one.client_uid),
            client_id=ClientId(one.client_id),
            secret=one.secret,
            made_at=from_micros(one.made_at),
            form_id=one.form_id,
        )
        for one in kept
    ]
    return [handover for handover in handovers if now < handover.ends_at]


def _keep(
    conn: Connection, session: Session, keeper: SecretKeeper, waiting: list[Handover]
) -> None:
    kept = [
        _Kept(
            one.secret_id,
            one.client_uid,
            one.client_id,
            one.secret,
            to_micros(one.made_at),
            one.form_id,
        )
        for one in waiting
    ]
    text = msgspec.json.encode(kept).decode()
    sealed = keeper.sealer.seal_text(text, session.public_id) if kept else None
    accounts.update_session(conn, session.public_id, sealed_secret=sealed)
