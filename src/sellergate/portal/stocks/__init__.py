"""Sellers see what the marketplace's warehouses hold for them, what comes there, what leaves and what comes back."""

from sellergate.portal.stocks.routes import stocks_router

__all__ = ["stocks_router"]
