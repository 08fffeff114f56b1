"""Rules of delegations."""

from datetime import timedelta

from sqlalchemy import Connection

from sellergate.access.audit import store as audit
from sellergate.access.audit.models import Event
from sellergate.access.clients import store as clients
from sellergate.access.clients.errors import ClientDisabled, NoSuchClient
from sellergate.access.clients.models import ClientKind, ClientState
from sellergate.access.context import Act, ClientUid, SellerId
from sellergate.access.delegations import store
from sellergate.access.delegations.errors import (
    DelegationExpiryInvalid,
    NoPerimeter,
    NoSuchDelegation,
)
from sellergate.access.delegations.models import Delegation, DelegationRequest
from sellergate.access.feed import Changed, announce
from sellergate.access.scopes import Rights
from sellergate.access.sellers import store as sellers
from sellergate.access.sellers.service import get_own_seller

MAX_LIFETIME = timedelta(days=3653)


def grant_delegation(conn: Connection, act: Act, request: DelegationRequest) -> Delegation:
    """Let a client act for a seller of the actor's. Asked twice, it stays one delegation.

    Raises `NoSuchSeller`, `NoSuchClient`, `ClientDisabled`, `DelegationExpiryInvalid`, `NoPerimeter`.
    """
    seller = get_own_seller(conn, act, request.seller_id)
    client = clients.find_client(conn, request.client_uid)
    if client is None or client.kind is ClientKind.OPERATOR:
        raise NoSuchClient(client_id=request.client_uid)
    if client.state is ClientState.DISABLED:
        raise ClientDisabled(client_id=client.client_id)
    if request.expires_at and not act.now < request.expires_at <= act.now + MAX_LIFETIME:
        raise DelegationExpiryInvalid
    if request.rights.perimeters is not None and not request.rights.perimeters:
        raise NoPerimeter
    former = store.find_grant(conn, request.seller_id, request.client_uid)
    store.upsert(conn, request, granted_at=act.now, granted_by=act.actor.label)
    announce(conn, Changed.DELEGATION, f"{request.client_uid} {request.seller_id}", at=act.now)
    audit.append(
        conn,
        act,
        Event.DELEGATION_CHANGED if former else Event.DELEGATION_GRANTED,
        organization_id=seller.organization_id,
        client=(client.uid, client.client_id),
        seller_id=request.seller_id,
        detail=_describe(request.rights, request),
    )
    granted = store.find_delegation(conn, request.seller_id, request.client_uid, now=act.now)
    if granted is None:  # pragma: no cover  (just written)
        raise NoSuchDelegation
    return granted


def revoke_delegation(
    conn: Connection, act: Act, *, seller_id: SellerId, client_uid: ClientUid
) -> None:
    """Take access back, from the next call on. The seller may, and so may the client's owner.

    Repeating it changes nothing. Raises `NoSuchDelegation` alike when it is none of the actor's business.
    """
    client = clients.find_client(conn, client_uid)
    seller = sellers.find_seller(conn, seller_id)
    if client is None or seller is None:
        raise NoSuchDelegation
    if not (
        act.actor.may_act_for(seller.organization_id)
        or act.actor.may_act_for(client.organization_id)
    ):
        raise NoSuchDelegation
    if store.find_delegation(conn, seller_id, client_uid, now=act.now) is None:
        raise NoSuchDelegation
    if not store.set_revoked(
        conn, seller_id, client_uid, revoked_at=act.now, revoked_by=act.actor.label
    ):
        return
    announce(conn, Changed.DELEGATION, f"{client_uid} {seller_id}", at=act.now)
    audit.append(
        conn,
        act,
        Event.DELEGATION_REVOKED,
        organization_id=seller.organization_id,
        client=(client.uid, client.client_id),
        seller_id=seller_id,
    )


def _describe(rights: Rights, request: DelegationRequest) -> str:
    what = "everything" if rights.perimeters is None else " ".join(sorted(rights.perimeters))
    mode = ", read only" if rights.read_only else ""
    until = f", until {request.expires_at:%Y-%m-%d}" if request.expires_at else ""
    return what + mode + until
