"""Kill -9 in the middle of checks and receptions: each supply order is judged once, each piece is counted once."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2
import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.sellers.models import Seller
from sellergate.jobs.store import all_jobs
from sellergate.kit.clock import system_clock
from sellergate.kit.gtin import parse_gtin
from sellergate.kit.ids import new_uuid
from sellergate.market.fulfillment.inbound.announcing import announce
from sellergate.market.fulfillment.inbound.models import AnnouncedLine, Announcement
from sellergate.market.warehouse.models import Identified, ProductState
from sellergate.market.warehouse.referencing import NewProduct, reference_products
from sellergate.storage.schema import (
    fulfillment_products,
    inbound_receptions,
    inbound_shipments,
    jobs,
    stock_movements,
    stocks,
)
from sellergate.storage.upkeep import run_on_database, run_on_snapshot
from tests.builders.catalogue import a_product
from tests.builders.operator import Desk, a_desk
from tests.builders.process import ServerProcess, run_process
from tests.builders.warehouse import a_stock
from tests.builders.world import a_seller

pytestmark = pytest.mark.slow

PRODUCTS = 60
SHIPMENTS = 800
RECEPTIONS = 80
KILLS = 3
TAKEN_OVER = 60  # seconds, at most, until a node goes on with what another one had


def a_supply(*names: str) -> Announcement:
    lines = tuple(AnnouncedLine(Identified(name), 5) for name in names)
    return Announcement(reference=None, storage_country="FR", expected_on=None, lines=lines)


def announce_many(conn: Connection, act: Any, seller: Seller, gtins: list[str]) -> None:
    """Tell the warehouses of products, and announce them right away: one in ten names one that nobody knows."""
    told = [
        NewProduct(
            seller_product_reference=f"SKU-{number}",
            gtin=parse_gtin(gtin),
            product_state=ProductState.NEW,
            title="Gant",
            details={},
        )
        for number, gtin in enumerate(gtins)
    ]
    reference_products(conn, seller.seller_id, told, act.now)
    for number in range(SHIPMENTS):
        names = [f"SKU-{(number + step) % PRODUCTS}" for step in range(4)]
        if number % 10 == 0:
            names.append("NOBODYS")
        announce(conn, seller.seller_id, a_supply(*names), inbound_id=new_uuid(), now=act.now)


def counted(server: ServerProcess, column: Any) -> dict[str, int]:
    """How often there is each value of a column. Read without a lock that would be in the way of the work."""
    query = sa.select(column, sa.func.count()).group_by(column)
    found: dict[str, int] = run_on_snapshot(
        server.database, lambda conn: dict(conn.execute(query).all())
    )
    return found


def judged(server: ServerProcess) -> int:
    return SHIPMENTS - counted(server, inbound_shipments.c.status).get("Created", 0)


def free_leases(server: ServerProcess) -> None:
    held = jobs.update().where(jobs.c.leased_by.is_not(None))
    free = held.values(leased_until=system_clock())
    run_on_database(server.database, lambda conn: conn.execute(free))


def test_checks_survive_kills_with_each_shipment_judged_once(tmp_path: Path) -> None:
    moments = random.Random(6)
    with run_process(tmp_path, SELLERGATE_LOG_LEVEL="warning") as server:
        server.kill()
        seller = a_seller(server)
        gtins = [a_product(server).gtin for _ in range(PRODUCTS)]
        server.write(announce_many, seller, gtins)
        seen = []
        for _ in range(KILLS):
            seen.append(judged(server))
            server.start()
            started = time.monotonic()
            while judged(server) <= seen[-1]:
                assert time.monotonic() - started < TAKEN_OVER
                time.sleep(0.02)
            time.sleep(moments.random() / 4)
            server.kill()
            free_leases(server)
        server.start()
        started = time.monotonic()
        while judged(server) < SHIPMENTS:
            assert time.monotonic() - started < TAKEN_OVER + 60
            time.sleep(0.1)
        time.sleep(0.2)  # until the jobs are ended

        assert seen[1:] == sorted(set(seen[1:])), "it gets on each time, and never goes back"
        assert seen[-1] < SHIPMENTS, "it was killed in the middle"
        refused = SHIPMENTS // 10
        assert counted(server, inbound_shipments.c.status) == {
            "Accepted": SHIPMENTS - refused,
            "Refused": refused,
        }
        assert counted(server, fulfillment_products.c.status) == {"Referenced": PRODUCTS}
        assert sum(counted(server, stocks.c.id).values()) == PRODUCTS
        assert "inbound-shipments" not in {job.kind for job in server.read(all_jobs)}


def send_until_answered(desk: Desk, path: str, body: Any) -> int:
    """The status of the first answer: the client does not know whether what it sent before was counted."""
    deadline = time.monotonic() + TAKEN_OVER
    while True:
        try:
            return desk.call("POST", path, json=body).status_code
        except httpx2.TransportError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_receptions_survive_kills_with_each_piece_counted_once(tmp_path: Path) -> None:
    moments = random.Random(9)
    with run_process(tmp_path, SELLERGATE_LOG_LEVEL="warning") as server:
        seller = a_seller(server)
        desk = a_desk(server)  # type: ignore[arg-type]
        stock = a_stock(server, seller)
        inbound_id = new_uuid()
        server.write(
            lambda conn, act: announce(
                conn,
                seller.seller_id,
                a_supply(stock.seller_product_reference),
                inbound_id=inbound_id,
                now=act.now,
            )
        )
        started = time.monotonic()
        while "Accepted" not in counted(server, inbound_shipments.c.status):
            assert time.monotonic() - started < TAKEN_OVER
            time.sleep(0.05)
        path = f"/inbound-shipments/{inbound_id}/receptions"

        def receive(number: int) -> int:
            line = {"lineNumber": 1, "available": 2, "blocked": 1}
            return send_until_answered(desk, path, {"reference": f"DOCK-{number}", "lines": [line]})

        with ThreadPoolExecutor(2) as pool:
            answers = [pool.submit(receive, number) for number in range(RECEPTIONS)]
            for _ in range(KILLS):
                time.sleep(0.2 + moments.random() / 3)
                server.kill()
                server.start()
            statuses = {answer.result(TAKEN_OVER * 2) for answer in answers}

        assert statuses == {201}
        assert sum(counted(server, inbound_receptions.c.number).values()) == RECEPTIONS
        assert counted(server, stock_movements.c.kind) == {
            "Reception": RECEPTIONS,
            "DamagedReception": RECEPTIONS,
        }
        assert counted(server, stocks.c.available) == {2 * RECEPTIONS: 1}
        assert counted(server, stocks.c.blocked) == {RECEPTIONS: 1}
