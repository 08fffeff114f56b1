"""A seller with as many stocks as a plan says: pages of a thousand of them, from the first to the last."""

import re
from urllib.parse import urlencode

from sqlalchemy import Connection

from bench.client import authorised
from bench.load import Request
from bench.machine import BenchFailed
from bench.peers import page_of
from bench.servers import Server
from bench.world import Marketplace
from sellergate.access.context import SellerId
from sellergate.kit.clock import from_micros
from sellergate.market.warehouse.models import (
    Movement,
    Place,
    ProductState,
    Quantities,
    Stock,
    StorageCountry,
)
from sellergate.market.warehouse.store import render_record
from sellergate.storage import schema
from sellergate.storage.upkeep import run_on_database

BASE = 1_000_000  # of their row numbers: the marketplace has others
SINCE = 1_760_000_000_000_000
CHUNK = 20_000
PAGE = 1000
PAGE_CONNECTIONS = 4  # for something that answers some hundred times a second
STOCKS = "/seller/v2/stocks"
# By what pages are sorted: by nothing, by a quantity that all have another of, and by one that nobody has any of.
SORTS: tuple[tuple[str, dict[str, str]], ...] = (
    ("", {}),
    (", sorted by Available", {"sort": "Available", "order": "Desc"}),
    (", sorted by Blocked", {"sort": "Blocked"}),
)


def add_stocks(marketplace: Marketplace, number: int) -> None:
    """Let the client's seller have so many stocks, a third of them in two countries."""
    for first in range(0, number, CHUNK):
        last = min(first + CHUNK, number)
        run_on_database(
            marketplace.database, _write, SellerId(marketplace.busy.seller_id), first, last
        )
    run_on_database(marketplace.database, lambda conn: conn.exec_driver_sql("ANALYZE") and None)


def _write(conn: Connection, seller_id: SellerId, first: int, last: int) -> None:
    now = from_micros(SINCE)
    made = [_stock(n, seller_id) for n in range(first, last)]
    products = [
        {
            "id": stock.row,
            "seller_id": seller_id,
            "seller_product_reference": stock.seller_product_reference,
            "gtin": f"{2_000_000_000_000 + stock.row:014}",
            "product_id": stock.product_id,
            "product_state": stock.product_state.value,
            "title": "T-shirt en coton biologique, bleu nuit, M",
            "details": "{}",
            "status": "Referenced",
            "created_at": now,
            "updated_at": now,
        }
        for stock in made
    ]
    rows = [
        {
            "id": stock.row,
            "stock_id": stock.stock_id,
            "seller_id": seller_id,
            "product_row": stock.row,
            "product_id": stock.product_id,
            "product_state": stock.product_state.value,
            "seller_product_reference": stock.seller_product_reference,
            "document": render_record(stock),
            "updated_at": stock.updated_at,
            **stock.quantities._asdict(),
        }
        for stock in made
    ]
    conn.execute(schema.fulfillment_products.insert(), products)
    conn.execute(schema.stocks.insert(), rows)


def _stock(n: int, seller_id: SellerId) -> Stock:
    at = from_micros(SINCE + n * 700_000)
    countries = (StorageCountry.ES, StorageCountry.FR) if n % 3 == 0 else (StorageCountry.FR,)
    held = Quantities(available=n * 7919 % 500, allocated=n % 4)
    places = tuple(
        Place(country=country, quantities=held, reason=Movement.RECEPTION, updated_at=at)
        for country in countries
    )
    total = Quantities(*(count * len(places) for count in held))
    return Stock(
        row=BASE + n,
        stock_id=f"6f1c2d3e-0000-4000-8000-{n:012}",
        seller_id=seller_id,
        product_id=f"AUC{2_000_000_000_000 + n}",
        product_state=ProductState.NEW,
        seller_product_reference=f"SKU-{n:06}",
        quantities=total,
        places=places,
        updated_at=at,
    )


class Shelves:
    """What is asked of a server whose marketplace has so many stocks of the client's seller."""

    def __init__(self, server: Server, market: Marketplace, token: str, number: int) -> None:
        self._url = server.url
        self._headers = authorised(market.busy, token)
        self.last = number // PAGE

    def pages(self, query: dict[str, str]) -> dict[str, Request]:
        """The first page, the one in the middle and the last that is full, walked to by their links. Checked once."""
        wanted = {1: "first", self.last // 2: "middle", self.last: "last"}
        path = f"{STOCKS}?{urlencode({**query, 'limit': PAGE})}"
        found = {}
        for number in range(1, self.last + 1):
            request = Request(self._url + path, headers=self._headers, connections=PAGE_CONNECTIONS)
            answer, link = page_of(request)
            if len(answer["items"]) != PAGE:
                raise BenchFailed(f"{path} answers {len(answer['items'])} stocks")
            if number in wanted:
                found[wanted[number]] = request
            following = re.search(r'<[^>]*(/seller/v2/stocks\?[^>]*)>; rel="next"', link)
            path = following[1] if following else path
        return found
