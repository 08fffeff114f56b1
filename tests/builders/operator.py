"""Builders of the marketplace's side: its client, and how it calls the operator API."""

from dataclasses import dataclass
from typing import Any

import httpx2

from sellergate.access.accounts.models import OrganizationKind
from sellergate.access.clients.models import ClientKind
from tests.builders.installation import Installation
from tests.builders.world import Registered, a_client, a_token, an_organization

Json = dict[str, Any]

BUYER: Json = {
    "firstName": "Ada",
    "lastName": "Exemple",
    "addressLine1": "1 rue Exemple",
    "postalCode": "33000",
    "city": "Bordeaux",
    "countryCode": "FR",
    "phone": "0500000000",
}


@dataclass(frozen=True)
class Desk:
    """A client of the marketplace that calls the operator API."""

    on: Installation
    client: Registered
    token: str

    def call(
        self, method: str, path: str, *, headers: Json | None = None, **request: Any
    ) -> httpx2.Response:
        own = {"Authorization": f"Bearer {self.token}"}
        return self.on.request(
            method, f"/operator/v1{path}", headers=own | (headers or {}), **request
        )

    def place(self, body: Json, **headers: str) -> Json:
        """A placed order."""
        answer = self.call("POST", "/orders", json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        placed: Json = answer.json()
        return placed

    def order(self, order_id: str) -> Json:
        answer = self.call("GET", f"/orders/{order_id}")
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found


def an_operator_client(on: Installation, **limits: int) -> Registered:
    """A client of the marketplace, which the operator made."""
    organization = an_organization(on, OrganizationKind.OPERATOR, "Marketplace operator")
    return a_client(on, kind=ClientKind.OPERATOR, organization_id=organization.id, **limits)


def a_desk(on: Installation) -> Desk:
    client = an_operator_client(on, calls_per_minute=60_000)
    return Desk(on, client, a_token(on, client))


def a_basket(seller_id: int, *lines: Json, **values: Any) -> Json:
    """What a customer buys of a seller."""
    return {
        "sellerId": str(seller_id),
        "salesChannelId": "CDISFR",
        "customer": {"reference": "CU0000042"},
        "lines": list(lines),
        "billingAddress": BUYER,
        **values,
    }
