"""Whose goods, orders and discussions a person sees."""

from sellergate.access.accounts.models import OrganizationKind, Session
from sellergate.access.sellers import store as sellers
from sellergate.access.sellers.models import Seller
from sellergate.web.injected import Access


async def own_sellers(access: Access, session: Session) -> list[Seller]:
    """The seller accounts of the organisations that the reader is a member of; an operator's rights do not count here."""
    own = [
        membership.organization.id
        for membership in session.user.memberships
        if membership.organization.kind is OrganizationKind.SELLER
    ]
    return await access.db.read(sellers.sellers_of, own)
