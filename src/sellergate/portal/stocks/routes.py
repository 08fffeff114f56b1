"""The pages of stocks: what the warehouses hold, what comes, leaves and comes back. They only show."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

from litestar import Response, Router, get
from litestar.params import FromPath
from litestar.response import Stream

from sellergate.kit.errors import NotFound
from sellergate.kit.marks import N_
from sellergate.market.fulfillment import overview as shipments
from sellergate.market.fulfillment.inbound.models import REASONS
from sellergate.market.fulfillment.overview import Wanted
from sellergate.market.warehouse import overview as warehouse
from sellergate.market.warehouse.models import Quantity
from sellergate.market.warehouse.overview import Held, WantedStocks
from sellergate.market.warehouse.referencing import shown_gtin
from sellergate.portal.orders.view import address_lines
from sellergate.portal.stocks import words
from sellergate.portal.stocks.causes import cause_of
from sellergate.portal.stocks.notes import note_of
from sellergate.portal.stocks.search import (
    HOME,
    INBOUND,
    MAX_TEXT,
    NAVIGATION,
    OUTBOUND,
    PAGE_SIZE,
    PRODUCTS,
    RETURNS,
    Search,
    ids_of,
    search_of,
)
from sellergate.web.browser import PageRequest, visitor_of
from sellergate.web.formats import format_date
from sellergate.web.injected import Access, Pages

T = TypeVar("T")

DAYS_SHOWN: Final = 30
MOVEMENTS_SHOWN: Final = 25
HELD: Final[Mapping[str, str]] = {
    Held.AVAILABLE.value: N_("Available"),
    Held.NONE.value: N_("None available"),
    Held.ASIDE.value: N_("Some put aside"),
}


class NoSuchThing(NotFound):
    """Unknown, or of a seller whom the reader does not work for."""

    message = N_("There is nothing of the id {id} in your account.")


@get("/")
async def stock_list(request: PageRequest, access: Access, pages: Pages) -> Response[Any]:
    """What the warehouses hold, product by product and country by country."""
    search = await search_of(request, access, HOME, HELD)
    wanted = WantedStocks(
        text=search.text,
        country=search.country or None,
        held=Held(search.status) if search.status else None,
    )
    start = (search.page - 1) * PAGE_SIZE
    found = await access.db.read(
        warehouse.page_of_places, search.seller_ids, wanted, offset=start, limit=PAGE_SIZE + 1
    )
    return _list(
        request,
        pages,
        "stocks/list.html",
        title=N_("Stock"),
        search=search,
        statuses=HELD,
        rows=found[:PAGE_SIZE],
        totals=await access.db.read(warehouse.totals_by_country, search.seller_ids),
        next_href=search.href(page=search.page + 1) if len(found) > PAGE_SIZE else "",
        previous_href=search.href(page=search.page - 1) if search.page > 1 else "",
    )


@get("/stock/{stock_id:str}")
async def stock_page(
    request: PageRequest, access: Access, pages: Pages, stock_id: FromPath[str]
) -> Response[Any]:
    """One stock: where it is, how it went, and everything that moved it."""
    stock = await _own(request, access, warehouse.find_among, stock_id)
    text = request.query_params.get("before", "")
    before = int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None
    moved = await access.db.read(
        warehouse.page_of_movements, stock.row, limit=MOVEMENTS_SHOWN + 1, before=before
    )
    days = await access.db.read(
        warehouse.available_by_day, stock.row, now=access.clock(), days=DAYS_SHOWN
    )
    locale = visitor_of(request).locale
    here = f"{HOME}stock/{stock.stock_id}"
    shown = moved[:MOVEMENTS_SHOWN]
    return _show(
        request,
        pages,
        "stocks/stock.html",
        title=N_("Stock"),
        list_path=HOME,
        stock=stock,
        places=await access.db.read(warehouse.places_of, stock.row),
        days=[(format_date(day, locale=locale), number) for day, number in days],
        movements=[(one, cause_of(one.cause)) for one in shown],
        names=dict(zip(map(str, Quantity), words.QUANTITIES, strict=True)),
        newest_href=here if before is not None else "",
        older_href=f"{here}?before={shown[-1].row}" if len(moved) > MOVEMENTS_SHOWN else "",
    )


@get("/products")
async def product_list(request: PageRequest, access: Access, pages: Pages) -> Response[Any]:
    """What the seller told the warehouses about, and what became of it."""
    search = await search_of(request, access, PRODUCTS, words.PRODUCTS)
    found = await access.db.read(
        shipments.page_of_products, _wanted(search), limit=PAGE_SIZE + 1, before=search.before
    )
    return _list(
        request,
        pages,
        "stocks/products.html",
        title=N_("Referenced products"),
        search=search,
        statuses=_texts(words.PRODUCTS),
        **_turned(search, found),
    )


@get("/inbound")
async def inbound_list(request: PageRequest, access: Access, pages: Pages) -> Response[Any]:
    """Supply orders, the last one announced first."""
    search = await search_of(request, access, INBOUND, words.INBOUNDS)
    found = await access.db.read(
        shipments.page_of_inbounds, _wanted(search), limit=PAGE_SIZE + 1, before=search.before
    )
    return _list(
        request,
        pages,
        "stocks/inbounds.html",
        title=N_("Supply orders"),
        search=search,
        statuses=_texts(words.INBOUNDS),
        reasons=REASONS,
        **_turned(search, found),
    )


@get("/inbound/{inbound_id:str}")
async def inbound_page(
    request: PageRequest, access: Access, pages: Pages, inbound_id: FromPath[str]
) -> Response[Any]:
    """One supply order: what was announced, and what was counted."""
    found = await _own(request, access, shipments.find_inbound, inbound_id)
    return _show(
        request,
        pages,
        "stocks/inbound.html",
        title=N_("Supply order"),
        list_path=INBOUND,
        one=found,
        lines=await access.db.read(shipments.lines_of_inbound, found.row),
        reasons=REASONS,
    )


@get("/inbound/{inbound_id:str}/delivery-note")
async def delivery_note(
    request: PageRequest, access: Access, pages: Pages, inbound_id: FromPath[str]
) -> Stream:
    """What travels with the goods of a supply order that was accepted."""
    found = await _own(request, access, shipments.find_inbound, inbound_id)
    return await note_of(request, access.db, pages, found.seller_id, found.inbound_id)


@get("/outbound")
async def outbound_list(request: PageRequest, access: Access, pages: Pages) -> Response[Any]:
    """Shipping orders, the last one first."""
    search = await search_of(request, access, OUTBOUND, words.OUTBOUNDS)
    found = await access.db.read(
        shipments.page_of_outbounds, _wanted(search), limit=PAGE_SIZE + 1, before=search.before
    )
    return _list(
        request,
        pages,
        "stocks/outbounds.html",
        title=N_("Shipping orders"),
        search=search,
        statuses=_texts(words.OUTBOUNDS),
        **_turned(search, found),
    )


@get("/outbound/{outbound_id:str}")
async def outbound_page(
    request: PageRequest, access: Access, pages: Pages, outbound_id: FromPath[str]
) -> Response[Any]:
    """One shipping order: what leaves, where it goes, with whom."""
    found = await _own(request, access, shipments.find_outbound, outbound_id)
    return _show(
        request,
        pages,
        "stocks/outbound.html",
        title=N_("Shipping order"),
        list_path=OUTBOUND,
        one=found,
        address=address_lines(found.address),
        lines=await access.db.read(shipments.lines_of_outbound, found.row),
        requests=await access.db.read(shipments.cancellations_of, found.row),
        returns=await access.db.read(shipments.returns_of, found.row),
    )


@get("/returns")
async def return_list(request: PageRequest, access: Access, pages: Pages) -> Response[Any]:
    """Returns, the last one first."""
    search = await search_of(request, access, RETURNS, words.RETURNS)
    found = await access.db.read(
        shipments.page_of_returns, _wanted(search), limit=PAGE_SIZE + 1, before=search.before
    )
    return _list(
        request,
        pages,
        "stocks/returns.html",
        title=N_("Returns"),
        search=search,
        statuses=_texts(words.RETURNS),
        **_turned(search, found),
    )


@get("/returns/{return_id:str}")
async def return_page(
    request: PageRequest, access: Access, pages: Pages, return_id: FromPath[str]
) -> Response[Any]:
    """One return: what comes back, and what the warehouse found."""
    found = await _own(request, access, shipments.find_return, return_id)
    return _show(
        request,
        pages,
        "stocks/return.html",
        title=N_("Return"),
        list_path=RETURNS,
        one=found,
        lines=await access.db.read(shipments.lines_of_return, found.row),
    )


def stocks_router() -> Router:
    """Every page below `/stocks`. Its handlers are given `access` and `pages` by name."""
    return Router(
        path="/stocks",
        route_handlers=[
            stock_list,
            stock_page,
            product_list,
            inbound_list,
            inbound_page,
            delivery_note,
            outbound_list,
            outbound_page,
            return_list,
            return_page,
        ],
        include_in_schema=False,
    )


async def _own(
    request: PageRequest,
    access: Access,
    find: Callable[..., T | None],
    thing_id: str,
) -> T:
    """What `find` finds by its id among what the reader may see. Raises `NoSuchThing`."""
    own = await ids_of(request, access)
    found = await access.db.read(find, own, thing_id[:MAX_TEXT])
    if found is None:
        raise NoSuchThing(id=thing_id[:40])
    return found


def _list(
    request: PageRequest, pages: Pages, template: str, *, search: Search, **context: Any
) -> Response[Any]:
    return _show(
        request,
        pages,
        template,
        list_path=search.path,
        search=search,
        is_seller=bool(search.own),
        **context,
    )


def _show(
    request: PageRequest, pages: Pages, template: str, *, list_path: str, **context: Any
) -> Response[Any]:
    return pages.render(
        request,
        template,
        section="stocks",
        navigation=NAVIGATION,
        here=list_path,
        words=words,
        badge_of=words.badge_of,
        shown_gtin=shown_gtin,
        **context,
    )


def _wanted(search: Search) -> Wanted:
    return Wanted(
        seller_ids=search.seller_ids,
        statuses=[search.status] if search.status else [],
        country=search.country or None,
        text=search.text,
    )


def _texts(known: Mapping[str, tuple[str, str]]) -> Mapping[str, str]:
    return {status: text for status, (_, text) in known.items()}


def _turned(search: Search, found: Sequence[Any]) -> dict[str, Any]:
    rows = found[:PAGE_SIZE]
    return {
        "rows": rows,
        "next_href": search.href(before=rows[-1].row) if len(found) > PAGE_SIZE else "",
        "previous_href": search.href() if search.before is not None else "",
    }
