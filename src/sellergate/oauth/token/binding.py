"""Binding a token to a key of its client: the DPoP proof of a token request (RFC 9449 §5)."""

from urllib.parse import urlsplit

from sellergate.access.clients.models import ClientCredential
from sellergate.access.dpop import ProofRefused, Target, check_proof
from sellergate.access.platform import Access
from sellergate.oauth.errors import InvalidDpopProof
from sellergate.oauth.wire import Request


class ProofReader:
    """Reads the proof of a request to the token endpoint, whose one address is `token_url`."""

    def __init__(self, access: Access, token_url: str) -> None:
        self._access = access
        parts = urlsplit(token_url)
        self._target = Target("POST", f"{parts.scheme}://{parts.netloc}", parts.path)

    async def key_of(self, request: Request, client: ClientCredential) -> str | None:
        """The thumbprint of the key to bind the token to; None for a token that its bearer may use.

        Raises `InvalidDpopProof`, also when the client asks for bound tokens only and sends no proof.
        """
        proof = request.header(b"dpop")
        if proof is None:
            if client.dpop_required:
                raise InvalidDpopProof(
                    "This client takes DPoP-bound tokens only, and the request has no header DPoP. Send a proof."
                )
            return None
        try:
            return await check_proof(
                proof.decode("latin-1"),
                self._target,
                replays=self._access.replays,
                now=self._access.clock().timestamp(),
            )
        except ProofRefused as error:
            raise InvalidDpopProof(str(error)) from error
