"""An installation with one seller, and a client that acts for it."""

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
    made = a_seller(installation)
    a_delegation(installation, client, made)
    return made


@pytest.fixture
def call(installation: Installation, token: str, seller: Seller) -> Call:
    """GET a path of the Seller API for the test's seller; keyword arguments are parameters of the query."""

    def get(path: str, *, accept_language: str | None = None, **query: Any) -> httpx2.Response:
        headers = headers_for(token, seller.seller_id)
        if accept_language:
            headers["Accept-Language"] = accept_language
        return installation.get(f"/seller/v2{path}", params=query, headers=headers)

    return get
