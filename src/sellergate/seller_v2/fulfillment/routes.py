"""Routes of the fulfillment perimeter (contract/09)."""

from litestar import Router

from sellergate.access.scopes import Scope
from sellergate.seller_v2.fulfillment import (
    inbound_examples,
    outbound_examples,
    products_examples,
    returns_examples,
    stocks_examples,
)
from sellergate.seller_v2.fulfillment.inbound import INBOUND_ROUTES
from sellergate.seller_v2.fulfillment.outbound import OUTBOUND_ROUTES
from sellergate.seller_v2.fulfillment.outbound_cancelling import OUTBOUND_CANCELLATION_ROUTES
from sellergate.seller_v2.fulfillment.products import PRODUCT_ROUTES
from sellergate.seller_v2.fulfillment.returns import RETURN_ROUTES
from sellergate.seller_v2.fulfillment.stocks import STOCK_ROUTES


def fulfillment_router() -> Router:
    """Every route of the perimeter. Those that write say so by themselves."""
    return Router(
        path="/",
        route_handlers=[
            *PRODUCT_ROUTES,
            *INBOUND_ROUTES,
            *STOCK_ROUTES,
            *OUTBOUND_ROUTES,
            *OUTBOUND_CANCELLATION_ROUTES,
            *RETURN_ROUTES,
        ],
        opt={
            "scope": Scope.FULFILLMENT_READ,
            "examples": {
                **products_examples.EXAMPLES,
                **inbound_examples.EXAMPLES,
                **stocks_examples.EXAMPLES,
                **outbound_examples.EXAMPLES,
                **returns_examples.EXAMPLES,
            },
        },
        tags=["Fulfillment"],
    )
