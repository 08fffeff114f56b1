"""A seller with as many operations as a plan says: what is asked of them, and what the calendar makes of them.

The calendar's work is done as a worker of a server does: `python -m bench.finance DATABASE SELLER`, pinned. Prints JSON.
"""

import asyncio
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from bench.client import authorised
from bench.load import Request
from bench.machine import BenchFailed, status_mb
from bench.peers import answer_of
from bench.results import Closed
from bench.servers import Server
from bench.world import Marketplace
from sellergate.access.context import SellerId
from sellergate.jobs import store as jobs
from sellergate.jobs.models import Job
from sellergate.kit.clock import Clock, system_clock, to_micros
from sellergate.kit.ids import new_uuid
from sellergate.market.finance.calendar import day_of, start_of
from sellergate.market.finance.closing import KIND, LedgerWork
from sellergate.market.working import plan_work
from sellergate.rest.paging import render_cursor
from sellergate.storage.database import Database
from sellergate.storage.documents import Documents, Home
from sellergate.storage.documents.folder import Folder
from sellergate.storage.opening import open_database
from sellergate.storage.upkeep import run_on_database

PAGE: Final = 100
STATEMENT: Final = 100_000
PAGE_CONNECTIONS: Final = 4
OPERATIONS: Final = "/seller/v2/operations"
CHUNK: Final = 100_000
IN_A_PAYOUT: Final = 25_000
SINCE: Final = datetime(2025, 1, 2, tzinfo=UTC)
BETWEEN: Final = 30_000_000  # microseconds
STATEMENT_DAY, PAYOUT_DAY = "2026-03-09", "2026-03-11"
_BEFORE: Final = "2026-03-08"

# Some SQL that both databases know. `n`: the number of an operation; every second one is the commission of a sale.
_SERIES: Final = (
    "WITH RECURSIVE series(n) AS (SELECT CAST(:first AS BIGINT) UNION ALL "
    "SELECT n + 1 FROM series WHERE n < :last)"
)
_AT: Final = f":since + n * {BETWEEN}"
_IS_SALE: Final = "n % 2 = 1"
_OPERATIONS: Final = {
    "id": ":base + n",
    "seller_id": ":seller",
    "number": "n",
    "event_type": f"CASE WHEN {_IS_SALE} THEN 'Sale' ELSE 'Commission' END",
    "reference": "'B' || CAST(10000000 + (n - 1) / 2 AS TEXT) || 'ABCDE'",
    "line": "1",
    "cause": "''",
    "label": "'T-shirt en coton biologique, bleu nuit, M'",
    "sales_channel_id": "'CDISFR'",
    "currency": "'EUR'",
    "amount": f"CASE WHEN {_IS_SALE} THEN 6480 ELSE -1166 END",
    "vat": f"CASE WHEN {_IS_SALE} THEN 1080 ELSE -194 END",
    "occurred_at": _AT,
    "booked_at": _AT,
    "released_at": _AT,
    "is_blocked": "(n < 0)",
    "payment_row": f"CASE WHEN n <= :paid THEN :base + (n - 1) / {IN_A_PAYOUT} END",
}
_POSTINGS: Final = (
    (_IS_SALE, "Customers", 6480),
    (_IS_SALE, "Seller", -6480),
    (f"NOT {_IS_SALE}", "Seller", 1166),
    (f"NOT {_IS_SALE}", "Commissions", -972),
    (f"NOT {_IS_SALE}", "Vat", -194),
)
_BASE: Final = 10_000_000  # of their row numbers


def add_operations(market: Marketplace, count: int, *, is_paid: bool) -> None:
    """Let the client's seller have so many operations: in statements and payouts but for the newest, or in none."""
    seller_id = market.busy.seller_id
    paid = max(count - IN_A_PAYOUT, 0) // IN_A_PAYOUT * IN_A_PAYOUT if is_paid else 0
    run_on_database(market.database, _begin, seller_id, count, paid)
    for first in range(1, count + 1, CHUNK):
        last = min(first + CHUNK - 1, count)
        run_on_database(market.database, _write, seller_id, first, last, paid)


def _begin(conn: Connection, seller_id: int, count: int, paid: int) -> None:
    """The seller's calendar, and payouts and statements of the oldest operations."""
    orders = sa.text("UPDATE orders SET unbooked_since = NULL WHERE seller_id = :seller")
    conn.execute(orders, {"seller": seller_id})
    day = day_of(system_clock()) if paid else _BEFORE
    calendar = (
        "INSERT INTO finance_calendars (seller_id, reached_on, last_number) VALUES (:s, :d, :n)"
    )
    conn.execute(sa.text(calendar), {"s": seller_id, "d": day, "n": count})
    for place in range(paid // IN_A_PAYOUT):
        first, day = place * IN_A_PAYOUT + 1, f"{2025 + place // 12}-{place % 12 + 1:02}-11"
        own = {"seller": seller_id, "row": _BASE + place, "day": day, "at": to_micros(SINCE)}
        own |= {"first": first, "last": first + IN_A_PAYOUT - 1, "count": IN_A_PAYOUT}
        conn.execute(
            sa.text(
                "INSERT INTO finance_payments (id, payment_id, seller_id, state, currency, amount, operations, planned_on, "
                "created_at, updated_at) VALUES (:row, :name, :seller, 'Paid', 'EUR', 6642500, :count, :day, :at, :at)"
            ),
            own | {"name": new_uuid()},
        )
        conn.execute(
            sa.text(
                "INSERT INTO finance_invoices (invoice_id, seller_id, currency, issued_on, first_number, last_number, "
                "operations, totals, document_key, size, created_at) VALUES "
                "(:name, :seller, 'EUR', :day, :first, :last, :count, '{}', 'none', 1, :at)"
            ),
            own | {"name": f"{1_000_000_001 + place}"},
        )


def _write(conn: Connection, seller_id: int, first: int, last: int, paid: int) -> None:
    values = {"first": first, "last": last, "base": _BASE}
    more = {"since": to_micros(SINCE), "seller": seller_id, "paid": paid}
    rows = f"SELECT {', '.join(_OPERATIONS.values())} FROM series"
    _insert(conn, f"finance_operations ({', '.join(_OPERATIONS)}) {_SERIES} {rows}", values | more)
    for which, account, amount in _POSTINGS:
        rows = f"SELECT 'OP', :base + n, '{account}', {amount} FROM series WHERE {which}"
        _insert(conn, f'ledger_postings (entry, "row", account, amount) {_SERIES} {rows}', values)


def _insert(conn: Connection, what: str, values: dict[str, int]) -> None:
    typed = [sa.bindparam(name, value, type_=sa.BigInteger()) for name, value in values.items()]
    conn.execute(sa.text(f"INSERT INTO {what}").bindparams(*typed))


class Ledger:
    """What is asked of a server whose marketplace has `count` such operations of the client's seller."""

    def __init__(self, server: Server, market: Marketplace, token: str, count: int) -> None:
        self._url = server.url
        self._headers = authorised(market.busy, token)
        self._count = count

    def pages(self) -> dict[str, Request]:
        """The first page by its index, then others by what they are called. Each is checked once."""
        middle, last = self._count // PAGE // 2, self._count // PAGE
        return {
            "page 1": self._page(pageSize=PAGE, pageIndex=1),
            f"page {middle:,}": self._page(pageSize=PAGE, pageIndex=middle),
            f"page {last:,}": self._page(pageSize=PAGE, pageIndex=last),
            "by cursor, page 1": self._page(limit=PAGE),
            "by cursor, the middle": self._page(limit=PAGE, cursor=render_cursor(self._count // 2)),
            "by cursor, the last": self._page(limit=PAGE, cursor=render_cursor(PAGE + 1)),
        }

    def count(self) -> Request:
        """How many there are. Checked once."""
        request = self._request(f"{OPERATIONS}/count")
        if (found := answer_of(request)) != self._count:
            raise BenchFailed(f"{request.url} answers {found}")
        return request

    def _page(self, **query: str | int) -> Request:
        request = self._request(f"{OPERATIONS}?{urlencode(query)}")
        if (found := len(answer_of(request)["items"])) != PAGE:
            raise BenchFailed(f"{request.url} answers {found} operations")
        return request

    def _request(self, path: str) -> Request:
        return Request(self._url + path, headers=self._headers, connections=PAGE_CONNECTIONS)


def closed(market: Marketplace, core: str) -> Closed:
    """What a process of its own says that a statement and a payout took, pinned to a core. Raises `BenchFailed`."""
    seller = str(market.busy.seller_id)
    command = ["taskset", "-c", core, sys.executable, "-m", "bench.finance", market.database]
    done = subprocess.run([*command, seller], capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchFailed(f"the calendar failed: {done.stderr.strip()[-500:]}")
    return msgspec.json.decode(done.stdout, type=Closed)


async def _close(address: str, seller_id: SellerId) -> Closed:
    db = open_database(address, pool_size=2)
    with tempfile.TemporaryDirectory() as folder:
        home = Folder(Path(folder))
        before = status_mb("VmRSS")
        took = [await _reach(db, seller_id, day, home) for day in (STATEMENT_DAY, PAYOUT_DAY)]
        grown = status_mb("VmHWM") - before
    issued = sa.text("SELECT operations FROM finance_invoices WHERE seller_id = :s")
    paid = sa.text("SELECT operations FROM finance_payments WHERE seller_id = :s")
    found = [
        await db.read(lambda conn, q=query: conn.execute(q, {"s": seller_id}).scalar_one())
        for query in (issued, paid)
    ]
    await db.close()
    if found[0] != found[1]:
        raise ValueError(found)
    return Closed(found[0], *took, grown)


async def _reach(db: Database, seller_id: SellerId, day: str, home: Home) -> float:
    """Seconds that the seller's calendar takes to come to this day."""

    def clock() -> datetime:
        return start_of(day)

    await db.write(plan_work, KIND, seller_id, clock())
    job = await _claimed(db, clock)
    work = LedgerWork(clock, new_uuid, Documents(home, db, clock), marketplace="Nile market")
    started = time.perf_counter()
    await work.run(job, db)
    return time.perf_counter() - started


async def _claimed(db: Database, clock: Clock) -> Job:
    [job_id] = await db.read(jobs.due_jobs, (KIND,), now=clock(), limit=1)
    job = await db.write(jobs.claim, job_id, lease="bench", now=clock())
    if job is None:
        raise LookupError(job_id)
    return job


def _main(address: str, seller_id: str) -> None:
    with asyncio.Runner() as runner:
        found = runner.run(_close(address, SellerId(int(seller_id))))
    sys.stdout.write(msgspec.json.encode(found).decode())


if __name__ == "__main__":
    _main(*sys.argv[1:])
