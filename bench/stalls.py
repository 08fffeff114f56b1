"""A seller with as many offers as a plan says, and another who sells a part of the same: what is asked of them."""

import http.client
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from bench.client import authorised
from bench.load import Request
from bench.machine import BenchFailed
from bench.servers import Server
from bench.sheets import PAGE, PAGE_CONNECTIONS, SINCE, gtin_of
from bench.world import Login, Marketplace
from sellergate.kit.clock import to_micros
from sellergate.kit.instants import render_instant
from sellergate.storage import schema
from sellergate.storage.upkeep import run_on_database

CHANNEL = "CDISFR"
RIVAL_SELLS = 3  # one of so many
INACTIVE = 50  # one of so many
OFFERS, SEARCH = "/seller/v2/offers", "/seller/v2/offers/search"
SECOND = 1_000_000  # microseconds between offers


def add_offers(marketplace: Marketplace) -> None:
    """Let the client's seller offer every sheet of the bench's own, a second between them, and a rival some."""
    run_on_database(marketplace.database, _write_offers, marketplace.busy.seller_id)


def _write_offers(conn: Connection, seller_id: int) -> None:
    sheets, others = schema.products.c, schema.sellers.c
    rival = conn.execute(
        sa.select(sa.func.min(others.seller_id)).where(others.seller_id != seller_id)
    )
    own = sheets.gtin_key >= gtin_of(0).key
    _offer(conn, seller_id, own, dearer=0)
    _offer(conn, rival.scalar_one(), own & (sheets.id % RIVAL_SELLS == 0), dearer=10)


def _offer(conn: Connection, seller_id: int, sold: sa.ColumnElement[bool], *, dearer: int) -> None:
    sheets = schema.products.c
    price = 1_000 + sheets.id % 5_000 + dearer
    values = {
        "seller_id": sa.literal(seller_id, sa.BigInteger),
        "sales_channel_id": sa.literal(CHANNEL),
        "reference": sa.literal("SKU-") + sheets.gtin,
        "product_id": sheets.id,
        "condition": sa.literal("New"),
        "price": price,
        "delivered_price": price + 490,
        "currency": sa.literal("EUR"),
        "vat": sa.literal(2_000),
        "eco_tax": sa.literal(0),
        "dea_tax": sa.literal(0),
        "delivery_modes": sa.literal('[["THD",490,150],["SHD",690,150]]'),
        "preparation_time": sa.literal(2),
        "quantity": sheets.id % INACTIVE,
        "state": sa.case((sheets.id % INACTIVE == 0, "Inactive"), else_="Active"),
        "created_at": sa.literal(to_micros(SINCE), sa.BigInteger),
        "updated_at": sa.literal(to_micros(SINCE), sa.BigInteger) + sheets.id * SECOND,
    }
    rows = sa.select(*(value.label(name) for name, value in values.items())).where(sold)
    conn.execute(schema.offers.insert().from_select(list(values), rows.order_by(sheets.id)))


class Stall:
    """What is asked of a server whose marketplace has `number` such offers of the client's seller."""

    def __init__(self, server: Server, login: Login, token: str, number: int) -> None:
        self._url = server.url
        self._headers = authorised(login, token)
        self._number = number

    def page(self, **query: str) -> Request:
        """The first page of those that `query` asks for, full when there are so many."""
        return self._checked(self._request(**query))

    def last_page(self) -> Request:
        """The last page, walked to."""
        cursor: dict[str, str] = {}
        for _ in range(1, self._number // PAGE):
            link = self._answer(self._request(fields="quantity", **cursor))[1]
            cursor = {"cursor": link.partition("cursor=")[2].partition(">")[0]}
        return self._checked(self._request(**cursor))

    def changed(self, number: int) -> Request:
        """The first page of the `number` offers that were changed last."""
        since = SINCE + timedelta(seconds=self._number - number)
        return self.page(updatedAtMin=render_instant(since))

    def named(self, number: int) -> Request:
        """Offers named by their references, spread evenly."""
        step = max(1, self._number // number)
        names = [f"SKU-{gtin_of(n).text}" for n in range(0, self._number, step)][:number]
        return self._request(sellerExternalReferences=",".join(names))

    def searched(self, page: int) -> Request:
        """A page of the search, after the one before it was read."""
        for number in {max(1, page - 1), page}:
            self._answer(self._search(number))
        return self._checked(self._search(page))

    def _request(self, **query: str) -> Request:
        words = urlencode({"salesChannelId": CHANNEL, "limit": str(PAGE), **query})
        return Request(
            f"{self._url}{OFFERS}?{words}", headers=self._headers, connections=PAGE_CONNECTIONS
        )

    def _search(self, page: int) -> Request:
        url = f"{self._url}{SEARCH}?$page={page}&$limit={PAGE}"
        return Request(url, "POST", self._headers, "{}", connections=PAGE_CONNECTIONS)

    def _checked(self, request: Request) -> Request:
        found = msgspec.json.decode(self._answer(request)[0])["items"]
        if len(found) != PAGE and self._number >= PAGE * INACTIVE:
            raise BenchFailed(f"{request.url} answers {len(found)} items")
        return request

    def _answer(self, request: Request) -> tuple[bytes, str]:
        """Its body and its Link header."""
        parts = urlsplit(request.url)
        connection = http.client.HTTPConnection(parts.netloc, timeout=60)
        try:
            target = parts._replace(scheme="", netloc="").geturl()
            connection.request(request.method, target, request.body, dict(request.headers))
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            raise BenchFailed(f"{request.url} answers {answer.status}: {body[:300]!r}")
        return body, answer.getheader("Link", "")
