"""Builders of submissions: a seller that submits sheets over the API and reads what became of them."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import httpx2

from sellergate.access.sellers.models import Seller
from tests.builders.catalogue import a_category, a_gtin
from tests.builders.world import (
    Registered,
    Served,
    a_client,
    a_delegation,
    a_seller,
    a_token,
    headers_for,
)

Json = dict[str, Any]
FINAL = {"Integrated", "Refused"}


@dataclass(frozen=True)
class Shop:
    """A seller account and a client that acts for it."""

    on: Served
    seller: Seller
    client: Registered
    token: str

    def with_new_token(self) -> "Shop":
        return replace(self, token=a_token(self.on, self.client))

    def headers(self, accept_language: str | None = None) -> dict[str, str]:
        headers = headers_for(self.token, self.seller.seller_id)
        return headers | ({"Accept-Language": accept_language} if accept_language else {})

    def post(self, *, accept_language: str | None = None, **request: Any) -> httpx2.Response:
        return self.on.http.post(
            self.on.settings.api_url + "/products-integration",
            headers=self.headers(accept_language),
            **request,
        )

    def submit(self, *sheets: Json, accept_language: str | None = None) -> str:
        """The id of a submission of these sheets."""
        answer = self.post(json={"products": sheets}, accept_language=accept_language)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["packageId"])

    def reports(self, *, accept_language: str | None = None, **query: Any) -> list[Json]:
        answer = self.on.http.get(
            self.on.settings.api_url + "/products-integration-reports",
            params=query,
            headers=self.headers(accept_language),
        )
        assert answer.status_code == 200, answer.text
        items: list[Json] = answer.json()["items"]
        return items

    def judged(self, package_id: str, count: int = 1, **query: Any) -> list[Json]:
        """The reports of a submission, as soon as `count` sheets have come to their end."""
        deadline = time.monotonic() + 20
        while True:
            found = self.reports(packageId=package_id, pageSize=1000, **query)
            if len(found) == min(count, 1000) and {one["status"] for one in found} <= FINAL:
                return found
            assert time.monotonic() < deadline, found
            time.sleep(0.02)

    def outcome(self, *sheets: Json, accept_language: str | None = None) -> Json:
        """The report of the last of these sheets, submitted together."""
        package_id = self.submit(*sheets, accept_language=accept_language)
        return self.judged(package_id, len(sheets), accept_language=accept_language)[-1]

    def product(self, gtin: str) -> Json | None:
        """The sheet of the catalogue, as this seller sees it."""
        items: Sequence[Json] = self.get("/products", gtin=gtin)["items"]
        return items[0] if items else None

    def get(self, path: str, **query: Any) -> Json:
        """What is read there."""
        answer = self.on.http.get(
            self.on.settings.api_url + path, params=query, headers=self.headers()
        )
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found


def a_shop(on: Served) -> Shop:
    """A shop of a new seller."""
    seller = a_seller(on)
    client = a_client(on, calls_per_minute=60_000)
    a_delegation(on, client, seller)
    return Shop(on, seller, client, a_token(on, client))


def a_sheet(on: Served, **members: Any) -> Json:
    """A sheet that is good as it is, unless told otherwise; a member that is None is left out."""
    sheet = {
        "gtin": members.get("gtin") or a_gtin(on),
        "sellerProductReference": "GANT-01-M",
        "title": "Gant technique noir M",
        "description": "Gant respirant pour le sport.",
        "sellerPictureUrls": [{"index": 1, "url": "https://img.example.test/g1.jpg"}],
        **members,
    }
    if "categoryCode" not in sheet:
        sheet["categoryCode"] = a_category(on).reference
    return {name: value for name, value in sheet.items() if value is not None}
