"""Proving again who one is, before an act that hands out access or a secret."""

from typing import Any

from litestar import Response, get, post

from sellergate.access.accounts import store as accounts
from sellergate.access.accounts.errors import SignInFailed, TooManyAttempts, WrongPassword
from sellergate.access.accounts.models import Session
from sellergate.access.accounts.service import is_recent_login, new_session_id, renew_session
from sellergate.kit.marks import N_
from sellergate.portal.accounts.places import CONFIRM, Oidc, back_of, home_of, with_next
from sellergate.portal.accounts.sign_in import answer_to
from sellergate.portal.forms import NO_PROBLEMS, FormProblems, problems_of
from sellergate.web.browser import PageRequest, act_of, address_of, require_user
from sellergate.web.injected import Access, Pages
from sellergate.web.pages import read_form


@get(CONFIRM)
async def confirm_page(
    request: PageRequest, access: Access, pages: Pages, oidc: Oidc
) -> Response[Any]:
    """The form; whoever gave the password a moment ago goes on."""
    back = back_of(request)
    session = require_user(request, back=back)
    if is_recent_login(session, access.clock()):
        return pages.redirect(back or home_of(session.user))
    return await _page(request, access, pages, oidc, session)


@post(CONFIRM, status_code=200)
async def confirm(request: PageRequest, access: Access, pages: Pages, oidc: Oidc) -> Response[Any]:
    """The password again, of the one who is signed in."""
    back = back_of(request)
    session = require_user(request, back=back)
    password = (await read_form(request)).get("password")
    try:
        await check_password(
            request, access, session, password if isinstance(password, str) else ""
        )
    except (WrongPassword, TooManyAttempts) as refusal:
        return await _page(
            request,
            access,
            pages,
            oidc,
            session,
            problems=problems_of(pages, request, refusal),
            **answer_to(refusal),
        )
    session_id = new_session_id()
    await access.db.write(
        renew_session,
        act_of(access, session),
        session=session,
        id_digest=access.session_hasher.digest(session_id),
    )
    cookie = pages.browsers.cookie(pages.browsers.session_cookie, session_id)
    return pages.redirect(back or home_of(session.user), cookies=[cookie])


async def check_password(
    request: PageRequest, access: Access, session: Session, password: str
) -> None:
    """Let nobody pass who does not know the password of who is signed in. Raises `WrongPassword`, `TooManyAttempts`."""
    try:
        await access.passwords.authenticate(
            access.db,
            email=session.user.email,
            password=password,
            address=address_of(request),
            now=access.clock(),
        )
    except SignInFailed:
        raise WrongPassword from None


async def has_password(access: Access, session: Session) -> bool:
    """Whether the user can sign in without the marketplace's own OpenID provider."""
    found = await access.db.read(accounts.password_hash_of, session.user.email)
    return bool(found and found[1])


async def _page(
    request: PageRequest,
    access: Access,
    pages: Pages,
    oidc: Oidc,
    session: Session,
    *,
    problems: FormProblems = NO_PROBLEMS,
    **answer: Any,
) -> Response[Any]:
    back = back_of(request)
    return pages.render(
        request,
        "accounts/confirm.html",
        title=N_("Confirm that it is you"),
        section="account",
        action=with_next(CONFIRM, back),
        email=session.user.email,
        has_password=await has_password(access, session),
        problems=problems,
        provider=oidc.label if oidc else "",
        provider_href=oidc.start_path(back=back, again=True) if oidc else "",
        **answer,
    )
