"""Kill -9 in the middle of many cancellations: each gives its money and its items back exactly once."""

import random
import time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.sellers.models import Seller
from sellergate.jobs.store import all_jobs
from sellergate.kit.clock import system_clock
from sellergate.market.orders import cancellations, store
from sellergate.market.orders.lifecycle import Event, happen
from sellergate.market.orders.models import UserType
from sellergate.market.orders.placing import Bought, place_order
from sellergate.storage.schema import jobs, offers, order_cancellations, order_events, order_lines
from sellergate.storage.upkeep import run_on_database, run_on_snapshot
from tests.builders.offer_packages import _settle
from tests.builders.offers import an_offer
from tests.builders.orders import a_purchase
from tests.builders.process import ServerProcess, run_process
from tests.builders.world import a_seller

pytestmark = pytest.mark.slow

ORDERS = 1_500
KILLS = 4
TAKEN_OVER = 60  # seconds, at most, until a node goes on with what another one had


def cancel_many(conn: Connection, act: Any, seller: Seller, reference: str) -> None:
    """Place so many orders, and ask to cancel each."""
    purchase = a_purchase(Bought(seller_product_id=reference, quantity=2))
    for number in range(ORDERS):
        placed = place_order(conn, seller.seller_id, purchase, now=act.now)
        ready = happen(happen(placed, Event.CONTROLLED, act.now), Event.PREPARED, act.now)
        store.save_order(conn, placed, ready)
        cancellations.cancel_order(
            conn,
            seller.seller_id,
            placed.order_id,
            reason="seller-pricing-error",
            asked_by=UserType.SELLER,
            request_id=f"killed{number}",
            now=act.now,
        )


def counted(server: ServerProcess, column: Any) -> dict[str, int]:
    """How often there is each value of a column. Read without a lock that would be in the way of the work."""
    query = sa.select(column, sa.func.count()).group_by(column)
    found: dict[str, int] = run_on_snapshot(
        server.database, lambda conn: dict(conn.execute(query).all())
    )
    return found


def done(server: ServerProcess) -> int:
    return counted(server, order_cancellations.c.status).get("Accepted", 0)


def wait_for_more_than(server: ServerProcess, before: int) -> None:
    started = time.monotonic()
    while done(server) <= before:
        assert time.monotonic() - started < TAKEN_OVER
        time.sleep(0.02)


def test_cancellations_survive_kills_with_each_done_once(tmp_path: Path) -> None:
    moments = random.Random(4)
    with run_process(tmp_path, SELLERGATE_LOG_LEVEL="warning") as server:
        server.kill()
        seller = a_seller(server)
        server.write(_settle, seller.seller_id)
        offer = an_offer(server, seller, quantity=10_000)
        server.write(cancel_many, seller, offer["reference"])
        seen = []
        for _ in range(KILLS):
            seen.append(done(server))
            server.start()
            wait_for_more_than(server, seen[-1])
            time.sleep(moments.random() / 4)
            server.kill()
            held = jobs.update().where(jobs.c.leased_by.is_not(None))
            free = held.values(leased_until=system_clock())
            run_on_database(server.database, lambda conn, free=free: conn.execute(free))
        server.start()
        started = time.monotonic()
        while done(server) < ORDERS:
            assert time.monotonic() - started < TAKEN_OVER + 60
            time.sleep(0.1)
        time.sleep(0.2)  # until the jobs are ended

        assert seen[1:] == sorted(set(seen[1:])), "it gets on each time, and never goes back"
        assert seen[-1] < ORDERS, "it was killed in the middle"
        left = sa.select(offers.c.quantity).where(offers.c.id == offer["id"])
        assert server.read(lambda conn: conn.execute(left).scalar()) == 10_000
        assert counted(server, order_lines.c.refunded) == {2 * 2990 + 640: ORDERS}
        assert counted(server, order_events.c.status)["Cancelled"] == 2 * ORDERS
        assert "order-cancellations" not in {job.kind for job in server.read(all_jobs)}
