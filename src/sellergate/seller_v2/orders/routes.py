"""Routes of the orders perimeter (contract/05)."""

from litestar import Router

from sellergate.access.scopes import Scope
from sellergate.seller_v2.orders import cancelling_examples, examples, gestures_examples
from sellergate.seller_v2.orders.cancelling import CANCELLATION_ROUTES
from sellergate.seller_v2.orders.gestures import GESTURE_ROUTES
from sellergate.seller_v2.orders.moves import MOVE_ROUTES
from sellergate.seller_v2.orders.reading import READING_ROUTES


def orders_router() -> Router:
    """Every route of the perimeter. Those that write say so by themselves."""
    return Router(
        path="/",
        route_handlers=[*READING_ROUTES, *MOVE_ROUTES, *CANCELLATION_ROUTES, *GESTURE_ROUTES],
        opt={
            "scope": Scope.ORDERS_READ,
            "examples": {
                **examples.EXAMPLES,
                **cancelling_examples.EXAMPLES,
                **gestures_examples.EXAMPLES,
            },
        },
        tags=["Orders"],
    )
