"""Kill -9 while a submission of sheets is judged: it ends, and each sheet is judged once."""

import random
import time
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa

from sellergate.storage.schema import product_packages, product_reports, product_sellers
from tests.builders.catalogue import a_category
from tests.builders.process import ServerProcess, run_process
from tests.builders.submissions import a_sheet, a_shop

pytestmark = pytest.mark.slow

SHEETS = 3_000
KILLS = 2  # a node that is killed keeps its lease for twenty seconds
PATIENCE = 120


def counts_of(server: ServerProcess) -> tuple[int, int, int, bool]:
    """Sheets done, integrated and refused, and whether the submission has ended."""
    table = product_packages.c
    query = sa.select(
        table.done_count, table.integrated_count, table.refused_count, table.ended_at.is_not(None)
    )
    done, integrated, refused, is_over = server.read(lambda conn: conn.execute(query).one())
    return done, integrated, refused, bool(is_over)


def wait_until_done(server: ServerProcess, count: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while counts_of(server)[0] < count:
        assert time.monotonic() < deadline, counts_of(server)
        time.sleep(0.01)


def test_a_submission_that_is_killed_ends_with_each_sheet_judged_once(tmp_path: Path) -> None:
    moments = random.Random(28)
    with run_process(tmp_path, SELLERGATE_LOG_LEVEL="warning") as server:
        shop = a_shop(server)
        category = a_category(server).reference
        sheets = [
            a_sheet(server, categoryCode=category, title="Gant" if n % 10 else None)
            for n in range(SHEETS)
        ]
        shop.submit(*sheets)

        for kill in range(KILLS):
            wait_until_done(server, (kill + 1) * SHEETS // 4)
            time.sleep(moments.random() / 10)
            server.kill()
            server.start()
        wait_until_done(server, SHEETS)

        deadline = time.monotonic() + PATIENCE
        while not counts_of(server)[3]:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert counts_of(server)[:3] == (SHEETS, SHEETS * 9 // 10, SHEETS // 10)
        rows = server.read(lambda conn: conn.execute(_OUTCOMES).all())
        assert len({row.number for row in rows}) == len(rows) == SHEETS
        assert Counter((row.status, row.operation) for row in rows) == {
            ("Integrated", "Creation"): SHEETS * 9 // 10,
            ("Refused", "Creation"): SHEETS // 10,
        }
        assert server.read(lambda conn: conn.execute(_CREATED).scalar()) == SHEETS * 9 // 10


_OUTCOMES = sa.select(
    product_reports.c.number, product_reports.c.status, product_reports.c.operation
)
_CREATED = sa.select(sa.func.count()).where(product_sellers.c.is_creator.is_(True))
