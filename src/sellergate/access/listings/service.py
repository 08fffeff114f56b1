"""Rules of listings."""

import struct

from sqlalchemy import Connection

from sellergate.access.audit import store as audit
from sellergate.access.audit.models import Event
from sellergate.access.clients.models import ClientKind
from sellergate.access.clients.service import get_own_client
from sellergate.access.context import Act, ClientUid
from sellergate.access.listings import store
from sellergate.access.listings.errors import (
    ListingDescriptionInvalid,
    ListingNameInvalid,
    LogoInvalid,
    NoSuchListing,
    NotAnAggregator,
    ReasonMissing,
)
from sellergate.access.listings.models import Listing, ListingState, Logo
from sellergate.kit.errors import Forbidden
from sellergate.kit.marks import N_

MAX_LOGO_BYTES = 200_000
LOGO_PIXELS = range(32, 1025)


def request_listing(
    conn: Connection, act: Act, *, client_uid: ClientUid, name: str, description: str, logo: bytes
) -> Listing:
    """Ask to be listed; a later request replaces it and is decided anew.

    Raises `NoSuchClient`, `NotAnAggregator`, `ListingNameInvalid`, `ListingDescriptionInvalid`, `LogoInvalid`.
    """
    client = get_own_client(conn, act, client_uid)
    if client.kind is not ClientKind.AGGREGATOR:
        raise NotAnAggregator
    name, description = " ".join(name.split()), " ".join(description.split())
    if not 1 <= len(name) <= 60:
        raise ListingNameInvalid
    if not 1 <= len(description) <= 300:
        raise ListingDescriptionInvalid
    listing = Listing(
        client_uid=client_uid,
        client_id=client.client_id,
        owner_name=client.organization_name,
        name=name,
        description=description,
        state=ListingState.REQUESTED,
        reason=None,
        requested_at=act.now,
        decided_at=None,
    )
    store.upsert(conn, listing, parse_logo(logo))
    audit.append(
        conn,
        act,
        Event.LISTING_REQUESTED,
        organization_id=client.organization_id,
        client=(client.uid, client.client_id),
        detail=name,
    )
    return listing


def approve_listing(conn: Connection, act: Act, client_uid: ClientUid) -> None:
    """Show it to sellers. Raises `NoSuchListing`, `Forbidden`."""
    _decide(conn, act, client_uid, ListingState.APPROVED, None)


def deny_listing(conn: Connection, act: Act, client_uid: ClientUid, *, reason: str) -> None:
    """Do not show it, and say why. Raises `NoSuchListing`, `ReasonMissing`, `Forbidden`."""
    reason = " ".join(reason.split())
    if not 1 <= len(reason) <= 300:
        raise ReasonMissing
    _decide(conn, act, client_uid, ListingState.DENIED, reason)


def parse_logo(content: bytes) -> Logo:
    """A picture by its content, never by its name. Raises `LogoInvalid`."""
    if not 0 < len(content) <= MAX_LOGO_BYTES:
        raise LogoInvalid
    for media_type, size_of in (("image/png", _png_size), ("image/jpeg", _jpeg_size)):
        size = size_of(content)
        if size and size[0] in LOGO_PIXELS and size[1] in LOGO_PIXELS:
            return Logo(media_type, content)
    raise LogoInvalid


def _decide(
    conn: Connection, act: Act, client_uid: ClientUid, state: ListingState, reason: str | None
) -> None:
    if not act.actor.is_operator:
        raise Forbidden(N_("Only the marketplace operator decides about listings."))
    listing = store.find_listing(conn, client_uid)
    if listing is None:
        raise NoSuchListing
    store.set_decision(conn, client_uid, state=state, reason=reason, decided_at=act.now)
    event = Event.LISTING_APPROVED if state is ListingState.APPROVED else Event.LISTING_DENIED
    audit.append(
        conn, act, event, client=(client_uid, listing.client_id), detail=reason or listing.name
    )


def _png_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG (PNG specification, §11.2.2)."""
    if len(content) < 33 or content[:8] != b"\x89PNG\r\n\x1a\n" or content[12:16] != b"IHDR":
        return None
    return struct.unpack(">II", content[16:24])


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a JPEG: walk the markers to the first frame header (ITU T.81, Annex B)."""
    if content[:3] != b"\xff\xd8\xff":
        return None
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return None
