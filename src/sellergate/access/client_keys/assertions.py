"""Client assertions: a short JWT that a client signs to say who it is (RFC 7523 §2.2 and §3, OpenID Connect Core §9)."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeGuard

import msgspec
from sqlalchemy import Connection

from sellergate.access.client_keys import store
from sellergate.access.client_keys.models import public_key_of
from sellergate.access.client_keys.remote import RemoteKeySets
from sellergate.access.clients.models import ClientCredential
from sellergate.access.context import ClientUid
from sellergate.access.jose import ALGORITHMS, PublicKey, SignatureRefused, Unverified
from sellergate.storage.database import Database

MAX_LENGTH: Final = 8192
# A stolen assertion is of use once, and not for long. An hour is what authlib signs for, whatever it is told.
MAX_LIFETIME: Final = 3600
LEEWAY: Final = 30  # seconds that the clocks of two well-kept machines may differ
MAX_JTI: Final = 256
# A clock that ran ahead and is set back must not make a used assertion good again.
KEPT_AFTER_END: Final = timedelta(hours=1)
PRUNE_EVERY: Final = timedelta(minutes=1)


class AssertionMalformed(Exception):
    """Not an assertion that anybody could have signed for us. Depends on nothing but what was sent."""


class AssertionRefused(Exception):
    """The client signed it, and yet it does not hold. The text says why: it is told to the one who signed."""


class Assertion:
    """An assertion as it was sent; what it says is not proven before `prove` has found the key."""

    def __init__(self, text: str) -> None:
        """Read it. Raises `AssertionMalformed`."""
        if len(text) > MAX_LENGTH:
            raise AssertionMalformed(f"It is longer than {MAX_LENGTH} characters.")
        try:
            self._signed = Unverified(text)
            claims = msgspec.json.decode(self._signed.payload)
        except (SignatureRefused, msgspec.DecodeError, RecursionError):
            raise AssertionMalformed("It is not a signed JWT.") from None
        if self._signed.header.get("alg") not in ALGORITHMS:
            raise AssertionMalformed(f"Sign it with one of {', '.join(ALGORITHMS)}.")
        if not isinstance(claims, dict) or not isinstance(claims.get("iss"), str):
            raise AssertionMalformed("Its claim iss must be the clientId.")
        self.claims: dict[str, Any] = claims
        self.unverified_client_id: str = claims["iss"]

    async def prove(self, credential: ClientCredential, remote: RemoteKeySets) -> str | None:
        """The id of the client's key, or of its JWKS URL, that the assertion is signed with; None without one.

        A kid chooses among the client's own keys and nothing else. A key that was kept without a kid is tried
        whatever the assertion calls it; the signature decides.
        """
        kid = self._signed.header.get("kid")
        if kid is not None and not isinstance(kid, str):
            return None
        for kept in credential.keys:
            if kept.public_jwk is not None and self._is_signed_by(
                public_key_of(kept.public_jwk), kid
            ):
                return kept.id
        for kept in credential.keys:
            if kept.jwks_url is None:
                continue
            for key in await remote.keys(kept.jwks_url, kid):
                if self._is_signed_by(key, kid):
                    return kept.id
        return None

    def check(self, audiences: frozenset[str], now: float) -> None:
        """Check what it says (RFC 7523 §3). Raises `AssertionRefused`."""
        claims = self.claims
        if claims.get("sub") != claims["iss"]:
            raise AssertionRefused("Its claims iss and sub must both be the clientId.")
        named = claims.get("aud")
        named = [named] if isinstance(named, str) else named
        # One that names another server as well could be sent on to us by that server.
        if (
            not isinstance(named, list)
            or not named
            or not all(_is_in(one, audiences) for one in named)
        ):
            raise AssertionRefused(
                "Its claim aud must be the issuer or the token endpoint of this server, and nothing else."
            )
        self._check_times(now)
        jti = claims.get("jti")
        if not isinstance(jti, str) or not 0 < len(jti) <= MAX_JTI:
            raise AssertionRefused(
                f"Its claim jti must be a text of 1 to {MAX_JTI} characters, another one for each request."
            )

    def _check_times(self, now: float) -> None:
        expires_at = self.claims.get("exp")
        if not _is_time(expires_at):
            raise AssertionRefused("Its claim exp must be a number of seconds since 1970.")
        if expires_at <= now - LEEWAY:
            raise AssertionRefused(
                "It has expired. Sign a new one for each request, and check your clock."
            )
        if expires_at > now + MAX_LIFETIME + LEEWAY:
            raise AssertionRefused(
                f"Its claim exp is too far ahead. Let it end at most {MAX_LIFETIME} seconds from now."
            )
        for name in ("nbf", "iat"):
            begins = self.claims.get(name, now)
            if not _is_time(begins):
                raise AssertionRefused(f"Its claim {name} must be a number of seconds since 1970.")
            if begins > now + LEEWAY:
                raise AssertionRefused(f"Its claim {name} is in the future. Check your clock.")

    def _is_signed_by(self, key: PublicKey, kid: str | None) -> bool:
        if kid is not None and key.kid is not None and kid not in (key.kid, key.thumbprint):
            return False
        try:
            self._signed.verify(key)
        except SignatureRefused:
            return False
        return True


class UsedAssertions:
    """Remembers assertions in the database, so that no node takes one twice, nor takes one again after a restart."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._pruned_at: datetime | None = None

    async def use(self, client_uid: ClientUid, assertion: Assertion, now: datetime) -> None:
        """Use up a checked assertion. Raises `AssertionRefused` when it was used before."""
        digest = hashlib.sha256(
            f"{client_uid} {assertion.claims['jti']}".encode("utf-8", "surrogatepass")
        ).digest()
        ends = datetime.fromtimestamp(assertion.claims["exp"], UTC) + KEPT_AFTER_END
        prune = self._pruned_at is None or abs(now - self._pruned_at) >= PRUNE_EVERY
        if not await self._db.write(_use, digest, ends, prune_before=now if prune else None):
            raise AssertionRefused(
                "It was used before. Sign a new one, with another jti, for each request."
            )
        if prune:
            self._pruned_at = now


def _use(conn: Connection, digest: bytes, ends: datetime, *, prune_before: datetime | None) -> bool:
    if prune_before is not None:
        store.delete_expired_assertions(conn, before=prune_before)
    return store.insert_assertion(conn, digest, expires_at=ends)


def _is_in(one: object, audiences: frozenset[str]) -> bool:
    return isinstance(one, str) and one in audiences


def _is_time(value: object) -> TypeGuard[float]:
    """A NumericDate (RFC 7519 §2). Not NaN: that is neither before nor after anything."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 2**33
