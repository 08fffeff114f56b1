"""The token server: `client_credentials`, introspection, revocation, discovery, keys. One bare ASGI application.

Owns the protocol on the wire. Who may have a token, and what is in it, is decided in `access`.
"""

from sellergate.oauth.server import create_token_server, served_prefixes

__all__ = ["create_token_server", "served_prefixes"]
