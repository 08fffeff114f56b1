"""The token server as one bare ASGI application: find the endpoint, let it answer, write the answer and the log line."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple
from urllib.parse import urlsplit

import structlog

from sellergate.access.platform import Access
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
    """An endpoint, the methods it takes, and the name of its log line (none for public documents)."""

    endpoint: Endpoint
    methods: tuple[str, ...]
    event: str | None


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
    return TokenServer(_routes(access, realm, issuer, public_url), public_url)


def _routes(access: Access, realm: str, issuer: str, public_url: str) -> dict[str, Route]:
    authenticator = ClientAuthenticator(access, realm)
    base = f"/auth/realms/{realm}"
    inserted = urlsplit(issuer).path  # RFC 8414 §3.1: between the host and the issuer's path
    about = Route(
        DiscoveryEndpoint(
            issuer=issuer, public_url=public_url, algorithm=access.policy.algorithm.value
        ),
        ("GET", "HEAD"),
        None,
    )
    return {
        f"{base}/{discovery.TOKEN}": Route(
            TokenEndpoint(access, authenticator), ("POST",), "token"
        ),
        f"{base}/{discovery.INTROSPECTION}": Route(
            IntrospectionEndpoint(access, authenticator), ("POST",), "introspection"
        ),
        f"{base}/{discovery.REVOCATION}": Route(
            RevocationEndpoint(access, authenticator), ("POST",), "revocation"
        ),
        f"{base}/{discovery.JWKS}": Route(JwksEndpoint(access), ("GET", "HEAD"), None),
        f"{base}/.well-known/openid-configuration": about,
        f"{base}/.well-known/oauth-authorization-server": about,
        f"/.well-known/openid-configuration{inserted}": about,
        f"/.well-known/oauth-authorization-server{inserted}": about,
        "/.well-known/oauth-authorization-server": about,
    }


class TokenServer:
    """The ASGI application."""

    def __init__(self, routes: dict[str, Route], public_url: str) -> None:
        self._routes = routes
        self._public_url = public_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request; whatever happens, the answer has a request id, and a refusal is JSON."""
        request = Request(scope, receive)
        route = self._routes.get(scope["path"])
        try:
            answer = await _answer_of(route, request)
            outcome = "ok"
        except ClientGone:
            return
        except OAuthError as error:
            answer, outcome = self._refusal(error, request), error.error.value
        except StorageUnavailable:
            log.exception("token server without database", request_id=request.id)
            answer, outcome = self._outage(request), "unavailable"
        except Exception:  # the edge: a mistake of ours is logged and answered, never leaked
            log.exception("token server failed", request_id=request.id)
            answer, outcome = self._failure(request), "failed"
        await answer.send(send, request)
        if route is not None and route.event is not None:
            _log_request(route.event, request, outcome, answer.status)

    def _refusal(self, error: OAuthError, request: Request) -> Answer:
        body = render_error(error, public_url=self._public_url, request_id=request.id)
        return Answer(error.status, [*NO_STORE, *error.headers], body)

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


def _log_request(event: str, request: Request, outcome: str, status: int) -> None:
    """One line a request. A clientId that was not proven is a stranger's word, and is not written."""
    values = {"outcome": outcome, "status": status, "ms": request.ms(), "request_id": request.id}
    if request.client_id is not None:
        values["client_id"] = request.client_id
    log.info(event, **values)
