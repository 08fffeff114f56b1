"""Tokens of trusted issuers at the gate: which are taken, for whom, and what the others are told."""

import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import httpx2
import pytest
from joserfc.jwk import ECKey, OctKey

from sellergate.access.clients.models import ClientState
from sellergate.access.scopes import Perimeter, Rights
from tests.builders.installation import Installation, run_installation
from tests.builders.issuer import ForgedIssuer, ed25519_key, forged_issuer, public_of, rsa_key
from tests.builders.keys import KeyPair
from tests.builders.wire import assert_problem
from tests.builders.world import (
    Registered,
    a_client,
    a_delegation,
    a_seller,
    a_token,
    headers_for,
    revoke_delegation,
    set_client_state,
)

RSA, ED25519, ENCRYPTING, WEAK = rsa_key(), ed25519_key(), rsa_key(), rsa_key()
ERP = "Atelier ERP connection"


class Market(NamedTuple):
    """An installation that trusts two issuers, and a seller who gave a client access."""

    on: Installation
    sso: ForgedIssuer
    other: ForgedIssuer
    seller_id: int
    erp: Registered

    def call(self, token: str, seller_id: int | None = None) -> httpx2.Response:
        headers = headers_for(token, seller_id or self.seller_id)
        return self.on.get("/seller/v2/sellers", headers=headers)

    def new_caller(self, **delegation: Any) -> tuple[Registered, int]:
        """A client that the other issuer knows under the same name, and the seller that it may act for."""
        client, seller = a_client(self.on), a_seller(self.on)
        a_delegation(self.on, client, seller, **delegation)
        return client, seller.seller_id


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    with forged_issuer() as sso, forged_issuer("") as other:
        sso.published += [
            public_of(RSA, "rsa", use="sig"),
            public_of(ED25519, "ed25519"),
            public_of(ENCRYPTING, "encrypting", use="enc"),
            public_of(WEAK, "for PS256 alone", alg="PS256"),
            OctKey.generate_key(256).as_dict() | {"kid": "shared"},
            ECKey.generate_key("P-256", private=True).as_dict(private=True) | {"kid": "given away"},
        ]
        with run_installation(
            tmp_path_factory.mktemp("issuers"),
            trusted_issuers=(
                sso.listed(clients={"their-erp": ERP, "their-old-erp": "Nobody has this one"}),
                other.listed(),
            ),
        ) as on:
            erp, seller = a_client(on, ERP), a_seller(on)
            a_delegation(on, erp, seller)
            yield Market(on, sso, other, seller.seller_id, erp)


ACCEPTED: dict[str, Callable[[Market], str]] = {
    "ES256": lambda m: m.sso.token(),
    "RS256": lambda m: m.sso.token(alg="RS256", kid="rsa", key=RSA),
    "PS256": lambda m: m.sso.token(alg="PS256", kid="rsa", key=RSA),
    "Ed25519": lambda m: m.sso.token(alg="Ed25519", kid="ed25519", key=ED25519),
    "RFC 9068": lambda m: m.sso.token(
        header={"typ": "at+jwt"}, azp=None, client_id="their-erp", aud=["seller-api"]
    ),
    "Keycloak": lambda m: m.sso.token(
        typ="Bearer", client_id="their-erp", aud=["account", "seller-api"], acr="1", scope="email"
    ),
    "Hydra": lambda m: m.sso.token(
        azp=None, client_id="their-erp", sub="their-erp", aud=["seller-api"], scp=[], ext={}
    ),
    "the whole media type": lambda m: m.sso.token(header={"typ": "application/at+jwt"}),
    "no type at all": lambda m: m.sso.token(header={"typ": None}),
    "a header nobody knows": lambda m: m.sso.token(header={"x-vendor": "1"}),
    "a clock that lags": lambda m: m.sso.token(exp=int(time.time()) - 20),
    "a clock that leads": lambda m: m.sso.token(nbf=int(time.time()) + 20),
    "a fraction of a second": lambda m: m.sso.token(exp=time.time() + 60.5),
}


@pytest.mark.parametrize("case", ACCEPTED)
def test_an_access_token_of_a_trusted_issuer_is_taken(market: Market, case: str) -> None:
    token = ACCEPTED[case](market)

    first, again = market.call(token), market.call(token)

    assert (first.status_code, again.status_code) == (200, 200), first.text
    assert first.headers["x-ratelimit-limit"] == "600"


def own_key(market: Market) -> tuple[str, Any]:
    ring = market.on.access.tokens.ring
    assert ring is not None
    found = ring.signing_key(market.on.clock())
    assert found is not None
    return found[0].kid, found[1]


def under_our_key(market: Market, **claims: Any) -> str:
    kid, key = own_key(market)
    return market.sso.token(kid=kid, key=key, **claims)


GENERAL = "not issued by this platform"
INVALID: dict[str, tuple[Callable[[Market], str], str]] = {
    # what a stranger could send: the general words
    "signed by the other issuer under the same kid": (
        lambda m: m.sso.token(key=m.other.key), GENERAL),
    "the other issuer's token that names this one": (
        lambda m: m.other.token(iss=m.sso.issuer), GENERAL),
    "signed by our own key": (under_our_key, GENERAL),
    "our issuer, signed by theirs": (
        lambda m: m.sso.token(iss=m.on.settings.issuer, aud=["seller-api"]), GENERAL),
    "an issuer that nobody lists": (lambda m: m.sso.token(iss="https://evil.test"), GENERAL),
    "the issuer with a slash": (lambda m: m.sso.token(iss=m.sso.issuer + "/"), GENERAL),
    "no issuer": (lambda m: m.sso.token(iss=None), GENERAL),
    "an issuer that is no text": (lambda m: m.sso.token(iss=[m.sso.issuer]), GENERAL),
    "algorithm none": (lambda m: m.sso.token(alg="none"), GENERAL),
    "HS256 under the public key": (lambda m: m.sso.token(alg="HS256"), GENERAL),
    "RS256 under a key for PS256": (
        lambda m: m.sso.token(alg="RS256", kid="for PS256 alone", key=WEAK), GENERAL),
    "RS256 under the kid of an EC key": (
        lambda m: m.sso.token(alg="RS256", key=RSA), GENERAL),
    "a key for encryption": (
        lambda m: m.sso.token(alg="RS256", kid="encrypting", key=ENCRYPTING), GENERAL),
    "a kid that nobody knows": (lambda m: m.sso.token(kid="unknown"), GENERAL),
    "no kid": (lambda m: m.sso.token(kid=None), GENERAL),
    "a key in the header": (
        lambda m: m.sso.token(
            alg="RS256", key=WEAK, header={"jwk": public_of(WEAK, "first")}), GENERAL),
    "a critical extension": (
        lambda m: m.sso.token(header={"crit": ["exp"], "exp": 1}), GENERAL),
    "no end": (lambda m: m.sso.token(exp=None), GENERAL),
    "an end that is text": (lambda m: m.sso.token(exp="never"), GENERAL),
    "one byte changed": (
        lambda m: m.sso.token().replace(".", ".A", 1), GENERAL),
    # what only the issuer can have said: the cause
    "another audience": (lambda m: m.sso.token(aud="account"), "another audience"),
    "the audience among others of another name": (
        lambda m: m.sso.token(aud=["seller-api-2", "account"]), "“seller-api”"),
    "an ID token by its nonce": (lambda m: m.sso.token(nonce="n"), "Send the access token"),
    "an ID token by its hash": (lambda m: m.sso.token(at_hash="h"), "Send the access token"),
    "an ID token by Keycloak's type": (lambda m: m.sso.token(typ="ID"), "Send the access token"),
    "a refresh token": (lambda m: m.sso.token(typ="Refresh"), "Send the access token"),
    "a logout token": (
        lambda m: m.sso.token(header={"typ": "logout+jwt"}), "Send the access token"),
    "bound to a certificate": (lambda m: m.sso.token(cnf={"x5t#S256": "x"}), "cnf"),
    "bound to two things": (lambda m: m.sso.token(cnf={"x5t#S256": "x", "jkt": "x"}), "cnf"),
    "bound to no text": (lambda m: m.sso.token(cnf={"jkt": 1}), "cnf"),
    "not yet": (lambda m: m.sso.token(nbf=int(time.time()) + 120), "clocks"),
    "issued in the future": (lambda m: m.sso.token(iat=int(time.time()) + 120), "clocks"),
    "no client": (lambda m: m.sso.token(azp=None), "does not name one client"),
    "two clients": (lambda m: m.sso.token(client_id="another"), "does not name one client"),
}  # fmt: skip


@pytest.mark.parametrize("case", INVALID)
def test_what_is_no_access_token_of_theirs_for_us_is_refused(market: Market, case: str) -> None:
    forge, told = INVALID[case]

    answer = market.call(forge(market))

    body = assert_problem(answer, 401, "token-invalid")
    assert told in body["detail"]
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]


def test_a_token_that_is_over_is_told_where_the_next_one_is(market: Market) -> None:
    answer = market.call(market.sso.token(exp=int(time.time()) - 60))

    body = assert_problem(answer, 401, "token-expired")
    assert market.sso.issuer in body["detail"]


def test_a_token_ends_while_it_is_remembered(market: Market) -> None:
    token = market.sso.token()
    before = market.call(token).status_code

    with market.on.clock.moved(minutes=11):
        after = market.call(token)

    assert before == 200
    assert_problem(after, 401, "token-expired")


@pytest.mark.parametrize("client", ["their-crm", "their-old-erp", ERP])
def test_a_client_that_is_mapped_to_nothing_is_named(market: Market, client: str) -> None:
    """Not even one that has the name of a clientId of ours: the mapping is all there is."""
    answer = market.call(market.sso.token(azp=client))

    body = assert_problem(answer, 401, "client-not-mapped")
    assert (client if client != "their-old-erp" else "Nobody has this one") in body["detail"]


def test_without_a_mapping_the_name_is_the_clientid(market: Market) -> None:
    client, seller_id = market.new_caller()

    known = market.call(market.other.token(azp=client.id), seller_id)
    unknown = market.call(market.other.token(azp="somebody"), seller_id)

    assert known.status_code == 200
    assert "somebody" in assert_problem(unknown, 401, "client-not-mapped")["detail"]


def test_everything_after_the_token_is_as_for_our_own(market: Market) -> None:
    client, seller_id = market.new_caller(rights=Rights(frozenset({Perimeter.ORDERS})))
    token = market.other.token(azp=client.id)

    assert_problem(market.call(token, seller_id), 403, "insufficient-scope")
    assert_problem(market.call(token), 403, "seller-not-delegated")


def test_taking_access_back_stops_the_next_call(market: Market) -> None:
    client, seller = a_client(market.on), a_seller(market.on)
    a_delegation(market.on, client, seller)
    token = market.other.token(azp=client.id)
    before = market.call(token, seller.seller_id)

    revoke_delegation(market.on, client, seller)

    assert before.status_code == 200
    assert_problem(market.call(token, seller.seller_id), 403, "seller-not-delegated")


def test_disabling_the_client_stops_the_next_call(market: Market) -> None:
    client, seller_id = market.new_caller()
    token = market.other.token(azp=client.id)
    before = market.call(token, seller_id)

    set_client_state(market.on, client, ClientState.DISABLED)

    assert before.status_code == 200
    assert_problem(market.call(token, seller_id), 401, "client-disabled")


def test_quota_counts_the_client_whoever_issued_its_tokens(market: Market) -> None:
    client, seller = a_client(market.on, calls_per_minute=2), a_seller(market.on)
    a_delegation(market.on, client, seller)
    tokens = [a_token(market.on, client), market.other.token(azp=client.id)]

    answers = [market.call(token, seller.seller_id).status_code for token in [*tokens, tokens[1]]]

    assert answers == [200, 200, 429]


def test_a_bound_token_needs_the_proof_of_its_key(market: Market) -> None:
    """RFC 9449: the issuer binds, each call proves."""
    pair, thief = KeyPair.make(), KeyPair.make()
    token = market.sso.token(cnf={"jkt": pair.thumbprint}, typ="DPoP")
    url = f"{market.on.url}/seller/v2/sellers"

    def call(scheme: str, proof: str | None) -> httpx2.Response:
        headers = {"Authorization": f"{scheme} {token}", "SellerId": str(market.seller_id)}
        return market.on.http.get(url, headers=headers | ({"DPoP": proof} if proof else {}))

    assert_problem(market.call(token), 401, "dpop-scheme-mismatch")
    assert_problem(call("DPoP", None), 401, "dpop-proof-invalid")
    stolen = thief.proof(market.on, "GET", url, token=token)
    assert_problem(call("DPoP", stolen), 401, "dpop-proof-invalid")
    assert call("DPoP", pair.proof(market.on, "GET", url, token=token)).status_code == 200


def test_our_own_token_endpoint_knows_nothing_of_their_tokens(market: Market) -> None:
    """Introspection and revocation are the issuer's business."""
    form = market.erp.token_form | {"token": market.sso.token()}
    base = f"{market.on.settings.issuer}/protocol/openid-connect"

    told = market.on.http.post(f"{base}/token/introspect", data=form)
    revoked = market.on.http.post(f"{base}/revoke", data=form)

    assert told.json() == {"active": False}
    assert revoked.status_code == 200
    assert market.call(form["token"]).status_code == 200
