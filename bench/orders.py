"""A seller with as many orders as a plan says, among those of another: what is asked of them."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from bench.client import authorised
from bench.load import Request
from bench.machine import BenchFailed
from bench.peers import answer_of
from bench.servers import Server
from bench.world import Marketplace
from sellergate.kit.clock import to_micros
from sellergate.kit.instants import render_instant
from sellergate.market.orders.models import Address
from sellergate.storage import schema
from sellergate.storage.upkeep import run_on_database

SINCE = datetime(2026, 1, 2, tzinfo=UTC)
BASE = 1_000_000  # of their row numbers: the marketplace has others
BETWEEN = 700_000  # microseconds from one order to the next
CHUNK = 200_000
PAGE = 100
LAST_PAGE = 100
FEW = PAGE * LAST_PAGE
PAGE_CONNECTIONS = 4  # for something that answers some hundred times a second
SHIPPING_CONNECTIONS = 64
CHANGED = 10  # one of so many is asked for
TO_SHIP = 5  # one of so many waits
ORDERS = "/seller/v2/orders"

_ADDRESS = Address(
    civility="M",
    first_name="Camille",
    last_name="Martin",
    address_line1="12 rue des Tanneurs",
    postal_code="69001",
    city="Lyon",
    country_code="FR",
    phone="0600000000",
    email="3f6c1a9d@customers.example",
)
_TAXES = '[["VAT","Product",998,2000],["VAT","Shipping",82,2000]]'
# Some SQL that both databases know. `n`: the number of an order among all, from 0; `own`: among those of its seller.
_SERIES = (
    "WITH RECURSIVE series(n, own) AS (SELECT CAST(:first AS BIGINT), CAST(:first / :share AS BIGINT) "
    "UNION ALL SELECT n + 1, (n + 1) / :share FROM series WHERE n + 1 < :last)"
)
_IS_OWN = "n % :share = 0"
_CREATED = f"(:since + n * {BETWEEN})"
_UPDATED = f"({_CREATED} + (n * 7919 % 20000) * 1000000)"
_STATUS = (
    f"(CASE own % {TO_SHIP} WHEN 0 THEN 'InPreparation' WHEN 1 THEN 'Shipped' ELSE 'Delivered' END)"
)
_DAY = 86_400_000_000
_BOTH = f"CASE WHEN {_IS_OWN} THEN :address ELSE :other_address END"
_INSERTS = {
    "orders": {
        "id": ":base + n",
        "order_id": "'B' || CAST(10000000 + n AS TEXT) || 'ABCDE'",
        "seller_id": f"CASE WHEN {_IS_OWN} THEN :seller ELSE :rival END",
        "reference": "'MKP-' || CAST(n AS TEXT)",
        "sales_channel_id": "'CDISFR'",
        "is_business": "(n % 50 = 0)",
        "customer_reference": "'CU' || CAST(n % 100000 AS TEXT)",
        "status": _STATUS,
        "is_moving": "(n < 0)",
        "supply_mode": "'Seller'",
        "currency": "'EUR'",
        "payment_method": "'Card'",
        "shipping_country": "'FR'",
        "billing_address": _BOTH,
        "shipping_address": _BOTH,
        "service_fees": "'[]'",
        "offer_total": "6480",
        "selling_total": "6480",
        "purchased_at": _CREATED,
        "created_at": _CREATED,
        "updated_at": _UPDATED,
        "ship_by": f"{_CREATED} + 2 * {_DAY}",
        "shipped_at": f"CASE WHEN own % {TO_SHIP} > 0 THEN {_UPDATED} END",
        "delivered_at": f"CASE WHEN own % {TO_SHIP} > 1 THEN {_UPDATED} END",
    },
    "order_lines": {
        "order_row": ":base + n",
        "position": ":position",
        "line_id": "'B' || CAST(10000000 + n AS TEXT) || 'ABCDE-' || CAST(:position AS TEXT)",
        "status": _STATUS,
        "quantity": "2",
        "offer_id": "'41207_AUC' || CAST(2000000000000 + n % 50000 AS TEXT) || '_6_CDISFR'",
        "seller_product_id": "'SKU-' || CAST(n % 50000 AS TEXT)",
        "product_id": "'AUC' || CAST(2000000000000 + n % 50000 AS TEXT)",
        "product_title": "'T-shirt en coton biologique, bleu nuit, M, modèle ' || CAST(n % 50000 AS TEXT)",
        "product_gtin": "CAST(2000000000000 + n % 50000 AS TEXT)",
        "condition": "'New'",
        "offer_unit_price": "2995",
        "offer_shipping_cost": "490",
        "unit_price": "2995",
        "shipping_cost": "490",
        "taxes": ":taxes",
        "commission_rate": "1500",
        "commission_without_vat": "972",
        "commission_with_vat": "1166",
        "refunded": "0",
        "delivery_mode": "'TrackedHomeDelivery'",
        "promised_at_min": f"{_CREATED} + 3 * {_DAY}",
        "promised_at_max": f"{_CREATED} + 6 * {_DAY}",
    },
    "order_parcels": {
        "order_row": ":base + n",
        "position": "1",
        "parcel_number": "'6A' || CAST(10000000 + n AS TEXT)",
        "carrier_name": "'Colissimo'",
        "tracking_url": "'https://carrier.example/track/6A' || CAST(10000000 + n AS TEXT)",
        "lines": "'[1,2]'",
        "shipped_at": _UPDATED,
    },
    "order_events": {
        "order_row": ":base + n",
        "number": ":number",
        "line": ":line",
        "status": ":status",
        "at": f"{_CREATED} + :number * 60000000",
    },
}
_REACHED = (
    ("Processing", 0),
    ("Accepted", 0),
    ("InPreparation", 0),
    ("Shipped", 1),
    ("Delivered", 2),
)


def add_orders(marketplace: Marketplace, own: int, others: int) -> None:
    """Let the client's seller have `own` orders, spread evenly among those of another."""
    share, every = (own + others) // own, own + others
    for first in range(0, every, CHUNK):
        last = min(first + CHUNK, every)
        run_on_database(
            marketplace.database, _write, marketplace.busy.seller_id, first, last, share
        )
    run_on_database(marketplace.database, lambda conn: conn.exec_driver_sql("ANALYZE") and None)


def _write(conn: Connection, seller_id: int, first: int, last: int, share: int) -> None:
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql("PRAGMA cache_size=-300000")  # its default is two megabytes
    sellers = schema.sellers.c.seller_id
    rival = conn.execute(sa.select(sa.func.min(sellers)).where(sellers != seller_id)).scalar_one()
    values = {
        "base": BASE,
        "since": to_micros(SINCE),
        "address": msgspec.json.encode(_ADDRESS).decode(),
        "other_address": '{"lastName":"M","addressLine1":"1 a","postalCode":"1","city":"L","countryCode":"FR"}',
        "taxes": _TAXES,
        "first": first,
        "last": last,
        "share": share,
        "seller": seller_id,
        "rival": rival,
    }
    _insert(conn, "orders", values)
    _insert(conn, "order_lines", values | {"position": 1})
    _insert(conn, "order_lines", values | {"position": 2}, f"{_IS_OWN} AND own % 2 = 0")
    _insert(conn, "order_parcels", values, f"{_IS_OWN} AND own % {TO_SHIP} > 0")
    number = 0
    for status, least in _REACHED:
        for line in (0, 1) if number else (0,):
            number += 1
            event = {"number": number, "line": line, "status": status}
            reached = f"{_IS_OWN} AND own % {TO_SHIP} >= {least}"
            _insert(conn, "order_events", values | event, reached)


def _insert(conn: Connection, table: str, values: dict[str, Any], where: str = "0 = 0") -> None:
    columns = _INSERTS[table]
    query = f"{_SERIES} SELECT {', '.join(columns.values())} FROM series WHERE {where}"
    statement = sa.text(f"INSERT INTO {table} ({', '.join(columns)}) {query}")
    # A server wants to know of what kind each value is.
    used = [
        sa.bindparam(
            name,
            values[name],
            type_=sa.BigInteger() if isinstance(values[name], int) else sa.String(),
        )
        for name in statement.compile().params
    ]
    conn.execute(statement.bindparams(*used))


class Book:
    """What is asked of a server whose marketplace has `own` such orders of the client's seller."""

    def __init__(self, server: Server, market: Marketplace, token: str, own: int) -> None:
        self._url = server.url
        self._headers = authorised(market.busy, token)
        self._market = market
        self.changed = max(own // CHANGED, min(own, FEW))
        since = run_on_database(
            market.database, _changed_since, market.busy.seller_id, self.changed
        )
        self._filter = {"updatedAtMin": render_instant(since)}

    def page(self, number: int) -> Request:
        """A page of the orders that were changed last. Checked once."""
        words = urlencode({**self._filter, "pageSize": PAGE, "pageIndex": number})
        request = self._request(f"{ORDERS}?{words}")
        found = len(answer_of(request)["items"])
        if found != PAGE:
            raise BenchFailed(f"{request.url} answers {found} orders")
        return request

    def count(self) -> Request:
        """How many there are of these. Checked once."""
        request = self._request(f"{ORDERS}/count?{urlencode(self._filter)}")
        if (found := answer_of(request)) != self.changed:
            raise BenchFailed(f"{request.url} answers {found}")
        return request

    def shipments(self, folder: Path, rounds: int) -> list[Request]:
        """For each round, the shipments of orders that wait for it, one after the other."""
        seller_id = self._market.busy.seller_id
        ids = run_on_database(self._market.database, _waiting, seller_id)
        found = []
        for number in range(rounds):
            file = folder / f"shipments-{number}.txt"
            some = ids[number::rounds]
            file.write_text("".join(f"{ORDERS}/{order_id}/shipments\n" for order_id in some))
            found.append(
                Request(
                    self._url,
                    "POST",
                    self._headers | {"Content-Type": "application/json"},
                    '[{"parcelNumber":"6A04188312875","carrierName":"Colissimo"}]',
                    paths=file,
                    in_order=True,
                    connections=SHIPPING_CONNECTIONS,
                )
            )
        return found

    def _request(self, path: str) -> Request:
        return Request(self._url + path, headers=self._headers, connections=PAGE_CONNECTIONS)


def _changed_since(conn: Connection, seller_id: int, number: int) -> datetime:
    """Since when so many of the seller's orders were changed, those of the demo marketplace included."""
    orders = schema.orders.c
    own = sa.select(orders.updated_at).where(orders.seller_id == seller_id)
    found: datetime = conn.execute(
        own.order_by(orders.updated_at.desc()).offset(number - 1).limit(1)
    ).scalar_one()
    return found


def _waiting(conn: Connection, seller_id: int) -> list[str]:
    orders = schema.orders.c
    own = sa.select(orders.order_id).where(
        orders.seller_id == seller_id, orders.id >= BASE, orders.status == "InPreparation"
    )
    return list(conn.execute(own.order_by(orders.id)).scalars())
