"""The library on a real installation: by secret, by a key of its own, with bound tokens."""

import json
from pathlib import Path
from typing import Any

import httpx2
import pytest

from sellergate_client import (
    Answer,
    AsyncSellerClient,
    Dpop,
    Forbidden,
    PrivateKeyJwt,
    Request,
    SellerClient,
    TokenRefused,
)
from tests.builders.installation import Installation
from tests.builders.keys import KeyPair, add_key
from tests.builders.world import a_client, a_delegation, a_seller


def settings(on: Installation, pair: KeyPair | None = None, **more: Any) -> dict[str, Any]:
    seller, client = a_seller(on), a_client(on)
    a_delegation(on, client, seller)
    if pair is not None:
        add_key(on, client, pair)
    return {
        "base_url": on.url,
        "client_id": client.id,
        "client_secret": client.secret,
        "seller_id": seller.seller_id,
        **more,
    }


def test_a_seller_is_read(installation: Installation) -> None:
    said = settings(installation)

    with SellerClient(**said) as client:
        seller = client.sellers.get()
        with pytest.raises(Forbidden):
            client.for_seller(a_seller(installation).seller_id).sellers.get()

    assert seller.seller_id == said["seller_id"]


def test_a_wrong_secret_is_told_by_the_server(installation: Installation) -> None:
    with (
        SellerClient(**settings(installation, client_secret="guess")) as client,
        pytest.raises(TokenRefused, match="clientSecret"),
    ):
        client.sellers.get()


@pytest.mark.parametrize("algorithm", ["ES256", "PS256", "Ed25519"])
def test_a_client_signs_in_with_its_key(
    installation: Installation, tmp_path: Path, algorithm: str
) -> None:
    """RFC 7523 §2.2: the key as a file with PEM, and as JWK text."""
    pair = KeyPair.make(algorithm, "k1")
    said = settings(installation, pair, client_secret=None)
    file = tmp_path / "key.pem"
    file.write_bytes(pair.key.as_pem(private=True))
    file.chmod(0o600)

    for key in (file, json.dumps(pair.private_jwk)):
        with SellerClient(**said, private_key=PrivateKeyJwt(key, key_id="k1")) as client:
            assert client.sellers.get().seller_id == said["seller_id"]


def test_a_bound_token_is_proven_at_each_call(installation: Installation) -> None:
    """RFC 9449 §7: a proof for one call, with the hash of the token."""
    said = settings(installation)

    with SellerClient(**said, dpop=Dpop()) as client:
        client.sellers.get()
        client.sellers.list_addresses()
        token = client.access_token()

    refused = installation.get(
        "/seller/v2/sellers",
        headers={"Authorization": f"Bearer {token}", "SellerId": str(said["seller_id"])},
    )
    assert refused.status_code == 401


class InProcess:
    """Calls an application without a socket."""

    def __init__(self, app: Any) -> None:
        self._client = httpx2.AsyncClient(transport=httpx2.ASGITransport(app))

    async def send(self, request: Request) -> Answer:
        found = await self._client.request(
            request.method, request.url, headers=dict(request.headers), content=request.body
        )
        return Answer(found.status_code, dict(found.headers.items()), found.content)

    async def close(self) -> None:
        await self._client.aclose()


def test_another_transport_calls_without_a_socket(installation: Installation) -> None:
    said = settings(installation)

    async def read() -> tuple[Any, list[Any]]:
        async with AsyncSellerClient(**said, transport=InProcess(installation.app)) as client:
            return await client.sellers.get(), [one async for one in client.orders.list()]

    with SellerClient(**said) as client:
        assert installation.run(read()) == (client.sellers.get(), [])
