"""The pages of stocks in a real browser: long content is no trouble, and axe-core finds no fault."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlalchemy import Connection

from sellergate.access.accounts.models import OrganizationKind
from sellergate.market.fulfillment.inbound.announcing import announce
from sellergate.market.fulfillment.inbound.models import AnnouncedLine, Announcement
from sellergate.market.fulfillment.outbound.cancelling import ask_cancellation
from sellergate.market.fulfillment.outbound.models import OutboundStatus
from sellergate.market.fulfillment.returns.declaring import declare_carrier_return
from sellergate.market.fulfillment.returns.inspecting import receive
from sellergate.market.fulfillment.returns.models import ReturnReason
from sellergate.market.warehouse.models import Identified
from sellergate.storage.schema import fulfillment_products
from tests.builders.installation import Installation
from tests.builders.warehouse import a_stock
from tests.builders.world import a_user, an_organization
from tests.portal.credentials.conftest import OpenPage
from tests.portal.credentials.people import Login, a_seller_login
from tests.portal.credentials.test_every_page import LONG_NAME, faults_of, signed_in
from tests.portal.stocks.making import an_outbound

pytestmark = pytest.mark.browser

Arranged = tuple[Login, str]
LONG = "W" * 50


def an_operator(on: Installation) -> Login:
    organization = an_organization(on, OrganizationKind.OPERATOR, "Market")
    return Login(organization, a_user(on, organization).email)


def a_shop(on: Installation) -> Login:
    """Of two shops with long names, and a product with a long one."""
    login = a_seller_login(on, shops=(LONG_NAME, "Shop Two"))
    stock = a_stock(on, login.seller, reference=LONG, FR=40, ES=2, GB=1)
    a_stock(on, login.sellers[1])
    title = fulfillment_products.update().where(
        fulfillment_products.c.seller_product_reference == stock.seller_product_reference
    )
    on.write(lambda conn, _act: conn.execute(title.values(title="W" * 200)))
    return login


def _stocks(on: Installation) -> Arranged:
    return a_shop(on), "/stocks/"


def _stock(on: Installation) -> Arranged:
    login = a_seller_login(on)
    return login, f"/stocks/stock/{a_stock(on, login.seller, FR=40).stock_id}"


def _products(on: Installation) -> Arranged:
    return a_shop(on), "/stocks/products"


def _nothing(on: Installation) -> Arranged:
    return a_seller_login(on), "/stocks/"


def _nothing_found(on: Installation) -> Arranged:
    return a_shop(on), "/stocks/?q=nothing"


def _supply(on: Installation, path: str = "") -> Arranged:
    login = a_seller_login(on)
    announced = Announcement(
        reference=LONG,
        storage_country="FR",
        expected_on="2031-01-01",
        lines=(AnnouncedLine(Identified(LONG), 12),),
    )
    now = on.access.clock()

    def step(conn: Connection, act: object) -> str:
        seller_id, inbound_id = login.seller.seller_id, f"inbound-{on.number()}"
        return announce(conn, seller_id, announced, inbound_id=inbound_id, now=now)[0].inbound_id

    return login, f"/stocks/inbound/{on.write(step)}"


def _supplies(on: Installation) -> Arranged:
    return _supply(on)[0], "/stocks/inbound"


def _sent(on: Installation) -> tuple[Login, str]:
    login = a_seller_login(on)
    return login, an_outbound(on, login.seller, OutboundStatus.SHIPPED).outbound_id


def _shipment(on: Installation) -> Arranged:
    login, outbound_id = _sent(on)
    return login, f"/stocks/outbound/{outbound_id}"


def _shipments(on: Installation) -> Arranged:
    login = a_seller_login(on)
    an_outbound(on, login.seller, pieces=9, reference=LONG)
    return login, "/stocks/outbound"


def _back(on: Installation) -> tuple[Login, str]:
    login, outbound_id = _sent(on)
    now = on.access.clock()

    def step(conn: Connection, act: object) -> str:
        made = declare_carrier_return(
            conn,
            outbound_id,
            now,
            reason=ReturnReason.UNDELIVERABLE,
            comment="W" * 500,
        )
        return receive(conn, made.return_id, now).return_id

    return login, on.write(step)


def _return(on: Installation) -> Arranged:
    login, return_id = _back(on)
    return login, f"/stocks/returns/{return_id}"


def _returns(on: Installation) -> Arranged:
    return _back(on)[0], "/stocks/returns"


def _to_ship(on: Installation) -> Arranged:
    login = a_seller_login(on, shops=(LONG_NAME,))
    one = an_outbound(on, login.seller, OutboundStatus.IN_PREPARATION)
    now = on.access.clock()
    on.write(
        lambda conn, _: ask_cancellation(conn, login.seller.seller_id, one.outbound_id, now=now)
    )
    return an_operator(on), f"/operator/outbound/{one.outbound_id}"


def _gone(on: Installation) -> Arranged:
    return an_operator(on), f"/operator/outbound/{_sent(on)[1]}"


def _all_shipments(on: Installation) -> Arranged:
    _sent(on)
    return an_operator(on), "/operator/outbound/"


def _to_inspect(on: Installation) -> Arranged:
    return an_operator(on), f"/operator/returns/{_back(on)[1]}"


def _all_returns(on: Installation) -> Arranged:
    _back(on)
    return an_operator(on), "/operator/returns/"


@pytest.mark.parametrize(
    "arrange",
    [
        *(_stocks, _stock, _products, _nothing, _nothing_found, _supply, _supplies, _shipment),
        *(_shipments, _return, _returns, _to_ship, _gone, _all_shipments, _to_inspect),
        _all_returns,
    ],
    ids=lambda f: f.__name__,
)
def test_a_page(
    on: Installation, open_page: OpenPage, arrange: Callable[[Installation], Arranged]
) -> None:
    login, path = arrange(on)

    assert faults_of(signed_in(on, open_page, login, path)) == []


def test_a_shipping_order_is_shipped_and_its_return_inspected(
    on: Installation, open_page: OpenPage
) -> None:
    login = a_seller_login(on)
    one = an_outbound(on, login.seller)
    page = signed_in(on, open_page, an_operator(on), f"/operator/outbound/{one.outbound_id}")

    page.get_by_role("button", name="Begin preparation").click()
    page.get_by_label("Carrier").fill("GLS")
    page.get_by_role("button", name="Ship", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Enter one parcel a line")
    page.get_by_label("Parcels").fill("G-1 https://gls.example/G-1")
    page.get_by_role("button", name="Ship", exact=True).dblclick()
    expect(page.get_by_role("link", name="https://gls.example/G-1")).to_be_visible()
    page.get_by_role("button", name="Make a return of all that is left").click()
    page.get_by_label("To block").fill("1")
    page.get_by_label("Fit for sale").fill("1")
    page.get_by_role("button", name="Inspected").dblclick()

    expect(page.get_by_text("What is fit for sale is available again.")).to_be_visible()
    expect(page.get_by_text("Completed")).to_be_visible()
