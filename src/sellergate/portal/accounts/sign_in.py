"""Signing in and out."""

from typing import Any

from litestar import Response, get, post
from litestar.response import Redirect

from sellergate.access.accounts.errors import SignInFailed, TooManyAttempts
from sellergate.access.accounts.service import end_session
from sellergate.kit.errors import Refusal
from sellergate.kit.marks import N_
from sellergate.portal.accounts.places import SIGN_IN, Oidc, back_of, home_of, with_next
from sellergate.portal.forms import NO_PROBLEMS, FormProblems, problems_of
from sellergate.web.browser import PageRequest, act_of, address_of, visitor_of
from sellergate.web.injected import Access, Pages
from sellergate.web.pages import ForeignForm, field, read_form


@get(SIGN_IN)
async def sign_in_page(request: PageRequest, pages: Pages, oidc: Oidc) -> Response[Any]:
    """The form; whoever signed in already goes on."""
    user = visitor_of(request).user
    if user:
        return pages.redirect(back_of(request) or home_of(user))
    return _page(request, pages, oidc)


def send_again(request: PageRequest, _error: ForeignForm) -> Response[Any]:
    """A form from before the browser signed in or out elsewhere: a fresh one, or on to where it led."""
    return Redirect(with_next(SIGN_IN, back_of(request), again="1"), status_code=303)


@post(SIGN_IN, status_code=200, exception_handlers={ForeignForm: send_again})
async def sign_in(request: PageRequest, access: Access, pages: Pages, oidc: Oidc) -> Response[Any]:
    """E-mail and password for a session."""
    form = await read_form(request)
    email = field(form, "email")
    password = form.get("password")
    try:
        user = await access.passwords.authenticate(
            access.db,
            email=email,
            password=password if isinstance(password, str) else "",
            address=address_of(request),
            now=access.clock(),
        )
    except (SignInFailed, TooManyAttempts) as refusal:
        return _page(
            request,
            pages,
            oidc,
            email=email,
            problems=problems_of(pages, request, refusal),
            **answer_to(refusal),
        )
    cookie = await pages.browsers.sign_in(request, user)
    return pages.redirect(back_of(request) or home_of(user), cookies=[cookie])


def signed_out_already(request: PageRequest, _error: ForeignForm) -> Response[Any]:
    """The form of a page from before this browser signed out, or in as somebody else. Ends nothing."""
    place = "/account/" if visitor_of(request).session else SIGN_IN
    return Redirect(place, status_code=303)


@post("/account/sign-out", status_code=200, exception_handlers={ForeignForm: signed_out_already})
async def sign_out(request: PageRequest, access: Access, pages: Pages) -> Redirect:
    """End this browser's session."""
    session = visitor_of(request).session
    if session:
        await access.db.write(end_session, act_of(access, session), session.user, session.public_id)
    return pages.redirect(
        SIGN_IN,
        flash=N_("You are signed out."),
        cookies=[pages.browsers.forget(pages.browsers.session_cookie)],
    )


def answer_to(refusal: Refusal) -> dict[str, Any]:
    """Status and headers of the page that shows a refusal."""
    if isinstance(refusal, TooManyAttempts):
        return {"status": 429, "headers": {"Retry-After": str(refusal.retry_after)}}
    return {"status": 422}


def _page(
    request: PageRequest,
    pages: Pages,
    oidc: Oidc,
    *,
    email: str = "",
    problems: FormProblems = NO_PROBLEMS,
    **answer: Any,
) -> Response[Any]:
    back = back_of(request)
    return pages.render(
        request,
        "accounts/sign_in.html",
        title=N_("Sign in"),
        section="account",
        action=with_next(SIGN_IN, back),
        email=email[:254],
        problems=problems,
        is_again="again" in request.query_params,
        provider=oidc.label if oidc else "",
        provider_href=oidc.start_path(back=back) if oidc else "",
        **answer,
    )
