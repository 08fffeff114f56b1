"""The operator's traffic page: what it says, and how it looks to a browser."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium, Page, expect

from sellergate.demo.world import PASSWORD, TODAY, build_world
from tests.builders.chromium import axe_violations, context_of, sign_in
from tests.builders.demo import run_demo
from tests.builders.installation import Installation, MovableClock
from tests.portal.accounts.site import SELLER, Browser, Site

PATH = "/operator/traffic/"


def test_before_the_first_call_the_page_says_so(operator: Browser) -> None:
    operator.open(f"{PATH}?span=week&at=2020-01-01T00:00Z")

    assert "Nothing was asked in this time" in operator.text
    assert operator.page.status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "span=year",
        "span=",
        "at=yesterday",
        "at=0001-01-01T00:00Z",
        "at=9999-12-31T23:59Z",
        "at=%00",
    ],
)
def test_an_address_that_makes_no_sense_shows_a_page_all_the_same(
    operator: Browser, query: str
) -> None:
    assert operator.open(f"{PATH}?{query}").status_code == 200


def test_it_is_for_operators_only(site: Site) -> None:
    seller = site.browser().sign_in(SELLER, back="/api-credentials/")

    assert seller.open(PATH).status_code == 403
    assert "/account/sign-in" in str(site.browser().open(PATH).url)


def test_a_refused_token_request_shows_a_moment_later(operator: Browser) -> None:
    wrong = {"grant_type": "client_credentials", "client_id": "nobody", "client_secret": "wrong"}
    answer = operator.http.post(
        "/auth/realms/maas/protocol/openid-connect/token", data=wrong, follow_redirects=False
    )
    assert answer.status_code == 401

    deadline = time.monotonic() + 5
    while True:
        operator.open(PATH)
        if "Client authentication failed" in operator.text:
            break
        assert time.monotonic() < deadline
        time.sleep(0.1)

    assert "Show as a table" in operator.text


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The demo marketplace on its own day."""
    with run_demo(tmp_path_factory.mktemp("demo"), clock=MovableClock(TODAY)) as on:
        yield on


@pytest.fixture
def page(demo: Installation, driven: Chromium) -> Iterator[Page]:
    context = context_of(driven, demo.url)
    page = context.new_page()
    page.goto(f"/account/sign-in?next={PATH}")
    sign_in(page, build_world().operator, PASSWORD)
    expect(page.get_by_role("heading", name="Traffic", level=1)).to_be_visible()
    yield page
    context.close()


@pytest.mark.browser
@pytest.mark.slow
def test_the_operator_looks_at_an_hour_a_day_and_a_week(page: Page) -> None:
    found = []
    for name in ("Hour", "Day", "Week"):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("link", name=name, exact=True)).to_have_attribute(
            "aria-current", "true"
        )
        calls = page.locator("figure", has=page.get_by_role("heading", name="Calls"))
        expect(calls.locator("svg rect.part-answered").first).to_be_visible()
        calls.get_by_text("Show as a table").click()
        assert calls.get_by_role("row").count() > 20
        found += axe_violations(page)
    expect(page.get_by_role("link", name="Temporarily unavailable")).to_be_visible()
    expect(page.get_by_role("link", name="Flux Horizon")).to_be_visible()
    assert found == []


@pytest.mark.browser
@pytest.mark.slow
def test_a_time_without_requests_leads_to_the_last_one(page: Page) -> None:
    page.goto(f"{PATH}?span=day&at=2026-08-02T10:00Z")
    assert axe_violations(page) == []

    page.get_by_role("link", name="Show that time").click()

    expect(page.get_by_role("heading", name="Slowest operations")).to_have_count(0)
    expect(page.get_by_text("Slowest operations")).to_be_visible()
