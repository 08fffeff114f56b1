"""A demo marketplace that fetches packages from this machine, a seller in it, and the host of its packages."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
import sqlalchemy as sa

from sellergate.access.sellers.models import Seller
from sellergate.storage.schema import jobs, offers
from tests.builders.catalogue import KnownProduct, a_product
from tests.builders.installation import Installation, run_installation
from tests.builders.offer_packages import a_stall
from tests.builders.world import Registered, a_token, headers_for
from tests.builders.xml_packages import FileHost, run_file_host, zipped

OVER = ("Integrated", "Rejected")


@dataclass
class Shop:
    """A seller with a program that sends XML packages, and the host where it puts them."""

    on: Installation
    seller: Seller
    client: Registered
    headers: dict[str, str]
    host: FileHost
    folder: Path

    def sign_in(self) -> None:
        """Take a new token, which the clock may ask for."""
        self.headers = headers_for(a_token(self.on, self.client), self.seller.seller_id)

    def submit(self, url: Any, **headers: str) -> httpx2.Response:
        return self.on.request(
            "POST",
            "/seller/v2/offer-integration-packages",
            json=url,
            headers=self.headers | headers,
        )

    def log(self, number: int, query: str = "", **headers: str) -> dict[str, Any]:
        path = f"/seller/v2/offer-integration-packages/{number}{query}"
        answer = self.on.get(path, headers=self.headers | headers)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def ended(self, number: int, *, within: float = 20, step: float = 0.0) -> dict[str, Any]:
        """The log once the package is over; at each look the clock moves by `step` seconds, unless work is being done.

        So no lease runs out under work that is slow on the real clock only, and every try is made once.
        """
        until = time.monotonic() + within
        while (log := self.log(number))["package_integration_status"] not in OVER:
            assert time.monotonic() < until, log
            if not self.on.read(_is_working):
                self.on.clock.advance(seconds=step)
            time.sleep(0.02)
        return log

    def integrate(self, document: str | bytes, **headers: str) -> dict[str, Any]:
        """The log of a package with this document."""
        return self.sent(self.host.publish(zipped(document)), **headers)

    def sent(
        self, url: str, *, step: float = 0.0, within: float = 20, **headers: str
    ) -> dict[str, Any]:
        """The log of the package at this address, once it is over."""
        answer = self.submit(url, **headers)
        assert answer.status_code == 200, answer.text
        return self.ended(answer.json(), step=step, within=within)

    def offers(self, channel: str = "CDISFR") -> dict[str, dict[str, Any]]:
        """The seller's offers in a channel as they are stored, by reference; amounts in cents."""
        wanted = sa.select(offers).where(
            offers.c.seller_id == self.seller.seller_id, offers.c.sales_channel_id == channel
        )
        rows = self.on.read(lambda conn: conn.execute(wanted).mappings().all())
        return {row["reference"]: dict(row) for row in rows}

    def product(self) -> KnownProduct:
        return a_product(self.on)


def _is_working(conn: sa.Connection) -> bool:
    return (
        conn.execute(sa.select(jobs.c.id).where(jobs.c.leased_by.is_not(None))).first() is not None
    )


@contextmanager
def run_marketplace(folder: Path, **choices: Any) -> Iterator[Installation]:
    """A demo marketplace, with a folder that packages may be taken from."""
    packages = folder / "packages"
    packages.mkdir()
    settings = {"demo": True, "package_folder": str(packages), "calls_per_minute": 1_000_000}
    with run_installation(folder, **settings, **choices) as on:
        yield on


@pytest.fixture(scope="module")
def marketplace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with run_marketplace(tmp_path_factory.mktemp("marketplace"), only=()) as on:
        yield on


@pytest.fixture(scope="module")
def host() -> Iterator[FileHost]:
    with run_file_host() as host:
        yield host


@pytest.fixture
def shop(marketplace: Installation, host: FileHost) -> Shop:
    """A seller of the test's own."""
    return open_shop(marketplace, host)


def open_shop(on: Installation, host: FileHost) -> Shop:
    stall = a_stall(on)
    headers = headers_for(stall.token, stall.seller.seller_id)
    folder = Path(on.settings.package_folder or "")
    return Shop(on, stall.seller, stall.client, headers, host, folder)
