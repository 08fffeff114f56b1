"""A client as a seller must recognise it before giving it access."""

from dataclasses import dataclass

from sellergate.access.clients.models import Client, ClientKind
from sellergate.access.context import ClientUid
from sellergate.access.listings import store as listings
from sellergate.access.listings.models import ListingState
from sellergate.access.platform import Access
from sellergate.portal.credentials.view import HOME
from sellergate.portal.credentials.words import CLIENT_KINDS


@dataclass(frozen=True, slots=True)
class ClientCard:
    """Name, clientId, owner and logo. `logo` is empty unless the operator approved one."""

    uid: ClientUid
    name: str
    client_id: str
    owner: str
    kind: ClientKind
    kind_text: str
    description: str
    logo: str


async def card_of(access: Access, client: Client) -> ClientCard:
    """The client as sellers see it: by its listed name, when the operator approved it."""
    listing = await access.db.read(listings.find_listing, client.uid)
    approved = listing if listing and listing.state is ListingState.APPROVED else None
    return ClientCard(
        uid=client.uid,
        name=approved.name if approved else client.client_id,
        client_id=client.client_id,
        owner=client.organization_name,
        kind=client.kind,
        kind_text=CLIENT_KINDS[client.kind],
        description=approved.description if approved else "",
        logo=logo_path(client.uid) if approved else "",
    )


def logo_path(client_uid: ClientUid) -> str:
    """Where the logo of a listing is served."""
    return f"{HOME}logos/{client_uid}"
