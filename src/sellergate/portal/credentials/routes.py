"""The router of API Credentials Management."""

from litestar import Router

from sellergate.portal.credentials.wizard.create import CREATE_ROUTES
from sellergate.portal.credentials.wizard.grant import GRANT_ROUTES
from sellergate.portal.credentials.wizard.known import KNOWN_ROUTES
from sellergate.portal.credentials.wizard.landing import LANDING_ROUTES


def credentials_router() -> Router:
    """Every page below `/api-credentials`. Its handlers are given `access` and `pages` by name."""
    return Router(
        path="/api-credentials",
        route_handlers=[*LANDING_ROUTES, *KNOWN_ROUTES, *GRANT_ROUTES, *CREATE_ROUTES],
        include_in_schema=False,
    )
