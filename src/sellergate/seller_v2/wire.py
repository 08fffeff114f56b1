"""What the perimeters' routes share: the database, the seller that a call is for, and how instants are written."""

from datetime import datetime
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


def render_timestamp(instant: datetime) -> str:
    """RFC 3339 with a numeric offset, as recorded (contract/00 §7): some clients do not read `Z`."""
    return instant.isoformat()
