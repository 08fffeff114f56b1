"""The Authorization header: one Bearer token that speaks for a client (RFC 6750 §2.1, §3)."""

from sellergate.access.clients.expiry import expiry_headers
from sellergate.access.issuers.errors import IssuerUnavailable
from sellergate.access.platform import Access
from sellergate.access.tokens.errors import TokenRefused
from sellergate.gateway.call import Call
from sellergate.kit.problems import CATALOGUE, Problem

REALM = "seller-api"


def challenge(error: str | None = None, description: str = "", **parameters: str) -> dict[str, str]:
    """The WWW-Authenticate header of a refusal (RFC 6750 §3)."""
    parts = [f'realm="{REALM}"']
    if error:
        parts += [f'error="{error}"', f'error_description="{description}"']
    parts += [f'{name}="{value}"' for name, value in parameters.items()]
    return {"WWW-Authenticate": "Bearer " + ", ".join(parts)}


async def check_bearer(call: Call, access: Access) -> None:
    """Set `call.principal`, `call.credential` and `call.warnings`.

    Raises the 401 problems of the catalogue, and `issuer-unavailable`.
    """
    token = _read_token(call.authorizations)
    try:
        call.principal, call.credential = await access.authenticate(token)
    except TokenRefused as error:
        raise _refusal(error.reason, error.detail) from error
    except IssuerUnavailable as error:
        raise Problem("issuer-unavailable", headers={"Retry-After": "5"}) from error
    call.ends(call.principal.expires_at)
    if call.principal.secret_id is not None:
        call.ends(call.credential.expiry_of(call.principal.secret_id))
    call.warnings = expiry_headers(
        call.credential,
        call.principal.secret_id,
        now=call.now.timestamp(),
        warn_within=access.policy.secret_warning,
    )


def _read_token(authorizations: list[bytes]) -> str:
    if not authorizations:
        raise Problem("token-missing", headers=challenge())
    scheme, _, unverified_token = authorizations[0].partition(b" ")
    unverified_token = unverified_token.strip()
    if len(authorizations) > 1 or scheme.lower() != b"bearer" or not unverified_token:
        raise _refusal("token-malformed")
    return unverified_token.decode("latin-1")


def _refusal(slug: str, detail: str | None = None) -> Problem:
    title = CATALOGUE[slug].title
    return Problem(slug, detail, headers=challenge("invalid_token", title))
