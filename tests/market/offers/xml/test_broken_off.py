"""A node that dies while it works on an XML package: another one goes on, and each offer is there once."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from sellergate.jobs.models import LEASE
from sellergate.jobs.store import claim, due_jobs
from sellergate.market.offers.integration import PackageIntegration
from sellergate.market.offers.xml import handler, reading
from sellergate.market.offers.xml.handler import XmlPackages
from sellergate.storage.schema import jobs
from tests.builders.installation import Installation
from tests.builders.xml_packages import FileHost, a_package_document, an_offer_element, zipped
from tests.market.offers.xml.conftest import Shop, open_shop, run_marketplace

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A marketplace that does no work in the background: other nodes would."""
    with run_marketplace(tmp_path_factory.mktemp("still")) as on:
        yield on


async def work(on: Installation, db: Any = None) -> None:
    """Do the jobs of XML packages that are due, as a node does."""
    db, clock = db or on.access.db, on.access.clock
    integration = PackageIntegration(clock)
    packages = XmlPackages(on.app.package_fetcher, integration.run, clock)
    for number in await db.read(due_jobs, (packages.kind,), now=clock(), limit=20):
        job = await db.write(claim, number, lease=f"test/{on.number()}", now=clock())
        if job is not None:
            await packages.run(job, db)


class Killed(BaseException):
    """The process is gone: nothing after it runs."""


class Mortal:
    """The database of a node that dies at its write number `at`, before or after it is durable."""

    def __init__(self, db: Any, at: int, *, after: bool) -> None:
        self._db, self._left, self._after = db, at, after
        self.read = db.read

    async def write(self, f: Callable[..., Any], /, *args: Any, **values: Any) -> Any:
        self._left -= 1
        if self._left == 0 and not self._after:
            raise Killed
        found = await self._db.write(f, *args, **values)
        if self._left == 0:
            raise Killed
        return found


async def die(on: Installation, at: int, *, after: bool) -> bool:
    """Let a node work until it dies; whether it died."""
    try:
        await work(on, Mortal(on.access.db, at, after=after))
    except Killed:
        return True
    return False


@pytest.mark.parametrize("after", [False, True], ids=["before a commit", "after it"])
def test_a_package_whose_node_dies_at_any_step_ends_with_each_offer_once(
    still: Installation, host: FileHost, after: bool
) -> None:
    """Every step of fetching, reading, purging and integrating 620 offers, one death at each."""
    shop = open_shop(still, host)
    gtins = [shop.product().gtin for _ in range(4)]
    old = a_package_document(*(an_offer_element(g, f"OLD-{g}") for g in gtins[2:]))
    shop.submit(host.publish(zipped(old)))
    still.run(work(still))
    assert len(shop.offers()) == 2
    good = [an_offer_element(gtin, f"NEW-{gtin}") for gtin in gtins[:2]]
    bad = [an_offer_element(gtins[0], f"BAD-{n}", Price="0") for n in range(618)]
    document = a_package_document(*good, *bad, PurgeAndReplace="true")
    number = shop.submit(shop.host.publish(zipped(document))).json()
    deaths = 0

    for at in range(1, 60):
        if not shop.on.run(die(shop.on, at, after=after)):
            break
        deaths += 1
        shop.on.clock.advance(seconds=LEASE.total_seconds() + 1)
        shop.sign_in()
    log = shop.log(number, "?$limit=1000")

    assert deaths >= 4
    assert log["package_integration_status"] == "Integrated"
    assert (log["total_item_count"], log["number_of_errors"]) == (620, 618)
    codes = [item["property_list"][0]["property_code"] for item in log["items"]]
    assert codes == ["8000", "8000", *["1906"] * 618]
    assert set(shop.offers()) == {f"NEW-{gtin}" for gtin in gtins[:2]}
    assert shop.on.read(_count, jobs) == 0


def test_an_archive_that_breaks_off_in_the_middle_changes_no_offer(shop: Shop) -> None:
    gtin = shop.product().gtin
    whole = a_package_document(
        *(an_offer_element(gtin, f"R{n}", Price="0") for n in range(1_000)), PurgeAndReplace="true"
    )
    shop.integrate(a_package_document(an_offer_element(gtin, "A")))

    log = shop.integrate(whole[:-300])

    assert log["package_integration_status"] == "Rejected"
    assert set(shop.offers()) == {"A"}


def test_a_package_that_fails_at_every_attempt_is_rejected(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A defect of ours must not leave it where it is for ever."""
    failures = 0

    def broken(_offer: Any) -> Any:
        nonlocal failures
        failures += 1
        raise MemoryError

    monkeypatch.setattr(handler, "line_of", broken)
    gtin = shop.product().gtin

    log = shop.sent(
        shop.host.publish(zipped(a_package_document(an_offer_element(gtin)))), step=1.0, within=20
    )

    assert failures > 1
    assert log["package_integration_status"] == "Rejected"
    assert log["result"]["result_code"] == "2123"
    monkeypatch.undo()
    again = shop.integrate(a_package_document(an_offer_element(gtin)))
    assert again["package_integration_status"] == "Integrated", "the next one is not kept waiting"


def test_40_000_offers_are_read_in_little_memory(shop: Shop) -> None:
    """contract/04 §E: ≤ 40,000 offers. Those of one product are refused, which costs no less than to take them."""
    url = _package_of(shop, reading.MAX_OFFERS)
    Path("/proc/self/clear_refs").write_text("5")  # the highest use is counted anew
    before, started = _resident("VmRSS"), time.monotonic()

    log = shop.sent(url, within=120)

    seconds = time.monotonic() - started
    assert log["package_integration_status"] == "Integrated"
    assert log["total_item_count"] == reading.MAX_OFFERS
    grown = _resident("VmHWM") - before
    assert grown < 60_000_000
    print(f"{reading.MAX_OFFERS / seconds:,.0f} offers/s, {grown / 1e6:.0f} MB more")


def test_40_001_offers_reject_the_package(shop: Shop) -> None:
    log = shop.sent(_package_of(shop, reading.MAX_OFFERS + 1), within=60)

    assert log["package_integration_status"] == "Rejected"
    assert log["result"]["result_code"] == "1723"
    assert "40000" in log["result"]["message"]
    assert shop.offers() == {}


def _package_of(shop: Shop, count: int) -> str:
    """A package of so many offers in the folder of the demo, so that it is in no memory of ours."""
    gtin = shop.product().gtin
    offer = an_offer_element(gtin, "R@")
    head, _, tail = a_package_document(offer).partition(offer)
    path = shop.folder / f"{count}.zip"
    path.write_bytes(
        zipped(head + "".join(offer.replace("@", str(n)) for n in range(count)) + tail)
    )
    return f"file://{path}"


def _resident(kind: str) -> int:
    """Bytes of memory that this process has (VmRSS), or had at most (VmHWM)."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition(f"{kind}:")[2].split()[0]) * 1024


def _count(conn: sa.Connection, table: sa.Table) -> int:
    return int(conn.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
