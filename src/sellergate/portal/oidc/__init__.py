"""Sign-in through the marketplace's own OpenID provider, with us as relying party. Makes no account."""

from sellergate.portal.oidc.routes import OidcSignIn, create_oidc, oidc_router

__all__ = ["OidcSignIn", "create_oidc", "oidc_router"]
