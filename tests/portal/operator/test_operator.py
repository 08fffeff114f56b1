"""What an operator does, over HTTP."""

import json
import re
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from sellergate.access.audit import store as audit
from sellergate.access.audit.models import Event
from sellergate.access.client_keys import service as client_keys
from sellergate.access.client_keys.parse import parse_public_keys
from sellergate.access.clients import service as clients, store as client_store
from sellergate.access.clients.models import ClientKind, ClientState
from sellergate.access.keys import store as keys
from sellergate.access.listings import store as listings
from sellergate.access.listings.models import ListingState
from sellergate.access.sellers import service as sellers, store as seller_store
from sellergate.access.sellers.models import SellerState
from sellergate.portal.credentials.words import EVENTS
from sellergate.portal.operator import operator_router
from sellergate.storage.schema import inbound_shipments, orders, outbound_shipments, returns
from tests.builders.discussions import a_discussion
from tests.builders.keys import KeyPair
from tests.builders.orders import ADDRESS
from tests.portal.accounts.site import PASSWORD, SELLER, Browser, Site

ADDRESS_TEXT = msgspec.json.encode(ADDRESS).decode()


def _paths(site: Site, method: str) -> list[str]:
    """Every operator address of a method, about things that are there."""
    values = {
        "{client_uid:str}": site.world.client.uid,
        "{seller_id:str}": str(site.world.seller_id),
        "{kind:str}": "offers",
        "{channel_id:str}": "CDISFR",
        "{order_id:str}": _order_on(site),
        "{outbound_id:str}": _outbound_on(site),
        "{return_id:str}": _return_on(site),
        "{inbound_id:str}": _inbound_on(site),
        "{discussion_id:str}": _discussion_on(site),
        "{message_id:str}": "0" * 24,
        "{position:int}": "1",
    }
    paths = []
    for route in operator_router().routes:
        if method in getattr(route, "methods", ()):
            path = route.path
            for place, value in values.items():
                path = path.replace(place, value)
            paths.append(path)
    return paths


def _discussion_on(site: Site) -> str:
    return a_discussion(site, SimpleNamespace(seller_id=site.world.seller_id))


def _inbound_on(site: Site) -> str:
    """A supply order to look at, without lines."""
    now = site.clock()
    inbound = {
        "inbound_id": f"inbound{now:%y%m%d%H%M%S%f}",
        "seller_id": site.world.seller_id,
        "code": f"IN{now:%y%m%d%H%M%S%f}",
        "storage_country": "FR",
        "status": "Accepted",
        "line_count": 0,
        "reception_count": 0,
        "created_at": now,
        "updated_at": now,
        "accepted_at": now,
    }
    site.write(lambda conn, _act: conn.execute(inbound_shipments.insert().values(inbound)))
    return inbound["inbound_id"]


def _outbound_on(site: Site) -> str:
    """A shipping order to look at, without lines."""
    now = site.clock()
    outbound = {
        "outbound_id": f"OUTBOUND{now:%y%m%d%H%M%S%f}",
        "seller_id": site.world.seller_id,
        "storage_country": "FR",
        "status": "Accepted",
        "state": "Valid",
        "delivery_mode": "Standard",
        "delivery_address": ADDRESS_TEXT,
        "parcels": "[]",
        **dict.fromkeys(("created_at", "updated_at", "status_updated_at"), now),
    }
    site.write(lambda conn, _act: conn.execute(outbound_shipments.insert().values(outbound)))
    return outbound["outbound_id"]


def _return_on(site: Site) -> str:
    """A return to look at, without lines."""
    now = site.clock()
    outbound_id = _outbound_on(site)
    shipment = sa.select(outbound_shipments.c.id).where(
        outbound_shipments.c.outbound_id == outbound_id
    )
    values = {
        "return_id": outbound_id.replace("OUTBOUND", "RETURN"),
        "seller_id": site.world.seller_id,
        "outbound_row": shipment.scalar_subquery(),
        "type": "Customer",
        "status": "Accepted",
        "reason": "Damaged",
        "storage_country": "FR",
        **dict.fromkeys(("created_at", "updated_at"), now),
    }
    site.write(lambda conn, _act: conn.execute(returns.insert().values(values)))
    return values["return_id"]


def _order_on(site: Site) -> str:
    """An order to look at, without lines."""
    now = site.clock()
    order = {
        "order_id": f"ORDER{now:%y%m%d%H%M%S%f}",
        "seller_id": site.world.seller_id,
        "sales_channel_id": "CDISFR",
        "is_business": False,
        "customer_reference": "CU1",
        "status": "Processing",
        "is_moving": False,
        "supply_mode": "Seller",
        "currency": "EUR",
        "shipping_country": "FR",
        **dict.fromkeys(("billing_address", "shipping_address"), ADDRESS_TEXT),
        "service_fees": "[]",
        **dict.fromkeys(("offer_total", "selling_total"), 0),
        **dict.fromkeys(("purchased_at", "created_at", "updated_at", "ship_by"), now),
    }
    site.write(lambda conn, _act: conn.execute(orders.insert().values(order)))
    return order["order_id"]


def test_nobody_but_operators_sees_an_operator_page(site: Site) -> None:
    seller = site.browser().sign_in(SELLER)
    stranger = site.browser()

    seen = {path: seller.open(path).status_code for path in _paths(site, "GET")}
    sent_to = {path: stranger.open(path).url.path for path in _paths(site, "GET")}

    assert len(seen) >= 12
    assert set(seen.values()) == {403}
    assert set(sent_to.values()) == {"/account/sign-in"}


def test_nobody_but_operators_does_an_operator_act(site: Site) -> None:
    seller = site.browser().sign_in(SELLER)
    token = seller.form("/account/sign-out").values["csrf_token"]

    answers = {
        path: seller.http.post(path, data={"csrf_token": token}).status_code
        for path in _paths(site, "POST")
    }

    assert len(answers) >= 8
    assert set(answers.values()) == {403}
    assert _state_of_client(site) is ClientState.ACTIVE


def test_no_operator_act_passes_without_its_form_token(operator: Browser, site: Site) -> None:
    answers = {path: operator.http.post(path).status_code for path in _paths(site, "POST")}

    assert set(answers.values()) == {403}


def test_every_operator_act_wants_a_recent_login(operator: Browser, site: Site) -> None:
    operator.open("/operator/")
    token = operator.form("/account/sign-out").values["csrf_token"]
    site.clock.advance(minutes=16)

    for path in _paths(site, "POST"):
        answer = operator.http.post(path, data={"csrf_token": token})
        assert answer.url.path == "/account/confirm", path
        back = answer.url.params["next"]
        assert operator.http.get(back).status_code == 200, f"{path} comes back to {back}"


def test_every_operator_page_answers(operator: Browser, site: Site) -> None:
    # A part of a page, and files; what is about one package is tried where there is one.
    others = ("/packages/list", "/invoice", "/delivery-note", "/files/" + "0" * 24 + "/1")
    pages = [path for path in _paths(site, "GET") if "{" not in path and not path.endswith(others)]
    for path in pages:
        assert operator.open(path).status_code == 200, path
        assert re.search(r'aria-current="(page|true)"', operator.page.text), path


def test_the_overview_tells_how_many_of_what(operator: Browser) -> None:
    assert "Listing requests that wait" in operator.text
    assert "Horizon, asked" in operator.text


def test_an_approved_listing_is_on_the_list(operator: Browser, site: Site) -> None:
    operator.open("/operator/listings/")

    operator.submit(f"/operator/listings/{site.world.client.uid}/approve")

    assert operator.place == "/operator/listings/"
    assert "Horizon is listed" in operator.text
    assert [each.name for each in site.read(listings.approved_listings)] == ["Horizon"]


def test_a_denial_needs_a_reason_which_the_aggregator_reads(operator: Browser, site: Site) -> None:
    path = f"/operator/listings/{site.world.client.uid}/deny"
    operator.open(path)
    operator.submit(path, reason="   ")
    assert operator.page.status_code == 422
    assert 'href="#reason"' in operator.page.text

    operator.submit(path, reason="This <logo> is not yours.")

    listing = site.read(listings.find_listing, site.world.client.uid)
    assert (listing.state, listing.reason) == (ListingState.DENIED, "This <logo> is not yours.")
    operator.open("/operator/listings/?state=denied")
    assert "This &lt;logo&gt; is not yours." in operator.page.text


def test_suspending_asks_first_and_resuming_undoes_it(operator: Browser, site: Site) -> None:
    path = f"/operator/sellers/{site.world.seller_id}"
    operator.open(f"{path}/suspend")
    assert "Suspend Maison <Ana>?" in operator.text

    operator.submit(f"{path}/suspend")
    assert _state_of_seller(site) is SellerState.DEACTIVATED
    assert operator.place == path

    operator.submit(f"{path}/resume")
    assert _state_of_seller(site) is SellerState.ACTIVATED


def test_disabling_asks_first_and_enabling_undoes_it(operator: Browser, site: Site) -> None:
    path = f"/operator/clients/{site.world.client.uid}"
    operator.open(f"{path}/disable")

    operator.submit(f"{path}/disable")
    assert _state_of_client(site) is ClientState.DISABLED

    operator.submit(f"{path}/enable")
    assert _state_of_client(site) is ClientState.ACTIVE


def test_limits_are_a_clients_own_until_the_field_is_emptied(operator: Browser, site: Site) -> None:
    path = f"/operator/clients/{site.world.client.uid}/limits"
    operator.open(path)
    operator.submit(path, tokens_per_hour="1,000", calls_per_minute="")
    assert _limits(site) == (1000, None)

    operator.open(path)
    operator.submit(path, tokens_per_hour="", calls_per_minute="20")

    assert _limits(site) == (None, 20)


@pytest.mark.parametrize("text", ["0", "-1", "many", "1.5", "٣", "9" * 30, "10000001"])
def test_a_limit_that_is_none_is_refused_at_its_field(
    operator: Browser, site: Site, text: str
) -> None:
    path = f"/operator/clients/{site.world.client.uid}/limits"
    operator.open(path)

    operator.submit(path, calls_per_minute=text)

    assert operator.page.status_code == 422
    assert 'href="#calls_per_minute"' in operator.page.text
    assert _limits(site) == (None, None)


def test_a_rotation_publishes_one_key_however_often_the_form_is_sent(
    operator: Browser, site: Site
) -> None:
    before = len(site.read(keys.all_keys))
    operator.open("/operator/keys/rotate")
    form = operator.form("/operator/keys/rotate")

    operator.send(form)
    assert "is published" in operator.text
    operator.send(form)

    assert "nothing was done" in operator.text
    assert len(site.read(keys.all_keys)) == before + 1
    assert "Published, signs soon" in operator.text


def test_sellers_are_found_by_name_and_by_number(operator: Browser, site: Site) -> None:
    operator.open("/operator/sellers/?q=maison+%3Can")
    assert "Maison <Ana>" in operator.text
    operator.open(f"/operator/sellers/?q={site.world.seller_id}")
    assert "Maison <Ana>" in operator.text

    operator.open("/operator/sellers/?q=100%25_nobody")

    assert "No seller matches." in operator.text


def test_long_lists_come_in_pages_that_lead_on(operator: Browser, site: Site) -> None:
    site.write(_sixty_of_each)

    for path in ("/operator/sellers/", "/operator/clients/", "/operator/activity/"):
        operator.open(path)
        first = _rows(operator)
        assert len(first) == 50, path
        following = re.search(r'href="([^"]+)" rel="next"', operator.text)
        assert following
        operator.open(following[1])
        assert _rows(operator)
        assert not set(_rows(operator)) & set(first), path
        assert "First page" in operator.text


def test_the_trail_tells_who_did_what(operator: Browser, site: Site) -> None:
    path = f"/operator/clients/{site.world.client.uid}"
    operator.open(f"{path}/limits")
    operator.submit(f"{path}/limits", tokens_per_hour="7", calls_per_minute="")

    operator.open("/operator/activity/")

    assert "The limits of Horizon Flux were set: 7 / h" in operator.text
    events = site.read(audit.page_of_events, organization_ids=None, limit=1)
    assert (events[0].event, events[0].actor) == (Event.CLIENT_LIMITED, "olga@market.test")


def test_every_event_of_the_trail_has_words() -> None:
    assert set(EVENTS) == set(Event)


@pytest.mark.parametrize(
    "path",
    [
        "/operator/sellers/9999999999999999999999",
        "/operator/sellers/0",
        "/operator/sellers/abc",
        "/operator/sellers/%00",
        "/operator/clients/nobody",
        "/operator/clients/%ED%A0%80",
        "/operator/listings/nobody/deny",
    ],
)
def test_what_is_not_there_is_not_found(operator: Browser, path: str) -> None:
    assert operator.open(path).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "after=abc",
        "after=-1",
        "after=99999999999999999999",
        "after=%00",
        "q=%ED%A0%80",
        "q=%FF",
        "q=" + "x" * 5000,
        "state=nonsense",
        "after=%27%3B--",
    ],
)
def test_odd_addresses_never_break_a_list(operator: Browser, query: str) -> None:
    for path in ("sellers", "clients", "activity", "listings"):
        assert operator.open(f"/operator/{path}/?{query}").status_code == 200


def test_pages_are_french_for_french_readers(operator: Browser) -> None:
    operator.open("/language/fr?next=/operator/")

    assert '<html lang="fr">' in operator.page.text
    assert "Listing requests" not in operator.text


def _rows(browser: Browser) -> list[str]:
    return re.findall(r'<tr role="row">(.*?)</tr>', browser.page.text, re.DOTALL)[1:]


def _limits(site: Site) -> tuple[int | None, int | None]:
    client = site.read(client_store.find_client, site.world.client.uid)
    return client.tokens_per_hour, client.calls_per_minute


def _state_of_client(site: Site) -> ClientState:
    state: ClientState = site.read(client_store.find_client, site.world.client.uid).state
    return state


def _state_of_seller(site: Site) -> SellerState:
    state: SellerState = site.read(seller_store.find_seller, site.world.seller_id).state
    return state


def _sixty_of_each(conn: Any, act: Any) -> None:
    owner = seller_store.page_of_sellers(conn, limit=1)[0].organization_id
    assert owner
    for number in range(60):
        sellers.create_seller(
            conn, act, organization_id=owner, shop_name=f"Shop {number}", email=SELLER
        )
        clients.create_client(
            conn,
            act,
            client_id=f"program {chr(97 + number % 26)}{chr(97 + number // 26)} {PASSWORD[number % 5]}x",
            kind=ClientKind.DEDICATED,
            organization_id=owner,
            email=SELLER,
        )


def test_the_page_of_a_client_shows_its_public_keys(operator: Browser, site: Site) -> None:
    pair = KeyPair.make(kid="server-2026")
    added = parse_public_keys(json.dumps(pair.jwk))
    uid = site.world.client.uid
    site.write(client_keys.add_keys, client_uid=uid, name="server", keys=added)

    page = operator.open(f"/operator/clients/{uid}")

    assert "server-2026" in page.text
    assert "ES256" in page.text
