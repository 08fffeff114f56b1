"""The SellerId header, the delegation behind it, the seller's state, and the scope of the operation."""

from sellergate.access.context import Principal, SellerContext, SellerId
from sellergate.access.platform import Access
from sellergate.access.scopes import EVERYTHING, Rights, Scope
from sellergate.access.sellers.models import TEST_SELLER_ID, SellerState
from sellergate.gateway.bearer import challenge
from sellergate.gateway.call import Call
from sellergate.kit.problems import Problem

MAX_DIGITS = 18


async def check_seller(call: Call, access: Access) -> None:
    """Set `call.seller`. Raises `seller-id-missing`, `seller-id-invalid`, `seller-not-delegated`, `seller-suspended`.

    An unknown seller and one that gave no access get the same answer, so that nobody can list sellers by trying.
    """
    seller_id = _read_seller_id(call.seller_ids)
    principal = call.principal
    if principal is None:
        raise RuntimeError("check_seller needs a principal")
    rights = await _rights(call, access, principal, seller_id)
    state = await access.snapshot.seller_state(seller_id) if rights is not None else None
    if rights is None or state is None:
        raise Problem("seller-not-delegated")
    if state is SellerState.DEACTIVATED:
        raise Problem("seller-suspended")
    call.seller = SellerContext(seller_id, principal, rights)


async def check_scope(call: Call, _access: Access) -> None:
    """Raises `insufficient-scope` when the delegation does not cover the operation."""
    if call.seller is None or call.operation is None:
        raise RuntimeError("check_scope needs a seller and an operation")
    needed = call.operation.scope
    if not isinstance(needed, Scope):
        raise TypeError("an operation of the Seller API asks for a scope of it")
    if not call.seller.rights.allow(needed):
        title = "The access that the seller gave does not cover this operation"
        raise Problem(
            "insufficient-scope",
            headers=challenge("insufficient_scope", title, scope=needed.value),
            scope=needed.value,
        )


def _read_seller_id(values: list[bytes]) -> SellerId:
    if not values or values == [b""]:
        raise Problem(
            "seller-id-missing", errors={"SellerId": ["Send the header with the seller's number."]}
        )
    text = values[0].strip()
    # bytes.isdigit() knows ASCII digits only
    if len(values) > 1 or not text.isdigit() or len(text) > MAX_DIGITS:
        raise Problem(
            "seller-id-invalid",
            errors={"SellerId": [f"Send it once, with 1 to {MAX_DIGITS} digits and nothing else."]},
        )
    return SellerId(int(text))


async def _rights(
    call: Call, access: Access, principal: Principal, seller_id: SellerId
) -> Rights | None:
    if seller_id == TEST_SELLER_ID:
        return EVERYTHING
    grant = await access.snapshot.grant(principal.client_uid, seller_id)
    if grant is None:
        return None
    if grant.expires_at is not None and grant.expires_at <= access.clock().timestamp():
        return None
    call.ends(grant.expires_at)
    return grant.rights
