"""Background work on orders: what cannot be done holds up nothing else, and is tried again."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from sellergate.jobs.store import all_jobs
from sellergate.market.orders.models import Status
from sellergate.market.orders.preparation import KIND
from sellergate.storage.schema import order_lines
from tests.builders.installation import Installation
from tests.builders.offer_packages import a_stall
from tests.builders.order_acts import an_order_of, prepare, read_again
from tests.builders.orders import set_channel


@pytest.fixture(autouse=True)
def _plain_channel(installation: Installation) -> None:
    set_channel(installation)  # other tests of this installation leave one where sellers accept


def set_status(on: Installation, row: int, status: str) -> None:
    """Write a line as no release of ours would."""
    lines = order_lines.update().where(order_lines.c.order_row == row)
    on.write(lambda conn, _act: conn.execute(lines.values(status=status)))


def test_an_order_that_cannot_be_moved_is_set_aside(installation: Installation) -> None:
    stall = a_stall(installation)
    first, damaged, last = (an_order_of(stall, 1) for _ in range(3))
    set_status(installation, damaged.row, "Nonsense")
    query = sa.select(order_lines.c.status).where(order_lines.c.order_row == damaged.row)

    prepare(installation)

    moved = [read_again(installation, order).status for order in (first, last)]
    assert moved == [Status.IN_PREPARATION] * 2
    assert installation.read(lambda conn: conn.execute(query).scalar()) == "Nonsense"
    own = [
        job
        for job in installation.read(all_jobs)
        if (job.kind, job.subject) == (KIND, str(stall.seller.seller_id))
    ]
    assert [job.due_at > installation.clock() + timedelta(minutes=4) for job in own] == [True]


def test_what_was_set_aside_is_tried_again(installation: Installation) -> None:
    stall = a_stall(installation)
    damaged = an_order_of(stall, 1)
    set_status(installation, damaged.row, "Nonsense")
    prepare(installation)
    set_status(installation, damaged.row, "Processing")

    with installation.clock.moved(minutes=6):
        prepare(installation)

    assert read_again(installation, damaged).status is Status.IN_PREPARATION


def test_a_new_order_does_not_wait_for_one_that_was_set_aside(installation: Installation) -> None:
    stall = a_stall(installation)
    set_status(installation, an_order_of(stall, 1).row, "Nonsense")
    prepare(installation)

    order = an_order_of(stall, 1)
    prepare(installation)

    assert read_again(installation, order).status is Status.IN_PREPARATION
