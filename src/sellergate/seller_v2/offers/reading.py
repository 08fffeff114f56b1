"""Routes that read offers (contract/04 §C). Docstrings are the reference's texts."""

from collections.abc import Iterable
from typing import Any, Final

from litestar import get
from litestar.types import Scope as AsgiScope
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.offers.competition import (
    MAIN_CHANNEL,
    Standing,
    rivals_of,
    standing_of,
)
from sellergate.market.offers.identity import parse_offer_id
from sellergate.market.offers.reading import OfferFilter, ReadOffer, page_of_offers, sheets_of
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.bodies import invalid
from sellergate.rest.paging import NEXT_PAGE, next_link, parse_cursor, render_cursor, selected
from sellergate.rest.queries import read_query, texts_of
from sellergate.rest.wire import database_of, header_of, seller_of
from sellergate.seller_v2.offers.reading_schemas import OfferPage, OfferQuery
from sellergate.seller_v2.offers.rendering import Surroundings, rendered

ALWAYS: Final = (
    "offerId",
    "salesChannelId",
    "sellerExternalReference",
    "offerState",
    "createdAt",
    "updatedAt",
)
FEEDBACK: Final = "saleschannelfeedback"
OF_COMPETITION: Final = {"offercompetition", "isbestoffer", "bestoffer", FEEDBACK}
NO_CHANNEL: Final = "is required: name a sales channel of yours, such as CDISFR"


@get(
    "/offers",
    operation_id="listOffers",
    summary="List offers",
    opt={
        "query": OfferQuery,
        "answer": OfferPage,
        "answer_headers": NEXT_PAGE,
    },
)
async def list_offers(scope: AsgiScope) -> JsonAnswer:
    """Return your offers on one sales channel, page by page: follow the `Link` header until there is none.

    Offers come in the order in which they were created, and one that stays is met exactly once, whatever changes
    meanwhile. `updatedAtMin` gives those that changed since you last asked. Name the members that you need in
    `fields`, with dots for members of members, such as `facialPrice.price`; what identifies an offer always comes
    along. `expand=salesChannelFeedback` adds whether buyers see the offer, who has the best offer, and what to mend.
    """
    query = read_query(scope, OfferQuery)
    channel = (query.sales_channel_id or header_of(scope, b"saleschannelid") or "").strip().upper()
    if not channel:
        raise invalid("salesChannelId", NO_CHANNEL)
    seller_id = seller_of(scope).seller_id
    [after] = parse_cursor(query.cursor, int) if query.cursor else (0,)
    fields = {path.casefold().partition(".")[0] for path in query.fields}
    feedback = FEEDBACK in (fields or {name.casefold() for name in query.expand})
    found = await database_of(scope).read(
        _page,
        seller_id,
        channel,
        filter_of(scope, seller_id, channel, query),
        after=after,
        limit=query.limit,
        feedback=feedback and channel == MAIN_CHANNEL,
        competition=not fields or not fields.isdisjoint(OF_COMPETITION),
    )
    offers, around = found
    items: Iterable[Any] = rendered(offers[: query.limit], around)
    items = selected(items, query.fields, ALWAYS) if fields else list(items)
    more = len(offers) > query.limit
    link = _next(scope, channel, offers[query.limit - 1]) if more else None
    return JsonAnswer({"itemsPerPage": len(items), "items": items}, headers=link)


def _next(scope: AsgiScope, channel: str, last: ReadOffer) -> dict[str, str]:
    """The header of a page that another follows. It names the channel, which may have come as a header itself."""
    return next_link(scope, salesChannelId=channel, cursor=render_cursor(last.row))


def filter_of(
    scope: AsgiScope, seller_id: SellerId, channel: str, query: OfferQuery
) -> OfferFilter:
    """What the parameters ask for. Raises `Problem`."""
    named = [parse_offer_id(seller_id, text) for text in query.offer_ids]
    # References may hold commas: what was sent is also taken as one of them.
    whole = texts_of(scope, "sellerExternalReferences")
    return OfferFilter(
        names=[
            (name.product_reference, name.condition)
            for name in named
            if name and name.sales_channel_id == channel
        ]
        if query.offer_ids
        else None,
        gtin_keys=[gtin_key_of(text) for text in query.gtins] or None,
        references=sorted({*query.seller_external_references, *whole}) if whole else None,
        states=query.offer_states,
        updated_from=query.updated_at_min,
    )


def gtin_key_of(text: str) -> str:
    """What products are found by, whichever zeros the GTIN was written with. Raises `Problem`."""
    if not (text.isascii() and text.isdigit() and len(text) <= 14):
        raise invalid("gtins", "must be a list, with commas, of GTINs: 8 to 14 digits each")
    return text.zfill(14)


def _page(
    conn: Connection,
    seller_id: SellerId,
    channel: str,
    wanted: OfferFilter,
    *,
    after: int,
    limit: int,
    feedback: bool,
    competition: bool,
) -> tuple[list[ReadOffer], Surroundings]:
    """One offer more than the page has, and what is around those of the page."""
    offers = page_of_offers(conn, seller_id, channel, wanted, after=after, limit=limit + 1)
    product_ids = {offer.product_id for offer in offers}
    on_sale = {offer.product_id for offer in offers if offer.is_marketable}
    if not offers:
        return offers, Surroundings(seller_id, Standing("", False, None, {}), {}, None)
    return offers, Surroundings(
        seller_id,
        standing_of(conn, seller_id),
        rivals_of(conn, on_sale, [channel]) if competition else {},
        sheets_of(conn, product_ids) if feedback else None,
    )
