"""Headers of requests and answers, each described once."""

from sellergate.access.sellers.models import TEST_SELLER_ID
from sellergate.rest.openapi.facts import EXAMPLE_REQUEST_ID, EXAMPLE_SELLER_ID, Json

LIMITS = (
    "RateLimit",
    "RateLimit-Policy",
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
)
SECRET_EXPIRES = "Sellergate-Secret-Expires"  # noqa: S105  (a name)


def ref(section: str, name: str) -> Json:
    """A reference to a component."""
    return {"$ref": f"#/components/{section}/{name}"}


def answer_headers(*names: str) -> Json:
    """References to these headers, and to the request id that every answer has."""
    return {name: ref("headers", name) for name in sorted({"X-Request-Id", *names})}


def header_components() -> Json:
    """Every header of answers. Those that an answer names, it always has; warnings only when there are any."""
    return {
        "X-Request-Id": _header(
            "The id of the request: the one you sent, or one of ours. Quote it when you ask for help.",
            {"type": "string", "pattern": "^[A-Za-z0-9._-]{1,64}$"},
            EXAMPLE_REQUEST_ID,
        ),
        "RateLimit": _header(
            "Where you stand: the quota's name, `r` what remains, `t` the seconds until it starts afresh.",
            {"type": "string", "pattern": '^"[a-z-]+";r=[0-9]+;t=[0-9]+$'},
            '"sellers";r=599;t=60',
        ),
        "RateLimit-Policy": _header(
            "The quota: its name, `q` how much it allows, `w` in how many seconds.",
            {"type": "string", "pattern": '^"[a-z-]+";q=[0-9]+;w=[0-9]+$'},
            '"sellers";q=600;w=60',
        ),
        "X-RateLimit-Limit": _header("How much the quota allows.", _whole_number(), 600),
        "X-RateLimit-Remaining": _header("What remains of it.", _whole_number(), 599),
        "X-RateLimit-Reset": _header(
            "The seconds until it starts afresh, from now.", _whole_number(), 60
        ),
        "Retry-After": _header("The seconds to wait before the next try.", _whole_number(), 5),
        "WWW-Authenticate": _header(
            "How to authenticate, and what was wrong (RFC 6750 section 3).",
            {"type": "string", "pattern": "^(Bearer|Basic) "},
            'Bearer realm="seller-api", error="invalid_token", error_description="Access token expired"',
        ),
        SECRET_EXPIRES: {
            "description": (
                "Sent in the last days before the clientSecret behind the token ends: when it does. "
                "Add another one on the API credentials page before that, and log this header."
            ),
            "required": False,
            "schema": {"type": "string"},
            "example": "Mon, 07 Dec 2026 23:59:59 GMT",
        },
        "Cache-Control": _header(
            "The answer is for nobody else.", {"type": "string", "const": "no-store"}, "no-store"
        ),
    }


def request_header_components() -> Json:
    """The headers of every call."""
    return {
        "SellerId": {
            "name": "SellerId",
            "in": "header",
            "required": True,
            "description": (
                "The seller account that the call is for: its number, which the seller finds on the API "
                f"credentials page. The test seller {TEST_SELLER_ID} accepts every client, on a small quota."
            ),
            "schema": {"type": "string", "pattern": "^[0-9]{1,18}$"},
            "examples": {
                "demo": {
                    "summary": "A seller of the demo marketplace",
                    "value": EXAMPLE_SELLER_ID,
                },
                "test": {"summary": "The test seller", "value": str(TEST_SELLER_ID)},
            },
        },
        "X-Request-Id": {
            "name": "X-Request-Id",
            "in": "header",
            "required": False,
            "description": (
                "Your own id for the call, such as `stock-sync-0001`: up to 64 letters, digits, dots, dashes and underscores. "
                "Anything else is replaced by an id of ours. The answer and the platform's log carry it."
            ),
            "schema": {"type": "string"},
        },
        "Idempotency-Key": {
            "name": "Idempotency-Key",
            "in": "header",
            "required": False,
            "description": (
                "Your own name of this request, new for each: 1 to 64 visible characters of ASCII. Sent again with the "
                "same body, the request is answered as it was and nothing is done twice; with another body it is refused."
            ),
            "schema": {"type": "string", "pattern": "^[!-~]{1,64}$"},
            "example": "basket-77120",
        },
        "Accept-Language": {
            "name": "Accept-Language",
            "in": "header",
            "required": False,
            "description": (
                "The language of labels and messages: `fr-FR`, `en-US` or `es-ES`, also in lists with weights as "
                "browsers send them. Without one that we have, it is `fr-FR`."
            ),
            "schema": {"type": "string"},
            "example": "en-US",
        },
        "salesChannelId": {
            "name": "salesChannelId",
            "in": "header",
            "required": True,
            "description": (
                "The sales channel that the offers are for, such as `CDISFR`: one that the seller has subscribed to, as "
                "`GET /sellers/subscriptions` lists them."
            ),
            "schema": {"type": "string", "pattern": "^ *[A-Za-z0-9]{1,12} *$"},
            "example": "CDISFR",
        },
    }


def _header(description: str, schema: Json, example: str | int) -> Json:
    return {"description": description, "required": True, "schema": schema, "example": example}


def _whole_number() -> Json:
    return {"type": "integer", "minimum": 0}
