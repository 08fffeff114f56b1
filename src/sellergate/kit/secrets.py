"""Client secrets, keyed hashes and sealed values."""

import base64
import hashlib
import hmac
import os
import secrets
import zlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SECRET_PREFIX = "sgs_"  # noqa: S105  (a prefix, so that scanners and people recognise a secret)
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BODY_LENGTH = 43  # 62**43 > 2**256
_CHECK_LENGTH = 6  # 62**6 > 2**32


def _base62(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, digit = divmod(number, 62)
        digits.append(_ALPHABET[digit])
    return "".join(reversed(digits))


def new_client_secret(entropy: bytes | None = None) -> str:
    """A client secret: prefix, 256 random bits and a checksum, letters and digits only.

    Letters and digits, because some clients build the token form by plain concatenation (contract/01 §1).
    """
    body = _base62(int.from_bytes(entropy or secrets.token_bytes(32)), _BODY_LENGTH)
    return SECRET_PREFIX + body + _base62(zlib.crc32(body.encode()), _CHECK_LENGTH)


def is_client_secret(text: str) -> bool:
    """Whether `text` has the shape and checksum of a secret of ours (not: whether it is valid)."""
    body, check = text[len(SECRET_PREFIX) : -_CHECK_LENGTH], text[-_CHECK_LENGTH:]
    return (
        text.startswith(SECRET_PREFIX)
        and len(body) == _BODY_LENGTH
        and check == _base62(zlib.crc32(body.encode()), _CHECK_LENGTH)
    )


def hint_of(secret: str) -> str:
    """The last four characters: enough for its owner to tell two secrets apart."""
    return secret[-4:]


def derive_key(master: bytes, purpose: str) -> bytes:
    """A 256-bit key for one purpose (HKDF-SHA256, RFC 5869), so that no key serves two uses."""
    return HKDF(hashes.SHA256(), 32, salt=None, info=purpose.encode()).derive(master)


class KeyedHash:
    """HMAC-SHA256 under a key of its own: what is stored instead of a high-entropy secret."""

    def __init__(self, master: bytes, purpose: str) -> None:
        self._key = derive_key(master, purpose)

    def digest(self, value: str) -> bytes:
        """The 32-byte keyed hash of `value`."""
        return hmac.digest(self._key, value.encode(), hashlib.sha256)

    def token(self, value: str) -> str:
        """The keyed hash as URL-safe text."""
        return base64.urlsafe_b64encode(self.digest(value)).rstrip(b"=").decode()


class SealBroken(ValueError):
    """A sealed value was made with another key, for another purpose, or was changed."""


class Sealer:
    """AES-256-GCM under a key of its own, for what must be read again (private keys)."""

    def __init__(self, master: bytes, purpose: str) -> None:
        self._cipher = AESGCM(derive_key(master, purpose))

    def seal(self, plain: bytes, context: str = "") -> bytes:
        """Encrypt `plain`, bound to `context` (for example the key id)."""
        nonce = os.urandom(12)
        return nonce + self._cipher.encrypt(nonce, plain, context.encode())

    def open(self, sealed: bytes, context: str = "") -> bytes:
        """The plain value. Raises `SealBroken`."""
        try:
            return self._cipher.decrypt(sealed[:12], sealed[12:], context.encode())
        except (InvalidTag, ValueError) as error:
            raise SealBroken("sealed with another secret key, or changed") from error

    def seal_text(self, plain: str, context: str = "") -> str:
        """`seal` for text, as URL-safe text."""
        return base64.urlsafe_b64encode(self.seal(plain.encode(), context)).decode()

    def open_text(self, sealed: str, context: str = "") -> str:
        """`open` for text. Raises `SealBroken`."""
        try:
            return self.open(base64.urlsafe_b64decode(sealed), context).decode()
        except SealBroken:
            raise
        except ValueError as error:  # of base64 and of UTF-8
            raise SealBroken("not a sealed value") from error
