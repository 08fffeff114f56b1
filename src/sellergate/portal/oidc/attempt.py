"""What we must remember between sending somebody to the provider and their coming back: in a sealed cookie."""

import secrets
from typing import Final

import msgspec

from sellergate.kit.secrets import SealBroken, Sealer

LIFETIME: Final = 600  # seconds: time to find a password and a second factor
_CONTEXT: Final = "oidc attempt"


class Attempt(msgspec.Struct, frozen=True):
    """One sign-in on its way. `again` asks somebody who is signed in to prove anew who they are."""

    state: str
    nonce: str
    code_verifier: str
    back: str
    started_at: int
    again: bool

    def seal(self, sealer: Sealer) -> str:
        """The attempt as a text that only we can read or make."""
        return sealer.seal_text(msgspec.json.encode(self).decode(), _CONTEXT)


def new_attempt(*, back: str, again: bool, now: float) -> Attempt:
    """An attempt with a state, a nonce (OpenID Connect Core §3.1.2.1) and a PKCE verifier (RFC 7636 §4.1) of its own."""
    return Attempt(
        state=secrets.token_urlsafe(24),
        nonce=secrets.token_urlsafe(24),
        code_verifier=secrets.token_urlsafe(48),
        back=back,
        started_at=int(now),
        again=again,
    )


def open_attempt(sealer: Sealer, sealed: str, *, now: float) -> Attempt | None:
    """The attempt in a cookie; None when it is none of ours, or too old."""
    try:
        attempt = msgspec.json.decode(sealer.open_text(sealed, _CONTEXT), type=Attempt)
    except (SealBroken, ValueError):
        return None
    return attempt if 0 <= now - attempt.started_at <= LIFETIME else None
