"""The start page of the developer site."""

from litestar import Response, get

from sellergate.devportal.get_started.examples import Examples
from sellergate.devportal.get_started.personas import OF_KIND, persona_cards
from sellergate.devportal.installation import REFERENCE, Here
from sellergate.kit.marks import N_
from sellergate.web.browser import PageRequest, visitor_of
from sellergate.web.injected import Pages


@get("/", include_in_schema=False, sync_to_thread=False)
def home_page(request: PageRequest, pages: Pages, here: Here) -> Response[str]:
    """What this is, the three ways in, and where to look things up."""
    user = visitor_of(request).user
    return pages.render(
        request,
        "home/index.html",
        title=N_("Seller API"),
        description=N_(
            "Connect software to seller accounts: credentials, tokens, reference and guides of the Seller API."
        ),
        here=here,
        personas=persona_cards(),
        own=OF_KIND.get(user.organization.kind) if user else None,
        examples=Examples(here),
        reference=REFERENCE,
    )
