"""Operator pages in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium, Page, expect

from tests.builders.chromium import axe_violations, context_of, sign_in
from tests.portal.accounts.site import OPERATOR, PASSWORD, Site

pytestmark = pytest.mark.browser


@pytest.fixture
def page(site: Site, driven: Chromium) -> Iterator[Page]:
    context = context_of(driven, site.url)
    page = context.new_page()
    page.goto("/account/sign-in?next=/operator/")
    sign_in(page, OPERATOR, PASSWORD)
    expect(page.get_by_role("heading", name="Operator", level=1)).to_be_visible()
    yield page
    context.close()


def test_the_operator_reads_a_request_and_approves_it(page: Page) -> None:
    page.get_by_role("link", name="Read the requests").click()
    card = page.locator(".card", has_text="Sends your offers everywhere.")
    logo = card.locator("img")
    expect(logo).to_be_visible()
    expect(logo).to_have_js_property("complete", True)
    assert logo.evaluate("image => image.naturalWidth") > 0

    card.get_by_role("button", name="Approve").click()

    expect(page.get_by_text("Horizon is listed: sellers can pick it now.")).to_be_visible()
    page.get_by_role("link", name="Listed (1)").click()
    expect(page.get_by_role("heading", name="Horizon")).to_be_visible()


def test_the_operator_denies_a_request_with_a_reason(page: Page) -> None:
    page.goto("/operator/listings/")
    page.get_by_role("link", name="Deny…").click()
    page.get_by_role("button", name="Deny the listing").click()
    expect(page.get_by_role("alert")).to_be_focused()

    page.get_by_label("Why?").fill("The logo is somebody else's.")
    page.get_by_role("button", name="Deny the listing").click()

    expect(page.get_by_text("Horizon is not listed.")).to_be_visible()
    page.get_by_role("link", name="Denied (1)").click()
    expect(page.get_by_text("The logo is somebody else's.")).to_be_visible()


def test_the_operator_finds_suspends_and_resumes_a_seller(page: Page) -> None:
    page.get_by_role("link", name="Sellers", exact=True).click()
    page.get_by_label("Search sellers").fill("maison")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Maison <Ana>").click()
    page.get_by_role("link", name="Suspend…").click()

    page.get_by_role("button", name="Suspend").click()

    expect(page.get_by_text("The very next call for it is refused.")).to_be_visible()
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_text("Its clients can call as before.")).to_be_visible()


def test_every_page_is_accessible(page: Page, site: Site) -> None:
    client = f"/operator/clients/{site.world.client.uid}"
    seller = f"/operator/sellers/{site.world.seller_id}"
    found = []
    for path in (
        "/operator/",
        "/operator/listings/",
        "/operator/listings/?state=denied",
        f"/operator/listings/{site.world.client.uid}/deny",
        "/operator/sellers/",
        "/operator/sellers/?q=nobody",
        seller,
        f"{seller}/suspend",
        "/operator/clients/",
        client,
        f"{client}/limits",
        f"{client}/disable",
        "/operator/keys/",
        "/operator/keys/rotate",
        "/operator/activity/",
    ):
        page.goto(path)
        found += axe_violations(page)
    page.goto(f"{client}/limits")
    page.get_by_label("Tokens an hour").fill("many")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_visible()
    found += axe_violations(page)

    assert found == []
