"""Rules of signing keys: make, rotate, choose the one that signs."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from joserfc import jws
from joserfc.jwk import ECKey, OKPKey, RSAKey
from sqlalchemy import Connection

from sellergate.access.audit import store as audit
from sellergate.access.audit.models import Event
from sellergate.access.context import Act
from sellergate.access.feed import Changed, announce
from sellergate.access.keys import store
from sellergate.access.keys.models import Algorithm, KeyState, SigningKey
from sellergate.kit.secrets import Sealer

Key = ECKey | RSAKey | OKPKey

_MAKERS: dict[Algorithm, Callable[[], Key]] = {
    Algorithm.ES256: lambda: ECKey.generate_key("P-256", private=True),
    Algorithm.RS256: lambda: RSAKey.generate_key(2048, private=True),
    Algorithm.EDDSA: lambda: OKPKey.generate_key("Ed25519", private=True),
}
_IMPORTERS: dict[Algorithm, Callable[[Any], Key]] = {
    Algorithm.ES256: ECKey.import_key,
    Algorithm.RS256: RSAKey.import_key,
    Algorithm.EDDSA: OKPKey.import_key,
}


def make_key(
    sealer: Sealer, algorithm: Algorithm, *, now: datetime, activates_at: datetime
) -> SigningKey:
    """A new key pair, its id the thumbprint of its public part (RFC 7638)."""
    pair = _MAKERS[algorithm]()
    kid = pair.thumbprint()
    public = dict(pair.as_dict(private=False)) | {"kid": kid, "use": "sig", "alg": algorithm.value}
    return SigningKey(
        kid=kid,
        algorithm=algorithm,
        public_jwk=public,
        sealed_private_key=sealer.seal(pair.as_pem(private=True), kid),
        created_at=now,
        activates_at=activates_at,
        expires_at=None,
    )


def keep_key(conn: Connection, key: SigningKey) -> None:
    """Write a key and tell every node."""
    store.insert_key(conn, key)
    announce(conn, Changed.KEY, key.kid)


def rotate_keys(
    conn: Connection, act: Act, key: SigningKey, *, token_lifetime: timedelta
) -> SigningKey:
    """Publish `key` now; it signs from `key.activates_at`; the others end with the last token they can have signed."""
    store.delete_expired(conn, now=act.now)
    keep_key(conn, key)
    end = max(key.activates_at, act.now) + token_lifetime + timedelta(minutes=5)
    store.set_expiry_of_unlimited(conn, except_kid=key.kid, expires_at=end)
    audit.append(conn, act, Event.KEY_ROTATED, detail=f"{key.algorithm} {key.kid}")
    return key


def states_of(keys: list[SigningKey], algorithm: Algorithm, now: datetime) -> dict[str, KeyState]:
    """How each key stands, by kid."""
    signing = _signing(keys, algorithm, now)
    states = {}
    for key in keys:
        if key.expires_at is not None and key.expires_at <= now:
            states[key.kid] = KeyState.EXPIRED
        elif key.activates_at > now:
            states[key.kid] = KeyState.NEXT
        else:
            states[key.kid] = KeyState.SIGNING if key is signing else KeyState.RETIRED
    return states


def _signing(keys: list[SigningKey], algorithm: Algorithm, now: datetime) -> SigningKey | None:
    candidates = [
        key
        for key in keys
        if key.algorithm is algorithm
        and key.activates_at <= now
        and (key.expires_at is None or key.expires_at > now)
    ]
    return max(candidates, key=lambda key: key.activates_at, default=None)


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys of this node at an instant: public ones to verify, opened ones to sign.

    `headers` are the protected headers of tokens, rendered once per key: a signature is most of what a token
    costs, and the rest is kept small.
    """

    keys: tuple[SigningKey, ...]
    opened: dict[str, Key]
    headers: dict[str, bytes]
    algorithm: Algorithm

    @classmethod
    def open(cls, keys: list[SigningKey], sealer: Sealer, algorithm: Algorithm) -> "KeyRing":
        """Open the sealed private parts. Raises `SealBroken` when the secret key is another one."""
        opened = {
            key.kid: _IMPORTERS[key.algorithm](sealer.open(key.sealed_private_key, key.kid))
            for key in keys
        }
        headers = {key.kid: _rendered_header(key) for key in keys}
        return cls(tuple(keys), opened, headers, algorithm)

    def sign(self, payload: bytes, now: datetime) -> str:
        """`payload` in the JWS Compact Serialization (RFC 7515 §7.1).

        Raises `RuntimeError` when no key is active.
        """
        signing = self.signing_key(now)
        if signing is None:
            raise RuntimeError("no signing key is active")
        key, opened = signing
        signed = self.headers[key.kid] + b"." + _base64url(payload)
        signature = jws.JWSRegistry.algorithms[key.algorithm].sign(signed, opened)
        return (signed + b"." + _base64url(signature)).decode("ascii")

    def signing_key(self, now: datetime) -> tuple[SigningKey, Key] | None:
        """The newest active key of the chosen algorithm, or None."""
        key = _signing(list(self.keys), self.algorithm, now)
        return (key, self.opened[key.kid]) if key else None

    def verifier_of(self, kid: str, now: datetime) -> tuple[Algorithm, Key] | None:
        """The published key of an id and the only algorithm it may be used with, or None."""
        for key in self.keys:
            if key.kid == kid and (key.expires_at is None or key.expires_at > now):
                return key.algorithm, self.opened[kid]
        return None

    def published(self, now: datetime) -> dict[str, list[dict[str, Any]]]:
        """The JWK Set (RFC 7517 §5): next, signing and retired keys, public parts only."""
        live = [k for k in self.keys if k.expires_at is None or k.expires_at > now]
        return {"keys": [key.public_jwk for key in live]}


def _rendered_header(key: SigningKey) -> bytes:
    header = {"alg": key.algorithm.value, "typ": "JWT", "kid": key.kid}
    return _base64url(msgspec.json.encode(header))


def _base64url(value: bytes) -> bytes:
    return urlsafe_b64encode(value).rstrip(b"=")
