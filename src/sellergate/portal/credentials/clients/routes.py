"""My credentials: clients, and secrets that are changed without an outage."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from litestar import Response, get, post
from litestar.params import FromPath

from sellergate.access.accounts.models import Session
from sellergate.access.audit import store as audit
from sellergate.access.client_keys import store as client_keys
from sellergate.access.clients import store as clients
from sellergate.access.clients.errors import (
    LastSecret,
    NoSuchSecret,
    SecretEnded,
    SecretExpiryInPast,
)
from sellergate.access.clients.handover import create_secret_to_hand_over
from sellergate.access.clients.models import Client, ClientKind, ClientSecret, ClientState
from sellergate.access.clients.service import (
    change_secret_end,
    change_state,
    get_own_client,
    may_enable,
    revoke_secret,
)
from sellergate.access.context import ClientUid
from sellergate.access.delegations import store as delegations
from sellergate.kit.errors import Refusal
from sellergate.kit.ids import new_uuid
from sellergate.kit.marks import N_
from sellergate.portal.credentials.activity.routes import row_of
from sellergate.portal.credentials.clients.ends import ONE, OTHERS, DayMissing, parse_choice
from sellergate.portal.credentials.clients.forms import (
    NewKeyForm,
    NewSecretForm,
    SecretEndForm,
    read_new_secret,
    read_secret_end,
)
from sellergate.portal.credentials.clients.key_views import key_row
from sellergate.portal.credentials.clients.views import client_row, secret_row, status_of
from sellergate.portal.credentials.days import DayMalformed, parse_end
from sellergate.portal.credentials.delegations.views import seller_row
from sellergate.portal.credentials.view import HOME, organization_ids, show
from sellergate.portal.credentials.warnings import ending_secrets
from sellergate.portal.credentials.wizard.create import keeper_of, secret_path
from sellergate.portal.credentials.wizard.forms import is_ticked
from sellergate.portal.credentials.words import CLIENT_KINDS
from sellergate.web.browser import (
    PageRequest,
    act_of,
    require_recent_login,
    require_user,
    visitor_of,
)
from sellergate.web.injected import Access, Pages
from sellergate.web.pages import read_form

CLIENTS = f"{HOME}clients/"
SELLERS_SHOWN = 10
EVENTS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class ClientPage:
    """What the forms of the page hold, and what is wrong with them."""

    form: NewSecretForm | None = None
    key_form: NewKeyForm = field(default_factory=NewKeyForm)
    refusals: Sequence[Refusal] = ()


class ConfirmationMissing(Refusal):
    """The box is not ticked."""

    message = N_("Tick the box to go on.")
    field = "confirmed"


@get("/clients")
async def client_list(request: PageRequest, access: Access, pages: Pages) -> Response[Any]:
    """My organisation's clients."""
    session = require_user(request)
    now = access.clock()
    mine = organization_ids(session)
    own = await access.db.read(clients.clients_of, mine)
    counts = await access.db.read(delegations.count_active, mine, now=now)
    rows = []
    for client in own:
        secrets = await access.db.read(clients.secrets_of, client.uid)
        keys = await access.db.read(client_keys.keys_of, client.uid)
        rows.append(client_row(client, secrets, keys, sellers=counts.get(client.uid, 0), now=now))
    return show(
        pages,
        request,
        "clients/list.html",
        title=N_("My credentials"),
        here=CLIENTS,
        rows=rows,
        ending=await ending_secrets(access, session),
    )


@get("/clients/{uid:str}")
async def client_page(
    request: PageRequest, access: Access, pages: Pages, uid: FromPath[str]
) -> Response[Any]:
    """One client: secrets, limits, who gave it access, what happened."""
    session = require_user(request)
    client = await own_client(access, session, uid)
    return await show_client(request, access, pages, session, client, ClientPage())


@post("/clients/{uid:str}/secrets")
async def add_secret(
    request: PageRequest, access: Access, pages: Pages, uid: FromPath[str]
) -> Response[Any]:
    """One more secret, beside those that work."""
    form = read_new_secret(await read_form(request))
    session = require_recent_login(request, access, back=f"{client_path(uid)}#add-secret")
    client = await own_client(access, session, uid)
    act = act_of(access, session)
    try:
        handover = await access.db.write(
            create_secret_to_hand_over,
            act,
            client_uid=client.uid,
            name=form.name,
            expires_at=parse_end(form.expires_at),
            others_end_at=parse_choice(
                form.others, form.others_end_at, act.now, field="others_end_at"
            ),
            form_id=form.form_id,
            session=session,
            keeper=keeper_of(access),
        )
    except Refusal as refusal:
        return await show_client(
            request, access, pages, session, client, ClientPage(form, refusals=[refusal])
        )
    return pages.redirect(secret_path(handover.secret_id))


@get("/clients/{uid:str}/secrets/{secret_id:str}/end")
async def ask_for_end(
    request: PageRequest, access: Access, pages: Pages, uid: FromPath[str], secret_id: FromPath[str]
) -> Response[Any]:
    """Until when should this secret work?"""
    session = require_user(request)
    client = await own_client(access, session, uid)
    return await _end_page(request, access, pages, client, secret_id, SecretEndForm())


@post("/clients/{uid:str}/secrets/{secret_id:str}/end")
async def set_end(
    request: PageRequest, access: Access, pages: Pages, uid: FromPath[str], secret_id: FromPath[str]
) -> Response[Any]:
    """Let a secret end at another time."""
    form = read_secret_end(await read_form(request))
    back = f"{client_path(uid)}/secrets/{quote(secret_id)}/end"
    session = require_recent_login(request, access, back=back)
    client = await own_client(access, session, uid)
    act = act_of(access, session)
    try:
        secret = await access.db.write(
            change_secret_end,
            act,
            secret_id=secret_id,
            expires_at=parse_choice(form.end, form.end_at, act.now, field="end_at"),
        )
    except (DayMalformed, DayMissing, SecretExpiryInPast, SecretEnded) as refusal:
        return await _end_page(request, access, pages, client, secret_id, form, refusals=[refusal])
    return pages.redirect(
        client_path(client.uid),
        flash=N_("The end of the secret that ends with …{hint} is set."),
        hint=secret.hint,
    )


@get("/clients/{uid:str}/secrets/{secret_id:str}/revoke")
async def ask_to_revoke(
    request: PageRequest, access: Access, pages: Pages, uid: FromPath[str], secret_id: FromPath[str]
) -> Response[Any]:
    """What stops when this secret stops."""
    session = require_user(request)
    client = await own_client(access, session, uid)
    return await _revoke_page(request, access, pages, client, secret_id)


@post("/clients/{uid:str}/secrets/{secret_id:str}/revoke")
async def revoke(
    request: PageRequest, access: Access, pages: Pages, uid: FromPath[str], secret_id: FromPath[str]
) -> Response[Any]:
    """Stop a secret at once."""
    session = require_user(request, back=client_path(uid))
    client = await own_client(access, session, uid)
    confirmed = is_ticked(await read_form(request), "confirmed")
    try:
        secret = await access.db.write(
            revoke_secret, act_of(access, session), secret_id=secret_id, may_be_last=confirmed
        )
    except LastSecret as refusal:
        told = ConfirmationMissing(refusal.message)
        return await _revoke_page(request, access, pages, client, secret_id, refusals=[told])
    return pages.redirect(
        client_path(client.uid),
        flash=N_("The secret that ends with …{hint} is revoked. It obtains no token any more."),
        hint=secret.hint,
    )


@get("/clients/{uid:str}/disable")
async def ask_to_disable(
    request: PageRequest, access: Access, pages: Pages, uid: FromPath[str]
) -> Response[Any]:
    """What stops when this client stops."""
    session = require_user(request)
    client = await own_client(access, session, uid)
    return _disable_page(request, pages, client)


@post("/clients/{uid:str}/disable")
async def disable(
    request: PageRequest, access: Access, pages: Pages, uid: FromPath[str]
) -> Response[Any]:
    """Stop a client at once."""
    session = require_user(request, back=client_path(uid))
    client = await own_client(access, session, uid)
    if not is_ticked(await read_form(request), "confirmed"):
        return _disable_page(request, pages, client, refusals=[ConfirmationMissing()])
    await access.db.write(change_state, act_of(access, session), client.uid, ClientState.DISABLED)
    return pages.redirect(
        client_path(client.uid),
        flash=N_("{client_id} is disabled. Its next call is refused."),
        client_id=client.client_id,
    )


@post("/clients/{uid:str}/enable")
async def enable(
    request: PageRequest, access: Access, pages: Pages, uid: FromPath[str]
) -> Response[Any]:
    """Let a client work again."""
    session = require_recent_login(request, access, back=client_path(uid))
    client = await own_client(access, session, uid)
    await access.db.write(change_state, act_of(access, session), client.uid, ClientState.ACTIVE)
    return pages.redirect(
        client_path(client.uid),
        flash=N_("{client_id} works again."),
        client_id=client.client_id,
    )


def client_path(uid: str) -> str:
    """The page of a client."""
    return f"{CLIENTS}{quote(uid)}"


async def own_client(access: Access, session: Session, uid: str) -> Client:
    """The client of a page. Raises `NoSuchClient` alike when it is somebody else's."""
    return await access.db.read(get_own_client, act_of(access, session), ClientUid(uid))


async def show_client(
    request: PageRequest,
    access: Access,
    pages: Pages,
    session: Session,
    client: Client,
    shown: ClientPage,
) -> Response[Any]:
    """The page of a client, with what is to be mended in one of its forms."""
    now, warning = access.clock(), access.policy.secret_warning
    secrets = await access.db.read(clients.secrets_of, client.uid)
    keys = await access.db.read(client_keys.keys_of, client.uid)
    given = await access.db.read(
        delegations.page_of_delegations_to_clients_of,
        [client.organization_id],
        now=now,
        client_uid=client.uid,
        limit=SELLERS_SHOWN + 1,
    )
    events = await access.db.read(
        audit.page_of_events,
        organization_ids=[client.organization_id],
        client_uid=client.uid,
        limit=EVENTS_SHOWN,
    )
    return show(
        pages,
        request,
        "clients/client.html",
        title=client.client_id,
        here=CLIENTS,
        client=client,
        badge=status_of(client),
        may_enable=await access.db.read(may_enable, act_of(access, session), client),
        kind_text=CLIENT_KINDS[client.kind],
        is_dedicated=client.kind is ClientKind.DEDICATED,
        is_operator=client.kind is ClientKind.OPERATOR,
        path=client_path(client.uid),
        working=[secret_row(s, now, warning) for s in secrets if s.is_usable(now)],
        former=[secret_row(s, now, warning) for s in secrets if not s.is_usable(now)],
        others_choices=OTHERS,
        form=shown.form or NewSecretForm(form_id=new_uuid()),
        keys=[key_row(key) for key in keys if key.removed_at is None],
        key_form=shown.key_form,
        tokens_per_hour=client.tokens_per_hour or access.policy.tokens.limit,
        calls_per_minute=client.calls_per_minute or access.policy.calls.limit,
        sellers=[seller_row(one, now) for one in given[:SELLERS_SHOWN]],
        has_more_sellers=len(given) > SELLERS_SHOWN,
        events=[row_of(event, visitor_of(request).locale) for event in events],
        refusals=shown.refusals,
    )


async def _secret_of(
    access: Access, client: Client, secret_id: str
) -> tuple[ClientSecret, list[ClientSecret]]:
    """One secret of a client, and all of them. Raises `NoSuchSecret`."""
    secrets = await access.db.read(clients.secrets_of, client.uid)
    secret = next((one for one in secrets if one.id == secret_id), None)
    if secret is None:
        raise NoSuchSecret
    return secret, secrets


async def _end_page(
    request: PageRequest,
    access: Access,
    pages: Pages,
    client: Client,
    secret_id: str,
    form: SecretEndForm,
    *,
    refusals: Sequence[Refusal] = (),
) -> Response[Any]:
    secret, _ = await _secret_of(access, client, secret_id)
    return show(
        pages,
        request,
        "clients/end.html",
        title=N_("When a secret ends"),
        here=CLIENTS,
        client=client,
        secret=secret_row(secret, access.clock(), access.policy.secret_warning),
        path=client_path(client.uid),
        choices=ONE,
        form=form,
        refusals=refusals,
    )


async def _revoke_page(
    request: PageRequest,
    access: Access,
    pages: Pages,
    client: Client,
    secret_id: str,
    *,
    refusals: Sequence[Refusal] = (),
) -> Response[Any]:
    secret, secrets = await _secret_of(access, client, secret_id)
    now = access.clock()
    working = [one.id for one in secrets if one.is_usable(now)]
    return show(
        pages,
        request,
        "clients/revoke.html",
        title=N_("Revoke a secret"),
        here=CLIENTS,
        client=client,
        secret=secret_row(secret, now, access.policy.secret_warning),
        is_last=working == [secret_id],
        path=client_path(client.uid),
        refusals=refusals,
    )


def _disable_page(
    request: PageRequest, pages: Pages, client: Client, *, refusals: Sequence[Refusal] = ()
) -> Response[Any]:
    return show(
        pages,
        request,
        "clients/disable.html",
        title=N_("Disable a clientId"),
        here=CLIENTS,
        client=client,
        path=client_path(client.uid),
        refusals=refusals,
    )


CLIENT_ROUTES = (
    client_list,
    client_page,
    add_secret,
    ask_for_end,
    set_end,
    ask_to_revoke,
    revoke,
    ask_to_disable,
    disable,
    enable,
)
