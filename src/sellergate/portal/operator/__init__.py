"""Operator pages: who is listed, suspended, limited; what is integrated; signing keys; what happened. For operators only."""

from sellergate.portal.operator.routes import operator_router

__all__ = ["operator_router"]
