"""`/metrics`, in front of an application that answers all other addresses. For this machine, or with a token."""

import hmac
from typing import Final

from sellergate.kit.asgi import ASGIApp, Receive, Scope, Send
from sellergate.kit.urls import is_loopback
from sellergate.telemetry.workers import Workers

PATH: Final = "/metrics"
# A request with one of these has come through a proxy, from who knows where.
FORWARDED: Final = frozenset(
    {
        *(b"forwarded", b"via", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto"),
        *(b"x-real-ip", b"x-original-uri"),
    }
)
_TEXT: Final = "text/plain; charset=utf-8"
_NOT_HERE: Final = (
    b"Metrics are for this machine. From elsewhere, or through a proxy, set SELLERGATE_METRICS_TOKEN "
    b"and send it as a Bearer token.\n"
)
_TOKEN_WANTED: Final = (
    b"Send the token of SELLERGATE_METRICS_TOKEN in the header Authorization, after Bearer.\n"
)


class Metrics:
    """Answers scrapes; lets everything else through to `behind`."""

    def __init__(self, behind: ASGIApp, workers: Workers, *, token: str | None) -> None:
        self._behind = behind
        self._workers = workers
        self._token = token.encode() if token else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["path"] != PATH:
            await self._behind(scope, receive, send)
            return
        headers = scope["headers"]
        if scope["method"] not in ("GET", "HEAD"):
            await _answer(send, 405, b"Send GET.\n", _TEXT, (b"allow", b"GET, HEAD"))
        elif self._token is not None:
            if _sent_token(headers, self._token):
                await self._answer_scrape(scope, send)
            else:
                challenge = (b"www-authenticate", b'Bearer realm="metrics"')
                await _answer(send, 401, _TOKEN_WANTED, _TEXT, challenge)
        elif _is_from_here(scope):
            await self._answer_scrape(scope, send)
        else:
            await _answer(send, 403, _NOT_HERE, _TEXT)

    async def _answer_scrape(self, scope: Scope, send: Send) -> None:
        from sellergate.telemetry.exposition import render  # 40 ms to import, at the first scrape

        accept = b",".join(value for name, value in scope["headers"] if name == b"accept")
        body, media_type = render(self._workers.snapshot(), accept.decode("latin-1"))
        await _answer(send, 200, body, media_type)


def _sent_token(headers: list[tuple[bytes, bytes]], token: bytes) -> bool:
    sent = [value for name, value in headers if name == b"authorization"]
    if len(sent) != 1:
        return False
    scheme, _, unverified = sent[0].partition(b" ")
    return scheme.lower() == b"bearer" and hmac.compare_digest(unverified.strip(), token)


def _is_from_here(scope: Scope) -> bool:
    """Whether a program on this machine asked by an address of this machine, without a proxy between.

    The host is looked at because a page in a browser on this machine may ask by a name of its own that leads here.
    """
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    peer = scope.get("client")
    return (
        peer is not None
        and scope["http_version"] != "1.0"  # nginx, unless it was told otherwise
        and is_loopback(peer[0])
        and len(hosts) == 1
        and is_loopback(_name_of(hosts[0].decode("latin-1")))
        and not any(name in FORWARDED for name, _ in scope["headers"])
    )


def _name_of(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


async def _answer(
    send: Send, status: int, body: bytes, media_type: str, *more: tuple[bytes, bytes]
) -> None:
    headers = [
        (b"content-type", media_type.encode()),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        *more,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
