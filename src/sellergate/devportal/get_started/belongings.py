"""What a reader who signed in has already: clients, seller accounts, delegations in both directions."""

from dataclasses import dataclass

from sellergate.access.accounts.models import OrganizationKind, User
from sellergate.access.clients import store as clients
from sellergate.access.clients.errors import NoSuchClient
from sellergate.access.clients.models import Client, ClientKind, ClientState
from sellergate.access.delegations import store as delegations
from sellergate.access.delegations.models import Delegation, DelegationState
from sellergate.access.platform import Access
from sellergate.access.sellers import store as sellers
from sellergate.access.sellers.models import Seller

SHOWN = 20  # the pages of API credentials list them all


@dataclass(frozen=True, slots=True)
class Belongings:
    """Empty for strangers. `access_given` is by the reader's own sellers, `access_had` to the reader's own clients."""

    clients: tuple[Client, ...] = ()
    operator_clients: tuple[Client, ...] = ()  # which call the operator API, and no other
    sellers: tuple[Seller, ...] = ()
    access_given: tuple[Delegation, ...] = ()
    access_had: tuple[Delegation, ...] = ()

    @property
    def access_from_others(self) -> tuple[Delegation, ...]:
        """Access that sellers of other organisations gave."""
        own = {seller.seller_id for seller in self.sellers}
        return tuple(access for access in self.access_had if access.seller_id not in own)

    @property
    def usable_clients(self) -> tuple[Client, ...]:
        """Those that may get a token."""
        return tuple(client for client in self.clients if client.state is ClientState.ACTIVE)

    def client_of(self, uid: str) -> Client:
        """The usable client of a uid. Raises `NoSuchClient`."""
        for client in self.usable_clients:
            if client.uid == uid:
                return client
        raise NoSuchClient(client_id=uid)

    @property
    def seller_choices(self) -> tuple[tuple[str, str], ...]:
        """The SellerIds that the reader may want to call for, with the shop's name: `(id, name)`."""
        names = {str(seller.seller_id): seller.shop_name for seller in self.sellers}
        names.update((str(access.seller_id), access.shop_name) for access in self.access_had)
        return tuple(names.items())


async def belongings_of(access: Access, user: User | None) -> Belongings:
    """What the user's organisations have. Operators have clients for the operator API alone."""
    if user is None:
        return Belongings()
    now = access.clock()
    kinds = {m.organization.id: m.organization.kind for m in user.memberships}
    ids = [each for each, kind in kinds.items() if kind is not OrganizationKind.OPERATOR]
    of_operator = await access.db.read(
        clients.clients_of, [each for each in kinds if each not in ids]
    )
    own_sellers = await access.db.read(sellers.sellers_of, ids)
    given: list[Delegation] = []
    for seller in own_sellers:
        given += await access.db.read(delegations.delegations_of_seller, seller.seller_id, now=now)
    had = await access.db.read(
        delegations.page_of_delegations_to_clients_of, ids, now=now, limit=SHOWN
    )
    return Belongings(
        clients=tuple(await access.db.read(clients.clients_of, ids)),
        operator_clients=tuple(
            client
            for client in of_operator
            if client.kind is ClientKind.OPERATOR and client.state is ClientState.ACTIVE
        ),
        sellers=tuple(own_sellers),
        access_given=tuple(d for d in given if d.state(now) is DelegationState.ACTIVE)[:SHOWN],
        access_had=tuple(had),
    )
