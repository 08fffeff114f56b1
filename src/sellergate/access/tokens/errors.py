"""Why a token is not accepted. Each is one problem of the catalogue."""

from typing import ClassVar


class TokenRefused(Exception):
    """The token does not speak for a client now. `reason` is a slug of the problem catalogue.

    `detail` is for who sent it, when there is more to say than the catalogue does.
    """

    reason: ClassVar[str] = "token-invalid"

    def __init__(self, detail: str | None = None) -> None:
        self.detail = detail
        super().__init__(detail or self.reason)


class KeyUnknown(TokenRefused):
    """It names a key that this node does not know, or does not know yet."""


class TokenExpired(TokenRefused):
    """Its time is over."""

    reason = "token-expired"


class BindingMissing(TokenRefused):
    """Its client takes tokens that are bound to a key only, and this one is not."""

    reason = "dpop-required"


class TokenRevoked(TokenRefused):
    """It, or the secret that obtained it, was revoked."""

    reason = "token-revoked"
