"""The keys of an issuer: a JWK Set (RFC 7517 §5) read with suspicion."""

from base64 import urlsafe_b64decode
from collections.abc import Callable
from typing import Any, Final

import msgspec
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from sellergate.access.issuers.errors import KeysUnusable

Key = ECKey | RSAKey | OKPKey
# By key id and algorithm, so that a key verifies with the algorithms that it is for and no other (RFC 8725 §3.1).
Keys = dict[tuple[str, str], Key]

MAX_KEYS: Final = 100
MIN_RSA_BITS: Final = 2048  # RFC 7518 §3.3
MAX_RSA_BITS: Final = 8192  # beyond, one signature costs what thousands should

# Signatures of a published key only: nothing that a shared secret, or nobody, could have made.
_ALGORITHMS_OF: Final = {
    ("RSA", None): ("RS256", "PS256"),
    ("EC", "P-256"): ("ES256",),
    ("OKP", "Ed25519"): ("EdDSA", "Ed25519"),
}
ALGORITHMS: Final = [name for names in _ALGORITHMS_OF.values() for name in names]
_IMPORTERS: Final[dict[str, Callable[[Any], Key]]] = {
    "RSA": RSAKey.import_key,
    "EC": ECKey.import_key,
    "OKP": OKPKey.import_key,
}


class _KeySet(msgspec.Struct):
    keys: list[dict[str, Any]]


def parse_key_set(content: bytes) -> Keys:
    """The keys of a JWK Set that may verify access tokens. Raises `KeysUnusable` when there is none.

    Those of other kinds, for other uses, or that say of themselves what does not fit are left out (RFC 7517 §5).
    """
    try:
        found = msgspec.json.decode(content, type=_KeySet).keys
    except (msgspec.MsgspecError, RecursionError) as error:
        raise KeysUnusable("the key set is not a JWK Set") from error
    if len(found) > MAX_KEYS:
        raise KeysUnusable(f"the key set holds {len(found)} keys, and at most {MAX_KEYS} are read")
    keys: Keys = {}
    for jwk in found:
        kid = jwk.get("kid")
        if not isinstance(kid, str) or not (names := _algorithms_of(jwk)):
            continue
        key = _import(jwk)
        if key is None:
            continue
        for name in names:
            keys.setdefault((kid, name), key)
    if not keys:
        raise KeysUnusable(
            f"the key set holds no key that can be used: signing keys with a kid for {', '.join(ALGORITHMS)}"
        )
    return keys


def _algorithms_of(jwk: dict[str, Any]) -> list[str]:
    """What a key may verify, by its kind and by what it says of itself (RFC 7517 §4.2 to §4.4)."""
    operations = jwk.get("key_ops", ["verify"])
    if jwk.get("use", "sig") != "sig" or "verify" not in (
        operations if isinstance(operations, list) else ()
    ):
        return []
    kind, curve = jwk.get("kty"), jwk.get("crv")
    names = next((names for of, names in _ALGORITHMS_OF.items() if of == (kind, curve)), ())
    return [name for name in names if jwk.get("alg", name) == name]


def _import(jwk: dict[str, Any]) -> Key | None:
    if "d" in jwk:
        return None  # its private part is published: anybody signs with it
    try:
        if jwk["kty"] == "RSA" and not MIN_RSA_BITS <= _bits_of(jwk["n"]) <= MAX_RSA_BITS:
            return None
        return _IMPORTERS[jwk["kty"]](jwk)
    except (JoseError, ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None


def _bits_of(number: str) -> int:
    return int.from_bytes(urlsafe_b64decode(number + "==")).bit_length()
