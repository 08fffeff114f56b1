"""Token introspection (RFC 7662): a client asks about a token of its own, and is told the truth of this instant."""

import base64
from typing import Any

import msgspec

from sellergate.access.dpop import TOKEN_TYPE
from sellergate.access.platform import Access
from sellergate.access.tokens.errors import TokenRefused
from sellergate.oauth.clientauth import ClientAuthenticator
from sellergate.oauth.forms import read_form, require
from sellergate.oauth.wire import NO_STORE, Answer, Request

_encode = msgspec.json.Encoder().encode
_INACTIVE = _encode({"active": False})


class IntrospectionEndpoint:
    """`POST …/protocol/openid-connect/token/introspect`."""

    def __init__(self, access: Access, authenticator: ClientAuthenticator) -> None:
        self._access = access
        self._authenticator = authenticator

    async def __call__(self, request: Request) -> Answer:
        """The claims of a live token of the asking client; anything else is inactive, without a reason (§2.2)."""
        form = await read_form(request)
        client = await self._authenticator.authenticate(request, form)
        unverified_token = require(form, "token", "Send the access token to ask about.")
        try:
            principal, _ = await self._access.authenticate_own(unverified_token)
        except TokenRefused:
            return Answer(200, [*NO_STORE], _INACTIVE)
        if principal.client_uid != client.credential.uid:
            return Answer(200, [*NO_STORE], _INACTIVE)
        claims = _claims_of(unverified_token)
        token_type = "Bearer" if principal.jkt is None else TOKEN_TYPE
        body = {"active": True, "token_type": token_type, "scope": ""} | claims
        return Answer(200, [*NO_STORE], _encode(body))


def _claims_of(verified_token: str) -> dict[str, Any]:
    payload = verified_token.split(".")[1]
    claims = msgspec.json.decode(base64.urlsafe_b64decode(payload + "=="))
    return dict(claims)
