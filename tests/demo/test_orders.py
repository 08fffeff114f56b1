"""The orders of the demo marketplace: the same each time, and those that examples name are there."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sellergate.demo.orders.generating import make_orders
from sellergate.demo.orders.known import PARTS_ORDER_ID
from sellergate.market.orders.gesture_store import find_gesture
from sellergate.market.orders.models import GestureStatus, Status
from sellergate.market.orders.overview import Wanted, get_any_order, page_of_orders
from sellergate.rest.openapi.facts import (
    DELIVERED_ORDER_ID,
    EXAMPLE_GESTURE_ID,
    EXAMPLE_ORDER_ID,
    HELD_ORDER_ID,
    SHIPPED_ORDER_ID,
    WAITING_ORDER_ID,
)
from sellergate.storage.opening import open_database
from sellergate.storage.upkeep import run_on_database
from tests.builders.demo import seeded_database

pytestmark = pytest.mark.slow  # it seeds the demo marketplace

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    seeded_database(path)
    return path


@pytest.mark.parametrize(
    ("order_id", "status"),
    [
        (EXAMPLE_ORDER_ID, Status.IN_PREPARATION),
        (PARTS_ORDER_ID, Status.IN_PREPARATION),
        (WAITING_ORDER_ID, Status.WAITING_ACCEPTANCE),
        (SHIPPED_ORDER_ID, Status.SHIPPED),
        (DELIVERED_ORDER_ID, Status.DELIVERED),
        (HELD_ORDER_ID, Status.PROCESSING),
    ],
)
def test_the_orders_that_examples_name_are_in_known_states(
    seeded: Path, order_id: str, status: Status
) -> None:
    order = run_on_database(seeded, get_any_order, order_id)

    assert (order.seller_id, order.status) == (41207, status)


def test_every_status_and_every_way_to_be_shipped_is_there(seeded: Path) -> None:
    found = run_on_database(seeded, page_of_orders, Wanted(), limit=1000)

    assert len(found) == 200
    assert {brief.status for brief in found} >= set(Status) - {
        Status.ACCEPTED,
        Status.CANCELLED,
        Status.CANCEL_REQUEST,
    }
    assert {brief.supply_mode for brief in found} == {"Seller", "Fulfillment", "Xdock"}
    assert {brief.sales_channel_id for brief in found} == {"CDISFR", "HANSDE", "NORDSE"}
    assert len({brief.shipping_country for brief in found}) >= 5
    assert len({brief.order_id for brief in found}) == 200


def made_of(path: Path, seed: str) -> list[object]:
    async def make() -> None:
        db = open_database(f"sqlite:///{path}", pool_size=1)
        try:
            await make_orders(db, count=15, seed=seed, now=NOW)
        finally:
            await db.close()

    asyncio.run(make())
    briefs = run_on_database(path, page_of_orders, Wanted(), limit=15)
    return [run_on_database(path, get_any_order, brief.order_id) for brief in briefs]


def test_a_seed_makes_the_same_orders_to_the_byte(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.db", "b.db", "c.db")]
    for path in paths:
        seeded_database(path)

    first, again, other = (
        made_of(path, seed) for path, seed in zip(paths, ("one", "one", "two"), strict=True)
    )

    assert first == again
    assert first != other


def test_the_gesture_that_the_reference_names_was_done_for_the_delivered_order(
    seeded: Path,
) -> None:
    gesture = run_on_database(seeded, find_gesture, 41207, EXAMPLE_GESTURE_ID)

    assert gesture is not None
    assert (gesture.order_id, gesture.amount) == (DELIVERED_ORDER_ID, 500)
    assert gesture.status is GestureStatus.ACCEPTED
