"""Issue and verify access tokens."""

import hashlib
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec
from joserfc import jws
from joserfc.errors import JoseError
from sqlalchemy import Connection

from sellergate.access.audit import store as audit
from sellergate.access.audit.models import Event
from sellergate.access.context import Act, ClientId, ClientUid, Principal
from sellergate.access.feed import Changed, announce
from sellergate.access.jose import Registry
from sellergate.access.keys.models import Algorithm
from sellergate.access.keys.service import KeyRing
from sellergate.access.scopes import OperatorScope
from sellergate.access.tokens import store
from sellergate.access.tokens.errors import KeyUnknown, TokenExpired, TokenRefused
from sellergate.access.tokens.profiles import TYPES, TokenProfile, profile_claims
from sellergate.kit.clock import Clock
from sellergate.kit.memory import BoundedMemory

MAX_TOKEN_LENGTH = 8192
MAX_REMEMBERED = 50_000
ALGORITHMS = tuple(algorithm.value for algorithm in Algorithm)


_registry = Registry(ALGORITHMS)
_encode = msgspec.json.Encoder().encode


class Confirmation(msgspec.Struct):
    """What the bearer of a token must prove (RFC 7800 §3.1, RFC 9449 §6.1)."""

    jkt: str


class Claims(msgspec.Struct):
    """The claims we read back. Missing or mistyped ones refuse the token."""

    iss: str
    sub: str
    aud: list[str]
    client_id: str
    exp: int
    iat: int
    jti: str
    secret_id: str | None = None
    cnf: Confirmation | None = None


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A signed token and its life in seconds."""

    access_token: str
    expires_in: int
    principal: Principal


class TokenService:
    """Issues and verifies the tokens of one issuer.

    A verified token is remembered by its SHA-256 until it ends, so a signature is checked once per process.
    What may change during a token's life (client, secret, revocation) is not remembered here: see `Access`.
    """

    def __init__(
        self,
        *,
        issuer: str,
        audience: str,
        lifetime: int,
        roles: tuple[str, ...],
        clock: Clock,
        profile: TokenProfile = TokenProfile.KEYCLOAK,
    ) -> None:
        self.issuer = issuer
        parts = urlsplit(issuer)
        # Where clients call, whatever a proxy says.
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.audience = audience
        self.lifetime = lifetime
        self.profile = profile
        self.ring: KeyRing | None = None
        self._clock = clock
        self._roles = list(roles)
        self._remembered: BoundedMemory[bytes, Principal] = BoundedMemory(MAX_REMEMBERED)

    def issue(
        self,
        client_uid: ClientUid,
        client_id: ClientId,
        secret_id: str | None,
        *,
        jkt: str | None = None,
        is_operator: bool = False,
    ) -> IssuedToken:
        """Sign a token for a client, with the claims of the profile.

        `jkt` binds it to the key of this thumbprint. The roles tell of which API it is; the gate asks the client's kind.
        Raises `RuntimeError` when there is no key to sign with.
        """
        now = self._clock()
        issued_at = int(now.timestamp())
        principal = Principal(
            client_id, client_uid, secret_id, os.urandom(16).hex(), issued_at + self.lifetime, jkt
        )
        claims: dict[str, Any] = {
            "exp": principal.expires_at,
            "iat": issued_at,
            "jti": principal.jti,
            "iss": self.issuer,
            "aud": [self.audience],
            "sub": client_uid,
            "secret_id": secret_id,
            **self._claims_of_profile(client_id, is_bound=jkt is not None, is_operator=is_operator),
        }
        if jkt is not None:
            claims["cnf"] = {"jkt": jkt}
        token = self._require_ring().sign(_encode(claims), now)
        return IssuedToken(token, self.lifetime, principal)

    def _claims_of_profile(
        self, client_id: ClientId, *, is_bound: bool, is_operator: bool
    ) -> dict[str, Any]:
        return profile_claims(
            self.profile,
            client_id=client_id,
            audience=self.audience,
            roles=[OperatorScope.OPERATOR.role] if is_operator else self._roles,
            is_bound=is_bound,
        )

    def verify(self, unverified_token: str) -> Principal:
        """The principal of a token that we signed, for us, and that is not over. Raises `TokenRefused`, `KeyUnknown`."""
        if len(unverified_token) > MAX_TOKEN_LENGTH:
            raise TokenRefused
        digest = hashlib.sha256(unverified_token.encode("utf-8", "surrogatepass")).digest()
        principal = self._remembered.get(digest)
        if principal is None:
            principal = self._verify_signature(unverified_token)
            self._remembered.remember(digest, principal)
        if principal.expires_at <= self._clock().timestamp():
            self._remembered.pop(digest, None)
            raise TokenExpired
        return principal

    def reload(self, ring: KeyRing) -> None:
        """Use another key ring; tokens signed by keys that left it are verified anew, and so refused."""
        self.ring = ring
        self._remembered.clear()

    def _require_ring(self) -> KeyRing:
        if self.ring is None:
            raise RuntimeError("the key ring is not open")
        return self.ring

    def _verify_signature(self, unverified_token: str) -> Principal:
        ring = self._require_ring()
        try:
            unverified = jws.extract_compact(unverified_token.encode("ascii"))
            header = unverified.headers()
            found = ring.verifier_of(str(header.get("kid")), self._clock())
            if found is None:
                raise KeyUnknown
            if header.get("alg") != found[0].value:
                raise TokenRefused  # RFC 8725 §3.1: one key, one algorithm, never "none"
            if header.get("typ") not in TYPES:
                raise TokenRefused  # RFC 8725 §3.11
            verified = jws.deserialize_compact(unverified_token, found[1], registry=_registry)
            claims = msgspec.json.decode(verified.payload, type=Claims)
        except (JoseError, ValueError, TypeError, msgspec.MsgspecError) as error:
            raise TokenRefused from error
        if claims.iss != self.issuer or self.audience not in claims.aud:
            raise TokenRefused
        return Principal(
            ClientId(claims.client_id),
            ClientUid(claims.sub),
            claims.secret_id,
            claims.jti,
            claims.exp,
            claims.cnf.jkt if claims.cnf else None,
        )


def revoke_token(conn: Connection, act: Act, principal: Principal) -> None:
    """Refuse one token from now on (RFC 7009). Repeating it changes nothing."""
    ends = datetime.fromtimestamp(principal.expires_at, UTC)
    store.delete_expired(conn, now=act.now)
    if not store.insert_revoked(conn, principal.jti, expires_at=ends):
        return
    announce(conn, Changed.TOKEN, f"{principal.jti} {principal.expires_at}", at=act.now)
    audit.append(
        conn,
        act,
        Event.TOKEN_REVOKED,
        client=(principal.client_uid, principal.client_id),
        detail=principal.jti,
    )
