"""Public keys as the pages show them."""

from dataclasses import dataclass
from datetime import datetime

from sellergate.access.client_keys.models import ClientKey


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key, or the address of a key set, in the table. `label` is its kid, thumbprint or address."""

    id: str
    name: str
    label: str
    algorithm: str
    is_address: bool
    created_at: datetime
    last_used_at: datetime | None
    uses: int


def key_row(key: ClientKey) -> KeyRow:
    """A key as its owner sees it."""
    return KeyRow(
        id=key.id,
        name=key.name,
        label=key.label,
        algorithm=", ".join(key.algorithms),
        is_address=key.jwks_url is not None,
        created_at=key.created_at,
        last_used_at=key.last_used_at,
        uses=key.uses,
    )
