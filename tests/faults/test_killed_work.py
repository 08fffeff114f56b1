"""Kill -9 in the middle of background work: it goes on, here or on another node, and each line is done exactly once."""

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.sellers.models import Seller
from sellergate.jobs.store import all_jobs
from sellergate.kit.clock import system_clock
from sellergate.kit.gtin import check_digit, parse_gtin
from sellergate.market.languages import Language
from sellergate.market.offers import store
from sellergate.market.offers.models import PackageType, Source
from sellergate.market.offers.packages import submit_package
from sellergate.market.products.loading import LoadedProduct, load_products
from sellergate.storage.schema import jobs, offer_packages, offer_uploads, offers
from sellergate.storage.upkeep import run_on_database, run_on_snapshot
from tests.builders.catalogue import a_category
from tests.builders.offer_packages import _settle
from tests.builders.postgres import PostgresServer
from tests.builders.process import ServerProcess, run_process
from tests.builders.world import a_seller

pytestmark = pytest.mark.slow

LINES = 50_000
KILLS = 10
TAKEN_OVER = 60  # seconds, at most, until a node goes on with what another one had
P = offer_packages.c


class Shelf:
    """A database full of work, and how far it is."""

    def __init__(self, server: ServerProcess) -> None:
        self.server = server
        self.category = a_category(server).reference
        self.gtins: list[str] = []

    def read(self, f: Callable[..., Any], *args: Any) -> Any:
        """The value of `f(conn, …)`, without a lock that would be in the way of the work."""
        return run_on_snapshot(self.server.database, f, *args)

    def write(self, f: Callable[..., Any], *args: Any) -> Any:
        return run_on_database(self.server.database, f, *args)

    def fill(self, count: int) -> None:
        """Let there be so many products."""
        digits = [f"02{number:010d}" for number in range(1, count + 1)]
        self.gtins = [d + check_digit(d) for d in digits]
        now = system_clock()
        made = [
            LoadedProduct(
                gtin=parse_gtin(gtin),
                category_reference=self.category,
                title="Gant",
                description="Gant.",
                created_at=now,
            )
            for gtin in self.gtins
        ]
        for first in range(0, count, 5_000):
            self.write(load_products, made[first : first + 5_000])

    def let_leases_run_out(self) -> None:
        """As they do by themselves some seconds after the node that had them died."""
        held = jobs.update().where(jobs.c.leased_by.is_not(None))
        self.write(lambda conn: conn.execute(held.values(leased_until=system_clock())))

    def a_package(self, count: int) -> tuple[Seller, str]:
        """A seller's package of new offers, submitted."""
        seller = a_seller(self.server)
        self.server.write(_settle, seller.seller_id)
        package_id = f"killed{self.server.number():04d}"
        lines = [_line(number, gtin) for number, gtin in enumerate(self.gtins[:count])]
        self.write(_submit, seller, package_id, lines)
        return seller, package_id

    def package(self, package_id: str) -> Any:
        return self.read(
            lambda conn: conn.execute(
                sa.select(offer_packages).where(P.package_id == package_id)
            ).one()
        )

    def assert_done_once(self, seller: Seller, package_id: str, count: int) -> None:
        """Created and not updated: a line that was done again would say so."""
        package = self.package(package_id)
        assert (package.state, package.done_count) == ("Integrated", count)
        assert (package.integrated_count, package.rejected_count, package.duplicated_count) == (
            count,
            0,
            0,
        )
        told: Counter[str] = Counter()
        uploads = sa.select(offer_uploads.c.outcomes).where(
            offer_uploads.c.package_row == package.id
        )
        for outcomes in self.read(lambda conn: conn.execute(uploads).scalars().all()):
            told.update(f"{status} {results[0][0]}" for status, results in json.loads(outcomes))
        assert told == {"Integrated 8000": count}
        own = sa.select(offers.c.reference).where(offers.c.seller_id == seller.seller_id)
        references = self.read(lambda conn: conn.execute(own).scalars().all())
        assert sorted(references) == sorted(f"REF-{number}" for number in range(count))


def _line(number: int, gtin: str) -> dict[str, Any]:
    taxes = [{"code": code, "value": value} for code, value in (("VAT", 20), ("Ecotax", 0))]
    return {
        "sellerExternalReference": f"REF-{number}",
        "product": {"gtin": gtin},
        "condition": "New",
        "price": {"price": 29.9, "taxes": [*taxes, {"code": "Deatax", "value": 0}]},
        "deliveryModes": [{"code": "THD", "cost": 4.9}],
        "preparationTime": 2,
        "quantity": 12,
    }


def _submit(conn: Connection, seller: Seller, package_id: str, lines: list[Any]) -> None:
    now = system_clock()
    row = store.insert_package(
        conn,
        seller.seller_id,
        package_id=package_id,
        source=Source.JSON,
        sales_channel_id="CDISFR",
        type_=PackageType.UPSERT,
        language=Language.ENGLISH,
        now=now - timedelta(minutes=1),
    )
    for number, first in enumerate(range(0, len(lines), 100)):
        part = lines[first : first + 100]
        store.insert_upload(conn, row, number, len(part), json.dumps(part))
    store.change_package(
        conn, row, upload_count=-(-len(lines) // 100), line_count=len(lines), updated_at=now
    )
    submit_package(conn, seller.seller_id, package_id, now)


def wait_for(what: Callable[[], bool], seconds: float) -> float:
    """How long it took until it was so."""
    started = time.monotonic()
    while not what():
        assert time.monotonic() - started < seconds
        time.sleep(0.02)
    return time.monotonic() - started


def test_a_package_survives_ten_kills_with_each_line_done_once(tmp_path: Path) -> None:
    moments = random.Random(4)
    with run_process(tmp_path, SELLERGATE_LOG_LEVEL="warning") as server:
        server.kill()
        shelf = Shelf(server)
        shelf.fill(LINES)
        seller, package_id = shelf.a_package(LINES)
        seen = []
        server.start()
        for kill in range(KILLS):
            before = shelf.package(package_id).done_count
            seen.append(before)
            wait_for(
                lambda before=before: shelf.package(package_id).done_count > before, TAKEN_OVER
            )
            time.sleep(moments.random() / 4)
            server.kill()
            assert shelf.package(package_id).state == "IntegrationPending"
            if kill > 0:  # once is waited for
                shelf.let_leases_run_out()
            server.start()

        wait_for(lambda: shelf.package(package_id).state == "Integrated", TAKEN_OVER + 60)

        assert seen == sorted(set(seen)), "it never goes back"
        shelf.assert_done_once(seller, package_id, LINES)
        assert shelf.read(lambda conn: [job.kind for job in all_jobs(conn)]) == ["upkeep"]


@contextmanager
def two_nodes(tmp_path: Path, address: str) -> Iterator[tuple[ServerProcess, ServerProcess]]:
    folders = tmp_path / "one", tmp_path / "other"
    for folder in folders:
        folder.mkdir()
    choices = {"SELLERGATE_DATABASE_URL": address, "SELLERGATE_LOG_LEVEL": "warning"}
    with run_process(folders[0], **choices) as one, run_process(folders[1], **choices) as other:
        yield one, other


def test_two_nodes_share_the_work_and_one_ends_what_the_other_left(
    tmp_path: Path, postgres: PostgresServer
) -> None:
    count, sellers = 5_000, 6
    with two_nodes(tmp_path, postgres.migrated_database()) as (one, other):
        shelf = Shelf(other)
        shelf.fill(count)
        packages = [shelf.a_package(count) for _ in range(sellers)]

        def nodes() -> set[str]:
            held = shelf.read(all_jobs)
            return {job.node for job in held if job.kind == "offers" and job.node is not None}

        wait_for(lambda: len(nodes()) == 2, 30)
        one.kill()
        killed = time.monotonic()

        for seller, package_id in packages:
            wait_for(
                lambda package_id=package_id: shelf.package(package_id).state == "Integrated",
                TAKEN_OVER - (time.monotonic() - killed),
            )
            shelf.assert_done_once(seller, package_id, count)
