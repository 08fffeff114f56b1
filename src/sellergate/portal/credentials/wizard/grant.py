"""Seller authentication and confirmation: who gets access, to which seller account, within which limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath

from sellergate.access.accounts.models import OrganizationKind, Role, Session
from sellergate.access.clients import store as clients
from sellergate.access.clients.errors import ClientDisabled, NoSuchClient
from sellergate.access.clients.models import Client, ClientKind, ClientState
from sellergate.access.context import ClientUid, SellerId
from sellergate.access.delegations import store as delegations
from sellergate.access.delegations.errors import NoSuchDelegation
from sellergate.access.delegations.models import Delegation, DelegationRequest, DelegationState
from sellergate.access.delegations.service import grant_delegation
from sellergate.access.scopes import Perimeter
from sellergate.access.sellers import store as sellers
from sellergate.access.sellers.models import Seller, SellerState
from sellergate.access.sellers.service import get_own_seller, parse_seller_id
from sellergate.kit.errors import Refusal
from sellergate.kit.marks import N_
from sellergate.portal.credentials.cards import card_of
from sellergate.portal.credentials.delegations.forms import (
    Limits,
    LimitsForm,
    form_of,
    parse_limits,
    read_limits,
)
from sellergate.portal.credentials.view import HOME, organizations_of_kind, show
from sellergate.portal.credentials.wizard.forms import is_ticked
from sellergate.portal.credentials.wizard.known import TermsMissing
from sellergate.portal.credentials.words import PERIMETERS, words_of
from sellergate.web.browser import PageRequest, act_of, require_recent_login, require_user
from sellergate.web.injected import Access, Pages
from sellergate.web.pages import field, read_form

_EXPECTED_KIND: Final = {
    "aggregator": ClientKind.AGGREGATOR,
    "partner": ClientKind.PARTNER,
}


@dataclass(frozen=True, slots=True)
class SellerOption:
    """A seller account to choose."""

    href: str
    title: str
    text: str


@get("/grant/{uid:str}")
async def who_asks(
    request: PageRequest, access: Access, pages: Pages, uid: FromPath[str]
) -> Response[Any]:
    """Say in plain words who would get access. A client may send this address to its sellers."""
    client = await _client(access, uid)
    return await _who_page(request, access, pages, client)


@get("/grant/{uid:str}/seller")
async def choose_seller(
    request: PageRequest, access: Access, pages: Pages, uid: FromPath[str]
) -> Response[Any]:
    """Once signed in: which seller account, within which limits."""
    client = await _client(access, uid)
    fields = FormMultiDict(request.query_params.multi_items())
    if field(fields, "terms") != "1":
        return await _who_page(request, access, pages, client, refusals=[TermsMissing()])
    session = require_recent_login(request, access)
    own = await _own_sellers(access, session)
    if not own:
        return _not_a_seller(request, pages, session)
    purpose = field(fields, "for")
    wanted = field(fields, "seller_id")
    seller = own[0] if len(own) == 1 else next((s for s in own if str(s.seller_id) == wanted), None)
    if seller is None:
        return await _which_seller(request, access, pages, client, own, session, purpose)
    limits = read_limits(fields) if "extent" in fields else None
    return await _consent_page(
        request, access, pages, session, client, seller, purpose=purpose, limits=limits
    )


@post("/grant/{uid:str}/seller")
async def give_access(
    request: PageRequest, access: Access, pages: Pages, uid: FromPath[str]
) -> Response[Any]:
    """Give access, or change what is given."""
    client = await _client(access, uid)
    form = await read_form(request)
    limits_form = read_limits(form)
    purpose = field(form, "for")
    seller_id = parse_seller_id(field(form, "seller_id"))
    back = (
        f"{HOME}grant/{quote(client.uid)}/seller?terms=1&seller_id={seller_id}"
        f"&for={quote(purpose)}&{limits_form.as_query()}"
    )
    session = require_recent_login(request, access, back=back)
    act = act_of(access, session)
    seller = await access.db.read(get_own_seller, act, seller_id)
    try:
        if not is_ticked(form, "terms"):
            raise TermsMissing
        limits = parse_limits(limits_form)
        await _grant(access, session, client, seller_id, limits)
    except Refusal as refusal:
        return await _consent_page(
            request,
            access,
            pages,
            session,
            client,
            seller,
            purpose=purpose,
            limits=limits_form,
            refusals=[refusal],
        )
    return pages.redirect(
        f"{HOME}grant/{quote(client.uid)}/done?seller_id={seller_id}&for={quote(purpose)}"
    )


@get("/grant/{uid:str}/done")
async def access_given(
    request: PageRequest, access: Access, pages: Pages, uid: FromPath[str]
) -> Response[Any]:
    """The SellerId, who got what, and what to do next."""
    session = require_user(request)
    seller_id = parse_seller_id(request.query_params.get("seller_id", ""))
    act = act_of(access, session)
    seller = await access.db.read(get_own_seller, act, seller_id)
    delegation = await access.db.read(
        delegations.find_delegation, seller_id, ClientUid(uid), now=act.now
    )
    client = await access.db.read(clients.find_client, ClientUid(uid))
    if (
        client is None
        or delegation is None
        or delegation.state(act.now) is not DelegationState.ACTIVE
    ):
        raise NoSuchDelegation
    is_own = act.actor.may_act_for(client.organization_id) and client.kind is ClientKind.DEDICATED
    secrets = await access.db.read(clients.secrets_of, client.uid) if is_own else []
    return show(
        pages,
        request,
        "wizard/done.html",
        title=N_("Access is given"),
        card=await card_of(access, client),
        seller=seller,
        rights=words_of(delegation.rights),
        expires_at=delegation.expires_at,
        is_own=is_own,
        hint=secrets[0].hint if secrets else "",
        purpose=request.query_params.get("for", ""),
        flow="create" if is_own else "grant",
    )


async def _client(access: Access, uid: str) -> Client:
    client = await access.db.read(clients.find_client, ClientUid(uid))
    if client is None:
        raise NoSuchClient(
            N_("This link leads to a clientId that does not exist. Ask for a new link.")
        )
    if client.state is ClientState.DISABLED:
        raise ClientDisabled(client_id=client.client_id)
    return client


async def _own_sellers(access: Access, session: Session) -> list[Seller]:
    organizations = organizations_of_kind(session.user, OrganizationKind.SELLER)
    return await access.db.read(sellers.sellers_of, [one.id for one in organizations])


async def _grant(
    access: Access, session: Session, client: Client, seller_id: SellerId, limits: Limits
) -> None:
    act = act_of(access, session)
    present = await access.db.read(delegations.find_delegation, seller_id, client.uid, now=act.now)
    if present and present.state(act.now) is DelegationState.ACTIVE:
        same = present.rights == limits.rights and present.expires_at == limits.expires_at
        if same:  # sent twice: there is nothing to write, and nothing to tell the audit trail
            return
    wanted = DelegationRequest(client.uid, seller_id, limits.rights, limits.expires_at)
    await access.db.write(grant_delegation, act, wanted)


async def _who_page(
    request: PageRequest,
    access: Access,
    pages: Pages,
    client: Client,
    *,
    refusals: Sequence[Refusal] = (),
) -> Response[Any]:
    card = await card_of(access, client)
    fields = request.query_params
    expected = _EXPECTED_KIND.get(fields.get("expected", ""), card.kind)
    return show(
        pages,
        request,
        "wizard/who.html",
        title=pages.text(request, N_("Give {name} access to your seller account?"), name=card.name),
        card=card,
        unexpected=card.kind is not expected and card.kind is not ClientKind.DEDICATED,
        is_dedicated=card.kind is ClientKind.DEDICATED,
        terms=fields.get("terms") == "1",
        purpose=fields.get("for", ""),
        action=f"{HOME}grant/{quote(client.uid)}/seller",
        flow="grant",
        refusals=refusals,
    )


async def _which_seller(
    request: PageRequest,
    access: Access,
    pages: Pages,
    client: Client,
    own: list[Seller],
    session: Session,
    purpose: str,
) -> Response[Any]:
    now = access.clock()
    options = []
    for seller in own:
        present = await access.db.read(
            delegations.find_delegation, seller.seller_id, client.uid, now=now
        )
        given = present is not None and present.state(now) is DelegationState.ACTIVE
        text = (
            N_("SellerId {seller_id}, has access already") if given else N_("SellerId {seller_id}")
        )
        options.append(
            SellerOption(
                href=(
                    f"{HOME}grant/{quote(client.uid)}/seller?terms=1&for={quote(purpose)}"
                    f"&seller_id={seller.seller_id}"
                ),
                title=seller.shop_name,
                text=pages.text(request, text, seller_id=seller.seller_id),
            )
        )
    return show(
        pages,
        request,
        "wizard/which_seller.html",
        title=N_("Which seller account?"),
        card=await card_of(access, client),
        options=options,
        flow=_flow_of(client, session),
    )


async def _consent_page(
    request: PageRequest,
    access: Access,
    pages: Pages,
    session: Session,
    client: Client,
    seller: Seller,
    *,
    purpose: str,
    limits: LimitsForm | None,
    refusals: Sequence[Refusal] = (),
) -> Response[Any]:
    now = access.clock()
    present = await access.db.read(
        delegations.find_delegation, seller.seller_id, client.uid, now=now
    )
    active = present if present and present.state(now) is DelegationState.ACTIVE else None
    form = limits or (form_of(active) if active else LimitsForm())
    return show(
        pages,
        request,
        "wizard/consent.html",
        title=N_("Confirm the access"),
        card=await card_of(access, client),
        seller=seller,
        email=session.user.email,
        is_sub_account=_is_sub_account(session, seller),
        is_closed=seller.state is SellerState.DEACTIVATED,
        present=_present(active),
        form=form,
        perimeters=[(p.value, *PERIMETERS[p]) for p in Perimeter],
        purpose=purpose,
        action=f"{HOME}grant/{quote(client.uid)}/seller",
        flow=_flow_of(client, session),
        refusals=refusals,
    )


@dataclass(frozen=True, slots=True)
class PresentAccess:
    """An access that is given already."""

    since: Any
    rights: Any


def _present(active: Delegation | None) -> PresentAccess | None:
    return PresentAccess(active.granted_at, words_of(active.rights)) if active else None


def _is_sub_account(session: Session, seller: Seller) -> bool:
    if seller.organization_id is None:
        return False
    return session.user.role_in(seller.organization_id) is Role.SUB


def _flow_of(client: Client, session: Session) -> str:
    own = session.user.as_actor().organization_ids
    return "create" if client.organization_id in own else "grant"


def _not_a_seller(request: PageRequest, pages: Pages, session: Session) -> Response[Any]:
    return show(
        pages,
        request,
        "wizard/not_a_seller.html",
        title=N_("Only the seller can give access"),
        organization=session.user.organization.name,
        email=session.user.email,
        link=pages.public_url + request.url.path.removesuffix("/seller"),
    )


GRANT_ROUTES = (who_asks, choose_seller, give_access, access_given)
