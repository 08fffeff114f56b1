"""HTTP by httpcore2: connections that are kept, TLS by the system's certificates, proxies of the environment."""

import os
import ssl
import zlib
from collections.abc import Mapping
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore2

from sellergate_client._core.account import LOOPBACK
from sellergate_client._core.messages import Answer, Request
from sellergate_client.errors import AnswerLost, ConfigurationError, NotSent, TransportError

# A server that nothing was sent to for some seconds may be closing the connection just now.
IDLE = 4.0
CONNECT = 10.0
NEVER_SENT = (
    httpcore2.ConnectError,
    httpcore2.ConnectTimeout,
    httpcore2.PoolTimeout,
    httpcore2.ProxyError,
    httpcore2.UnsupportedProtocol,
    httpcore2.ConnectionNotAvailable,
)
BROKEN = (
    httpcore2.TimeoutException,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    *NEVER_SENT,
)
Pool = TypeVar("Pool")


class Transport(Protocol):
    """What sends requests for a SellerClient. Bring your own to test without a network, or to send in another way."""

    def send(self, request: Request) -> Answer:
        """The whole answer, its body not compressed any more. Raises NotSent or AnswerLost."""
        ...

    def close(self) -> None: ...


class AsyncTransport(Protocol):
    """The same for an AsyncSellerClient."""

    async def send(self, request: Request) -> Answer: ...

    async def close(self) -> None: ...


class HttpTransport:
    """HTTP/1.1 with a pool of connections, for any number of threads."""

    def __init__(
        self,
        *,
        ssl_context: ssl.SSLContext | None = None,
        proxy: str | None = None,
        trust_env: bool = True,
        max_connections: int = 100,
    ) -> None:
        """A proxy is an address such as `http://user:password@proxy:3128`; without one, HTTPS_PROXY and NO_PROXY count."""
        self._routes = _Routes(proxy, trust_env=trust_env)
        self._options = _options(ssl_context, max_connections)
        self._pools: dict[tuple[int, str | None], httpcore2.ConnectionPool] = {}

    def send(self, request: Request) -> Answer:
        try:
            found = self._pool(request.url).request(
                request.method,
                request.url,
                headers=_headers(request.headers),
                content=request.body,
                extensions=_timeouts(request.timeout),
            )
        except BROKEN as error:
            raise _failure(error, request) from error
        return _answer(found, request)

    def proxy_for(self, url: str) -> str | None:
        """The proxy that leads to this address, if any."""
        return self._routes.proxy_for(url)

    def _pool(self, url: str) -> httpcore2.ConnectionPool:
        proxy = self._routes.proxy_for(url)
        key = (
            os.getpid(),
            proxy,
        )  # a process that was forked must not speak on its parent's connections
        pool = self._pools.get(key)
        if pool is None:
            made = httpcore2.ConnectionPool(proxy=_proxy(proxy), **self._options)
            pool = self._pools.setdefault(key, made)
        return pool

    def close(self) -> None:
        for (process, _), pool in self._pools.items():
            if process == os.getpid():
                pool.close()


class AsyncHttpTransport:
    """HTTP/1.1 with a pool of connections, for any number of tasks of one event loop."""

    def __init__(
        self,
        *,
        ssl_context: ssl.SSLContext | None = None,
        proxy: str | None = None,
        trust_env: bool = True,
        max_connections: int = 100,
    ) -> None:
        """See HttpTransport."""
        self._routes = _Routes(proxy, trust_env=trust_env)
        self._options = _options(ssl_context, max_connections)
        self._pools: dict[str | None, httpcore2.AsyncConnectionPool] = {}

    async def send(self, request: Request) -> Answer:
        try:
            found = await self._pool(request.url).request(
                request.method,
                request.url,
                headers=_headers(request.headers),
                content=request.body,
                extensions=_timeouts(request.timeout),
            )
        except BROKEN as error:
            raise _failure(error, request) from error
        return _answer(found, request)

    def _pool(self, url: str) -> httpcore2.AsyncConnectionPool:
        proxy = self._routes.proxy_for(url)
        pool = self._pools.get(proxy)
        if pool is None:
            pool = httpcore2.AsyncConnectionPool(proxy=_proxy(proxy), **self._options)
            self._pools[proxy] = pool
        return pool

    async def close(self) -> None:
        for pool in self._pools.values():
            await pool.aclose()


class _Routes:
    """Which proxy leads to an address: asked once for each host."""

    def __init__(self, proxy: str | None, *, trust_env: bool) -> None:
        self._fixed = proxy
        self._trust_env = trust_env
        self._known: dict[tuple[str, str], str | None] = {}

    def proxy_for(self, url: str) -> str | None:
        if self._fixed or not self._trust_env:
            return self._fixed
        scheme, _, rest = url.partition("://")
        host = rest.partition("/")[0]
        try:
            return self._known[scheme, host]
        except KeyError:
            name = urlsplit(url).hostname or ""
            direct = name in LOOPBACK or proxy_bypass(name)
            proxies = getproxies()
            found = None if direct else proxies.get(scheme) or proxies.get("all")
            self._known[scheme, host] = found
            return found


def _options(ssl_context: ssl.SSLContext | None, max_connections: int) -> dict[str, Any]:
    return {
        "ssl_context": ssl_context,
        "max_connections": max_connections,
        "max_keepalive_connections": max_connections,
        "keepalive_expiry": IDLE,
    }


def _proxy(address: str | None) -> httpcore2.Proxy | None:
    if address is None:
        return None
    parts = urlsplit(address if "://" in address else f"http://{address}")
    if not parts.hostname:
        raise ConfigurationError("The proxy is no address such as http://proxy.example.com:3128.")
    port = f":{parts.port}" if parts.port else ""
    user = (parts.username or "", parts.password or "") if parts.username else None
    return httpcore2.Proxy(f"{parts.scheme}://{parts.hostname}{port}", auth=user)


def _headers(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("ascii"), value.encode("latin-1")) for name, value in headers.items()]


def _timeouts(seconds: float) -> dict[str, Any]:
    connect = min(seconds, CONNECT)
    return {"timeout": {"connect": connect, "read": seconds, "write": seconds, "pool": seconds}}


def _failure(error: Exception, request: Request) -> TransportError:
    why = str(error) or type(error).__name__
    host = urlsplit(request.url).netloc
    if isinstance(error, NEVER_SENT):
        return NotSent(
            f"{host} cannot be reached: {why}. Check the address, the network and any proxy."
        )
    return AnswerLost(
        f"The answer of {host} to {request.method} was lost: {why}. "
        "If the call changes something, look whether it was done before you repeat it."
    )


def _answer(found: httpcore2.Response, request: Request) -> Answer:
    headers: dict[str, str] = {}
    for raw_name, raw_value in found.headers:
        name, value = raw_name.decode("ascii").lower(), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    body = found.content
    if headers.get("content-encoding", "").lower() in {"gzip", "x-gzip"} and body:
        body = _unzipped(body, request)
    return Answer(found.status, headers, body)


def _unzipped(body: bytes, request: Request) -> bytes:
    stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        whole = stream.decompress(body) + stream.flush()
    except zlib.error as error:
        raise _failure(error, request) from error
    if not stream.eof:
        raise _failure(EOFError("half a body"), request)
    return whole
