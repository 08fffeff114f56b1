"""The logos of the aggregator list, as files."""

from typing import Any, Final

from litestar import Response, get
from litestar.params import FromPath

from sellergate.access.clients import store as clients
from sellergate.access.context import ClientUid
from sellergate.access.listings import store as listings
from sellergate.access.listings.models import ListingState
from sellergate.kit.errors import NotFound
from sellergate.kit.marks import N_
from sellergate.web.browser import PageRequest, visitor_of
from sellergate.web.injected import Access

# A stranger's bytes on our origin: an image and nothing else, wherever it is opened.
LOGO_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Content-Disposition": "inline",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@get("/logos/{uid:str}")
async def logo_file(request: PageRequest, access: Access, uid: FromPath[str]) -> Response[Any]:
    """An approved logo for everybody; any other for its owner and for operators."""
    client_uid = ClientUid(uid)
    listing = await access.db.read(listings.find_listing, client_uid)
    is_public = listing is not None and listing.state is ListingState.APPROVED
    if listing is None or not (is_public or await _is_own(request, access, client_uid)):
        raise NotFound(N_("There is no such logo."))
    logo = await access.db.read(listings.find_logo, client_uid)
    if logo is None:
        raise NotFound(N_("There is no such logo."))
    cached = "public, max-age=300" if is_public else "private, no-store"
    return Response(
        logo.content,
        media_type=logo.media_type,
        headers={**LOGO_HEADERS, "Cache-Control": cached},
    )


async def _is_own(request: PageRequest, access: Access, client_uid: ClientUid) -> bool:
    session = visitor_of(request).session
    client = await access.db.read(clients.find_client, client_uid)
    if session is None or client is None:
        return False
    return session.user.as_actor().may_act_for(client.organization_id)
