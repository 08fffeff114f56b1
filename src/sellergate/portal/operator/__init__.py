"""Operator pages: who is listed, suspended, limited; the signing keys; everything that happened. For operators only."""

from sellergate.portal.operator.routes import operator_router

__all__ = ["operator_router"]
