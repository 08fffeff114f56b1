"""An installation with a seller for each test, and a client that acts for every one of them."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from sellergate.access.sellers.models import Seller
from tests.builders.installation import Installation
from tests.builders.world import Registered, a_client, a_delegation, a_seller, a_token, headers_for

Call = Callable[..., httpx2.Response]


@pytest.fixture(scope="session")
def client(installation: Installation) -> Registered:
    return a_client(installation, calls_per_minute=60_000)


@pytest.fixture(scope="session")
def token(installation: Installation, client: Registered) -> str:
    return a_token(installation, client)


@pytest.fixture
def seller(installation: Installation, client: Registered) -> Seller:
    """A seller of the test's own."""
    made = a_seller(installation, shop_name=f"Shop {installation.number()}")
    a_delegation(installation, client, made)
    return made


@pytest.fixture
def call(installation: Installation, token: str, seller: Seller) -> Call:
    """Call the Seller API for the test's seller. `path` may hold a query as it is sent."""

    def send(path: str, method: str = "GET", **request: Any) -> httpx2.Response:
        headers = headers_for(token, seller.seller_id) | request.pop("headers", {})
        url = path if path.startswith("http") else f"{installation.url}/seller/v2{path}"
        return installation.http.request(method, url, headers=headers, **request)

    return send
