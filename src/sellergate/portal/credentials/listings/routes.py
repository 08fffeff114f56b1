"""Be listed: the request, its state, and the operator's reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from litestar import Response, get, post

from sellergate.access.accounts.models import Session
from sellergate.access.clients import store as clients
from sellergate.access.clients.models import Client, ClientKind
from sellergate.access.listings import store as listings
from sellergate.access.listings.models import Listing, ListingState
from sellergate.access.listings.service import request_listing
from sellergate.kit.errors import Refusal
from sellergate.kit.marks import N_
from sellergate.portal.credentials.cards import logo_path
from sellergate.portal.credentials.listings.forms import ListingForm, read_listing
from sellergate.portal.credentials.view import HOME, organization_ids, show
from sellergate.web.browser import PageRequest, act_of, require_user
from sellergate.web.injected import Access, Pages
from sellergate.web.pages import read_form

LISTING: Final = f"{HOME}listing/"

_BADGES: Final = {
    ListingState.REQUESTED: "pending",
    ListingState.APPROVED: "approved",
    ListingState.DENIED: "denied",
}


@dataclass(frozen=True, slots=True)
class ListingCard:
    """A listing as its owner sees it."""

    client_id: str
    name: str
    description: str
    logo: str
    status: str
    reason: str
    requested_at: Any
    decided_at: Any


@get("/listing")
async def listing_page(request: PageRequest, access: Access, pages: Pages) -> Response[Any]:
    """My listings, and the form to ask for one."""
    session = require_user(request)
    return await _page(request, access, pages, session)


@post("/listing")
async def ask(request: PageRequest, access: Access, pages: Pages) -> Response[Any]:
    """Ask to be listed, or ask again."""
    session = require_user(request, back=LISTING)
    form = await read_listing(await read_form(request))
    kept = await access.db.read(listings.find_logo, form.client_uid) if not form.logo else None
    try:
        # The kept logo is read for whoever asks, and only written when the client is the asker's own.
        listing = await access.db.write(
            request_listing,
            act_of(access, session),
            client_uid=form.client_uid,
            name=form.name,
            description=form.description,
            logo=kept.content if kept else form.logo,
        )
    except Refusal as refusal:
        return await _page(request, access, pages, session, form=form, refusals=[refusal])
    return pages.redirect(
        LISTING,
        flash=N_("Asked. The marketplace operator now looks at {name}."),
        name=listing.name,
    )


async def _page(
    request: PageRequest,
    access: Access,
    pages: Pages,
    session: Session,
    *,
    form: ListingForm | None = None,
    refusals: Sequence[Refusal] = (),
) -> Response[Any]:
    mine = organization_ids(session)
    own = await access.db.read(clients.clients_of, mine)
    listable = [client for client in own if client.kind is ClientKind.AGGREGATOR]
    asked = await access.db.read(listings.listings_of, mine)
    return show(
        pages,
        request,
        "listings/page.html",
        title=N_("Be listed"),
        here=LISTING,
        listings=[_card(listing) for listing in asked],
        listable=[(client.uid, client.client_id) for client in listable],
        form=form or _first_form(listable, asked),
        has_logo=bool(asked),
        refusals=refusals,
    )


def _first_form(listable: list[Client], asked: list[Listing]) -> ListingForm | None:
    """What was asked before, to change it; else an empty request for the first clientId."""
    if asked:
        latest = max(asked, key=lambda listing: listing.requested_at)
        return ListingForm(latest.client_uid, latest.name, latest.description)
    return ListingForm(listable[0].uid) if listable else None


def _card(listing: Listing) -> ListingCard:
    return ListingCard(
        client_id=listing.client_id,
        name=listing.name,
        description=listing.description,
        logo=logo_path(listing.client_uid),
        status=_BADGES[listing.state],
        reason=listing.reason or "",
        requested_at=listing.requested_at,
        decided_at=listing.decided_at,
    )


LISTING_ROUTES = (listing_page, ask)
