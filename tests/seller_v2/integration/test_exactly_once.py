"""Each submitted sheet is judged once, whatever ends the work in the middle of it, and whoever else works."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from sellergate.jobs.models import Job, LeaseLost
from sellergate.jobs.store import claim, due_jobs, finish
from sellergate.market.products.integration import ProductsHandler
from sellergate.market.products.submissions import SHEETS_PER_UPLOAD
from sellergate.storage.schema import jobs, product_packages, product_sellers, product_uploads
from tests.builders.catalogue import a_category, a_gtin
from tests.builders.installation import Installation, run_installation
from tests.builders.submissions import Json, Shop, a_sheet, a_shop


class Broken(Exception):
    """The process ended here."""


class BreakingDatabase:
    """A database that is gone at the write number `at`: before it is committed, or right after."""

    def __init__(self, db: Any, at: int, *, after_commit: bool) -> None:
        self._db = db
        self._left = at
        self._after_commit = after_commit
        self.read = db.read

    async def write(self, f: Callable[..., Any], /, *args: Any, **values: Any) -> Any:
        self._left -= 1
        if self._left < 0 and not self._after_commit:
            raise Broken
        value = await self._db.write(f, *args, **values)
        if self._left < 0:
            raise Broken
        return value


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One whose clock these tests move, and that leaves the work to them."""
    with run_installation(tmp_path_factory.mktemp("exactly-once")) as on:
        yield on


async def take(on: Installation, *, after: int = 60) -> Job | None:
    """Take the next job, from whoever had it so many seconds ago."""
    on.clock.advance(seconds=after)
    now = on.access.clock()
    ids = await on.access.db.read(due_jobs, ["products"], now=now, limit=1)
    if not ids:
        return None
    return await on.access.db.write(claim, ids[0], lease=f"node/{on.number()}", now=now)


def some_sheets(on: Installation, count: int) -> list[Json]:
    """Good ones, and every tenth without a title."""
    category = a_category(on).reference
    return [
        a_sheet(on, categoryCode=category, title="Gant" if n % 10 else None) for n in range(count)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("after_commit", [False, True], ids=["before", "after"])
def test_work_that_is_broken_off_at_every_step_does_each_sheet_once(
    start_installation: Callable[..., Installation], after_commit: bool
) -> None:
    on = start_installation()
    shop = a_shop(on)
    count = 2 * SHEETS_PER_UPLOAD + 7
    package_id = shop.submit(*some_sheets(on, count))
    handler = ProductsHandler(on.access.clock, creations_per_hour=1_000_000)
    statuses: list[dict[str, str]] = []

    async def break_off_and_go_on() -> int:
        breaks = 0
        while (job := await take(on)) is not None:
            db: Any = BreakingDatabase(on.access.db, breaks % 2, after_commit=after_commit)
            try:
                await handler.run(job, db)
            except Broken:
                breaks += 1
        return breaks

    breaks = on.run(break_off_and_go_on())

    assert breaks > 3
    reports = shop.with_new_token().judged(package_id, count)
    statuses.append({one["gtin"]: one["status"] for one in reports})
    refused = [one for one in reports if one["status"] == "Refused"]
    assert len(reports) == len(statuses[0]) == count
    assert len(refused) == -(-count // 10)
    assert {one["operationType"] for one in reports} == {"Creation"}
    assert left_of(on) == (count, len(refused), count - len(refused), 0, 0)


def left_of(on: Installation) -> tuple[int, ...]:
    """Done, refused, integrated of the package; sheets that wait; jobs of products."""

    def read(conn: sa.Connection) -> tuple[int, ...]:
        table = product_packages.c
        row = conn.execute(
            sa.select(table.done_count, table.refused_count, table.integrated_count)
        ).one()
        waiting = conn.execute(sa.select(sa.func.count()).select_from(product_uploads)).scalar_one()
        own = sa.select(sa.func.count()).where(jobs.c.kind == "products")
        return (*row, waiting, conn.execute(own).scalar_one())

    found: tuple[int, ...] = on.read(read)
    return found


def test_a_node_that_lost_its_lease_writes_nothing_more(installation: Installation) -> None:
    shop = a_shop(installation)
    package_id = shop.submit(*some_sheets(installation, 3))
    handler = ProductsHandler(installation.access.clock, creations_per_hour=1_000_000)

    async def lose() -> None:
        slow = await take(installation)
        fast = await take(installation)
        assert slow is not None
        assert fast is not None
        await handler.run(fast, installation.access.db)
        with pytest.raises(LeaseLost):
            await handler.run(slow, installation.access.db)

    installation.run(lose())

    assert len(shop.judged(package_id, 3)) == 3


def test_of_sellers_who_submit_a_gtin_at_once_one_is_the_creator(
    installation: Installation,
) -> None:
    """contract/03: the first integrator is the creator, later ones contributors."""
    shops = [a_shop(installation) for _ in range(4)]
    category = a_category(installation).reference
    gtins = [a_gtin(installation) for _ in range(40)]
    packages = [
        shop.submit(*(a_sheet(installation, gtin=one, categoryCode=category) for one in gtins))
        for shop in shops
    ]
    handler = ProductsHandler(installation.access.clock, creations_per_hour=1_000_000)

    async def all_at_once() -> None:
        taken = [await take(installation, after=0) for _ in shops]
        await asyncio.gather(*(handler.run(job, installation.access.db) for job in taken if job))

    installation.run(all_at_once())

    reports = [shop.judged(package, 40) for shop, package in zip(shops, packages, strict=True)]
    by_gtin = [sorted(one["operationType"] for one in rows) for rows in zip(*reports, strict=True)]
    assert {one["status"] for rows in reports for one in rows} == {"Integrated"}
    assert by_gtin == [["Creation", "Identical", "Identical", "Identical"]] * 40
    assert creators_of(installation, shops) == 40


def creators_of(on: Installation, shops: list[Shop]) -> int:
    ids = [shop.seller.seller_id for shop in shops]
    table = product_sellers.c
    query = sa.select(sa.func.count()).where(table.seller_id.in_(ids), table.is_creator.is_(True))
    found: int = on.read(lambda conn: conn.execute(query).scalar_one())
    return found


def give_up_as_the_engine_does(conn: sa.Connection, handler: ProductsHandler, job: Job) -> None:
    finish(conn, job)
    handler.give_up(conn, job, "Broken", datetime(2026, 1, 1, tzinfo=UTC))


def test_work_that_is_given_up_refuses_what_waits(installation: Installation) -> None:
    """A submission never waits for ever: its seller is told."""
    shop = a_shop(installation)
    package_id = shop.submit(*some_sheets(installation, 12))
    handler = ProductsHandler(installation.access.clock, creations_per_hour=1_000_000)

    async def give_up() -> None:
        job = await take(installation)
        assert job is not None
        db: Any = BreakingDatabase(installation.access.db, 1, after_commit=False)
        with pytest.raises(Broken):  # when the first of two steps is done
            await handler.run(job, db)
        await installation.access.db.write(give_up_as_the_engine_does, handler, job)

    installation.run(give_up())

    reports = shop.judged(package_id, 12)
    assert {one["status"] for one in reports} == {"Refused"}
    codes = [[error["code"] for error in one["errors"]] for one in reports]
    assert codes == [["MissingField"], *[["NotProcessed"]] * 9, ["MissingField"], ["NotProcessed"]]


def test_a_status_never_moves_backwards(installation: Installation) -> None:
    """contract/03: (rows absent), Validated, then Integrated; or Refused."""
    shop = a_shop(installation)
    package_id = shop.submit(*some_sheets(installation, 11))
    handler = ProductsHandler(installation.access.clock, creations_per_hour=1_000_000)
    seen: list[list[str]] = [[]]

    async def one_step() -> None:
        job = await take(installation)
        assert job is not None
        db: Any = BreakingDatabase(installation.access.db, 0, after_commit=True)
        with pytest.raises(Broken):
            await handler.run(job, db)

    async def end() -> None:
        job = await take(installation)
        assert job is not None
        await handler.run(job, installation.access.db)

    for _ in range(2):
        installation.run(one_step())
        seen.append([one["status"] for one in shop.reports(packageId=package_id)])
    installation.run(end())

    assert seen == [
        [],
        ["Refused", *["Validated"] * 9, "Refused"],
        ["Refused", *["Integrated"] * 9, "Refused"],
    ]
