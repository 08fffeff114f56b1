"""One page for each problem of the catalogue: the `type` of every problem leads to one of them."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

import msgspec
from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from sellergate.devportal.installation import REFERENCE, Here
from sellergate.kit.marks import N_
from sellergate.kit.problems import CATALOGUE, MEDIA_TYPE, Problem, ProblemType, render_problem
from sellergate.web.browser import PageRequest
from sellergate.web.injected import Pages

TRACE_ID: Final = "01J9Q4ZK7C3T5V8WXYB2DNMEFG"
SECTION: Final = "guides"
_CALL: Final = "/seller/v2/sellers"
_CHALLENGE: Final = 'WWW-Authenticate: Bearer realm="seller-api"'


@dataclass(frozen=True, slots=True)
class Group:
    """Problems that belong together on the index."""

    title: str
    slugs: tuple[str, ...]


GROUPS: Final = (
    Group(
        N_("The token"),
        (
            "token-missing",
            "token-malformed",
            "token-invalid",
            "token-expired",
            "token-revoked",
            "dpop-proof-invalid",
            "dpop-scheme-mismatch",
            "dpop-required",
            "client-disabled",
            "client-not-mapped",
        ),
    ),
    Group(
        N_("The seller and the access"),
        (
            "seller-id-missing",
            "seller-id-invalid",
            "seller-not-delegated",
            "seller-suspended",
            "insufficient-scope",
            "client-of-another-api",
        ),
    ),
    Group(N_("Limits"), ("quota-exceeded", "token-quota-exceeded")),
    Group(
        N_("The request"),
        (
            "route-unknown",
            "not-found",
            "method-not-allowed",
            "validation",
            "idempotency-key-reused",
            "body-too-large",
            "request-timeout",
        ),
    ),
    Group(N_("Packages of offers"), ("package-not-open", "results-not-ready")),
    Group(
        N_("The platform"),
        (
            "unavailable",
            "issuer-unavailable",
            "upstream-down",
            "upstream-slow",
            "internal-error",
            "not-served-here",
        ),
    ),
)

_GET_STARTED = (N_("Get started: generate a token"), "/get-started/seller/#step-3")
_TOKENS = (N_("Best practices: tokens"), "/docs/guides/best-practices/#tokens")
_LIMITS = (N_("Best practices: limits"), "/docs/guides/best-practices/#limits")
_RETRIES = (N_("Best practices: retries"), "/docs/guides/best-practices/#retries")
_SECRETS = (N_("Best practices: secrets"), "/docs/guides/best-practices/#secrets")
_ACCESS = (N_("How access works"), "/docs/guides/access/")
_MY_CLIENTS = (N_("My credentials"), "/api-credentials/clients/")
_WHO = (N_("Who has access (for sellers)"), "/api-credentials/access/")
_MY_SELLERS = (
    N_("Sellers who gave me access (for partners and aggregators)"),
    "/api-credentials/sellers/",
)
_KEYS = (N_("Sign in without a shared secret"), "/docs/guides/keys/")
_PUT_ON_SALE = (N_("Put an offer on sale"), "/docs/guides/offers/")
_METHODS = (N_("Reference"), REFERENCE)
_STATUS = (N_("Is the platform up?"), "/healthz")

RELATED: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "not-served-here": (_METHODS, _STATUS),
    "token-missing": (_GET_STARTED, _TOKENS),
    "token-malformed": (_GET_STARTED, _TOKENS),
    "token-invalid": (_GET_STARTED, _TOKENS),
    "token-expired": (_TOKENS, _GET_STARTED),
    "token-revoked": (_MY_CLIENTS, _SECRETS),
    "dpop-proof-invalid": (_KEYS, _TOKENS),
    "dpop-scheme-mismatch": (_KEYS, _TOKENS),
    "dpop-required": (_KEYS, _MY_CLIENTS),
    "client-disabled": (_MY_CLIENTS, _ACCESS),
    "client-not-mapped": (_MY_CLIENTS, _ACCESS),
    "seller-id-missing": (_ACCESS, _MY_SELLERS),
    "seller-id-invalid": (_ACCESS, _MY_SELLERS),
    "seller-not-delegated": (_ACCESS, _MY_SELLERS, _WHO),
    "seller-suspended": (_ACCESS,),
    "insufficient-scope": (_WHO, _ACCESS),
    "client-of-another-api": (_MY_CLIENTS, _METHODS),
    "quota-exceeded": (_LIMITS, _RETRIES),
    "token-quota-exceeded": (_TOKENS, _LIMITS),
    "route-unknown": (_METHODS,),
    "not-found": (_METHODS,),
    "method-not-allowed": (_METHODS,),
    "validation": (_METHODS,),
    "idempotency-key-reused": (_RETRIES,),
    "body-too-large": (_METHODS,),
    "request-timeout": (_RETRIES,),
    "package-not-open": (_PUT_ON_SALE, _METHODS),
    "results-not-ready": (_PUT_ON_SALE, _METHODS),
    "upstream-down": (_RETRIES, _STATUS),
    "upstream-slow": (_RETRIES, _STATUS),
    "unavailable": (_RETRIES, _STATUS),
    "issuer-unavailable": (_RETRIES, _STATUS),
    "internal-error": (_RETRIES, _STATUS),
}

# What an answer has besides the members that every problem has.
_ERRORS: Final[dict[str, dict[str, list[str]]]] = {
    "seller-id-missing": {"SellerId": ["Send the header with the seller's number."]},
    "seller-id-invalid": {"SellerId": ["Send it once, with 1 to 18 digits and nothing else."]},
    "validation": {"limit": ["must be between 1 and 1000"]},
}
_MEMBERS: Final[dict[str, dict[str, Any]]] = {
    "insufficient-scope": {"scope": "orders:write"},
    "route-unknown": {"message": "no Route matched with those values"},
}
_INSTANCES: Final = {
    "insufficient-scope": "/seller/v2/orders/2405ABC/shipments",
    "route-unknown": "/seller/v2/seller",
    "not-found": "/seller/v2/orders/2405ABC",
    "validation": "/seller/v2/offers",
    "idempotency-key-reused": "/operator/v1/orders",
    "body-too-large": "/seller/v2/offer-packages",
    "request-timeout": "/seller/v2/offer-packages",
    "package-not-open": "/seller/v2/offer-packages/0b5c2a1e-0000-4000-8000-000000000001/offer-requests",
    "results-not-ready": (
        "/seller/v2/offer-packages/0b5c2a1e-0000-4000-8000-000000000001/offer-requests-results"
    ),
    "upstream-down": "/seller/v2/orders",
    "upstream-slow": "/seller/v2/orders",
}
_LIMIT_HEADERS: Final = {
    "quota-exceeded": (
        "Retry-After: 23",
        'RateLimit-Policy: "sellers";q=600;w=60',
        'RateLimit: "sellers";r=0;t=23',
    ),
    "token-quota-exceeded": (
        "Retry-After: 1312",
        'RateLimit-Policy: "tokens";q=500;w=3600',
        'RateLimit: "tokens";r=0;t=1312',
    ),
    "method-not-allowed": ("Allow: GET",),
    "request-timeout": ("Connection: close",),
    "unavailable": ("Retry-After: 5",),
    "issuer-unavailable": ("Retry-After: 5",),
    "token-missing": (_CHALLENGE,),
}


@get("/docs/problems/", include_in_schema=False, sync_to_thread=False)
def problem_index(request: PageRequest, pages: Pages) -> Response[str]:
    """Every problem, by what it is about."""
    groups = [
        {"title": group.title, "problems": [CATALOGUE[slug] for slug in group.slugs]}
        for group in GROUPS
    ]
    return pages.render(
        request,
        "problems/index.html",
        title=N_("Error messages explained"),
        description=N_(
            "Every problem that the Seller API answers with: why it happens and how to mend it."
        ),
        section=SECTION,
        groups=groups,
    )


@get("/docs/problems/{slug:str}", include_in_schema=False, sync_to_thread=False)
def problem_page(
    request: PageRequest, slug: FromPath[str], pages: Pages, here: Here
) -> Response[str]:
    """Why a problem happens, and what to do."""
    problem = CATALOGUE.get(slug)
    if problem is None:
        raise NotFoundException
    return pages.render(
        request,
        "problems/problem.html",
        title=problem.title,
        description=problem.why,
        section=SECTION,
        problem=problem,
        example=example_of(problem, here),
        related=RELATED[slug],
        group=next(group for group in GROUPS if slug in group.slugs),
        siblings=[
            CATALOGUE[other] for group in GROUPS if slug in group.slugs for other in group.slugs
        ],
    )


def problem_routes() -> list[HTTPRouteHandler]:
    """The index and the pages of the problems."""
    return [problem_index, problem_page]


def example_of(problem: ProblemType, here: Here) -> str:
    """An answer with this problem, as it is on the wire."""
    slug = problem.slug
    is_oauth = slug == "token-quota-exceeded"
    lines = [
        f"HTTP/1.1 {problem.status} {HTTPStatus(problem.status).phrase}",
        f"Content-Type: {'application/json' if is_oauth else MEDIA_TYPE}",
        *_header_lines(problem),
        f"X-Request-Id: {TRACE_ID}",
    ]
    content = _oauth_example(problem, here) if is_oauth else _problem_example(problem, here)
    return "\n".join([*lines, "", msgspec.json.format(content, indent=2).decode()])


def _header_lines(problem: ProblemType) -> tuple[str, ...]:
    if problem.slug in _LIMIT_HEADERS:
        return _LIMIT_HEADERS[problem.slug]
    if problem.status == 401:
        return (f'{_CHALLENGE}, error="invalid_token", error_description="{problem.title}"',)
    if problem.slug == "insufficient-scope":
        title = "The access that the seller gave does not cover this operation"
        return (
            f'{_CHALLENGE}, error="insufficient_scope", error_description="{title}", scope="orders:write"',
        )
    return ()


def _problem_example(problem: ProblemType, here: Here) -> bytes:
    return render_problem(
        Problem(problem.slug, errors=_ERRORS.get(problem.slug), **_MEMBERS.get(problem.slug, {})),
        type_base=here.public_url,
        instance=_INSTANCES.get(problem.slug, _CALL),
        trace_id=TRACE_ID,
    )


def _oauth_example(problem: ProblemType, here: Here) -> bytes:
    detail = (
        "This clientId has obtained 500 tokens in 3600 s, which is its limit. Use one token for many calls. "
        "The next one can be had in 1312 s."
    )
    members: dict[str, Any] = {
        "error": "temporarily_unavailable",
        "error_description": detail,
        "title": problem.title,
        "status": problem.status,
        "detail": detail,
        "traceId": TRACE_ID,
        "type": here.url(f"/docs/problems/{problem.slug}"),
    }
    return msgspec.json.encode(members)
