"""Try It in a real browser: a call is made, no request leaves the origin, no rule of the page is broken."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, TimeoutError as NotYet, expect

from tests.builders.chromium import AXE, RULES, context_of, sign_in
from tests.builders.demo import LOGIN_PASSWORD, SELLER_LOGIN, run_demo
from tests.builders.installation import Installation
from tests.builders.invoices import a_pdf

pytestmark = pytest.mark.browser

PAGE = "/docs/reference/"
OPERATOR_PAGE = "/docs/reference/operator/"
OPERATOR_LOGIN = "operator@demo.example"
PATIENCE = 30_000  # milliseconds: the page is heavy, and the machine may be busy


@dataclass
class Visit:
    """A browser tab that keeps a list of everything it should not have done."""

    on: Installation
    page: Page
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("websocket", lambda socket: self.complaints.append(f"socket: {socket.url}"))
        self.page.context.route("**/*", self._let_through)

    def open(self, address: str = PAGE, name: str = "REST Seller API V2") -> None:
        self.page.goto(address, wait_until="networkidle", timeout=PATIENCE)
        title = self.page.get_by_role("heading", name=name)
        expect(title).to_be_visible(timeout=PATIENCE)

    def try_seller_information(self) -> None:
        """Press the buttons that a reader presses."""
        self.try_operation("get", "/sellers")

    def try_operation(self, method: str, path: str) -> int:
        """The same for an operation, as the page has filled it in. The status that the page shows."""
        self.open_form(f"/{method.upper()}{path}")
        self.choose_files()
        with self.page.expect_response(
            lambda answer: answer.request.method == method.upper(), timeout=PATIENCE
        ) as answered:
            self.dialog.get_by_role("button", name=re.compile("^Send")).first.click()
        status = answered.value.status
        shown = self.dialog.get_by_role("link", name=re.compile(f"^{status} "))
        expect(shown).to_be_visible(timeout=PATIENCE)
        return status

    def open_form(self, address: str) -> None:
        link = self.page.locator(f'a[href$="{address}"]').first
        button = self.page.locator(f'section[id$="{address}"] .show-api-client-button')
        # The page makes what is in view, and what it makes above moves the view on.
        for _ in range(5):
            link.click(timeout=PATIENCE)
            with suppress(NotYet):
                button.wait_for(timeout=PATIENCE / 5)
                break
        button.click(timeout=PATIENCE)
        expect(self.dialog).to_be_visible(timeout=PATIENCE)

    def choose_files(self) -> None:
        """Where a form has a field for a file, choose one: that is all that the page cannot fill in."""
        field = self.dialog.get_by_role("button", name="Select File").first
        if field.count():
            with self.page.expect_file_chooser(timeout=PATIENCE) as chooser:
                field.click()
            chooser.value.set_files(
                {"name": "facture.pdf", "mimeType": "application/pdf", "buffer": a_pdf()}
            )
            expect(self.dialog.get_by_text("facture.pdf").first).to_be_visible(timeout=PATIENCE)

    def close_form(self) -> None:
        self.page.keyboard.press("Escape")
        expect(self.dialog).to_be_hidden(timeout=PATIENCE)

    @property
    def dialog(self):
        return self.page.get_by_role("dialog")

    def _listen(self, message) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")

    def _let_through(self, route: Route) -> None:
        url = route.request.url
        self.asked.append(url)
        if url.startswith((f"{self.on.url}/", "data:", "blob:")):
            route.continue_()
        else:
            self.complaints.append(f"left the origin: {url}")
            route.abort()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with run_demo(tmp_path_factory.mktemp("demo"), only=()) as on:
        yield on


@pytest.fixture
def visit(driven: Browser, demo: Installation) -> Iterator[Visit]:
    context = context_of(driven, demo.url)
    visit = Visit(demo, context.new_page())
    visit.watch()
    yield visit
    context.close()


def signed_in(visit: Visit, login: str = SELLER_LOGIN) -> Visit:
    visit.page.goto("/account/sign-in?next=/downloads/")
    sign_in(visit.page, login, LOGIN_PASSWORD)
    downloads = visit.page.get_by_role("heading", name="Downloads")
    expect(downloads).to_be_visible(timeout=PATIENCE)
    return visit


def test_a_signed_in_reader_sends_a_call_with_token_and_seller_filled_in(visit: Visit) -> None:
    signed_in(visit).open()

    expect(visit.page.get_by_role("status").first).to_contain_text(
        "A token of maison-bruyere-api is filled in"
    )
    visit.try_seller_information()

    expect(visit.dialog.get_by_text("200 OK")).to_be_visible()
    expect(visit.dialog.get_by_text("Maison Bruyère", exact=False).first).to_be_visible()
    assert f"{visit.on.url}/seller/v2/sellers" in visit.asked
    assert visit.complaints == []


def test_an_operator_sends_a_call_of_the_operator_api_with_a_token_filled_in(
    visit: Visit,
) -> None:
    signed_in(visit, OPERATOR_LOGIN).open(OPERATOR_PAGE, "Operator API V1")

    expect(visit.page.get_by_role("status").first).to_contain_text(
        "A token of marketplace-backoffice is filled in"
    )
    status = visit.try_operation("get", "/orders")

    assert status == 200
    assert any(url.startswith(f"{visit.on.url}/operator/v1/orders") for url in visit.asked)
    assert visit.complaints == []


# operationId -> what its example is answered in the demo, where it is not the success that the document describes.
# A line for what the demo does not have yet: take it out once it has.
OTHERWISE: dict[str, int] = {}


# The document's tags.
FAMILIES = (
    "Authentication",
    "Sellers",
    "Products",
    "Offers",
    "Orders",
    "Order invoices",
    "Discussions",
    "Finance",
    "Fulfillment",
)

# What somebody uploaded is saved, never shown by a page of ours: the browser says that it keeps to that.
NOT_SHOWN = "Framing 'blob:"


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_every_operation_is_tried_as_the_page_fills_it_in(visit: Visit, family: str) -> None:
    document = visit.on.get("/downloads/openapi.json").json()
    operations = operations_of(document, family)
    # All of it takes the page long to draw, and each step in it too.
    document["paths"] = {
        path: {method: one for method, one in item.items() if (method, path) in operations}
        for path, item in document["paths"].items()
    }
    visit.page.context.route(
        "**/downloads/openapi.json", lambda asked: asked.fulfill(json=document)
    )
    signed_in(visit).open()

    told = {}
    for (method, path), operation in operations.items():
        name = operation["operationId"]
        try:
            told[name] = visit.try_operation(method, path)
        except (NotYet, AssertionError) as error:
            visit.complaints.append(f"{name}: {error}")
            visit.open()
        else:
            visit.close_form()

    expected = {f"a status of {status} " for status in OTHERWISE.values()} | {NOT_SHOWN}
    assert [c for c in visit.complaints if not any(text in c for text in expected)] == []
    assert told == {o["operationId"]: expected_of(o) for o in operations.values()}


def test_no_operation_is_left_untried(demo: Installation) -> None:
    document = demo.get("/downloads/openapi.json").json()

    assert all(operations_of(document, family) for family in FAMILIES)
    assert {tag["name"] for tag in document["tags"]} == set(FAMILIES)


def operations_of(document: dict[str, Any], family: str) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (method, path): operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if family in operation["tags"]
    }


def expected_of(operation: dict[str, Any]) -> int:
    success = next(status for status in operation["responses"] if status.startswith("2"))
    return OTHERWISE.get(operation["operationId"], int(success))


def test_another_seller_is_called_for_when_it_is_chosen(visit: Visit) -> None:
    signed_in(visit).open()

    visit.page.get_by_label("For the seller").select_option("700982")
    visit.try_seller_information()

    expect(visit.dialog.get_by_text("200 OK")).to_be_visible()
    expect(visit.dialog.get_by_text("test-seller", exact=False).first).to_be_visible()
    assert visit.complaints == []


def test_a_stranger_authorizes_with_the_clientid_of_the_demo(visit: Visit) -> None:
    visit.open()

    visit.page.get_by_role("button", name="Authorize").first.click()
    expect(visit.page.get_by_role("button", name="Authorize")).to_have_count(0)
    visit.try_seller_information()

    expect(visit.dialog.get_by_text("200 OK")).to_be_visible()
    assert visit.on.settings.token_url in visit.asked
    assert visit.complaints == []


def test_the_page_is_in_the_readers_language_and_theme(visit: Visit) -> None:
    visit.page.emulate_media(color_scheme="dark")
    visit.page.goto("/language/fr?next=/docs/reference/", wait_until="networkidle")

    expect(
        visit.page.get_by_role("heading", name=re.compile("^Référence de l.API$"))
    ).to_be_visible()
    expect(visit.page.locator("body.dark-mode")).to_be_visible()
    expect(visit.page.get_by_text("Rechercher").first).to_be_visible()
    assert visit.complaints == []


def test_the_theme_button_of_the_frame_turns_the_reference_too(visit: Visit) -> None:
    visit.page.emulate_media(color_scheme="light")
    visit.open()
    expect(visit.page.locator("body.light-mode")).to_be_visible()

    visit.page.get_by_role("button", name="Dark theme").click()

    expect(visit.page.locator("body.dark-mode:not(.light-mode)")).to_be_visible()
    visit.page.get_by_role("button", name="Dark theme").click()
    expect(visit.page.locator("body.light-mode:not(.dark-mode)")).to_be_visible()
    assert visit.complaints == []


def test_the_plain_list_is_shown_when_the_library_does_not_load(visit: Visit) -> None:
    visit.page.context.route("**/scalar-api-reference.js*", lambda route: route.abort())

    visit.page.goto(PAGE, wait_until="networkidle")

    expect(visit.page.get_by_text("Here is the plain one")).to_be_visible()
    expect(visit.page.get_by_text("/sellers/delivery-modes").first).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 1280, 2560])
def test_the_page_never_scrolls_sideways(visit: Visit, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 900})
    visit.open()

    assert visit.page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
@pytest.mark.parametrize("path", [PAGE, "/downloads/"])
def test_a_page_without_scripts_has_no_accessibility_violation(
    driven: Browser, demo: Installation, path: str, scheme: str, width: int
) -> None:
    context = context_of(
        driven, demo.url, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    # Scripts of the page are held back, those of the examiner run.
    context.route("**/*.js*", lambda route: route.abort())
    page = context.new_page()
    page.goto(path)
    page.evaluate(AXE.read_text("utf-8"))

    report = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)

    found = {rule["id"]: [n["target"] for n in rule["nodes"]] for rule in report["violations"]}
    assert found == {}
    assert page.evaluate("document.documentElement.scrollWidth") == width
    context.close()
