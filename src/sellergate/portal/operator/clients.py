"""Clients: find them, disable and enable them, give them limits of their own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath
from litestar.response import Redirect

from sellergate.access.accounts.models import OrganizationKind
from sellergate.access.client_keys import store as client_keys
from sellergate.access.clients import store as clients
from sellergate.access.clients.errors import LimitOutOfRange, NoSuchClient
from sellergate.access.clients.models import Client, ClientKind, ClientState
from sellergate.access.clients.service import LIMITS, change_limits, change_state, create_client
from sellergate.access.context import ClientUid
from sellergate.kit.errors import Refusal
from sellergate.kit.marks import N_
from sellergate.portal.credentials.clients.routes import client_path
from sellergate.portal.credentials.clients.views import status_of_secret
from sellergate.portal.credentials.words import CLIENT_KINDS
from sellergate.portal.forms import NO_PROBLEMS, FormProblems
from sellergate.portal.operator.frame import (
    CLIENTS,
    PAGE_SIZE,
    AtDesk,
    Desk,
    cut_page,
    number_of,
    search_of,
)
from sellergate.web.pages import field, read_form

STATUSES: Final = {ClientState.ACTIVE: "active", ClientState.DISABLED: "disabled"}
MAX_CLIENT_ID: Final = 80
NEW: Final = "/operator/clients/new"
LIMIT_NAMES: Final = ("tokens_per_hour", "calls_per_minute")


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client as the operator sees it; its own limits are None where the platform's hold."""

    uid: str
    client_id: str
    kind: str
    owner_name: str
    email: str
    status: str
    is_disabled: bool
    created_at: datetime
    tokens_per_hour: int | None
    calls_per_minute: int | None
    href: str


@get(CLIENTS)
async def clients_page(desk: AtDesk) -> Response[Any]:
    """Clients by clientId; searched by part of it."""
    after = desk.request.query_params.get("after", "")[:MAX_CLIENT_ID]
    search = search_of(desk.request)
    found = await desk.db.read(
        clients.page_of_clients, after=after, search=search, limit=PAGE_SIZE + 1
    )
    return desk.show(
        "clients.html",
        title=N_("Clients"),
        here=CLIENTS,
        search=search,
        page_of=cut_page(
            CLIENTS,
            [_row(client) for client in found],
            after=after,
            next_after=[client.client_id for client in found],
            search=search,
        ),
    )


@get(NEW)
async def new_page(desk: AtDesk) -> Response[Any]:
    """The form for a client of the marketplace's own."""
    desk.recent_act()
    return _new_page(desk, {"client_id": "", "email": desk.session.user.email})


@post(NEW, status_code=200)
async def create(desk: AtDesk) -> Response[Any] | Redirect:
    """Make a client for the operator API. Its secret is made where everybody's is."""
    act = desk.recent_act()
    form = await read_form(desk.request)
    values = {name: field(form, name)[:254] for name in ("client_id", "email")}
    own = next(
        m.organization
        for m in desk.session.user.memberships
        if m.organization.kind is OrganizationKind.OPERATOR
    )
    try:
        client = await desk.db.write(
            create_client, act, kind=ClientKind.OPERATOR, organization_id=own.id, **values
        )
    except Refusal as refusal:
        return _new_page(desk, values, desk.problems_of(refusal))
    return desk.pages.redirect(
        client_path(client.uid),
        flash=N_("{client} is created. Make its secret now: it is shown once."),
        client=client.client_id,
    )


@get("/operator/clients/{client_uid:str}")
async def client_page(desk: AtDesk, client_uid: FromPath[str]) -> Response[Any]:
    """One client: whose it is, its limits, its secrets without the secret."""
    client = await _client(desk, client_uid)
    now = desk.access.clock()
    secrets = await desk.db.read(clients.secrets_of, client.uid)
    keys = await desk.db.read(client_keys.keys_of, client.uid)
    return desk.show(
        "client.html",
        title=N_("Client"),
        here=CLIENTS,
        client=_row(client),
        policy=desk.access.policy,
        secrets=[
            (secret, status_of_secret(secret, now, desk.access.policy.secret_warning))
            for secret in secrets
            if secret.is_usable(now)
        ],
        keys=[key for key in keys if key.removed_at is None],
        dpop_required=client.dpop_required,
    )


@get("/operator/clients/{client_uid:str}/limits")
async def limits_page(desk: AtDesk, client_uid: FromPath[str]) -> Response[Any]:
    """The form for limits of its own."""
    desk.recent_act()
    client = await _client(desk, client_uid)
    values = {
        "tokens_per_hour": str(client.tokens_per_hour or ""),
        "calls_per_minute": str(client.calls_per_minute or ""),
    }
    return _limits_page(desk, client, values)


@post("/operator/clients/{client_uid:str}/limits", status_code=200)
async def limits(desk: AtDesk, client_uid: FromPath[str]) -> Response[Any]:
    """Set its limits; an empty field means the platform's."""
    act = desk.recent_act()
    client = await _client(desk, client_uid)
    form = await read_form(desk.request)
    try:
        await desk.db.write(
            change_limits,
            act,
            client.uid,
            tokens_per_hour=_parse_limit(form, "tokens_per_hour"),
            calls_per_minute=_parse_limit(form, "calls_per_minute"),
        )
    except LimitOutOfRange as refusal:
        values = {name: field(form, name)[:20] for name in LIMIT_NAMES}
        problems = desk.problems_of(refusal)
        return _limits_page(desk, client, values, problems)
    return desk.pages.redirect(
        _row(client).href,
        flash=N_("The limits of {client} are changed. They hold from the next call on."),
        client=client.client_id,
    )


@get("/operator/clients/{client_uid:str}/disable")
async def disable_page(desk: AtDesk, client_uid: FromPath[str]) -> Response[Any]:
    """Ask before a client is locked out."""
    desk.recent_act()
    client = await _client(desk, client_uid)
    return desk.show(
        "disable.html",
        title=N_("Disable a client"),
        here=CLIENTS,
        client=_row(client),
    )


@post("/operator/clients/{client_uid:str}/disable", status_code=200)
async def disable(desk: AtDesk, client_uid: FromPath[str]) -> Redirect:
    """No token and no call for this client, from now on."""
    act = desk.recent_act()
    client = await _client(desk, client_uid)
    await desk.db.write(change_state, act, client.uid, ClientState.DISABLED)
    return desk.pages.redirect(
        _row(client).href,
        flash=N_("{client} is disabled. Its very next call is refused."),
        client=client.client_id,
    )


@post("/operator/clients/{client_uid:str}/enable", status_code=200)
async def enable(desk: AtDesk, client_uid: FromPath[str]) -> Redirect:
    """Let a client work again, with the secrets and the access it had."""
    client = await _client(desk, client_uid)
    act = desk.recent_act(back=_row(client).href)
    await desk.db.write(change_state, act, client.uid, ClientState.ACTIVE)
    return desk.pages.redirect(
        _row(client).href, flash=N_("{client} is enabled again."), client=client.client_id
    )


async def _client(desk: AtDesk, client_uid: str) -> Client:
    client = await desk.db.read(clients.find_client, ClientUid(client_uid))
    if client is None:
        raise NoSuchClient(N_("There is no such client."))
    return client


def _parse_limit(form: FormMultiDict, name: str) -> int | None:
    """The limit a field spells, None when empty. Raises `LimitOutOfRange`."""
    text = field(form, name)
    number = number_of(text.replace(" ", "").replace(",", ""))
    if text and number is None:
        raise LimitOutOfRange(field=name, least=LIMITS[0], most=LIMITS[-1])
    return number


def _limits_page(
    desk: AtDesk,
    client: Client,
    values: dict[str, str],
    problems: FormProblems = NO_PROBLEMS,
) -> Response[Any]:
    return desk.show(
        "limits.html",
        title=N_("Limits of a client"),
        here=CLIENTS,
        client=_row(client),
        policy=desk.access.policy,
        values=values,
        problems=problems,
        status=422 if problems else 200,
    )


def _row(client: Client) -> ClientRow:
    return ClientRow(
        uid=client.uid,
        client_id=client.client_id,
        kind=CLIENT_KINDS[client.kind],
        owner_name=client.organization_name,
        email=client.email,
        status=STATUSES[client.state],
        is_disabled=client.state is ClientState.DISABLED,
        created_at=client.created_at,
        tokens_per_hour=client.tokens_per_hour,
        calls_per_minute=client.calls_per_minute,
        href=f"{CLIENTS}{client.uid}",
    )


def _new_page(
    desk: Desk, values: dict[str, str], problems: FormProblems = NO_PROBLEMS
) -> Response[Any]:
    return desk.show(
        "new_client.html",
        title=N_("New client for the operator API"),
        here=CLIENTS,
        values=values,
        problems=problems,
    )
