"""The situations of the security matrix: what a call carries, and what it must be told."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from sellergate.access.clients import service as clients
from sellergate.access.clients.models import ClientState
from sellergate.access.scopes import Perimeter, Rights
from sellergate.access.sellers.models import Seller, SellerState
from sellergate.rest.operations import Operation
from tests.builders.installation import Installation
from tests.builders.issuer import ForgedIssuer
from tests.builders.keys import KeyPair
from tests.builders.operator import an_operator_client
from tests.builders.world import (
    Registered,
    a_client,
    a_delegation,
    a_secret,
    a_seller,
    a_token,
    revoke_delegation,
    revoke_secret,
    set_client_state,
    set_seller_state,
    the_test_seller,
)
from tests.security import forge

Sent = list[tuple[str, str]]


class World:
    """An installation with one of each. Everything is made when first asked for, then shared."""

    def __init__(self, on: Installation, sso: ForgedIssuer) -> None:
        self.on = on
        self.sso = sso  # a token server that the installation trusts

    @cached_property
    def seller(self) -> Seller:
        return a_seller(self.on, shop_name="Boutique Secrète")

    @cached_property
    def test_seller(self) -> Seller:
        return the_test_seller(self.on)

    @cached_property
    def client(self) -> Registered:
        """May do everything for `seller`."""
        return self.delegated()

    @cached_property
    def token(self) -> str:
        return a_token(self.on, self.client)

    def delegated(self, rights: Rights | None = None, **client: int) -> Registered:
        registered = a_client(self.on, **client)
        a_delegation(self.on, registered, self.seller, rights=rights or Rights())
        return registered

    def call(self, token: str, seller_id: object = None) -> Sent:
        if seller_id is None:
            seller_id = self.seller.seller_id
        return [("Authorization", f"Bearer {token}"), ("SellerId", str(seller_id))]

    @cached_property
    def pair(self) -> KeyPair:
        """A key of a client, for tokens that are bound to it."""
        return KeyPair.make()

    @cached_property
    def bound_token(self) -> str:
        url = self.on.settings.token_url
        proof = {"DPoP": self.pair.proof(self.on, "POST", url)}
        answer = self.on.http.post(url, data=self.delegated().token_form, headers=proof)
        return str(answer.json()["access_token"])

    def proof(self, method: str, path: str, token: str | None = None) -> str:
        url = self.on.url + path
        return self.pair.proof(self.on, method, url, token=token or self.bound_token)

    # Tokens that must not pass

    @cached_property
    def token_that_should_be_bound(self) -> str:
        client = self.delegated()
        token = a_token(self.on, client)
        self.on.write(clients.require_dpop, client.client.uid, required=True)
        return token

    @cached_property
    def expired_token(self) -> str:
        client = self.delegated()
        with self.on.clock.moved(hours=-2, seconds=-1):
            return a_token(self.on, client)

    @cached_property
    def revoked_token(self) -> str:
        client = self.delegated()
        token = a_token(self.on, client)
        form = client.token_form | {"token": token}
        answer = self.on.http.post(self.on.settings.issuer + REVOCATION, data=form)
        assert answer.status_code == 200
        return token

    @cached_property
    def token_of_revoked_secret(self) -> str:
        client = self.delegated()
        token = a_token(self.on, client)
        a_secret(self.on, client.client)
        revoke_secret(self.on, client.secret_id)
        return token

    @cached_property
    def token_of_expired_secret(self) -> str:
        with self.on.clock.moved(hours=-1):
            expires_at = self.on.clock()
        with self.on.clock.moved(hours=-1, minutes=-30):
            client = a_client(self.on, expires_at=expires_at)
            a_delegation(self.on, client, self.seller)
            return a_token(self.on, client)

    @cached_property
    def token_of_disabled_client(self) -> str:
        client = self.delegated()
        token = a_token(self.on, client)
        set_client_state(self.on, client, ClientState.DISABLED)
        return token

    def sso_token(self, **claims: Any) -> str:
        """Of the trusted issuer, for `client` unless changed."""
        return self.sso.token(**{"azp": self.client.id, **claims})

    @cached_property
    def operator_token(self) -> str:
        return a_token(self.on, an_operator_client(self.on))

    # Sellers that must not answer

    @cached_property
    def undelegated_seller(self) -> Seller:
        return a_seller(self.on, shop_name="Boutique Secrète")

    @cached_property
    def withdrawn_seller(self) -> Seller:
        seller = a_seller(self.on)
        a_delegation(self.on, self.client, seller)
        revoke_delegation(self.on, self.client, seller)
        return seller

    @cached_property
    def lapsed_seller(self) -> Seller:
        with self.on.clock.moved(hours=-1):
            expires_at = self.on.clock()
        with self.on.clock.moved(hours=-2):
            seller = a_seller(self.on)
            a_delegation(self.on, self.client, seller, expires_at=expires_at)
        return seller

    @cached_property
    def suspended_seller(self) -> Seller:
        seller = a_seller(self.on)
        a_delegation(self.on, self.client, seller)
        set_seller_state(self.on, seller, SellerState.DEACTIVATED)
        return seller

    @cached_property
    def token_of_limited_client(self) -> str:
        return a_token(self.on, self.delegated(calls_per_minute=1))

    def token_without(self, perimeter: Perimeter) -> str:
        others = frozenset(Perimeter) - {perimeter}
        return a_token(self.on, self.delegated(Rights(others)))

    @cached_property
    def token_for_reading(self) -> str:
        return a_token(self.on, self.delegated(Rights(read_only=True)))


REVOCATION = "/protocol/openid-connect/revoke"


@dataclass(frozen=True)
class Situation:
    """What a call carries and what it is told."""

    name: str
    status: int
    slug: str
    headers: Callable[[World, Operation], Sent]
    applies: Callable[[Operation], bool] = lambda _operation: True

    def __str__(self) -> str:
        return self.name


class _Refused(NamedTuple):
    status: int
    slug: str


MISSING_TOKEN = _Refused(401, "token-missing")
MALFORMED = _Refused(401, "token-malformed")
INVALID = _Refused(401, "token-invalid")
EXPIRED = _Refused(401, "token-expired")
REVOKED = _Refused(401, "token-revoked")
PROOF = _Refused(401, "dpop-proof-invalid")
SCHEME = _Refused(401, "dpop-scheme-mismatch")
UNBOUND = _Refused(401, "dpop-required")
DISABLED = _Refused(401, "client-disabled")
NOT_MAPPED = _Refused(401, "client-not-mapped")
MISSING_SELLER = _Refused(400, "seller-id-missing")
INVALID_SELLER = _Refused(400, "seller-id-invalid")
NOT_DELEGATED = _Refused(403, "seller-not-delegated")
SUSPENDED = _Refused(403, "seller-suspended")
SCOPE = _Refused(403, "insufficient-scope")
OTHER_API = _Refused(403, "client-of-another-api")
QUOTA = _Refused(429, "quota-exceeded")


def _authorization(name: str, told: _Refused, *values: str) -> Situation:
    """The Authorization header as it is written here; `{token}` is a good token."""

    def headers(world: World, _operation: Operation) -> Sent:
        sent = [("Authorization", value.format(token=world.token)) for value in values]
        return [*sent, ("SellerId", str(world.seller.seller_id))]

    return Situation(name, *told, headers)


def _token(name: str, told: _Refused, token: Callable[[World], str]) -> Situation:
    return Situation(name, *told, lambda world, _operation: world.call(token(world)))


def _bound(name: str, told: _Refused, proofs: Callable[[World, Operation], list[str]]) -> Situation:
    """A good token that is bound to a key, and these proofs of having it."""

    def headers(world: World, operation: Operation) -> Sent:
        sent = [("Authorization", f"DPoP {world.bound_token}")]
        sent += [("DPoP", proof) for proof in proofs(world, operation)]
        return [*sent, ("SellerId", str(world.seller.seller_id))]

    return Situation(name, *told, headers)


def _seller_id(name: str, told: _Refused, *values: str) -> Situation:
    """A good token, and SellerId as it is written here; `{seller}` is the right one."""

    def headers(world: World, _operation: Operation) -> Sent:
        sent = [("SellerId", value.format(seller=world.seller.seller_id)) for value in values]
        return [("Authorization", f"Bearer {world.token}"), *sent]

    return Situation(name, *told, headers)


def _seller(name: str, told: _Refused, seller: Callable[[World], Seller]) -> Situation:
    return Situation(
        name,
        *told,
        lambda world, _operation: world.call(world.token, seller(world).seller_id),
    )


def _over_quota(world: World, operation: Operation) -> Sent:
    headers = world.call(world.token_of_limited_client)
    world.on.request(operation.method, forge.path_of(operation), headers=headers)
    return headers


SITUATIONS = (
    _authorization("no token", MISSING_TOKEN),
    _authorization("empty Authorization", MALFORMED, ""),
    _authorization("Bearer alone", MALFORMED, "Bearer"),
    _authorization("Basic scheme", MALFORMED, "Basic Y2xpZW50OnNlY3JldA=="),
    _authorization("token without scheme", MALFORMED, "{token}"),
    _authorization("two Authorization headers", MALFORMED, "Bearer {token}", "Bearer {token}"),
    _authorization("garbage token", INVALID, "Bearer garbage"),
    _authorization("three dots of garbage", INVALID, "Bearer e30.e30.AAAA"),
    _authorization("token and more", INVALID, "Bearer {token} {token}"),
    _authorization("token twice with a comma", INVALID, "Bearer {token},{token}"),
    _authorization("enormous token", INVALID, "Bearer " + "a" * 20_000),
    _authorization("header of nested lists", INVALID, f"Bearer {forge.NESTED}.e30.AA"),
    _token("expired token", EXPIRED, lambda w: w.expired_token),
    _token("wrong issuer", INVALID, lambda w: forge.of_issuer(w, "http://127.0.0.1/elsewhere")),
    _token("wrong audience", INVALID, lambda w: forge.for_audience(w, "another-api")),
    _token("audience as text", INVALID, lambda w: forge.with_claims(w, aud="seller-api")),
    _token("no expiry", INVALID, lambda w: forge.with_claims(w, exp=None)),
    _token("algorithm none", INVALID, forge.unsigned),
    _token("algorithm none, capitals", INVALID, lambda w: forge.unsigned(w, "nOnE")),
    _token("HS256 under the public key", INVALID, forge.hmac_with_public_key),
    _token("RS256 under our key id", INVALID, forge.other_algorithm),
    _token("a key of the sender's in the header", INVALID, forge.own_key_in_header),
    _token("unknown kid", INVALID, lambda w: forge.with_header(w, kid="unknown")),
    _token("no kid", INVALID, lambda w: forge.with_header(w, kid=None)),
    _token("critical extension", INVALID, lambda w: forge.with_header(w, crit=["x"], x=1)),
    _token("changed signature", INVALID, forge.changed_signature),
    _token("changed claims", INVALID, forge.changed_claims),
    _token("no signature", INVALID, lambda w: w.token.rpartition(".")[0] + "."),
    _token("revoked token", REVOKED, lambda w: w.revoked_token),
    _token("revoked secret", REVOKED, lambda w: w.token_of_revoked_secret),
    _token("expired secret", REVOKED, lambda w: w.token_of_expired_secret),
    _bound("bound token without a proof", PROOF, lambda _w, _o: []),
    _bound("proof of another call", PROOF, lambda w, _o: [w.proof("GET", "/seller/v2/elsewhere")]),
    _bound(
        "proof of another token", PROOF, lambda w, o: [w.proof(o.method, forge.path_of(o), w.token)]
    ),
    _bound(
        "two proofs", PROOF, lambda w, o: [w.proof(o.method, forge.path_of(o)) for _ in range(2)]
    ),
    _token("bound token as Bearer", SCHEME, lambda w: w.bound_token),
    _authorization("unbound token as DPoP", SCHEME, "DPoP {token}"),
    _token("token that should be bound", UNBOUND, lambda w: w.token_that_should_be_bound),
    _token("disabled client", DISABLED, lambda w: w.token_of_disabled_client),
    _token("client gone", DISABLED, lambda w: forge.of_client(w, "Nobody at all", "gone")),
    _token("clientId of another", DISABLED, lambda w: forge.of_client(w, w.client.id, "other")),
    _token("trusted issuer, another key", INVALID, lambda w: w.sso_token(key=forge.STRANGER)),
    _token("trusted issuer, unsigned", INVALID, lambda w: w.sso_token(alg="none")),
    _token("trusted issuer, another audience", INVALID, lambda w: w.sso_token(aud="account")),
    _token("trusted issuer, ID token", INVALID, lambda w: w.sso_token(nonce="n")),
    _token("trusted issuer, expired", EXPIRED, lambda w: w.sso_token(exp=1)),
    _token("trusted issuer, unknown client", NOT_MAPPED, lambda w: w.sso_token(azp="erp")),
    _token("the marketplace's own client", OTHER_API, lambda w: w.operator_token),
    _seller_id("no SellerId", MISSING_SELLER),
    _seller_id("empty SellerId", MISSING_SELLER, ""),
    _seller_id("two SellerIds", INVALID_SELLER, "{seller}", "700982"),
    _seller_id("the same SellerId twice", INVALID_SELLER, "{seller}", "{seller}"),
    _seller_id("empty and good SellerId", INVALID_SELLER, "", "{seller}"),
    _seller_id("comma SellerId", INVALID_SELLER, "{seller},{seller}"),
    _seller_id("non-numeric", INVALID_SELLER, "shop"),
    _seller_id("number and more", INVALID_SELLER, "{seller}a"),
    _seller_id("unicode digits", INVALID_SELLER, "\u0661\u0662\u0663"),
    _seller_id("superscript digits", INVALID_SELLER, "\u00b2\u00b3"),
    _seller_id("19 digits", INVALID_SELLER, "1" * 19),
    _seller_id("5000 digits", INVALID_SELLER, "0" * 5000 + "{seller}"),
    _seller_id("negative", INVALID_SELLER, "-{seller}"),
    _seller_id("signed", INVALID_SELLER, "+{seller}"),
    _seller_id("decimal", INVALID_SELLER, "{seller}.0"),
    _seller_id("quoted", INVALID_SELLER, '"{seller}"'),
    _seller_id("underscore", INVALID_SELLER, "1_0"),
    _seller_id("zero", NOT_DELEGATED, "0"),
    _seller_id("18 digits", NOT_DELEGATED, "9" * 18),
    _seller_id("unknown seller", NOT_DELEGATED, "987654321"),
    _seller("undelegated", NOT_DELEGATED, lambda w: w.undelegated_seller),
    _seller("revoked delegation", NOT_DELEGATED, lambda w: w.withdrawn_seller),
    _seller("expired delegation", NOT_DELEGATED, lambda w: w.lapsed_seller),
    _seller("suspended seller", SUSPENDED, lambda w: w.suspended_seller),
    Situation("missing scope", *SCOPE, lambda w, o: w.call(w.token_without(o.scope.perimeter))),
    Situation(
        "write with a read-only delegation",
        *SCOPE,
        lambda w, _o: w.call(w.token_for_reading),
        applies=lambda operation: not operation.scope.is_read,
    ),
    Situation("over quota", *QUOTA, _over_quota),
)

# Sellers about which a client may learn nothing.
HIDDEN = [s for s in SITUATIONS if s.slug == "seller-not-delegated"]
