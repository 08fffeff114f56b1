"""The library on real sockets, in front of a server that has a bad day."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sellergate.access.platform import SYSTEM
from sellergate_client import AsyncSellerClient, Retries, SellerClient
from sellergate_client._core import retries
from tests.builders.installation import Installation, run_installation
from tests.builders.offer_packages import Stall, a_line, a_stall
from tests.builders.offers import many_offers
from tests.builders.order_acts import to_ship
from tests.sdk.troubled import Trouble, troubled

pytestmark = pytest.mark.slow

EVERYTHING = (
    *("drop before", "drop after", "delay", "429", "500", "502", "half a body", "bad token"),
)
PAGES = 1_000


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with run_installation(
        tmp_path_factory.mktemp("bad-day"),
        only=(),
        calls_per_minute=1_000_000,
        tokens_per_hour=1_000_000,
    ) as started:
        yield started


@pytest.fixture(scope="module")
def stall(on: Installation) -> Stall:
    return a_stall(on)


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retries, "BASE", 0.002)


def settings(stall: Stall, url: str, folder: Path) -> dict[str, Any]:
    return {
        "base_url": url,
        "client_id": stall.client.id,
        "client_secret": stall.client.secret,
        "seller_id": stall.seller.seller_id,
        "timeout": 0.5,
        "token_folder": folder,
        "retries": Retries(tries=12),
    }


def test_a_thousand_pages_are_read_with_nothing_missing_or_doubled(
    on: Installation, tmp_path: Path
) -> None:
    """Drops, delays, 429, 500, HTML, half bodies, refused tokens; keys that rotate, and tokens that end."""
    stall = a_stall(on)
    wanted = {offer["reference"] for offer in many_offers(on, stall.seller, PAGES)}
    trouble = Trouble(7, 0.1, *EVERYTHING)
    found: list[str] = []

    with (
        troubled(on.port, trouble) as url,
        SellerClient(**settings(stall, url, tmp_path)) as client,
    ):
        offers = client.offers.list(sales_channel_id="CDISFR", limit=1)
        for number, offer in enumerate(offers):
            found.append(offer.seller_external_reference)
            if number == PAGES // 3:
                on.run(on.access.rotate_keys(SYSTEM))
            if number == PAGES // 2:
                on.clock.advance(hours=3)

    assert len(found) == len(set(found)) == PAGES
    assert set(found) == wanted
    assert set(trouble.done) == set(EVERYTHING)


def test_a_list_that_was_broken_off_again_and_again_is_read_once(
    on: Installation, tmp_path: Path
) -> None:
    stall = a_stall(on)
    wanted = {offer["reference"] for offer in many_offers(on, stall.seller, 90)}
    trouble = Trouble(3, 0.15, *EVERYTHING)
    found: list[str] = []
    position = ""

    async def some(url: str) -> str:
        async with AsyncSellerClient(**settings(stall, url, tmp_path)) as client:
            offers = client.offers.list(sales_channel_id="CDISFR", limit=10)
            offers = offers.resume(position)
            async for offer in offers:
                found.append(offer.seller_external_reference)
                if len(found) % 7 == 0:
                    break
            return offers.position

    with troubled(on.port, trouble) as url:
        for _ in range(13):
            position = asyncio.run(some(url))

    assert len(found) == 90
    assert set(found) == wanted


def test_lines_are_taken_once_whatever_happens_to_answers(
    on: Installation, stall: Stall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upload whose answer is lost is not sent again when the package has its lines: a reference twice rejects both."""
    from sellergate_client.helpers import offers

    monkeypatch.setattr(offers, "LINES_OF_PACKAGE", 30)
    monkeypatch.setattr(offers, "LINES_OF_UPLOAD", 4)
    lines = [a_line(on) for _ in range(70)]
    trouble = Trouble(5, 0.2, *EVERYTHING)
    seen: list[int] = []

    with (
        troubled(on.port, trouble) as url,
        SellerClient(**settings(stall, url, tmp_path)) as client,
    ):
        results = list(
            client.offers.upsert(
                iter(lines),
                sales_channel_id="CDISFR",
                progress=lambda told: seen.append(told.uploaded),
            )
        )

    assert [result.seller_external_reference for result in results] == [
        line["sellerExternalReference"] for line in lines
    ]
    assert {result.integration_status for result in results} == {"Integrated"}
    assert max(seen) == 30


def test_a_parcel_is_declared_once_whatever_happens_to_answers(
    start_installation: Callable[..., Installation], tmp_path: Path
) -> None:
    on = start_installation(calls_per_minute=1_000_000)
    stall = a_stall(on)
    orders = [to_ship(stall) for _ in range(12)]
    trouble = Trouble(11, 0.4, "drop after", "half a body", "500", "delay")

    with (
        troubled(on.port, trouble) as url,
        SellerClient(**settings(stall, url, tmp_path)) as client,
    ):
        for order in orders:
            client.orders.ship(
                order.order_id, {"parcelNumber": f"P-{order.order_id}", "carrierName": "GLS"}
            )
        shipped = [client.orders.get(order.order_id) for order in orders]

    assert [[p.parcel_number for line in o.lines for p in line.parcels] for o in shipped] == [
        [f"P-{order.order_id}"] for order in orders
    ]
