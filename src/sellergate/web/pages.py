"""Pages: rendering with the frame every page shares, forms that are checked before any handler sees them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl

import msgspec
from litestar import MediaType, Request, Response
from litestar.datastructures import Cookie, FormMultiDict
from litestar.exceptions import ClientException, HTTPException
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from litestar.response import Redirect

from sellergate.access.accounts.models import User
from sellergate.access.platform import Access
from sellergate.kit.asgi import Scope
from sellergate.kit.errors import Refusal
from sellergate.kit.secrets import SealBroken
from sellergate.storage.database import StorageUnavailable
from sellergate.web.browser import Browsers, PageRequest, own_path, visitor_of
from sellergate.web.csrf import is_own_form
from sellergate.web.templates import STATIC_DIR, create_environment, render_template
from sellergate.web.texts import translate

MAX_FIELDS: Final = 200
FLASH_COOKIE: Final = "sellergate_flash"
CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
SECURITY_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class ForeignForm(Exception):
    """A form that did not come from a page of ours, or from a page that is too old."""


@dataclass(frozen=True, slots=True)
class PageUser:
    """The signed-in user as the frame shows it."""

    name: str
    email: str
    organization_name: str
    organization_kind: str


@dataclass(frozen=True, slots=True)
class Page:
    """What the frame of every page needs to know."""

    title: str
    description: str
    path: str
    locale: str
    demo: bool
    marketplace: str
    user: PageUser | None
    csrf_token: str
    flashes: list[tuple[str, str]]
    section: str


class Pages:
    """Renders pages for a request: language, signed-in user, CSRF token, flashes and headers."""

    def __init__(
        self,
        access: Access,
        *,
        public_url: str,
        marketplace: str,
        demo: bool,
        template_dirs: tuple[Path, ...],
        static_dirs: tuple[Path, ...] = (STATIC_DIR,),
    ) -> None:
        self.access = access
        self.public_url = public_url
        self.marketplace = marketplace
        self.demo = demo
        self.browsers = Browsers(access, public_url=public_url)
        self._environment = create_environment(
            *template_dirs, static_dirs=static_dirs, now=access.clock
        )

    async def know_visitor(self, scope: Scope) -> None:
        """Read who sends a request, before it is known which page it is for: pages that are not there have visitors too."""
        request: PageRequest = Request(scope)  # type: ignore[arg-type]
        try:
            request.state.visitor = await self.browsers.visitor_of(request)
        except StorageUnavailable as outage:
            request.state.outage = outage  # raised below, where there is a page for it

    async def before_request(self, request: PageRequest) -> None:
        """Let no form through that is not ours. Raises `ForeignForm`, `StorageUnavailable`."""
        if (outage := getattr(request.state, "outage", None)) is not None:
            raise outage
        if request.method in SAFE_METHODS:
            return
        visitor = visitor_of(request)
        form = await read_form(request)
        if not is_own_form(
            self.access.form_hasher,
            None if visitor.is_new_browser else visitor.browser_id,
            str(form.get("csrf_token", "")),
            origin=request.headers.get("origin"),
            public_url=self.public_url,
        ):
            raise ForeignForm

    def render(
        self,
        request: PageRequest,
        template: str,
        *,
        title: str,
        section: str = "",
        description: str = "",
        status: int = 200,
        csp: str = CONTENT_SECURITY_POLICY,
        headers: dict[str, str] | None = None,
        **context: Any,
    ) -> Response[str]:
        """A whole page. `title` is an English text of ours, translated here like every text of a page."""
        visitor = visitor_of(request)
        flashes = self._flashes(request)
        page = Page(
            title=translate(visitor.locale, title),
            description=translate(visitor.locale, description),
            path=own_path(request),
            locale=visitor.locale,
            demo=self.demo,
            marketplace=self.marketplace,
            user=_page_user(visitor.user),
            csrf_token=visitor.csrf_token,
            flashes=flashes,
            section=section,
        )
        html = render_template(self._environment, template, visitor.locale, page=page, **context)
        cookies = [self.browsers.forget(FLASH_COOKIE)] if flashes else []
        if visitor.is_new_browser:
            cookies.append(self.browsers.cookie(self.browsers.visitor_cookie, visitor.browser_id))
        return Response(
            html,
            status_code=status,
            media_type=MediaType.HTML,
            cookies=cookies,
            headers={
                **SECURITY_HEADERS,
                "Content-Security-Policy": csp,
                "Cache-Control": "no-store",
                "Vary": "Cookie, Accept-Language",
                **(headers or {}),
            },
        )

    def fragment(
        self,
        request: PageRequest,
        template: str,
        *,
        status: int = 200,
        **context: Any,
    ) -> Response[str]:
        """A piece of a page, for htmx."""
        visitor = visitor_of(request)
        html = render_template(
            self._environment,
            template,
            visitor.locale,
            csrf_token=visitor.csrf_token,
            **context,
        )
        return Response(
            html,
            status_code=status,
            media_type=MediaType.HTML,
            headers={**SECURITY_HEADERS, "Cache-Control": "no-store"},
        )

    def redirect(
        self,
        path: str,
        *,
        flash: str = "",
        kind: str = "success",
        cookies: list[Cookie] | None = None,
        **values: Any,
    ) -> Redirect:
        """Go on to a page of ours (303), saying `flash` there: an English text, `{named}` values filled in."""
        jar = list(cookies or [])
        if flash:
            sealed = self.access.sealer.seal_text(
                msgspec.json.encode([kind, flash, values]).decode(), "flash"
            )
            jar.append(self.browsers.cookie(FLASH_COOKIE, sealed, max_age=60))
        return Redirect(path, status_code=303, cookies=jar, headers={"Cache-Control": "no-store"})

    def error_text(self, request: PageRequest, error: Refusal) -> str:
        """A refusal in the visitor's language."""
        return translate(visitor_of(request).locale, error.message, **error.values)

    def text(self, request: PageRequest, message: str, **values: Any) -> str:
        """A text in the visitor's language."""
        return translate(visitor_of(request).locale, message, **values)

    def _flashes(self, request: PageRequest) -> list[tuple[str, str]]:
        sealed = request.cookies.get(FLASH_COOKIE)
        if not sealed:
            return []
        try:
            kind, message, values = msgspec.json.decode(
                self.access.sealer.open_text(sealed, "flash")
            )
        except (SealBroken, ValueError):
            return []
        return [(kind, translate(visitor_of(request).locale, message, **values))]


async def read_form(request: PageRequest) -> FormMultiDict:
    """The form of a request, urlencoded or multipart.

    Raises `ForeignForm` when it is neither, 413 when it is too large, 415 when it is compressed: browsers send forms
    as they are, and a few bytes of anything else could unfold to more than there is memory.
    """
    if request.headers.get("content-encoding", "identity") != "identity":
        raise HTTPException(status_code=415)
    try:
        if request.content_type[0] == "application/x-www-form-urlencoded":
            # Not request.form(): the framework keeps the forms it has decoded in a cache, passwords included.
            text = (await request.body()).decode("utf-8", "replace")
            return FormMultiDict(parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_FIELDS))
        return await request.form()
    except RequestEntityTooLarge:
        raise
    except (ClientException, ValueError, UnicodeDecodeError, LookupError) as error:
        raise ForeignForm from error


def field(form: FormMultiDict, name: str) -> str:
    """One text of a form, without outer spaces; empty when missing or not a text."""
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def fields(form: FormMultiDict, name: str) -> list[str]:
    """Every text of a repeated field."""
    return [value for value in form.getall(name, []) if isinstance(value, str)]


def _page_user(user: User | None) -> PageUser | None:
    if user is None:
        return None
    organization = user.organization
    return PageUser(user.name, user.email, organization.name, organization.kind.value)
