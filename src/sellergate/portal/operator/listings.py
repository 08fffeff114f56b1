"""Aggregators who ask to be on the list that sellers pick from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from sellergate.access.context import ClientUid
from sellergate.access.listings import store as listings
from sellergate.access.listings.errors import NoSuchListing, ReasonMissing
from sellergate.access.listings.models import Listing, ListingState
from sellergate.access.listings.service import approve_listing, deny_listing
from sellergate.kit.marks import N_
from sellergate.portal.forms import NO_PROBLEMS, FormProblems
from sellergate.portal.operator.frame import CLIENTS, LISTINGS, AtDesk
from sellergate.web.pages import field, read_form

STATES: Final = {
    ListingState.REQUESTED: ("pending", N_("Waiting"), N_("No request waits for you.")),
    ListingState.APPROVED: ("approved", N_("Listed"), N_("Nobody is listed yet.")),
    ListingState.DENIED: ("denied", N_("Denied"), N_("No request was denied.")),
}


@dataclass(frozen=True, slots=True)
class ListingCard:
    """A request as the operator judges it."""

    name: str
    description: str
    owner_name: str
    client_id: str
    client_href: str
    logo: str
    status: str
    reason: str
    requested_at: datetime
    decided_at: datetime | None
    approve_href: str
    deny_href: str
    can_approve: bool
    can_deny: bool


@dataclass(frozen=True, slots=True)
class Tab:
    """A state to look at."""

    text: str
    href: str
    count: int
    is_here: bool


@get(LISTINGS)
async def listings_page(desk: AtDesk) -> Response[Any]:
    """The requests in a state, those that wait first of all."""
    asked = desk.request.query_params.get("state", "")
    state = ListingState(asked) if asked in set(ListingState) else ListingState.REQUESTED
    found = await desk.db.read(listings.listings_in, state)
    tabs = [
        Tab(
            text=STATES[each][1],
            href=f"{LISTINGS}?state={each}",
            count=await desk.db.read(listings.count_listings, each),
            is_here=each is state,
        )
        for each in ListingState
    ]
    return desk.show(
        "listings.html",
        title=N_("Listing requests"),
        here=LISTINGS,
        tabs=tabs,
        cards=[_card(listing) for listing in found],
        empty=STATES[state][2],
    )


@post("/operator/listings/{client_uid:str}/approve", status_code=200)
async def approve(desk: AtDesk, client_uid: FromPath[str]) -> Redirect:
    """Put it on the list."""
    act = desk.recent_act(back=LISTINGS)
    listing = await _listing(desk, client_uid)
    await desk.db.write(approve_listing, act, listing.client_uid)
    return desk.pages.redirect(
        LISTINGS, flash=N_("{name} is listed: sellers can pick it now."), name=listing.name
    )


@get("/operator/listings/{client_uid:str}/deny")
async def deny_page(desk: AtDesk, client_uid: FromPath[str]) -> Response[Any]:
    """Ask for the reason."""
    desk.recent_act()
    return _deny_page(desk, await _listing(desk, client_uid))


@post("/operator/listings/{client_uid:str}/deny", status_code=200)
async def deny(desk: AtDesk, client_uid: FromPath[str]) -> Response[Any]:
    """Keep it off the list, or take it off, and say why."""
    act = desk.recent_act()
    listing = await _listing(desk, client_uid)
    reason = field(await read_form(desk.request), "reason")
    try:
        await desk.db.write(deny_listing, act, listing.client_uid, reason=reason)
    except ReasonMissing as refusal:
        problems = desk.problems_of(refusal)
        return _deny_page(desk, listing, reason=reason, problems=problems)
    return desk.pages.redirect(
        LISTINGS, flash=N_("{name} is not listed. Its owner reads your reason."), name=listing.name
    )


async def _listing(desk: AtDesk, client_uid: str) -> Listing:
    listing = await desk.db.read(listings.find_listing, ClientUid(client_uid))
    if listing is None:
        raise NoSuchListing
    return listing


def _deny_page(
    desk: AtDesk,
    listing: Listing,
    *,
    reason: str = "",
    problems: FormProblems = NO_PROBLEMS,
) -> Response[Any]:
    return desk.show(
        "deny.html",
        title=N_("Deny a listing"),
        here=LISTINGS,
        card=_card(listing),
        reason=reason,
        problems=problems,
        status=422 if problems else 200,
    )


def _card(listing: Listing) -> ListingCard:
    uid = listing.client_uid
    return ListingCard(
        name=listing.name,
        description=listing.description,
        owner_name=listing.owner_name,
        client_id=listing.client_id,
        client_href=f"{CLIENTS}{uid}",
        logo=f"/api-credentials/logos/{uid}",
        status=STATES[listing.state][0],
        reason=listing.reason or "",
        requested_at=listing.requested_at,
        decided_at=listing.decided_at,
        approve_href=f"{LISTINGS}{uid}/approve",
        deny_href=f"{LISTINGS}{uid}/deny",
        can_approve=listing.state is not ListingState.APPROVED,
        can_deny=listing.state is not ListingState.DENIED,
    )
