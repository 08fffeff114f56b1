"""How many tokens a client may have: one count, whoever asks for the token on its behalf."""

from sellergate.access.context import ClientUid
from sellergate.access.quotas.models import Quota, QuotaState
from sellergate.access.quotas.service import QuotaCounter

HOUR = 3600


async def charge_token(
    quotas: QuotaCounter, client_uid: ClientUid, *, own: int | None, platform: Quota, now: float
) -> QuotaState:
    """Count one token of a client, unless its quota is used up. `own` is the client's own limit an hour."""
    quota = platform if own is None else Quota(own, HOUR)
    return await quotas.hit(f"tokens {client_uid}", quota, now)
