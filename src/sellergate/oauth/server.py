"""The token server as one bare ASGI application: find the endpoint, let it answer, write the answer and the log line."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple
from urllib.parse import urlsplit

import structlog

from sellergate.access.meter import Meter
from sellergate.access.platform import Access
from sellergate.access.traffic.models import NO_ROUTE, ClientClass, Surface
from sellergate.kit.problems import CATALOGUE
from sellergate.oauth import discovery
from sellergate.oauth.clientauth import ClientAuthenticator
from sellergate.oauth.discovery import DiscoveryEndpoint
from sellergate.oauth.errors import (
    MethodNotAllowed,
    OAuthError,
    RouteUnknown,
    ServerError,
    Unavailable,
    render_error,
)
from sellergate.oauth.introspection import IntrospectionEndpoint
from sellergate.oauth.jwks import JwksEndpoint
from sellergate.oauth.revocation import RevocationEndpoint
from sellergate.oauth.token.endpoint import TokenEndpoint
from sellergate.oauth.wire import (
    NO_STORE,
    Answer,
    ASGIApp,
    ClientGone,
    Receive,
    Request,
    Scope,
    Send,
)
from sellergate.storage.database import StorageUnavailable

RETRY_AFTER_OUTAGE = b"5"

log = structlog.get_logger()

Endpoint = Callable[[Request], Awaitable[Answer]]


class Route(NamedTuple):
    """An endpoint, the methods it takes, the name of its log line, and its path as counts name it."""

    endpoint: Endpoint
    methods: tuple[str, ...]
    event: str
    template: str


def served_prefixes() -> tuple[str, ...]:
    """What the paths of the token server begin with: everything below them is its to answer."""
    return (
        "/auth/realms/",
        "/.well-known/oauth-authorization-server",
        "/.well-known/openid-configuration",
    )


def create_token_server(access: Access, *, realm: str, public_url: str) -> ASGIApp:
    """The token server of one realm. Raises `ValueError` when tokens would name another issuer than discovery."""
    public_url = public_url.rstrip("/")
    issuer = f"{public_url}/auth/realms/{realm}"
    if access.tokens.issuer != issuer:
        raise ValueError(f"tokens name the issuer {access.tokens.issuer}, discovery {issuer}")
    return TokenServer(_routes(access, realm, issuer, public_url), public_url, access.meter)


def _routes(access: Access, realm: str, issuer: str, public_url: str) -> dict[str, Route]:
    addresses = (discovery.TOKEN, discovery.INTROSPECTION, discovery.REVOCATION)
    audiences = frozenset({issuer, *(f"{issuer}/{address}" for address in addresses)})
    authenticator = ClientAuthenticator(access, realm, audiences=audiences)
    base = f"/auth/realms/{realm}"
    inserted = urlsplit(issuer).path  # RFC 8414 §3.1: between the host and the issuer's path
    public = ("GET", "HEAD")
    template = "/auth/realms/{realm}"
    about = Route(
        DiscoveryEndpoint(
            issuer=issuer, public_url=public_url, algorithm=access.policy.algorithm.value
        ),
        public,
        "discovery",
        f"{template}/.well-known/openid-configuration",
    )
    endpoints: tuple[tuple[str, Endpoint, tuple[str, ...], str], ...] = (
        (
            discovery.TOKEN,
            TokenEndpoint(access, authenticator, token_url=f"{issuer}/{discovery.TOKEN}"),
            ("POST",),
            "token",
        ),
        (
            discovery.INTROSPECTION,
            IntrospectionEndpoint(access, authenticator),
            ("POST",),
            "introspection",
        ),
        (discovery.REVOCATION, RevocationEndpoint(access, authenticator), ("POST",), "revocation"),
        (discovery.JWKS, JwksEndpoint(access), public, "jwks"),
    )
    return {
        f"{base}/{path}": Route(endpoint, methods, event, f"{template}/{path}")
        for path, endpoint, methods, event in endpoints
    } | {
        f"{base}/.well-known/openid-configuration": about,
        f"{base}/.well-known/oauth-authorization-server": about,
        f"/.well-known/openid-configuration{inserted}": about,
        f"/.well-known/oauth-authorization-server{inserted}": about,
        "/.well-known/oauth-authorization-server": about,
    }


class TokenServer:
    """The ASGI application."""

    def __init__(self, routes: dict[str, Route], public_url: str, meter: Meter) -> None:
        self._routes = routes
        self._public_url = public_url
        self._meter = meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request; whatever happens, the answer has a request id, and a refusal is JSON."""
        request = Request(scope, receive)
        route = self._routes.get(scope["path"].rstrip("/"))  # clients that end URLs with a slash
        try:
            answer = await _answer_of(route, request)
            reason = None
        except ClientGone:
            _log(route, request, 0, "client-gone")
            return
        except OAuthError as error:
            answer, reason = self._refusal(error, request), error.slug or error.error.value
        except StorageUnavailable:
            log.exception("token server without database", request_id=request.id)
            answer, reason = self._outage(request), "unavailable"
        except Exception:  # the edge: a mistake of ours is logged and answered, never leaked
            log.exception("token server failed", request_id=request.id)
            answer, reason = self._failure(request), "internal-error"
        await answer.send(send, request)
        self._conclude(route, request, answer.status, reason)

    def _refusal(self, error: OAuthError, request: Request) -> Answer:
        body = render_error(error, public_url=self._public_url, request_id=request.id)
        return Answer(error.status, [*NO_STORE, *error.headers], body)

    def _conclude(
        self, route: Route | None, request: Request, status: int, reason: str | None
    ) -> None:
        """Count the request and log it."""
        client = request.client
        self._meter.request(
            Surface.TOKEN.value,
            request.scope["method"],
            route.template if route else NO_ROUTE,
            status,
            request.seconds(),
            client_class=client.kind.value if client else ClientClass.NONE.value,
            client_uid=client.uid if client else None,
            reason=reason,
        )
        _log(route, request, status, reason)

    def _outage(self, request: Request) -> Answer:
        problem = CATALOGUE["unavailable"]
        error = Unavailable(
            f"{problem.why} {problem.remedy}", headers=[(b"retry-after", RETRY_AFTER_OUTAGE)]
        )
        return self._refusal(error, request)

    def _failure(self, request: Request) -> Answer:
        problem = CATALOGUE["internal-error"]
        return self._refusal(ServerError(f"{problem.why} {problem.remedy}"), request)


async def _answer_of(route: Route | None, request: Request) -> Answer:
    if route is None:
        raise RouteUnknown(
            "There is nothing at this path. The discovery document lists the endpoints."
        )
    if request.scope["method"] not in route.methods:
        allowed = ", ".join(route.methods)
        raise MethodNotAllowed(
            f"This endpoint takes {allowed}.", headers=[(b"allow", allowed.encode())]
        )
    return await route.endpoint(request)


def _log(route: Route | None, request: Request, status: int, reason: str | None) -> None:
    """One line a request. A clientId that was not proven is a stranger's word, and is not written."""
    client = request.client
    log.info(
        route.event if route else "token server",
        request_id=request.id,
        client_id=client.client_id if client else None,
        status=status,
        reason=reason,
        ms=round(request.seconds() * 1000, 2),
    )
