"""Tokens that our own pages obtain for people who signed in: for trying things out, without their secret."""

from typing import NamedTuple

from sqlalchemy import Connection

from sellergate.access.audit import store as audit
from sellergate.access.audit.models import Event
from sellergate.access.clients import store as clients
from sellergate.access.clients.errors import ClientDisabled, NoSuchClient
from sellergate.access.clients.models import Client, ClientKind, ClientState
from sellergate.access.context import Act, ClientUid
from sellergate.access.quotas.models import Quota, QuotaState
from sellergate.access.quotas.service import QuotaCounter
from sellergate.access.tokens.quota import charge_token
from sellergate.access.tokens.service import IssuedToken, TokenService
from sellergate.kit.errors import Conflict
from sellergate.kit.marks import N_
from sellergate.storage.database import Database


class TokenQuotaUsedUp(Conflict):
    """The client has obtained as many tokens as it may in an hour. `values` holds `limit` and `seconds`."""

    message = N_(
        "This clientId has obtained its {limit} tokens of this hour. "
        "Use one token for many calls. The next one can be had in {seconds} s."
    )


class BoundTokensOnly(Conflict):
    """A page of ours holds no key of the client."""

    message = N_(
        "The clientId “{client_id}” takes DPoP-bound tokens only, which pages cannot use. Try with another clientId."
    )


class SiteToken(NamedTuple):
    """A token, and where its client stands after it."""

    token: IssuedToken
    quota: QuotaState


async def issue_on_site(
    act: Act,
    client_uid: ClientUid,
    *,
    db: Database,
    tokens: TokenService,
    quotas: QuotaCounter,
    quota: Quota,
) -> SiteToken:
    """A token for an active client of one of the actor's organisations. `quota` is the platform's, for tokens.

    It counts like those of the token endpoint, and the audit trail tells who asked for it. Operators get none
    for clients of others: they look after clients, they do not act as them.

    Raises `NoSuchClient`, `ClientDisabled`, `BoundTokensOnly`, `TokenQuotaUsedUp`.
    """
    client = await db.read(_get_usable_client, act, client_uid)
    state = await charge_token(
        quotas,
        client.uid,
        own=client.tokens_per_hour,
        platform=quota,
        now=act.now.timestamp(),
    )
    if not state.allowed:
        raise TokenQuotaUsedUp(limit=state.limit, seconds=state.reset_after)
    await db.write(_record, act, client)
    is_operator = client.kind is ClientKind.OPERATOR
    return SiteToken(
        tokens.issue(client.uid, client.client_id, None, is_operator=is_operator), state
    )


def _get_usable_client(conn: Connection, act: Act, client_uid: ClientUid) -> Client:
    client = clients.find_client(conn, client_uid)
    if client is None or client.organization_id not in act.actor.organization_ids:
        raise NoSuchClient(client_id=client_uid)
    if client.state is ClientState.DISABLED:
        raise ClientDisabled(client_id=client.client_id)
    if client.dpop_required:
        raise BoundTokensOnly(client_id=client.client_id)
    return client


def _record(conn: Connection, act: Act, client: Client) -> None:
    audit.append(
        conn,
        act,
        Event.TOKEN_ISSUED_ON_SITE,
        organization_id=client.organization_id,
        client=(client.uid, client.client_id),
    )
