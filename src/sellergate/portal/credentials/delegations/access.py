"""Who has access: the clients that may act for my seller accounts, and taking it back in one click."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath

from sellergate.access.accounts.models import OrganizationKind, Session
from sellergate.access.context import ClientUid, SellerId
from sellergate.access.delegations import store as delegations
from sellergate.access.delegations.errors import NoSuchDelegation
from sellergate.access.delegations.models import Delegation, DelegationRequest, DelegationState
from sellergate.access.delegations.service import grant_delegation, revoke_delegation
from sellergate.access.listings import store as listings
from sellergate.access.listings.models import Listing
from sellergate.access.scopes import Perimeter
from sellergate.access.sellers import store as sellers
from sellergate.access.sellers.service import get_own_seller, parse_seller_id
from sellergate.kit.errors import Refusal
from sellergate.kit.marks import N_
from sellergate.portal.credentials.delegations.forms import (
    LimitsForm,
    form_of,
    parse_limits,
    read_limits,
)
from sellergate.portal.credentials.delegations.views import AccessRow, access_row
from sellergate.portal.credentials.view import HOME, organizations_of_kind, show
from sellergate.portal.credentials.words import PERIMETERS
from sellergate.web.browser import PageRequest, act_of, require_recent_login, require_user
from sellergate.web.injected import Access, Pages
from sellergate.web.pages import read_form

ACCESS: Final = f"{HOME}access/"
CHART_DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class SellerAccess:
    """Who has access to one seller account, and who had."""

    seller_id: SellerId
    shop_name: str
    present: list[AccessRow]
    former: list[AccessRow]


@get("/access")
async def access_list(request: PageRequest, access: Access, pages: Pages) -> Response[Any]:
    """Per seller account: who, what, since when, last call."""
    session = require_user(request)
    now = access.clock()
    organizations = organizations_of_kind(session.user, OrganizationKind.SELLER)
    own = await access.db.read(sellers.sellers_of, [one.id for one in organizations])
    listed = await _listed(access)
    accounts = []
    for seller in own:
        found = await access.db.read(delegations.delegations_of_seller, seller.seller_id, now=now)
        active = [d for d in found if d.state(now) is DelegationState.ACTIVE]
        over = [d for d in found if d.state(now) is not DelegationState.ACTIVE]
        accounts.append(
            SellerAccess(
                seller.seller_id,
                seller.shop_name,
                [access_row(d, now, listed) for d in active],
                [access_row(d, now, listed) for d in over],
            )
        )
    return show(
        pages,
        request,
        "delegations/access.html",
        title=N_("Who has access"),
        here=ACCESS,
        accounts=accounts,
    )


@get("/access/{seller_id:str}/{uid:str}")
async def access_page(
    request: PageRequest, access: Access, pages: Pages, seller_id: FromPath[str], uid: FromPath[str]
) -> Response[Any]:
    """One access: its calls, and what it may do."""
    session = require_user(request)
    delegation = await _own_delegation(access, session, seller_id, uid)
    fields = FormMultiDict(request.query_params.multi_items())
    form = read_limits(fields) if "extent" in fields else form_of(delegation)
    return await _access_page(request, access, pages, delegation, form=form)


@post("/access/{seller_id:str}/{uid:str}")
async def change_access(
    request: PageRequest, access: Access, pages: Pages, seller_id: FromPath[str], uid: FromPath[str]
) -> Response[Any]:
    """Set anew what it may do."""
    form = read_limits(await read_form(request))
    back = f"{ACCESS}{parse_seller_id(seller_id)}/{uid}?{form.as_query()}"
    session = require_recent_login(request, access, back=back)
    delegation = await _own_delegation(access, session, seller_id, uid)
    try:
        limits = parse_limits(form)
        wanted = DelegationRequest(
            delegation.client_uid, delegation.seller_id, limits.rights, limits.expires_at
        )
        await access.db.write(grant_delegation, act_of(access, session), wanted)
    except Refusal as refusal:
        return await _access_page(request, access, pages, delegation, form=form, refusals=[refusal])
    return pages.redirect(
        ACCESS,
        flash=N_("Saved. What {client_id} may do for {shop} holds from its next call on."),
        client_id=delegation.client_id,
        shop=delegation.shop_name,
    )


@post("/access/{seller_id:str}/{uid:str}/revoke")
async def revoke_access(
    request: PageRequest, access: Access, pages: Pages, seller_id: FromPath[str], uid: FromPath[str]
) -> Response[Any]:
    """Take access back, at once."""
    session = require_user(request, back=ACCESS)
    delegation = await _own_delegation(access, session, seller_id, uid)
    await access.db.write(
        revoke_delegation,
        act_of(access, session),
        seller_id=delegation.seller_id,
        client_uid=delegation.client_uid,
    )
    return pages.redirect(
        ACCESS,
        flash=N_(
            "{client_id} no longer has access to {shop}: its next call is refused. "
            "To give it back, look under “Former accesses”."
        ),
        client_id=delegation.client_id,
        shop=delegation.shop_name,
    )


async def _own_delegation(access: Access, session: Session, seller_id: str, uid: str) -> Delegation:
    act = act_of(access, session)
    seller = await access.db.read(get_own_seller, act, parse_seller_id(seller_id))
    found = await access.db.read(
        delegations.find_delegation, seller.seller_id, ClientUid(uid), now=act.now
    )
    if found is None:
        raise NoSuchDelegation
    return found


async def _listed(access: Access) -> dict[ClientUid, Listing]:
    return {one.client_uid: one for one in await access.db.read(listings.approved_listings)}


async def _access_page(
    request: PageRequest,
    access: Access,
    pages: Pages,
    delegation: Delegation,
    *,
    form: LimitsForm,
    refusals: Sequence[Refusal] = (),
) -> Response[Any]:
    now = access.clock()
    days = [now.date() - timedelta(days=back) for back in reversed(range(CHART_DAYS))]
    calls = await access.db.read(
        delegations.calls_by_day, delegation.seller_id, delegation.client_uid, since=days[0]
    )
    row = access_row(delegation, now, await _listed(access))
    return show(
        pages,
        request,
        "delegations/one.html",
        title=pages.text(
            request,
            N_("What {name} may do for {shop}"),
            name=row.name,
            shop=delegation.shop_name,
        ),
        here=ACCESS,
        row=row,
        seller_id=delegation.seller_id,
        shop_name=delegation.shop_name,
        is_active=delegation.state(now) is DelegationState.ACTIVE,
        days=[(day, calls.get(day, 0)) for day in days],
        form=form,
        perimeters=[(p.value, *PERIMETERS[p]) for p in Perimeter],
        refusals=refusals,
    )


ACCESS_ROUTES = (access_list, access_page, change_access, revoke_access)
