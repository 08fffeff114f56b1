"""The browser behind a page request: its cookies, who signed in with it, its language."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from litestar import Request
from litestar.datastructures import Cookie

from sellergate.access.accounts import store as accounts
from sellergate.access.accounts.models import Session, User
from sellergate.access.accounts.service import is_recent_login, new_session_id, open_session
from sellergate.access.context import Act
from sellergate.access.platform import Access
from sellergate.web.csrf import csrf_token
from sellergate.web.texts import Locale, negotiate_locale

PageRequest = Request[Any, Any, Any]
SEEN_EVERY: Final = timedelta(minutes=1)


class SignInRequired(Exception):
    """The page is for people who signed in. `back` is where to go on afterwards."""

    def __init__(self, back: str) -> None:
        self.back = back
        super().__init__("sign-in required")


class RecentLoginRequired(SignInRequired):
    """The act needs a password given a short while ago."""


class OperatorRequired(Exception):
    """The page is for the marketplace operator."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who looks at a page. `browser_id` is the value of a cookie, signed in or not."""

    browser_id: str
    is_new_browser: bool
    session: Session | None
    locale: Locale
    csrf_token: str

    @property
    def user(self) -> User | None:
        """Who signed in, or None."""
        return self.session.user if self.session else None


class Browsers:
    """Reads and opens browser sessions. Cookies are `__Host-` ones wherever pages are served over TLS."""

    def __init__(self, access: Access, *, public_url: str) -> None:
        self._access = access
        self._secure = public_url.startswith("https://")
        prefix = "__Host-" if self._secure else ""
        self.session_cookie = f"{prefix}sellergate_session"
        self.visitor_cookie = f"{prefix}sellergate_visitor"

    async def visitor_of(self, request: PageRequest) -> Visitor:
        """Who sends this request."""
        session_id = request.cookies.get(self.session_cookie, "")
        session = await self._session(session_id) if session_id else None
        known = session_id if session else request.cookies.get(self.visitor_cookie, "")
        browser_id = known or secrets.token_urlsafe(18)
        return Visitor(
            browser_id=browser_id,
            is_new_browser=not known,
            session=session,
            locale=negotiate_locale(
                request.cookies.get("sellergate_language"), request.headers.get("accept-language")
            ),
            csrf_token=csrf_token(self._access.form_hasher, browser_id),
        )

    async def sign_in(
        self, request: PageRequest, user: User, *, authenticated_at: datetime | None = None
    ) -> Cookie:
        """Open a session with an id that nobody knew before, ending this browser's former one; its cookie.

        `authenticated_at` is when the user proved who they are, unless that was just now.
        """
        former = visitor_of(request).session
        session_id = new_session_id()
        act = self._access.act(user.as_actor())
        if former:
            await self._access.db.write(accounts.delete_session, former.public_id, former.user.id)
        await self._access.db.write(
            open_session,
            act,
            user=user,
            id_digest=self._access.session_hasher.digest(session_id),
            address=address_of(request),
            user_agent=request.headers.get("user-agent", ""),
            authenticated_at=authenticated_at,
        )
        return self.cookie(self.session_cookie, session_id)

    def cookie(self, key: str, value: str, *, max_age: int | None = None) -> Cookie:
        """A cookie that scripts cannot read and other sites cannot send."""
        return Cookie(
            key=key,
            value=value,
            path="/",
            httponly=True,
            secure=self._secure,
            samesite="lax",
            max_age=max_age,
        )

    def forget(self, key: str) -> Cookie:
        """A cookie that ends the one of this name."""
        return self.cookie(key, "", max_age=0)

    async def _session(self, session_id: str) -> Session | None:
        now = self._access.clock()
        digest = self._access.session_hasher.digest(session_id)
        session = await self._access.db.read(accounts.find_session, digest, now=now)
        if session and now - session.last_seen_at > SEEN_EVERY:
            await self._access.db.write(
                accounts.update_session, session.public_id, last_seen_at=now
            )
        return session


def visitor_of(request: PageRequest) -> Visitor:
    """Who sends this request, as read at its start."""
    visitor: Visitor = request.state.visitor
    return visitor


def require_user(request: PageRequest, *, back: str | None = None) -> Session:
    """The session of who signed in. Raises `SignInRequired`, to come back to `back` (default: this page)."""
    session = visitor_of(request).session
    if session is None:
        raise SignInRequired(back or own_path(request))
    return session


def require_recent_login(
    request: PageRequest, access: Access, *, back: str | None = None
) -> Session:
    """The same, with a password given a short while ago. Raises `RecentLoginRequired` too.

    A form that is sent names the page to come back to: a POST cannot be come back to.
    """
    session = require_user(request, back=back)
    if not is_recent_login(session, access.clock()):
        raise RecentLoginRequired(back or own_path(request))
    return session


def require_operator(request: PageRequest) -> Session:
    """The session of an operator. Raises `SignInRequired`, `OperatorRequired`."""
    session = require_user(request)
    if not session.user.is_operator:
        raise OperatorRequired
    return session


def act_of(access: Access, session: Session) -> Act:
    """An act by who signed in, now."""
    return access.act(session.user.as_actor())


def address_of(request: PageRequest) -> str:
    """The network address of the browser; the server has already undone trusted proxies."""
    return request.client.host if request.client else "unknown"


def own_path(request: PageRequest) -> str:
    """Path and query of this request, as they were sent: the router's own path has lost its last slash."""
    path = request.scope["raw_path"].decode("ascii", "replace")
    query = request.url.query
    return path + (f"?{query}" if query else "")


def local_path(text: str | None, default: str = "/") -> str:
    """A path of this site to go on to: never another site, whatever was in the link."""
    if not text or not text.startswith("/") or text[1:2] in ("/", "\\") or not text.isprintable():
        return default
    parts = urlsplit(text)
    return text if not parts.scheme and not parts.netloc else default
