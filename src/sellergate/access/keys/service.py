"""Rules of signing keys: make, rotate, choose the one that signs."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
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


def key_sealer(master_key: bytes) -> Sealer:
    """What seals the private keys of an installation."""
    return Sealer(master_key, "signing keys")


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
    announce(conn, Changed.KEY, key.kid, at=key.created_at)


def keep_first_key(conn: Connection, act: Act, key: SigningKey) -> None:
    """Write the key that an installation begins with."""
    keep_key(conn, key)
    audit.append(conn, act, Event.KEY_CREATED, detail=f"{key.algorithm} {key.kid}")


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
        elif key is signing:
            states[key.kid] = KeyState.SIGNING
        else:
            states[key.kid] = KeyState.NEXT if key.activates_at > now else KeyState.RETIRED
    return states


def _signing(keys: list[SigningKey], algorithm: Algorithm, now: datetime) -> SigningKey | None:
    usable = [
        key
        for key in keys
        if key.algorithm is algorithm and (key.expires_at is None or key.expires_at > now)
    ]
    active = [key for key in usable if key.activates_at <= now]
    if not active:  # the clock went back: the first key signs, rather than nobody
        return min(usable, key=lambda key: key.activates_at, default=None)
    # The one made last. Those that it replaced have an end, which no token of theirs may outlive.
    return max(active, key=lambda key: (key.expires_at is None, key.created_at))


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys of this node at an instant: public ones to verify, opened ones to sign.

    `signers` hold what does not change from token to token, since signing is the hot path: the rendered header,
    and the private key ready for use (joserfc would check key and header again at each signature).
    """

    keys: tuple[SigningKey, ...]
    opened: dict[str, Key]
    signers: dict[str, "_Signer"]
    algorithm: Algorithm

    @classmethod
    def open(
        cls, keys: list[SigningKey], sealer: Sealer, algorithm: Algorithm, *, typ: str = "JWT"
    ) -> "KeyRing":
        """Open the sealed private parts; what is signed is of the type `typ`.

        Raises `SealBroken` when the secret key is another one.
        """
        opened = {
            key.kid: _IMPORTERS[key.algorithm](sealer.open(key.sealed_private_key, key.kid))
            for key in keys
        }
        signers = {key.kid: _signer(key, opened[key.kid], typ) for key in keys}
        return cls(tuple(keys), opened, signers, algorithm)

    def sign(self, payload: bytes, now: datetime) -> str:
        """`payload` in the JWS Compact Serialization (RFC 7515 §7.1).

        Raises `RuntimeError` when there is no key of the algorithm.
        """
        signing = self.signing_key(now)
        if signing is None:
            raise RuntimeError("there is no signing key")
        signer = self.signers[signing[0].kid]
        signed = signer.header + b"." + _base64url(payload)
        return (signed + b"." + _base64url(signer.sign(signed))).decode("ascii")

    def signing_key(self, now: datetime) -> tuple[SigningKey, Key] | None:
        """The active key of the chosen algorithm that was made last, else its first one to come, or None."""
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


class _Signer(NamedTuple):
    """One key, ready to sign."""

    header: bytes
    sign: Callable[[bytes], bytes]


def _signer(key: SigningKey, opened: Key, typ: str) -> _Signer:
    header = {"alg": key.algorithm.value, "typ": typ, "kid": key.kid}
    sign = _SIGN[key.algorithm](opened.private_key)
    return _Signer(_base64url(msgspec.json.encode(header)), sign)


def _sign_es256(private_key: Any) -> Callable[[bytes], bytes]:
    algorithm = ECDSA(SHA256())

    def sign(data: bytes) -> bytes:
        r, s = decode_dss_signature(private_key.sign(data, algorithm))
        return r.to_bytes(32) + s.to_bytes(32)  # RFC 7518 §3.4

    return sign


def _sign_rs256(private_key: Any) -> Callable[[bytes], bytes]:
    return partial(private_key.sign, padding=PKCS1v15(), algorithm=SHA256())


def _sign_eddsa(private_key: Any) -> Callable[[bytes], bytes]:
    sign: Callable[[bytes], bytes] = private_key.sign
    return sign


_SIGN = {
    Algorithm.ES256: _sign_es256,
    Algorithm.RS256: _sign_rs256,
    Algorithm.EDDSA: _sign_eddsa,
}


def _base64url(value: bytes) -> bytes:
    return urlsafe_b64encode(value).rstrip(b"=")
