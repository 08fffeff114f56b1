"""How many tokens a client may have, and how it is told (contract/00 §9: 500 an hour)."""

from typing import Any

from sellergate.access.clients import service as clients
from sellergate.access.platform import SYSTEM
from sellergate.access.quotas.models import Quota

from .conftest import RunningServer, assert_refused


def test_limits_are_in_every_answer(server: RunningServer) -> None:
    """draft-ietf-httpapi-ratelimit-headers, and the older headers beside it."""
    client = server.a_client()
    server.token(client)

    headers = server.post(server.token_url, data=client.token_form).headers

    assert headers["ratelimit-policy"] == '"tokens";q=500;w=3600'
    reset = headers["x-ratelimit-reset"]
    assert 0 < int(reset) <= 3600
    assert headers["ratelimit"] == f'"tokens";r=498;t={reset}'
    assert headers["x-ratelimit-limit"] == "500"
    assert headers["x-ratelimit-remaining"] == "498"


def test_token_beyond_the_quota_is_refused_until_the_window_ends(start_server: Any) -> None:
    server = start_server(tokens=Quota(3, 3600))
    client = server.a_client()
    for _ in range(3):
        server.token(client)

    answer = server.post(server.token_url, data=client.token_form)

    body = assert_refused(answer, 429, "temporarily_unavailable")
    assert body["type"] == f"{server.url}/docs/problems/token-quota-exceeded"
    assert body["title"] == "Too many tokens"
    retry_after = int(answer.headers["retry-after"])
    assert 0 < retry_after <= 3600
    assert answer.headers["ratelimit"] == f'"tokens";r=0;t={retry_after}'
    assert answer.headers["x-ratelimit-remaining"] == "0"

    server.clock.advance(seconds=retry_after + 1)

    assert server.token(client)


def test_quota_of_one_client_is_not_another_s(start_server: Any) -> None:
    server = start_server(tokens=Quota(1, 3600))
    server.token(server.a_client())

    assert server.token(server.a_client())


def test_refused_requests_count_nothing(start_server: Any) -> None:
    """A stranger who knows a clientId cannot use its quota up."""
    server = start_server(tokens=Quota(1, 3600))
    client = server.a_client()
    for _ in range(5):
        wrong = client.token_form | {"client_secret": "wrong"}
        assert server.post(server.token_url, data=wrong).status_code == 401

    assert server.token(client)


def test_limit_of_the_client_s_own_goes_before_the_platform_s(start_server: Any) -> None:
    server = start_server(tokens=Quota(1, 3600))
    client = server.a_client()

    async def change() -> None:
        act = server.access.act(SYSTEM)
        await server.access.db.write(
            clients.change_limits,
            act,
            client.client.uid,
            tokens_per_hour=2,
            calls_per_minute=None,
        )

    server.run(change())
    for _ in range(2):
        server.token(client)

    answer = server.post(server.token_url, data=client.token_form)

    assert_refused(answer, 429, "temporarily_unavailable")
    assert answer.headers["ratelimit-policy"] == '"tokens";q=2;w=3600'
