"""Seller accounts: find them, see who may act for them, suspend and resume them."""

from dataclasses import dataclass
from typing import Any, Final

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from sellergate.access.accounts import store as accounts
from sellergate.access.context import SellerId
from sellergate.access.delegations import store as delegations
from sellergate.access.delegations.models import DelegationState
from sellergate.access.sellers import store as sellers
from sellergate.access.sellers.errors import NoSuchSeller
from sellergate.access.sellers.models import TEST_SELLER_ID, Seller, SellerState
from sellergate.access.sellers.service import change_state
from sellergate.kit.marks import N_
from sellergate.portal.operator.frame import (
    CLIENTS,
    PAGE_SIZE,
    SELLERS,
    AtDesk,
    cut_page,
    number_of,
    search_of,
)

STATUSES: Final = {
    SellerState.ACTIVATED: ("active", N_("Active")),
    SellerState.DEACTIVATED: ("suspended", N_("Suspended")),
    SellerState.PUT_ON_NOTICE: ("limited", N_("Put on notice")),
}


@dataclass(frozen=True, slots=True)
class SellerRow:
    """A seller account as the operator sees it."""

    seller_id: int
    shop_name: str
    email: str
    login: str
    status: str
    status_text: str
    href: str
    is_suspended: bool
    is_test_seller: bool


@get(SELLERS)
async def sellers_page(desk: AtDesk) -> Response[Any]:
    """Seller accounts by number; searched by part of the shop's name, or by number."""
    after = number_of(desk.request.query_params.get("after"))
    search = search_of(desk.request)
    found = await desk.db.read(
        sellers.page_of_sellers,
        after=None if after is None else SellerId(after),
        search=search,
        limit=PAGE_SIZE + 1,
    )
    return desk.show(
        "sellers.html",
        title=N_("Sellers"),
        here=SELLERS,
        search=search,
        page_of=cut_page(
            SELLERS,
            [_row(seller) for seller in found],
            after=str(after or ""),
            next_after=[str(seller.seller_id) for seller in found],
            search=search,
        ),
    )


@get("/operator/sellers/{seller_id:str}")
async def seller_page(desk: AtDesk, seller_id: FromPath[str]) -> Response[Any]:
    """One seller account and the clients that may act for it."""
    seller = await _seller(desk, seller_id)
    now = desk.access.clock()
    found = await desk.db.read(delegations.delegations_of_seller, seller.seller_id, now=now)
    organization = (
        await desk.db.read(accounts.find_organization, seller.organization_id)
        if seller.organization_id
        else None
    )
    return desk.show(
        "seller.html",
        title=N_("Seller"),
        here=SELLERS,
        seller=_row(seller),
        organization_name=organization.name if organization else "",
        clients_path=CLIENTS,
        delegations=[each for each in found if each.state(now) is DelegationState.ACTIVE],
    )


@get("/operator/sellers/{seller_id:str}/suspend")
async def suspend_page(desk: AtDesk, seller_id: FromPath[str]) -> Response[Any]:
    """Ask before every call for a seller is refused."""
    desk.recent_act()
    seller = await _seller(desk, seller_id)
    return desk.show(
        "suspend.html",
        title=N_("Suspend a seller"),
        here=SELLERS,
        seller=_row(seller),
    )


@post("/operator/sellers/{seller_id:str}/suspend", status_code=200)
async def suspend(desk: AtDesk, seller_id: FromPath[str]) -> Redirect:
    """Refuse every call for a seller, from now on."""
    act = desk.recent_act()
    seller = await _seller(desk, seller_id)
    await desk.db.write(change_state, act, seller.seller_id, SellerState.DEACTIVATED)
    return desk.pages.redirect(
        _row(seller).href,
        flash=N_("{shop} is suspended. The very next call for it is refused."),
        shop=seller.shop_name,
    )


@post("/operator/sellers/{seller_id:str}/resume", status_code=200)
async def resume(desk: AtDesk, seller_id: FromPath[str]) -> Redirect:
    """Let calls for a seller pass again."""
    seller = await _seller(desk, seller_id)
    act = desk.recent_act(back=_row(seller).href)
    await desk.db.write(change_state, act, seller.seller_id, SellerState.ACTIVATED)
    return desk.pages.redirect(
        _row(seller).href,
        flash=N_("{shop} is active again. Its clients can call as before."),
        shop=seller.shop_name,
    )


async def _seller(desk: AtDesk, text: str) -> Seller:
    number = number_of(text)
    seller = await desk.db.read(sellers.find_seller, SellerId(number)) if number else None
    if seller is None:
        raise NoSuchSeller(N_("There is no seller {seller_id}."), seller_id=text[:20])
    return seller


def _row(seller: Seller) -> SellerRow:
    status, status_text = STATUSES[seller.state]
    return SellerRow(
        seller_id=seller.seller_id,
        shop_name=seller.shop_name,
        email=seller.email,
        login=seller.login,
        status=status,
        status_text=status_text,
        href=f"{SELLERS}{seller.seller_id}",
        is_suspended=seller.state is SellerState.DEACTIVATED,
        is_test_seller=seller.seller_id == TEST_SELLER_ID,
    )
