"""Account pages in a real browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium, Page, expect

from tests.builders.chromium import axe_violations, context_of, sign_in
from tests.portal.accounts.site import OPERATOR, PASSWORD, SELLER, Site

pytestmark = pytest.mark.browser


@pytest.fixture
def page(site: Site, driven: Chromium) -> Iterator[Page]:
    context = context_of(driven, site.url)
    yield context.new_page()
    context.close()


def test_a_wrong_password_is_told_at_the_top_and_leads_to_its_field(page: Page) -> None:
    page.goto("/account/sign-in?next=/account/")

    sign_in(page, SELLER, "wrong")

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page.get_by_label("E-mail address")).to_have_value(SELLER)
    expect(page.get_by_label("Password")).to_have_value("")
    summary.get_by_role("link").click()
    expect(page.get_by_label("Password")).to_be_focused()


def test_signing_in_by_keyboard_alone_leads_to_the_page_asked_for(page: Page) -> None:
    page.goto("/account/")
    page.get_by_label("E-mail address").focus()

    page.keyboard.type(SELLER)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="My account")).to_be_visible()
    expect(page).to_have_url(re.compile("/account/$"))


def test_going_back_after_signing_in_shows_no_form_again(page: Page) -> None:
    page.goto("/account/sign-in?next=/account/")
    sign_in(page, SELLER, PASSWORD)
    expect(page.get_by_role("heading", name="My account")).to_be_visible()

    page.go_back()

    expect(page.get_by_role("heading", name="My account")).to_be_visible()


def test_the_password_is_asked_again_before_an_act_that_needs_it(page: Page, site: Site) -> None:
    page.goto("/account/sign-in?next=/operator/keys/")
    sign_in(page, OPERATOR, PASSWORD)
    site.clock.advance(minutes=16)
    page.get_by_role("link", name="Rotate…").click()
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    assert axe_violations(page) == []

    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()

    expect(page.get_by_role("heading", name="Publish a new signing key?")).to_be_visible()


def test_signing_out_everywhere_reaches_the_other_browser(
    page: Page, site: Site, driven: Chromium
) -> None:
    elsewhere = context_of(driven, site.url)
    other = elsewhere.new_page()
    for each in (other, page):
        each.goto("/account/sign-in?next=/account/")
        sign_in(each, SELLER, PASSWORD)
    expect(page.get_by_role("rowheader")).to_have_count(2)

    page.get_by_role("button", name="Sign out everywhere").click()

    expect(page.get_by_text("You are signed out in every browser.")).to_be_visible()
    other.reload()
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    elsewhere.close()


def test_one_other_session_can_be_ended(page: Page, site: Site, driven: Chromium) -> None:
    site.browser(**{"User-Agent": "Mozilla/5.0 (iPhone) Version/17.0 Safari/604"}).sign_in()
    page.goto("/account/sign-in?next=/account/")
    sign_in(page, SELLER, PASSWORD)

    page.get_by_role("row", name="Safari on iPhone").get_by_role("button", name="Sign out").click()

    expect(page.get_by_text("That browser is signed out.")).to_be_visible()
    expect(page.get_by_role("rowheader")).to_have_count(1)


def test_everything_works_without_scripts(site: Site, driven: Chromium) -> None:
    context = context_of(driven, site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/account/sign-in?next=/account/password")
    sign_in(page, SELLER, PASSWORD)
    page.get_by_label("Your present password").fill(PASSWORD)
    for label in ("New password", "New password again"):
        page.get_by_label(label, exact=True).fill("another horse, another battery")

    page.get_by_role("main").get_by_role("button", name="Change password").click()

    expect(page.get_by_text("Your password is changed.")).to_be_visible()
    page.get_by_role("button", name="Sign out everywhere").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    context.close()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_is_accessible(page: Page, language: str) -> None:
    page.goto(f"/language/{language}?next=/account/sign-in%3Fnext%3D/account/")
    found = axe_violations(page)
    page.locator("#email").fill("nobody@maison.test")
    page.locator("main button[type=submit]").click()
    expect(page.get_by_role("alert")).to_be_visible()
    found += axe_violations(page)
    page.locator("#email").fill(SELLER)
    page.locator("#password").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    expect(page.locator("table")).to_be_visible()
    found += axe_violations(page)
    page.goto("/account/password")
    page.locator("main button[type=submit]").click()
    expect(page.get_by_role("alert")).to_be_visible()
    found += axe_violations(page)

    assert found == []
