"""What the perimeters' routes share: the seller that a call is for, and the database."""

from typing import Annotated, Any

from litestar.params import Dependency

from sellergate.access.context import SELLER_CONTEXT, SellerContext
from sellergate.storage.database import Database

# The injected database; it is ours, so the framework need not check it on every call.
Db = Annotated[Database, Dependency(skip_validation=True)]


def seller_of(scope: Any) -> SellerContext:
    """The seller that the gateway let this call act for."""
    context: SellerContext = scope[SELLER_CONTEXT]
    return context
