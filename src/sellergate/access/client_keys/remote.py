"""Key sets that clients publish at an address of their own, fetched with bounds.

The address comes from whoever owns a client: where it may lead is the matter of `kit.fetching`; size, time and frequency
are bounded here.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

import msgspec
import structlog

from sellergate.access.client_keys.errors import JwksUrlRefused, KeySetUnavailable
from sellergate.access.jose import KeyRefused, PublicKey, import_jwk
from sellergate.kit.fetching import (
    AddressRefused,
    Fetcher,
    FetchFailed,
    FetchFault,
    FetchRules,
    check_address,
)
from sellergate.kit.marks import N_

MAX_URL: Final = 500
MAX_BYTES: Final = 65_536
MAX_SET: Final = 50
TIMEOUT: Final = 5.0  # for all of it: name, connection, answer
FRESH: Final = 300.0
RETRY: Final = 30.0  # at the earliest, whatever strangers ask for
STALE: Final = 3600.0  # how long the last keys serve while the address does not answer
MAX_REMEMBERED: Final = 2_000
MAX_AT_ONCE: Final = 32

log = structlog.get_logger()

# What an owner is told when nothing came.
FAULTS: Final = {
    FetchFault.NO_HOST: N_("The host of the key set does not exist."),
    FetchFault.PRIVATE: N_(
        "The host of the key set is in a private network, which the operator of this marketplace has not allowed."
    ),
    FetchFault.NO_ANSWER: N_(
        "The host of the key set does not answer, or its certificate is not valid."
    ),
    FetchFault.STATUS: N_(
        "The address of the key set answers with another status than 200. Redirects are not followed."
    ),
    FetchFault.COMPRESSED: N_(
        "The address of the key set answers in a compressed form. Serve it as it is."
    ),
}


def check_url(url: str, rules: FetchRules) -> SplitResult:
    """The parts of an address that keys may be fetched from. Raises `JwksUrlRefused`."""
    try:
        return check_address(url, rules, longest=MAX_URL)
    except AddressRefused as error:
        raise JwksUrlRefused from error


class RemoteKeySets:
    """Key sets by address, remembered for a while. One fetch an address at a time, and never two within `RETRY`."""

    def __init__(self, rules: FetchRules, *, timer: Callable[[], float] = time.monotonic) -> None:
        self.rules = rules
        self._timer = timer
        self._known: dict[str, _Known] = {}
        self._fetching: dict[str, asyncio.Task[tuple[PublicKey, ...]]] = {}
        self._slots = asyncio.Semaphore(MAX_AT_ONCE)
        self._fetcher = Fetcher(rules, name="key-set-names", at_once=MAX_AT_ONCE)

    async def keys(self, url: str, kid: str | None) -> tuple[PublicKey, ...]:
        """The keys at an address; fetched again when they are old, or when none is called `kid`."""
        known = self._known.get(url)
        now = self._timer()
        if known is not None:
            wanted = kid is None or any(key.kid == kid for key in known.keys)
            if now - known.fetched_at < FRESH and wanted:
                return known.keys
            if now - known.tried_at < RETRY and url not in self._fetching:
                return known.at(now)
        try:
            return await self.fetch(url)
        except KeySetUnavailable as unavailable:
            log.warning(
                "client keys not fetched", host=urlsplit(url).hostname, reason=str(unavailable)
            )
        except JwksUrlRefused:  # the operator's rules have changed since it was added
            log.warning("client keys not fetched", host=urlsplit(url).hostname, reason="refused")
        return self._known[url].at(now) if url in self._known else ()

    async def fetch(self, url: str) -> tuple[PublicKey, ...]:
        """The keys at an address, now. Who asks during a fetch waits for it.

        Raises `JwksUrlRefused`, `KeySetUnavailable`.
        """
        parts = check_url(url, self.rules)
        task = self._fetching.get(url)
        if task is None:
            task = self._fetching[url] = asyncio.create_task(self._fetch_and_remember(url, parts))
            task.add_done_callback(lambda done: self._end(url, done))
        return await asyncio.shield(task)

    def _end(self, url: str, done: "asyncio.Task[tuple[PublicKey, ...]]") -> None:
        del self._fetching[url]
        if not done.cancelled():
            done.exception()  # whoever waited has been told; nobody may have waited to the end

    async def _fetch_and_remember(self, url: str, parts: SplitResult) -> tuple[PublicKey, ...]:
        known = self._known.pop(url, None) or _Known((), float("-inf"), 0.0)
        known.tried_at = self._timer()
        if len(self._known) >= MAX_REMEMBERED:
            del self._known[next(iter(self._known))]
        self._known[url] = known
        try:
            async with asyncio.timeout(TIMEOUT), self._slots:
                body = await self._read(parts)
        except TimeoutError as error:
            raise KeySetUnavailable(N_("The key set did not arrive within 5 seconds.")) from error
        known.keys = _parse(body)
        known.fetched_at = self._timer()
        return known.keys

    async def _read(self, parts: SplitResult) -> bytes:
        accept = "application/jwk-set+json, application/json"
        body = b""
        try:
            async with self._fetcher.open(parts, accept=accept, seconds=TIMEOUT) as arriving:
                async for part in arriving:
                    body += part
                    if len(body) > MAX_BYTES:
                        raise KeySetUnavailable(N_("The key set is larger than 64 KiB."))
        except FetchFailed as error:
            raise KeySetUnavailable(FAULTS[error.fault]) from error
        return body


@dataclass(slots=True)
class _Known:
    keys: tuple[PublicKey, ...]
    fetched_at: float
    tried_at: float

    def at(self, now: float) -> tuple[PublicKey, ...]:
        """The keys, unless they are too old to be trusted."""
        return self.keys if now - self.fetched_at < STALE else ()


def _parse(body: bytes) -> tuple[PublicKey, ...]:
    """The usable keys of a set. Others are passed over: a set also holds keys for encryption, or of other kinds."""
    try:
        members = msgspec.json.decode(body)["keys"]
    except (msgspec.DecodeError, RecursionError, TypeError, KeyError) as error:
        raise KeySetUnavailable(
            N_("There is no JWKS at this address: a JSON object with a list of keys.")
        ) from error
    keys = []
    for member in members[:MAX_SET] if isinstance(members, list) else ():
        try:
            keys.append(import_jwk(member))
        except KeyRefused:
            continue
    if not keys:
        raise KeySetUnavailable(N_("There is no public key at this address that can be used."))
    return tuple(keys)
