"""The language of pages, kept in a cookie."""

from typing import Final

from litestar import get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from sellergate.portal.accounts.places import back_of
from sellergate.web.browser import PageRequest
from sellergate.web.injected import Pages
from sellergate.web.texts import LOCALES

LANGUAGE_COOKIE: Final = "sellergate_language"
A_YEAR: Final = 365 * 24 * 3600


@get("/language/{locale:str}")
async def choose_language(request: PageRequest, pages: Pages, locale: FromPath[str]) -> Redirect:
    """Read pages in another language from now on."""
    if locale not in LOCALES:
        raise NotFoundException
    cookie = pages.browsers.cookie(LANGUAGE_COOKIE, locale, max_age=A_YEAR)
    return pages.redirect(back_of(request) or "/", cookies=[cookie])
