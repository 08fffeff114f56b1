"""Warehouses that work by themselves: what is announced is received, what is to be sent is sent, returns are inspected.

A job that plans itself anew every few seconds, in the demo only. It does what an operator does, with the same functions,
so nothing happens twice, however often it is broken off. What the marketplace begins with is left as it is, so that the
reference can show each state.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
import structlog
from sqlalchemy import Connection

from sellergate.demo.catalogue.words import draw
from sellergate.demo.world import SEED, TODAY, Chance
from sellergate.jobs import store as jobs
from sellergate.jobs.models import Job
from sellergate.kit.clock import Clock
from sellergate.kit.errors import Refusal
from sellergate.market.fulfillment.inbound import receiving, store as inbounds
from sellergate.market.fulfillment.inbound.models import Status
from sellergate.market.fulfillment.inbound.receiving import LINES_AT_ONCE, Count
from sellergate.market.fulfillment.outbound import dispatch
from sellergate.market.fulfillment.outbound.cancellation_store import find_open_request
from sellergate.market.fulfillment.outbound.cancelling import decide_cancellation
from sellergate.market.fulfillment.outbound.dispatch import PackedParcel
from sellergate.market.fulfillment.outbound.models import OutboundCancellationStatus, OutboundStatus
from sellergate.market.fulfillment.outbound.store import get_any_outbound
from sellergate.market.fulfillment.returns import inspecting
from sellergate.market.fulfillment.returns.inspecting import Inspected
from sellergate.market.fulfillment.returns.models import ReturnReason, ReturnStatus
from sellergate.market.fulfillment.returns.store import get_any_return
from sellergate.storage.database import Database
from sellergate.storage.schema import (
    inbound_shipments,
    outbound_cancellations,
    outbound_shipments,
    returns,
)

EVERY: Final = timedelta(seconds=1)
PAUSE: Final = timedelta(seconds=2)  # between two things that happen to one shipment
AT_ONCE: Final = 10  # of each kind

Act = Callable[[Connection, str, datetime], object]
log = structlog.get_logger()


class SimulatedWarehouse:
    """The handler of the job. `plan` it when a node starts."""

    kind = "demo-warehouse"

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._chance = Chance(f"{SEED} warehouse")
        self._acts: Sequence[tuple[sa.Table, str, Sequence[str], Act]] = (
            (inbound_shipments, "inbound_id", (Status.ACCEPTED, Status.IN_RECEPTION), _receive),
            (
                outbound_cancellations,
                "request_id",
                (OutboundCancellationStatus.UNDER_REVIEW,),
                _grant,
            ),
            (outbound_shipments, "outbound_id", (OutboundStatus.ACCEPTED,), dispatch.prepare),
            (outbound_shipments, "outbound_id", (OutboundStatus.IN_PREPARATION,), self._ship),
            (returns, "return_id", (ReturnStatus.REFERENCED,), inspecting.accept),
            (returns, "return_id", (ReturnStatus.ACCEPTED,), _take_back),
            (returns, "return_id", (ReturnStatus.PENDING,), _inspect),
        )

    def plan(self, conn: Connection, *, due_at: datetime | None = None) -> None:
        """Let there be such a job; nothing, when there is."""
        jobs.enqueue(conn, self.kind, "demo", lane=self.kind, now=self._clock(), due_at=due_at)

    async def run(self, job: Job, db: Database) -> None:
        """Do what has waited long enough, each thing in a transaction of its own, then plan the next time."""
        for table, key, statuses, act in self._acts:
            now = self._clock()
            for one in await db.read(_waiting, table, key, statuses, now):
                await db.write(self._do, job, act, one)
        await db.write(self._plan_next, job)

    def give_up(self, conn: Connection, job: Job, reason: str, now: datetime) -> None:  # noqa: ARG002
        """Try again later."""
        self.plan(conn, due_at=now + timedelta(minutes=1))

    def _do(self, conn: Connection, job: Job, act: Act, one: str) -> None:
        now = self._clock()
        jobs.hold(conn, job, now=now)
        try:
            with conn.begin_nested():
                act(conn, one, now)
        except Refusal as refusal:  # somebody else was there first
            log.info("left to others", kind=self.kind, reason=type(refusal).__name__)

    def _plan_next(self, conn: Connection, job: Job) -> None:
        jobs.finish(conn, job)
        self.plan(conn, due_at=self._clock() + EVERY)

    def _ship(self, conn: Connection, outbound_id: str, now: datetime) -> None:
        one = get_any_outbound(conn, outbound_id)
        if find_open_request(conn, one.row) is not None:  # which is decided first
            return
        number = f"DW{draw(self._chance, outbound_id, 10**9):09}"
        parcel = PackedParcel(number, f"https://tracking.example/{number}")
        dispatch.ship(conn, outbound_id, now, carrier_name="Demo Express", parcels=[parcel])


def _waiting(
    conn: Connection, table: sa.Table, key: str, statuses: Sequence[str], now: datetime
) -> list[str]:
    """What came to one of these statuses a while ago, the oldest first; nothing that the marketplace began with."""
    c: Any = table.c
    query = sa.select(c[key]).where(
        c.status.in_([str(status) for status in statuses]),
        c.updated_at <= now - PAUSE,
        c.created_at > TODAY,
    )
    return list(conn.execute(query.order_by(c.id).limit(AT_ONCE)).scalars())


def _receive(conn: Connection, inbound_id: str, now: datetime) -> None:
    """All that was announced has come, and of many pieces one is damaged."""
    shipment = inbounds.get_any_shipment(conn, inbound_id)
    missing = [line for line in shipment.lines if line.received < line.quantity]
    counts = []
    for line in missing[:LINES_AT_ONCE]:
        left = line.quantity - line.received
        damaged = int(left >= 20)
        counts.append(Count(line.position, left - damaged, damaged))
    receiving.receive(
        conn,
        inbound_id,
        counts,
        reference=f"demo-{shipment.reception_count + 1}",
        is_last=len(missing) <= LINES_AT_ONCE,
        now=now,
    )


def _grant(conn: Connection, request_id: str, now: datetime) -> None:
    decide_cancellation(conn, request_id, now, is_granted=True)


def _take_back(conn: Connection, return_id: str, now: datetime) -> None:
    inspecting.receive(conn, return_id, now)


def _inspect(conn: Connection, return_id: str, now: datetime) -> None:
    """What came damaged is blocked, all else is as good as new."""
    returned = get_any_return(conn, return_id)
    is_damaged = returned.reason in _DAMAGED
    inspecting.inspect(
        conn,
        return_id,
        now,
        inspected=[
            Inspected(
                line=line.position,
                available=0 if is_damaged else line.counted,
                blocked=line.counted if is_damaged else 0,
            )
            for line in returned.lines
        ],
        recommended_reason=returned.reason,
        comment="Damaged: put aside." if is_damaged else "As new.",
    )


_DAMAGED: Final = frozenset(
    {ReturnReason.DAMAGED, ReturnReason.TRANSPORT_DAMAGE, ReturnReason.DEFECTIVE}
)
