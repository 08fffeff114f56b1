"""The words of the protocol, spelled as in the RFCs. No behaviour here."""

from enum import StrEnum


class GrantType(StrEnum):
    """Ways to obtain a token (RFC 6749 §4)."""

    CLIENT_CREDENTIALS = "client_credentials"


class ErrorCode(StrEnum):
    """Values of `error` (RFC 6749 §5.2; the last two are those of §4.1.2.1)."""

    INVALID_REQUEST = "invalid_request"
    INVALID_CLIENT = "invalid_client"
    INVALID_GRANT = "invalid_grant"
    UNSUPPORTED_GRANT_TYPE = "unsupported_grant_type"
    INVALID_DPOP_PROOF = "invalid_dpop_proof"  # RFC 9449 §12.2
    TEMPORARILY_UNAVAILABLE = "temporarily_unavailable"
    SERVER_ERROR = "server_error"


class ClientAuthMethod(StrEnum):
    """How a client proves who it is (RFC 7591 §2)."""

    CLIENT_SECRET_BASIC = "client_secret_basic"  # noqa: S105  (a method's name)
    CLIENT_SECRET_POST = "client_secret_post"  # noqa: S105
    PRIVATE_KEY_JWT = "private_key_jwt"


ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"  # RFC 7523 §2.2

FORM_MEDIA_TYPE = b"application/x-www-form-urlencoded"

# Parameters that we read. They belong in the body alone (RFC 6749 §2.3.1).
PARAMETERS = frozenset(
    {
        *("grant_type", "client_id", "client_secret", "scope", "token", "token_type_hint"),
        *("client_assertion", "client_assertion_type"),
    }
)
# May legally be repeated (RFC 8707 §2, RFC 8693 §2.1); we do not use them.
REPEATABLE = frozenset({"resource", "audience"})
