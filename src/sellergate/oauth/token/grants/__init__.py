"""The grants on offer. Each is a hook of the pipeline, which has authenticated the client and charged its quota."""

from collections.abc import Callable

from sellergate.access.platform import Access
from sellergate.access.tokens.service import IssuedToken
from sellergate.oauth.clientauth import AuthenticatedClient
from sellergate.oauth.token.grants import client_credentials
from sellergate.oauth.vocabulary import GrantType

Grant = Callable[[Access, AuthenticatedClient, str | None], IssuedToken]

GRANTS: dict[str, Grant] = {GrantType.CLIENT_CREDENTIALS: client_credentials.issue}
