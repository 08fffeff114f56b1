"""Secrets of mine that are about to end: told on the first page, where there is still time to change them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sellergate.access.accounts.models import Session
from sellergate.access.clients import store as clients
from sellergate.access.context import ClientUid
from sellergate.access.platform import Access
from sellergate.portal.credentials.view import organization_ids

SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class EndingSecret:
    """One that ends soon."""

    client_uid: ClientUid
    client_id: str
    name: str
    hint: str
    expires_at: datetime


async def ending_secrets(access: Access, session: Session | None) -> list[EndingSecret]:
    """Working secrets of the clients of my organisations that end within the days of the warning, the next one first."""
    if session is None or not (mine := organization_ids(session)):
        return []
    now = access.clock()
    found = await access.db.read(
        clients.secrets_to_watch,
        now=now,
        ending_before=now + access.policy.secret_warning,
        organization_ids=mine,
        limit=SHOWN,
    )
    return [
        EndingSecret(
            one.secret.client_uid,
            one.client_id,
            one.secret.name,
            one.secret.hint,
            one.secret.expires_at,
        )
        for one in found
        if one.secret.expires_at is not None
    ]
