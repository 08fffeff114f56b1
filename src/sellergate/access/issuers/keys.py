"""The keys of an issuer: a JWK Set (RFC 7517 §5) read with suspicion."""

from typing import Any, Final

import msgspec

from sellergate.access.issuers.errors import KeysUnusable
from sellergate.access.jose import ALGORITHMS, KeyRefused, PublicKey, import_jwk

# By key id and algorithm: one kid may name keys of several kinds, and each is for its own (RFC 7517 §4.5).
Keys = dict[tuple[str, str], PublicKey]

MAX_KEYS: Final = 100


class _KeySet(msgspec.Struct):
    keys: list[dict[str, Any]]


def parse_key_set(content: bytes) -> Keys:
    """The keys of a JWK Set that may verify access tokens. Raises `KeysUnusable` when there is none.

    Those of other kinds or for other uses are left out (RFC 7517 §5), and those whose private part is published.
    """
    try:
        found = msgspec.json.decode(content, type=_KeySet).keys
    except (msgspec.MsgspecError, RecursionError) as error:
        raise KeysUnusable("the key set is not a JWK Set") from error
    if len(found) > MAX_KEYS:
        raise KeysUnusable(f"the key set holds {len(found)} keys, and at most {MAX_KEYS} are read")
    keys: Keys = {}
    for jwk in found:
        try:
            key = import_jwk(jwk)
        except KeyRefused:
            continue
        for algorithm in key.algorithms if key.kid else ():
            keys.setdefault((key.kid or "", algorithm), key)
    if not keys:
        raise KeysUnusable(
            f"the key set holds no key that can be used: signing keys with a kid for {', '.join(ALGORITHMS)}"
        )
    return keys
