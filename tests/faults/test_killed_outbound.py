"""Kill -9 while shipments are judged and called off: each once, and their stock with them."""

import random
import time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.sellers.models import Seller
from sellergate.market.fulfillment.outbound.cancelling import ask_cancellation
from sellergate.market.fulfillment.outbound.making import make_outbound
from sellergate.market.fulfillment.outbound.models import NewOutbound
from sellergate.market.warehouse.models import Identified, StorageCountry
from sellergate.storage.schema import outbound_cancellations, outbound_shipments, stocks
from sellergate.storage.upkeep import run_on_snapshot
from tests.builders.orders import ADDRESS
from tests.builders.process import ServerProcess, run_process
from tests.builders.warehouse import a_stock
from tests.builders.world import a_seller
from tests.faults.test_killed_inbound import free_leases

pytestmark = pytest.mark.slow

SHIPMENTS = 900
KEPT = 200  # pieces: of the shipments that are not called off, there are more
KILLS = 3
TAKEN_OVER = 60  # seconds, at most, until a node goes on with what another one had


def ask_for_many(conn: Connection, act: Any, seller: Seller, reference: str) -> None:
    """So many shipments of a piece each: every third is called off at once, every tenth names what nobody knows."""
    for number in range(SHIPMENTS):
        name = "NOBODYS" if number % 10 == 0 else reference
        wanted = NewOutbound(
            reference=f"SHOP-{number}",
            storage_country=StorageCountry.FR,
            delivery_mode="TrackedHomeDelivery",
            delivery_address=ADDRESS,
            lines=[(Identified(name), 1)],
        )
        made = make_outbound(conn, seller.seller_id, wanted, now=act.now)
        if number % 3 == 0:
            ask_cancellation(conn, seller.seller_id, made.outbound_id, now=act.now)


def counted(server: ServerProcess, column: Any) -> dict[Any, int]:
    """How often there is each value of a column. Read without a lock that would be in the way of the work."""
    query = sa.select(column, sa.func.count()).group_by(column)
    found: dict[Any, int] = run_on_snapshot(
        server.database, lambda conn: dict(conn.execute(query).all())
    )
    return found


def done(server: ServerProcess) -> int:
    """How many shipments are judged, and requests done."""
    waiting = counted(server, outbound_shipments.c.status).get("Created", 0)
    asked = counted(server, outbound_cancellations.c.status).get("Pending", 0)
    return SHIPMENTS + SHIPMENTS // 3 - waiting - asked


def test_shipments_survive_kills_with_their_stock_counted_once(tmp_path: Path) -> None:
    moments = random.Random(11)
    with run_process(tmp_path, SELLERGATE_LOG_LEVEL="warning") as server:
        server.kill()
        seller = a_seller(server)
        stock = a_stock(server, seller, FR=KEPT)
        server.write(ask_for_many, seller, stock.seller_product_reference)
        seen = []
        for _ in range(KILLS):
            seen.append(done(server))
            server.start()
            started = time.monotonic()
            while done(server) <= seen[-1]:
                assert time.monotonic() - started < TAKEN_OVER
                time.sleep(0.02)
            time.sleep(moments.random() / 4)
            server.kill()
            free_leases(server)
        server.start()
        started = time.monotonic()
        while done(server) < SHIPMENTS + SHIPMENTS // 3:
            assert time.monotonic() - started < TAKEN_OVER + 60
            time.sleep(0.1)

        statuses = counted(server, outbound_shipments.c.status)
        requests = counted(server, outbound_cancellations.c.status)
        assert seen[1:] == sorted(set(seen[1:])), "it gets on each time, and never goes back"
        assert seen[-1] < SHIPMENTS + SHIPMENTS // 3, "it was killed in the middle"
        assert sum(statuses.values()) == SHIPMENTS
        assert statuses["Cancelled"] == requests["Accepted"]
        assert statuses["Accepted"] + statuses["Cancelled"] + statuses["Rejected"] == SHIPMENTS
        assert counted(server, stocks.c.allocated) == {statuses["Accepted"]: 1}
        assert counted(server, stocks.c.available) == {KEPT - statuses["Accepted"]: 1}
