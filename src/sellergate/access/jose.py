"""Public keys of others and what they signed: the algorithms we take, and nothing that a header may choose.

Used for client assertions (RFC 7523) and DPoP proofs (RFC 9449). Keys are imported by joserfc and then written anew
from their numbers, so that one key has one spelling and one thumbprint (RFC 7638) however it was sent.
"""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from cryptography.x509 import load_pem_x509_certificate
from joserfc import jws
from joserfc.errors import JoseError, UnsupportedAlgorithmError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from sellergate.kit.errors import Refusal
from sellergate.kit.marks import N_

# No "none", nothing with a shared secret, and no curve or hash that a second implementation would have to add.
# Ed25519 is the name that RFC 9864 gives to what was called EdDSA; libraries write either.
ALGORITHMS: Final = ("ES256", "RS256", "PS256", "EdDSA", "Ed25519")
# Larger ones only make us work, at the word of strangers: 4 ms for a signature with 8192 bits and an exponent of 32.
RSA_BITS: Final = range(2048, 4097)
MAX_EXPONENT: Final = 2**17
MAX_KID: Final = 200
PRIVATE_MEMBERS: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})

_KEY_TYPES: dict[str, type[ECKey] | type[RSAKey] | type[OKPKey]] = {
    "EC": ECKey,
    "RSA": RSAKey,
    "OKP": OKPKey,
}


class KeyRefused(Refusal):
    """Not a public key that we can check signatures with."""

    message = N_(
        "This is not a public key that can be used. Paste a JWK, a JWKS or a PEM public key."
    )
    field = "key"


class PrivateKeyRefused(KeyRefused):
    """Somebody is about to give the private half away."""

    message = N_(
        "This is a private key. It was not stored, but it has left your system: make a new pair, "
        "and paste the public half only."
    )


class SignatureRefused(Exception):
    """Not signed by this key, or not a signed message at all."""


@dataclass(frozen=True, slots=True, eq=False)
class PublicKey:
    """A public key, ready to check signatures. `jwk` holds its public members in their one spelling."""

    jwk: dict[str, str]
    kid: str | None
    thumbprint: str
    algorithms: tuple[str, ...]
    key: ECKey | RSAKey | OKPKey

    def to_json(self) -> str:
        """The JWK as text, with its kid."""
        named = self.jwk | ({"kid": self.kid} if self.kid else {})
        if len(self.algorithms) == 1:
            named["alg"] = self.algorithms[0]
        return msgspec.json.encode(named).decode()


class Registry(jws.JWSRegistry):
    """Given algorithms only. joserfc's own would warn of "EdDSA" at every use."""

    max_header_length = 4096  # an RSA key of 4096 bits in the header of a proof

    def __init__(self, algorithms: tuple[str, ...]) -> None:
        super().__init__(algorithms=list(algorithms), strict_check_header=False)
        self._names = frozenset(algorithms)

    def get_alg(self, name: str) -> Any:
        """The algorithm of a name. Raises `UnsupportedAlgorithmError`."""
        if name not in self._names:
            raise UnsupportedAlgorithmError(name)
        return self.algorithms[name]


_registry = Registry(ALGORITHMS)


class Unverified:
    """A message in the JWS Compact Serialization that nobody has checked. Raises `SignatureRefused` when it is none."""

    __slots__ = ("_text", "header", "payload")

    def __init__(self, text: str) -> None:
        self._text = text
        try:
            extracted = jws.extract_compact(text.encode("ascii"), registry=_registry)
            self.header: dict[str, Any] = extracted.headers()
            self.payload: bytes = extracted.payload
        except (JoseError, ValueError, TypeError, AttributeError, RecursionError) as error:
            raise SignatureRefused from error
        # We understand no extension, so that none may be critical (RFC 7515 §4.1.11, RFC 7797 §6).
        if not isinstance(self.header, dict) or "crit" in self.header or "b64" in self.header:
            raise SignatureRefused

    def verify(self, key: PublicKey) -> bytes:
        """The payload, signed by this key with an algorithm of this key. Raises `SignatureRefused`."""
        if self.header.get("alg") not in key.algorithms:
            raise SignatureRefused  # RFC 8725 §3.1
        try:
            return jws.deserialize_compact(self._text, key.key, registry=_registry).payload
        except (JoseError, ValueError, TypeError) as error:
            raise SignatureRefused from error


def import_jwk(value: object) -> PublicKey:
    """The public key of a JWK. Raises `KeyRefused`, `PrivateKeyRefused`."""
    if not isinstance(value, dict):
        raise KeyRefused
    if PRIVATE_MEMBERS & value.keys():
        raise PrivateKeyRefused
    kind = _KEY_TYPES.get(str(value.get("kty")))
    if kind is None:
        raise KeyRefused(
            N_("The key type “{kty}” is not accepted: only EC, RSA and OKP are."),
            kty=_short(value.get("kty")),
        )
    if value.get("use", "sig") != "sig" or "verify" not in _operations(value):
        raise KeyRefused(N_("This key is not for signatures. Use one that is."))
    kid = value.get("kid")
    if kid is not None and (not isinstance(kid, str) or not 0 < len(kid) <= MAX_KID):
        raise KeyRefused(N_("The kid of a key is a text of 1 to 200 characters."))
    bare = {
        name: member
        for name, member in value.items()
        if name in kind.value_registry or name == "kty"
    }
    try:
        # `import_key` in two steps: it would warn of a small key, which is refused below.
        kind.validate_dict_key(bare)
        native = kind.binding.import_from_dict(bare)
    except (
        JoseError,
        ValueError,
        TypeError,
        KeyError,
        OverflowError,
        UnsupportedAlgorithm,
    ) as error:
        raise KeyRefused from error
    return from_native(native, kid=kid, algorithm=value.get("alg"))


def import_pem(text: str) -> PublicKey:
    """The public key of a PEM block or a certificate. Raises `KeyRefused`, `PrivateKeyRefused`."""
    if "PRIVATE" in text:
        raise PrivateKeyRefused
    raw = text.encode()
    try:
        if "CERTIFICATE" in text:
            return from_native(load_pem_x509_certificate(raw).public_key())
        return from_native(load_pem_public_key(raw))
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyRefused from error


def from_native(native: Any, *, kid: str | None = None, algorithm: object = None) -> PublicKey:
    """A key of cryptography as ours. Raises `KeyRefused` for kinds and sizes that are not accepted."""
    key: ECKey | RSAKey | OKPKey
    match native:
        case EllipticCurvePublicKey() if isinstance(native.curve, SECP256R1):
            point = native.public_numbers()
            jwk = {
                "crv": "P-256",
                "kty": "EC",
                "x": _octets(point.x, 32),
                "y": _octets(point.y, 32),
            }
            fitting: tuple[str, ...] = ("ES256",)
            key = ECKey.import_key({**jwk})
        case RSAPublicKey():
            numbers = native.public_numbers()
            if native.key_size not in RSA_BITS or numbers.e >= MAX_EXPONENT:
                raise KeyRefused(N_("An RSA key must have 2048 to 4096 bits and a usual exponent."))
            jwk = {"e": _octets(numbers.e), "kty": "RSA", "n": _octets(numbers.n)}
            fitting = ("RS256", "PS256")
            key = RSAKey.import_key({**jwk})
        case Ed25519PublicKey():
            jwk = {"crv": "Ed25519", "kty": "OKP", "x": _base64url(native.public_bytes_raw())}
            fitting = ("EdDSA", "Ed25519")
            key = OKPKey.import_key({**jwk})
        case _:
            raise KeyRefused(
                N_("Only keys on the curves P-256 and Ed25519, and RSA keys, are accepted.")
            )
    if algorithm is not None:
        if algorithm not in fitting:
            raise KeyRefused(
                N_("The algorithm “{alg}” does not fit this key, or is not accepted."),
                alg=_short(algorithm),
            )
        # Two names of one algorithm; the two of RSA are two algorithms, and a key is bound to its own.
        fitting = fitting if "EdDSA" in fitting else (str(algorithm),)
    return PublicKey(jwk, kid, key.thumbprint(), fitting, key)


def _operations(value: dict[str, Any]) -> list[object]:
    operations = value.get("key_ops", ["verify"])
    return operations if isinstance(operations, list) else []


def _short(value: object) -> str:
    return str(value)[:20]


def _octets(number: int, length: int | None = None) -> str:
    return _base64url(number.to_bytes(length or (number.bit_length() + 7) // 8))


def _base64url(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode("ascii")
