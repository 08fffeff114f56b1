"""Discovery and keys, and what happens to tokens when keys rotate."""

import re
from typing import Any

import httpx2
import pytest
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata
from joserfc import jwk, jws, jwt

from sellergate.access.keys.models import Algorithm
from sellergate.access.platform import SYSTEM
from sellergate.oauth import create_token_server, served_prefixes

from .conftest import REALM, RunningServer, assert_refused

ADDRESSES = [
    f"/auth/realms/{REALM}/.well-known/openid-configuration",
    f"/auth/realms/{REALM}/.well-known/oauth-authorization-server",
    f"/.well-known/oauth-authorization-server/auth/realms/{REALM}",
    f"/.well-known/openid-configuration/auth/realms/{REALM}",
    "/.well-known/oauth-authorization-server",
]
ALGORITHMS = list(Algorithm)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_of_discovery_gives_the_document(server: RunningServer, address: str) -> None:
    answer = server.get(server.url + address)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    methods = ["client_secret_basic", "client_secret_post", "private_key_jwt"]
    algorithms = ["ES256", "RS256", "PS256", "EdDSA", "Ed25519"]
    assert answer.json() == {
        "issuer": server.issuer,
        "token_endpoint": server.token_url,
        "introspection_endpoint": server.introspection_url,
        "revocation_endpoint": server.revocation_url,
        "jwks_uri": server.jwks_url,
        "grant_types_supported": ["client_credentials"],
        "response_types_supported": [],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "dpop_signing_alg_values_supported": algorithms,
        "token_endpoint_auth_methods_supported": methods,
        "introspection_endpoint_auth_methods_supported": methods,
        "revocation_endpoint_auth_methods_supported": methods,
        "token_endpoint_auth_signing_alg_values_supported": algorithms,
        "introspection_endpoint_auth_signing_alg_values_supported": algorithms,
        "revocation_endpoint_auth_signing_alg_values_supported": algorithms,
        "service_documentation": f"{server.url}/docs/",
    }


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_of_discovery_is_among_the_served_prefixes(address: str) -> None:
    assert address.startswith(served_prefixes())


def test_document_is_readable_by_authlib(server: RunningServer) -> None:
    document = server.get(server.url + ADDRESSES[0]).json()

    metadata = AuthorizationServerMetadata(document)

    metadata.validate_issuer()
    metadata.validate_token_endpoint()
    metadata.validate_jwks_uri()
    metadata.validate_grant_types_supported()


@pytest.mark.parametrize("path", ["jwks_url", "discovery"])
def test_public_documents_take_get_and_head_only(server: RunningServer, path: str) -> None:
    url = server.jwks_url if path == "jwks_url" else server.url + ADDRESSES[0]

    head = httpx2.head(url)
    posted = server.post(url)

    assert head.status_code == 200
    assert head.content == b""
    assert_refused(posted, 405, "invalid_request")
    assert posted.headers["allow"] == "GET, HEAD"


def test_tokens_that_would_name_another_issuer_do_not_start(server: RunningServer) -> None:
    with pytest.raises(ValueError, match="issuer"):
        create_token_server(server.access, realm="other", public_url=server.url)


def test_no_private_part_is_published(server: RunningServer) -> None:
    (key,) = server.get(server.jwks_url).json()["keys"]

    assert set(key) == {"kty", "crv", "x", "y", "kid", "use", "alg"}


def max_age(answer: httpx2.Response) -> int:
    found = re.fullmatch(r"public, max-age=(\d+)", answer.headers["cache-control"])
    assert found
    return int(found.group(1))


def kid_of(token: str) -> str:
    return str(jws.extract_compact(token.encode()).headers()["kid"])


def verify(server: RunningServer, token: str, algorithm: Algorithm) -> dict[str, Any]:
    keys = jwk.KeySet.import_key_set(server.get(server.jwks_url).json())
    return jwt.decode(token, keys, algorithms=[algorithm.value]).claims


def rotate(server: RunningServer) -> str:
    kid = server.run(server.access.rotate_keys(SYSTEM))
    server.run(server.access.load_keys())
    return str(kid)


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_rotation_publishes_before_it_signs_and_keeps_what_was_signed(
    start_server: Any, algorithm: Algorithm
) -> None:
    server = start_server(algorithm=algorithm)
    client = server.a_client()
    old = server.token(client)

    next_kid = rotate(server)

    jwks = server.get(server.jwks_url)
    assert {key["kid"] for key in jwks.json()["keys"]} == {kid_of(old), next_kid}
    assert max_age(jwks) < server.policy.key_overlap.total_seconds()
    assert kid_of(server.token(client)) == kid_of(old)

    server.clock.advance(minutes=10, seconds=1)

    new = server.token(client)
    assert kid_of(new) == next_kid
    assert verify(server, new, algorithm)["azp"] == client.id
    assert verify(server, old, algorithm)["azp"] == client.id
    assert introspected(server, client, old)["active"] is True
    assert introspected(server, client, new)["active"] is True

    server.clock.advance(hours=2, minutes=6)

    assert [key["kid"] for key in server.get(server.jwks_url).json()["keys"]] == [next_kid]
    assert introspected(server, client, old) == {"active": False}


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
def test_change_of_algorithm_keeps_the_tokens_of_the_former(start_server: Any) -> None:
    server = start_server(algorithm=Algorithm.ES256)
    old = server.token(server.a_client())
    server.server.stop()

    renewed = start_server(algorithm=Algorithm.RS256)
    client = renewed.a_client("Another client")

    assert verify(renewed, renewed.token(client), Algorithm.RS256)["azp"] == client.id
    assert verify(renewed, old, Algorithm.ES256)["typ"] == "Bearer"


def introspected(server: RunningServer, client: Any, token: str) -> dict[str, Any]:
    answer = server.post(server.introspection_url, data={"token": token, **client.form})
    assert answer.status_code == 200
    body: dict[str, Any] = answer.json()
    return body
