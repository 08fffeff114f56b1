"""Kill -9 in the middle of two months that are gone through: each operation, statement and payout is there once."""

import random
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.sellers.models import Seller
from sellergate.jobs.store import all_jobs
from sellergate.kit.clock import system_clock
from sellergate.market.finance.calendar import day_of, next_stop
from sellergate.market.orders import store
from sellergate.market.orders.lifecycle import Event, happen
from sellergate.market.orders.placing import Bought, place_order
from sellergate.storage.schema import (
    finance_calendars,
    finance_invoices,
    finance_operations,
    finance_payments,
    jobs,
    ledger_postings,
    order_events,
)
from sellergate.storage.upkeep import run_on_database, run_on_snapshot
from tests.builders.offer_packages import _settle
from tests.builders.offers import an_offer
from tests.builders.orders import a_purchase
from tests.builders.process import ServerProcess, run_process
from tests.builders.world import a_seller

pytestmark = pytest.mark.slow

ORDERS = 1_200
DAYS = 60
KILLS = 4
TAKEN_OVER = 60  # seconds, at most, until a node goes on with what another one had
OWED = 2 * 2990 + 640 - 1192  # by an order: its sale less its commission


def trade(conn: Connection, act: Any, seller: Seller, reference: str) -> None:
    """Orders that were accepted and shipped in the last weeks, the first of them first."""
    purchase = a_purchase(Bought(seller_product_id=reference, quantity=2))
    for number in range(ORDERS):
        at = act.now - timedelta(days=DAYS) * (ORDERS - number) / ORDERS
        placed = place_order(conn, seller.seller_id, purchase, now=at)
        after = placed
        for hours, event in enumerate((Event.CONTROLLED, Event.PREPARED, Event.SHIPPED)):
            after = happen(after, event, at + timedelta(hours=hours))
        store.save_order(conn, placed, after)


def read(server: ServerProcess, query: sa.Select[Any]) -> list[Any]:
    """What is there, without a lock that would be in the way of the work."""
    found: list[Any] = run_on_snapshot(server.database, lambda conn: conn.execute(query).all())
    return found


def booked(server: ServerProcess) -> int:
    query = sa.select(sa.func.count()).select_from(finance_operations)
    return int(read(server, query)[0][0])


def test_a_ledger_survives_kills_with_everything_there_once(tmp_path: Path) -> None:
    moments = random.Random(6)
    with run_process(tmp_path, SELLERGATE_LOG_LEVEL="warning") as server:
        server.kill()
        seller = a_seller(server)
        server.write(_settle, seller.seller_id)
        offer = an_offer(server, seller, quantity=10_000)
        server.write(trade, seller, offer["reference"])
        first, today = system_clock() - timedelta(days=DAYS), day_of(system_clock())
        seen = []
        for _ in range(KILLS):
            seen.append(booked(server))
            at_once = jobs.update().values(leased_until=None, leased_by=None, due_at=system_clock())
            run_on_database(server.database, lambda conn, free=at_once: conn.execute(free))
            server.start()
            started = time.monotonic()
            while booked(server) <= seen[-1]:
                assert time.monotonic() - started < TAKEN_OVER
                time.sleep(0.02)
            time.sleep(moments.random() / 3)
            server.kill()
        run_on_database(server.database, lambda conn: conn.execute(at_once))
        server.start()
        started = time.monotonic()
        reached = sa.select(finance_calendars.c.reached_on)
        while read(server, reached) != [(today,)]:
            assert time.monotonic() - started < TAKEN_OVER + 60
            time.sleep(0.1)
        time.sleep(0.2)  # until the job is ended

        assert seen[1:] == sorted(set(seen[1:])), "it gets on each time, and never goes back"
        o = finance_operations.c
        e = order_events.c
        accepted = sa.select(e.at).where(e.line == 1, e.status == "Accepted")
        count = 2 * sum(day_of(row.at) < today for row in read(server, accepted))
        numbers = [row.number for row in read(server, sa.select(o.number).order_by(o.number))]
        assert numbers == list(range(1, count + 1))
        per_order = sa.select(sa.func.sum(o.amount), sa.func.count()).group_by(o.reference)
        assert set(read(server, per_order)) == {(OWED, 2)}
        stops = []
        day = day_of(first)
        while (day := next_stop(day)) <= today:
            stops.append(day)
        i, p = finance_invoices.c, finance_payments.c
        issued = read(server, sa.select(i.issued_on, i.document_key).order_by(i.id))
        paid = read(server, sa.select(p.planned_on, p.state).order_by(p.id))
        assert sorted([row[0] for row in issued] + [row[0] for row in paid]) == stops
        assert all(row.document_key for row in issued)
        assert {row.state for row in paid} == {"InProcess"}
        held = sa.select(p.amount, sa.func.sum(o.amount)).join_from(
            finance_payments, finance_operations, o.payment_row == p.id
        )
        assert all(amount == total for amount, total in read(server, held.group_by(p.id)))
        legs = sa.select(sa.func.sum(ledger_postings.c.amount)).group_by(
            ledger_postings.c.entry, ledger_postings.c.row
        )
        assert set(read(server, legs)) == {(0,)}
        assert "finance" not in {job.kind for job in server.read(all_jobs)}
