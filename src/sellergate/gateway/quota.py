"""How many calls a client may make for a seller in a perimeter."""

from sellergate.access.platform import Access
from sellergate.access.quotas.models import Quota, QuotaState
from sellergate.access.sellers.models import TEST_SELLER_ID
from sellergate.gateway.call import Call
from sellergate.kit.problems import Problem


async def check_quota(call: Call, access: Access) -> None:
    """Count the call and set `call.quota`. Raises `quota-exceeded` with Retry-After."""
    if call.seller is None or call.operation is None or call.credential is None:
        raise RuntimeError("check_quota needs a seller, an operation and a client")
    uid = call.credential.uid
    if call.seller.seller_id == TEST_SELLER_ID:
        quota, key = access.policy.test_seller_calls, f"test {uid}"
    else:
        own = call.credential.calls_per_minute
        quota = Quota(own, 60) if own else access.policy.calls
        key = f"{uid} {call.seller.seller_id} {call.operation.scope.perimeter}"
    call.quota = await access.quotas.hit(key, quota, call.now.timestamp())
    _told(call.quota, access)


async def check_operator_quota(call: Call, access: Access) -> None:
    """As `check_quota`, for the operator API: by client alone."""
    if call.credential is None:
        raise RuntimeError("check_operator_quota needs a client")
    own = call.credential.calls_per_minute
    quota = Quota(own, 60) if own else access.policy.calls
    key = f"{call.credential.uid} operator"
    call.quota = await access.quotas.hit(key, quota, call.now.timestamp())
    _told(call.quota, access)


def _told(state: QuotaState, access: Access) -> None:
    access.meter.charged("calls", allowed=state.allowed)
    if not state.allowed:
        raise Problem("quota-exceeded", headers={"Retry-After": str(state.reset_after)})
