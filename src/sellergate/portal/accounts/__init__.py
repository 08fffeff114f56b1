"""Accounts: sign in and out, prove it again, see and end one's sessions, change one's password, choose the language."""

from sellergate.portal.accounts.routes import accounts_router

__all__ = ["accounts_router"]
