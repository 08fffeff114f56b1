"""The pages of discussions in a real browser: what strangers wrote is text, and axe-core finds no fault."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from sellergate.market.discussions.models import UserType
from tests.builders.discussions import ANSWER, PDF, a_discussion, a_message, graduate, rows_of
from tests.builders.installation import Installation
from tests.builders.offer_packages import settle
from tests.builders.orders import an_order
from tests.portal.credentials.conftest import OpenPage
from tests.portal.credentials.people import Login, a_seller_login
from tests.portal.credentials.test_every_page import LONG_NAME, faults_of, signed_in

pytestmark = pytest.mark.browser

HOME = "/discussions/"
EVIL = (
    '<script>document.title = "stolen"</script><img src=x onerror="document.title=\'stolen\'">'
    '</textarea><a href="javascript:alert(1)">click</a> <b>bold</b>'
)


def test_what_a_customer_wrote_is_text(on: Installation, open_page: OpenPage) -> None:
    login = a_seller_login(on)
    discussion = a_discussion(on, login.seller, EVIL, text="<i>Hello</i> <script>x</script>")

    page = signed_in(on, open_page, login, HOME + discussion)
    expect(page.get_by_text(EVIL)).to_be_visible()
    expect(page.get_by_role("heading", name="<i>Hello</i> <script>x</script>")).to_be_visible()
    expect(page.locator(".message-body *")).to_have_count(0)
    page.goto(HOME)
    expect(page.get_by_text('<script>document.title = "stolen"</script>')).to_be_visible()

    assert "stolen" not in page.title()


def test_an_answer_with_a_file_is_written_and_sent(on: Installation, open_page: OpenPage) -> None:
    login = a_seller_login(on)
    discussion = a_discussion(on, login.seller)
    page = signed_in(on, open_page, login, HOME + discussion)

    page.get_by_label("Message", exact=True).fill("😀 hello")
    expect(page.get_by_text("7 of 5,000 characters")).to_be_visible()
    page.get_by_role("button", name="Send answer").click()
    expect(page.get_by_role("alert")).to_contain_text("yours has 7")
    page.get_by_label("Message", exact=True).fill(ANSWER)
    page.get_by_label("Attachments").set_input_files(
        {"name": "label.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="Send answer").dblclick()

    expect(page.get_by_text("Your answer is sent.")).to_be_visible()
    expect(page.get_by_role("link", name="label.pdf")).to_be_visible()
    assert len(rows_of(on, discussion)) == 2


def _list(on: Installation) -> tuple[Login, str]:
    login = a_seller_login(on, shops=(LONG_NAME, "Shop Two"))
    settle(on, login.seller)
    order = an_order(on, login.seller)
    claim = a_discussion(on, login.seller, "W" * 400, order_id=order.order_id, text="W" * 200)
    graduate(on, login.seller, claim, "Claim")
    a_discussion(on, login.sellers[1])
    return login, ""


def _thread(on: Installation) -> tuple[Login, str]:
    login = a_seller_login(on, shops=(LONG_NAME,))
    discussion = a_discussion(on, login.seller, "W" * 5000, text="W" * 200)
    a_message(on, login.seller, discussion, sender_type=UserType.CUSTOMER_SERVICE)
    return login, discussion


def _closed(on: Installation) -> tuple[Login, str]:
    login = a_seller_login(on)
    discussion = a_discussion(on, login.seller)
    browser = login.sign_in(on)
    browser.open(HOME + discussion)
    browser.submit(f"{HOME}{discussion}/close")
    return login, discussion


def _nothing(on: Installation) -> tuple[Login, str]:
    return a_seller_login(on), ""


def _no_such_order(on: Installation) -> tuple[Login, str]:
    login = a_seller_login(on)
    a_discussion(on, login.seller)
    return login, "?order=nothing"


@pytest.mark.parametrize(
    "arrange", [_list, _thread, _closed, _nothing, _no_such_order], ids=lambda f: f.__name__
)
def test_a_page(
    on: Installation, open_page: OpenPage, arrange: Callable[[Installation], tuple[Login, str]]
) -> None:
    login, path = arrange(on)

    assert faults_of(signed_in(on, open_page, login, HOME + path)) == []
