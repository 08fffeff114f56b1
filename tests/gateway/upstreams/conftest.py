"""An installation whose orders and offers are served by the test's own service."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest

from sellergate.access.scopes import Perimeter, Rights
from sellergate.access.sellers.models import Seller
from tests.builders.installation import Installation, run_installation
from tests.builders.upstream import Script, Service, echo, run_service
from tests.builders.world import Registered, a_client, a_delegation, a_seller, a_token, headers_for


@dataclass
class Proxied:
    """The gateway, the service behind it, and a client that may do everything."""

    on: Installation
    service: Service
    client: Registered
    seller: Seller
    headers: dict[str, str]

    def request(self, method: str, path: str, **request: Any) -> httpx2.Response:
        headers = self.headers | request.pop("headers", {})
        return self.on.request(method, f"/seller/v2{path}", headers=headers, **request)

    def get(self, path: str = "/orders", **request: Any) -> httpx2.Response:
        return self.request("GET", path, **request)


def proxied(on: Installation, service: Service, rights: Rights | None = None) -> Proxied:
    client, seller = a_client(on), a_seller(on)
    a_delegation(on, client, seller, rights=rights or Rights())
    return Proxied(on, service, client, seller, headers_for(a_token(on, client), seller.seller_id))


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    """One installation and one service for all; an upstream may rest for 2 s."""
    with run_service(echo) as service:
        origins = {Perimeter.ORDERS: service.origin, Perimeter.OFFERS: service.origin}
        folder = tmp_path_factory.mktemp("upstreams")
        choices = {"calls_per_minute": 100_000, "upstream_timeout": 2}
        with run_installation(folder, upstreams=origins, **choices) as on:
            yield proxied(on, service)


@pytest.fixture
def shared(served: Proxied) -> Proxied:
    """Behind it everything is echoed."""
    if served.service.script is not echo:
        served.service.follow(echo)
    return served


@pytest.fixture
def follow(served: Proxied) -> Callable[[Script], Proxied]:
    """Let the service behind the gateway do as a script says."""

    def start(script: Script) -> Proxied:
        served.service.follow(script)
        return served

    return start
