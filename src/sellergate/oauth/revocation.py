"""Token revocation (RFC 7009): a client ends a token of its own before its time."""

from sellergate.access.context import Actor
from sellergate.access.platform import Access
from sellergate.access.tokens.errors import TokenRefused
from sellergate.access.tokens.service import revoke_token
from sellergate.oauth.clientauth import ClientAuthenticator
from sellergate.oauth.errors import InvalidGrant
from sellergate.oauth.forms import read_form, require
from sellergate.oauth.wire import NO_STORE, Answer, Request


class RevocationEndpoint:
    """`POST …/protocol/openid-connect/revoke`."""

    def __init__(self, access: Access, authenticator: ClientAuthenticator) -> None:
        self._access = access
        self._authenticator = authenticator

    async def __call__(self, request: Request) -> Answer:
        """200 once the token is refused everywhere, also when it was no token at all (§2.2).

        Raises `InvalidGrant` for a token of another client, which stays good (§2.1).
        """
        form = await read_form(request)
        client = await self._authenticator.authenticate(request, form)
        unverified_token = require(form, "token", "Send the access token to revoke.")
        try:
            principal = self._access.tokens.verify(unverified_token)
        except TokenRefused:
            return Answer(200, [*NO_STORE], b"")
        if principal.client_uid != client.credential.uid:
            raise InvalidGrant(
                "This token was issued to another client, which alone may revoke it."
            )
        act = self._access.act(Actor(label=client.credential.client_id))
        await self._access.db.write(revoke_token, act, principal)
        return Answer(200, [*NO_STORE], b"")
