"""Keys of a client's own: assertions instead of a shared secret (RFC 7523), proofs of possession (RFC 9449).

It needs the extra `keys`: pip install "sellergate-client[keys]".
"""

import base64
import hashlib
import os
import secrets
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sellergate_client._drivers.privacy import is_private
from sellergate_client.errors import ConfigurationError

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LIFE = 60
MOST_KEY_BYTES = 100_000
ALGORITHMS = {"EC": "ES256", "RSA": "PS256", "OKP": "Ed25519"}


class PrivateKeyJwt:
    """A client that signs in with a key of its own: no secret crosses the network."""

    def __init__(self, key: str | bytes | Path, *, key_id: str | None = None) -> None:
        """The private key as PEM or as JWK text, or the file that holds it. Raises ConfigurationError."""
        self._key = _Key(_import(key))
        self._key_id = key_id

    def form(self, client_id: str, token_url: str) -> dict[str, str]:
        now = int(time.time())
        claims = {
            "iss": client_id,
            "sub": client_id,
            "aud": token_url,
            "iat": now,
            "exp": now + LIFE,
            "jti": secrets.token_urlsafe(16),
        }
        header = {"kid": self._key_id} if self._key_id else {}
        return {
            "client_id": client_id,
            "client_assertion_type": ASSERTION,
            "client_assertion": self._key.sign(header, claims),
        }

    @property
    def identity(self) -> bytes:
        return b"key\0" + self._key.thumbprint.encode()


class Dpop:
    """Binds tokens to a key: a token that leaks is of no use without it."""

    def __init__(self, key: str | bytes | Path | None = None) -> None:
        """The private key as for PrivateKeyJwt. Without one, a new key is made, and the tokens live as long as this object."""
        self._key = _Key(_import(key) if key is not None else _new_key())

    @property
    def thumbprint(self) -> str:
        return self._key.thumbprint

    def proof(self, method: str, url: str, access_token: str | None = None) -> str:
        """The DPoP header of one request."""
        parts = urlsplit(url)
        claims = {
            "jti": secrets.token_urlsafe(16),
            "htm": method,
            "htu": f"{parts.scheme}://{parts.netloc}{parts.path}",
            "iat": int(time.time()),
        }
        if access_token is not None:
            claims["ath"] = _base64url(hashlib.sha256(access_token.encode()).digest())
        return self._key.sign({"typ": "dpop+jwt", "jwk": self._key.public}, claims)


class _Key:
    def __init__(self, key: Any) -> None:
        self._key = key
        self.algorithm = ALGORITHMS[key.key_type]
        if key.key_type == "EC" and key.curve_name != "P-256":
            raise ConfigurationError("Use an EC key on the curve P-256, an RSA key, or Ed25519.")
        self.thumbprint: str = key.thumbprint()
        self.public = {
            name: value
            for name, value in key.as_dict(private=False).items()
            if name in {"kty", "crv", "x", "y", "n", "e"}
        }

    def sign(self, header: dict[str, Any], claims: dict[str, Any]) -> str:
        from joserfc import jwt

        signed: str = jwt.encode(
            {"alg": self.algorithm, **header}, claims, self._key, algorithms=[self.algorithm]
        )
        return signed


def _import(key: str | bytes | Path) -> Any:
    jwk, jose_error = _library()
    text = _read(key) if isinstance(key, Path) else key
    text = text.encode() if isinstance(text, str) else text
    for kind in (jwk.ECKey, jwk.RSAKey, jwk.OKPKey):
        try:
            found = kind.import_key(_object(text))
        except (ValueError, KeyError, TypeError, jose_error):
            continue
        if found.is_private:
            return found
    raise ConfigurationError(
        "The private key cannot be read: give PEM or JWK text, without a password, or the Path of a file with it."
    )


def _read(file: Path) -> bytes:
    """A key file. One that others can read is a key of theirs as well."""
    try:
        with file.open("rb") as opened:
            private = is_private(os.fstat(opened.fileno()))
            text = opened.read(MOST_KEY_BYTES)
    except OSError as error:
        raise ConfigurationError(
            f"The private key {file} cannot be read: {error.strerror}."
        ) from error
    if not private:
        raise ConfigurationError(f"Others can read the private key {file}. Run: chmod 600 {file}")
    return text


def _object(text: bytes) -> Any:
    import json

    return json.loads(text) if text.lstrip().startswith(b"{") else text


def _new_key() -> Any:
    return _library()[0].ECKey.generate_key("P-256")


def _library() -> tuple[Any, Any]:
    try:
        from joserfc import jwk
        from joserfc.errors import JoseError
    except ImportError:
        raise ConfigurationError(
            'Keys need the extra `keys`: pip install "sellergate-client[keys]".'
        ) from None
    return jwk, JoseError


def _base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
