"""How clients name products of the warehouses (contract/09 §1)."""

from typing import Any, Final

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.offers.models import Condition
from sellergate.market.warehouse import store
from sellergate.market.warehouse.models import Identified, ProductState, Stock

MAX_REFERENCE: Final = 50
_FAMILIES: Final = (
    ("used", ProductState.USED),
    ("refurbished", ProductState.REFURBISHED),
    ("new", ProductState.NEW),
)


def parse_state(value: Any) -> ProductState:
    """The state that a text names: that of stocks, or the finer condition of offers. Raises `ValueError`."""
    text = value.strip().casefold() if isinstance(value, str) else ""
    known = {state.casefold() for state in (*ProductState, *Condition)}
    for beginning, state in _FAMILIES:
        if text in known and text.startswith(beginning):
            return state
    raise ValueError("must be one of " + ", ".join(ProductState))


def state_of_condition(condition: str) -> ProductState:
    """The state of what an offer sells."""
    return parse_state(condition)


def find_identified(conn: Connection, seller_id: SellerId, named: Identified) -> Stock | None:
    """The stock that the seller's words name; None when no product is referenced under them.

    The reference wins where both kinds of names are given.
    """
    if named.seller_product_reference is not None:
        return store.find_stock_of_reference(conn, seller_id, named.seller_product_reference)
    if named.product_id is None or named.product_state is None:
        return None
    return store.find_stock_of_product(conn, seller_id, named.product_id, named.product_state)
