r"""Refusals of the token server, and the one place that writes them (RFC 6749 §5.2, docs/decisions/0007).

Public texts are ASCII without `"` and `\`, as RFC 6749 §5.2 asks of `error_description`.
"""

from typing import Any, ClassVar

import msgspec

from sellergate.kit.problems import CATALOGUE
from sellergate.kit.ratelimit import Header
from sellergate.oauth.vocabulary import ErrorCode

_encode = msgspec.json.Encoder().encode


class OAuthError(Exception):
    """A refusal on its way to the edge. `slug` names a problem of the catalogue, when there is a page about it."""

    error: ClassVar[ErrorCode] = ErrorCode.INVALID_REQUEST
    status: ClassVar[int] = 400
    title: ClassVar[str] = "Request not valid"
    slug: ClassVar[str | None] = None

    def __init__(self, description: str, *, headers: list[Header] | None = None) -> None:
        self.description = description
        self.headers = headers or []
        super().__init__(description)


class InvalidRequest(OAuthError):
    """Malformed: the description names the parameter or header, and the remedy."""


class RouteUnknown(OAuthError):
    """No endpoint at this path."""

    status = 404
    title = "No such endpoint"


class MethodNotAllowed(OAuthError):
    """Another HTTP method is meant."""

    status = 405
    slug = "method-not-allowed"


class BodyTooLarge(OAuthError):
    """More than any token request needs."""

    status = 413
    slug = "body-too-large"


class BodyEncoded(OAuthError):
    """A compressed body: a few bytes of it could unfold to more than there is memory."""

    status = 415
    title = "Body compressed"


class InvalidClient(OAuthError):
    """The client did not prove who it is: the same words whatever was wrong, so that nothing can be probed."""

    error = ErrorCode.INVALID_CLIENT
    status = 401
    title = "Client authentication failed"


class InvalidGrant(OAuthError):
    """The token was issued to another client (RFC 6749 §5.2)."""

    error = ErrorCode.INVALID_GRANT
    title = "Not your token"


class InvalidDpopProof(OAuthError):
    """The proof is missing, or does not prove this request (RFC 9449 §5): 400 here, 401 at the API."""

    error = ErrorCode.INVALID_DPOP_PROOF
    slug = "dpop-proof-invalid"


class UnsupportedGrantType(OAuthError):
    """Not a grant that we offer."""

    error = ErrorCode.UNSUPPORTED_GRANT_TYPE
    title = "Grant type not supported"


class TokenQuotaExceeded(OAuthError):
    """As many tokens as the client may have in an hour."""

    error = ErrorCode.TEMPORARILY_UNAVAILABLE
    status = 429
    slug = "token-quota-exceeded"


class Unavailable(OAuthError):
    """The database did not answer."""

    error = ErrorCode.TEMPORARILY_UNAVAILABLE
    status = 503
    slug = "unavailable"


class ServerError(OAuthError):
    """Our own mistake."""

    error = ErrorCode.SERVER_ERROR
    status = 500
    slug = "internal-error"


def render_error(error: OAuthError, *, public_url: str, request_id: str) -> bytes:
    """The JSON of a refusal: OAuth readers find `error`, readers of problem documents `title` and `status`."""
    body: dict[str, Any] = {
        "error": error.error,
        "error_description": error.description,
        "title": CATALOGUE[error.slug].title if error.slug else error.title,
        "status": error.status,
        "detail": error.description,
        "traceId": request_id,
    }
    if error.slug:
        body["type"] = f"{public_url}/docs/problems/{error.slug}"
    return _encode(body)
