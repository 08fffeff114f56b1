"""Token revocation (RFC 7009)."""

from typing import Any

import pytest

from .conftest import RunningServer, assert_refused
from .test_discovery import introspected
from .test_token import basic


@pytest.mark.parametrize("by_basic", [False, True], ids=["form", "basic"])
def test_revoked_token_is_refused_at_once_and_others_are_not(
    server: RunningServer, by_basic: bool
) -> None:
    client = server.a_client()
    token, other = server.token(client), server.token(client)
    form = {"token": token, "token_type_hint": "access_token"}

    if by_basic:
        answer = server.post(
            server.revocation_url, data=form, headers=basic(client.id, client.secret)
        )
    else:
        answer = server.post(server.revocation_url, data=form | client.form)

    assert answer.status_code == 200
    assert answer.content == b""
    assert answer.headers["cache-control"] == "no-store"
    assert introspected(server, client, token) == {"active": False}
    assert introspected(server, client, other)["active"] is True


def test_revoking_twice_is_as_good_as_once(server: RunningServer) -> None:
    client = server.a_client()
    form = {"token": server.token(client), **client.form}

    answers = [server.post(server.revocation_url, data=form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]


@pytest.mark.parametrize("token", ["x", "a.b.c", "é", "x" * 9000])
def test_unknown_token_is_revoked_already(server: RunningServer, token: str) -> None:
    """RFC 7009 §2.2: the client cannot do anything about it."""
    answer = server.post(server.revocation_url, data={"token": token, **server.a_client().form})

    assert answer.status_code == 200


def test_expired_token_is_revoked_already(start_server: Any) -> None:
    server = start_server()
    client = server.a_client()
    token = server.token(client)
    server.clock.advance(seconds=7201)

    answer = server.post(server.revocation_url, data={"token": token, **client.form})

    assert answer.status_code == 200


def test_token_of_another_client_stays_good(server: RunningServer) -> None:
    owner = server.a_client()
    token = server.token(owner)

    answer = server.post(server.revocation_url, data={"token": token, **server.a_client().form})

    assert_refused(answer, 400, "invalid_grant")
    assert introspected(server, owner, token)["active"] is True


def test_strangers_are_refused(server: RunningServer) -> None:
    client = server.a_client()
    token = server.token(client)

    answer = server.post(server.revocation_url, data={"token": token})

    assert_refused(answer, 401, "invalid_client")
    assert introspected(server, client, token)["active"] is True


def test_missing_token_is_named(server: RunningServer) -> None:
    answer = server.post(server.revocation_url, data=server.a_client().form)

    assert "token" in assert_refused(answer, 400, "invalid_request")["detail"]


def test_revocation_survives_a_restart(start_server: Any) -> None:
    server = start_server()
    client = server.a_client()
    token = server.token(client)
    server.post(server.revocation_url, data={"token": token, **client.form})

    server.run(server.access.snapshot.start(on_key_change=lambda: None))

    assert introspected(server, client, token) == {"active": False}
