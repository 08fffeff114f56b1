"""Tokens that are bound to a key of their client, and the proof of each call (RFC 9449)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
from joserfc import jws

from sellergate.access.clients import service as clients
from sellergate.access.sellers.models import Seller
from tests.builders.installation import Installation
from tests.builders.keys import KeyPair, add_key, sign
from tests.builders.world import (
    Registered,
    a_client,
    a_delegation,
    a_seller,
    a_token,
    headers_for,
    revoke_delegation,
)

PATH = "/seller/v2/sellers"


@dataclass
class Caller:
    """A client with access to a seller, a key, and a token that is bound to it."""

    on: Installation
    client: Registered
    seller: Seller
    pair: KeyPair
    token: str

    @classmethod
    def make(cls, on: Installation, algorithm: str = "ES256") -> "Caller":
        client, seller, pair = a_client(on), a_seller(on), KeyPair.make(algorithm)
        a_delegation(on, client, seller)
        answer = obtain(on, client, pair)
        assert answer.status_code == 200, answer.text
        return cls(on, client, seller, pair, answer.json()["access_token"])

    def proof(self, **changed: Any) -> str:
        values = {"method": "GET", "url": self.on.url + PATH, "token": self.token} | changed
        return self.pair.proof(self.on, values.pop("method"), values.pop("url"), **values)

    def call(
        self, proof: str | None, *, scheme: str = "DPoP", path: str = PATH, **headers: str
    ) -> httpx2.Response:
        sent = headers_for(self.token, self.seller.seller_id)
        sent["Authorization"] = f"{scheme} {self.token}"
        if proof is not None:
            sent["DPoP"] = proof
        return self.on.get(path, headers=sent | headers)


def obtain(on: Installation, client: Registered, pair: KeyPair, **changed: Any) -> httpx2.Response:
    proof = pair.proof(on, "POST", on.settings.token_url, **changed)
    return on.http.post(on.settings.token_url, data=client.token_form, headers={"DPoP": proof})


def refused(answer: httpx2.Response, slug: str, because: str = "") -> None:
    body = answer.json()
    assert answer.status_code == 401, answer.text
    assert body["type"].endswith(f"/{slug}")
    assert because in body["detail"]
    assert answer.headers["www-authenticate"].startswith("DPoP ")
    assert 'algs="ES256 RS256 PS256 EdDSA Ed25519"' in answer.headers["www-authenticate"]


@pytest.fixture(scope="module")
def caller(installation: Installation) -> Caller:
    """Shared by the tests that change nothing about it."""
    return Caller.make(installation)


@pytest.mark.parametrize("algorithm", ["ES256", "RS256", "PS256", "EdDSA", "Ed25519"])
def test_a_proof_binds_the_token_and_each_call_proves_the_key(
    installation: Installation, algorithm: str
) -> None:
    caller = Caller.make(installation, algorithm)

    answers = [caller.call(caller.proof()) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 200]


def test_the_answer_and_the_token_say_to_which_key(installation: Installation) -> None:
    client, pair = a_client(installation), KeyPair.make()

    body = obtain(installation, client, pair).json()

    claims = jws.extract_compact(body["access_token"].encode()).payload
    assert body["token_type"] == "DPoP"
    assert f'"cnf":{{"jkt":"{pair.thumbprint}"}}'.encode() in claims


def test_introspection_tells_the_binding(installation: Installation, caller: Caller) -> None:
    form = caller.client.token_form | {"token": caller.token}

    body = installation.http.post(installation.settings.token_url + "/introspect", data=form).json()

    assert body["active"] is True
    assert body["token_type"] == "DPoP"
    assert body["cnf"] == {"jkt": caller.pair.thumbprint}


def test_a_client_may_use_one_key_to_sign_in_and_another_to_bind(
    installation: Installation,
) -> None:
    client, signing, binding = a_client(installation), KeyPair.make(), KeyPair.make()
    add_key(installation, client, signing)
    proof = binding.proof(installation, "POST", installation.settings.token_url)

    answer = installation.http.post(
        installation.settings.token_url,
        data=signing.token_form(installation, client.id),
        headers={"DPoP": proof},
    )

    assert answer.json()["token_type"] == "DPoP"


# The two schemes are not taken for each other


def test_a_bound_token_sent_as_bearer_is_refused(caller: Caller) -> None:
    refused(caller.call(caller.proof(), scheme="Bearer"), "dpop-scheme-mismatch")
    refused(caller.call(None, scheme="Bearer"), "dpop-scheme-mismatch")


def test_an_unbound_token_sent_as_dpop_is_refused(
    installation: Installation, caller: Caller
) -> None:
    token = a_token(installation, caller.client)
    unbound = Caller(installation, caller.client, caller.seller, caller.pair, token)

    refused(unbound.call(unbound.proof()), "dpop-scheme-mismatch")
    assert unbound.call(None, scheme="Bearer").status_code == 200


def test_without_a_token_both_schemes_are_offered(installation: Installation) -> None:
    challenge = installation.get(PATH).headers["www-authenticate"]

    assert challenge.startswith('Bearer realm="seller-api", DPoP realm="seller-api", algs="ES256')


# Proofs that do not prove the call


def now(on: Installation) -> int:
    return int(on.clock().timestamp())


# The header {"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","x":"\\ud800"}}: half of a surrogate pair.
UNWRITABLE = (
    "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Ilx1ZDgwMCJ9fQ.{}"
)

WRONG: dict[str, tuple[Callable[[Caller], str | None], str]] = {
    "none": (lambda _: None, "once in the header DPoP"),
    "empty": (lambda _: "", "not a signed JWT"),
    "no JWT": (lambda _: "nonsense", "not a signed JWT"),
    "too long": (lambda _: "a." * 5000, "longer than 8192"),
    "other method": (lambda c: c.proof(method="POST"), "another method"),
    "method in small letters": (lambda c: c.proof(method="get"), "another method"),
    "other path": (lambda c: c.proof(url=c.on.url + "/seller/v2/orders"), "another address"),
    "path of more": (lambda c: c.proof(url=c.on.url + PATH + "/x"), "another address"),
    "other host": (lambda c: c.proof(url="http://elsewhere.example" + PATH), "another address"),
    "other port": (lambda c: c.proof(url="http://127.0.0.1:1" + PATH), "another address"),
    "other scheme": (
        lambda c: c.proof(url=(c.on.url + PATH).replace("http:", "https:")),
        "another address",
    ),
    "user in the address": (
        lambda c: c.proof(url=(c.on.url + PATH).replace("//", "//user@")),
        "another address",
    ),
    "no address": (lambda c: c.proof(htu="::"), "another address"),
    "address of nothing": (lambda c: c.proof(htu="http://[::1"), "another address"),
    "other token": (lambda c: c.proof(token=c.token + "x"), "ath must be"),
    "no token hash": (lambda c: c.proof(token=None), "ath must be"),
    "stale": (lambda c: c.proof(iat=now(c.on) - 130), "too old"),
    "future": (lambda c: c.proof(iat=now(c.on) + 90), "from the future"),
    "no time": (lambda c: c.proof(iat=None), "must all be there"),
    "time as a text": (lambda c: c.proof(iat="now"), "must all be there"),
    "no identifier": (lambda c: c.proof(jti=None), "must all be there"),
    "empty identifier": (lambda c: c.proof(jti=""), "1 to 256"),
    "long identifier": (lambda c: c.proof(jti="j" * 257), "1 to 256"),
    "other type": (lambda c: c.proof(header={"typ": "JWT"}), "typ of the proof"),
    "no type": (lambda c: c.proof(header={"typ": None}), "typ of the proof"),
    "no key": (lambda c: c.proof(header={"jwk": None}), "jwk of the proof must be"),
    "key with private members": (
        lambda c: c.proof(header={"jwk": c.pair.private_jwk}),
        "holds a private key",
    ),
    "key of somebody else": (
        lambda c: KeyPair.make().proof(c.on, "GET", c.on.url + PATH, token=c.token),
        "bound to another key",
    ),
    "key that is no text": (
        lambda c: UNWRITABLE.format(c.proof().split(".", 1)[1]),
        "jwk of the proof must be",
    ),
    "own key, another's signature": (
        lambda c: KeyPair.make().proof(
            c.on, "GET", c.on.url + PATH, token=c.token, header={"jwk": c.pair.jwk}
        ),
        "not signed by the key",
    ),
    "alg none": (
        lambda c: sign({"typ": "dpop+jwt", "alg": "none", "jwk": c.pair.jwk}, {}, c.pair.key),
        "Sign the proof with one of",
    ),
    "alg of a shared secret": (
        lambda c: c.pair.sign_as_shared_secret({}, typ="dpop+jwt", jwk=c.pair.jwk),
        "Sign the proof with one of",
    ),
    "claims that are no object": (
        lambda c: sign({"typ": "dpop+jwt", "alg": "ES256", "jwk": c.pair.jwk}, b"[]", c.pair.key),
        "must all be there",
    ),
    "critical extension": (
        lambda _: "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiY3JpdCI6WyJ4Il0sIngiOjF9.e30.AA",
        "not a signed JWT",
    ),
}


@pytest.mark.parametrize(("make", "because"), WRONG.values(), ids=WRONG.keys())
def test_a_proof_that_does_not_prove_the_call_is_refused_with_the_cause(
    caller: Caller, make: Callable[[Caller], str | None], because: str
) -> None:
    refused(caller.call(make(caller)), "dpop-proof-invalid", because)


def test_a_proof_is_good_once(caller: Caller) -> None:
    proof = caller.proof()

    assert caller.call(proof).status_code == 200
    refused(caller.call(proof), "dpop-proof-invalid", "was used before")


def test_two_proofs_at_once_are_refused(caller: Caller) -> None:
    """RFC 9449 §4.3: exactly one header."""
    headers = [
        ("Authorization", f"DPoP {caller.token}"),
        ("SellerId", str(caller.seller.seller_id)),
    ]
    headers += [("DPoP", caller.proof()), ("DPoP", caller.proof())]

    answer = caller.on.get(PATH, headers=headers)

    refused(answer, "dpop-proof-invalid", "was sent twice")


def test_a_caller_that_passed_a_moment_ago_is_asked_again(
    start_installation: Callable[..., Installation],
) -> None:
    """docs/decisions/0011: a pass spares the checks of token and seller, never the proof."""
    from datetime import UTC, datetime

    from tests.builders.installation import MovableClock

    on = start_installation(clock=MovableClock(datetime(2026, 3, 2, 12, 30, tzinfo=UTC)))
    caller = Caller.make(on)

    assert caller.call(caller.proof()).status_code == 200
    refused(caller.call(None), "dpop-proof-invalid")
    refused(caller.call(caller.proof(method="POST")), "dpop-proof-invalid")
    assert caller.call(caller.proof()).status_code == 200


def test_a_thief_of_the_token_is_not_told_whose_seller_it_opens(
    installation: Installation,
) -> None:
    """The proof comes before SellerId and delegation."""
    caller = Caller.make(installation)
    revoke_delegation(installation, caller.client, caller.seller)

    refused(caller.call(None), "dpop-proof-invalid")
    assert caller.call(caller.proof()).status_code == 403


SAME: dict[str, Callable[[Caller], str]] = {
    "query and fragment": lambda c: c.on.url + PATH + "?fields=sellerId#top",
    "capitals in the host": lambda c: (c.on.url + PATH).replace("http:", "HTTP:"),
    "needless escapes": lambda c: c.on.url + PATH.replace("sellers", "s%65ll%65rs"),
}


@pytest.mark.parametrize("url", SAME.values(), ids=SAME.keys())
def test_an_address_may_be_spelled_otherwise(caller: Caller, url: Callable[[Caller], str]) -> None:
    """RFC 9449 §4.3."""
    assert caller.call(caller.proof(url=url(caller))).status_code == 200


def test_the_address_is_the_public_one_whatever_host_the_request_names(caller: Caller) -> None:
    proof = caller.proof(url="https://elsewhere.example" + PATH)

    answer = caller.call(proof, Host="elsewhere.example", **{"X-Forwarded-Proto": "https"})

    refused(answer, "dpop-proof-invalid", "another address")


# Forward-auth asks for the proof of the call that the proxy holds


def ask_proxy(caller: Caller, proof: str, *uris: tuple[str, str]) -> httpx2.Response:
    headers = [
        ("Authorization", f"DPoP {caller.token}"),
        ("SellerId", str(caller.seller.seller_id)),
        ("DPoP", proof),
        ("X-Original-Method", "GET"),
        *uris,
    ]
    return caller.on.get("/forward-auth/orders", headers=headers)


def test_a_proxy_passes_the_proof_of_the_call_that_it_holds(caller: Caller) -> None:
    proof = caller.proof(url=caller.on.url + "/shop/orders")
    held = ("X-Original-URI", "/shop/orders?state=new")

    assert ask_proxy(caller, proof, held).status_code == 200
    refused(ask_proxy(caller, proof, held), "dpop-proof-invalid", "was used before")
    refused(ask_proxy(caller, caller.proof(), held), "dpop-proof-invalid", "another address")


def test_a_caller_cannot_name_another_address_than_its_proxy(caller: Caller) -> None:
    proof = caller.proof(url=caller.on.url + "/shop/orders")

    answer = ask_proxy(
        caller, proof, ("X-Forwarded-URI", "/shop/orders"), ("X-Original-URI", "/shop/refunds")
    )

    refused(answer, "dpop-proof-invalid", "two addresses")


# The token request


def test_a_wrong_proof_obtains_nothing(installation: Installation) -> None:
    client, pair = a_client(installation), KeyPair.make()

    def body(answer: httpx2.Response) -> dict[str, Any]:
        assert answer.status_code == 400
        found: dict[str, Any] = answer.json()
        assert found["error"] == "invalid_dpop_proof"
        return found

    assert "another method" in body(obtain(installation, client, pair, htm="GET"))["detail"]
    assert "another address" in body(obtain(installation, client, pair, htu="x"))["detail"]
    assert (
        "used before"
        in body([obtain(installation, client, pair, jti="twice") for _ in range(2)][1])["detail"]
    )


def test_a_proof_of_a_stranger_uses_nothing_up(installation: Installation) -> None:
    client, pair = a_client(installation), KeyPair.make()
    proof = {"DPoP": pair.proof(installation, "POST", installation.settings.token_url)}
    form = client.token_form

    url = installation.settings.token_url
    wrong = installation.http.post(url, data=form | {"client_secret": "no"}, headers=proof)
    right = installation.http.post(url, data=form, headers=proof)

    assert (wrong.status_code, right.status_code) == (401, 200)


def test_two_proofs_in_a_token_request_are_refused(installation: Installation) -> None:
    client, pair = a_client(installation), KeyPair.make()
    url = installation.settings.token_url
    headers = [("DPoP", pair.proof(installation, "POST", url)) for _ in range(2)]

    answer = installation.http.post(url, data=client.token_form, headers=headers)

    assert answer.status_code == 400


# Clients that ask for it


def test_a_client_that_asks_for_it_gets_and_uses_bound_tokens_only(
    installation: Installation,
) -> None:
    caller = Caller.make(installation)
    client = caller.client
    token = a_token(installation, client)
    unbound = Caller(installation, client, caller.seller, caller.pair, token)

    installation.write(clients.require_dpop, client.client.uid, required=True)

    answer = installation.http.post(installation.settings.token_url, data=client.token_form)
    assert answer.json()["error"] == "invalid_dpop_proof"
    refused(unbound.call(None, scheme="Bearer"), "dpop-required")
    assert caller.call(caller.proof()).status_code == 200
    assert obtain(installation, client, caller.pair).status_code == 200

    installation.write(clients.require_dpop, client.client.uid, required=False)

    assert unbound.call(None, scheme="Bearer").status_code == 200


def test_a_token_that_is_not_bound_is_inactive_for_a_client_that_asks_for_it(
    installation: Installation,
) -> None:
    client = a_client(installation)
    form = client.token_form | {"token": a_token(installation, client)}

    installation.write(clients.require_dpop, client.client.uid, required=True)

    url = installation.settings.token_url + "/introspect"
    assert installation.http.post(url, data=form).json() == {"active": False}
