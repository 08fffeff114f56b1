"""What is not kept goes by itself, and what was left open is rejected: by the upkeep of a node with the part jobs."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from sellergate.storage import schema
from tests.builders.installation import Installation, MovableClock, run_installation
from tests.builders.invoices import documents_of
from tests.builders.offer_packages import Stall, a_stall
from tests.builders.packages import a_package, a_submission

pytestmark = pytest.mark.slow  # a node that works, and waits for it


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Installation]:
    with run_installation(tmp_path, clock=MovableClock(), only=()) as installation:
        yield installation


@pytest.fixture
def stall(on: Installation) -> Stall:
    return a_stall(on)


def rows_of(on: Installation, table: sa.Table) -> list[Any]:
    in_order = sa.select(table).order_by(*table.primary_key)
    rows: list[Any] = on.read(lambda conn: conn.execute(in_order).all())
    return rows


def wait_for(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_package_left_open_for_six_hours_is_rejected(on: Installation, stall: Stall) -> None:
    """contract/00 §9, contract/04 §B."""
    stall.open()
    on.clock.advance(hours=5, minutes=50)
    late = stall.with_new_token().open()

    on.clock.advance(minutes=11)

    wait_for(lambda: rows_of(on, schema.offer_packages)[0].state == "Rejected")
    lapsed, fresh = rows_of(on, schema.offer_packages)
    assert (lapsed.result_code, lapsed.ended_at is None) == ("1723", False)
    assert fresh.package_id == late
    assert fresh.state == "WaitingForCompletion"


def test_results_go_after_three_days_and_packages_after_ninety(
    on: Installation, stall: Stall
) -> None:
    """contract/04 §B: kept three days."""
    a_package(on, stall.seller, [("Integrated", [("8000", "")])] * 250)
    a_submission(on, stall.seller, [[]] * 3)
    on.clock.advance(days=2)
    recent = a_package(on, stall.seller)

    on.clock.advance(days=1, minutes=1)

    wait_for(lambda: not rows_of(on, schema.product_reports))
    wait_for(lambda: not rows_of(on, schema.product_packages)[0].has_reports)
    assert len(rows_of(on, schema.offer_uploads)) == 1
    old, kept = rows_of(on, schema.offer_packages)
    assert (old.has_results, old.integrated_count) == (False, 250)
    assert (kept.package_id, kept.has_results) == (recent, True)

    on.clock.advance(days=88)

    wait_for(lambda: not rows_of(on, schema.product_packages))
    wait_for(lambda: [p.package_id for p in rows_of(on, schema.offer_packages)] == [recent])


def test_documents_that_nothing_names_go_after_a_day(on: Installation) -> None:
    documents = documents_of(on)
    key = on.run(documents.put(b"an upload that never ended"))
    folder = on.settings.documents.folder
    assert folder is not None

    on.clock.advance(hours=23)
    time.sleep(0.5)
    assert (folder / key).is_file()
    on.clock.advance(hours=2)

    wait_for(lambda: not (folder / key).exists())
