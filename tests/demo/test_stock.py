"""The stock of the demo marketplace is the sum of what moved, and open orders of warehouses have theirs."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.market.warehouse.models import Quantities, Quantity
from sellergate.storage.schema import order_allocations, stock_movements, stocks
from sellergate.storage.upkeep import run_on_database
from tests.builders.demo import seeded_database

pytestmark = pytest.mark.slow  # it seeds the demo marketplace


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    seeded_database(path)
    return path


def test_what_is_held_is_what_moved(seeded: Path) -> None:
    held, moved = run_on_database(seeded, _held_and_moved)

    assert len({seller_id for seller_id, *_ in held}) == 3
    for _, row, *quantities in held:
        assert dict(zip(Quantity, quantities, strict=True)) == {
            quantity: moved.get((row, quantity.value), 0) for quantity in Quantity
        }


def test_orders_that_wait_for_a_warehouse_have_their_stock(seeded: Path) -> None:
    promised, allocated = run_on_database(seeded, _promised_and_allocated)

    assert 0 < promised <= allocated  # sellers have shipments of their own besides


def _held_and_moved(conn: Connection) -> tuple[list[Any], dict[tuple[int, str], int]]:
    columns = [stocks.c[name] for name in Quantities._fields]
    held = conn.execute(sa.select(stocks.c.seller_id, stocks.c.id, *columns)).all()
    moved: dict[tuple[int, str], int] = {}
    m = stock_movements.c
    for row, source, target, pieces in conn.execute(
        sa.select(m.stock_row, m.source, m.target, m.quantity)
    ):
        moved[row, source] = moved.get((row, source), 0) - pieces
        moved[row, target] = moved.get((row, target), 0) + pieces
    return list(held), moved


def _promised_and_allocated(conn: Connection) -> tuple[int, int]:
    promised = sa.select(sa.func.sum(order_allocations.c.quantity))
    allocated = sa.select(sa.func.sum(stocks.c.allocated))
    return conn.execute(promised).scalar_one(), conn.execute(allocated).scalar_one()
