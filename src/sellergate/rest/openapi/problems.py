"""The problems that calls end in, as answers with an example for each type."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from sellergate.access.scopes import Scope
from sellergate.kit.problems import CATALOGUE, MEDIA_TYPE, Problem, render_problem
from sellergate.rest.openapi.about import About
from sellergate.rest.openapi.facts import EXAMPLE_REQUEST_ID, Facts, Json
from sellergate.rest.openapi.headers import LIMITS, answer_headers, ref

# What a problem says beyond the catalogue.
MEMBERS: dict[str, dict[str, Any]] = {
    "seller-id-missing": {"errors": {"SellerId": ["Send the header with the seller's number."]}},
    "seller-id-invalid": {
        "errors": {"SellerId": ["Send it once, with 1 to 18 digits and nothing else."]}
    },
    "insufficient-scope": {"scope": Scope.SELLERS_READ.value},
    "client-not-mapped": {
        "detail": "The token of https://sso.example.com/realms/market is good, but there is no clientId “erp” here. "
        "Create it on the API credentials page, or ask the marketplace operator to map it to yours."
    },
}
RESPONSE_NAMES = {
    400: "BadRequest",
    401: "Unauthorized",
    403: "Forbidden",
    429: "TooManyRequests",
    500: "InternalError",
    503: "Unavailable",
}
STATUS_TEXTS = {
    400: "The request is not understood. `errors` names what is at fault and what it must be.",
    401: "The token is missing, or does not speak for a client now. Get a new one, once, and repeat the call.",
    403: "The token is good, but its client may not do this for this seller.",
    404: "What the call names does not exist for this seller.",
    409: "The state of what the call names does not allow it any more.",
    422: "The request is understood, and contradicts an earlier one.",
    413: "The body is larger than the operation accepts.",
    429: "The quota is used up. Wait the seconds of Retry-After.",
    500: "Something went wrong on the platform's side. Give the `traceId` to its operator.",
    503: "The platform cannot answer now, and nothing was done. Repeat the call after Retry-After.",
}
STATUS_HEADERS: dict[int, tuple[str, ...]] = {
    401: ("WWW-Authenticate",),
    429: ("Retry-After", *LIMITS),
    503: ("Retry-After",),
}


def gateway_responses(facts: Facts, about: About) -> Json:
    """The answers that any call may get, as components."""
    path = about.prefix + about.example_path
    return {
        name: _response(status, [_example(slug, facts, path) for slug in _of_gate(about, status)])
        for status, name in RESPONSE_NAMES.items()
    }


def problem_responses(own: Mapping[str, str], facts: Facts, about: About, path: str) -> Json:
    """The problems of one operation by status: the gateway's, and its `own` ones (slug -> detail)."""
    own_by_status: dict[int, list[str]] = {}
    for slug in own:
        own_by_status.setdefault(CATALOGUE[slug].status, []).append(slug)
    responses = {}
    for status in sorted({*RESPONSE_NAMES, *own_by_status}):
        if status not in own_by_status:
            responses[str(status)] = ref("responses", RESPONSE_NAMES[status])
            continue
        examples = [_example(slug, facts, path) for slug in _of_gate(about, status)]
        examples += [_example(slug, facts, path, own[slug]) for slug in own_by_status[status]]
        responses[str(status)] = _response(status, examples)
    return responses


def problem_schema() -> Json:
    """The body of a problem (RFC 9457, contract/00 §8)."""
    return {
        "title": "Problem",
        "description": "What went wrong, why, and what to do (RFC 9457). Programs read `type`, people `detail`.",
        "type": "object",
        "properties": {
            "type": {
                "description": "The kind of problem: the address of a page about it, which does not change.",
                "type": "string",
                "format": "uri",
            },
            "title": {"description": "The kind of problem in a few words.", "type": "string"},
            "status": {"description": "The HTTP status, once more.", "type": "integer"},
            "detail": {"description": "Why it happened, and the remedy.", "type": "string"},
            "instance": {"description": "The path that was called.", "type": "string"},
            "traceId": {
                "description": "The request id, as in the X-Request-Id header.",
                "type": "string",
            },
            "errors": {
                "description": "For each header, parameter or member at fault, what it must be.",
                "type": "object",
                "additionalProperties": {"type": "array", "items": {"type": "string"}},
            },
            "scope": {
                "description": "With `insufficient-scope`: what the seller's access would have to cover.",
                "type": "string",
            },
        },
        "required": ["type", "title", "status", "detail", "instance", "traceId"],
    }


def _of_gate(about: About, status: int) -> list[str]:
    return [slug for slug in about.problems if CATALOGUE[slug].status == status]


def _response(status: int, examples: Iterable[tuple[str, Json]]) -> Json:
    return {
        "description": STATUS_TEXTS[status],
        "headers": answer_headers(*STATUS_HEADERS.get(status, ())),
        "content": {MEDIA_TYPE: {"schema": ref("schemas", "Problem"), "examples": dict(examples)}},
    }


def _example(slug: str, facts: Facts, path: str, detail: str | None = None) -> tuple[str, Json]:
    members = dict(MEMBERS.get(slug, {}))
    detail = members.pop("detail", detail)
    problem = Problem(slug, detail, errors=members.pop("errors", None), **members)
    body = render_problem(
        problem, type_base=facts.public_url, instance=path, trace_id=EXAMPLE_REQUEST_ID
    )
    return slug, {"summary": problem.type.title, "value": msgspec.json.decode(body)}
