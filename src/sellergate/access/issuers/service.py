"""The trusted issuers of an installation: which of them issued a token, and what the token stands for."""

import asyncio
import hashlib
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Final, NamedTuple

import structlog

from sellergate.access.issuers.errors import IssuerUnavailable, KeysUnusable
from sellergate.access.issuers.fetch import fetch_keys
from sellergate.access.issuers.keys import Keys
from sellergate.access.issuers.models import IssuerStatus, TrustedIssuer
from sellergate.access.issuers.token import (
    ForeignToken,
    Header,
    read_header,
    read_token,
    unverified_issuer_of,
)
from sellergate.access.jose import PublicKey, SignatureRefused, Unverified
from sellergate.access.tokens.errors import TokenExpired, TokenRefused
from sellergate.access.tokens.service import MAX_REMEMBERED, MAX_TOKEN_LENGTH
from sellergate.kit.clock import Clock
from sellergate.kit.measures import Periodic
from sellergate.kit.memory import BoundedMemory

REFRESH_EVERY: Final = 300.0  # seconds; a key that the issuer took back is used for as long at most
RETRY_EVERY: Final = 5.0  # while the issuer does not answer
ON_DEMAND_EVERY: Final = 10.0  # for a key id that nobody knows: garbage must not make us a hammer
KEPT_FOR: Final = 86_400.0  # without any answer of the issuer, its last keys are trusted for a day
LOGGED_EVERY: Final = 60.0  # failures in a row

log = structlog.get_logger()


class ForeignIssuer:
    """One issuer: its keys, and the fetch of them that is under way, if one is."""

    def __init__(
        self, listed: TrustedIssuer, *, clock: Clock, on_change: Callable[["ForeignIssuer"], None]
    ) -> None:
        self.listed = listed
        self.fetches = Periodic()
        self._clock = clock
        self._on_change = on_change
        self._keys: Keys = {}
        self._trusted_until = 0.0  # by the monotonic clock: a wall clock that jumps ends no trust
        self._fetched_at: datetime | None = None
        self._error: str | None = None
        self._next_demand = 0.0
        self._next_log = 0.0
        self._flight: asyncio.Task[None] | None = None

    @property
    def status(self) -> IssuerStatus:
        """How it stands now."""
        return IssuerStatus(
            issuer=self.listed.issuer,
            kids=tuple(dict.fromkeys(kid for kid, _alg in self._keys)) if self.has_keys() else (),
            fetched_at=self._fetched_at,
            error=self._error,
        )

    def has_keys(self) -> bool:
        """Whether there are keys that may still be trusted."""
        return time.monotonic() < self._trusted_until

    async def key_of(self, header: Header) -> PublicKey:
        """The key that a token names, fetched when it is new. Raises `TokenRefused`, `IssuerUnavailable`."""
        key = self._find(header)
        if key is None:
            await self._refresh_on_demand()
            key = self._find(header)
        if key is not None:
            return key
        if self._error is not None or not self.has_keys():
            raise IssuerUnavailable(self.listed.issuer)  # perhaps it is a key that we could not see
        raise TokenRefused

    async def refresh(self) -> None:
        """Fetch the keys, together with whoever else wants them now."""
        if self._flight is None:
            self._flight = asyncio.create_task(self._fetch())
        await asyncio.shield(self._flight)

    async def follow(self) -> None:
        """Keep the keys fresh, for ever."""
        while True:
            await self.refresh()
            await asyncio.sleep(REFRESH_EVERY if self._error is None else RETRY_EVERY)

    async def stop(self) -> None:
        """Let go of the fetch that is under way."""
        if self._flight is not None:
            self._flight.cancel()
            with suppress(asyncio.CancelledError):
                await self._flight

    def _find(self, header: Header) -> PublicKey | None:
        return self._keys.get((header.kid, header.alg)) if self.has_keys() else None

    async def _refresh_on_demand(self) -> None:
        if self._flight is None:
            now = time.monotonic()
            if now < self._next_demand:
                return
            self._next_demand = now + ON_DEMAND_EVERY
        await self.refresh()

    async def _fetch(self) -> None:
        try:
            self._take(await fetch_keys(self.listed))
        except KeysUnusable as error:
            self._fail(str(error))
        except Exception as error:  # noqa: BLE001  (whatever it is, the keys that we have still hold)
            self._fail(f"{type(error).__name__}: {error}")
        finally:
            self._flight = None

    def _take(self, keys: Keys) -> None:
        told = _thumbprints(keys)
        changed = told != _thumbprints(self._keys)
        recovered = self._error is not None
        self._keys = keys
        self._trusted_until = time.monotonic() + KEPT_FOR
        self._fetched_at = self._clock()
        self.fetches.went_well()
        self._error = None
        self._next_log = 0.0
        if changed:
            self._on_change(self)
        if changed or recovered:
            log.info("issuer keys fetched", issuer=self.listed.issuer, kids=self.status.kids)

    def _fail(self, reason: str) -> None:
        self.fetches.failed()
        self._error = reason
        now = time.monotonic()
        if now >= self._next_log:
            self._next_log = now + LOGGED_EVERY
            log.warning(
                "issuer keys not fetched",
                issuer=self.listed.issuer,
                reason=reason,
                has_keys=self.has_keys(),
                failures=self.fetches.failures,
            )


class _Remembered(NamedTuple):
    issuer: ForeignIssuer
    token: ForeignToken


class TrustedIssuers:
    """All of them. A verified token is remembered by its SHA-256, as our own are, until a key of its issuer changes."""

    def __init__(
        self, listed: tuple[TrustedIssuer, ...], *, clock: Clock, on_key_change: Callable[[], None]
    ) -> None:
        self.by_issuer = {
            one.issuer: ForeignIssuer(one, clock=clock, on_change=self._forget) for one in listed
        }
        self._clock = clock
        self._on_key_change = on_key_change
        self._remembered: BoundedMemory[bytes, _Remembered] = BoundedMemory(MAX_REMEMBERED)
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to follow every issuer. None of them needs to answer now."""
        self._tasks = [asyncio.create_task(one.follow()) for one in self.by_issuer.values()]

    async def stop(self) -> None:
        """Stop following."""
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        for one in self.by_issuer.values():
            await one.stop()

    @property
    def fetches(self) -> dict[str, Periodic]:
        """How the fetches of each issuer's keys went, by name of the work; of none when nobody follows them."""
        if not self._tasks:
            return {}
        return {f"keys of {name}": one.fetches for name, one in self.by_issuer.items()}

    def statuses(self) -> list[IssuerStatus]:
        """How each stands in this process."""
        return [one.status for one in self.by_issuer.values()]

    async def verify(self, unverified_token: str) -> ForeignToken | None:
        """What a token of one of them stands for at this instant; None when it is of none of them.

        Raises `TokenRefused` and its kin, `IssuerUnavailable`.
        """
        if len(unverified_token) > MAX_TOKEN_LENGTH:
            return None
        digest = hashlib.sha256(unverified_token.encode("utf-8", "surrogatepass")).digest()
        known = self._remembered.get(digest)
        if known is None:
            issuer = self.by_issuer.get(unverified_issuer_of(unverified_token))
            if issuer is None:
                return None
            known = _Remembered(issuer, await _verify(unverified_token, issuer))
            self._remembered.remember(digest, known)
        self._check_now(known, digest)
        return known.token

    def _check_now(self, known: _Remembered, digest: bytes) -> None:
        """What can change while a token is remembered: the clock, and whether its issuer is still known."""
        name, now = known.token.issuer, self._clock().timestamp()
        if known.token.ends <= now:
            self._remembered.pop(digest, None)
            raise TokenExpired(f"The time of this token of {name} is over. Get a new one there.")
        if known.token.starts > now:
            raise TokenRefused(
                f"This token of {name} does not hold yet (“nbf” or “iat”). If it was just issued, the clocks of the "
                "two machines differ."
            )
        if not known.issuer.has_keys():
            raise IssuerUnavailable(name)

    def _forget(self, issuer: ForeignIssuer) -> None:
        """Its keys are others now: tokens are verified anew, and those of a key that was taken back refused."""
        for digest, known in list(self._remembered.items()):
            if known.issuer is issuer:
                del self._remembered[digest]
        self._on_key_change()


async def _verify(unverified_token: str, issuer: ForeignIssuer) -> ForeignToken:
    try:
        unverified = Unverified(unverified_token)
    except SignatureRefused as error:
        raise TokenRefused from error
    header = read_header(unverified)
    return read_token(unverified, header, await issuer.key_of(header), issuer.listed)


def _thumbprints(keys: Keys) -> dict[tuple[str, str], str]:
    return {name: key.thumbprint for name, key in keys.items()}
