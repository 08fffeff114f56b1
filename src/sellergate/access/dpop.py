"""DPoP (RFC 9449): a token that is bound to a key of its client, and the proofs by which the client shows that key.

A proof is signed for one request: its method, its address, its token, its second. Nonces of the server (§8) are not
asked for: the replay memory and the narrow window do their work, and clients need no second round.
"""

import base64
import hashlib
from functools import lru_cache
from typing import Any, Final, NamedTuple
from urllib.parse import unquote_to_bytes, urlsplit

import msgspec

from sellergate.access.jose import (
    ALGORITHMS,
    KeyRefused,
    PrivateKeyRefused,
    PublicKey,
    SignatureRefused,
    Unverified,
    import_jwk,
)
from sellergate.access.replay import ReplayMemory

TOKEN_TYPE: Final = "DPoP"  # noqa: S105  (RFC 9449 §5)
MAX_LENGTH: Final = 8192
MAX_AGE: Final = 120  # seconds; clients' clocks drift, and a proof is of use once only
MAX_AHEAD: Final = 30
REMEMBERED: Final = (
    MAX_AGE + MAX_AHEAD + 60
)  # longer than it is good, also for a node whose clock is behind
MAX_JTI: Final = 256

_DEFAULT_PORTS = {"https": 443, "http": 80}


class ProofRefused(Exception):
    """The proof does not prove this request. The text says why."""


class Target(NamedTuple):
    """The request that a proof must be made for. `path` is percent-decoded, as ASGI gives it."""

    method: str
    origin: str
    path: str


class _Claims(msgspec.Struct):
    jti: str
    htm: str
    htu: str
    iat: float
    ath: str | None = None


async def check_proof(
    proof: str,
    target: Target,
    *,
    token: str | None = None,
    jkt: str | None = None,
    replays: ReplayMemory,
    now: float,
) -> str:
    """The thumbprint of the key that signed `proof`, which is used up by this (RFC 9449 §4.3).

    With an access token, `jkt` is the thumbprint that it is bound to. Raises `ProofRefused`.
    """
    if len(proof) > MAX_LENGTH:
        raise ProofRefused(f"The proof is longer than {MAX_LENGTH} characters.")
    try:
        signed = Unverified(proof)
    except SignatureRefused:
        raise ProofRefused("The proof is not a signed JWT.") from None
    key = _key_of(signed.header)
    if jkt is not None and key.thumbprint != jkt:
        raise ProofRefused("The token is bound to another key than the one in the proof.")
    try:
        claims = msgspec.json.decode(signed.verify(key), type=_Claims)
    except SignatureRefused:
        raise ProofRefused("The proof is not signed by the key in its header.") from None
    except (msgspec.MsgspecError, RecursionError):
        raise ProofRefused("The claims jti, htm, htu and iat must all be there.") from None
    _check_claims(claims, target, token, now)
    if not await replays.once(f"dpop {key.thumbprint} {claims.jti}", ttl=REMEMBERED, now=now):
        raise ProofRefused(
            "The proof was used before. Sign a new one, with another jti, for each request."
        )
    return key.thumbprint


def ath_of(token: str) -> str:
    """The hash that ties a proof to a token (RFC 9449 §4.2)."""
    digest = hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def _key_of(header: dict[str, Any]) -> PublicKey:
    typ = header.get("typ")
    if not isinstance(typ, str) or typ.lower().removeprefix("application/") != "dpop+jwt":
        raise ProofRefused("The header typ of the proof must be dpop+jwt.")
    if header.get("alg") not in ALGORITHMS:
        raise ProofRefused(f"Sign the proof with one of {', '.join(ALGORITHMS)}.")
    try:
        return _imported(msgspec.json.encode(header.get("jwk"), order="sorted"))
    except PrivateKeyRefused:
        raise ProofRefused(
            "The header jwk of the proof holds a private key. Send the public half only, and make a new pair."
        ) from None
    except (
        KeyRefused,
        ValueError,
    ):  # ValueError: half of a surrogate pair, which cannot be written
        raise ProofRefused(
            "The header jwk of the proof must be the public key that it is signed with."
        ) from None


@lru_cache(
    maxsize=4096
)  # a client signs each call with one key; importing it costs as much as verifying
def _imported(jwk: bytes) -> PublicKey:
    return import_jwk(msgspec.json.decode(jwk))


def _check_claims(claims: _Claims, target: Target, token: str | None, now: float) -> None:
    if not 0 < len(claims.jti) <= MAX_JTI:
        raise ProofRefused(f"The claim jti must be a text of 1 to {MAX_JTI} characters.")
    if claims.htm != target.method:
        raise ProofRefused(
            "The proof was made for another method. The claim htm must be that of the request."
        )
    if not _is_same_address(claims.htu, target):
        raise ProofRefused(
            f"The proof was made for another address. The claim htu must be the one called, and begin with {target.origin}"
        )
    if not now - MAX_AGE <= claims.iat <= now + MAX_AHEAD:
        raise ProofRefused(
            "The proof is too old, or from the future. Sign one for each request, and check your clock."
        )
    if token is not None and claims.ath != ath_of(token):
        raise ProofRefused("The claim ath must be the SHA-256 of the access token, in base64url.")


def _is_same_address(htu: str, target: Target) -> bool:
    """Whether both are one address without query and fragment, however it is spelled (RFC 9449 §4.3, RFC 3986 §6.2)."""
    try:
        called, ours = urlsplit(htu), urlsplit(target.origin)
        same_place = (called.scheme, called.hostname, _port(called)) == (
            ours.scheme,
            ours.hostname,
            _port(ours),
        )
        path = unquote_to_bytes(called.path or "/").decode()
    except ValueError:
        return False
    return same_place and called.username is None and path == (target.path or "/")


def _port(parts: Any) -> int | None:
    return parts.port or _DEFAULT_PORTS.get(parts.scheme)
