"""Key sets that clients publish at an address of their own, fetched with bounds.

The address comes from whoever owns a client, so it is treated as hostile: only public addresses are connected to
(the operator may allow networks), redirects are not followed, and size, time and frequency are bounded. The name is
resolved once and the connection goes to the address that was checked, so that a name cannot change its mind in between.
"""

import asyncio
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import SplitResult, urlsplit

import msgspec
import structlog

from sellergate.access.client_keys.errors import JwksUrlRefused, KeySetUnavailable
from sellergate.access.jose import KeyRefused, PublicKey, import_jwk
from sellergate.kit.marks import N_
from sellergate.kit.urls import is_loopback

if TYPE_CHECKING:
    import ssl

MAX_URL: Final = 500
MAX_BYTES: Final = 65_536
MAX_SET: Final = 50
TIMEOUT: Final = 5.0  # for all of it: name, connection, answer
FRESH: Final = 300.0
RETRY: Final = 30.0  # at the earliest, whatever strangers ask for
STALE: Final = 3600.0  # how long the last keys serve while the address does not answer
MAX_REMEMBERED: Final = 2_000
MAX_AT_ONCE: Final = 32

_NAT64 = ip_network("64:ff9b::/96")

log = structlog.get_logger()

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class FetchRules:
    """Where key sets may be fetched from, beside public addresses over https."""

    networks: tuple[Network, ...] = ()
    loopback: bool = False  # the demo marketplace: http and https on this machine

    @classmethod
    def of(cls, networks: tuple[str, ...], *, loopback: bool) -> "FetchRules":
        """The rules of an operator's setting, which was checked."""
        return cls(tuple(ip_network(text) for text in networks), loopback)

    def allow(self, text: str) -> bool:
        """Whether we connect to this address."""
        address = ip_address(text.partition("%")[0])
        if isinstance(address, IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        if any(address in network for network in self.networks):
            return True
        if address.is_loopback:
            return self.loopback
        if isinstance(address, IPv6Address) and (
            address.sixtofour or address.teredo or address in _NAT64
        ):
            return False  # a private IPv4 address may hide in it
        return address.is_global and not address.is_multicast


def check_url(url: str, rules: FetchRules) -> SplitResult:
    """The parts of an address that keys may be fetched from. Raises `JwksUrlRefused`."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise JwksUrlRefused from error
    if (
        len(url) > MAX_URL
        or not url.isascii()
        or any(character <= " " or character in "\x7f\\" for character in url)
        or not host
        or parts.username is not None
        or "#" in url
        or parts.scheme not in {"https", "http"}
    ):
        raise JwksUrlRefused
    if parts.scheme == "http" and not (rules.loopback and is_loopback(host)):
        raise JwksUrlRefused
    return parts


class RemoteKeySets:
    """Key sets by address, remembered for a while. One fetch an address at a time, and never two within `RETRY`."""

    def __init__(self, rules: FetchRules, *, timer: Callable[[], float] = time.monotonic) -> None:
        self.rules = rules
        self._timer = timer
        self._known: dict[str, _Known] = {}
        self._fetching: dict[str, asyncio.Task[tuple[PublicKey, ...]]] = {}
        self._slots = asyncio.Semaphore(MAX_AT_ONCE)
        # Not the threads in which everybody's names are looked up: a stranger's name server that never answers keeps one
        # busy for long, and a few of them would keep this process from its database.
        self._lookups = ThreadPoolExecutor(MAX_AT_ONCE, thread_name_prefix="key-set-names")
        self._tls: ssl.SSLContext | None = None

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
        import httpx2

        address = await self._resolve(parts)
        host = f"[{address}]" if ":" in address else address
        target = parts._replace(netloc=f"{host}:{parts.port}" if parts.port else host).geturl()
        if self._tls is None:
            self._tls = await asyncio.to_thread(httpx2.create_ssl_context)
        try:
            async with (
                httpx2.AsyncClient(verify=self._tls, trust_env=False, timeout=TIMEOUT) as http,
                http.stream(
                    "GET",
                    target,
                    headers={
                        "Host": parts.netloc,
                        "Accept": "application/jwk-set+json, application/json",
                        "Accept-Encoding": "identity",
                    },
                    # The certificate is checked for the name, whatever address is dialled.
                    extensions={"sni_hostname": parts.hostname},
                ) as answer,
            ):
                return await _body_of(answer)
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            raise KeySetUnavailable(
                N_("The host of the key set does not answer, or its certificate is not valid.")
            ) from error

    async def _resolve(self, parts: SplitResult) -> str:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            found = await asyncio.get_running_loop().run_in_executor(
                self._lookups, _look_up, parts.hostname, port
            )
        except (OSError, UnicodeError) as error:
            raise KeySetUnavailable(N_("The host of the key set does not exist.")) from error
        addresses = [str(entry[4][0]) for entry in found]
        if not addresses or not all(map(self.rules.allow, addresses)):
            raise KeySetUnavailable(
                N_(
                    "The host of the key set is in a private network, which the operator of this marketplace has not allowed."
                )
            )
        return min(addresses, key=lambda address: ":" in address)


@dataclass(slots=True)
class _Known:
    keys: tuple[PublicKey, ...]
    fetched_at: float
    tried_at: float

    def at(self, now: float) -> tuple[PublicKey, ...]:
        """The keys, unless they are too old to be trusted."""
        return self.keys if now - self.fetched_at < STALE else ()


async def _body_of(answer: Any) -> bytes:
    if answer.status_code != 200:
        raise KeySetUnavailable(
            N_(
                "The address of the key set answers with another status than 200. Redirects are not followed."
            )
        )
    if answer.headers.get("content-encoding", "identity") != "identity":
        raise KeySetUnavailable(
            N_("The address of the key set answers in a compressed form. Serve it as it is.")
        )
    body = b""
    async for part in answer.aiter_raw():
        body += part
        if len(body) > MAX_BYTES:
            raise KeySetUnavailable(N_("The key set is larger than 64 KiB."))
    return body


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


def _look_up(host: str | None, port: int) -> list[tuple[Any, ...]]:
    return [*socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
