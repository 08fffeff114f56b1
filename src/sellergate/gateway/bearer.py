"""The Authorization header: one token that speaks for a client, for its bearer (RFC 6750) or bound to a key (RFC 9449)."""

from sellergate.access.clients.expiry import expiry_headers
from sellergate.access.issuers.errors import IssuerUnavailable
from sellergate.access.jose import ALGORITHMS
from sellergate.access.platform import Access
from sellergate.access.tokens.errors import BindingMissing, TokenRefused
from sellergate.gateway.call import Call
from sellergate.kit.problems import CATALOGUE, Problem

REALM = "seller-api"
SCHEMES = (b"bearer", b"dpop")
_ALGS = f'algs="{" ".join(ALGORITHMS)}"'


def challenge(error: str | None = None, description: str = "", **parameters: str) -> dict[str, str]:
    """The WWW-Authenticate header of a refusal (RFC 6750 §3)."""
    parts = [f'realm="{REALM}"']
    if error:
        parts += [f'error="{error}"', f'error_description="{description}"']
    parts += [f'{name}="{value}"' for name, value in parameters.items()]
    return {"WWW-Authenticate": "Bearer " + ", ".join(parts)}


_EITHER = {"WWW-Authenticate": f'{challenge()["WWW-Authenticate"]}, DPoP realm="{REALM}", {_ALGS}'}


def dpop_challenge(error: str, description: str) -> dict[str, str]:
    """The WWW-Authenticate header of a refusal that a proof would mend (RFC 9449 §7.1)."""
    parts = f'error="{error}", error_description="{description}"'
    return {"WWW-Authenticate": f'DPoP realm="{REALM}", {parts}, {_ALGS}'}


async def check_bearer(call: Call, access: Access) -> None:
    """Set `call.principal`, `call.credential` and `call.warnings`.

    A bound token comes by the scheme DPoP and another by Bearer, so that neither is taken for the other (RFC 9449 §7.2).
    Raises the 401 problems of the catalogue, and `issuer-unavailable`.
    """
    scheme, token = _read_token(call.authorizations)
    by_proof = scheme == b"dpop"
    try:
        call.principal, call.credential = await access.authenticate(token)
    except TokenRefused as error:
        bound = by_proof or isinstance(error, BindingMissing)
        raise _refusal(error.reason, error.detail, bound=bound) from error
    except IssuerUnavailable as error:
        raise Problem("issuer-unavailable", headers={"Retry-After": "5"}) from error
    if by_proof is (call.principal.jkt is None):
        raise _refusal("dpop-scheme-mismatch", bound=True)
    call.ends(call.principal.expires_at)
    if call.principal.secret_id is not None:
        call.ends(call.credential.expiry_of(call.principal.secret_id))
    call.warnings = expiry_headers(
        call.credential,
        call.principal.secret_id,
        now=call.now.timestamp(),
        warn_within=access.policy.secret_warning,
    )


def token_of(call: Call) -> str:
    """The token of a call whose Authorization header was read."""
    return _read_token(call.authorizations)[1]


def _read_token(authorizations: list[bytes]) -> tuple[bytes, str]:
    if not authorizations:
        raise Problem("token-missing", headers=_EITHER)
    scheme, _, unverified_token = authorizations[0].partition(b" ")
    scheme, unverified_token = scheme.lower(), unverified_token.strip()
    if len(authorizations) > 1 or scheme not in SCHEMES or not unverified_token:
        raise _refusal("token-malformed")
    return scheme, unverified_token.decode("latin-1")


def _refusal(slug: str, detail: str | None = None, *, bound: bool = False) -> Problem:
    title = CATALOGUE[slug].title
    challenged = dpop_challenge if bound else challenge
    return Problem(slug, detail, headers=challenged("invalid_token", title))
