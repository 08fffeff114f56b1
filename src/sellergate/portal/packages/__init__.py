"""Packages: how far the offers and product sheets of a seller are, and which lines were refused. Reads only."""

from sellergate.portal.packages.routes import packages_router

__all__ = ["packages_router"]
