"""Key pairs of clients, and what clients sign with them: assertions and proofs, right or wrong in one point."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any

import msgspec
from joserfc import jws
from joserfc.jwk import ECKey, OKPKey, RSAKey

from sellergate.access.client_keys import service as client_keys
from sellergate.access.client_keys.models import ClientKey
from sellergate.access.client_keys.parse import parse_public_keys
from sellergate.access.jose import Registry
from tests.builders.world import Registered, Served

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
EVERYTHING = Registry(
    ("none", "HS256", "ES256", "ES384", "RS256", "RS384", "PS256", "EdDSA", "Ed25519")
)


def sign(header: dict[str, Any], claims: Any, key: Any) -> str:
    """A signed message, whatever sense it makes."""
    payload = claims if isinstance(claims, bytes) else msgspec.json.encode(claims)
    return jws.serialize_compact(header, payload, key, registry=EVERYTHING)


def without_none(values: dict[str, Any]) -> dict[str, Any]:
    """A claim or header set to None is left out."""
    return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True)
class KeyPair:
    """A private key of a client, and the algorithm and name it is used with."""

    key: ECKey | RSAKey | OKPKey
    algorithm: str
    kid: str | None = None

    @classmethod
    def make(cls, algorithm: str = "ES256", kid: str | None = None) -> "KeyPair":
        match algorithm:
            case "ES256":
                return cls(ECKey.generate_key("P-256"), algorithm, kid)
            case "RS256" | "PS256":
                return cls(RSAKey.generate_key(2048), algorithm, kid)
            case _:
                return cls(OKPKey.generate_key("Ed25519"), algorithm, kid)

    @property
    def jwk(self) -> dict[str, Any]:
        """The public half."""
        named = {"kid": self.kid} if self.kid else {}
        return dict(self.key.as_dict(private=False)) | named

    @property
    def private_jwk(self) -> dict[str, Any]:
        return dict(self.key.as_dict(private=True))

    @property
    def pem(self) -> str:
        return self.key.as_pem(private=False).decode()

    @property
    def thumbprint(self) -> str:
        return self.key.thumbprint()

    def sign_as_shared_secret(self, claims: dict[str, Any], **header: Any) -> str:
        """HS256 with the public half for a secret, by hand: no library agrees to it (RFC 8725 §2.1)."""
        parts = ({"alg": "HS256", "kid": self.kid} | header, claims)
        text = ".".join(_base64url(msgspec.json.encode(part)) for part in parts)
        digest = hmac.digest(self.key.as_pem(private=False), text.encode(), "sha256")
        return f"{text}.{_base64url(digest)}"

    def sign(self, claims: Any, **header: Any) -> str:
        """Sign claims; `header` changes or, with None, leaves out header members."""
        named = {"alg": self.algorithm, "kid": self.kid}
        return sign(without_none(named | header), claims, self.key)

    def assertion(
        self, on: Served, client_id: str, header: dict[str, Any] | None = None, **changed: Any
    ) -> str:
        """A client assertion for the server; `changed` claims win, None leaves one out."""
        now = int(on.access.clock().timestamp())
        claims = {
            "iss": client_id,
            "sub": client_id,
            "aud": on.settings.issuer,
            "jti": secrets.token_urlsafe(16),
            "iat": now,
            "exp": now + 60,
        }
        return self.sign(without_none(claims | changed), **(header or {}))

    def token_form(self, on: Served, client_id: str, **changed: Any) -> dict[str, str]:
        """The form of a token request."""
        return {
            "grant_type": "client_credentials",
            **assertion_form(self.assertion(on, client_id, **changed)),
        }

    def proof(
        self,
        on: Served,
        method: str,
        url: str,
        *,
        token: str | None = None,
        header: dict[str, Any] | None = None,
        **changed: Any,
    ) -> str:
        """A DPoP proof (RFC 9449 §4.2); `changed` claims win, None leaves one out."""
        claims = {
            "jti": secrets.token_urlsafe(16),
            "htm": method,
            "htu": url,
            "iat": int(on.access.clock().timestamp()),
            "ath": ath_of(token) if token else None,
        }
        named = {"typ": "dpop+jwt", "alg": self.algorithm, "jwk": self.key.as_dict(private=False)}
        signed = without_none(named | (header or {}))
        return sign(signed, without_none(claims | changed), self.key)


def ath_of(token: str) -> str:
    """The hash that ties a proof to a token."""
    return _base64url(hashlib.sha256(token.encode()).digest())


def assertion_form(assertion: str) -> dict[str, str]:
    """The two parameters of RFC 7523 §2.2."""
    return {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion}


def add_key(on: Served, client: Registered, pair: KeyPair) -> ClientKey:
    """Register the public half with a client."""
    kept: list[ClientKey] = on.write(
        client_keys.add_keys,
        client_uid=client.client.uid,
        name="laptop",
        keys=parse_public_keys(msgspec.json.encode(pair.jwk).decode()),
    )
    return kept[0]


def add_jwks_url(on: Served, client: Registered, url: str) -> ClientKey:
    """Let a client publish its keys itself."""
    kept: ClientKey = on.write(
        client_keys.add_jwks_url, client_uid=client.client.uid, name="ours", url=url
    )
    return kept


def remove_key(on: Served, key: ClientKey) -> None:
    """Remove a key."""
    on.write(client_keys.remove_key, key_id=key.id)


def _base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
