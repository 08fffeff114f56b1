"""Creating a clientId: the rules at the field, who may, and what the owner does next."""

import pytest

from sellergate.access.accounts import store as accounts_store
from sellergate.access.accounts.models import Role
from sellergate.access.clients import store as clients
from sellergate.access.clients.models import Client, ClientKind
from tests.builders.installation import Installation
from tests.builders.world import PASSWORD
from tests.portal.accounts.site import Browser
from tests.portal.credentials.people import (
    Login,
    a_client_of,
    a_name,
    a_partner_login,
    a_seller_login,
    an_aggregator_login,
)

HOME = "/api-credentials/"


def fill_in(browser: Browser, purpose: str, client_id: str, **more: str) -> Browser:
    browser.open(f"{HOME}new/{purpose}")
    values = {"client_id": client_id, "email": "contact@example.test", "terms": "1"} | more
    browser.submit(f"{HOME}new/", **values)
    return browser


def client_named(on: Installation, client_id: str) -> Client | None:
    found: Client | None = on.read(clients.find_client_by_id, client_id)
    return found


def secret_on(browser: Browser) -> str:
    """The secret that the page shows."""
    return browser.text.partition("data-secret>")[2].partition("<")[0]


@pytest.mark.parametrize("purpose", ["my-aggregator", "my-own", "my-partner"])
def test_a_seller_ends_with_client_id_secret_and_seller_id_that_work(
    on: Installation, purpose: str
) -> None:
    seller, name = a_seller_login(on), a_name(on)
    browser = fill_in(seller.sign_in(on), purpose, name)
    assert browser.place.startswith(f"{HOME}secret/")
    secret = secret_on(browser)

    browser.submit(f"{HOME}secret/", saved="1")
    browser.submit(f"{HOME}grant/")

    assert str(seller.seller.seller_id) in browser.text
    assert f"Its secret ends with …{secret[-4:]}" in browser.text
    token = on.http.post(
        on.settings.token_url, data={"grant_type": "client_credentials"}, auth=(name, secret)
    ).json()["access_token"]
    answer = on.get(
        "/seller/v2/sellers",
        headers={"Authorization": f"Bearer {token}", "SellerId": str(seller.seller.seller_id)},
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("purpose", "kind"), [("partner", ClientKind.PARTNER), ("aggregator", ClientKind.AGGREGATOR)]
)
def test_a_company_gets_a_client_linked_to_nobody_and_words_for_its_sellers(
    on: Installation, purpose: str, kind: ClientKind
) -> None:
    login = a_partner_login(on) if kind is ClientKind.PARTNER else an_aggregator_login(on)
    name = a_name(on)

    browser = fill_in(login.sign_in(on), purpose, name)
    browser.submit(f"{HOME}secret/", saved="1")

    client = client_named(on, name)
    assert client is not None
    assert (client.kind, client.organization_id) == (kind, login.organization.id)
    assert browser.place == f"{HOME}registered/{client.uid}"
    assert f"{on.url}{HOME}known/{purpose}?client_id=" in browser.text
    assert "700982" in browser.text
    assert ("Ask to be listed" in browser.text) is (kind is ClientKind.AGGREGATOR)


@pytest.mark.parametrize(
    ("client_id", "told"),
    [
        ("", "Enter a clientId."),
        ("short", "Use at least 8 characters."),
        ("a" * 81, "Use at most 80 characters."),
        ("1 starts with a digit", "Start with a letter."),
        ("ends with a dash-", "End with a letter or a digit."),
        ("Boutique é accent", "“é” is not allowed."),
        ("contact@example.test", "Do not use your e-mail address as clientId"),
    ],
    ids=["empty", "short", "long", "digit", "dash", "accent", "email"],
)
def test_a_client_id_that_breaks_a_rule_is_told_at_its_field_before_any_sign_in(
    browser: Browser, client_id: str, told: str
) -> None:
    fill_in(browser, "my-own", client_id)

    assert browser.page.status_code == 422
    assert told in browser.text
    assert 'id="client_id-error"' in browser.text


def test_every_mistake_is_told_at_once(browser: Browser) -> None:
    fill_in(browser, "my-own", "1", email="nobody", terms="")

    for field in ("client_id", "email", "terms"):
        assert f'href="#{field}"' in browser.text


@pytest.mark.parametrize("change", [str.upper, lambda name: name.replace("l", "1")])
def test_a_taken_or_look_alike_client_id_is_refused(
    on: Installation, browser: Browser, change: object
) -> None:
    taken = a_client_of(on, a_seller_login(on), a_name(on, "Atelier lumiere"))

    fill_in(browser, "my-own", change(taken.id))  # type: ignore[operator]

    assert browser.page.status_code == 422
    assert "is taken" in browser.text


def test_a_taken_client_id_is_refused_for_a_signed_in_stranger_too(on: Installation) -> None:
    taken = a_client_of(on, a_seller_login(on))

    browser = fill_in(a_seller_login(on).sign_in(on), "my-own", taken.id)

    assert browser.page.status_code == 422
    assert "is taken" in browser.text


def test_ones_own_client_id_leads_to_its_page(on: Installation) -> None:
    seller = a_seller_login(on)
    own = a_client_of(on, seller)

    browser = fill_in(seller.sign_in(on), "my-own", own.id)

    assert browser.place == f"{HOME}clients/{own.client.uid}"
    assert "You have this clientId already." in browser.text


def test_what_was_typed_survives_the_sign_in_and_stays_out_of_the_address(
    on: Installation, browser: Browser
) -> None:
    seller, name = a_seller_login(on), a_name(on)

    fill_in(browser, "my-own", name, email="somebody@example.test")
    assert browser.place.startswith("/account/sign-in")
    assert "somebody" not in browser.place
    browser.submit("/account/sign-in", email=seller.email, password=PASSWORD)

    form = browser.form(f"{HOME}new/")
    assert form.values["client_id"] == name
    assert form.values["email"] == "somebody@example.test"
    assert form.values["terms"] == "1"
    assert client_named(on, name) is None
    browser.send(form)
    assert client_named(on, name) is not None


def test_a_form_sent_twice_is_one_client_with_one_secret(on: Installation) -> None:
    seller, name = a_seller_login(on), a_name(on)
    browser = seller.sign_in(on, f"{HOME}new/my-own")
    form = browser.form(f"{HOME}new/")
    form.values |= {"client_id": name, "email": "contact@example.test", "terms": "1"}

    browser.send(form)
    first = secret_on(browser), browser.place
    browser.send(form)

    assert (secret_on(browser), browser.place) == first
    client = client_named(on, name)
    assert client is not None
    assert len(on.read(clients.secrets_of, client.uid)) == 1


@pytest.mark.parametrize(
    ("purpose", "owner"),
    [
        ("my-own", "a seller"),
        ("partner", "an integration partner"),
        ("aggregator", "an aggregator"),
    ],
    ids=["seller", "partner", "aggregator"],
)
def test_a_choice_for_somebody_else_is_explained(
    on: Installation, purpose: str, owner: str
) -> None:
    stranger: Login = a_partner_login(on) if owner == "a seller" else a_seller_login(on)
    browser = stranger.sign_in(on)

    browser.open(f"{HOME}new/{purpose}")

    assert browser.page.status_code == 200
    assert "This choice is for somebody else" in browser.text
    assert stranger.email in browser.text


def test_a_stranger_cannot_create_by_sending_the_form_anyway(on: Installation) -> None:
    """The form was opened before the sign-in with the wrong account."""
    partner, name = a_partner_login(on), a_name(on)
    browser = partner.sign_in(on, f"{HOME}new/partner")
    form = browser.form(f"{HOME}new/")
    form.action = f"{HOME}new/aggregator"
    form.values |= {"client_id": name, "email": "contact@example.test", "terms": "1"}

    browser.send(form)

    assert "This choice is for somebody else" in browser.text
    assert client_named(on, name) is None


def test_a_login_of_two_companies_chooses_which(on: Installation) -> None:
    first, second, name = a_seller_login(on), a_seller_login(on), a_name(on)
    user = on.read(accounts_store.find_user_by_email, first.email)
    on.write(_join, user.id, second.organization.id)
    browser = fill_in(first.sign_in(on), "my-own", name)
    assert browser.page.status_code == 422
    assert 'id="organization_id-error"' in browser.text

    browser.submit(f"{HOME}new/", organization_id=second.organization.id)

    client = client_named(on, name)
    assert client is not None
    assert client.organization_id == second.organization.id


def _join(conn: object, _act: object, user_id: object, organization_id: object) -> None:
    accounts_store.insert_membership(conn, user_id, organization_id, Role.SUB)  # type: ignore[arg-type]


def test_sharing_credentials_gives_the_page_to_send_to_the_client(
    on: Installation, browser: Browser
) -> None:
    browser.open(f"{HOME}shared")

    assert f"{on.url}{HOME}new/my-partner" in browser.text
    assert "Hello," in browser.text
