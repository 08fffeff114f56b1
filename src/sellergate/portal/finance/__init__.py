"""Sellers see what the marketplace owes them, what it bills them, and when it pays."""

from sellergate.portal.finance.routes import finance_pages_router

__all__ = ["finance_pages_router"]
