"""The client acts on its own behalf (RFC 6749 §4.4). A `scope` asked for is ignored: delegations decide."""

from sellergate.access.clients.models import ClientKind
from sellergate.access.platform import Access
from sellergate.access.tokens.service import IssuedToken
from sellergate.oauth.clientauth import AuthenticatedClient


def issue(access: Access, client: AuthenticatedClient, jkt: str | None) -> IssuedToken:
    """A token for the client, tied to the secret that it showed, and bound to the key that it proved, if any."""
    credential = client.credential
    return access.tokens.issue(
        credential.uid,
        credential.client_id,
        client.secret_id,
        jkt=jkt,
        is_operator=credential.kind is ClientKind.OPERATOR,
    )
