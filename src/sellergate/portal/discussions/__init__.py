"""Discussions: what customers wrote to a seller, and the form to answer them. Rules are in `market/discussions`."""

from sellergate.portal.discussions.routes import discussions_router

__all__ = ["discussions_router"]
