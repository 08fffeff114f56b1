"""The router of API Credentials Management."""

from litestar import Router

from sellergate.portal.credentials.activity.routes import ACTIVITY_ROUTES
from sellergate.portal.credentials.clients.keys import KEY_ROUTES
from sellergate.portal.credentials.clients.routes import CLIENT_ROUTES
from sellergate.portal.credentials.delegations.access import ACCESS_ROUTES
from sellergate.portal.credentials.delegations.sellers import SELLER_ROUTES
from sellergate.portal.credentials.listings.logos import logo_file
from sellergate.portal.credentials.listings.routes import LISTING_ROUTES
from sellergate.portal.credentials.wizard.create import CREATE_ROUTES
from sellergate.portal.credentials.wizard.grant import GRANT_ROUTES
from sellergate.portal.credentials.wizard.known import KNOWN_ROUTES
from sellergate.portal.credentials.wizard.landing import LANDING_ROUTES


def credentials_router() -> Router:
    """Every page below `/api-credentials`. Its handlers are given `access` and `pages` by name."""
    return Router(
        path="/api-credentials",
        route_handlers=[
            *LANDING_ROUTES,
            *KNOWN_ROUTES,
            *GRANT_ROUTES,
            *CREATE_ROUTES,
            *CLIENT_ROUTES,
            *KEY_ROUTES,
            *ACCESS_ROUTES,
            *SELLER_ROUTES,
            *LISTING_ROUTES,
            *ACTIVITY_ROUTES,
            logo_file,
        ],
        include_in_schema=False,
    )
