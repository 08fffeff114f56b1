"""Delegations as the pages show them, to the seller and to the client's owner."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sellergate.access.context import ClientUid, SellerId
from sellergate.access.delegations.models import Delegation, DelegationState
from sellergate.access.listings.models import Listing
from sellergate.portal.credentials.cards import logo_path
from sellergate.portal.credentials.view import HOME
from sellergate.portal.credentials.words import CLIENT_KINDS, RightsWords, words_of

EXPIRES_SOON: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class AccessRow:
    """A client that may act, or could, as the seller sees it."""

    path: str
    again_path: str
    name: str
    client_id: str
    owner: str
    kind_text: str
    logo: str
    rights: RightsWords
    granted_at: datetime
    granted_by: str
    expires_at: datetime | None
    ended_at: datetime | None
    last_call_at: datetime | None
    calls_this_week: int
    status: str


@dataclass(frozen=True, slots=True)
class SellerRow:
    """A seller that gave access, as the client's owner sees it."""

    id: str
    seller_id: SellerId
    shop_name: str
    client_uid: ClientUid
    client_id: str
    rights: RightsWords
    granted_at: datetime
    expires_at: datetime | None
    last_call_at: datetime | None
    calls_this_week: int
    status: str


def access_row(
    delegation: Delegation, now: datetime, listed: dict[ClientUid, Listing]
) -> AccessRow:
    """A delegation for its seller; `listed` are the approved names and logos."""
    listing = listed.get(delegation.client_uid)
    return AccessRow(
        path=f"{HOME}access/{delegation.seller_id}/{delegation.client_uid}",
        again_path=f"{HOME}grant/{delegation.client_uid}",
        name=listing.name if listing else delegation.client_id,
        client_id=delegation.client_id,
        owner=delegation.owner_name,
        kind_text=CLIENT_KINDS[delegation.client_kind],
        logo=logo_path(delegation.client_uid) if listing else "",
        rights=words_of(delegation.rights),
        granted_at=delegation.granted_at,
        granted_by=delegation.granted_by,
        expires_at=delegation.expires_at,
        ended_at=delegation.revoked_at or delegation.expires_at,
        last_call_at=delegation.last_call_at,
        calls_this_week=delegation.calls_this_week,
        status=_status(delegation, now),
    )


def seller_row(delegation: Delegation, now: datetime) -> SellerRow:
    """A delegation for the client's owner."""
    return SellerRow(
        id=f"seller-{delegation.seller_id}-{delegation.client_uid}",
        seller_id=delegation.seller_id,
        shop_name=delegation.shop_name,
        client_uid=delegation.client_uid,
        client_id=delegation.client_id,
        rights=words_of(delegation.rights),
        granted_at=delegation.granted_at,
        expires_at=delegation.expires_at,
        last_call_at=delegation.last_call_at,
        calls_this_week=delegation.calls_this_week,
        status=_status(delegation, now),
    )


def _status(delegation: Delegation, now: datetime) -> str:
    match delegation.state(now):
        case DelegationState.REVOKED:
            return "revoked"
        case DelegationState.EXPIRED:
            return "expired"
        case DelegationState.ACTIVE:
            ends = delegation.expires_at
            return "expiring" if ends and ends <= now + EXPIRES_SOON else "active"
