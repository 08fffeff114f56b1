"""The operator's first page: how many of what, what waits, what happened last."""

from typing import Any, Final

from litestar import Response, get

from sellergate.access.audit import store as audit
from sellergate.access.clients import store as clients
from sellergate.access.listings import store as listings
from sellergate.access.listings.models import ListingState
from sellergate.access.sellers import store as sellers
from sellergate.kit.marks import N_
from sellergate.market.fulfillment.overview import count_waiting
from sellergate.portal.operator.activity import row_of
from sellergate.portal.operator.frame import HOME, AtDesk

ENDING_SHOWN: Final = 10


@get(HOME)
async def overview_page(desk: AtDesk) -> Response[Any]:
    """Numbers, requests that wait, the latest acts."""
    db, now = desk.db, desk.access.clock()
    events = await db.read(audit.page_of_events, organization_ids=None, limit=8)
    return desk.show(
        "overview.html",
        title=N_("Operator"),
        here=HOME,
        greeting=desk.session.user.name,
        sellers=await db.read(sellers.count_sellers),
        clients=await db.read(clients.count_clients),
        listed=await db.read(listings.count_listings, ListingState.APPROVED),
        warehouses=await db.read(count_waiting),
        waiting=await db.read(listings.listings_in, ListingState.REQUESTED),
        ending=await db.read(
            clients.secrets_to_watch,
            now=now,
            ending_before=now + desk.access.policy.secret_warning,
            limit=ENDING_SHOWN,
        ),
        events=[row_of(event) for event in events],
    )
