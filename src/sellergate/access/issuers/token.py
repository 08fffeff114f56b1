"""A token of another issuer: what it says, and whether it is an access token at all."""

from base64 import urlsafe_b64decode
from typing import Any, Final, NamedTuple

import msgspec
from msgspec import UNSET, UnsetType

from sellergate.access.issuers.errors import ClientNotMapped
from sellergate.access.issuers.models import TrustedIssuer
from sellergate.access.jose import ALGORITHMS, PublicKey, SignatureRefused, Unverified
from sellergate.access.tokens.errors import TokenRefused

LEEWAY: Final = 30  # seconds that the clocks of two well-kept machines may differ

# RFC 9068 §4, and what Keycloak, Hydra and others wrote before there was a type.
_ACCESS_TOKEN_TYPES: Final = {"", "jwt", "at+jwt", "application/at+jwt"}


class Header(msgspec.Struct):
    """The members of a header that count."""

    alg: str
    kid: str
    typ: str = ""


class ForeignToken(NamedTuple):
    """A token with a good signature, for us: which of our clients it names, and when it holds (epoch seconds)."""

    issuer: str
    client_id: str
    jti: str
    jkt: str | None  # the key that must prove each call (RFC 9449 §6.1)
    starts: int
    ends: int


class _Issuer(msgspec.Struct):
    iss: str = ""


class _Claims(msgspec.Struct):
    """The claims that count. Missing or mistyped ones refuse the token."""

    exp: float
    aud: str | list[str]
    azp: str | None = None
    client_id: str | None = None
    jti: str = ""
    iat: float = 0
    nbf: float = 0
    typ: str = "Bearer"  # Keycloak says here what others say in the header
    cnf: dict[str, Any] | None = None
    nonce: UnsetType | Any = UNSET
    at_hash: UnsetType | Any = UNSET
    c_hash: UnsetType | Any = UNSET


def unverified_issuer_of(unverified_token: str) -> str:
    """Who says to have issued a token: nothing but a hint at whose keys to check it with. Empty when it tells nobody."""
    try:
        return msgspec.json.decode(_decoded(unverified_token.split(".", 2)[1]), type=_Issuer).iss
    except (IndexError, ValueError, RecursionError, msgspec.MsgspecError):
        return ""


def read_header(unverified: Unverified) -> Header:
    """What the header says. Raises `TokenRefused` when it names no key that an access token can be signed with."""
    try:
        header = msgspec.convert(unverified.header, Header)
    except msgspec.ValidationError as error:
        raise TokenRefused from error
    if header.alg not in ALGORITHMS:
        raise TokenRefused
    return header


def read_token(
    unverified: Unverified, header: Header, key: PublicKey, listed: TrustedIssuer
) -> ForeignToken:
    """What the token of an issuer stands for, once `key`, which is that issuer's, has verified it.

    `TrustedIssuer.issuer` is what `unverified_issuer_of` told. Raises `TokenRefused`, `ClientNotMapped`.
    """
    try:
        claims = msgspec.json.decode(unverified.verify(key), type=_Claims)
    except (SignatureRefused, RecursionError, msgspec.MsgspecError) as error:
        raise TokenRefused from error
    # From here on it is the issuer's word, so its client may be told what is wrong with it.
    issuer = listed.issuer
    if not _is_access_token(header, claims):
        raise TokenRefused(
            f"{issuer} issued this token, but not as an access token. Send the access token."
        )
    audiences = [claims.aud] if isinstance(claims.aud, str) else claims.aud
    if listed.audience not in audiences:
        raise TokenRefused(
            f"{issuer} issued this token for another audience. Ask it for one for “{listed.audience}”."
        )
    return ForeignToken(
        issuer,
        _client_id_of(claims, listed),
        claims.jti,
        _binding_of(claims, issuer),
        starts=int(max(claims.nbf, claims.iat)) - LEEWAY,
        ends=int(claims.exp) + LEEWAY,
    )


def _is_access_token(header: Header, claims: _Claims) -> bool:
    return (
        header.typ.lower() in _ACCESS_TOKEN_TYPES
        and claims.typ.lower() in {"bearer", "dpop", *_ACCESS_TOKEN_TYPES}
        and claims.nonce is UNSET
        and claims.at_hash is UNSET
        and claims.c_hash is UNSET
    )


def _binding_of(claims: _Claims, issuer: str) -> str | None:
    """The thumbprint of the key that the token is bound to, None for one that is good for its bearer."""
    if not claims.cnf:
        return None
    jkt = claims.cnf.get("jkt")
    if len(claims.cnf) > 1 or not isinstance(jkt, str) or not jkt:
        raise TokenRefused(
            f"{issuer} bound this token in a way (“cnf”) that is not known here. "
            "Let it give this client tokens that are bound by DPoP (“jkt”), or not at all."
        )
    return jkt


def _client_id_of(claims: _Claims, listed: TrustedIssuer) -> str:
    """Our clientId for the client that obtained the token (`azp`, or `client_id` of RFC 9068 §2.2)."""
    foreign_client = claims.azp or claims.client_id
    if not foreign_client or (claims.client_id or foreign_client) != foreign_client:
        raise TokenRefused(
            f"The token of {listed.issuer} does not name one client (“azp” or “client_id”)."
        )
    client_id = listed.client_id_of(foreign_client)
    if client_id is None:
        raise ClientNotMapped(
            f"The token is good, but the client “{foreign_client}” of {listed.issuer} is not among those that may "
            "call here. Ask the marketplace operator to list it."
        )
    return client_id


def _decoded(part: str) -> bytes:
    return urlsafe_b64decode(part.encode("ascii") + b"=" * (-len(part) % 4))
