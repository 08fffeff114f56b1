"""The way to the provider and back: `/account/oidc/start` and `/account/oidc/callback`."""

import hmac
from datetime import datetime
from typing import Any, Final

import structlog
from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import SkipValidation
from litestar.response import Redirect

from sellergate.access.accounts.errors import LinkedOtherwise
from sellergate.access.accounts.models import Session, User
from sellergate.access.accounts.service import RECENT_LOGIN, new_session_id, renew_session
from sellergate.kit.errors import Refusal
from sellergate.kit.marks import N_
from sellergate.portal.accounts.places import CONFIRM, SIGN_IN, back_of, home_of, with_next
from sellergate.portal.oidc.attempt import LIFETIME, Attempt, new_attempt, open_attempt
from sellergate.portal.oidc.errors import (
    AnotherPerson,
    AttemptLost,
    OidcFailure,
    ProviderRefused,
    SignInDeclined,
)
from sellergate.portal.oidc.people import user_of
from sellergate.portal.oidc.provider import Identity, Provider
from sellergate.web.browser import PageRequest, act_of, require_user, visitor_of
from sellergate.web.injected import Access, Pages

START: Final = "/account/oidc/start"
CALLBACK: Final = "/account/oidc/callback"
# The error codes that a provider may send back (RFC 6749 §4.1.2.1, Core §3.1.2.6): others are not repeated.
KNOWN_ERRORS: Final = frozenset(
    {
        *("invalid_request", "unauthorized_client", "unsupported_response_type", "invalid_scope"),
        *("server_error", "temporarily_unavailable", "interaction_required", "login_required"),
        *("account_selection_required", "consent_required", "request_not_supported"),
    }
)

log = structlog.get_logger()


class OidcSignIn:
    """The configured provider, as the pages use it."""

    def __init__(self, pages: Pages, provider: Provider, *, label: str, public_url: str) -> None:
        self.pages = pages
        self.provider = provider
        self.label = label
        prefix = "__Host-" if public_url.startswith("https://") else ""
        self.cookie = f"{prefix}sellergate_oidc"

    def start_path(self, *, back: str, again: bool = False) -> str:
        """The page that sends people to the provider; `again`: to prove anew who they are."""
        return with_next(START, back, **({"again": "1"} if again else {}))


Oidc = NamedDependency[SkipValidation[OidcSignIn | None]]


def create_oidc(
    access: Access,
    pages: Pages,
    *,
    issuer: str,
    client_id: str,
    client_secret: str,
    label: str,
    public_url: str,
) -> OidcSignIn:
    """Sign-in through the provider of these settings. Asks it nothing before somebody signs in."""
    provider = Provider(
        issuer=issuer,
        client_id=client_id,
        client_secret=client_secret,
        redirect_uri=public_url + CALLBACK,
        label=label,
        clock=access.clock,
    )
    return OidcSignIn(pages, provider, label=label, public_url=public_url)


@get(START)
async def start(request: PageRequest, access: Access, pages: Pages, oidc: Oidc) -> Response[Any]:
    """Send somebody to the provider, to come back with a code."""
    if oidc is None:
        raise NotFoundException
    back = back_of(request)
    again = "again" in request.query_params
    user = require_user(request, back=back).user if again else visitor_of(request).user
    if user and not again:
        return pages.redirect(back or home_of(user))
    attempt = new_attempt(back=back, again=again, now=access.clock().timestamp())
    try:
        address = await oidc.provider.address_for(attempt)
    except OidcFailure as failure:
        return _failed(request, oidc, failure, attempt)
    return Redirect(
        address,
        status_code=303,
        cookies=[pages.browsers.cookie(oidc.cookie, attempt.seal(access.sealer), max_age=LIFETIME)],
        headers={"Cache-Control": "no-store"},
    )


@get(CALLBACK)
async def callback(request: PageRequest, access: Access, pages: Pages, oidc: Oidc) -> Response[Any]:
    """Take the code that somebody comes back with, once."""
    if oidc is None:
        raise NotFoundException
    attempt = open_attempt(
        access.sealer, request.cookies.get(oidc.cookie, ""), now=access.clock().timestamp()
    )
    user = visitor_of(request).user
    if attempt is None and user:  # the page was reloaded, or gone back to
        return pages.redirect(home_of(user))
    state = request.query_params.get("state", "")
    if attempt is None or not hmac.compare_digest(attempt.state.encode(), state.encode()):
        # The cookie stays: it may be of an attempt in another window, which is still good.
        return _failed(request, oidc, AttemptLost())
    try:
        answer = await _finish(request, access, oidc, attempt)
    except (OidcFailure, LinkedOtherwise) as failure:
        answer = _failed(request, oidc, failure, attempt)
    answer.set_cookie(pages.browsers.forget(oidc.cookie))
    return answer


async def _finish(
    request: PageRequest, access: Access, oidc: OidcSignIn, attempt: Attempt
) -> Response[Any]:
    """Open or renew the session of whom the provider vouches for. Raises `OidcFailure`, `LinkedOtherwise`."""
    identity = await oidc.provider.redeem(
        attempt, code=_code_of(request, oidc), iss=request.query_params.get("iss")
    )
    user = await user_of(
        access,
        identity,
        issuer=oidc.provider.issuer,
        label=oidc.label,
        marketplace=oidc.pages.marketplace,
    )
    proven_at = _proven_at(access, identity)
    browsers = oidc.pages.browsers
    if attempt.again:
        session = require_user(request, back=attempt.back)
        session_id = await _renew(access, oidc, session, user, proven_at)
        cookie = browsers.cookie(browsers.session_cookie, session_id)
    else:
        cookie = await browsers.sign_in(request, user, authenticated_at=proven_at)
    return oidc.pages.redirect(attempt.back or home_of(user), cookies=[cookie])


def _code_of(request: PageRequest, oidc: OidcSignIn) -> str:
    """The code of the provider's answer. Raises `SignInDeclined`, `ProviderRefused`."""
    error = request.query_params.get("error")
    if error == "access_denied":
        raise SignInDeclined(label=oidc.label, log="access_denied")
    code = request.query_params.get("code", "")
    if error or not 1 <= len(code) <= 2048:
        reason = error if error in KNOWN_ERRORS else "no code"
        raise ProviderRefused(label=oidc.label, log=str(reason))
    return code


def _proven_at(access: Access, identity: Identity) -> datetime:
    """When the person proved who they are; without word of it, too long ago for acts that need it to be recent."""
    return identity.authenticated_at or access.clock() - 2 * RECENT_LOGIN


async def _renew(
    access: Access, oidc: OidcSignIn, session: Session, user: User, proven_at: datetime
) -> str:
    """A new id for the session of who is signed in. Raises `AnotherPerson`."""
    if session.user.id != user.id:
        raise AnotherPerson(label=oidc.label, email=session.user.email)
    session_id = new_session_id()
    await access.db.write(
        renew_session,
        act_of(access, session),
        session=session,
        id_digest=access.session_hasher.digest(session_id),
        authenticated_at=proven_at,
    )
    return session_id


def _failed(
    request: PageRequest, oidc: OidcSignIn, failure: Refusal, attempt: Attempt | None = None
) -> Response[Any]:
    """The page that says what happened and offers another try."""
    status, title, reason = 403, N_("Sign-in did not work"), ""
    if isinstance(failure, OidcFailure):
        status, title, reason = failure.status, failure.title, failure.log
    log.warning("sign-in through the provider failed", kind=type(failure).__name__, reason=reason)
    back, again = (attempt.back, attempt.again) if attempt else ("", False)
    heading = oidc.pages.text(request, title, label=oidc.label)
    return oidc.pages.render(
        request,
        "oidc/failed.html",
        title=heading,
        section="account",
        status=status,
        text=oidc.pages.error_text(request, failure),
        retry_href=oidc.start_path(back=back, again=again),
        other_href=with_next(CONFIRM if again else SIGN_IN, back),
        label=oidc.label,
        is_again=again,
    )


def oidc_router() -> Router:
    """`/account/oidc/…`. Needs `access`, `pages` and `oidc` (None without a provider) as dependencies."""
    return Router(path="/", route_handlers=[start, callback])
