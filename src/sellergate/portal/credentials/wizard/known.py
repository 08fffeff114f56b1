"""The first step with a client that exists: pick it in the list, or type its clientId."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from litestar import Response, get, post
from litestar.params import FromPath

from sellergate.access.clients import store as clients
from sellergate.access.clients.errors import NoSuchClient
from sellergate.access.clients.models import Client, ClientState
from sellergate.access.clients.service import get_client_to_delegate
from sellergate.access.context import ClientUid
from sellergate.access.listings import store as listings
from sellergate.access.listings.models import Listing
from sellergate.kit.errors import NotFound, Refusal
from sellergate.kit.marks import N_
from sellergate.portal.credentials.cards import logo_path
from sellergate.portal.credentials.view import HOME, show
from sellergate.portal.credentials.wizard.forms import (
    KnownClientForm,
    PickedClientForm,
    read_known_client,
    read_picked_client,
)
from sellergate.web.browser import PageRequest
from sellergate.web.injected import Access, Pages
from sellergate.web.pages import read_form


class TermsMissing(Refusal):
    """The box is not ticked."""

    message = N_("Accept the terms and conditions to go on.")
    field = "terms"


class NobodyPicked(Refusal):
    """Nothing of the list, or what is no longer on it."""

    message = N_("Choose your aggregator in the list.")
    field = "client_uid"


@dataclass(frozen=True, slots=True)
class KnownPage:
    """The words of the page where a clientId is typed."""

    title: str
    lead: str
    label: str
    button: str


KNOWN_PAGES: Final[dict[str, KnownPage]] = {
    "aggregator": KnownPage(
        N_("I know my aggregator's clientId"),
        N_("Type the clientId that your aggregator gave you. You find it in its help pages."),
        N_("clientId of your aggregator"),
        N_("Confirm my aggregator clientId"),
    ),
    "partner": KnownPage(
        N_("I know my partner's clientId"),
        N_("Type the clientId that your integration partner gave you."),
        N_("clientId of your partner"),
        N_("Confirm my partner clientId"),
    ),
}


@get("/aggregators")
async def aggregator_list(request: PageRequest, access: Access, pages: Pages) -> Response[Any]:
    """The aggregators that the operator approved; `q` filters by name where no script does."""
    search = request.query_params.get("q", "").strip()[:60]
    return await _list_page(request, access, pages, search=search, form=PickedClientForm())


@post("/aggregators")
async def pick_aggregator(request: PageRequest, access: Access, pages: Pages) -> Response[Any]:
    """Go on with the picked one."""
    form = read_picked_client(await read_form(request))
    refusals: list[Refusal] = []
    client = await access.db.read(clients.find_client, ClientUid(form.client_uid))
    if client is None or client.state is not ClientState.ACTIVE:
        refusals.append(NobodyPicked())
    if not form.terms:
        refusals.append(TermsMissing())
    if client is None or refusals:
        return await _list_page(request, access, pages, search="", form=form, refusals=refusals)
    return pages.redirect(_grant_path(client, "aggregator"))


@get("/known/{expected:str}")
async def known_client(
    request: PageRequest, pages: Pages, expected: FromPath[str]
) -> Response[Any]:
    """Type a clientId; `client_id` in the address fills it in."""
    given = request.query_params.get("client_id", "").strip()[:80]
    return _known_page(request, pages, expected, form=KnownClientForm(client_id=given))


@post("/known/{expected:str}")
async def confirm_known_client(
    request: PageRequest, access: Access, pages: Pages, expected: FromPath[str]
) -> Response[Any]:
    """Go on with the client of this name."""
    form = read_known_client(await read_form(request))
    refusals: list[Refusal] = []
    client = None
    try:
        client = await _client_typed(access, form)
    except Refusal as refusal:
        refusals.append(refusal)
    if not form.terms:
        refusals.append(TermsMissing())
    if client is None or refusals:
        return _known_page(request, pages, expected, form=form, refusals=refusals)
    return pages.redirect(_grant_path(client, expected))


async def _client_typed(access: Access, form: KnownClientForm) -> Client:
    if not form.client_id:
        raise NoSuchClient(N_("Enter the clientId."))
    return await access.db.read(get_client_to_delegate, form.client_id)


async def _list_page(
    request: PageRequest,
    access: Access,
    pages: Pages,
    *,
    search: str,
    form: PickedClientForm,
    refusals: Sequence[Refusal] = (),
) -> Response[Any]:
    found = await access.db.read(listings.approved_listings, search=search)
    return show(
        pages,
        request,
        "wizard/aggregators.html",
        title=N_("My aggregator only requests my SellerId"),
        options=[_option(listing) for listing in found],
        search=search,
        form=form,
        refusals=refusals,
    )


def _option(listing: Listing) -> dict[str, str]:
    return {
        "value": listing.client_uid,
        "title": listing.name,
        "text": listing.description,
        "logo": logo_path(listing.client_uid),
    }


def _known_page(
    request: PageRequest,
    pages: Pages,
    expected: str,
    *,
    form: KnownClientForm,
    refusals: Sequence[Refusal] = (),
) -> Response[Any]:
    words = KNOWN_PAGES.get(expected)
    if words is None:
        raise NotFound(N_("There is no such page. Start again from API credentials."))
    return show(
        pages,
        request,
        "wizard/known.html",
        title=words.title,
        words_of_page=words,
        action=f"{HOME}known/{expected}",
        form=form,
        refusals=refusals,
    )


def _grant_path(client: Client, expected: str) -> str:
    return f"{HOME}grant/{quote(client.uid)}?terms=1&expected={quote(expected)}"


KNOWN_ROUTES = (aggregator_list, pick_aggregator, known_client, confirm_known_client)
