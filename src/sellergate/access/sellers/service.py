"""Rules of seller accounts."""

from sqlalchemy import Connection

from sellergate.access.audit import store as audit
from sellergate.access.audit.models import Event
from sellergate.access.context import Act, OrganizationId, SellerId
from sellergate.access.feed import Changed, announce
from sellergate.access.sellers import store
from sellergate.access.sellers.errors import NoSuchSeller, SellerExists, SellerIdMalformed
from sellergate.access.sellers.models import TEST_SELLER_ID, Seller, SellerState


def parse_seller_id(text: str) -> SellerId:
    """The id that `text` spells in ASCII digits. Raises `SellerIdMalformed`."""
    if not (text.isascii() and text.isdigit() and len(text) <= 18 and int(text) > 0):
        raise SellerIdMalformed
    return SellerId(int(text))


def create_seller(
    conn: Connection,
    act: Act,
    *,
    organization_id: OrganizationId | None,
    shop_name: str,
    email: str,
    seller_id: SellerId | None = None,
    login: str = "",
) -> Seller:
    """A new, activated seller account. Raises `SellerExists`."""
    seller_id = seller_id or store.next_seller_id(conn)
    if store.find_seller(conn, seller_id):
        raise SellerExists(seller_id=seller_id)
    seller = Seller(
        seller_id, organization_id, shop_name, login or email, email, SellerState.ACTIVATED
    )
    store.insert_seller(conn, seller, created_at=act.now)
    announce(conn, Changed.SELLER, str(seller_id), at=act.now)
    audit.append(
        conn, act, Event.SELLER_CREATED, organization_id=organization_id, seller_id=seller_id
    )
    return seller


def ensure_test_seller(conn: Connection, act: Act) -> None:
    """Every installation has the test seller, that partners make their first call for. Repeating it changes nothing."""
    if store.find_seller(conn, TEST_SELLER_ID) is None:
        create_seller(
            conn,
            act,
            organization_id=None,
            shop_name="Test seller",
            email="test-seller@sellergate.invalid",
            seller_id=TEST_SELLER_ID,
            login="test-seller",
        )


def change_state(conn: Connection, act: Act, seller_id: SellerId, state: SellerState) -> Seller:
    """Suspend (`DEACTIVATED`) or resume (`ACTIVATED`) a seller; operators only call this. Raises `NoSuchSeller`."""
    seller = store.find_seller(conn, seller_id)
    if seller is None:
        raise NoSuchSeller(seller_id=seller_id)
    store.set_state(conn, seller_id, state)
    announce(conn, Changed.SELLER, str(seller_id), at=act.now)
    event = Event.SELLER_SUSPENDED if state is SellerState.DEACTIVATED else Event.SELLER_RESUMED
    audit.append(conn, act, event, organization_id=seller.organization_id, seller_id=seller_id)
    return seller


def get_own_seller(conn: Connection, act: Act, seller_id: SellerId) -> Seller:
    """The seller, if it is the actor's. Raises `NoSuchSeller` alike when unknown and when somebody else's."""
    seller = store.find_seller(conn, seller_id)
    if seller is None or not act.actor.may_act_for(seller.organization_id):
        raise NoSuchSeller(seller_id=seller_id)
    return seller
