"""Sellergate: the open, self-hosted seller-API platform for marketplaces."""

__version__ = "0.1.0"
