"""Token introspection (RFC 7662)."""

from typing import Any

import pytest

from .conftest import RunningServer, assert_refused
from .test_token import basic

INACTIVE = {"active": False}


def test_live_token_is_described(server: RunningServer) -> None:
    client = server.a_client()
    token = server.token(client)

    answer = server.post(server.introspection_url, data={"token": token, **client.form})

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    body = answer.json()
    assert body["active"] is True
    assert body["client_id"] == client.id
    assert body["sub"] == client.client.uid
    assert body["iss"] == server.issuer
    assert body["aud"] == ["seller-api"]
    assert body["token_type"] == "Bearer"
    assert body["exp"] - body["iat"] == 7200
    assert body["jti"]


def test_basic_credentials_and_a_hint_do_too(server: RunningServer) -> None:
    client = server.a_client()
    form = {"token": server.token(client), "token_type_hint": "refresh_token"}

    answer = server.post(
        server.introspection_url, data=form, headers=basic(client.id, client.secret)
    )

    assert answer.json()["active"] is True


def test_token_of_another_client_is_inactive(server: RunningServer) -> None:
    token = server.token(server.a_client())

    answer = server.post(server.introspection_url, data={"token": token, **server.a_client().form})

    assert answer.json() == INACTIVE


@pytest.mark.parametrize("token", ["x", "a.b.c", "é", "x" * 9000, "eyJhbGciOiJub25lIn0.e30."])
def test_what_is_no_token_is_inactive(server: RunningServer, token: str) -> None:
    answer = server.post(server.introspection_url, data={"token": token, **server.a_client().form})

    assert answer.status_code == 200
    assert answer.json() == INACTIVE


def test_token_with_a_changed_signature_is_inactive(server: RunningServer) -> None:
    client = server.a_client()
    head, _, signature = server.token(client).rpartition(".")
    changed = f"{head}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"

    answer = server.post(server.introspection_url, data={"token": changed, **client.form})

    assert answer.json() == INACTIVE


def test_expired_token_is_inactive(start_server: Any) -> None:
    server = start_server()
    client = server.a_client()
    token = server.token(client)

    server.clock.advance(seconds=7201)

    answer = server.post(server.introspection_url, data={"token": token, **client.form})
    assert answer.json() == INACTIVE


def test_token_of_a_revoked_secret_is_inactive(server: RunningServer) -> None:
    """docs/decisions/0004: the token names the secret that obtained it."""
    client = server.a_client()
    token = server.token(client)
    second, _ = server.a_secret(client.client)

    server.revoke_secret(client.secret_id)

    form = {"token": token, "client_id": client.id, "client_secret": second}
    assert server.post(server.introspection_url, data=form).json() == INACTIVE


def test_strangers_are_refused(server: RunningServer) -> None:
    token = server.token(server.a_client())

    assert_refused(
        server.post(server.introspection_url, data={"token": token}), 401, "invalid_client"
    )


def test_missing_token_is_named(server: RunningServer) -> None:
    answer = server.post(server.introspection_url, data=server.a_client().form)

    assert "token" in assert_refused(answer, 400, "invalid_request")["detail"]


def test_introspection_costs_no_token_quota(server: RunningServer) -> None:
    client = server.a_client()
    token = server.token(client)
    for _ in range(3):
        server.post(server.introspection_url, data={"token": token, **client.form})

    answer = server.post(server.token_url, data=client.token_form)

    assert answer.headers["x-ratelimit-remaining"] == "498"
