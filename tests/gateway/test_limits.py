"""Quotas as a client sees them: headers that add up, windows that end, and a small one for the test seller."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import httpx2
import pytest

from sellergate.access.clients import service as clients
from sellergate.access.delegations.models import DelegationRequest
from sellergate.access.delegations.service import grant_delegation
from sellergate.access.sellers.models import TEST_SELLER_ID
from tests.builders.installation import Installation, MovableClock, run_installation
from tests.builders.wire import assert_problem
from tests.builders.world import (
    Registered,
    a_client,
    a_delegation,
    a_seller,
    a_token,
    headers_for,
    the_test_seller,
)

TWENTY_PAST = datetime(2026, 3, 2, 12, 0, 20, tzinfo=UTC)  # 40 s to the end of the minute


@pytest.fixture(scope="session")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Its clock stands still; a test that moves it puts it back."""
    folder = tmp_path_factory.mktemp("limits")
    with run_installation(folder, clock=MovableClock(TWENTY_PAST), calls_per_minute=5) as on:
        the_test_seller(on)
        yield on


def a_caller(on: Installation, **limits: int) -> tuple[Registered, dict[str, str]]:
    client, seller = a_client(on, **limits), a_seller(on)
    a_delegation(on, client, seller)
    return client, headers_for(a_token(on, client), seller.seller_id)


def limits_of(answer: httpx2.Response) -> list[str]:
    names = ("ratelimit-policy", "ratelimit", "x-ratelimit-limit")
    more = ("x-ratelimit-remaining", "x-ratelimit-reset")
    return [answer.headers[name] for name in (*names, *more)]


def call(on: Installation, headers: dict[str, str]) -> httpx2.Response:
    return on.get("/seller/v2/sellers", headers=headers)


def test_the_headers_count_down_and_the_call_after_the_last_is_refused(on: Installation) -> None:
    _client, headers = a_caller(on)

    answers = [call(on, headers) for _ in range(7)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
    for left, answer in zip([4, 3, 2, 1, 0, 0, 0], answers, strict=True):
        assert limits_of(answer) == [
            '"sellers";q=5;w=60',
            f'"sellers";r={left};t=40',
            "5",
            str(left),
            "40",
        ]
    assert_problem(answers[5], 429, "quota-exceeded")
    assert answers[5].headers["retry-after"] == "40"
    assert "retry-after" not in answers[4].headers


def test_who_waits_as_told_gets_through_and_who_comes_too_early_does_not(on: Installation) -> None:
    _client, headers = a_caller(on)
    while (refused := call(on, headers)).status_code == 200:
        pass
    wait = int(refused.headers["retry-after"])

    with on.clock.moved(seconds=wait - 1):
        too_early = call(on, headers)
    with on.clock.moved(seconds=wait):
        in_time = call(on, headers)

    assert (too_early.status_code, too_early.headers["retry-after"]) == (429, "1")
    assert (in_time.status_code, in_time.headers["ratelimit"]) == (200, '"sellers";r=4;t=60')


def test_calls_are_counted_for_each_client_and_each_seller(on: Installation) -> None:
    client, headers = a_caller(on)
    _other, others_headers = a_caller(on)
    second = a_seller(on)
    a_delegation(on, client, second)
    for _ in range(5):
        call(on, headers)

    assert call(on, headers).status_code == 429
    assert call(on, others_headers).status_code == 200
    assert call(on, headers | {"SellerId": str(second.seller_id)}).status_code == 200


def test_one_seller_is_one_count_however_its_number_is_written(on: Installation) -> None:
    _client, headers = a_caller(on)
    for zeros in range(5):
        call(on, headers | {"SellerId": "0" * zeros + headers["SellerId"]})

    assert call(on, headers).status_code == 429


def test_every_token_of_a_client_shares_one_count(on: Installation) -> None:
    client, headers = a_caller(on)
    for _ in range(5):
        token = a_token(on, client)
        call(on, headers | {"Authorization": f"Bearer {token}"})

    assert call(on, headers).status_code == 429


def test_refused_calls_count_for_nothing(on: Installation) -> None:
    _client, headers = a_caller(on)
    for _ in range(20):
        call(on, headers | {"SellerId": "987654321"})
        call(on, headers | {"SellerId": "x"})
        on.get("/seller/v2/nope", headers=headers)
        on.request("POST", "/seller/v2/sellers", headers=headers)

    assert call(on, headers).headers["x-ratelimit-remaining"] == "4"


def test_the_operations_of_a_perimeter_share_its_count(on: Installation) -> None:
    _client, headers = a_caller(on)
    for path in ("/sellers/addresses", "/sellers/indicators", "/carriers"):
        on.get(f"/seller/v2{path}", headers=headers)

    assert call(on, headers).headers["x-ratelimit-remaining"] == "1"


def test_a_limit_of_the_clients_own_holds_from_its_next_call(on: Installation) -> None:
    client, headers = a_caller(on)
    before = call(on, headers)

    on.write(clients.change_limits, client.client.uid, tokens_per_hour=None, calls_per_minute=2)
    lowered = [call(on, headers) for _ in range(2)]
    on.write(clients.change_limits, client.client.uid, tokens_per_hour=None, calls_per_minute=50)
    raised = call(on, headers)

    assert before.headers["x-ratelimit-limit"] == "5"
    assert [answer.status_code for answer in lowered] == [200, 429]
    assert raised.headers["ratelimit"] == '"sellers";r=47;t=40'


def test_any_valid_client_may_call_for_the_test_seller_ten_times_an_hour(on: Installation) -> None:
    headers = headers_for(a_token(on, a_client(on)), TEST_SELLER_ID)
    others = headers_for(a_token(on, a_client(on)), TEST_SELLER_ID)

    answers = [call(on, headers) for _ in range(11)]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert answers[0].headers["ratelimit-policy"] == '"sellers";q=10;w=3600'
    assert answers[10].headers["retry-after"] == "3580"
    assert_problem(answers[10], 429, "quota-exceeded")
    assert call(on, others).status_code == 200, "counted for each client"
    with on.clock.moved(seconds=3580):
        assert call(on, headers).headers["x-ratelimit-remaining"] == "9"


def test_a_delegation_by_the_test_seller_widens_nothing(on: Installation) -> None:
    client = a_client(on)
    on.write(grant_delegation, DelegationRequest(client.client.uid, TEST_SELLER_ID))

    answer = call(on, headers_for(a_token(on, client), TEST_SELLER_ID))

    assert answer.headers["x-ratelimit-limit"] == "10"


def test_a_marketplace_can_do_without_the_test_seller(
    start_installation: Callable[..., Installation],
) -> None:
    """Without the account, it is as unknown as any; with it, a quota of none closes it."""
    on = start_installation(test_seller_calls_per_hour=0)
    headers = headers_for(a_token(on, a_client(on)), TEST_SELLER_ID)

    before = call(on, headers)
    the_test_seller(on)
    after = call(on, headers)

    assert_problem(before, 403, "seller-not-delegated")
    assert_problem(after, 429, "quota-exceeded")
