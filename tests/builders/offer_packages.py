"""Builders of packages of offers: a seller that puts offers on sale over the API and reads what became of them."""

import time
from dataclasses import dataclass, replace
from typing import Any

import httpx2
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.sellers.models import Seller
from sellergate.jobs.handlers import Handler
from sellergate.jobs.store import claim, due_jobs
from sellergate.market.offers.integration import PackageIntegration
from sellergate.storage import schema
from tests.builders.catalogue import a_product
from tests.builders.installation import Installation
from tests.builders.world import Registered, a_client, a_delegation, a_seller, a_token, headers_for

Json = dict[str, Any]
CHANNELS = ("CDISFR", "HANSDE")
MODES = ("TRK", "REG", "STD")


@dataclass(frozen=True)
class Stall:
    """A seller account with channels and delivery modes, and a client that acts for it."""

    on: Installation
    seller: Seller
    client: Registered
    token: str

    def with_new_token(self) -> "Stall":
        return replace(self, token=a_token(self.on, self.client))

    def call(
        self, method: str, path: str, *, headers: Json | None = None, **request: Any
    ) -> httpx2.Response:
        own = headers_for(self.token, self.seller.seller_id)
        return self.on.request(
            method, f"/seller/v2{path}", headers=own | (headers or {}), **request
        )

    def open(self, type_: str = "Upsert", channel: str = "CDISFR", **headers: str) -> str:
        """The id of a new package."""
        answer = self.call(
            "POST",
            "/offer-packages",
            json={"packageType": type_},
            headers={"salesChannelId": channel, **headers},
        )
        assert answer.status_code == 201, answer.text
        return str(answer.headers["Content-Location"].rpartition("/")[2])

    def upload(self, package_id: str, *lines: Json) -> httpx2.Response:
        return self.call("POST", f"/offer-packages/{package_id}/offer-requests", json=list(lines))

    def submit(self, package_id: str) -> httpx2.Response:
        return self.call("PATCH", f"/offer-packages/{package_id}", json={"state": "Ready"})

    def package(self, package_id: str) -> Json:
        answer = self.call("GET", f"/offer-packages/{package_id}")
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def integrated(self, package_id: str) -> Json:
        """The package, as soon as it has come to its end."""
        deadline = time.monotonic() + 60
        while True:
            work(self.on)
            found = self.package(package_id)
            if found["state"] in {"Integrated", "Rejected"}:
                return found
            assert time.monotonic() < deadline, found
            time.sleep(0.02)

    def results(self, package_id: str, *, language: str | None = None, **query: Any) -> list[Json]:
        answer = self.call(
            "GET",
            f"/offer-packages/{package_id}/offer-requests-results",
            params=query,
            headers={"Accept-Language": language} if language else None,
        )
        assert answer.status_code == 200, answer.text
        items: list[Json] = answer.json()["items"]
        return items

    def put(self, *lines: Json, type_: str = "Upsert", channel: str = "CDISFR") -> list[Json]:
        """What became of these lines in a package of their own."""
        package_id = self.open(type_, channel)
        answer = self.upload(package_id, *lines)
        assert answer.status_code == 201, answer.text
        assert self.submit(package_id).status_code == 204
        assert self.integrated(package_id)["state"] == "Integrated"
        return self.results(package_id, limit=1000)

    def codes(self, line: Json, **package: Any) -> list[str]:
        """The codes that one line alone ends with."""
        [result] = self.put(line, **package)
        return [told["resultCode"] for told in result["results"]]

    def offer(self, reference: str, channel: str = "CDISFR") -> sa.RowMapping | None:
        """The stored offer."""
        found: sa.RowMapping | None = self.on.read(
            _offer, self.seller.seller_id, channel, reference
        )
        return found


def a_stall(on: Installation, **seller: Any) -> Stall:
    made = a_seller(on, **seller)
    client = a_client(on, calls_per_minute=1_000_000)
    a_delegation(on, client, made)
    settle(on, made)
    return Stall(on, made, client, a_token(on, client))


def settle(on: Installation, seller: Seller) -> None:
    """Let the seller sell on every channel, in every way of delivery."""
    on.write(_settle, seller.seller_id)


def a_line(on: Installation, *, gtin: str | None = None, **members: Any) -> Json:
    """A good line; a member that is None is left out. Without `gtin`, for a product of its own."""
    gtin = gtin or a_product(on, category=_category(on)).gtin
    line = {
        "sellerExternalReference": f"GANT-{on.number()}",
        "product": {"gtin": gtin},
        "condition": "New",
        "price": a_price(),
        "deliveryModes": [{"code": "THD", "cost": 4.9, "additionalCost": 1.5}],
        "preparationTime": 2,
        "quantity": 12,
        **members,
    }
    return {name: value for name, value in line.items() if value is not None}


def a_price(**members: Any) -> Json:
    taxes = [
        {"code": "VAT", "value": 20},
        {"code": "Ecotax", "value": 0},
        {"code": "Deatax", "value": 0},
    ]
    price = {"price": 29.9, "taxes": taxes, **members}
    return {name: value for name, value in price.items() if value is not None}


def work(on: Installation) -> None:
    """Do what is due, when the installation does not do it by itself."""
    do_due(on, PackageIntegration(on.clock))


def do_due(on: Installation, handler: Handler) -> None:
    """Do the jobs of one kind that are due: what other tests left of it, too."""

    async def do_all() -> None:
        db = on.access.db
        for job_id in await db.read(due_jobs, (handler.kind,), now=on.clock(), limit=1_000):
            job = await db.write(claim, job_id, lease=f"test/{on.number()}", now=on.clock())
            if job is not None:
                await handler.run(job, db)

    on.run(do_all())


_categories: dict[int, str] = {}


def _category(on: Installation) -> str | None:
    """One for all lines of an installation."""
    key = id(on)
    if key not in _categories:
        _categories[key] = a_product(on).category
    return _categories[key]


def _settle(conn: Connection, _act: Any, seller_id: int) -> None:
    for channel in CHANNELS:
        conn.execute(
            schema.seller_subscriptions.insert().values(
                seller_id=seller_id,
                sales_channel_id=channel,
                status="Active",
                offer_submission_currency="EUR",
                seller_payment_currency="EUR",
            )
        )
    for position, code in enumerate(MODES):
        conn.execute(
            schema.seller_delivery_modes.insert().values(
                seller_id=seller_id,
                code=code,
                position=position,
                name=code,
                delivery_delay=3,
                is_express_delivery=False,
                more_than30_kg_product=False,
            )
        )


def _offer(conn: Connection, seller_id: int, channel: str, reference: str) -> sa.RowMapping | None:
    table = schema.offers
    query = sa.select(table).where(
        table.c.seller_id == seller_id,
        table.c.sales_channel_id == channel,
        table.c.reference == reference,
    )
    return conn.execute(query).mappings().first()
