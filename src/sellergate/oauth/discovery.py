"""What the token server says about itself (RFC 8414, OpenID Connect Discovery 1.0)."""

from typing import Any

import msgspec

from sellergate.access.jose import ALGORITHMS
from sellergate.oauth.clientauth import METHODS
from sellergate.oauth.token.grants import GRANTS
from sellergate.oauth.wire import Answer, Request

PROTOCOL = "protocol/openid-connect"
TOKEN = f"{PROTOCOL}/token"
INTROSPECTION = f"{PROTOCOL}/token/introspect"
REVOCATION = f"{PROTOCOL}/revoke"
JWKS = f"{PROTOCOL}/certs"


def metadata(*, issuer: str, public_url: str, algorithm: str) -> dict[str, Any]:
    """One document for both standards: the members that only OpenID Connect asks for are ignored by others.

    `response_types_supported` is required and empty: there is no authorization endpoint.
    """
    methods = [method.value for method in METHODS]
    return {
        "issuer": issuer,
        "token_endpoint": f"{issuer}/{TOKEN}",
        "introspection_endpoint": f"{issuer}/{INTROSPECTION}",
        "revocation_endpoint": f"{issuer}/{REVOCATION}",
        "jwks_uri": f"{issuer}/{JWKS}",
        "grant_types_supported": list(GRANTS),
        "response_types_supported": [],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [algorithm],
        "token_endpoint_auth_methods_supported": methods,
        "introspection_endpoint_auth_methods_supported": methods,
        "revocation_endpoint_auth_methods_supported": methods,
        "token_endpoint_auth_signing_alg_values_supported": ALGORITHMS,
        "introspection_endpoint_auth_signing_alg_values_supported": ALGORITHMS,
        "revocation_endpoint_auth_signing_alg_values_supported": ALGORITHMS,
        "dpop_signing_alg_values_supported": ALGORITHMS,
        "service_documentation": f"{public_url}/docs/",
    }


class DiscoveryEndpoint:
    """`GET …/.well-known/openid-configuration` and its RFC 8414 addresses. The answer never changes."""

    def __init__(self, *, issuer: str, public_url: str, algorithm: str) -> None:
        document = metadata(issuer=issuer, public_url=public_url, algorithm=algorithm)
        self._answer = Answer(
            200, [(b"cache-control", b"public, max-age=300")], msgspec.json.encode(document)
        )

    async def __call__(self, _request: Request) -> Answer:
        """The document."""
        return self._answer
