"""GET /orders: pages, the header that leads from one to the next, and the end."""

import re
from datetime import timedelta

import pytest

from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, a_stall
from tests.builders.orders import an_order, copies, place

COUNT = 27


@pytest.fixture(scope="module")
def busy(installation: Installation) -> Stall:
    """A seller with 27 orders, of which some are of the same instant."""
    stall = a_stall(installation)
    first = place(installation, stall.seller)
    later = [{"created_at": first.created_at + timedelta(hours=n // 3)} for n in range(COUNT - 1)]
    copies(installation, first, *later)
    return stall


def links_of(header: str) -> dict[str, str]:
    """The addresses of a `Link` header, by their relations."""
    found = re.findall(r'<([^>]+)>; rel="([a-z]+)"', header)
    assert ", ".join(f'<{url}>; rel="{relation}"' for url, relation in found) == header
    return {relation: url for url, relation in found}


def test_a_page_has_25_orders_when_nothing_is_said_and_tells_how_many(busy: Stall) -> None:
    """contract/00 §5: 25 by default; `itemsPerPage` is what is in the page; contract/05 §2: no total."""
    first, second = (busy.call("GET", f"/orders?pageIndex={n}").json() for n in (1, 2))

    assert set(first) == {"itemsPerPage", "items"}
    assert [page["itemsPerPage"] for page in (first, second)] == [25, 2]
    assert [len(page["items"]) for page in (first, second)] == [25, 2]


def test_a_page_after_the_last_is_empty(busy: Stall) -> None:
    """contract/05 §2: 200 and no items: three clients stop on that."""
    answer = busy.call("GET", "/orders?pageIndex=3")

    assert answer.status_code == 200
    assert answer.json() == {"itemsPerPage": 0, "items": []}
    assert "next" not in links_of(answer.headers["link"])


@pytest.mark.parametrize("sort", ["", "&sort=createdAt", "&sort=shippedAt&desc=1"])
def test_the_link_leads_through_all_pages_and_each_order_is_met_once(
    busy: Stall, sort: str
) -> None:
    """contract/05 §2: `rel="next"` on every page but the last; contract/00 §5: an absolute address."""
    address, met, pages = f"/orders?pageSize=10{sort}", [], []
    while address:
        answer = busy.call("GET", address.removeprefix(f"{busy.on.url}/seller/v2"))
        pages.append(links_of(answer.headers.get("link", "")))
        met += [item["orderId"] for item in answer.json()["items"]]
        address = pages[-1].get("next", "")

    assert len(met) == len(set(met)) == COUNT
    assert [list(page) for page in pages] == [
        ["next"],
        ["next", "prev", "first"],
        ["prev", "first"],
    ]
    assert pages[0]["next"].startswith(f"{busy.on.url}/seller/v2/orders?pageSize=10")
    assert "pageIndex=1" in pages[2]["first"]


def test_a_single_page_has_no_link(busy: Stall) -> None:
    """contract/05 §2: one client goes on as long as it reads `rel="next"`."""
    answer = busy.call("GET", f"/orders?pageSize={COUNT}")

    assert "link" not in answer.headers
    assert answer.json()["itemsPerPage"] == COUNT


def test_a_loop_until_items_per_page_is_zero_ends(busy: Stall) -> None:
    """contract/05 §2: a Java client loops while it is more."""
    index, met = 1, 0
    while found := busy.call("GET", f"/orders?PageIndex={index}&pagesize=9").json()["itemsPerPage"]:
        index, met = index + 1, met + found

    assert (index, met) == (4, COUNT)


def test_an_order_that_changes_while_pages_are_turned_hides_no_other(
    installation: Installation, stall: Stall
) -> None:
    """Newest first: what changes goes to the front, so others are met again, never passed over."""
    orders = [an_order(installation, stall.seller) for _ in range(4)]
    query = "updatedAtMin=2026-01-01&pageSize=2"

    first = stall.call("GET", f"/orders?{query}&pageIndex=1").json()["items"]
    busy_id = first[1]["orderId"]
    answer = stall.call(
        "POST", f"/orders/{busy_id}/shipments", json=[{"parcelNumber": "1", "carrierName": "GLS"}]
    )
    second = stall.call("GET", f"/orders?{query}&pageIndex=2").json()["items"]

    assert answer.status_code == 201, answer.text
    assert {item["orderId"] for item in first + second} == {order.order_id for order in orders}


def test_a_seller_without_orders_has_an_empty_page_and_counts_none(stall: Stall) -> None:
    """contract/05 §2: `itemsPerPage` is 0 on an empty page."""
    page, count = stall.call("GET", "/orders"), stall.call("GET", "/orders/count")

    assert page.json() == {"itemsPerPage": 0, "items": []}
    assert count.json() == 0
