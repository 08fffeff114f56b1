"""The token endpoint as an operation of the document: it is on another server, and speaks OAuth (RFC 6749)."""

from typing import NamedTuple

from sellergate.kit.problems import CATALOGUE
from sellergate.rest.openapi.facts import EXAMPLE_REQUEST_ID, Facts, Json
from sellergate.rest.openapi.headers import LIMITS, SECRET_EXPIRES, answer_headers, ref

TAG = "Authentication"
ABOUT = "Obtain an access token for your clientId. One token serves many calls and every seller."
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
# A shortened token: real ones are a thousand characters.
EXAMPLE_TOKEN = "eyJhbGciOiJFUzI1NiJ9.eyJhenAiOiJtYWlzb24tYnJ1eWVyZS1hcGkifQ.c2lnbmF0dXJl"  # noqa: S105

DESCRIPTION = """\
Return an access token for your clientId. Send it as `Authorization: Bearer …` with every call, \
for any seller who gave you access, until shortly before it expires: {lifetime} seconds later.

Prove who you are in one of three ways, and no two of them:

* **HTTP Basic**: clientId as user name, clientSecret as password;
* **in the form**: `client_id` and `client_secret`;
* **by a key of your own**: `client_assertion` and `client_assertion_type` (RFC 7523), with no shared secret.

A header `DPoP` with a proof binds the token to a key (RFC 9449): `token_type` is then `DPoP`.

A clientId may obtain {tokens_per_hour} tokens an hour; the RateLimit headers tell what remains. \
Answers with an error have the members of RFC 6749 (`error`, `error_description`), and `title`, `status` and \
`detail` beside them."""


class _Refusal(NamedTuple):
    """One way in which the endpoint says no."""

    summary: str
    error: str
    title: str
    text: str
    slug: str | None = None


_REFUSALS: dict[int, tuple[str, tuple[str, ...], dict[str, _Refusal]]] = {
    400: (
        "The form is not understood. The description names the parameter or header, and the remedy.",
        (),
        {
            "grant-type-missing": _Refusal(
                "No grant_type",
                "invalid_request",
                "Request not valid",
                "The parameter grant_type is missing. Send grant_type=client_credentials.",
            ),
            "grant-type-unknown": _Refusal(
                "Another grant_type",
                "unsupported_grant_type",
                "Grant type not supported",
                "This grant_type is not offered. Send grant_type=client_credentials.",
            ),
            "authenticated-twice": _Refusal(
                "Both ways at once",
                "invalid_request",
                "Request not valid",
                "The client authenticated twice, by the Authorization header and by client_secret. "
                "Send the secret one way only.",
            ),
        },
    ),
    401: (
        "The client did not prove who it is.",
        (),
        {
            "credentials-wrong": _Refusal(
                "Wrong clientId or clientSecret",
                "invalid_client",
                "Client authentication failed",
                "The clientId and clientSecret are not those of a client that may get tokens. "
                "Check both. The secret may be revoked or expired, or the client disabled.",
            ),
            "secret-missing": _Refusal(
                "No client_secret",
                "invalid_client",
                "Client authentication failed",
                "The parameter client_secret is missing. Send client_id and client_secret in the body, "
                "or both by HTTP Basic; or sign a client_assertion.",
            ),
        },
    ),
    408: (
        "The announced body did not arrive.",
        (),
        {
            "body-too-slow": _Refusal(
                "Body too slow",
                "invalid_request",
                "Request body did not arrive",
                "The body did not arrive in time. Send as many bytes as Content-Length says.",
            )
        },
    ),
    413: (
        "The body is larger than any token request.",
        (),
        {
            "body-too-large": _Refusal(
                "Body too large",
                "invalid_request",
                CATALOGUE["body-too-large"].title,
                "The body is larger than 16384 bytes. A request to this endpoint is a short form.",
                "body-too-large",
            )
        },
    ),
    429: (
        "The clientId has obtained as many tokens as it may in an hour.",
        ("Retry-After", *LIMITS),
        {
            "token-quota-exceeded": _Refusal(
                "Too many tokens",
                "temporarily_unavailable",
                CATALOGUE["token-quota-exceeded"].title,
                "This clientId has obtained {tokens_per_hour} tokens in 3600 s, which is its limit. "
                "Use one token for many calls. The next one can be had in 1380 s.",
                "token-quota-exceeded",
            )
        },
    ),
    500: (
        "Something went wrong on the platform's side. Give the `traceId` to its operator.",
        (),
        {
            "internal-error": _Refusal(
                "Internal error",
                "server_error",
                CATALOGUE["internal-error"].title,
                f"{CATALOGUE['internal-error'].why} {CATALOGUE['internal-error'].remedy}",
                "internal-error",
            )
        },
    ),
    503: (
        "The platform cannot answer now, and nothing was done. Try again after Retry-After.",
        ("Retry-After",),
        {
            "unavailable": _Refusal(
                "Unavailable",
                "temporarily_unavailable",
                CATALOGUE["unavailable"].title,
                f"{CATALOGUE['unavailable'].why} {CATALOGUE['unavailable'].remedy}",
                "unavailable",
            )
        },
    ),
}


def token_path_item(facts: Facts) -> Json:
    """The path item of the endpoint. Its server stands at the operation, where every tool looks for it."""
    return {
        "post": {
            "servers": [{"url": facts.public_url, "description": "The token server"}],
            "tags": [TAG],
            "summary": "Get an access token",
            "description": DESCRIPTION.format(
                lifetime=facts.token_lifetime, tokens_per_hour=facts.tokens_per_hour
            ),
            "operationId": "getToken",
            "requestBody": {
                "required": True,
                "content": {
                    FORM: {
                        "schema": ref("schemas", "TokenRequest"),
                        "examples": {
                            "basic": {
                                "summary": "With HTTP Basic",
                                "value": {"grant_type": "client_credentials"},
                            },
                            "form": {
                                "summary": "In the form",
                                "value": {
                                    "grant_type": "client_credentials",
                                    "client_id": "maison-bruyere-api",
                                    "client_secret": "YOUR_CLIENT_SECRET",
                                },
                            },
                        },
                    }
                },
            },
            "responses": {"200": _success(facts)}
            | {str(status): _refusals(status, facts) for status in _REFUSALS},
            "security": [{"clientBasic": []}, {}],
        },
    }


def token_schemas() -> Json:
    """The form, the token and the error."""
    text = {"type": "string", "pattern": "^[^\\u0000]*$"}  # empty counts as missing (RFC 6749 §3.2)
    return {
        "TokenRequest": {
            "title": "TokenRequest",
            "description": "A request for an access token. Other parameters are ignored.",
            "type": "object",
            "properties": {
                "grant_type": {
                    "description": "The grant: the client acts in its own name.",
                    "type": "string",
                    "const": "client_credentials",
                },
                "client_id": {"description": "Your clientId, unless HTTP Basic says it.", **text},
                "client_secret": {
                    "description": "Your clientSecret, unless HTTP Basic says it.",
                    "format": "password",
                    **text,
                },
                "client_assertion_type": {
                    "description": "`urn:ietf:params:oauth:client-assertion-type:jwt-bearer`, with an assertion.",
                    **text,
                },
                "client_assertion": {
                    "description": "A JWT that your key signed for this request, instead of a secret (RFC 7523).",
                    **text,
                },
                "scope": {
                    "description": "Ignored: what a call may do is decided by the seller's access.",
                    "type": "string",
                },
            },
            "required": ["grant_type"],
        },
        "Token": {
            "title": "Token",
            "description": "An access token and its life.",
            "type": "object",
            "properties": {
                "access_token": {
                    "description": "What to send as `Authorization: Bearer …`, unchanged and unread; as "
                    "`Authorization: DPoP …` when that is its type.",
                    "type": "string",
                },
                "expires_in": {"description": "Its life in seconds.", "type": "integer"},
                "refresh_expires_in": {
                    "description": "0: there is no refresh token; ask for a new access token.",
                    "type": "integer",
                    "const": 0,
                },
                "token_type": {
                    "description": "How to send it: DPoP when the request had a proof.",
                    "type": "string",
                    "enum": ["Bearer", "DPoP"],
                },
                "not-before-policy": {
                    "description": "Always 0.",
                    "type": "integer",
                    "const": 0,
                },
                "scope": {"description": "Always empty.", "type": "string", "const": ""},
            },
            "required": [
                "access_token",
                "expires_in",
                "refresh_expires_in",
                "token_type",
                "not-before-policy",
                "scope",
            ],
        },
        "OAuthError": {
            "title": "OAuthError",
            "description": "Why there is no token (RFC 6749 section 5.2), in the words of a problem too.",
            "type": "object",
            "properties": {
                "error": {
                    "description": "The error code of RFC 6749.",
                    "type": "string",
                    "enum": [
                        "invalid_request",
                        "invalid_client",
                        "unsupported_grant_type",
                        "invalid_dpop_proof",
                        "temporarily_unavailable",
                        "server_error",
                    ],
                },
                "error_description": {"description": "Why, and the remedy.", "type": "string"},
                "title": {"description": "The error in a few words.", "type": "string"},
                "status": {"description": "The HTTP status, once more.", "type": "integer"},
                "detail": {"description": "The same as `error_description`.", "type": "string"},
                "traceId": {
                    "description": "The request id, as in the X-Request-Id header.",
                    "type": "string",
                },
                "type": {
                    "description": "The address of a page about the error, where there is one.",
                    "type": "string",
                    "format": "uri",
                },
            },
            "required": ["error", "error_description", "title", "status", "detail", "traceId"],
        },
    }


def token_security_schemes() -> Json:
    """How a client proves who it is."""
    return {
        "clientBasic": {
            "type": "http",
            "scheme": "basic",
            "description": "clientId as user name, clientSecret as password.",
        }
    }


def _success(facts: Facts) -> Json:
    return {
        "description": "The token.",
        "headers": answer_headers("Cache-Control", SECRET_EXPIRES, *LIMITS),
        "content": {
            JSON: {
                "schema": ref("schemas", "Token"),
                "examples": {
                    "token": {
                        "summary": "A token, shortened",
                        "value": {
                            "access_token": EXAMPLE_TOKEN,
                            "expires_in": facts.token_lifetime,
                            "refresh_expires_in": 0,
                            "token_type": "Bearer",
                            "not-before-policy": 0,
                            "scope": "",
                        },
                    }
                },
            }
        },
    }


def _refusals(status: int, facts: Facts) -> Json:
    description, headers, refusals = _REFUSALS[status]
    return {
        "description": description,
        "headers": answer_headers("Cache-Control", *headers),
        "content": {
            JSON: {
                "schema": ref("schemas", "OAuthError"),
                "examples": {
                    name: {"summary": refusal.summary, "value": _body(refusal, status, facts)}
                    for name, refusal in refusals.items()
                },
            }
        },
    }


def _body(refusal: _Refusal, status: int, facts: Facts) -> Json:
    text = refusal.text.format(tokens_per_hour=facts.tokens_per_hour)
    body: Json = {
        "error": refusal.error,
        "error_description": text,
        "title": refusal.title,
        "status": status,
        "detail": text,
        "traceId": EXAMPLE_REQUEST_ID,
    }
    if refusal.slug:
        body["type"] = f"{facts.public_url}/docs/problems/{refusal.slug}"
    return body
