"""A clock that jumps: an hour ahead, an hour back, and what must hold all the same."""

import asyncio
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest

from sellergate.access.audit.service import verify_trail
from sellergate.access.clients.models import ClientState
from sellergate.access.clients.service import change_state
from sellergate.access.context import Act
from sellergate.access.platform import SYSTEM
from sellergate.kit.ids import new_uuid
from sellergate.storage.upkeep import run_on_database
from tests.builders.installation import Installation, run_installation
from tests.builders.keys import KeyPair, add_key
from tests.builders.world import (
    Registered,
    a_client,
    a_delegation,
    a_seller,
    a_token,
    headers_for,
)
from tests.portal.credentials.people import a_seller_login


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with run_installation(tmp_path_factory.mktemp("clock"), calls_per_minute=5) as on:
        yield on


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Installation]:
    """An installation whose keys nobody else rotates."""
    with run_installation(tmp_path) as on:
        yield on


def a_caller(on: Installation, **client_values: int) -> tuple[Registered, dict[str, str]]:
    client, seller = a_client(on, **client_values), a_seller(on)
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


JUMPS = pytest.mark.parametrize("hours", [1, -1])


def statuses(on: Installation, *callers: dict[str, str]) -> list[str]:
    return [answer_to(on, headers) for headers in callers]


@JUMPS
def test_what_ran_out_during_a_jump_is_back_after_it(on: Installation, hours: int) -> None:
    """A secret, the access and the token of each are good by the right clock, whatever a wrong one said meanwhile."""
    client, seller = a_client(on, expires_at=on.clock() + timedelta(minutes=30)), a_seller(on)
    a_delegation(on, client, seller, expires_at=on.clock() + timedelta(minutes=30))
    headers = headers_for(a_token(on, client), seller.seller_id)

    with on.clock.moved(hours=hours):
        during = answer_to(on, headers)
    after = answer_to(on, headers)

    assert during == ("token-revoked" if hours > 0 else "ok")
    assert after == "ok"


def signing_kid(on: Installation) -> str:
    ring = on.access.tokens.ring
    assert ring is not None
    found = ring.signing_key(on.clock())
    assert found is not None
    return found[0].kid


@pytest.mark.slow
@JUMPS
def test_a_rotation_under_way_fails_no_call_in_a_jump(other: Installation, hours: int) -> None:
    """The next key signs when the clock says so, the one before when it says otherwise; both verify all the while."""
    on = other
    _client, before = a_caller(on)
    old = signing_kid(on)
    new = on.run(on.access.rotate_keys(SYSTEM, activates_at=on.clock() + timedelta(minutes=30)))
    on.run(on.access.load_keys())

    with on.clock.moved(hours=hours):
        signing_during = signing_kid(on)
        _other, during = a_caller(on)
        told_during = statuses(on, before, during)
    told_after = statuses(on, before, during)

    assert signing_during == (new if hours > 0 else old)
    assert signing_kid(on) == old
    assert told_during == told_after == ["ok", "ok"]


@pytest.mark.slow
@JUMPS
def test_a_new_key_signs_on_when_the_clock_is_set_back_before_it(
    other: Installation, hours: int
) -> None:
    on = other
    on.run(on.access.rotate_keys(SYSTEM, activates_at=on.clock()))
    on.run(on.access.load_keys())
    _client, before = a_caller(on)

    with on.clock.moved(hours=hours):
        _other, during = a_caller(on)
        assert answer_to(on, during) == "ok"

    assert statuses(on, before, during) == ["ok", "ok"]


@pytest.mark.slow
@JUMPS
def test_taking_access_back_elsewhere_is_noticed_at_once_whatever_the_clock_does(
    on: Installation, hours: int
) -> None:
    """What is remembered is trusted by a clock that cannot be set."""
    client, headers = a_caller(on, calls_per_minute=1_000_000)
    assert answer_to(on, headers) == "ok"

    with on.clock.moved(hours=hours):
        answer_to(on, headers)
        act = Act(SYSTEM, on.clock(), new_uuid)
        run_on_database(
            on.settings.database_url, change_state, act, client.client.uid, ClientState.DISABLED
        )
        started = time.monotonic()
        while answer_to(on, headers) == "ok":
            assert (
                time.monotonic() - started < 4.0
            )  # one second, on a machine that does nothing else

    assert answer_to(on, headers) == "client-disabled"


@JUMPS
def test_a_proof_is_used_up_also_when_the_clock_jumps_and_is_set_right(
    on: Installation, hours: int
) -> None:
    """RFC 9449 §11.1: an hour ahead, everything seen before is long over; back, it must not be new again."""
    pair, url = KeyPair.make(), on.settings.token_url
    client, seller = a_client(on), a_seller(on)
    a_delegation(on, client, seller)
    proof = pair.proof(on, "POST", url)

    def ask(proof: str) -> httpx2.Response:
        return on.http.post(url, data=client.token_form, headers={"DPoP": proof})

    assert ask(proof).status_code == 200
    with on.clock.moved(hours=hours):
        for _ in range(5):
            assert ask(pair.proof(on, "POST", url)).status_code == 200

    replayed = ask(proof)

    assert (replayed.status_code, replayed.json()["error"]) == (400, "invalid_dpop_proof")


@JUMPS
def test_an_assertion_is_used_up_also_when_the_clock_jumps_and_is_set_right(
    on: Installation, hours: int
) -> None:
    """RFC 7523 §3: the same for the assertion that a client signs in with."""
    pair, client = KeyPair.make(), a_client(on)
    add_key(on, client, pair)
    form = pair.token_form(on, client.id)

    def ask(form: dict[str, str]) -> int:
        return on.http.post(on.settings.token_url, data=form).status_code

    assert ask(form) == 200
    with on.clock.moved(hours=hours):
        for _ in range(3):
            assert ask(pair.token_form(on, client.id)) == 200

    assert ask(form) == 401


@JUMPS
def test_a_token_quota_never_stays_used_up_for_longer_than_its_window(
    on: Installation, hours: int
) -> None:
    client = a_client(on, tokens_per_hour=2)
    asked = [on.http.post(on.settings.token_url, data=client.token_form) for _ in range(3)]

    with on.clock.moved(hours=hours * 2):
        during = on.http.post(on.settings.token_url, data=client.token_form)

    assert [answer.status_code for answer in asked][-1] == 429
    assert during.status_code == 200
    assert int(during.headers["x-ratelimit-reset"]) <= 3600


@pytest.mark.slow
@JUMPS
def test_somebody_who_signed_in_stays_so_and_proves_it_anew_in_time(
    on: Installation, hours: int
) -> None:
    login = a_seller_login(on)
    browser = login.sign_in(on)

    with on.clock.moved(hours=hours):
        during = browser.open("/api-credentials/clients/").url.path
    after = browser.open("/api-credentials/clients/").url.path
    with on.clock.moved(hours=13):
        long_after = browser.open("/api-credentials/clients/").url.path

    assert (during, after) == ("/api-credentials/clients/", "/api-credentials/clients/")
    assert long_after == "/account/sign-in"


def test_the_audit_trail_stays_whole_through_jumps(on: Installation) -> None:
    for hours in (0, 1, -1, 0):
        with on.clock.moved(hours=hours):
            a_client(on)

    on.run(verify_trail(on.access.db))  # or it raises


def test_counts_of_calls_survive_jumps(on: Installation) -> None:
    _client, headers = a_caller(on)
    for hours in (0, 1, -1, 0):
        with on.clock.moved(hours=hours):
            assert answer_to(on, headers) == "ok"
            on.run(asyncio.wait_for(on.access.usage.flush(), 5))
