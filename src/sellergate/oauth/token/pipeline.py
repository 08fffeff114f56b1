"""The steps every token request passes, whatever its grant: form, grant, client, proof, quota, token, count."""

from typing import NamedTuple

from sellergate.access.clients.expiry import expiry_headers
from sellergate.access.clients.models import ClientCredential
from sellergate.access.platform import Access
from sellergate.access.quotas.models import QuotaState
from sellergate.access.tokens.quota import charge_token
from sellergate.access.tokens.service import IssuedToken
from sellergate.kit.ratelimit import Header, rate_limit_headers
from sellergate.oauth.clientauth import ClientAuthenticator
from sellergate.oauth.errors import TokenQuotaExceeded, UnsupportedGrantType
from sellergate.oauth.forms import Form, read_form, require
from sellergate.oauth.token.binding import ProofReader
from sellergate.oauth.token.grants import GRANTS, Grant
from sellergate.oauth.wire import Request

QUOTA_NAME = "tokens"


class Granted(NamedTuple):
    """A token, where its client stands after it, and what it should be told."""

    token: IssuedToken
    quota: QuotaState
    warnings: tuple[Header, ...]


async def grant_token(
    access: Access, authenticator: ClientAuthenticator, proofs: ProofReader, request: Request
) -> Granted:
    """Go through the steps. Raises `OAuthError` at the first that refuses."""
    form = await read_form(request)
    grant = find_grant(form)
    client = await authenticator.authenticate(request, form)
    jkt = await proofs.key_of(request, client.credential)
    now = access.clock()
    quota = await charge_quota(access, client.credential, now.timestamp())
    token = grant(access, client, jkt)
    count = access.usage.count_key_use if client.is_by_key else access.usage.count_use
    count(client.secret_id, now)
    warnings = expiry_headers(
        client.credential,
        client.secret_id,
        now=now.timestamp(),
        warn_within=access.policy.secret_warning,
    )
    return Granted(token, quota, warnings)


def find_grant(form: Form) -> Grant:
    """The grant asked for. Raises `InvalidRequest`, `UnsupportedGrantType`."""
    known = ", ".join(GRANTS)
    name = require(form, "grant_type", f"Send grant_type={known}.")
    grant = GRANTS.get(name)
    if grant is None:
        raise UnsupportedGrantType(f"This grant_type is not offered. Send grant_type={known}.")
    return grant


async def charge_quota(access: Access, client: ClientCredential, now: float) -> QuotaState:
    """Count one token. Refusals of any kind count nothing, so a stranger cannot use a client's quota up.

    Raises `TokenQuotaExceeded`.
    """
    state = await charge_token(
        access.quotas,
        client.uid,
        own=client.tokens_per_hour,
        platform=access.policy.tokens,
        now=now,
    )
    access.meter.charged(QUOTA_NAME, allowed=state.allowed)
    if not state.allowed:
        raise TokenQuotaExceeded(
            f"This clientId has obtained {state.limit} tokens in {state.window} s, which is its limit. "
            f"Use one token for many calls. The next one can be had in {state.reset_after} s.",
            headers=[
                (b"retry-after", b"%d" % state.reset_after),
                *rate_limit_headers(QUOTA_NAME, state),
            ],
        )
    return state
