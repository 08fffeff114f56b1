"""Problems of the Seller API: the one place that turns what a handler raised into an answer."""

from collections.abc import Callable
from typing import Any, Final

import structlog
from litestar import Request, Response
from litestar.exceptions import (
    HTTPException,
    MethodNotAllowedException,
    NotFoundException,
    ValidationException,
)

from sellergate.access.context import REASON, REQUEST_ID
from sellergate.kit.errors import NotFound, Refusal
from sellergate.kit.problems import MEDIA_TYPE, Problem, render_problem
from sellergate.storage.database import StorageUnavailable

log = structlog.get_logger()

ApiRequest = Request[Any, Any, Any]
CALLER_GONE: Final = "client disconnected prematurely"  # in the middle of a body: Litestar's words
Handler = Callable[[ApiRequest, Any], Response[bytes]]


def exception_handlers(type_base: str) -> dict[type[Exception] | int, Handler]:
    """The answers of the Seller API to the exceptions that its handlers let through."""

    def respond(request: ApiRequest, problem: Problem) -> Response[bytes]:
        request.scope[REASON] = problem.type.slug  # type: ignore[literal-required]
        body = render_problem(
            problem,
            type_base=type_base,
            instance=request.url.path,
            trace_id=_request_id(request),
        )
        return Response(
            body, status_code=problem.type.status, media_type=MEDIA_TYPE, headers=problem.headers
        )

    def refused(request: ApiRequest, error: Refusal) -> Response[bytes]:
        slug = "not-found" if isinstance(error, NotFound) else "validation"
        text = str(error)
        errors = {error.field: [text]} if error.field else None
        # What is said of a field goes on after its name; alone it needs that name to be a sentence.
        goes_on = error.field and text[:1].islower()
        detail = f"{error.field} {text}." if goes_on else text
        return respond(request, Problem(slug, detail, errors=errors))

    def http(request: ApiRequest, error: HTTPException) -> Response[bytes]:
        if error.detail == CALLER_GONE:  # nobody reads the answer, and nothing of ours failed
            return respond(request, Problem("request-timeout"))
        if error.status_code >= 500:
            return unexpected(request, error)
        return respond(request, _from_framework(error))

    def unavailable(request: ApiRequest, error: StorageUnavailable) -> Response[bytes]:
        log.error("storage unavailable", request_id=_request_id(request), reason=str(error))
        return respond(request, Problem("unavailable", headers={"Retry-After": "5"}))

    def unexpected(request: ApiRequest, error: Exception) -> Response[bytes]:
        log.error("call failed", request_id=_request_id(request), exc_info=error)
        return respond(request, Problem("internal-error"))

    return {
        Problem: respond,
        Refusal: refused,
        HTTPException: http,
        StorageUnavailable: unavailable,
        Exception: unexpected,
    }


def _request_id(request: ApiRequest) -> str:
    return str(request.scope.get(REQUEST_ID, ""))


def _from_framework(error: HTTPException) -> Problem:
    match error:
        case ValidationException():
            return Problem("validation", errors=_field_errors(error.extra))
        case NotFoundException():
            return Problem("route-unknown")
        case MethodNotAllowedException():
            return Problem("method-not-allowed", headers=dict(error.headers or {}))
        case _ if error.status_code == 413:
            return Problem("body-too-large")
        case _:
            return Problem("validation", error.detail)


def _field_errors(extra: Any) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    for item in extra if isinstance(extra, list) else []:
        errors.setdefault(str(item.get("key", "body")), []).append(str(item.get("message", "")))
    return errors
