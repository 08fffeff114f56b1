"""Keys of clients."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import msgspec

from sellergate.access.context import ClientUid
from sellergate.access.jose import PublicKey, import_jwk


@dataclass(frozen=True, slots=True)
class ClientKey:
    """A way to prove to be a client: a public key, or the address of a key set. Exactly one of the two is there."""

    id: str
    client_uid: ClientUid
    name: str
    public_jwk: str | None
    jwks_url: str | None
    created_at: datetime
    removed_at: datetime | None
    last_used_at: datetime | None
    uses: int

    @property
    def key(self) -> PublicKey | None:
        """The public key, unless this is an address."""
        return public_key_of(self.public_jwk) if self.public_jwk else None

    @property
    def algorithms(self) -> tuple[str, ...]:
        """What its owner may sign with; none for an address, whose keys say it themselves."""
        key = self.key
        return () if key is None else key.algorithms

    @property
    def label(self) -> str:
        """How its owner tells it from others: the kid or the thumbprint, or the address."""
        key = self.key
        return self.jwks_url or "" if key is None else key.kid or key.thumbprint


@lru_cache(
    maxsize=4096
)  # importing costs 50 to 150 µs, and a client signs with the same key for months
def public_key_of(public_jwk: str) -> PublicKey:
    """The key of a JWK that we keep. Raises `KeyRefused` when it is none any more."""
    return import_jwk(msgspec.json.decode(public_jwk))
