"""A clock that jumps: an hour ahead, an hour back, and what must hold all the same."""

from collections.abc import Iterator

import pytest

from tests.builders.installation import Installation, run_installation
from tests.builders.world import (
    Registered,
    a_client,
    a_delegation,
    a_seller,
    a_token,
    headers_for,
)


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with run_installation(tmp_path_factory.mktemp("clock"), calls_per_minute=5) as on:
        yield on


def a_caller(on: Installation) -> tuple[Registered, dict[str, str]]:
    client, seller = a_client(on), a_seller(on)
    a_delegation(on, client, seller)
    return client, headers_for(a_token(on, client), seller.seller_id)


def answer_to(on: Installation, headers: dict[str, str]) -> str:
    answer = on.get("/seller/v2/sellers", headers=headers)
    return "ok" if answer.status_code == 200 else answer.json()["type"].rpartition("/")[2]


def revoke(on: Installation, client: Registered, headers: dict[str, str]) -> None:
    token = headers["Authorization"].removeprefix("Bearer ")
    answer = on.http.post(
        f"{on.settings.issuer}/protocol/openid-connect/revoke",
        data=client.token_form | {"token": token},
    )
    assert answer.status_code == 200


@pytest.mark.parametrize("hours", [1, -1, -3, -24])
def test_tokens_are_issued_and_accepted_after_a_jump(on: Installation, hours: int) -> None:
    _client, before = a_caller(on)

    with on.clock.moved(hours=hours):
        _other, during = a_caller(on)
        assert (answer_to(on, before), answer_to(on, during)) == ("ok", "ok")

    assert answer_to(on, before) == "ok"


def test_a_token_ends_when_the_clock_says_so(on: Installation) -> None:
    _client, headers = a_caller(on)

    with on.clock.moved(hours=2, seconds=1):
        assert answer_to(on, headers) == "token-expired"


def test_a_revoked_token_stays_revoked_when_the_clock_ran_ahead_and_is_set_back(
    on: Installation,
) -> None:
    client, headers = a_caller(on)
    other, other_headers = a_caller(on)
    revoke(on, client, headers)

    with on.clock.moved(hours=3):
        other_headers = other_headers | {"Authorization": f"Bearer {a_token(on, other)}"}
        revoke(on, other, other_headers)  # which tidies up

    assert answer_to(on, headers) == "token-revoked"
    on.run(on.access.snapshot._forget_everything())  # as a restart does
    assert answer_to(on, headers) == "token-revoked"


@pytest.mark.parametrize("hours", [1, -1])
def test_a_used_up_quota_never_stays_so_for_longer_than_its_window(
    on: Installation, hours: int
) -> None:
    _client, headers = a_caller(on)
    while answer_to(on, headers) == "ok":
        pass

    with on.clock.moved(hours=hours):
        answer = on.get("/seller/v2/sellers", headers=headers)

    assert answer.status_code == 200
    assert 1 <= int(answer.headers["x-ratelimit-reset"]) <= 60


def test_access_that_ends_is_over_when_the_clock_says_so(on: Installation) -> None:
    client, seller = a_client(on), a_seller(on)
    headers = headers_for(a_token(on, client), seller.seller_id)
    with on.clock.moved(minutes=30):
        end = on.clock()
    a_delegation(on, client, seller, expires_at=end)

    with on.clock.moved(hours=1):
        ahead = answer_to(on, headers)
    with on.clock.moved(hours=-1):
        behind = answer_to(on, headers)

    assert (ahead, behind) == ("seller-not-delegated", "ok")
