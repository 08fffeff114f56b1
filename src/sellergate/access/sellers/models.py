"""A seller account, and its states (contract/02)."""

from dataclasses import dataclass
from enum import StrEnum

from sellergate.access.context import OrganizationId, SellerId

TEST_SELLER_ID = SellerId(700982)  # any valid client may call for it, on a very small quota


class SellerState(StrEnum):
    """The wire's names. Only a deactivated seller is closed to calls."""

    ACTIVATED = "Activated"
    DEACTIVATED = "Deactivated"
    PUT_ON_NOTICE = "PutOnNotice"


@dataclass(frozen=True, slots=True)
class Seller:
    """Who a seller account is."""

    seller_id: SellerId
    organization_id: OrganizationId | None
    shop_name: str
    login: str
    email: str
    state: SellerState
