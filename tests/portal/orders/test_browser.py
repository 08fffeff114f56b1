"""The marketplace's side in a real browser: an order is placed and written about, on any screen."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium, Page, expect

from sellergate.market.orders.overview import Wanted, page_of_orders
from sellergate.rest.openapi.facts import HELD_ORDER_ID, SHIPPED_ORDER_ID
from tests.builders.chromium import axe_violations, context_of, sign_in
from tests.builders.demo import LOGIN_PASSWORD
from tests.builders.discussions import PDF
from tests.builders.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOGIN = "operator@demo.example"
PATHS = (
    "/operator/orders/",
    f"/operator/orders/{HELD_ORDER_ID}",
    f"/operator/orders/{SHIPPED_ORDER_ID}",
    "/operator/orders/new",
    "/operator/orders/new?seller=41207",
    f"/operator/orders/{SHIPPED_ORDER_ID}/discussions/new",
    f"/operator/orders/{HELD_ORDER_ID}/discussions/new",
    "/operator/discussions/",
    "/operator/discussions/?view=closed&seller=1",
    "/operator/clients/new",
)


@pytest.fixture
def page(demo: Installation, driven: Chromium) -> Iterator[Page]:
    context = context_of(driven, demo.url)
    page = context.new_page()
    page.goto("/account/sign-in?next=/operator/orders/")
    sign_in(page, LOGIN, LOGIN_PASSWORD)
    expect(page.get_by_role("heading", name="Orders", level=1)).to_be_visible()
    yield page
    context.close()


def orders_since(demo: Installation, order_id: str) -> list[str]:
    """What was placed after an order."""
    ids = [brief.order_id for brief in demo.read(page_of_orders, Wanted(), limit=10)]
    return ids[: ids.index(order_id)]


def test_an_order_is_placed_once_and_written_about(
    demo: Installation, page: Page, tmp_path: Path
) -> None:
    photo = tmp_path / "photo.pdf"
    photo.write_bytes(PDF)
    page.get_by_role("link", name="New order").click()
    page.get_by_label("SellerId").fill("41207")
    page.get_by_role("button", name="Show what is on sale").click()
    page.get_by_label("Offer", exact=False).first.fill("MIEL-500")
    page.get_by_role("button", name="Show what is on sale").click()
    page.get_by_label("Quantity of").first.fill("2")
    page.get_by_role("button", name="Place the order").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="Enter the city.").click()
    expect(page.get_by_label("City")).to_be_focused()
    for label in ("Customer reference", "Last name", "Street and number", "Postal code", "City"):
        page.get_by_label(label).fill("Exemple 1")

    page.get_by_role("button", name="Place the order").dblclick()

    told = page.get_by_text(re.compile("The order is placed|Nothing was placed again"))
    expect(told).to_be_visible()
    placed = page.url.rpartition("/")[2]
    page.goto("/operator/orders/?seller=41207")
    expect(page.locator(".order-id").first).to_have_text(placed)
    assert len(orders_since(demo, HELD_ORDER_ID)) == 1
    page.goto(f"/operator/orders/{SHIPPED_ORDER_ID}/discussions/new")
    page.get_by_label("About what").select_option("productIsDamaged")
    page.get_by_label("Subject").fill("The parcel was open")
    page.get_by_label("Message", exact=True).fill("The parcel was open when it came.")
    page.get_by_label("Attachments").set_input_files(photo)
    page.get_by_role("button", name="Open the discussion").click()
    expect(page.get_by_text("The discussion is open: its seller has to treat it.")).to_be_visible()
    page.get_by_label("Customer service of the sales channel").check()
    page.get_by_label("Message", exact=True).fill("Please answer within two days.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("article", name="Customer service")).to_be_visible()
    assert axe_violations(page) == []


def test_every_page_is_accessible_and_fits_a_small_phone(page: Page) -> None:
    found = []
    widths = {}
    for path in PATHS:
        page.goto(path)
        found += axe_violations(page)
        page.set_viewport_size({"width": 320, "height": 800})
        widths[path] = page.evaluate("document.documentElement.scrollWidth")

    assert found == []
    assert widths == dict.fromkeys(PATHS, 320)
