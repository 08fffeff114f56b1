"""The keys of an issuer as they come, change and stay away: what calls are told meanwhile, and what the issuer is asked."""

import gzip
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from joserfc.jwk import ECKey

from sellergate.access.issuers import fetch, service
from sellergate.access.issuers.models import IssuerStatus
from sellergate.gateway.passes import MAX_SECONDS
from tests.builders.installation import Installation, run_installation
from tests.builders.issuer import ForgedIssuer, forged_issuer, public_of, rsa_key
from tests.builders.wire import assert_problem
from tests.builders.world import a_client, a_delegation, a_seller, a_token, headers_for

pytestmark = pytest.mark.slow

PATIENCE = 10  # seconds, in which everything must have mended itself


@dataclass
class Trust:
    """An installation that trusts one issuer, and a client that may call with its tokens."""

    on: Installation
    sso: ForgedIssuer
    client_id: str
    seller_id: int
    own_token: str

    def token(self, **changed: Any) -> str:
        return self.sso.token(**{"azp": self.client_id, **changed})

    def call(self, token: str) -> httpx2.Response:
        return self.on.get("/seller/v2/sellers", headers=headers_for(token, self.seller_id))

    def told(self, **changed: Any) -> str:
        answer = self.call(self.token(**changed))
        return "ok" if answer.status_code == 200 else answer.json()["type"].rpartition("/")[2]

    @property
    def status(self) -> IssuerStatus:
        (status,) = self.on.access.issuers.statuses()
        return status

    def fetch(self) -> None:
        """What happens every few minutes, now."""
        (issuer,) = self.on.access.issuers.by_issuer.values()
        self.on.run(issuer.refresh())


@contextmanager
def trusting(folder: Path, sso: ForgedIssuer, **choices: Any) -> Iterator[Trust]:
    listed = sso.listed(**choices)
    with run_installation(folder, trusted_issuers=(listed,), calls_per_minute=1_000_000) as on:
        client, seller = a_client(on), a_seller(on)
        a_delegation(on, client, seller)
        yield Trust(on, sso, client.id, seller.seller_id, a_token(on, client))


@pytest.fixture
def sso() -> Iterator[ForgedIssuer]:
    with forged_issuer() as issuer:
        yield issuer


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trust]:
    with forged_issuer() as sso, trusting(tmp_path_factory.mktemp("trust"), sso) as trust:
        yield trust


@pytest.fixture
def trust(lasting: Trust) -> Trust:
    """The issuer as it was at first, and nobody has asked for an unknown key yet."""
    lasting.sso.renew()
    lasting.sso.start()
    (issuer,) = lasting.on.access.issuers.by_issuer.values()
    lasting.fetch()
    issuer._next_demand = 0.0
    assert lasting.status.kids == ("first",)
    return lasting


def wait_until(condition: Callable[[], bool]) -> float:
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < PATIENCE
        time.sleep(0.01)
    return time.monotonic() - started


def rotate(sso: ForgedIssuer, kid: str) -> ECKey:
    """The issuer signs with another key from now on; the key that it had is gone."""
    former, sso.key = sso.key, ECKey.generate_key("P-256", private=True)
    sso.published = [public_of(sso.key, kid, use="sig", alg="ES256")]
    return former


def test_the_first_call_with_a_new_key_passes(trust: Trust) -> None:
    assert trust.told() == "ok"

    rotate(trust.sso, "second")

    assert trust.told(kid="second") == "ok"
    assert trust.status.kids == ("second",)


def test_a_key_that_was_taken_back_ends_the_tokens_that_it_signed(trust: Trust) -> None:
    """Also those that are remembered, and callers that hold a pass."""
    token = trust.token()
    assert trust.call(token).status_code == 200

    rotate(trust.sso, "second")
    trust.fetch()

    assert_problem(trust.call(token), 401, "token-invalid")


def test_another_key_under_the_same_kid_replaces_the_one_before(trust: Trust) -> None:
    token = trust.token()
    assert trust.call(token).status_code == 200

    former = rotate(trust.sso, "first")
    trust.fetch()

    assert trust.call(token).status_code == 401
    assert (trust.told(), trust.told(key=former)) == ("ok", "token-invalid")


def test_garbage_key_ids_do_not_make_a_hammer_of_us(trust: Trust) -> None:
    asked = len(trust.sso.asked)
    garbage = [trust.token(kid=f"garbage {number}") for number in range(100)]

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda token: trust.call(token).status_code, garbage))

    assert set(answers) == {401}
    assert len(trust.sso.asked) - asked == 2, "discovery and keys, once"
    assert trust.told() == "ok"


def test_calls_that_need_the_same_fetch_wait_for_one(trust: Trust) -> None:
    rotate(trust.sso, "second")
    trust.sso.delay = 0.2
    asked = len(trust.sso.asked)
    tokens = [trust.token(kid="second") for _ in range(8)]

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda token: trust.call(token).status_code, tokens))

    assert set(answers) == {200}
    assert len(trust.sso.asked) - asked == 2


def test_an_algorithm_that_no_key_is_for_asks_nobody(trust: Trust) -> None:
    asked = len(trust.sso.asked)

    told = [trust.told(alg=name) for name in ("none", "HS256")]

    assert told == ["token-invalid"] * 2
    assert len(trust.sso.asked) == asked


@pytest.mark.slow
def test_an_issuer_that_is_down_stops_nothing_at_the_start(tmp_path: Path) -> None:
    sso = ForgedIssuer()
    sso.start()
    sso.stop()
    with trusting(tmp_path, sso) as trust:
        during = trust.call(trust.token())
        own = trust.call(trust.own_token)
        wait_until(lambda: trust.status.error is not None)

        sso.start()
        delay = wait_until(lambda: trust.told() == "ok")
        sso.stop()

    body = assert_problem(during, 503, "issuer-unavailable")
    assert during.headers["retry-after"] == "5"
    assert "www-authenticate" not in during.headers, "the token may be good"
    assert sso.issuer not in body["detail"]
    assert own.status_code == 200
    assert delay < PATIENCE


def test_the_last_keys_hold_while_the_issuer_is_down(trust: Trust) -> None:
    remembered = trust.token()
    assert trust.call(remembered).status_code == 200
    trust.sso.stop()
    trust.fetch()

    told = [trust.told(), trust.told(key=rsa_key(), alg="RS256"), trust.told(kid="new")]

    assert trust.call(remembered).status_code == 200
    assert told[0] == "ok"
    # A key that we have never seen may be a new one of theirs: nobody can tell now.
    assert told[1:] == ["issuer-unavailable", "issuer-unavailable"]
    assert "ConnectError" in (trust.status.error or "")


def test_the_last_keys_do_not_hold_for_ever(trust: Trust, monkeypatch: pytest.MonkeyPatch) -> None:
    remembered = trust.token()
    monkeypatch.setattr(service, "KEPT_FOR", 0.3)
    trust.fetch()
    assert trust.call(remembered).status_code == 200
    trust.sso.stop()
    time.sleep(0.3)
    with trust.on.clock.moved(seconds=MAX_SECONDS + 1):  # no pass holds for longer
        answer = trust.call(remembered)

    assert_problem(answer, 503, "issuer-unavailable")
    assert trust.status.kids == ()


def test_a_clock_that_jumps_ends_no_trust_in_keys(trust: Trust) -> None:
    for days in (2, -2):
        with trust.on.clock.moved(days=days):
            now = int(trust.on.clock().timestamp())
            assert trust.told(iat=now, exp=now + 60) == "ok"


def test_an_issuer_that_hangs_holds_a_call_for_a_few_seconds_at_most(
    trust: Trust, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "TIMEOUT", 0.3)
    trust.sso.delay = 3.0
    started = time.monotonic()

    told = trust.told(kid="new")

    assert told == "issuer-unavailable"
    assert time.monotonic() - started < 2.8
    assert "within" in (trust.status.error or "")


def answering(**attributes: Any) -> Callable[[ForgedIssuer], None]:
    def change(sso: ForgedIssuer) -> None:
        for name, value in attributes.items():
            setattr(sso, name, value)

    return change


def keys_of(*jwks: dict[str, Any]) -> bytes:
    return json.dumps({"keys": jwks}).encode()


PAIR = ECKey.generate_key("P-256", private=True)
UNUSABLE: dict[str, tuple[Callable[[ForgedIssuer], None], str]] = {
    "another issuer": (
        answering(metadata={"issuer": "https://evil.test"}), "names the issuer 'https://evil.test'"),
    "keys in the clear": (
        answering(metadata={"jwks_uri": "http://sso.example.com/keys"}), "which is not https"),
    "keys in a file": (answering(metadata={"jwks_uri": "file:///etc/passwd"}), "not https"),
    "no place of keys": (answering(metadata={"jwks_uri": None}), "discovery document is not"),
    "a page instead of keys": (answering(jwks=b"<html>"), "not a JWK Set"),
    "a bomb of brackets": (answering(jwks=b'{"keys":' + b"[" * 200_000), "not a JWK Set"),
    "a million bytes": (answering(jwks=b" " * 1_000_000), "more than 262,144 bytes"),
    "a thousand keys": (
        answering(jwks=keys_of(*[{"kty": "RSA"}] * 1000)), "1000 keys"),
    "a zip bomb": (
        answering(jwks=gzip.compress(bytes(50_000_000)), headers={"Content-Encoding": "gzip"}),
        "compressed"),
    "an error": (answering(status=500), "answers 500"),
    "a redirect": (
        answering(status=302, headers={"Location": "http://169.254.169.254/"}), "answers 302"),
    "no key": (answering(published=[]), "no key that can be used"),
    "a key without an id": (answering(published=[public_of(PAIR, None)]), "no key"),
    "a key for encryption": (answering(published=[public_of(PAIR, "x", use="enc")]), "no key"),
    "a key that signs only": (
        answering(published=[public_of(PAIR, "x", key_ops=["sign"])]), "no key"),
    "a key whose private part is public": (
        answering(published=[{**PAIR.as_dict(private=True), "kid": "x"}]), "no key"),
    "a shared secret": (
        answering(published=[{"kty": "oct", "k": "c2VjcmV0", "kid": "x", "alg": "HS256"}]), "no key"),
    "a short key": (
        answering(published=[{"kty": "RSA", "kid": "x", "e": "AQAB", "n": "_" * 171}]), "no key"),
    "a point beside the curve": (
        answering(published=[{**public_of(PAIR, "x"), "y": "AAAA"}]), "no key"),
    "members of other kinds": (
        answering(published=[{"kty": ["EC"], "crv": {}, "kid": "x", "key_ops": 3, "use": 1}, {"kid": 7}]), "no key"),
}  # fmt: skip


@pytest.mark.parametrize("case", UNUSABLE)
def test_what_cannot_be_used_is_told_and_changes_no_keys(trust: Trust, case: str) -> None:
    change, reason = UNUSABLE[case]
    change(trust.sso)

    trust.fetch()

    assert reason in (trust.status.error or ""), trust.status.error
    assert trust.status.kids == ("first",)
    assert trust.told() == "ok"
    assert all("169.254" not in path for path in trust.sso.asked)


def test_a_key_set_is_read_around_what_is_of_no_use(trust: Trust) -> None:
    trust.sso.published = [
        {"kty": "novelty", "kid": "first"},
        public_of(PAIR, "first", use="enc"),
        *trust.sso.published,
        public_of(PAIR, "first"),
    ]

    trust.fetch()

    assert trust.told() == "ok", "the first one that can be used counts"


def test_an_issuer_that_knows_rfc_8414_only_is_found(tmp_path: Path, sso: ForgedIssuer) -> None:
    sso.discovery = "/.well-known/oauth-authorization-server"
    with trusting(tmp_path, sso) as trust:
        assert trust.told() == "ok"


def test_an_address_of_keys_needs_no_discovery(tmp_path: Path, sso: ForgedIssuer) -> None:
    sso.discovery = "/nowhere"
    with trusting(tmp_path, sso, jwks_url=f"{sso.issuer}/keys") as trust:
        assert trust.told() == "ok"

    assert set(sso.asked) == {"/realms/market/keys"}


def test_without_issuers_nobody_is_asked_and_nothing_runs(tmp_path: Path) -> None:
    with forged_issuer() as sso, run_installation(tmp_path) as on:
        answer = on.get("/seller/v2/sellers", headers=headers_for(sso.token(), 1))

        assert_problem(answer, 401, "token-invalid")
        assert sso.asked == []
        assert on.access.issuers.statuses() == []
