"""Routes of the orders perimeter (contract/05)."""

from litestar import Router

from sellergate.access.scopes import Scope
from sellergate.seller_v2.orders.moves import MOVE_ROUTES


def orders_router() -> Router:
    """Every route of the perimeter. Those that write say so by themselves."""
    return Router(
        path="/",
        route_handlers=[*MOVE_ROUTES],
        opt={"scope": Scope.ORDERS_READ, "examples": {}},
        tags=["Orders"],
    )
