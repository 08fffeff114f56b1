"""Signing in without a shared secret: client assertions (RFC 7523 §2.2 and §3, OpenID Connect Core §9)."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest
import sqlalchemy as sa
from joserfc.jwk import ECKey

from sellergate.access.clients.models import ClientState
from sellergate.access.context import SellerId
from sellergate.storage.schema import used_assertions
from tests.builders.installation import Installation
from tests.builders.keys import (
    ASSERTION_TYPE,
    KeyPair,
    add_key,
    assertion_form,
    remove_key,
    sign,
)
from tests.builders.world import (
    Registered,
    a_client,
    a_delegation,
    a_seller,
    headers_for,
    set_client_state,
)

pytestmark = pytest.mark.slow

UNPROVEN = "is not signed by a key of a client"
GRANT = {"grant_type": "client_credentials"}


def ask(on: Installation, form: dict[str, str], **request: Any) -> httpx2.Response:
    return on.http.post(on.settings.token_url, data=form, **request)


def refused(answer: httpx2.Response, because: str, error: str = "invalid_client") -> None:
    body = answer.json()
    assert answer.status_code == (401 if error == "invalid_client" else 400)
    assert body["error"] == error
    assert because in body["error_description"]
    assert answer.headers["cache-control"] == "no-store"


@pytest.fixture(scope="module")
def pair() -> KeyPair:
    return KeyPair.make(kid="laptop-2026")


@pytest.fixture(scope="module")
def client(installation: Installation, pair: KeyPair) -> Registered:
    """A client with one key, shared by the tests that change nothing about it."""
    client = a_client(installation)
    add_key(installation, client, pair)
    return client


@pytest.mark.parametrize("algorithm", ["ES256", "RS256", "PS256", "EdDSA", "Ed25519"])
def test_a_signed_assertion_obtains_a_token(installation: Installation, algorithm: str) -> None:
    pair = KeyPair.make(algorithm)
    client = a_client(installation)
    add_key(installation, client, pair)

    answer = ask(installation, pair.token_form(installation, client.id))

    assert answer.status_code == 200, answer.text
    assert answer.json()["token_type"] == "Bearer"


@pytest.mark.parametrize("name", ["issuer", "token_url"])
@pytest.mark.parametrize("as_list", [False, True])
def test_the_audience_is_the_issuer_or_the_token_endpoint_alone_or_in_a_list(
    installation: Installation, client: Registered, pair: KeyPair, name: str, as_list: bool
) -> None:
    audience = getattr(installation.settings, name)
    form = pair.token_form(installation, client.id, aud=[audience] if as_list else audience)

    assert ask(installation, form).status_code == 200


def test_the_client_id_may_be_sent_along(
    installation: Installation, client: Registered, pair: KeyPair
) -> None:
    form = pair.token_form(installation, client.id) | {"client_id": client.id}

    assert ask(installation, form).status_code == 200


def test_introspection_and_revocation_take_assertions_too(
    installation: Installation, client: Registered, pair: KeyPair
) -> None:
    token = ask(installation, pair.token_form(installation, client.id)).json()["access_token"]

    def about(path: str) -> httpx2.Response:
        form = {"token": token, **assertion_form(pair.assertion(installation, client.id))}
        return installation.http.post(installation.settings.issuer + path, data=form)

    assert about("/protocol/openid-connect/token/introspect").json()["active"] is True
    assert about("/protocol/openid-connect/revoke").status_code == 200
    assert about("/protocol/openid-connect/token/introspect").json() == {"active": False}


def test_a_key_kept_without_a_kid_serves_whatever_the_assertion_calls_it(
    installation: Installation,
) -> None:
    pair, client = KeyPair.make(), a_client(installation)
    add_key(installation, client, pair)
    assertion = pair.assertion(installation, client.id, header={"kid": "chosen-by-a-library"})

    assert ask(installation, GRANT | assertion_form(assertion)).status_code == 200


def test_several_keys_work_side_by_side(installation: Installation) -> None:
    client = a_client(installation)
    pairs = [KeyPair.make(kid="old"), KeyPair.make(), KeyPair.make("EdDSA", kid="new")]
    for pair in pairs:
        add_key(installation, client, pair)

    answers = [ask(installation, pair.token_form(installation, client.id)) for pair in pairs]

    assert [answer.status_code for answer in answers] == [200, 200, 200]


def test_the_secrets_of_a_client_with_a_key_keep_working(
    installation: Installation, client: Registered
) -> None:
    assert ask(installation, client.token_form).status_code == 200


# Assertions that prove nothing: one answer for all, so that nothing can be probed


def with_public_key_as_secret(on: Installation, client: Registered, pair: KeyPair) -> str:
    claims = {"iss": client.id, "sub": client.id, "aud": on.settings.issuer, "exp": 9_999_999_999}
    return pair.sign_as_shared_secret(claims)


def with_own_key_in_header(on: Installation, client: Registered, _pair: KeyPair) -> str:
    other = KeyPair.make(kid="laptop-2026")
    return other.assertion(on, client.id, header={"jwk": other.jwk})


def with_foreign_key(on: Installation, client: Registered, _pair: KeyPair) -> str:
    return KeyPair.make().assertion(on, client.id)


def with_key_of_another_client(on: Installation, client: Registered, _pair: KeyPair) -> str:
    other = KeyPair.make(kid="laptop-2026")
    add_key(on, a_client(on), other)
    return other.assertion(on, client.id)


def with_other_kid(on: Installation, client: Registered, pair: KeyPair) -> str:
    return pair.assertion(on, client.id, header={"kid": "another"})


def with_kid_that_is_no_text(on: Installation, client: Registered, pair: KeyPair) -> str:
    _header, claims, signature = pair.assertion(on, client.id).split(".")
    return f"eyJhbGciOiJFUzI1NiIsImtpZCI6MX0.{claims}.{signature}"


def of_unknown_client(on: Installation, _client: Registered, pair: KeyPair) -> str:
    return pair.assertion(on, "Nobody knows me 1")


def with_changed_claims(on: Installation, client: Registered, pair: KeyPair) -> str:
    header, _claims, signature = pair.assertion(on, client.id).split(".")
    _header, claims, _signature = pair.assertion(on, client.id, exp=9_999_999_999).split(".")
    return f"{header}.{claims}.{signature}"


def with_rsa_algorithm_of_an_elliptic_key(
    on: Installation, client: Registered, _pair: KeyPair
) -> str:
    other = KeyPair.make("RS256", kid="laptop-2026")
    return other.assertion(on, client.id)


PROVES_NOTHING: list[Callable[[Installation, Registered, KeyPair], str]] = [
    with_own_key_in_header,
    with_foreign_key,
    with_key_of_another_client,
    with_other_kid,
    with_kid_that_is_no_text,
    of_unknown_client,
    with_changed_claims,
    with_rsa_algorithm_of_an_elliptic_key,
]


@pytest.mark.parametrize("make", PROVES_NOTHING, ids=lambda make: make.__name__)
def test_who_did_not_sign_is_told_nothing_about_any_client(
    installation: Installation,
    client: Registered,
    pair: KeyPair,
    make: Callable[[Installation, Registered, KeyPair], str],
) -> None:
    answer = ask(installation, GRANT | assertion_form(make(installation, client, pair)))

    refused(answer, UNPROVEN)


def test_a_disabled_client_is_told_what_a_stranger_is_told(installation: Installation) -> None:
    pair, client = KeyPair.make(), a_client(installation)
    add_key(installation, client, pair)
    set_client_state(installation, client, ClientState.DISABLED)

    refused(ask(installation, pair.token_form(installation, client.id)), UNPROVEN)


def test_a_key_is_bound_to_the_algorithm_that_its_owner_gave_it(
    installation: Installation,
) -> None:
    """RFC 8725 §3.1."""
    pair, client = KeyPair.make("RS256"), a_client(installation)
    bound = KeyPair(type(pair.key).import_key(pair.private_jwk | {"alg": "PS256"}), "PS256")
    add_key(installation, client, bound)

    refused(ask(installation, pair.token_form(installation, client.id)), UNPROVEN)
    assert ask(installation, bound.token_form(installation, client.id)).status_code == 200


# Texts that nobody can have signed for us: told by what was sent


UNUSABLE = {
    "no JWT": ("nonsense", "not a signed JWT"),
    "five parts": ("a.b.c.d.e", "not a signed JWT"),
    "no JSON": ("eyJhbGciOiJFUzI1NiJ9.bm90IGpzb24.AA", "not a signed JWT"),
    "no object": ("eyJhbGciOiJFUzI1NiJ9.W10.AA", "iss must be the clientId"),
    "alg none": ("eyJhbGciOiJub25lIn0.e30.", "Sign it with one of ES256"),
    "alg none in capitals": ("eyJhbGciOiJOT05FIn0.e30.", "Sign it with one of"),
    "alg is no text": ("eyJhbGciOjF9.e30.AA", "Sign it with one of"),
    "critical extension": ("eyJhbGciOiJFUzI1NiIsImNyaXQiOlsieCJdLCJ4IjoxfQ.e30.AA", "not a signed"),
    "payload outside": ("eyJhbGciOiJFUzI1NiIsImI2NCI6ZmFsc2V9.e30.AA", "not a signed JWT"),
    "no issuer": ("eyJhbGciOiJFUzI1NiJ9.e30.AA", "iss must be the clientId"),
    "nested": (f"eyJhbGciOiJFUzI1NiJ9.{'W1tb' * 1500}.AA", "not a signed JWT"),
    "too long": ("a" * 9000, "longer than 8192"),
    "not ASCII": ("é.é.é", "not a signed JWT"),
}


@pytest.mark.parametrize(("text", "because"), UNUSABLE.values(), ids=UNUSABLE.keys())
def test_what_is_no_assertion_is_told_by_what_was_sent(
    installation: Installation, text: str, because: str
) -> None:
    refused(ask(installation, GRANT | assertion_form(text)), because)


def test_the_public_key_is_no_shared_secret(
    installation: Installation, client: Registered, pair: KeyPair
) -> None:
    """RFC 8725 §2.1: HS256 with the public key."""
    text = with_public_key_as_secret(installation, client, pair)

    refused(ask(installation, GRANT | assertion_form(text)), "Sign it with one of")


def test_a_curve_that_is_not_offered_is_told_which_are(
    installation: Installation, client: Registered
) -> None:
    key = ECKey.generate_key("P-384")
    text = sign({"alg": "ES384"}, {"iss": client.id}, key)

    refused(ask(installation, GRANT | assertion_form(text)), "Sign it with one of ES256")


# Assertions that the client did sign, and that do not hold: told why


def in_seconds(on: Installation, seconds: int) -> int:
    return int(on.clock().timestamp()) + seconds


DOES_NOT_HOLD: dict[str, tuple[Callable[[Installation], dict[str, Any]], str]] = {
    "another subject": (lambda _: {"sub": "another"}, "iss and sub must both be"),
    "no subject": (lambda _: {"sub": None}, "iss and sub must both be"),
    "no audience": (lambda _: {"aud": None}, "aud must be the issuer"),
    "another audience": (lambda _: {"aud": "https://elsewhere.example"}, "aud must be the issuer"),
    "empty audience": (lambda _: {"aud": []}, "aud must be the issuer"),
    "audience with another server": (
        lambda on: {"aud": [on.settings.issuer, "https://elsewhere.example"]},
        "and nothing else",
    ),
    "audience that only begins alike": (
        lambda on: {"aud": on.settings.issuer + "/"},
        "aud must be the issuer",
    ),
    "audience of numbers": (lambda _: {"aud": [1]}, "aud must be the issuer"),
    "no end": (lambda _: {"exp": None}, "exp must be a number"),
    "end that is a text": (lambda _: {"exp": "tomorrow"}, "exp must be a number"),
    "end that is true": (lambda _: {"exp": True}, "exp must be a number"),
    "endless": (lambda _: {"exp": 1e300}, "exp must be a number"),
    "expired": (lambda on: {"exp": in_seconds(on, -40)}, "It has expired"),
    "end too far": (lambda on: {"exp": in_seconds(on, 3700)}, "at most 3600 seconds from now"),
    "not yet": (lambda on: {"nbf": in_seconds(on, 90)}, "nbf is in the future"),
    "issued in the future": (lambda on: {"iat": in_seconds(on, 90)}, "iat is in the future"),
    "issued at a text": (lambda _: {"iat": "now"}, "iat must be a number"),
    "no identifier": (lambda _: {"jti": None}, "jti must be a text"),
    "empty identifier": (lambda _: {"jti": ""}, "jti must be a text"),
    "long identifier": (lambda _: {"jti": "j" * 257}, "jti must be a text"),
    "identifier that is a number": (lambda _: {"jti": 7}, "jti must be a text"),
}


@pytest.mark.parametrize(("changed", "because"), DOES_NOT_HOLD.values(), ids=DOES_NOT_HOLD.keys())
def test_who_did_sign_is_told_why_it_does_not_hold(
    installation: Installation,
    client: Registered,
    pair: KeyPair,
    changed: Callable[[Installation], dict[str, Any]],
    because: str,
) -> None:
    form = pair.token_form(installation, client.id, **changed(installation))

    refused(ask(installation, form), because)


def test_an_assertion_is_taken_once(
    installation: Installation, client: Registered, pair: KeyPair
) -> None:
    form = pair.token_form(installation, client.id)

    assert ask(installation, form).status_code == 200
    refused(ask(installation, form), "It was used before")


def test_one_that_was_refused_is_not_used_up(
    installation: Installation, client: Registered, pair: KeyPair
) -> None:
    early = pair.token_form(installation, client.id, jti="mine", nbf=in_seconds(installation, 90))
    refused(ask(installation, early), "nbf is in the future")

    form = pair.token_form(installation, client.id, jti="mine")

    assert ask(installation, form).status_code == 200


def test_two_clients_may_choose_the_same_identifier(installation: Installation) -> None:
    def obtain() -> int:
        pair, client = KeyPair.make(), a_client(installation)
        add_key(installation, client, pair)
        return ask(installation, pair.token_form(installation, client.id, jti="1")).status_code

    assert [obtain(), obtain()] == [200, 200]


def test_another_node_on_the_same_database_knows_it_too_and_so_does_a_clock_set_back(
    start_installation: Callable[..., Installation],
) -> None:
    one = start_installation()
    other = start_installation(public_url=one.url)
    pair, client = KeyPair.make(), a_client(one)
    add_key(one, client, pair)
    form = pair.token_form(one, client.id)

    def ask_other() -> httpx2.Response:
        path = one.settings.token_url.removeprefix(one.url)
        return other.http.post(f"http://127.0.0.1:{other.port}{path}", data=form)

    assert ask(one, form).status_code == 200
    refused(ask_other(), "It was used before")

    # A node whose clock runs ahead forgets what is over by its clock, but not at once.
    one.clock.advance(minutes=20)
    assert ask(one, pair.token_form(one, client.id)).status_code == 200
    one.clock.advance(minutes=-20)
    refused(ask(one, form), "It was used before")


def test_used_assertions_are_forgotten_an_hour_after_their_end(
    start_installation: Callable[..., Installation],
) -> None:
    on = start_installation()
    pair, client = KeyPair.make(), a_client(on)
    add_key(on, client, pair)

    def kept() -> int:
        return int(
            on.read(
                lambda conn: conn.execute(
                    sa.select(sa.func.count()).select_from(used_assertions)
                ).scalar_one()
            )
        )

    for _ in range(3):
        assert ask(on, pair.token_form(on, client.id)).status_code == 200
    on.clock.advance(minutes=50)
    assert ask(on, pair.token_form(on, client.id)).status_code == 200
    assert kept() == 4
    on.clock.advance(minutes=15)
    assert ask(on, pair.token_form(on, client.id)).status_code == 200
    assert kept() == 2


# One method a request


TWICE = {
    "secret in the form": ({"client_secret": "x"}, {}),
    "secret by Basic": ({}, {"auth": ("someone", "x")}),
}


@pytest.mark.parametrize(("form", "request_"), TWICE.values(), ids=TWICE.keys())
def test_authenticating_twice_is_refused(
    installation: Installation,
    client: Registered,
    pair: KeyPair,
    form: dict[str, str],
    request_: dict[str, Any],
) -> None:
    """RFC 6749 §2.3."""
    answer = ask(installation, pair.token_form(installation, client.id) | form, **request_)

    refused(answer, "authenticated twice", "invalid_request")


def test_two_assertions_are_refused(
    installation: Installation, client: Registered, pair: KeyPair
) -> None:
    """RFC 7521 §4.2: exactly one."""
    one, other = (pair.assertion(installation, client.id) for _ in range(2))
    body = f"grant_type=client_credentials&client_assertion_type={ASSERTION_TYPE}"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}

    answer = installation.http.post(
        installation.settings.token_url,
        content=f"{body}&client_assertion={one}&client_assertion={other}",
        headers=headers,
    )

    refused(answer, "client_assertion was sent twice", "invalid_request")


INCOMPLETE = {
    "other type": ({"client_assertion_type": "urn:x"}, "client_assertion_type must be"),
    "no type": ({"client_assertion_type": ""}, "client_assertion_type must be"),
    "no assertion": ({"client_assertion": ""}, "client_assertion is missing"),
    "another client_id": ({"client_id": "Another client"}, "client_id is not the iss"),
}


@pytest.mark.parametrize(("changed", "because"), INCOMPLETE.values(), ids=INCOMPLETE.keys())
def test_parameters_that_do_not_fit_together_are_named(
    installation: Installation,
    client: Registered,
    pair: KeyPair,
    changed: dict[str, str],
    because: str,
) -> None:
    form = pair.token_form(installation, client.id) | changed

    refused(ask(installation, form), because, "invalid_request")


def test_an_assertion_in_the_address_is_refused(
    installation: Installation, client: Registered, pair: KeyPair
) -> None:
    text = pair.assertion(installation, client.id)

    answer = ask(installation, GRANT, params={"client_assertion": text})

    refused(answer, "was sent in the address", "invalid_request")


# The life of a key


def test_removing_a_key_ends_its_tokens_and_no_others(installation: Installation) -> None:
    seller = a_seller(installation)
    client, removed, kept = a_client(installation), KeyPair.make(), KeyPair.make()
    a_delegation(installation, client, seller)
    leaked = add_key(installation, client, removed)
    add_key(installation, client, kept)

    def token(form: dict[str, str]) -> str:
        return str(ask(installation, form).json()["access_token"])

    def call(token: str, seller_id: SellerId = seller.seller_id) -> int:
        headers = headers_for(token, seller_id)
        return installation.get("/seller/v2/sellers", headers=headers).status_code

    by_removed = token(removed.token_form(installation, client.id))
    by_kept = token(kept.token_form(installation, client.id))
    by_secret = token(client.token_form)
    assert [call(by_removed), call(by_kept), call(by_secret)] == [200, 200, 200]

    remove_key(installation, leaked)

    assert [call(by_removed), call(by_kept), call(by_secret)] == [401, 200, 200]
    refused(ask(installation, removed.token_form(installation, client.id)), UNPROVEN)


def test_a_key_is_counted_with_its_last_use(installation: Installation) -> None:
    from sellergate.access.client_keys.store import find_key

    pair, client = KeyPair.make(), a_client(installation)
    key = add_key(installation, client, pair)
    for _ in range(2):
        ask(installation, pair.token_form(installation, client.id))

    installation.run(installation.access.usage.flush())

    kept = installation.read(find_key, key.id)
    assert kept.uses == 2
    assert kept.last_used_at is not None
