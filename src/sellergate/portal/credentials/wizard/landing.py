"""The landing page: what are you? And what everybody agrees to."""

from typing import Any

from litestar import Response, get

from sellergate.kit.marks import N_
from sellergate.portal.credentials.view import HOME, show
from sellergate.portal.credentials.warnings import ending_secrets
from sellergate.portal.credentials.wizard.choices import CHOICES
from sellergate.web.browser import PageRequest, visitor_of
from sellergate.web.injected import Access, Pages


@get("/")
async def landing(request: PageRequest, access: Access, pages: Pages) -> Response[Any]:
    """The eight choices. Public: sign-in is asked for when something is created or given."""
    return show(
        pages,
        request,
        "wizard/landing.html",
        title=N_("API Credentials Management"),
        here=HOME,
        groups=CHOICES,
        ending=await ending_secrets(access, visitor_of(request).session),
    )


@get("/terms")
async def terms(request: PageRequest, pages: Pages) -> Response[Any]:
    """The terms and conditions of API access."""
    return show(pages, request, "wizard/terms.html", title=N_("Terms and conditions of API access"))


LANDING_ROUTES = (landing, terms)
