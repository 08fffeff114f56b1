"""What a page says when something is not possible. The only place where pages turn exceptions into answers."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import structlog
from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException

from sellergate.access.context import REASON, REQUEST_ID
from sellergate.kit.errors import NotFound, Refusal
from sellergate.kit.marks import N_
from sellergate.kit.problems import MEDIA_TYPE, Problem, render_problem
from sellergate.storage.database import StorageUnavailable
from sellergate.web.browser import (
    OperatorRequired,
    PageRequest,
    RecentLoginRequired,
    SignInRequired,
)
from sellergate.web.pages import SECURITY_HEADERS, ForeignForm, Pages

log = structlog.get_logger()

Handler = Callable[[Request[Any, Any, Any], Any], Response[Any]]


def exception_handlers(pages: Pages) -> dict[type[Exception] | int, Handler]:
    """The answers of every page application to the exceptions that its handlers let through."""

    def sign_in(request: PageRequest, error: SignInRequired) -> Response[Any]:
        if "hx-request" in request.headers:  # a part of a page: the whole page asks for the sign-in
            return Response("", status_code=204, headers={"HX-Refresh": "true"})
        again = "confirm" if isinstance(error, RecentLoginRequired) else "sign-in"
        return pages.redirect(f"/account/{again}?next={quote(error.back)}")

    def foreign_form(request: PageRequest, _error: ForeignForm) -> Response[Any]:
        return _page(
            pages,
            request,
            403,
            N_("This form is too old"),
            N_(
                "It was opened before you signed in or out, or cookies are blocked. Go back, reload the page and send it again."
            ),
        )

    def not_yours(request: PageRequest, _error: OperatorRequired) -> Response[Any]:
        return _page(
            pages,
            request,
            403,
            N_("For the marketplace operator"),
            N_("Sign in with an operator's account to see this page."),
        )

    def refused(request: PageRequest, error: Refusal) -> Response[Any]:
        status, title = (
            (404, N_("Not found"))
            if isinstance(error, NotFound)
            else (400, N_("This is not possible"))
        )
        return _page(pages, request, status, title, pages.error_text(request, error))

    def http(request: PageRequest, error: HTTPException) -> Response[Any]:
        if error.status_code == 404 and "sellerid" in request.headers:
            return _stray_call(pages, request)
        if error.status_code == 404:
            return _page(
                pages,
                request,
                404,
                N_("Page not found"),
                N_(
                    "The address may be mistyped, or the page has moved. Start again from the menu."
                ),
            )
        if error.status_code == 413:
            return _page(
                pages,
                request,
                413,
                N_("Too large"),
                N_("Go back and choose a smaller file: the page says how large it may be."),
            )
        return _page(
            pages,
            request,
            error.status_code,
            N_("This request was not understood"),
            N_("Go back, reload the page and try again."),
        )

    def unavailable(request: PageRequest, _error: StorageUnavailable) -> Response[Any]:
        log.error("storage unavailable", request_id=request.scope.get(REQUEST_ID))
        return _page(
            pages,
            request,
            503,
            N_("Temporarily unavailable"),
            N_("Nothing was changed. Try again in a moment."),
        )

    def unexpected(request: PageRequest, error: Exception) -> Response[Any]:
        log.error("page failed", request_id=request.scope.get(REQUEST_ID), exc_info=error)
        return _page(
            pages,
            request,
            500,
            N_("Something went wrong on our side"),
            N_(
                "It is logged. Try again; if it stays, tell the marketplace operator what you were doing."
            ),
        )

    return {
        SignInRequired: _with_reason("sign-in-required", sign_in),
        ForeignForm: _with_reason("form-too-old", foreign_form),
        OperatorRequired: _with_reason("operator-required", not_yours),
        Refusal: _with_reason("refused", refused),
        HTTPException: _with_reason("request-not-possible", http),
        StorageUnavailable: _with_reason("unavailable", unavailable),
        Exception: _with_reason("internal-error", unexpected),
    }


def _with_reason(reason: str, answer: Handler) -> Handler:
    """Leave the reason of the answer for its log line."""

    def handler(request: PageRequest, error: Any) -> Response[Any]:
        request.scope[REASON] = reason  # type: ignore[literal-required]
        return answer(request, error)

    return handler


def _stray_call(pages: Pages, request: PageRequest) -> Response[Any]:
    """What a call of the Seller API is told that went past it: a program reads no page (contract/00 §2, §8)."""
    problem = Problem(
        "route-unknown",
        f"Calls of the Seller API begin with {pages.public_url}/seller/v2. Some HTTP clients, such as Guzzle, drop the path of"
        " the base URL when a path begins with a slash: end the base URL with one, and begin paths without.",
        message="no Route matched with those values",
    )
    body = render_problem(
        problem,
        type_base=pages.public_url,
        instance=quote(request.scope["path"]),
        trace_id=str(request.scope.get(REQUEST_ID, "")),
    )
    headers = SECURITY_HEADERS | {"Cache-Control": "no-store"}
    return Response(body, status_code=404, media_type=MEDIA_TYPE, headers=headers)


def _page(pages: Pages, request: PageRequest, status: int, title: str, text: str) -> Response[Any]:
    if not hasattr(request.state, "visitor"):  # the error came before the visitor was known
        return Response(
            f"{status}: {title}. {text}\n",
            status_code=status,
            media_type=MediaType.TEXT,
            headers=SECURITY_HEADERS,
        )
    return pages.render(
        request,
        "layout/error.html",
        title=title,
        status=status,
        heading=title,
        text=text,
    )
