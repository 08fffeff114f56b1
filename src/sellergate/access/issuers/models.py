"""A trusted issuer as the operator lists it, and as it stands now."""

from dataclasses import dataclass
from datetime import datetime

import msgspec


class TrustedIssuer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A token server whose access tokens for `audience` are accepted.

    `clients` maps its clients to our clientIds; without it, a client has the same name there and here.
    """

    issuer: str
    audience: str
    jwks_url: str | None = None
    clients: dict[str, str] | None = None

    def client_id_of(self, foreign_client: str) -> str | None:
        """Our clientId for a client of theirs, or None when it is not one of those that may call."""
        if self.clients is None:
            return foreign_client
        return self.clients.get(foreign_client)


@dataclass(frozen=True, slots=True)
class IssuerStatus:
    """How an issuer stands in this process. `error` is why the last fetch of its keys failed, if it did."""

    issuer: str
    kids: tuple[str, ...]
    fetched_at: datetime | None
    error: str | None
