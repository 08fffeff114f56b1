"""Integrates a package of offers as a worker of a server does: `python -m bench.offers integrate DATABASE`, pinned.

The database has the sheets, the offers stored before and the package, which `prepare` wrote. Prints JSON. With `insert`
the same rows are inserted as they are, in transactions of the same size: what no integration can beat.
"""

import asyncio
import http.client
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from bench.client import authorised
from bench.machine import BenchFailed, status_mb
from bench.results import Integrated
from bench.servers import Server
from bench.world import Login
from sellergate.access.context import SellerId
from sellergate.jobs import store as jobs
from sellergate.kit.clock import system_clock
from sellergate.kit.gtin import check_digit, parse_gtin
from sellergate.market.languages import Language
from sellergate.market.offers import packages
from sellergate.market.offers.integration import STEP_LINES, PackageIntegration
from sellergate.market.offers.models import Condition, PackageType
from sellergate.market.products.loading import LoadedProduct, load_products
from sellergate.storage import schema
from sellergate.storage.opening import open_database
from sellergate.storage.upkeep import run_on_database, run_on_snapshot

SELLER: Final = SellerId(41207)
CHANNEL: Final = "CDISFR"
PACKAGE: Final = "0b5c2a1e-0000-4000-8000-00000000000"
CHUNK: Final = 20_000
UPLOAD: Final = 100
MAX_UPLOADS: Final = 490  # the package of changes is full after 500


def prepare(address: str, *, lines: int, stored: int, submits: bool = True) -> None:
    """Let the seller of a demo marketplace have `stored` more offers, and fill a package with `lines` new ones."""
    conditions = list(Condition)
    old = -(-max(stored, 1) // len(conditions))
    for first in range(0, old + lines, CHUNK):
        run_on_database(address, _sheets, range(first, min(first + CHUNK, old + lines)))
    for condition in conditions:
        run_on_database(address, _stored, condition, min(old, stored))
    gtins = [gtin_of(number) for number in range(old, old + lines)]
    random.Random(1).shuffle(gtins)
    for first in range(0, lines, CHUNK):
        run_on_database(address, _upload, 0, gtins[first : first + CHUNK], PackageType.UPSERT)
    if submits:
        run_on_database(address, _submit, 0)
    run_on_database(address, _analyze)


def add_sheets_to_sell(address: str, count: int) -> None:
    """Let the catalogue of a demo marketplace have so many more sheets, of which nobody has an offer."""
    for first in range(0, count, CHUNK):
        run_on_database(address, _sheets, range(first, min(first + CHUNK, count)))
    run_on_database(address, _analyze)


def measured(work: str, address: str, core: str) -> Integrated:
    """What a process of its own says that `work` took, pinned to a core. Raises `BenchFailed`."""
    command = ["taskset", "-c", core, sys.executable, "-m", "bench.offers", work, address]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchFailed(f"{work} failed: {done.stderr.strip()[-500:]}")
    return msgspec.json.decode(done.stdout, type=Integrated)


def acknowledged(server: Server, login: Login, token: str, address: str) -> list[float]:
    """Submit the package, and upload 100 changes again and again while it is integrated: milliseconds of each."""
    headers = authorised(login, token) | {"salesChannelId": CHANNEL}
    body = msgspec.json.encode(
        [{"sellerExternalReference": f"CHANGE-{n}", "quantity": n} for n in range(UPLOAD)]
    )
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    opened = _answered(
        client, "POST", "/seller/v2/offer-packages", headers, b'{"packageType":"Update"}'
    )
    own = str(opened.getheader("Content-Location"))
    package = f"/seller/v2/offer-packages/{PACKAGE}0"
    _answered(client, "PATCH", package, headers, b'{"state":"Ready"}')
    took: list[float] = []
    while len(took) < MAX_UPLOADS:
        started = time.perf_counter()
        _answered(client, "POST", f"{own}/offer-requests", headers, body)
        took.append((time.perf_counter() - started) * 1000)
        if run_on_snapshot(address, _is_integrated):
            break
    client.close()
    return took


def _answered(
    client: http.client.HTTPConnection,
    method: str,
    path: str,
    headers: dict[str, str],
    body: bytes,
) -> http.client.HTTPResponse:
    client.request(method, path, body, headers)
    answer = client.getresponse()
    answer.read()
    if answer.status >= 300:
        raise BenchFailed(f"{method} {path}: {answer.status}")
    return answer


def _is_integrated(conn: Connection) -> bool:
    package = schema.offer_packages.c
    query = sa.select(package.state).where(package.package_id == f"{PACKAGE}0")
    return conn.execute(query).scalar_one() == "Integrated"


async def _insert(address: str) -> Integrated:
    """The rows of the package as they are, in transactions of as many as a step has."""
    db = open_database(address, pool_size=2)
    rows = await db.read(_rows_to_insert)
    cpu, started = time.process_time(), time.perf_counter()
    for first in range(0, len(rows), STEP_LINES):
        some = rows[first : first + STEP_LINES]
        await db.write(lambda conn, some=some: conn.execute(schema.offers.insert(), some) and None)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    await db.close()
    return Integrated(len(rows), seconds, cpu, 0.0, len(rows))


def _rows_to_insert(conn: Connection) -> list[dict[str, Any]]:
    sold = sa.select(schema.offers.c.product_id).where(schema.offers.c.seller_id == SELLER)
    sheets = sa.select(schema.products.c.id, schema.products.c.gtin).where(
        schema.products.c.gtin.like("020%"), schema.products.c.id.not_in(sold)
    )
    now = system_clock()
    rows = [
        {
            "seller_id": SELLER,
            "sales_channel_id": CHANNEL,
            "reference": f"GANT-{gtin}",
            "product_id": number,
            "condition": "New",
            "price": 2990,
            "delivered_price": 3480,
            "origin_price": 3500,
            "currency": "EUR",
            "vat": 2000,
            "eco_tax": 2,
            "dea_tax": 0,
            "delivery_modes": '[["THD",490,150],["SHD",690,250]]',
            "preparation_time": 2,
            "quantity": 12,
            "state": "Active",
            "created_at": now,
            "updated_at": now,
        }
        for number, gtin in conn.execute(sheets)
    ]
    random.Random(1).shuffle(rows)
    return rows


def gtin_of(number: int) -> str:
    """A GTIN of the range that shops use inside, so nobody's."""
    digits = f"02{number:010d}"
    return digits + check_digit(digits)


def line(gtin: str, price: float = 29.9) -> dict[str, Any]:
    """A line as clients send it."""
    return {
        "sellerExternalReference": f"GANT-{gtin}",
        "product": {"gtin": gtin},
        "condition": "New",
        "price": {
            "price": price,
            "originPrice": 35.0,
            "taxes": [
                {"code": "VAT", "value": 20},
                {"code": "Ecotax", "value": 0.02},
                {"code": "Deatax", "value": 0},
            ],
        },
        "deliveryModes": [
            {"code": "THD", "cost": 4.9, "additionalCost": 1.5},
            {"code": "SHD", "cost": 6.9, "additionalCost": 2.5},
        ],
        "preparationTime": 2,
        "quantity": 12,
    }


async def _integrate(address: str) -> Integrated:
    db = open_database(address, pool_size=2)
    handler = PackageIntegration(system_clock)
    [job_id] = await db.read(jobs.due_jobs, (handler.kind,), now=system_clock(), limit=1)
    job = await db.write(jobs.claim, job_id, lease="bench", now=system_clock())
    if job is None:
        raise LookupError(job_id)
    before, cpu, started = status_mb("VmRSS"), time.process_time(), time.perf_counter()
    await handler.run(job, db)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    grown = status_mb("VmHWM") - before
    package = schema.offer_packages.c
    query = sa.select(package.line_count, package.integrated_count).where(
        package.package_id == job.subject
    )
    [(lines, good)] = await db.read(lambda conn: list(conn.execute(query)))
    await db.close()
    return Integrated(lines, seconds, cpu, grown, good)


def _sheets(conn: Connection, numbers: Sequence[int]) -> None:
    category = conn.execute(
        sa.select(schema.categories.c.reference).where(schema.categories.c.level == 3).limit(1)
    ).scalar_one()
    load_products(
        conn,
        [
            LoadedProduct(
                gtin=parse_gtin(gtin_of(number)),
                category_reference=category,
                title=f"Gant technique noir M {number}",
                description="Gant respirant pour le sport, en fibres douces et solides.",
                created_at=system_clock(),
            )
            for number in numbers
        ],
    )


def _stored(conn: Connection, condition: Condition, count: int) -> None:
    products = schema.products.c
    now = sa.literal(system_clock(), schema.offers.c.created_at.type)
    values: dict[str, Any] = {
        "seller_id": sa.literal(SELLER, sa.BigInteger),
        "sales_channel_id": sa.literal(CHANNEL),
        "reference": sa.literal(f"OLD-{condition.value[:12]}-") + products.gtin,
        "product_id": products.id,
        "condition": sa.literal(condition.value),
        "price": sa.literal(2990, sa.BigInteger),
        "delivered_price": sa.literal(3480, sa.BigInteger),
        "currency": sa.literal("EUR"),
        "vat": sa.literal(2000),
        "eco_tax": sa.literal(2, sa.BigInteger),
        "dea_tax": sa.literal(0, sa.BigInteger),
        "delivery_modes": sa.literal('[["THD",490,150]]'),
        "preparation_time": sa.literal(2),
        "quantity": sa.literal(12, sa.BigInteger),
        "state": sa.literal("Active"),
        "created_at": now,
        "updated_at": now,
    }
    own = products.gtin.like("020%")
    rows = sa.select(*values.values()).where(own).order_by(products.id).limit(count)
    conn.execute(schema.offers.insert().from_select(list(values), rows))


def _upload(conn: Connection, number: int, gtins: Sequence[str], type_: PackageType) -> None:
    now, package_id = system_clock(), f"{PACKAGE}{number}"
    if packages.store.find_package(conn, SELLER, package_id, now) is None:
        packages.open_package(
            conn,
            SELLER,
            package_id=package_id,
            sales_channel_id=CHANNEL,
            type_=type_,
            language=Language.FRENCH,
            now=now,
        )
    for first in range(0, len(gtins), UPLOAD):
        some = [line(gtin) for gtin in gtins[first : first + UPLOAD]]
        packages.add_upload(
            conn,
            SELLER,
            package_id,
            lines=msgspec.json.encode(some).decode(),
            line_count=len(some),
            now=now,
        )


def _submit(conn: Connection, number: int) -> None:
    packages.submit_package(conn, SELLER, f"{PACKAGE}{number}", system_clock())


def _analyze(conn: Connection) -> None:
    conn.exec_driver_sql("ANALYZE")


def _main(work: str, address: str) -> None:
    doing = {"integrate": _integrate, "insert": _insert}[work]
    with asyncio.Runner() as runner:
        sys.stdout.write(msgspec.json.encode(runner.run(doing(address))).decode())


if __name__ == "__main__":
    _main(*sys.argv[1:])
