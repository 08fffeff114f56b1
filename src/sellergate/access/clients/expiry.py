"""The header that warns a program before its secret ends (docs/operations/secrets.md)."""

from datetime import timedelta
from email.utils import formatdate
from typing import Final

from sellergate.access.clients.models import ClientCredential
from sellergate.kit.ratelimit import Header

EXPIRES: Final = b"sellergate-secret-expires"
UNUSED_AFTER: Final = timedelta(days=90)


def expiry_headers(
    credential: ClientCredential, secret_id: str | None, *, now: float, warn_within: timedelta
) -> tuple[Header, ...]:
    """`Sellergate-Secret-Expires` with an HTTP-date (RFC 9110 §5.6.7) when the secret ends within `warn_within`."""
    expiry = credential.expiry_of(secret_id) if secret_id else None
    if expiry is None or expiry > now + warn_within.total_seconds():
        return ()
    return ((EXPIRES, formatdate(expiry, usegmt=True).encode()),)
