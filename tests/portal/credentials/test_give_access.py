"""Giving access to a client that exists: from the list, or by its clientId."""

from datetime import UTC, datetime

import pytest

from sellergate.access.accounts.models import Role
from sellergate.access.audit import store as audit
from sellergate.access.clients.models import ClientState
from sellergate.access.delegations import store as delegations
from sellergate.access.delegations.models import Delegation
from sellergate.access.scopes import EVERYTHING, Perimeter, Rights
from sellergate.access.sellers.models import Seller
from tests.builders.installation import Installation
from tests.builders.world import (
    PASSWORD,
    Registered,
    a_delegation,
    a_token,
    headers_for,
    set_client_state,
)
from tests.portal.accounts.site import Browser
from tests.portal.credentials.people import (
    Login,
    a_client_of,
    a_listed_aggregator,
    a_partner_login,
    a_seller_login,
    an_aggregator_login,
)

pytestmark = pytest.mark.slow

HOME = "/api-credentials/"


def delegation_of(on: Installation, client: Registered, seller: Seller) -> Delegation | None:
    found: Delegation | None = on.read(
        delegations.find_delegation, seller.seller_id, client.client.uid, now=on.clock()
    )
    return found


def consent_page(on: Installation, seller: Login, client: Registered, **query: str) -> Browser:
    browser = seller.sign_in(on)
    more = "".join(f"&{name}={value}" for name, value in query.items())
    browser.open(f"{HOME}grant/{client.client.uid}/seller?terms=1{more}")
    return browser


def test_a_listed_aggregator_is_picked_confirmed_and_calls_at_once(
    on: Installation, browser: Browser
) -> None:
    aggregator = a_listed_aggregator(on, "Vitrine Atlas")
    seller = a_seller_login(on)
    token = a_token(on, aggregator)
    refused = on.get("/seller/v2/sellers", headers=headers_for(token, seller.seller.seller_id))

    browser.open(f"{HOME}aggregators")
    browser.submit(f"{HOME}aggregators", client_uid=aggregator.client.uid, terms="1")
    assert "Give Vitrine Atlas access to your seller account?" in browser.text
    assert aggregator.id in browser.text
    assert aggregator.client.organization_name in browser.text
    browser.submit(f"{HOME}grant/")
    browser.submit("/account/sign-in", email=seller.email, password=PASSWORD)
    browser.submit(f"{HOME}grant/")

    assert browser.place.startswith(f"{HOME}grant/{aggregator.client.uid}/done")
    assert str(seller.seller.seller_id) in browser.text
    assert "Vitrine Atlas may now act for Atelier Test." in browser.text
    allowed = on.get("/seller/v2/sellers", headers=headers_for(token, seller.seller.seller_id))
    assert (refused.status_code, allowed.status_code) == (403, 200)


@pytest.mark.parametrize("missing", ["terms", "client_uid"])
def test_a_pick_without_terms_or_aggregator_is_told_at_the_field(
    on: Installation, browser: Browser, missing: str
) -> None:
    aggregator = a_listed_aggregator(on, "Vitrine Boreale")
    sent = {"client_uid": aggregator.client.uid, "terms": "1"}

    browser.open(f"{HOME}aggregators")
    browser.submit(f"{HOME}aggregators", **sent | {missing: ""})

    assert browser.page.status_code == 422
    assert f'href="#{missing}"' in browser.text
    assert f'id="{missing}-error"' in browser.text


def test_the_list_filters_by_name_without_scripts(on: Installation, browser: Browser) -> None:
    a_listed_aggregator(on, "Zephyr Flux")
    a_listed_aggregator(on, "Quartz Feeds")

    browser.open(f"{HOME}aggregators?q=zephyr")

    assert "Zephyr Flux" in browser.text
    assert "Quartz Feeds" not in browser.text


@pytest.mark.parametrize("expected", ["aggregator", "partner"])
@pytest.mark.parametrize("kind", ["aggregator", "partner"])
def test_a_typed_client_id_leads_on_whatever_its_kind(
    on: Installation, browser: Browser, expected: str, kind: str
) -> None:
    owner = an_aggregator_login(on) if kind == "aggregator" else a_partner_login(on)
    client = a_client_of(on, owner)

    browser.open(f"{HOME}known/{expected}")
    browser.submit(f"{HOME}known/{expected}", client_id=f"  {client.id.upper()} ", terms="1")

    assert browser.place.startswith(f"{HOME}grant/{client.client.uid}?")
    assert client.id in browser.text
    told = "This clientId belongs to another kind of company" in browser.text
    assert told is (expected != kind)


def test_an_unknown_client_id_is_told_at_its_field_with_the_remedy(browser: Browser) -> None:
    browser.open(f"{HOME}known/aggregator")
    browser.submit(f"{HOME}known/aggregator", client_id="Nobody has this", terms="1")

    assert browser.page.status_code == 422
    assert 'id="client_id-error"' in browser.text
    assert "Check the spelling with the company that gave it to you." in browser.text
    assert 'value="Nobody has this"' in browser.text


def test_a_disabled_client_gets_no_access(on: Installation, browser: Browser) -> None:
    client = a_client_of(on, a_partner_login(on))
    set_client_state(on, client, ClientState.DISABLED)

    browser.open(f"{HOME}known/partner")
    browser.submit(f"{HOME}known/partner", client_id=client.id, terms="1")

    assert browser.page.status_code == 422
    assert "is disabled" in browser.text


def test_a_link_with_the_client_id_fills_it_in(on: Installation, browser: Browser) -> None:
    browser.open(f"{HOME}known/partner?client_id=Passerelle%20ERP")

    assert browser.form(f"{HOME}known/partner").values["client_id"] == "Passerelle ERP"


def test_the_direct_link_asks_for_the_terms_first(on: Installation) -> None:
    client = a_client_of(on, a_partner_login(on))
    browser = a_seller_login(on).sign_in(on)

    browser.open(f"{HOME}grant/{client.client.uid}")
    browser.submit(f"{HOME}grant/")

    assert browser.page.status_code == 422
    assert 'id="terms-error"' in browser.text


def test_the_default_is_everything_for_ever(on: Installation) -> None:
    client, seller = a_client_of(on, a_partner_login(on)), a_seller_login(on)

    consent_page(on, seller, client).submit(f"{HOME}grant/")

    given = delegation_of(on, client, seller.seller)
    assert given is not None
    assert (given.rights, given.expires_at, given.granted_by) == (EVERYTHING, None, seller.email)


def test_limits_are_kept_exactly(on: Installation) -> None:
    client, seller = a_client_of(on, a_partner_login(on)), a_seller_login(on)
    browser = consent_page(on, seller, client)
    form = browser.form(f"{HOME}grant/")
    form.values |= {"extent": "some", "read_only": "1", "expires_at": "2031-05-04"}
    form.values["perimeters"] = ["orders", "invoices"]  # type: ignore[assignment]

    browser.send(form)

    given = delegation_of(on, client, seller.seller)
    assert given is not None
    assert given.rights == Rights(frozenset({Perimeter.ORDERS, Perimeter.INVOICES}), read_only=True)
    assert given.expires_at == datetime(2031, 5, 4, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("extent", {"extent": "all", "perimeters": "orders"}),
        ("perimeters", {"extent": "some"}),
        ("perimeters", {"extent": "some", "perimeters": "everything-and-more"}),
        ("expires_at", {"expires_at": "tomorrow"}),
        ("expires_at", {"expires_at": "2001-01-01"}),
        ("expires_at", {"expires_at": "9999-12-31"}),
    ],
    ids=["ticks-but-all", "none-ticked", "unknown", "no-day", "past", "too-far"],
)
def test_wrong_limits_give_nothing_and_are_told_at_their_field(
    on: Installation, field: str, values: dict[str, str]
) -> None:
    client, seller = a_client_of(on, a_partner_login(on)), a_seller_login(on)

    browser = consent_page(on, seller, client)
    browser.submit(f"{HOME}grant/", **values)

    assert browser.page.status_code == 422
    assert f'href="#{field}"' in browser.text
    assert f'id="{field}-error"' in browser.text
    assert "<details" in browser.text
    assert delegation_of(on, client, seller.seller) is None


def test_limits_survive_the_password_that_is_asked_again(on: Installation) -> None:
    """Coming back to a form that says everything, after having limited it, would give too much."""
    client, seller = a_client_of(on, a_partner_login(on)), a_seller_login(on)
    browser = consent_page(on, seller, client)

    with on.clock.moved(minutes=16):
        browser.submit(f"{HOME}grant/", extent="some", perimeters="orders", read_only="1")
        assert browser.place.startswith("/account/confirm")
        browser.submit("/account/confirm", password=PASSWORD)
        browser.submit(f"{HOME}grant/")

    given = delegation_of(on, client, seller.seller)
    assert given is not None
    assert given.rights == Rights(frozenset({Perimeter.ORDERS}), read_only=True)


def test_a_login_with_several_accounts_chooses_one(on: Installation) -> None:
    client = a_client_of(on, a_partner_login(on))
    seller = a_seller_login(on, shops=("Shop North", "Shop South"))
    browser = consent_page(on, seller, client)
    assert "Which seller account?" in browser.text
    assert "Shop North" in browser.text

    browser.open(
        f"{HOME}grant/{client.client.uid}/seller?terms=1&seller_id={seller.sellers[1].seller_id}"
    )
    browser.submit(f"{HOME}grant/")

    assert delegation_of(on, client, seller.sellers[0]) is None
    assert delegation_of(on, client, seller.sellers[1]) is not None


def test_a_sub_account_is_told_so_and_may_go_on(on: Installation) -> None:
    client, seller = a_client_of(on, a_partner_login(on)), a_seller_login(on, role=Role.SUB)

    browser = consent_page(on, seller, client)
    assert "You are not the main user of this account" in browser.text
    browser.submit(f"{HOME}grant/")

    assert delegation_of(on, client, seller.seller) is not None


def test_the_main_user_is_not_told_about_sub_accounts(on: Installation) -> None:
    client = a_client_of(on, a_partner_login(on))

    browser = consent_page(on, a_seller_login(on), client)

    assert "You are not the main user" not in browser.text


def test_somebody_elses_account_cannot_be_given(on: Installation) -> None:
    client, victim = a_client_of(on, a_partner_login(on)), a_seller_login(on)

    browser = consent_page(on, a_seller_login(on), client)
    browser.submit(f"{HOME}grant/", seller_id=str(victim.seller.seller_id))

    assert browser.page.status_code == 404
    assert delegation_of(on, client, victim.seller) is None


def test_what_is_given_already_is_said_with_the_seller_id_and_the_present_limits(
    on: Installation,
) -> None:
    client, seller = a_client_of(on, a_partner_login(on)), a_seller_login(on)
    a_delegation(on, client, seller.seller, rights=Rights(frozenset({Perimeter.OFFERS})))

    browser = consent_page(on, seller, client)

    assert f"{client.id} has access to Atelier Test already" in browser.text
    assert str(seller.seller.seller_id) in browser.text
    form = browser.form(f"{HOME}grant/")
    assert (form.values["extent"], form.values["perimeters"]) == ("some", "offers")


def test_a_consent_sent_twice_is_one_act(on: Installation) -> None:
    client, seller = a_client_of(on, a_partner_login(on)), a_seller_login(on)
    browser = consent_page(on, seller, client)
    form = browser.form(f"{HOME}grant/")

    first = browser.send(form)
    second = browser.send(form)

    assert first.url == second.url
    events = on.read(
        audit.page_of_events,
        organization_ids=[seller.organization.id],
        client_uid=client.client.uid,
    )
    assert [event.event for event in events] == ["delegation:granted"]


def test_a_login_without_seller_account_is_told_whom_to_ask(on: Installation) -> None:
    client = a_client_of(on, a_partner_login(on))

    browser = consent_page(on, a_partner_login(on), client)

    assert browser.page.status_code == 200
    assert "Only the seller can give access" in browser.text
    assert f"{on.url}{HOME}grant/{client.client.uid}" in browser.text


def test_a_form_from_elsewhere_gives_nothing(on: Installation) -> None:
    client, seller = a_client_of(on, a_partner_login(on)), a_seller_login(on)
    browser = consent_page(on, seller, client)

    browser.submit(f"{HOME}grant/", csrf_token="made up")

    assert browser.page.status_code == 403
    assert delegation_of(on, client, seller.seller) is None


def test_the_confirmation_is_for_those_of_the_account_only(on: Installation) -> None:
    client, seller = a_client_of(on, a_partner_login(on)), a_seller_login(on)
    a_delegation(on, client, seller.seller)
    stranger = a_seller_login(on).sign_in(on)

    answer = stranger.open(
        f"{HOME}grant/{client.client.uid}/done?seller_id={seller.seller.seller_id}"
    )

    assert answer.status_code == 404


def test_another_sellers_own_client_comes_with_a_warning(
    on: Installation, browser: Browser
) -> None:
    strange = a_client_of(on, a_seller_login(on))

    browser.open(f"{HOME}known/partner")
    browser.submit(f"{HOME}known/partner", client_id=strange.id, terms="1")

    assert "Go on only if you know this company." in browser.text
