"""Signing keys."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Algorithm(StrEnum):
    """Signature algorithms on offer (RFC 7518 §3.1, RFC 8037)."""

    ES256 = "ES256"
    RS256 = "RS256"
    EDDSA = "EdDSA"


class KeyState(StrEnum):
    """Derived from the instants."""

    NEXT = "next"  # published, does not sign yet
    SIGNING = "signing"
    RETIRED = "retired"  # published until the last token it signed is over
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key pair; the private part stays sealed."""

    kid: str
    algorithm: Algorithm
    public_jwk: dict[str, Any]
    sealed_private_key: bytes
    created_at: datetime
    activates_at: datetime
    expires_at: datetime | None
