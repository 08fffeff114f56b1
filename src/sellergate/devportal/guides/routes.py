"""Routes of the guides: the index and one page for each."""

from typing import Any, Final

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from sellergate.access.sellers.models import TEST_SELLER_ID
from sellergate.devportal import work
from sellergate.devportal.code_pages import CODE_PAGES
from sellergate.devportal.get_started.examples import Examples
from sellergate.devportal.guides.catalogue import GUIDES, grouped
from sellergate.devportal.guides.discussion_samples import DISCUSSION_SAMPLES
from sellergate.devportal.guides.fields import FIELDS
from sellergate.devportal.guides.finance_samples import FinanceSamples
from sellergate.devportal.guides.fulfillment_samples import FulfillmentSamples
from sellergate.devportal.guides.invoice_samples import InvoiceSamples
from sellergate.devportal.guides.order_samples import CancellationSamples, OrderSamples
from sellergate.devportal.guides.python_samples import PythonSamples
from sellergate.devportal.guides.samples import Samples
from sellergate.devportal.guides.trade_fields import TRADE_FIELDS
from sellergate.devportal.guides.trade_samples import TradeSamples
from sellergate.devportal.installation import (
    COLLECTION,
    ENVIRONMENT,
    OPENAPI_JSON,
    OPENAPI_YAML,
    REFERENCE,
    Here,
)
from sellergate.kit.marks import N_
from sellergate.web.browser import PageRequest
from sellergate.web.injected import Access, Pages

SECTION: Final = "guides"


@get("/docs/", include_in_schema=False, sync_to_thread=False)
def guides_index(request: PageRequest, pages: Pages, here: Here) -> Response[str]:
    """Every guide, and where else to look."""
    return pages.render(
        request,
        "guides/index.html",
        title=N_("Guides"),
        description=N_("Guides, reference, downloads and error messages of the Seller API."),
        section=SECTION,
        **_context(here),
    )


@get("/docs/guides/", include_in_schema=False, sync_to_thread=False)
def guides_folder(pages: Pages) -> Response[Any]:
    """The folder of the guides is the index."""
    return pages.redirect("/docs/")


@get("/docs/guides/{slug:str}/", include_in_schema=False, sync_to_thread=False)
def guide_page(
    request: PageRequest, slug: FromPath[str], pages: Pages, access: Access, here: Here
) -> Response[str]:
    """One guide."""
    guide = GUIDES.get(slug)
    if guide is None:
        raise NotFoundException
    return pages.render(
        request,
        f"guides/{guide.slug.replace('-', '_')}.html",
        title=guide.title,
        description=guide.text,
        section=SECTION,
        guide=guide,
        policy=access.policy,
        lifetime=access.tokens.lifetime,
        methods=work.SELLERS,
        fields=FIELDS | TRADE_FIELDS,
        samples=Samples(here),
        python=PythonSamples(here),
        trade=TradeSamples(here),
        talk=DISCUSSION_SAMPLES,
        orders=OrderSamples,
        cancellations=CancellationSamples,
        invoices=InvoiceSamples,
        finance=FinanceSamples,
        fulfillment=FulfillmentSamples,
        examples=Examples(here),
        test_seller_id=TEST_SELLER_ID,
        **_context(here),
    )


def guide_routes() -> list[HTTPRouteHandler]:
    """Every route of the guides."""
    return [guides_index, guides_folder, guide_page]


def _context(here: Here) -> dict[str, Any]:
    return {
        "here": here,
        "guides": grouped(),
        "code_pages": list(CODE_PAGES.values()),
        "reference": REFERENCE,
        "collection": COLLECTION,
        "environment": ENVIRONMENT,
        "openapi_yaml": OPENAPI_YAML,
        "openapi_json": OPENAPI_JSON,
    }
