"""The Seller API as one Litestar application."""

from collections.abc import Sequence

from litestar import Litestar, Router
from litestar.datastructures import State

from sellergate.kit.clock import Clock
from sellergate.market.discussions.keeping import ATTACHMENT_FILES, AttachmentFiles
from sellergate.market.offers.xml.fetching import PackageFetcher
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.problems import exception_handlers
from sellergate.rest.wire import CLOCK, DATABASE, DOCUMENTS, MARKETPLACE, PUBLIC_URL
from sellergate.seller_v2.discussions.routes import discussions_router
from sellergate.seller_v2.finance.routes import finance_router
from sellergate.seller_v2.fulfillment.returns import RETURNS_ADDRESS
from sellergate.seller_v2.fulfillment.routes import fulfillment_router
from sellergate.seller_v2.offers.routes import offers_router
from sellergate.seller_v2.offers.xml import FETCHER
from sellergate.seller_v2.order_invoices.routes import order_invoices_router
from sellergate.seller_v2.orders.routes import orders_router
from sellergate.seller_v2.products.routes import products_router
from sellergate.seller_v2.sellers.routes import sellers_router
from sellergate.storage.database import Database
from sellergate.storage.documents import Documents

PREFIX = "/seller/v2"


def perimeters() -> list[Router]:
    """The routes of every perimeter."""
    return [
        sellers_router(),
        products_router(),
        offers_router(),
        orders_router(),
        order_invoices_router(),
        discussions_router(),
        finance_router(),
        fulfillment_router(),
    ]


def create_seller_api(
    db: Database,
    *,
    public_url: str,
    marketplace: str,
    returns_address: Sequence[str] = (),
    clock: Clock,
    package_fetcher: PackageFetcher,
    documents: Documents,
    attachment_files: AttachmentFiles,
) -> Litestar:
    """Every perimeter below `PREFIX`. Only calls that the gateway let through may reach it."""
    return Litestar(
        path=PREFIX,
        route_handlers=perimeters(),
        state=State(
            {
                DATABASE: db,
                PUBLIC_URL: public_url,
                MARKETPLACE: marketplace,
                RETURNS_ADDRESS: returns_address,
                CLOCK: clock,
                FETCHER: package_fetcher,
                DOCUMENTS: documents,
                ATTACHMENT_FILES: attachment_files,
            }
        ),
        exception_handlers=exception_handlers(public_url),
        openapi_config=None,  # the document is made by `openapi.py` and served by the developer site
        logging_config=None,
        response_class=JsonAnswer,
    )
