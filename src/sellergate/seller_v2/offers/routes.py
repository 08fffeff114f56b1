"""Routes of the offers perimeter (contract/04)."""

from litestar import Router

from sellergate.access.scopes import Scope
from sellergate.seller_v2.offers import reading_examples
from sellergate.seller_v2.offers.competing import COMPETING_ROUTES
from sellergate.seller_v2.offers.examples import EXAMPLES
from sellergate.seller_v2.offers.packages import PACKAGE_ROUTES
from sellergate.seller_v2.offers.reading import list_offers
from sellergate.seller_v2.offers.search import search_offers
from sellergate.seller_v2.offers.xml import XML_ROUTES


def offers_router() -> Router:
    """Every route of the perimeter. Those that write say so by themselves."""
    return Router(
        path="/",
        route_handlers=[
            list_offers,
            *PACKAGE_ROUTES,
            search_offers,
            *XML_ROUTES,
            *COMPETING_ROUTES,
        ],
        opt={"scope": Scope.OFFERS_READ, "examples": {**EXAMPLES, **reading_examples.EXAMPLES}},
        tags=["Offers"],
    )
