"""Looking at a key set before it is kept, because an owner asks: a stranger's address, fetched so often and no more."""

from datetime import datetime
from typing import Final

from sellergate.access.accounts.errors import TooManyAttempts
from sellergate.access.client_keys.remote import RemoteKeySets
from sellergate.access.context import UserId
from sellergate.access.jose import PublicKey
from sellergate.access.quotas.models import Quota
from sellergate.access.quotas.service import QuotaCounter

TRIALS: Final = Quota(limit=30, window=900)


async def try_key_set(
    key_sets: RemoteKeySets, counter: QuotaCounter, *, user_id: UserId, url: str, now: datetime
) -> tuple[PublicKey, ...]:
    """The keys at an address, now. One person must not use up the fetches of all, nor make us knock on others' doors.

    Raises `TooManyAttempts`, `JwksUrlRefused`, `KeySetUnavailable`.
    """
    state = await counter.hit(f"key set trials {user_id}", TRIALS, now.timestamp())
    if not state.allowed:
        raise TooManyAttempts(state.reset_after)
    return await key_sets.fetch(url)
