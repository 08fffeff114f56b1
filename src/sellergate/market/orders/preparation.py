"""What the platform does with orders by itself, in the background: controls, acceptance, preparation (contract/05 §1.2).

One job for a seller moves all of its orders that are moving, some at a time. Which step is next is read from the order
in the transaction that takes it, so each is taken once, however often and wherever the work is begun.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.access.sellers.store import accepts_by_itself
from sellergate.jobs import store as jobs
from sellergate.jobs.models import Job
from sellergate.kit.clock import Clock
from sellergate.market.orders.lifecycle import Event, happen
from sellergate.market.orders.models import Order, Status
from sellergate.market.orders.store import moving_orders, save_order
from sellergate.market.sales_channels import find_channel
from sellergate.storage.database import Database

KIND: Final = "orders"
AT_ONCE: Final = 20  # orders in one transaction
RETRY_AFTER: Final = timedelta(minutes=5)


def plan_moves(
    conn: Connection, seller_id: SellerId, now: datetime, *, due_at: datetime | None = None
) -> None:
    """Let background work move the seller's orders on: in the transaction that made one of them `is_moving`."""
    jobs.enqueue(conn, KIND, str(seller_id), lane=f"orders:{seller_id}", now=now, due_at=due_at)


def move_on(conn: Connection, order: Order, now: datetime) -> Order:
    """The order after its next step, written."""
    after = happen(order, _next_step(conn, order), now)
    save_order(conn, order, after)
    return after


class OrderPreparation:
    """The handler of the jobs."""

    kind = KIND

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def run(self, job: Job, db: Database) -> None:
        """Move the orders of a seller until none is moving. See `jobs.handlers.Handler`."""
        while await db.write(self._move_some, job):
            pass

    def give_up(self, conn: Connection, job: Job, reason: str, now: datetime) -> None:  # noqa: ARG002
        """Try again: an order that was acknowledged is never left where it is. What fails is in the log."""
        plan_moves(conn, SellerId(int(job.subject)), now, due_at=now + RETRY_AFTER)

    def _move_some(self, conn: Connection, job: Job) -> bool:
        """Take one step with some orders; False, and the job is done, when there is none."""
        now = self._clock()
        moving = moving_orders(conn, SellerId(int(job.subject)), limit=AT_ONCE)
        if not moving:
            jobs.finish(conn, job)
            return False
        jobs.hold(conn, job, now=now, gets_on=True)
        for order in moving:
            move_on(conn, order, now)
        return True


def _next_step(conn: Connection, order: Order) -> Event:
    if order.status is Status.ACCEPTED:
        return Event.PREPARED
    is_asked = find_channel(conn, order.sales_channel_id).sellers_accept
    if is_asked and not accepts_by_itself(conn, order.seller_id):
        return Event.SENT_FOR_ACCEPTANCE
    return Event.CONTROLLED
