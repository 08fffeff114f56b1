"""Public keys as people paste them: one JWK, a JWK Set, or PEM blocks."""

import re
from typing import Final

import msgspec

from sellergate.access.client_keys.errors import KeyTextTooLong, NothingPasted
from sellergate.access.jose import KeyRefused, PublicKey, import_jwk, import_pem

MAX_TEXT: Final = 32_768
MAX_KEYS: Final = 10

_PEM = re.compile(r"-----BEGIN ([A-Z0-9 ]{1,40})-----[^-]*-----END \1-----")


def parse_public_keys(text: str) -> list[PublicKey]:
    """Every key in a pasted text, each once. All are good, or none is taken.

    Raises `NothingPasted`, `KeyTextTooLong`, `KeyRefused`, `PrivateKeyRefused`.
    """
    text = text.strip()
    if not text:
        raise NothingPasted
    if len(text) > MAX_TEXT:
        raise KeyTextTooLong(limit=MAX_TEXT)
    keys = _from_json(text) if text.startswith(("{", "[")) else _from_pem(text)
    return list({key.thumbprint: key for key in keys}.values())


def _from_json(text: str) -> list[PublicKey]:
    try:
        found = msgspec.json.decode(text.encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError) as error:
        raise KeyRefused from error
    if isinstance(found, dict) and "keys" in found:
        found = found["keys"]
    members = found if isinstance(found, list) else [found]
    if not members:
        raise NothingPasted
    return [import_jwk(member) for member in members]


def _from_pem(text: str) -> list[PublicKey]:
    blocks = [found.group(0) for found in _PEM.finditer(text)]
    if not blocks:
        # A block that was cut off is refused like a whole one when it is private: it has left its owner as well.
        return [import_pem(text)]
    return [import_pem(block) for block in blocks]
