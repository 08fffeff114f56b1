"""What a token answer looks like on the wire (contract/01 §1)."""

import msgspec

from sellergate.access.dpop import TOKEN_TYPE
from sellergate.access.platform import Access
from sellergate.kit.ratelimit import rate_limit_headers
from sellergate.oauth.clientauth import ClientAuthenticator
from sellergate.oauth.token.binding import ProofReader
from sellergate.oauth.token.pipeline import QUOTA_NAME, grant_token
from sellergate.oauth.wire import NO_STORE, Answer, Request


class TokenAnswer(msgspec.Struct):
    """Members and order as recorded.

    `scope` is the empty text of the recording: oauth4webapi, openid-client and authlib take any text, and
    refuse only what is not one. There is no `refresh_token`: no client uses one (contract/01 §1).
    """

    access_token: str
    expires_in: int
    refresh_expires_in: int = 0
    token_type: str = "Bearer"  # noqa: S105  (RFC 6750 §4)
    not_before_policy: int = msgspec.field(default=0, name="not-before-policy")
    scope: str = ""


_encode = msgspec.json.Encoder().encode


class TokenEndpoint:
    """`POST …/protocol/openid-connect/token`."""

    def __init__(
        self, access: Access, authenticator: ClientAuthenticator, *, token_url: str
    ) -> None:
        self._access = access
        self._proofs = ProofReader(access, token_url)
        self._authenticator = authenticator

    async def __call__(self, request: Request) -> Answer:
        """A token, or an `OAuthError`."""
        token, quota, warnings = await grant_token(
            self._access, self._authenticator, self._proofs, request
        )
        answer = TokenAnswer(token.access_token, token.expires_in)
        if token.principal.jkt is not None:
            answer.token_type = TOKEN_TYPE
        body = _encode(answer)
        return Answer(200, [*NO_STORE, *rate_limit_headers(QUOTA_NAME, quota), *warnings], body)
