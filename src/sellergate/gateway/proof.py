"""The DPoP header: the caller shows, at each call, the key that its token is bound to (RFC 9449 §7)."""

from sellergate.access.dpop import ProofRefused, Target, check_proof as check
from sellergate.access.platform import Access
from sellergate.gateway.bearer import dpop_challenge, token_of
from sellergate.gateway.call import Call
from sellergate.kit.problems import CATALOGUE, Problem

SLUG = "dpop-proof-invalid"


async def check_proof(call: Call, access: Access) -> None:
    """Use up the proof of a call with a bound token; nothing to do for another. Raises `dpop-proof-invalid`.

    A proof is good for one call, so this is asked at each, also of a caller that is remembered (docs/decisions/0011).
    """
    principal = call.principal
    if principal is None or principal.jkt is None:
        return
    if not call.proofs:
        raise _refusal()
    if len(call.proofs) > 1:
        raise _refusal("The header DPoP was sent twice. Send it once.")
    if call.is_stated_twice:
        raise _refusal("The proxy and the caller name two addresses for this call.")
    try:
        await check(
            call.proofs[0].decode("latin-1"),
            Target(call.method, access.tokens.origin, call.path),
            token=token_of(call),
            jkt=principal.jkt,
            replays=access.replays,
            now=call.now.timestamp(),
        )
    except ProofRefused as error:
        raise _refusal(str(error)) from error


def _refusal(detail: str | None = None) -> Problem:
    told = detail or CATALOGUE[SLUG].title
    return Problem(SLUG, detail, headers=dpop_challenge("invalid_dpop_proof", told))
