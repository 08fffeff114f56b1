"""API Credentials Management: the wizard, my credentials, who has access, be listed, activity. No business rule here."""

from sellergate.portal.credentials.routes import credentials_router

__all__ = ["credentials_router"]
