"""The operator opens discussions with sellers and writes in them, as the customer or as customer service."""

import html
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from sellergate.access.sellers.models import Seller
from sellergate.market.discussions.models import Status, UserType
from sellergate.market.discussions.overview import Wanted, get_any_thread, page_of_any_discussions
from sellergate.market.discussions.reading import Thread
from sellergate.market.discussions.writing import set_open
from sellergate.market.orders.lifecycle import Event
from sellergate.market.orders.models import Order
from tests.builders.discussions import PDF, a_discussion
from tests.builders.installation import Installation
from tests.builders.invoices import a_pdf, work
from tests.builders.offer_packages import a_stall
from tests.builders.orders import TO_PREPARATION, an_order, place
from tests.portal.accounts.site import Browser, Form

DISCUSSIONS = "/operator/discussions/"
FIRST = {
    "reason": "orderNotShipped",
    "subject": "Where is <it>?",
    "body": "When will my order be shipped?",
}


@pytest.fixture
def order(on: Installation, seller: Seller) -> Order:
    """One that its seller prepares."""
    return an_order(on, seller)


def threads_of(on: Installation, seller: Seller) -> list[Thread]:
    found = on.read(page_of_any_discussions, Wanted(seller_id=seller.seller_id), limit=10)
    return [on.read(get_any_thread, one.discussion.discussion_id) for one in found]


def opening(operator: Browser, order: Order) -> Form:
    path = f"/operator/orders/{order.order_id}/discussions/new"
    operator.open(path)
    return operator.form(path)


def post(operator: Browser, form: Form, *files: tuple[str, bytes], **values: str) -> str:
    """Send the form with files, as browsers do; the text of what is shown then."""
    sent = [("attachments", (name, content)) for name, content in files]
    operator.answer = operator.http.post(
        form.action,
        data={"sender": "Customer", **form.values, **values},
        files=sent or [("attachments", ("", b""))],
        headers={"Origin": str(operator.http.base_url).rstrip("/")},
    )
    return operator.page.text


def test_a_discussion_is_opened_as_the_customer_with_a_file(
    on: Installation, operator: Browser, seller: Seller, order: Order
) -> None:
    page = post(operator, opening(operator, order), ("photo.pdf", PDF), **FIRST)

    [thread] = threads_of(on, seller)
    [message] = thread.messages
    assert operator.place == f"{DISCUSSIONS}{thread.discussion.discussion_id}"
    assert thread.discussion.status is Status.TO_TREAT
    assert (message.sender.user_type, message.has_read) == (UserType.CUSTOMER, False)
    assert message.attachments[0].file_name == "photo.pdf"
    assert "Where is &lt;it&gt;?" in page
    file = operator.open(
        f"{DISCUSSIONS}{thread.discussion.discussion_id}/files/{message.message_id}/1"
    )
    assert (file.status_code, file.content) == (200, PDF)
    assert file.headers["content-disposition"].startswith("attachment")
    assert operator.open(file.url.path.replace("/1", "/2")).status_code == 404


def test_the_order_leads_to_its_discussions(
    on: Installation, operator: Browser, seller: Seller, order: Order
) -> None:
    post(operator, opening(operator, order), **FIRST)
    [thread] = threads_of(on, seller)

    page = operator.open(f"/operator/orders/{order.order_id}").text

    assert f"{DISCUSSIONS}{thread.discussion.discussion_id}" in page


@pytest.mark.parametrize("sender", ["Customer", "GrcOperator"])
def test_a_message_is_written_as_either_and_opens_what_was_closed(
    on: Installation, operator: Browser, seller: Seller, sender: str
) -> None:
    discussion_id = a_discussion(on, seller)
    on.write(
        lambda conn, act: set_open(
            conn, seller.seller_id, discussion_id, is_open=False, now=act.now
        )
    )
    operator.open(f"{DISCUSSIONS}{discussion_id}")

    post(
        operator,
        operator.form(f"{DISCUSSIONS}{discussion_id}/messages"),
        sender=sender,
        body="Please answer\r\nwithin two days.",
    )

    [thread] = threads_of(on, seller)
    assert (thread.discussion.is_open, thread.discussion.status) == (True, Status.TO_TREAT)
    assert thread.messages[-1].sender.user_type == sender
    assert thread.messages[-1].body == "Please answer\nwithin two days."
    assert not thread.messages[0].has_read  # looking at it here is not its seller's reading


def test_a_form_that_is_sent_from_two_tabs_is_written_once(
    on: Installation, operator: Browser, seller: Seller, order: Order
) -> None:
    first = opening(operator, order)
    with ThreadPoolExecutor(4) as tabs:
        list(tabs.map(lambda _: _press(operator, first, **FIRST), range(4)))
    [thread] = threads_of(on, seller)
    here = f"{DISCUSSIONS}{thread.discussion.discussion_id}"
    operator.open(here)
    answer = operator.form(f"{here}/messages")
    with ThreadPoolExecutor(4) as tabs:
        list(tabs.map(lambda _: _press(operator, answer, body="Is anybody there?"), range(4)))

    [thread] = threads_of(on, seller)
    assert [message.body for message in thread.messages] == [FIRST["body"], "Is anybody there?"]


def _press(operator: Browser, form: Form, **values: str) -> int:
    data = {"sender": "Customer", **form.values, **values}
    files = [("attachments", ("", b""))]
    origin = str(operator.http.base_url).rstrip("/")
    answer = operator.http.post(form.action, data=data, files=files, headers={"Origin": origin})
    return answer.status_code


def test_who_goes_back_and_writes_something_else_is_told_and_may_send_it(
    on: Installation, operator: Browser, seller: Seller, order: Order
) -> None:
    form = opening(operator, order)
    post(operator, form, **FIRST)

    other = {**FIRST, "body": "And where is my invoice, please?"}
    told = post(operator, form, **other)
    post(operator, operator.form(form.action), **other)

    assert "This form was sent before, with another text" in told
    assert other["body"] in told
    bodies = {thread.messages[0].body for thread in threads_of(on, seller)}
    assert bodies == {FIRST["body"], other["body"]}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("values", "files", "field"),
    [
        ({"body": "too short"}, (), "body"),
        ({"body": "x" * 5001}, (), "body"),
        ({"body": " " * 20}, (), "body"),
        ({"body": "\x00 and something more"}, (), "body"),
        ({"subject": " "}, (), "subject"),
        ({"subject": "x" * 201}, (), "subject"),
        ({"reason": ""}, (), "reason"),
        ({"reason": "productIsDamaged"}, (), "reason"),
        ({"reason": "no code"}, (), "reason"),
        ({}, (("photo.pdf", b"MZ"),), "attachments"),
        ({}, (("photo.exe", PDF),), "attachments"),
        ({}, (("a.pdf", PDF),) * 4, "attachments"),
        ({}, (("a.pdf", PDF + bytes(4 * 1024 * 1024)),), "attachments"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_opened(
    on: Installation,
    operator: Browser,
    seller: Seller,
    order: Order,
    values: dict[str, str],
    files: Any,
    field: str,
) -> None:
    form = opening(operator, order)

    page = post(operator, form, *files, **{**FIRST, **values})

    assert f'<a href="#{field}">' in page
    assert threads_of(on, seller) == []


@pytest.mark.slow
@pytest.mark.parametrize("what", ["opening", "answer"])
def test_a_message_may_take_an_hour_to_write(
    on: Installation, operator: Browser, seller: Seller, order: Order, what: str
) -> None:
    if what == "opening":
        form, count = opening(operator, order), 0
    else:
        here = f"{DISCUSSIONS}{a_discussion(on, seller)}"
        operator.open(here)
        form, count = operator.form(f"{here}/messages"), 1

    with on.clock.moved(hours=3):
        post(operator, form, **FIRST)
        late = operator.page.url.path
    assert late == "/account/confirm"
    assert sum(len(thread.messages) for thread in threads_of(on, seller)) == count
    with on.clock.moved(hours=1):
        post(operator, form, **FIRST)

    assert sum(len(thread.messages) for thread in threads_of(on, seller)) == count + 1


def test_who_reads_for_long_confirms_before_writing(
    on: Installation, operator: Browser, seller: Seller
) -> None:
    here = f"{DISCUSSIONS}{a_discussion(on, seller)}"

    with on.clock.moved(hours=1):
        page = operator.open(here).text

    assert f"/account/confirm?next={here}" in page
    assert f'action="{here}/messages"' not in page


def test_everything_that_is_wrong_is_told_at_once(operator: Browser, order: Order) -> None:
    page = post(operator, opening(operator, order), body="short", subject="", reason="")

    assert re.findall(r'<a href="#(\w+)">', page)[-3:] == ["reason", "subject", "body"]


def test_about_an_order_that_is_checked_nobody_writes_yet(
    on: Installation, operator: Browser, seller: Seller
) -> None:
    held = place(on, seller, is_held=True)

    page = operator.open(f"/operator/orders/{held.order_id}/discussions/new").text

    assert "Nothing to write about yet" in page


def test_a_claim_is_made_of_a_discussion(
    on: Installation, operator: Browser, seller: Seller
) -> None:
    """A claim is a discussion whose graduation is above Discussion (contract/07)."""
    discussion_id = a_discussion(on, seller)
    here = f"{DISCUSSIONS}{discussion_id}"

    def graduate(value: str) -> str:
        operator.open(here)
        operator.submit(f"{here}/graduation", graduation=value)
        [thread] = threads_of(on, seller)
        return thread.discussion.graduation

    assert graduate("Claim") == "Claim"
    assert graduate("Nonsense <b>") == "Claim"


@pytest.mark.slow
def test_discussions_are_listed_by_seller_order_and_state(
    on: Installation, operator: Browser, seller: Seller, order: Order
) -> None:
    ids = [a_discussion(on, seller, order_id=order.order_id), a_discussion(on, seller)]
    on.write(lambda conn, act: set_open(conn, seller.seller_id, ids[1], is_open=False, now=act.now))

    def listed(query: str) -> list[bool]:
        page = operator.open(f"{DISCUSSIONS}?seller={seller.seller_id}&{query}").text
        return [discussion_id in page for discussion_id in ids]

    assert listed("") == [True, True]
    assert listed("view=to-treat") == [True, False]
    assert listed("view=closed") == [False, True]
    assert listed(f"order={order.order_id}") == [True, False]
    assert listed("view=nonsense&before=x") == [True, True]


@pytest.mark.slow
def test_pages_of_discussions_follow_each_other(
    on: Installation, operator: Browser, seller: Seller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sellergate.portal.operator.discussions.PAGE_SIZE", 2)
    ids = [a_discussion(on, seller) for _ in range(3)][::-1]

    first = operator.open(f"{DISCUSSIONS}?seller={seller.seller_id}").text
    second = operator.open(_next(first)).text

    assert [one in first for one in ids] == [True, True, False]
    assert [one in second for one in ids] == [False, False, True]
    assert 'rel="next"' not in second


def _next(page: str) -> str:
    link = re.search(r'href="([^"]+)"[^>]*rel="next"', page)
    assert link
    return html.unescape(link[1])


@pytest.mark.parametrize(
    "path", [f"{DISCUSSIONS}{'0' * 24}", "/operator/orders/NONE/discussions/new"]
)
def test_what_is_not_there_is_not_found(operator: Browser, path: str) -> None:
    assert operator.open(path).status_code == 404


@pytest.mark.slow
def test_the_invoice_of_an_order_is_saved_as_its_seller_sent_it(
    on: Installation, operator: Browser
) -> None:
    stall = a_stall(on)
    order = an_order(on, stall.seller, *TO_PREPARATION, Event.SHIPPED)
    here = f"/operator/orders/{order.order_id}"
    missing = operator.open(f"{here}/invoice")
    pdf = a_pdf()
    stall.call(
        "POST",
        f"/orders/{order.order_id}/invoice-documents",
        files={"file": ("facture.pdf", pdf, "application/pdf")},
    )
    work(on)

    page = operator.open(here).text
    answer = operator.open(f"{here}/invoice")

    assert missing.status_code == 404
    assert f"{here}/invoice" in page
    assert answer.content == pdf
    assert answer.headers["content-disposition"].startswith("attachment")
