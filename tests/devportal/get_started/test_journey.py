"""Each persona in a real browser, from nothing to a 200 of GET /seller/v2/sellers, all on this origin."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from sellergate.access.accounts.models import OrganizationKind
from tests.builders.chromium import axe_violations, context_of, sign_in
from tests.builders.world import PASSWORD
from tests.devportal.people import Marketplace

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
PAGES = (
    "/",
    "/get-started/",
    "/get-started/seller/",
    "/get-started/integration-partner/",
    "/get-started/feed-aggregator/",
    "/docs/",
    "/docs/guides/sellers/",
    "/docs/guides/access/",
    "/docs/guides/best-practices/",
    "/docs/guides/postman/",
    "/docs/guides/python/",
    "/docs/problems/",
    "/docs/problems/insufficient-scope",
)


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def with_scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def open_page(driven: Browser, marketplace: Marketplace) -> Iterator[OpenPage]:
    """Opens a page that fails its test for any request to elsewhere, refusal of the policy, or script error."""
    contexts = []
    complaints: list[str] = []

    def on_request(request: Request) -> None:
        if not request.url.startswith((marketplace.on.url + "/", "data:")):
            complaints.append(f"third party: {request.url}")

    def on_console(message: ConsoleMessage) -> None:
        if "Security Policy" in message.text or (
            message.type == "error" and "Failed to load resource" not in message.text
        ):
            complaints.append(message.text)

    def open_(path: str, **options: Any) -> Page:
        context = context_of(driven, marketplace.on.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", on_request)
        page.on("console", on_console)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


def get_token_with_secret(page: Page, client_id: str, secret: str) -> None:
    step = page.locator("#step-3")
    step.get_by_label("clientId", exact=True).fill(client_id)
    step.get_by_label("clientSecret", exact=True).fill(secret)
    step.get_by_role("button", name="Get a token").click()
    expect(page.locator("#step-3").get_by_text("You have a token")).to_be_visible()


def call(page: Page) -> None:
    page.locator("#step-4").get_by_role("button", name="Call GET /sellers").click()


def choose(page: Page, title: str) -> None:
    """Follow a choice of step 1. Scripts go straight on; without them the choice is marked on the landing page."""
    page.get_by_role("main").get_by_role("link", name=title).click()
    page.wait_for_url("**/api-credentials/**")
    if page.locator("li:target").count():
        page.locator("li:target a").click()


def create_client(page: Page, client_id: str, email: str, *, go_on: str) -> None:
    """The wizard from clientId to the saved secret."""
    page.get_by_label("Client ID").fill(client_id)
    page.get_by_label("Email").fill("contact@example.test")
    page.get_by_label("I have read and accept").check()
    press(page, "Confirm Client Id and email")
    sign_in(page, email, PASSWORD)
    press(page, "Confirm Client Id and email")
    page.get_by_label("I saved my credentials").check()
    press(page, go_on)


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).click()


def get_token_for_own_client(page: Page, client_id: str) -> None:
    page.locator("#step-3").get_by_label("Your clientId").select_option(label=client_id)
    page.locator("#step-3").get_by_role("button", name="Get a token").first.click()
    expect(page.locator("#step-3").get_by_text("You have a token")).to_be_visible()


def test_a_seller_with_nothing_reads_its_own_account(
    open_page: OpenPage, marketplace: Marketplace, with_scripts: bool
) -> None:
    company, seller = marketplace.a_new_seller()
    client_id = f"brand new api {marketplace.on.number()} x"
    page = open_page("/get-started/seller/", java_script_enabled=with_scripts)

    choose(page, "Create my clientId and clientSecret")
    create_client(page, client_id, company.user.email, go_on="Proceed with seller authentication")
    press(page, "Yes, continue")
    page.goto("/get-started/seller/")
    get_token_for_own_client(page, client_id)
    call(page)

    step = page.locator("#step-4")
    expect(step.get_by_text("200: it works")).to_be_visible()
    expect(step.get_by_text(f'"seller_id": {seller.seller_id}')).to_be_visible()


def test_a_partner_with_nothing_reads_the_account_of_its_client(
    open_page: OpenPage, marketplace: Marketplace, with_scripts: bool
) -> None:
    company = marketplace.a_newcomer(OrganizationKind.PARTNER)
    client, seller = marketplace.a_new_seller()
    client_id = f"new partner {marketplace.on.number()} x"
    page = open_page("/get-started/integration-partner/", java_script_enabled=with_scripts)

    choose(page, "I am a technical integration partner")
    create_client(page, client_id, company.user.email, go_on="Continue")
    page.goto("/get-started/integration-partner/")
    link = page.locator("#partner-link").inner_text()
    theirs = open_page(link, java_script_enabled=with_scripts)
    if not with_scripts:
        theirs.locator("li:target a").click()
    theirs.get_by_label("clientId of your").fill(client_id)
    theirs.get_by_label("I have read and accept").check()
    press(theirs, "Confirm my partner clientId")
    press(theirs, "Proceed with seller authentication")
    sign_in(theirs, client.user.email, PASSWORD)
    press(theirs, "Yes, continue")
    page.reload()
    expect(page.locator("#step-4").get_by_label("SellerId")).to_have_value(str(seller.seller_id))
    get_token_for_own_client(page, client_id)
    call(page)

    expect(page.locator("#step-4").get_by_text("200: it works")).to_be_visible()


def test_an_aggregator_with_nothing_reads_the_test_seller(
    open_page: OpenPage, marketplace: Marketplace, with_scripts: bool
) -> None:
    company = marketplace.a_newcomer(OrganizationKind.AGGREGATOR)
    client_id = f"new feeds {marketplace.on.number()} x"
    page = open_page("/get-started/feed-aggregator/", java_script_enabled=with_scripts)

    choose(page, "One clientId for all my sellers")
    create_client(page, client_id, company.user.email, go_on="Continue")
    page.goto("/get-started/feed-aggregator/")
    get_token_for_own_client(page, client_id)
    call(page)

    step = page.locator("#step-4")
    expect(step.get_by_text("200: it works")).to_be_visible()
    expect(step.get_by_text('"seller_id": 700982')).to_be_visible()


def test_a_seller_signs_in_picks_its_client_and_reads_its_account(
    open_page: OpenPage, marketplace: Marketplace, with_scripts: bool
) -> None:
    page = open_page("/get-started/seller/", java_script_enabled=with_scripts)
    page.get_by_role("main").get_by_role("link", name="Sign in").first.click()
    sign_in(page, marketplace.maison.user.email, PASSWORD)

    get_token_for_own_client(page, "maison-own-api")
    call(page)

    step = page.locator("#step-4")
    expect(step.get_by_text("200: it works")).to_be_visible()
    expect(step.get_by_text("This is the account of Maison <Test> & Cie")).to_be_visible()
    expect(step.get_by_text(f'"seller_id": {marketplace.seller.seller_id}')).to_be_visible()


def test_a_partner_types_its_secret_and_calls_for_its_client(
    open_page: OpenPage, marketplace: Marketplace, with_scripts: bool
) -> None:
    page = open_page("/get-started/integration-partner/", java_script_enabled=with_scripts)

    get_token_with_secret(page, marketplace.partner.id, marketplace.partner.secret)
    page.locator("#step-4").get_by_label("SellerId").fill(str(marketplace.seller.seller_id))
    call(page)

    expect(page.locator("#step-4").get_by_text("200: it works")).to_be_visible()


def test_an_aggregator_without_sellers_calls_for_the_test_seller(
    open_page: OpenPage, marketplace: Marketplace, with_scripts: bool
) -> None:
    page = open_page("/get-started/feed-aggregator/", java_script_enabled=with_scripts)

    get_token_with_secret(page, marketplace.aggregator.id, marketplace.aggregator.secret)
    expect(page.locator("#step-4").get_by_label("SellerId")).to_have_value("700982")
    call(page)

    expect(page.locator("#step-4").get_by_text("200: it works")).to_be_visible()


def test_a_refusal_leads_to_its_page_and_the_reader_can_go_on(
    open_page: OpenPage, marketplace: Marketplace, with_scripts: bool
) -> None:
    page = open_page("/get-started/feed-aggregator/", java_script_enabled=with_scripts)
    get_token_with_secret(page, marketplace.aggregator.id, marketplace.aggregator.secret)
    page.locator("#step-4").get_by_label("SellerId").fill("4242424242")
    call(page)
    refusal = page.locator("#step-4").get_by_text("403: No access to this seller")
    expect(refusal).to_be_visible()

    page.locator("#step-4").get_by_label("SellerId").fill("700982")
    call(page)

    expect(page.locator("#step-4").get_by_text("200: it works")).to_be_visible()
    expect(refusal).to_be_hidden()


def test_with_scripts_the_page_stays_and_the_answer_gets_the_focus(
    open_page: OpenPage, marketplace: Marketplace
) -> None:
    page = open_page("/get-started/feed-aggregator/")
    get_token_with_secret(page, marketplace.aggregator.id, marketplace.aggregator.secret)

    assert page.url == f"{marketplace.on.url}/get-started/feed-aggregator/"
    expect(page.locator("#step-3 .live-answer")).to_be_focused()
    call(page)
    expect(page.locator("#step-4 .live-answer")).to_be_focused()
    assert page.url == f"{marketplace.on.url}/get-started/feed-aggregator/"


def test_a_form_that_is_too_old_is_told_as_a_page(
    open_page: OpenPage, marketplace: Marketplace
) -> None:
    page = open_page("/get-started/feed-aggregator/")
    page.context.clear_cookies()

    page.locator("#step-3").get_by_role("button", name="Get a token").click()

    expect(page.get_by_role("heading", name="This form is too old")).to_be_visible()
    expect(page.get_by_role("heading", name="Generate a token")).to_be_hidden()
    expect(page.get_by_role("banner")).to_have_count(1)


def test_the_token_is_copied_by_its_button_and_kept_nowhere(
    open_page: OpenPage, marketplace: Marketplace
) -> None:
    page = open_page("/get-started/feed-aggregator/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    get_token_with_secret(page, marketplace.aggregator.id, marketplace.aggregator.secret)

    page.get_by_role("button", name="Copy access_token").click()

    token = page.evaluate("navigator.clipboard.readText()")
    assert token == page.locator("#token-exchange-token").text_content()
    stored = page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
    )
    assert token not in stored


def test_the_examples_follow_the_client_of_the_token(
    open_page: OpenPage, marketplace: Marketplace
) -> None:
    page = open_page("/get-started/feed-aggregator/")
    page.locator("#step-3").get_by_role("tab", name="Python").click()

    get_token_with_secret(page, marketplace.aggregator.id, marketplace.aggregator.secret)

    shown = page.locator("#step-3").get_by_role("tabpanel", name="Python")
    expect(shown).to_contain_text(f'CLIENT_ID = "{marketplace.aggregator.id}"')


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_light_and_dark_wide_and_on_a_phone(
    open_page: OpenPage, path: str
) -> None:
    page = open_page(path, reduced_motion="reduce")

    assert axe_violations(page) == []


@pytest.mark.parametrize("width", [320, 2560])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_never_scrolls_sideways(open_page: OpenPage, path: str, width: int) -> None:
    page = open_page(path, viewport={"width": width, "height": 900}, locale="fr-FR")

    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_answers_are_accessible_too(open_page: OpenPage, marketplace: Marketplace) -> None:
    page = open_page("/get-started/feed-aggregator/", reduced_motion="reduce")
    get_token_with_secret(page, marketplace.aggregator.id, marketplace.aggregator.secret)
    page.locator("#step-4").get_by_label("SellerId").fill("4242424242")
    call(page)
    expect(page.locator("#step-4 .live-answer")).to_be_visible()

    assert axe_violations(page) == []


def test_everything_can_be_done_by_keyboard(open_page: OpenPage, marketplace: Marketplace) -> None:
    page = open_page("/get-started/feed-aggregator/")
    page.locator("#step-3").get_by_label("clientId", exact=True).focus()

    page.keyboard.type(marketplace.aggregator.id)
    page.keyboard.press("Tab")
    page.keyboard.type(marketplace.aggregator.secret)
    page.keyboard.press("Enter")
    expect(page.locator("#step-3").get_by_text("You have a token")).to_be_visible()
    page.locator("#step-4").get_by_label("SellerId").press("Enter")

    expect(page.locator("#step-4").get_by_text("200: it works")).to_be_visible()
