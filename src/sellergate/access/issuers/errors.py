"""Why a token of a trusted issuer is not accepted, beyond the refusals that our own tokens know."""

from sellergate.access.tokens.errors import TokenRefused


class ClientNotMapped(TokenRefused):
    """The token is good, and names a client that is none of ours."""

    reason = "client-not-mapped"


class IssuerUnavailable(Exception):
    """Whether the token is good cannot be told now: the issuer's keys could not be fetched."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        super().__init__(f"the keys of {issuer} could not be fetched")


class KeysUnusable(Exception):
    """The issuer answers nothing that can be used. The text says what, for the operator."""
