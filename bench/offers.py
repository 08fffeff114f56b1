"""Integrates a package of offers as a worker of a server does: `python -m bench.offers DATABASE`, on the core it is given.

The database has the sheets, the offers stored before and the package, which `prepare` wrote. Prints JSON.
"""

import asyncio
import random
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.jobs import store as jobs
from sellergate.kit.clock import system_clock
from sellergate.kit.gtin import check_digit, parse_gtin
from sellergate.market.languages import Language
from sellergate.market.offers import packages
from sellergate.market.offers.integration import PackageIntegration
from sellergate.market.offers.models import Condition, PackageType
from sellergate.market.products.loading import LoadedProduct, load_products
from sellergate.storage import schema
from sellergate.storage.opening import open_database
from sellergate.storage.upkeep import run_on_database

SELLER: Final = SellerId(41207)
CHANNEL: Final = "CDISFR"
PACKAGE: Final = "0b5c2a1e-0000-4000-8000-00000000000"
CHUNK: Final = 20_000
UPLOAD: Final = 100


class Integrated(msgspec.Struct, frozen=True):
    """What one package took."""

    lines: int
    seconds: float
    cpu_seconds: float  # of this process
    grown_mb: float
    good: int

    @property
    def rate(self) -> float:
        """Lines a second."""
        return self.lines / self.seconds


def prepare(address: str, *, lines: int, stored: int, seed: int = 1) -> None:
    """Let the seller of a demo marketplace have `stored` more offers, and submit a package of `lines` new ones."""
    conditions = list(Condition)
    old = -(-max(stored, 1) // len(conditions))
    for first in range(0, old + lines, CHUNK):
        run_on_database(address, _sheets, range(first, min(first + CHUNK, old + lines)))
    for condition in conditions:
        run_on_database(address, _stored, condition, min(old, stored))
    gtins = [gtin_of(number) for number in range(old, old + lines)]
    random.Random(seed).shuffle(gtins)
    for first in range(0, lines, CHUNK):
        run_on_database(address, _upload, 0, gtins[first : first + CHUNK], PackageType.UPSERT)
    run_on_database(address, _submit, 0)
    run_on_database(address, _analyze)


def integrate(address: str) -> Integrated:
    """Do what is due, in this process."""
    with asyncio.Runner() as runner:
        return runner.run(_integrate(address))


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
    before, cpu, started = _resident_mb(), time.process_time(), time.perf_counter()
    await handler.run(job, db)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
    package = schema.offer_packages.c
    query = sa.select(package.line_count, package.integrated_count).where(
        package.package_id == job.subject
    )
    [(lines, good)] = await db.read(lambda conn: list(conn.execute(query)))
    await db.close()
    return Integrated(lines, seconds, cpu, grown, good)


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


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


if __name__ == "__main__":
    sys.stdout.write(msgspec.json.encode(integrate(sys.argv[1])).decode())
