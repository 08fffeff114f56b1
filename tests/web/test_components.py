"""The components in a real browser: accessible in both themes, usable by keyboard, on a phone, without scripts."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from sellergate.web.pages import CONTENT_SECURITY_POLICY
from tools.gallery import PAGES, write_gallery

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[1] / "npm" / "node_modules" / "axe-core" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CHROMIUM = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

OpenPage = Callable[..., Page]


class GalleryHandler(SimpleHTTPRequestHandler):
    """Serves the gallery under the policy of real pages; a POST is counted and answered empty."""

    posts = 0

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        super().end_headers()

    def do_POST(self) -> None:
        type(self).posts += 1
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("gallery")
    write_gallery(folder)
    handler = partial(GalleryHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def open_page(driven: Browser, gallery: str) -> Iterator[OpenPage]:
    contexts = []

    def open_(name: str, width: int = 1280, **options: Any) -> Page:
        context = driven.new_context(viewport={"width": width, "height": 900}, **options)
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=gallery)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{gallery}/{name}")
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_accessibility_violation(
    open_page: OpenPage, name: str, width: int, scheme: str
) -> None:
    page = open_page(name, width, color_scheme=scheme, bypass_csp=True)
    page.add_script_tag(path=AXE)

    report = page.evaluate("rules => axe.run(document, {runOnly: rules})", AXE_RULES)

    found = {rule["id"]: [n["target"] for n in rule["nodes"]] for rule in report["violations"]}
    assert found == {}


@pytest.mark.parametrize("width", [320, 390, 1280, 2560])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_never_scrolls_sideways(open_page: OpenPage, name: str, width: int) -> None:
    page = open_page(name, width)

    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("name", PAGES)
def test_a_page_breaks_no_rule_of_its_policy(driven: Browser, gallery: str, name: str) -> None:
    context = driven.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.goto(f"{gallery}/{name}", wait_until="networkidle")

    assert complaints == []
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_everything_to_press_is_large_enough(open_page: OpenPage, width: int) -> None:
    """WCAG 2.2 §2.5.8; links inside sentences are its exception."""
    page = open_page("form.html", width)

    small = page.evaluate(
        """[...document.querySelectorAll('button, input:not([type=hidden]), select, summary, .btn, .tool, nav a')]
        .filter(e => e.checkVisibility())
        .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
    )

    assert small == []


def test_a_copy_button_copies_and_says_so(open_page: OpenPage) -> None:
    page = open_page("components.html")

    page.get_by_role("button", name="Copy SellerId").click()

    expect(page.get_by_role("button", name="Copied SellerId")).to_be_visible()
    expect(page.locator("[data-announcer]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "104233"


def test_a_secret_is_hidden_until_shown_but_copied_whole(open_page: OpenPage) -> None:
    page = open_page("components.html")
    secret = page.locator("#clientsecret")
    expect(secret).not_to_contain_text("sgs_")

    page.get_by_role("button", name="Copy clientSecret").click()

    assert page.evaluate("navigator.clipboard.readText()").startswith("sgs_")
    page.get_by_role("button", name="Show clientSecret").click()
    expect(secret).to_contain_text("sgs_")
    page.get_by_role("button", name="Hide clientSecret").click()
    expect(secret).not_to_contain_text("sgs_")


def test_tabs_move_by_arrow_keys_and_are_remembered(open_page: OpenPage) -> None:
    page = open_page("components.html")
    page.get_by_role("tab", name="curl").focus()

    page.keyboard.press("ArrowRight")

    expect(page.get_by_role("tab", name="Python")).to_be_focused()
    expect(page.get_by_role("tabpanel", name="Python")).to_be_visible()
    expect(page.get_by_role("tabpanel", name="curl")).to_be_hidden()
    page.get_by_role("tab", name="Postman").click()
    page.reload()
    expect(page.get_by_role("tabpanel", name="Postman")).to_be_visible()


def test_a_list_filters_while_typing_whatever_the_accents(open_page: OpenPage) -> None:
    page = open_page("form.html")
    options = page.get_by_role("group", name="Choose your aggregator")

    options.get_by_role("searchbox").fill("ECLAIR")

    expect(options.get_by_role("radio")).to_have_count(1)
    expect(options.get_by_role("status")).to_have_text("1 in the list")
    options.get_by_role("searchbox").fill("nobody at all")
    expect(options.get_by_text("Nothing in the list has this name.")).to_be_visible()


def test_the_error_summary_has_the_focus_and_leads_to_the_field(open_page: OpenPage) -> None:
    page = open_page("form.html")
    expect(page.get_by_role("alert")).to_be_focused()

    page.get_by_role("link", name="Start with a letter.").press("Enter")

    expect(page.get_by_role("textbox", name="Client ID")).to_be_focused()


def test_a_gated_form_waits_for_its_tick(open_page: OpenPage) -> None:
    page = open_page("components.html")
    revoke = page.locator(".confirm").get_by_role("button", name="Revoke access")
    expect(revoke).to_be_disabled()

    page.get_by_label("I understand that Channelwave").check()

    expect(revoke).to_be_enabled()


def test_a_form_sent_twice_is_sent_once(open_page: OpenPage) -> None:
    page = open_page("form.html")
    page.get_by_label("I accept the terms").check()
    before = GalleryHandler.posts

    page.get_by_role("button", name="Confirm Client Id").dblclick()
    page.wait_for_timeout(300)

    assert GalleryHandler.posts == before + 1


def test_the_theme_is_chosen_and_kept(open_page: OpenPage) -> None:
    page = open_page("components.html", color_scheme="light")
    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    toggle = page.get_by_role("button", name="Dark theme")
    expect(toggle).to_have_attribute("aria-pressed", "false")

    toggle.click()

    expect(toggle).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(background) != light
    page.reload()
    assert page.evaluate(background) != light


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("components.html", 320)
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name="Get started")
    expect(link).to_be_hidden()

    page.get_by_role("button", name="Menu").press("Enter")

    expect(link).to_be_visible()
    page.locator("[data-user-menu] summary").press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()


def test_the_first_stop_of_the_keyboard_leads_to_the_content(open_page: OpenPage) -> None:
    page = open_page("components.html")

    page.keyboard.press("Tab")

    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_without_scripts_nothing_is_out_of_reach(open_page: OpenPage) -> None:
    page = open_page("components.html", 390, java_script_enabled=False)

    expect(page.get_by_text("sgs_1f6Zk3Vq9TQm4cNw8pLr2yXa7uHd5bEj0sGo_c81d")).to_be_visible()
    expect(page.get_by_text("grant_type=client_credentials")).to_be_visible()
    expect(page.get_by_text("Open the collection, then Authorization.")).to_be_visible()
    expect(page.get_by_role("link", name="Get started")).to_be_visible()
    expect(page.locator(".confirm").get_by_role("button", name="Revoke access")).to_be_enabled()
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
