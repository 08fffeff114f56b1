"""The pages of packages in a real browser: they follow the work by themselves, and axe-core finds no fault."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from sellergate.market.offers.packages import JOB
from tests.builders.installation import Installation
from tests.builders.packages import (
    DONE,
    NO_PRICE,
    TWICE,
    a_job,
    a_package,
    a_submission,
    end_package,
)
from tests.portal.credentials.conftest import OpenPage
from tests.portal.credentials.people import Login, a_seller_login, an_operator_login
from tests.portal.credentials.test_every_page import LONG_NAME, faults_of, signed_in

pytestmark = pytest.mark.browser

LONG_REFERENCE = "W" * 50


@pytest.mark.parametrize("page_of", ["", "{package_id}"], ids=["list", "package"])
def test_a_page_follows_the_work_and_then_asks_no_more(
    on: Installation, open_page: OpenPage, page_of: str
) -> None:
    seller = a_seller_login(on)
    package_id = a_package(on, seller.seller, [DONE] * 200, state="IntegrationPending", done=100)
    path = f"/packages/offers/{page_of.format(package_id=package_id)}"
    page = signed_in(on, open_page, seller, path)
    expect(page.get_by_text("100 of 200 lines done")).to_be_visible()

    end_package(on, package_id)

    expect(page.get_by_text("200 lines", exact=True)).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(2500)
    assert asked == []


def test_following_does_not_take_the_keyboard_away(on: Installation, open_page: OpenPage) -> None:
    seller = a_seller_login(on)
    package_id = a_package(on, seller.seller, [DONE] * 200, state="IntegrationPending", done=100)
    page = signed_in(on, open_page, seller, "/packages/offers/")
    link = page.get_by_role("link", name=package_id)
    link.focus()

    with page.expect_response(lambda answer: "/packages/offers/list" in answer.url):
        pass
    page.wait_for_timeout(200)

    expect(link).to_be_focused()


def _running(on: Installation) -> tuple[Login, str]:
    seller = a_seller_login(on, shops=(LONG_NAME, "Shop Two"))
    a_package(on, seller.seller, [DONE] * 300, state="IntegrationPending", done=100)
    a_package(on, seller.seller, [DONE] * 50 + [NO_PRICE] * 5 + [TWICE] * 2)
    a_package(on, seller.sellers[1], [DONE], state="WaitingForCompletion", done=0)
    a_package(on, seller.seller, [], state="Rejected", result_code="1723")
    return seller, "offers/"


def _refused(on: Installation) -> tuple[Login, str]:
    seller = a_seller_login(on, shops=(LONG_NAME,))
    names = [LONG_REFERENCE, *[f"REF-{n}" for n in range(29)]]
    lines = [NO_PRICE, TWICE] * 15
    return seller, f"offers/{a_package(on, seller.seller, lines, references=names)}"


def _in_progress(on: Installation) -> tuple[Login, str]:
    seller = a_seller_login(on)
    lines = [NO_PRICE, *[DONE] * 399]
    package_id = a_package(on, seller.seller, lines, state="IntegrationPending", done=200)
    return seller, f"offers/{package_id}"


def _refused_whole(on: Installation) -> tuple[Login, str]:
    seller = a_seller_login(on)
    package_id = a_package(on, seller.seller, [], state="Rejected", result_code="1723")
    return seller, f"offers/{package_id}"


def _all_well(on: Installation) -> tuple[Login, str]:
    seller = a_seller_login(on)
    return seller, f"offers/{a_package(on, seller.seller, [DONE] * 3)}"


def _sheets(on: Installation) -> tuple[Login, str]:
    seller = a_seller_login(on)
    a_submission(on, seller.seller, [[], [("errors", "missing", "Title", {})]])
    a_submission(on, seller.seller, [[], []], done=1)
    return seller, "products/"


def _sheet(on: Installation) -> tuple[Login, str]:
    seller = a_seller_login(on)
    said = [("errors", "missing", "Title", {}), ("errors", "html", "Description", {})]
    return seller, f"products/{a_submission(on, seller.seller, [[], said])}"


def _nothing(on: Installation) -> tuple[Login, str]:
    return a_seller_login(on), "products/"


@pytest.mark.parametrize(
    "arrange",
    [_running, _refused, _in_progress, _refused_whole, _all_well, _sheets, _sheet, _nothing],
    ids=lambda f: f.__name__.strip("_"),
)
def test_a_page(
    on: Installation,
    open_page: OpenPage,
    arrange: Callable[[Installation], tuple[Login, str]],
) -> None:
    login, path = arrange(on)

    assert faults_of(signed_in(on, open_page, login, f"/packages/{path}")) == []


@pytest.mark.parametrize("of", ["", "offers/{package_id}"], ids=["list", "package"])
def test_a_page_of_operators(on: Installation, open_page: OpenPage, of: str) -> None:
    seller = a_seller_login(on, shops=(LONG_NAME,)).seller
    lines = [NO_PRICE, *[DONE] * 399]
    package_id = a_package(on, seller, lines, state="IntegrationPending", done=200)
    a_job(on, JOB, package_id, attempts=2)
    path = f"/operator/packages/{of.format(package_id=package_id)}"

    assert faults_of(signed_in(on, open_page, an_operator_login(on), path)) == []
