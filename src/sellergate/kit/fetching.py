"""Fetching from addresses that strangers named, which are treated as hostile.

Only public addresses are connected to (an operator may allow networks, or demand certain hosts), and redirects are not
followed. A name is resolved once, all it leads to is checked, and the connection goes to an address that was checked, so
that a name cannot change its mind in between. How long a fetch takes and how much it brings is bounded by its caller.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

from sellergate.kit.urls import is_loopback

if TYPE_CHECKING:
    import ssl

Network = IPv4Network | IPv6Network

_NAT64 = ip_network("64:ff9b::/96")


class FetchFault(StrEnum):
    """Why nothing came."""

    NO_HOST = "no host"
    PRIVATE = "private network"
    NO_ANSWER = "no answer"
    STATUS = "status"
    COMPRESSED = "compressed"


class AddressRefused(Exception):
    """Not an address that may be fetched from."""


class FetchFailed(Exception):
    """Nothing came from an address; `status` is that of an answer, when there was one."""

    def __init__(self, fault: FetchFault, status: int | None = None) -> None:
        self.fault = fault
        self.status = status
        super().__init__(f"{fault} {status}" if status else str(fault))


@dataclass(frozen=True, slots=True)
class FetchRules:
    """Where may be fetched from. Public addresses over https, beside what these say."""

    networks: tuple[Network, ...] = ()  # private ones that are allowed
    loopback: bool = False  # the demo marketplace: http and https on this machine
    hosts: tuple[str, ...] = ()  # these only, or with *. what is below them; none: every host

    @classmethod
    def of(
        cls, networks: tuple[str, ...] = (), *, loopback: bool, hosts: tuple[str, ...] = ()
    ) -> "FetchRules":
        """The rules of an operator's settings, which were checked."""
        return cls(tuple(ip_network(text) for text in networks), loopback, hosts)

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

    def may_name(self, host: str) -> bool:
        """Whether an address may name this host."""
        host = host.casefold()
        return not self.hosts or any(
            host.endswith(allowed[1:]) if allowed.startswith("*.") else host == allowed
            for allowed in self.hosts
        )


def check_address(url: str, rules: FetchRules, *, longest: int) -> SplitResult:
    """The parts of an http(s) address that may be fetched from. Raises `AddressRefused`; asks no name server."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise AddressRefused from error
    if (
        len(url) > longest
        or not url.isascii()
        or any(character <= " " or character in "\x7f\\" for character in url)
        or not host
        or parts.username is not None
        or "#" in url
        or parts.scheme not in {"https", "http"}
    ):
        raise AddressRefused
    if parts.scheme == "http" and not (rules.loopback and is_loopback(host)):
        raise AddressRefused
    return parts


class Fetcher:
    """Reads answers of addresses that `check_address` let through."""

    def __init__(self, rules: FetchRules, *, name: str, at_once: int) -> None:
        self.rules = rules
        # Not the threads in which everybody's names are looked up: a stranger's name server that never answers keeps one
        # busy for long, and a few of them would keep this process from its database.
        self._lookups = ThreadPoolExecutor(at_once, thread_name_prefix=name)
        self.tls: ssl.SSLContext | None = None

    @asynccontextmanager
    async def open(
        self, parts: SplitResult, *, accept: str, seconds: float
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """The body of a 200 answer, in parts as they come. `seconds` bounds each wait, not the whole.

        Raises `FetchFailed`, also while the body is read.
        """
        import httpx2

        address = await self._resolve(parts)
        host = f"[{address}]" if ":" in address else address
        target = parts._replace(netloc=f"{host}:{parts.port}" if parts.port else host).geturl()
        if self.tls is None:
            self.tls = await asyncio.to_thread(httpx2.create_ssl_context)
        async with AsyncExitStack() as stack:
            with _told():
                http = await stack.enter_async_context(
                    httpx2.AsyncClient(verify=self.tls, trust_env=False, timeout=seconds)
                )
                answer = await stack.enter_async_context(
                    http.stream(
                        "GET",
                        target,
                        headers={
                            "Host": parts.netloc,
                            "Accept": accept,
                            "Accept-Encoding": "identity",
                        },
                        # The certificate is checked for the name, whatever address is dialled.
                        extensions={"sni_hostname": parts.hostname},
                    )
                )
            if answer.status_code != 200:
                raise FetchFailed(FetchFault.STATUS, answer.status_code)
            if answer.headers.get("content-encoding", "identity") != "identity":
                raise FetchFailed(FetchFault.COMPRESSED)
            yield _arriving(answer)

    async def _resolve(self, parts: SplitResult) -> str:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            found = await asyncio.get_running_loop().run_in_executor(
                self._lookups, _look_up, parts.hostname, port
            )
        except (OSError, UnicodeError) as error:
            raise FetchFailed(FetchFault.NO_HOST) from error
        addresses = [str(entry[4][0]) for entry in found]
        if not addresses or not all(map(self.rules.allow, addresses)):
            raise FetchFailed(FetchFault.PRIVATE)
        return min(addresses, key=lambda address: ":" in address)


async def _arriving(answer: Any) -> AsyncIterator[bytes]:
    with _told():
        async for part in answer.aiter_raw():
            yield part


@contextmanager
def _told() -> Iterator[None]:
    import httpx2

    try:
        yield
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
        raise FetchFailed(FetchFault.NO_ANSWER) from error


def _look_up(host: str | None, port: int) -> list[tuple[Any, ...]]:
    return [*socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
