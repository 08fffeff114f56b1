"""Passwords by argon2id, in constant time for known and unknown accounts, throttled."""

import asyncio
from datetime import datetime
from hashlib import blake2b

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from sellergate.access.accounts import store
from sellergate.access.accounts.errors import SignInFailed, TooManyAttempts
from sellergate.access.accounts.models import User
from sellergate.access.quotas.models import Quota
from sellergate.access.quotas.service import QuotaCounter
from sellergate.storage.database import Database

# Per e-mail, so that one address cannot be guessed at; per network address, so that many cannot either.
ATTEMPTS_PER_EMAIL = Quota(limit=10, window=900)
ATTEMPTS_PER_ADDRESS = Quota(limit=60, window=900)

MAX_LENGTH = 1000  # of what is hashed: nobody types more, and hashing must stay cheap


class Passwords:
    """Checks passwords off the event loop, at most two at a time: argon2id costs 19 MiB and some 30 ms each."""

    def __init__(self, counter: QuotaCounter) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
        self._counter = counter
        self._slots = asyncio.Semaphore(2)
        self._decoy: str | None = None

    def hash(self, password: str, *, salt: bytes | None = None) -> str:
        """The argon2id hash of a password. Only the demo world, which is the same each time, chooses the salt."""
        return self._hasher.hash(password[:MAX_LENGTH], salt=salt)

    async def hash_aside(self, password: str) -> str:
        """`hash`, off the event loop."""
        async with self._slots:
            return await asyncio.to_thread(self.hash, password)

    async def authenticate(
        self, db: Database, *, email: str, password: str, address: str, now: datetime
    ) -> User:
        """The user whose password this is. Raises `SignInFailed`, `TooManyAttempts`."""
        email = email.strip().casefold()[:254]
        email_key = f"sign-in email {_digest(email)}"
        await self._throttle(email_key, ATTEMPTS_PER_EMAIL, now)
        await self._throttle(address_key(address), ATTEMPTS_PER_ADDRESS, now)
        found = await db.read(store.password_hash_of, email)
        password_hash = found[1] if found else None
        async with self._slots:
            matches = await asyncio.to_thread(self._verify, password_hash, password)
        user = await db.read(store.find_user, found[0]) if found and matches else None
        if user is None or not user.memberships:
            raise SignInFailed
        await self._counter.forget(email_key, ATTEMPTS_PER_EMAIL, now.timestamp())
        return user

    async def _throttle(self, key: str, quota: Quota, now: datetime) -> None:
        state = await self._counter.hit(key, quota, now.timestamp())
        if not state.allowed:
            raise TooManyAttempts(state.reset_after)

    def _verify(self, password_hash: str | None, password: str) -> bool:
        """Whether the password matches; takes as long when there is no account."""
        if password_hash is None and self._decoy is None:
            self._decoy = self._hasher.hash("a password that nobody has")
        try:
            self._hasher.verify(password_hash or self._decoy or "", password[:MAX_LENGTH])
        except (VerificationError, InvalidHashError):
            return False
        return password_hash is not None


def address_key(address: str) -> str:
    """The key under which attempts from a network address are counted."""
    return f"sign-in address {_digest(address)}"


def _digest(text: str) -> str:
    """Who tries to sign in, and from where, is nothing that a shared counter need know; and it may be long."""
    return blake2b(text.encode(errors="backslashreplace"), digest_size=16).hexdigest()
