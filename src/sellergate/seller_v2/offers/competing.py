"""Competition as the former interface told it (contract/04 §F). Docstrings are the reference's texts."""

from datetime import timedelta
from typing import Final

from litestar import get
from litestar.types import Scope as AsgiScope
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.kit.instants import render_instant
from sellergate.kit.money import render_cents
from sellergate.market.offers.competition import (
    MOST_RIVALS,
    NamedProduct,
    Rival,
    movements,
    products_named,
    rivals_of,
)
from sellergate.market.offers.models import Condition
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.bodies import invalid
from sellergate.rest.paging import NEXT_PAGE, next_link, parse_cursor, render_cursor
from sellergate.rest.queries import read_query
from sellergate.rest.wire import database_of, header_of, now_of, seller_of
from sellergate.seller_v2.offers.competing_schemas import (
    ChangesQuery,
    CompetingChange,
    CompetingChanges,
    CompetingOfferLine,
    CompetingProduct,
    CompetingProducts,
    CompetingQuery,
    ErrorMessage,
    ExecutionResult,
)

CHANGED_WITHIN: Final = timedelta(days=1)
MOST_PRODUCTS: Final = 100  # in one call
LOOKED_AT: Final = 2_500  # offers of the seller in one call

Rivals = dict[tuple[int, str], list[Rival]]


@get(
    "/competing-offers",
    operation_id="listCompetingOffers",
    summary="List competing offers",
    deprecated=True,
    opt={
        "query": CompetingQuery,
        "answer": CompetingProducts,
    },
)
async def list_competing_offers(scope: AsgiScope) -> CompetingProducts:
    """Return the offers that are on sale for products that you offer: the shop, the price, who is best.

    It is kept for clients that use it; `GET /offers` with `expand=salesChannelFeedback` tells more.
    """
    query = read_query(scope, CompetingQuery)
    channel = (query.sales_channel_id or header_of(scope, b"saleschannelid") or "").strip().upper()
    seller_id = seller_of(scope).seller_id
    if len(query.products) > MOST_PRODUCTS:
        raise invalid("products", f"has more than {MOST_PRODUCTS} items: ask in several calls")
    if not query.products:
        return CompetingProducts([])
    products, rivals = await database_of(scope).read(
        _competition, seller_id, query.products, channel
    )
    known = {
        name: product for product in products for name in (product.reference, product.gtin_key)
    }
    return CompetingProducts(
        [
            _told(seller_id, asked, known.get(asked) or known.get(asked.zfill(14)), rivals, channel)
            for asked in dict.fromkeys(query.products)
        ]
    )


@get(
    "/competing-offer-changes",
    operation_id="listCompetingOfferChanges",
    summary="List changes of competing offers",
    deprecated=True,
    opt={
        "query": ChangesQuery,
        "answer": CompetingChanges,
        "answer_headers": NEXT_PAGE,
    },
)
async def list_competing_offer_changes(scope: AsgiScope) -> JsonAnswer:
    """Return your offers for whose products other sellers wrote offers since yesterday, or since `updated_at_min`.

    Each call looks at some thousands of your offers: follow the `Link` header until there is none, also when a page
    is empty. Offers that other sellers removed are not told.
    """
    query = read_query(scope, ChangesQuery)
    after = parse_cursor(query.cursor, str, str) if query.cursor else None
    since = query.updated_at_min or now_of(scope) - CHANGED_WITHIN
    found = await database_of(scope).read(
        movements, seller_of(scope).seller_id, after=after, limit=LOOKED_AT
    )
    items = [
        CompetingChange(
            moved.product_reference,
            moved.gtin,
            moved.sales_channel_id,
            moved.reference,
            render_instant(moved.moved_at),
        )
        for moved in found
        if moved.moved_at is not None and moved.moved_at >= since
    ]
    link = None
    if len(found) == LOOKED_AT:
        last = found[-1]
        link = next_link(scope, cursor=render_cursor(last.sales_channel_id, last.reference))
    return JsonAnswer(CompetingChanges(items), headers=link)


def _competition(
    conn: Connection, seller_id: SellerId, asked: list[str], channel: str
) -> tuple[list[NamedProduct], Rivals]:
    """The products that were meant, and what competes for those that the seller offers."""
    gtin_keys = [text.zfill(14) for text in asked if text.isascii() and text.isdigit()]
    products = products_named(conn, seller_id, asked, gtin_keys)
    offered = [product.id for product in products if product.channels and product.is_marketable]
    channels = {channel} if channel else {c for product in products for c in product.channels}
    return products, rivals_of(conn, offered, channels)


def _told(
    seller_id: SellerId,
    asked: str,
    product: NamedProduct | None,
    rivals: Rivals,
    channel: str,
) -> CompetingProduct:
    if product is None:
        return _refused(asked, ErrorMessage.UNKNOWN_PRODUCT)
    channels = [name for name in product.channels if channel in ("", name)]
    if not channels:
        return _refused(asked, ErrorMessage.UNAUTHORIZED_PRODUCT)
    return CompetingProduct(
        ExecutionResult(success=True, error_message=None),
        asked,
        [
            _line(seller_id, rival, is_best=rank == 0)
            for name in channels
            for rank, rival in enumerate(rivals.get((product.id, name), [])[:MOST_RIVALS])
        ],
    )


def _refused(asked: str, why: ErrorMessage) -> CompetingProduct:
    return CompetingProduct(ExecutionResult(success=False, error_message=why), asked, [])


def _line(seller_id: SellerId, rival: Rival, *, is_best: bool) -> CompetingOfferLine:
    return CompetingOfferLine(
        rival.sales_channel_id,
        rival.shop_name,
        Condition(rival.condition),
        render_cents(rival.price),
        render_cents(rival.delivered_price - rival.price),
        render_cents(rival.delivered_price),
        rival.preparation_time,
        is_best,
        rival.seller_id == seller_id,
    )


COMPETING_ROUTES: Final = (list_competing_offers, list_competing_offer_changes)
