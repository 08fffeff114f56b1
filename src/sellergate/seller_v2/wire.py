"""What the perimeters' routes share: the database, and the seller that a call is for."""

from typing import Any, Final

from sellergate.access.context import SELLER_CONTEXT, SellerContext
from sellergate.storage.database import Database

DATABASE: Final = "database"


def database_of(scope: Any) -> Database:
    """The database of this application. Read off the scope: injection costs more than the rest of a read."""
    database: Database = scope["litestar_app"].state[DATABASE]
    return database


def seller_of(scope: Any) -> SellerContext:
    """The seller that the gateway let this call act for."""
    context: SellerContext = scope[SELLER_CONTEXT]
    return context
