"""A new client: its clientId, its secret until it is saved, and what its owner does next."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote

from litestar import Response, get, post
from litestar.params import FromPath

from sellergate.access.accounts.errors import EmailMalformed
from sellergate.access.accounts.models import OrganizationKind, Session
from sellergate.access.accounts.service import normalize_email
from sellergate.access.clients import store as clients
from sellergate.access.clients.errors import ClientIdTaken, NoSuchClient, NoSuchSecret
from sellergate.access.clients.handover import (
    NewClient,
    SecretKeeper,
    create_client_with_secret,
    end_handover,
    find_handover,
)
from sellergate.access.clients.models import Client, ClientKind, ClientSecret
from sellergate.access.clients.service import check_new_client_id, get_own_client
from sellergate.access.context import ClientUid
from sellergate.access.listings import store as listings
from sellergate.access.sellers.models import TEST_SELLER_ID
from sellergate.kit.errors import NotFound, Refusal
from sellergate.kit.marks import N_
from sellergate.portal.credentials.view import (
    HOME,
    organization_ids,
    organizations_of_kind,
    show,
)
from sellergate.portal.credentials.wizard.choices import PURPOSES, Purpose
from sellergate.portal.credentials.wizard.forms import (
    NewClientForm,
    is_ticked,
    open_draft,
    read_new_client,
)
from sellergate.portal.credentials.wizard.known import TermsMissing
from sellergate.portal.credentials.words import ORGANIZATION_KINDS
from sellergate.web.browser import (
    PageRequest,
    act_of,
    require_recent_login,
    require_user,
    visitor_of,
)
from sellergate.web.injected import Access, Pages
from sellergate.web.pages import read_form

SELLER_SIDE: Final = f"{HOME}new/my-partner"
MESSAGE_TO_CLIENT: Final = N_(
    "Hello,\n\nto connect our software to your {marketplace} account we need a clientId, "
    "a clientSecret and your SellerId.\n\n1. Open {link}\n"
    "2. Choose a clientId, enter your e-mail address and accept the terms.\n"
    "3. Save the clientSecret: it is shown once.\n"
    "4. Sign in with your seller login and choose “Yes, continue”.\n"
    "5. Hand us clientId, clientSecret and SellerId safely, for example through a password manager."
)
MESSAGE_TO_SELLERS: Final = N_(
    "Hello,\n\nto let us work on your {marketplace} account, give our clientId access to it. "
    "It takes a minute, and you can take it back at any time.\n\n1. Open {link}\n"
    "2. Check that the clientId is {client_id}, accept the terms and confirm.\n"
    "3. Sign in with your seller login and choose “Yes, continue”.\n\n"
    "We see your SellerId as soon as you have done it."
)


class NotSaved(Refusal):
    """The box is not ticked."""

    message = N_("Save clientId and clientSecret, then tick this box to go on.")
    field = "saved"


class CompanyMissing(Refusal):
    """The login belongs to several companies, and none is chosen."""

    message = N_("Choose for which company.")
    field = "organization_id"


@get("/shared")
async def shared_credentials(request: PageRequest, pages: Pages) -> Response[Any]:
    """A partner that shares its client's credentials: the seller-side page to send."""
    link = pages.public_url + SELLER_SIDE
    return show(
        pages,
        request,
        "wizard/shared.html",
        title=N_("Your client creates the clientId"),
        link=link,
        message=pages.text(request, MESSAGE_TO_CLIENT, marketplace=pages.marketplace, link=link),
        flow="create",
    )


@get("/new/{name:str}")
async def new_client(
    request: PageRequest, access: Access, pages: Pages, name: FromPath[str]
) -> Response[Any]:
    """The clientId and the e-mail of a new client."""
    purpose = _purpose(name)
    session = visitor_of(request).session
    if session and not organizations_of_kind(session.user, purpose.owner):
        return _misfit(request, pages, session, purpose)
    draft = request.query_params.get("draft", "")
    form = open_draft(draft, access.sealer) if draft else _empty_form(session)
    return _form_page(request, pages, name, form=form, resumed=bool(draft and form.client_id))


@post("/new/{name:str}")
async def create_new_client(
    request: PageRequest, access: Access, pages: Pages, name: FromPath[str]
) -> Response[Any]:
    """Create it with a first secret, for a signed-in member of a fitting organisation."""
    purpose = _purpose(name)
    form = read_new_client(await read_form(request))
    refusals = await _refusals_of(request, access, form)
    if refusals:
        return _form_page(request, pages, name, form=form, refusals=refusals)
    back = f"{HOME}new/{quote(name)}?draft={quote(form.seal(access.sealer))}"
    session = require_recent_login(request, access, back=back)
    fitting = organizations_of_kind(session.user, purpose.owner)
    if not fitting:
        return _misfit(request, pages, session, purpose)
    chosen = next((one for one in fitting if one.id == form.organization_id), None)
    organization = fitting[0] if len(fitting) == 1 else chosen
    if organization is None:
        return _form_page(request, pages, name, form=form, refusals=[CompanyMissing()])
    new = NewClient(form.client_id, purpose.kind, organization.id, form.email)
    try:
        handover = await access.db.write(
            create_client_with_secret,
            act_of(access, session),
            new,
            session=session,
            keeper=keeper_of(access),
        )
    except ClientIdTaken as refusal:
        own = await _own_client_named(access, session, form.client_id)
        if own:
            return pages.redirect(
                f"{HOME}clients/{quote(own.uid)}",
                flash=N_("You have this clientId already. Here are its secrets."),
                kind="info",
            )
        return _form_page(request, pages, name, form=form, refusals=[refusal])
    except Refusal as refusal:
        return _form_page(request, pages, name, form=form, refusals=[refusal])
    return pages.redirect(secret_path(handover.secret_id, name))


@get("/secret/{secret_id:str}")
async def secret_page(
    request: PageRequest, access: Access, pages: Pages, secret_id: FromPath[str]
) -> Response[Any]:
    """The secret, until its owner says that it is saved."""
    return await _secret_page(request, access, pages, secret_id)


@post("/secret/{secret_id:str}")
async def secret_saved(
    request: PageRequest, access: Access, pages: Pages, secret_id: FromPath[str]
) -> Response[Any]:
    """Its owner has saved it: forget it, go on."""
    session = require_user(request, back=secret_path(secret_id))
    client, secrets = await _client_of_secret(access, session, secret_id)
    form = await read_form(request)
    waiting = find_handover(session, secret_id, sealer=access.sealer, now=access.clock())
    if waiting and not is_ticked(form, "saved"):
        return await _secret_page(request, access, pages, secret_id, refusals=[NotSaved()])
    await _end(access, session, secret_id)
    name = request.query_params.get("for", "")
    return pages.redirect(_path_after(client, secrets, name))


@get("/registered/{uid:str}")
async def client_ready(
    request: PageRequest, access: Access, pages: Pages, uid: FromPath[str]
) -> Response[Any]:
    """What a partner or an aggregator does with its new clientId."""
    session = require_user(request)
    client = await access.db.read(get_own_client, act_of(access, session), ClientUid(uid))
    if client.kind is ClientKind.OPERATOR:  # nobody gives it access to a seller
        raise NoSuchClient(client_id=uid)
    is_aggregator = client.kind is ClientKind.AGGREGATOR
    expected = "aggregator" if is_aggregator else "partner"
    link = f"{pages.public_url}{HOME}known/{expected}?client_id={quote(client.client_id)}"
    return show(
        pages,
        request,
        "wizard/registered.html",
        title=N_("Your clientId is ready"),
        client=client,
        is_aggregator=is_aggregator,
        anchor=f"{pages.public_url}{HOME}#{_ANCHORS[client.kind]}",
        link=link,
        message=pages.text(
            request,
            MESSAGE_TO_SELLERS,
            marketplace=pages.marketplace,
            link=link,
            client_id=client.client_id,
        ),
        is_listed=bool(await access.db.read(listings.find_listing, client.uid)),
        test_seller=TEST_SELLER_ID,
        flow="register",
    )


_ANCHORS: Final = {
    ClientKind.AGGREGATOR: "linkAgregClientToSeller",
    ClientKind.PARTNER: "linkPartnerClientToSeller",
    ClientKind.DEDICATED: "linkPartnerClientToSeller",
}


def keeper_of(access: Access) -> SecretKeeper:
    """What keeps new secrets."""
    return SecretKeeper(access.secret_hasher, access.sealer)


def secret_path(secret_id: str, name: str = "") -> str:
    """Where a new secret is read."""
    return f"{HOME}secret/{quote(secret_id)}" + (f"?for={quote(name)}" if name else "")


async def _refusals_of(request: PageRequest, access: Access, form: NewClientForm) -> list[Refusal]:
    """Every mistake at once. A taken name is left to the transaction when it may be our own, sent twice."""
    refusals: list[Refusal] = []
    emails = {form.email.casefold()}
    session = visitor_of(request).session
    if session:
        emails.add(session.user.email)
    try:
        await access.db.read(check_new_client_id, form.client_id, account_emails=frozenset(emails))
    except ClientIdTaken as refusal:
        if session is None:
            refusals.append(refusal)
    except Refusal as refusal:
        refusals.append(refusal)
    try:
        normalize_email(form.email)
    except EmailMalformed as refusal:
        refusals.append(refusal)
    if not form.terms:
        refusals.append(TermsMissing())
    return refusals


async def _own_client_named(access: Access, session: Session, text: str) -> Client | None:
    name = " ".join(text.split()).casefold()
    own = await access.db.read(clients.clients_of, organization_ids(session))
    return next((client for client in own if client.client_id.casefold() == name), None)


async def _client_of_secret(
    access: Access, session: Session, secret_id: str
) -> tuple[Client, list[ClientSecret]]:
    secret = await access.db.read(clients.find_secret, secret_id)
    if secret is None:
        raise NoSuchSecret
    try:
        client = await access.db.read(get_own_client, act_of(access, session), secret.client_uid)
    except NotFound:
        raise NoSuchSecret from None
    return client, await access.db.read(clients.secrets_of, client.uid)


async def _secret_page(
    request: PageRequest,
    access: Access,
    pages: Pages,
    secret_id: str,
    *,
    refusals: Sequence[Refusal] = (),
) -> Response[Any]:
    session = require_user(request, back=secret_path(secret_id))
    client, secrets = await _client_of_secret(access, session, secret_id)
    name = request.query_params.get("for", "")
    is_first = len(secrets) == 1
    common: dict[str, Any] = {
        "client": client,
        "is_first": is_first,
        "is_dedicated": client.kind is ClientKind.DEDICATED,
        "after": _path_after(client, secrets, name),
        "flow": "create" if client.kind is ClientKind.DEDICATED else "register",
    }
    handover = find_handover(session, secret_id, sealer=access.sealer, now=access.clock())
    if handover is None:
        if session.sealed_secret:
            await _end(access, session, secret_id)
        return show(
            pages,
            request,
            "wizard/secret_gone.html",
            title=N_("This secret cannot be shown"),
            hint=next((secret.hint for secret in secrets if secret.id == secret_id), ""),
            **common,
        )
    return show(
        pages,
        request,
        "wizard/secret.html",
        title=N_("Save your credentials"),
        handover=handover,
        action=secret_path(secret_id, name),
        refusals=refusals,
        **common,
    )


async def _end(access: Access, session: Session, secret_id: str) -> None:
    await access.db.write(
        end_handover,
        act_of(access, session),
        secret_id,
        session=session,
        keeper=keeper_of(access),
    )


def _path_after(client: Client, secrets: list[ClientSecret], name: str) -> str:
    """Where the owner goes once the secret is saved: the first one belongs to the wizard."""
    uid = quote(client.uid)
    if len(secrets) != 1:
        return f"{HOME}clients/{uid}"
    if client.kind is ClientKind.DEDICATED:
        return f"{HOME}grant/{uid}/seller?terms=1&for={quote(name)}"
    return f"{HOME}registered/{uid}"


def _purpose(name: str) -> Purpose:
    purpose = PURPOSES.get(name)
    if purpose is None:
        raise NotFound(N_("There is no such page. Start again from API credentials."))
    return purpose


def _empty_form(session: Session | None) -> NewClientForm:
    return NewClientForm(email=session.user.email if session else "")


def _form_page(
    request: PageRequest,
    pages: Pages,
    name: str,
    *,
    form: NewClientForm,
    resumed: bool = False,
    refusals: Sequence[Refusal] = (),
) -> Response[Any]:
    purpose = _purpose(name)
    session = visitor_of(request).session
    fitting = organizations_of_kind(session.user, purpose.owner) if session else []
    return show(
        pages,
        request,
        "wizard/new_client.html",
        title=purpose.title,
        lead=purpose.lead,
        form=form,
        resumed=resumed,
        action=f"{HOME}new/{quote(name)}",
        companies=[(one.id, one.name) for one in fitting] if len(fitting) > 1 else [],
        flow="create" if purpose.kind is ClientKind.DEDICATED else "register",
        refusals=refusals,
    )


def _misfit(
    request: PageRequest, pages: Pages, session: Session, purpose: Purpose
) -> Response[Any]:
    organization = session.user.organization
    return show(
        pages,
        request,
        "wizard/misfit.html",
        title=N_("This choice is for somebody else"),
        wanted=ORGANIZATION_KINDS[purpose.owner],
        kind=ORGANIZATION_KINDS[organization.kind],
        organization=organization.name,
        email=session.user.email,
        for_sellers=purpose.owner is OrganizationKind.SELLER,
        link=pages.public_url + request.url.path,
    )


CREATE_ROUTES = (
    shared_credentials,
    new_client,
    create_new_client,
    secret_page,
    secret_saved,
    client_ready,
)
