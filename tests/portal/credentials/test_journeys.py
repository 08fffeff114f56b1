"""The eight choices from the landing page to the end, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from sellergate.access.accounts.models import Role
from sellergate.access.clients import store as clients
from sellergate.access.delegations import store as delegations
from tests.builders.chromium import sign_in
from tests.builders.installation import Installation
from tests.builders.world import (
    PASSWORD,
    Registered,
    a_delegation,
    a_token,
    forget_attempts,
    headers_for,
)
from tests.portal.credentials.conftest import OpenPage
from tests.portal.credentials.people import (
    Login,
    a_client_of,
    a_listed_aggregator,
    a_name,
    a_partner_login,
    a_seller_login,
    an_aggregator_login,
)

pytestmark = pytest.mark.browser

HOME = "/api-credentials/"


def choose(page: Page, title: str) -> None:
    page.goto(HOME)
    page.get_by_role("main").get_by_role("link", name=title).click()


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).click()


def accept_terms(page: Page) -> None:
    page.get_by_label("I have read and accept").check()


def sign_in_as(on: Installation, page: Page, login: Login) -> None:
    forget_attempts(on)
    sign_in(page, login.email, PASSWORD)


def step_of(page: Page) -> str:
    return page.locator("[aria-current=step] .step-text").inner_text()


def has_access(on: Installation, client: Registered, login: Login) -> bool:
    found = on.read(delegations.find_grant, login.seller.seller_id, client.client.uid)
    return found is not None


def expect_seller_id(page: Page, login: Login) -> None:
    expect(page.get_by_role("heading", name="Access is given")).to_be_visible()
    expect(page.locator("#sellerid")).to_have_text(str(login.seller.seller_id))


def test_my_aggregator_only_requests_my_seller_id(on: Installation, open_page: OpenPage) -> None:
    aggregator, seller = a_listed_aggregator(on, "Vitrine Dauphine"), a_seller_login(on)
    page = open_page(HOME)

    choose(page, "My aggregator only requests my SellerId")
    assert step_of(page) == "Client ID"
    page.get_by_label("Search by name").fill("dauph")
    page.get_by_text("Vitrine Dauphine", exact=True).click()
    accept_terms(page)
    press(page, "Confirm my aggregator clientId")
    assert step_of(page) == "Seller Authentication"
    expect(page.get_by_role("main")).to_contain_text(aggregator.client.organization_name)
    press(page, "Proceed with seller authentication")
    sign_in_as(on, page, seller)
    press(page, "Yes, continue")

    assert step_of(page) == "Confirmation"
    expect_seller_id(page, seller)
    page.get_by_role("button", name="Copy SellerId").click()
    assert page.evaluate("navigator.clipboard.readText()") == str(seller.seller.seller_id)
    assert has_access(on, aggregator, seller)


@pytest.mark.parametrize(
    ("title", "button", "company"),
    [
        (
            "My aggregator is not on this list",
            "Confirm my aggregator clientId",
            an_aggregator_login,
        ),
        ("I know my partner's clientId", "Confirm my partner clientId", a_partner_login),
    ],
    ids=["aggregator", "partner"],
)
def test_i_know_the_client_id(
    on: Installation, open_page: OpenPage, title: str, button: str, company: object
) -> None:
    client = a_client_of(on, company(on))  # type: ignore[operator]
    seller = a_seller_login(on)
    page = open_page(HOME)

    choose(page, title)
    page.get_by_label("clientId of your").fill(client.id)
    accept_terms(page)
    press(page, button)
    press(page, "Proceed with seller authentication")
    sign_in_as(on, page, seller)
    press(page, "Yes, continue")

    expect_seller_id(page, seller)
    assert has_access(on, client, seller)


@pytest.mark.parametrize(
    "title",
    [
        "My aggregator or plugin requires a clientId, clientSecret and SellerId",
        "Create my clientId and clientSecret",
    ],
)
def test_a_seller_creates_credentials_that_work(
    on: Installation, open_page: OpenPage, title: str
) -> None:
    seller, name = a_seller_login(on), a_name(on)
    page = open_page(HOME)

    choose(page, title)
    page.get_by_label("Client ID").fill(name)
    page.get_by_label("Email").fill("contact@example.test")
    accept_terms(page)
    press(page, "Confirm Client Id and email")
    sign_in_as(on, page, seller)
    press(page, "Confirm Client Id and email")
    assert step_of(page) == "Client Secret"
    expect(page.get_by_role("button", name="Proceed with")).to_be_disabled()
    page.get_by_role("button", name="Copy clientSecret").click()
    expect(page.get_by_role("button", name="Copied clientSecret")).to_be_visible()
    secret = page.evaluate("navigator.clipboard.readText()")
    page.get_by_label("I saved my credentials").check()
    press(page, "Proceed with seller authentication")
    press(page, "Yes, continue")

    expect_seller_id(page, seller)
    expect(page.get_by_role("main")).to_contain_text(f"Its secret ends with …{secret[-4:]}")
    client = on.read(clients.find_client_by_id, name)
    token = a_token(on, Registered(client, secret, ""))
    answer = on.get("/seller/v2/sellers", headers=headers_for(token, seller.seller.seller_id))
    assert answer.status_code == 200


def test_a_partner_sends_its_client_the_page_where_it_creates_the_client_id(
    on: Installation, open_page: OpenPage
) -> None:
    seller, name = a_seller_login(on), a_name(on)
    page = open_page(HOME)

    choose(page, "My client and I share credentials")
    page.get_by_role("button", name="Copy Link for your client").click()
    expect(page.get_by_role("button", name="Copied Link for your client")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    page.goto(link)
    page.get_by_label("Client ID").fill(name)
    page.get_by_label("Email").fill("contact@example.test")
    accept_terms(page)
    press(page, "Confirm Client Id and email")
    sign_in_as(on, page, seller)
    press(page, "Confirm Client Id and email")
    page.get_by_label("I saved my credentials").check()
    press(page, "Proceed with seller authentication")
    press(page, "Yes, continue")

    expect_seller_id(page, seller)


@pytest.mark.parametrize(
    ("title", "company", "is_aggregator"),
    [
        ("I am a technical integration partner", a_partner_login, False),
        ("One clientId for all my sellers", an_aggregator_login, True),
    ],
    ids=["partner", "aggregator"],
)
def test_a_company_gets_its_own_client_id_and_its_sellers_find_the_way(
    on: Installation, open_page: OpenPage, title: str, company: object, is_aggregator: bool
) -> None:
    login: Login = company(on)  # type: ignore[operator]
    seller, name = a_seller_login(on), a_name(on)
    page = open_page(HOME)

    choose(page, title)
    page.get_by_label("Client ID").fill(name)
    page.get_by_label("Email").fill("contact@example.test")
    accept_terms(page)
    press(page, "Confirm Client Id and email")
    sign_in_as(on, page, login)
    press(page, "Confirm Client Id and email")
    page.get_by_label("I saved my credentials").check()
    press(page, "Continue")
    expect(page.get_by_role("heading", name="Your clientId is ready")).to_be_visible()
    assert page.get_by_role("link", name="Ask to be listed").count() == int(is_aggregator)
    link = page.locator("#link-with-your-clientid-filled-in").inner_text()

    sellers_page = open_page(link)
    accept_terms(sellers_page)
    press(sellers_page, "Confirm my")
    press(sellers_page, "Proceed with seller authentication")
    sign_in_as(on, sellers_page, seller)
    press(sellers_page, "Yes, continue")
    expect_seller_id(sellers_page, seller)
    page.goto(f"{HOME}sellers/")
    expect(page.get_by_role("table")).to_contain_text(str(seller.seller.seller_id))


@pytest.mark.parametrize(
    ("anchor", "path"),
    [
        ("linkAgreeToSeller", "aggregators"),
        ("linkAgregClientToSeller", "known/aggregator"),
        ("linkPartnerClientToSeller", "known/partner"),
        ("createClientForAggregator", "new/my-aggregator"),
        ("createClientToSeller", "new/my-own"),
        ("shareClientOfSeller", "shared"),
        ("createPartnerClient", "new/partner"),
        ("createAggregatorClient", "new/aggregator"),
    ],
)
def test_a_deep_link_goes_straight_on(
    on: Installation, open_page: OpenPage, anchor: str, path: str
) -> None:
    page = open_page("/account/sign-in")

    page.goto(f"{HOME}#{anchor}")
    page.wait_for_url(f"{on.url}{HOME}{path}")
    page.go_back()

    assert page.url == f"{on.url}/account/sign-in"


def test_a_deep_link_marks_its_choice_without_scripts(open_page: OpenPage) -> None:
    page = open_page(f"{HOME}#linkAgreeToSeller", java_script_enabled=False)

    expect(page.locator("li:target")).to_contain_text("My aggregator only requests my SellerId")


def test_an_unknown_anchor_stays_on_the_choices(on: Installation, open_page: OpenPage) -> None:
    page = open_page(f"{HOME}#<img%20src=x>")

    expect(page.get_by_role("heading", name="API Credentials Management")).to_be_visible()
    assert page.url.startswith(f"{on.url}{HOME}#")


def test_the_list_filters_while_one_types(on: Installation, open_page: OpenPage) -> None:
    a_listed_aggregator(on, "Éclair Zebre")
    a_listed_aggregator(on, "Vitrine Yack")
    page = open_page(f"{HOME}aggregators")

    page.get_by_label("Search by name").fill("eclair zeb")

    expect(page.get_by_text("Éclair Zebre", exact=True)).to_be_visible()
    expect(page.get_by_text("Vitrine Yack", exact=True)).to_be_hidden()


def test_the_terms_gate_the_button(open_page: OpenPage) -> None:
    page = open_page(f"{HOME}known/partner")
    button = page.get_by_role("button", name="Confirm my partner clientId")

    expect(button).to_be_disabled()
    accept_terms(page)
    expect(button).to_be_enabled()


def test_a_sub_account_is_told_so(on: Installation, open_page: OpenPage) -> None:
    client, seller = a_client_of(on, a_partner_login(on)), a_seller_login(on, role=Role.SUB)
    page = open_page(f"{HOME}grant/{client.client.uid}/seller?terms=1")

    sign_in_as(on, page, seller)

    expect(page.get_by_text("You are not the main user of this account")).to_be_visible()
    press(page, "Yes, continue")
    expect_seller_id(page, seller)


def test_reload_double_click_and_back_lose_no_secret(on: Installation, open_page: OpenPage) -> None:
    seller, name = a_seller_login(on), a_name(on)
    page = open_page(f"/account/sign-in?next={HOME}new/my-own")
    sign_in_as(on, page, seller)
    page.get_by_label("Client ID").fill(name)
    accept_terms(page)

    page.get_by_role("button", name="Confirm Client Id and email").dblclick()
    page.wait_for_url(re.compile("/secret/"))
    secret = page.locator("#client-secret").get_attribute("data-secret-value")
    page.reload()
    assert page.locator("#client-secret").get_attribute("data-secret-value") == secret
    page.go_back()
    accept_terms(page)
    press(page, "Confirm Client Id and email")

    assert page.locator("#client-secret").get_attribute("data-secret-value") == secret
    client = on.read(clients.find_client_by_id, name)
    assert len(on.read(clients.secrets_of, client.uid)) == 1


def test_a_secret_is_changed_and_the_old_one_revoked(on: Installation, open_page: OpenPage) -> None:
    seller = a_seller_login(on)
    client = a_client_of(on, seller)
    page = open_page(f"/account/sign-in?next={HOME}clients/")
    sign_in_as(on, page, seller)

    page.get_by_role("link", name=client.id).click()
    page.locator("#add-secret").get_by_label("Name").fill("server 2026")
    press(page, "Add a secret")
    page.get_by_label("I saved my credentials").check()
    press(page, "Continue")
    page.get_by_role("link", name=re.compile("Revoke first")).click()
    press(page, "Revoke the secret")

    expect(page.get_by_role("status").first).to_contain_text("is revoked")
    expect(page.get_by_role("table", name="Working secrets")).to_contain_text("server 2026")
    expect(page.get_by_role("table", name="Working secrets")).not_to_contain_text("first")


def test_access_is_revoked_with_one_click(on: Installation, open_page: OpenPage) -> None:
    client, seller = a_client_of(on, a_partner_login(on)), a_seller_login(on)
    a_delegation(on, client, seller.seller)
    page = open_page(f"/account/sign-in?next={HOME}access/")
    sign_in_as(on, page, seller)

    press(page, f"Revoke {client.id}")

    expect(page.get_by_role("status").first).to_contain_text("no longer has access")
    assert not has_access(on, client, seller)


def test_the_keyboard_alone_gives_access(on: Installation, open_page: OpenPage) -> None:
    client, seller = a_client_of(on, a_partner_login(on)), a_seller_login(on)
    page = open_page(HOME)

    def tab_to(text: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if text in page.evaluate(NAME_OF_FOCUS):
                return
        raise AssertionError(f"no way to {text!r} by keyboard on {page.url}")

    tab_to("I know my partner's clientId")
    page.keyboard.press("Enter")
    page.wait_for_url("**/known/partner")
    tab_to("clientId of your partner")
    page.keyboard.type(client.id)
    tab_to("I have read and accept")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/grant/**")
    tab_to("Proceed with seller authentication")
    forget_attempts(on)
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/sign-in**")
    tab_to("E-mail address")
    page.keyboard.type(seller.email)
    tab_to("Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/seller?**")
    tab_to("Yes, continue")
    page.keyboard.press("Enter")

    expect_seller_id(page, seller)


NAME_OF_FOCUS = """() => {
  const focused = document.activeElement;
  return [...(focused.labels ?? []), focused].map((one) => one.textContent).join(" ");
}"""


def test_without_scripts_a_seller_creates_credentials_and_gives_access(
    on: Installation, open_page: OpenPage
) -> None:
    seller, name = a_seller_login(on), a_name(on)
    page = open_page(HOME, java_script_enabled=False)

    choose(page, "Create my clientId and clientSecret")
    page.get_by_label("Client ID").fill(name)
    page.get_by_label("Email").fill("contact@example.test")
    accept_terms(page)
    press(page, "Confirm Client Id and email")
    sign_in_as(on, page, seller)
    press(page, "Confirm Client Id and email")
    secret = page.locator("#client-secret").inner_text()
    press(page, "Proceed with seller authentication")
    expect(page.get_by_role("alert")).to_contain_text("tick this box")
    page.get_by_label("I saved my credentials").check()
    press(page, "Proceed with seller authentication")
    press(page, "Yes, continue")

    expect_seller_id(page, seller)
    client = on.read(clients.find_client_by_id, name)
    assert a_token(on, Registered(client, secret, ""))


def test_without_scripts_the_list_has_a_search_box(on: Installation, open_page: OpenPage) -> None:
    a_listed_aggregator(on, "Vitrine Wapiti")
    a_listed_aggregator(on, "Feeds of Xenon")
    page = open_page(f"{HOME}aggregators", java_script_enabled=False)

    page.get_by_role("searchbox").fill("wapiti")
    press(page, "Search")

    expect(page.get_by_text("Vitrine Wapiti", exact=True)).to_be_visible()
    expect(page.get_by_text("Feeds of Xenon")).to_have_count(0)


def test_a_french_reader_reads_french(on: Installation, open_page: OpenPage) -> None:
    a_listed_aggregator(on, "Vitrine Ulysse")
    page = open_page(HOME, locale="fr-FR")

    expect(page.get_by_role("heading", name="Gestion des identifiants")).to_be_visible()
    page.get_by_role("link", name="Mon agrégateur demande seulement mon SellerId").click()
    expect(page.get_by_role("button", name="Confirmer le clientId de mon")).to_be_disabled()
    page.get_by_label("ai lu et").check()
    page.get_by_role("button", name="Confirmer le clientId de mon").click()
    expect(page.get_by_role("alert")).to_contain_text("Choisissez votre agrégateur")
    assert page.locator("html").get_attribute("lang") == "fr"
