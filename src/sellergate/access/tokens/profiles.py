"""The two shapes of an access token: the recorded one (contract/01 §1), and that of RFC 9068."""

from enum import StrEnum
from typing import Any, Final


class TokenProfile(StrEnum):
    """What claims a token has. Both are verified alike, so that an operator may change it at any time."""

    KEYCLOAK = "keycloak"
    RFC9068 = "rfc9068"

    @property
    def typ(self) -> str:
        """The type in the header (RFC 9068 §2.1)."""
        return "at+jwt" if self is TokenProfile.RFC9068 else "JWT"


TYPES: Final = frozenset(profile.typ for profile in TokenProfile)


def profile_claims(
    profile: TokenProfile, *, client_id: str, audience: str, roles: list[str], is_bound: bool
) -> dict[str, Any]:
    """The claims in which the shapes differ; `client_id` is in both (RFC 9068 §2.2)."""
    if profile is TokenProfile.RFC9068:
        return {"client_id": client_id, "roles": roles}
    return {
        "typ": "DPoP" if is_bound else "Bearer",
        "azp": client_id,
        "acr": "1",
        "client_id": client_id,
        "realm_access": {"roles": []},
        "resource_access": {audience: {"roles": roles}},
    }
