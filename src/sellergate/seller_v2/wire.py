"""What the perimeters' routes share: the seller that a call is for."""

from typing import Any

from sellergate.access.context import SELLER_CONTEXT, SellerContext


def seller_of(scope: Any) -> SellerContext:
    """The seller that the gateway let this call act for."""
    context: SellerContext = scope[SELLER_CONTEXT]
    return context
