"""What a seller reads of its customers on the pages, and how it answers them."""

from typing import Any

import httpx2
import pytest

from sellergate.market.discussions.models import UserType
from tests.builders.discussions import (
    ANSWER,
    ASKED,
    PDF,
    PNG,
    a_discussion,
    a_message,
    graduate,
    rows_of,
)
from tests.builders.installation import Installation
from tests.builders.offer_packages import settle
from tests.builders.orders import an_order
from tests.builders.world import a_seller
from tests.portal.credentials.people import (
    Login,
    Visitor,
    a_browser,
    a_partner_login,
    a_seller_login,
    an_operator_login,
)

pytestmark = pytest.mark.slow

HOME = "/discussions/"


def the_page(on: Installation, login: Login, discussion: str) -> Visitor:
    browser = login.sign_in(on)
    assert browser.open(HOME + discussion).status_code == 200
    return browser


def answer(
    browser: Visitor, body: str = ANSWER, files: Any = None, **values: str
) -> httpx2.Response:
    """Send the form as browsers do: multipart, with CRLF at the ends of lines."""
    form = browser.form(f"{browser.place}/messages".split("?")[0].split("#")[0])
    sent = form.values | {"receiver": "Customer", "body": body.replace("\n", "\r\n"), **values}
    parts: list[Any] = files or [("attachments", ("", b"", "application/octet-stream"))]
    browser.answer = browser.http.post(
        form.action,
        data=sent,
        files=parts,
        headers={"Origin": str(browser.http.base_url).rstrip("/")},
    )
    return browser.answer


def test_a_discussion_is_listed_as_new_until_it_is_opened(on: Installation) -> None:
    login = a_seller_login(on)
    settle(on, login.seller)
    order = an_order(on, login.seller)
    discussion = a_discussion(on, login.seller, order_id=order.order_id, text="Where is my parcel?")
    browser = login.sign_in(on)

    browser.open(HOME)
    first = browser.text
    browser.open(HOME + discussion)
    browser.open(HOME)

    for text in (
        "Where is my parcel?",
        f"Order {order.order_id}",
        "1 new",
        "To treat",
        ASKED,
        "UTC",
    ):
        assert text in first
    assert "1 new" not in browser.text
    assert "To treat" in browser.text


def test_what_is_new_is_marked_once(on: Installation) -> None:
    login = a_seller_login(on)
    browser = the_page(on, login, a_discussion(on, login.seller))

    first = browser.text
    browser.open(browser.place)

    assert "badge-info" in first
    assert "badge-info" not in browser.page.text


@pytest.mark.parametrize(
    ("query", "listed"),
    [
        ("", {"waiting", "treated"}),
        ("?view=to-treat", {"waiting"}),
        ("?view=closed", {"closed"}),
        ("?view=all", {"waiting", "treated", "closed"}),
        ("?view=nonsense", {"waiting", "treated"}),
        ("?order=unknown", set()),
        ("?page=2", set()),
        ("?page=nonsense&seller=x", {"waiting", "treated"}),
    ],
)
def test_the_list_can_be_narrowed(on: Installation, query: str, listed: set[str]) -> None:
    login = a_seller_login(on)
    made = {
        name: a_discussion(on, login.seller, text=f"About {name}")
        for name in ("waiting", "treated", "closed")
    }
    for name in ("treated", "closed"):
        answer(the_page(on, login, made[name]))
    browser = the_page(on, login, made["closed"])
    browser.submit(f"{HOME}{made['closed']}/close")

    browser.open(HOME + query)

    assert {name for name in made if f"About {name}" in browser.text} == listed


def test_a_list_is_searched_by_order(on: Installation) -> None:
    login = a_seller_login(on)
    settle(on, login.seller)
    order = an_order(on, login.seller)
    a_discussion(on, login.seller, order_id=order.order_id, text="About my order")
    a_discussion(on, login.seller, text="About something else")
    browser = login.sign_in(on)

    browser.open(f"{HOME}?order={order.order_id}")

    assert "About my order" in browser.text
    assert "About something else" not in browser.text


def test_the_accounts_of_one_login_are_listed_together_or_one_by_one(on: Installation) -> None:
    login = a_seller_login(on, shops=("Shop One", "Shop Two"))
    for seller, text in zip(login.sellers, ("Asked one", "Asked two"), strict=True):
        a_discussion(on, seller, text=text)
    browser = login.sign_in(on)

    browser.open(HOME)
    together = browser.text
    browser.open(f"{HOME}?seller={login.sellers[1].seller_id}")

    assert "Asked one" in together
    assert "Asked two" in together
    assert "Asked one" not in browser.text
    assert "Asked two" in browser.text


def test_the_list_goes_on_on_another_page(on: Installation) -> None:
    login = a_seller_login(on)
    for number in range(26):
        a_discussion(on, login.seller, text=f"Number {number} of many")
    browser = login.sign_in(on)

    browser.open(HOME)
    first = browser.page.text
    browser.open(f"{HOME}?page=2")

    assert first.count("of many<") == 25
    assert "page=2" in first
    assert browser.page.text.count("of many<") == 1


def test_an_answer_is_sent(on: Installation) -> None:
    login = a_seller_login(on)
    discussion = a_discussion(on, login.seller)
    browser = the_page(on, login, discussion)

    answer(browser, f"{ANSWER}\nHave a nice day.")

    assert "Your answer is sent." in browser.text
    assert "Treated" in browser.text
    assert rows_of(on, discussion)[-1]["body"] == f"{ANSWER}\nHave a nice day."


def test_an_answer_may_go_to_customer_service(on: Installation) -> None:
    login = a_seller_login(on)
    discussion = a_discussion(on, login.seller)
    browser = the_page(on, login, discussion)

    answer(browser, receiver="GrcOperator")

    assert rows_of(on, discussion)[-1]["receivers"] == '[["CDISFR","GrcOperator"]]'
    assert "to customer service" in browser.text


def test_two_clicks_send_one_answer(on: Installation) -> None:
    login = a_seller_login(on)
    discussion = a_discussion(on, login.seller)
    one, two = (the_page(on, login, discussion) for _ in range(2))
    files = [("attachments", ("label.pdf", PDF, "application/pdf"))]

    answer(one, files=files)
    answer(two, files=files)

    assert "Your answer is sent." in two.text
    assert len(rows_of(on, discussion)) == 2


def test_files_are_sent_and_saved_again(on: Installation) -> None:
    login = a_seller_login(on)
    browser = the_page(on, login, a_discussion(on, login.seller))

    answer(
        browser,
        files=[
            ("attachments", ("../étiquette.PDF", PDF, "application/pdf")),
            ("attachments", ("photo.png", PNG, "text/html")),
        ],
    )
    link = browser.page.text.partition("message-files")[2].partition('href="')[2].partition('"')[0]
    saved = browser.http.get(link)

    assert "étiquette.pdf" in browser.text
    assert "photo.png" in browser.text
    assert saved.content == PDF
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"].startswith("attachment;")
    assert "UTF-8''%C3%A9tiquette.pdf" in saved.headers["content-disposition"]
    assert saved.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("body", "files", "text"),
    [
        ("short", [], "A message has 13 to 5000 characters; yours has 5."),
        ("x" * 5001, [], "yours has 5001."),
        (" " * 20, [], "only spaces"),
        (ANSWER, [("setup.exe", b"MZ")], "“setup.exe” cannot be sent"),
        (ANSWER, [("photo.png", PDF)], "“photo.png” cannot be sent"),
        (ANSWER, [("empty.pdf", b"")], "“empty.pdf” cannot be sent"),
        (ANSWER, [(f"{n}.pdf", PDF) for n in range(4)], "Send 3 files at most"),
        (ANSWER, [("big.png", PNG + bytes(4 * 1024 * 1024))], "more than 4 MB"),
        (ANSWER, [("a.png", PNG + bytes(2_200_000)), ("b.png", PNG + bytes(2_200_000))], "more than 4 MB"),
    ],
    ids=["short", "long", "blank", "exe", "not png", "empty", "four", "big", "big together"],
)  # fmt: skip
def test_what_is_wrong_with_an_answer_is_told_and_nothing_is_sent(
    on: Installation, body: str, files: list[tuple[str, bytes]], text: str
) -> None:
    login = a_seller_login(on)
    discussion = a_discussion(on, login.seller)
    browser = the_page(on, login, discussion)

    answer(
        browser,
        body,
        files=[("attachments", (name, content, "application/pdf")) for name, content in files],
    )

    assert text in browser.text
    assert body.strip() in browser.text
    assert len(rows_of(on, discussion)) == 1


def test_a_form_that_is_too_large_is_refused(on: Installation) -> None:
    login = a_seller_login(on)
    discussion = a_discussion(on, login.seller)
    browser = the_page(on, login, discussion)

    refused = answer(
        browser, files=[("attachments", ("a.png", PNG + bytes(6_000_000), "image/png"))]
    )

    assert refused.status_code == 413
    assert "choose a smaller file" in browser.text
    assert len(rows_of(on, discussion)) == 1


def test_a_discussion_is_closed_and_reopened(on: Installation) -> None:
    login = a_seller_login(on)
    discussion = a_discussion(on, login.seller)
    browser = the_page(on, login, discussion)

    browser.submit(f"{HOME}{discussion}/close")
    closed = browser.text
    browser.submit(f"{HOME}{discussion}/reopen")

    assert "The discussion is closed." in closed
    assert "Send answer" not in closed
    assert "Send answer" in browser.text


def test_an_answer_to_what_was_closed_meanwhile_is_not_lost(on: Installation) -> None:
    login = a_seller_login(on)
    discussion = a_discussion(on, login.seller)
    late, quick = (the_page(on, login, discussion) for _ in range(2))
    quick.submit(f"{HOME}{discussion}/close")

    answer(late)

    assert "This discussion is closed. Reopen it to send your answer." in late.text
    assert ANSWER in late.text
    assert len(rows_of(on, discussion)) == 1


@pytest.mark.parametrize("act", ["messages", "close", "reopen"])
def test_a_form_of_somebody_elses_page_does_nothing(on: Installation, act: str) -> None:
    login = a_seller_login(on)
    discussion = a_discussion(on, login.seller)
    browser = the_page(on, login, discussion)

    for values, headers in (
        ({"body": ANSWER, "receiver": "Customer"}, {}),
        (
            {"body": ANSWER, "receiver": "Customer", "csrf_token": "forged"},
            {"Origin": "https://evil.example"},
        ),
    ):
        refused = browser.http.post(f"{HOME}{discussion}/{act}", data=values, headers=headers)
        assert refused.status_code == 403
    assert len(rows_of(on, discussion)) == 1


def test_a_foreign_discussion_is_not_found(on: Installation) -> None:
    login, other = a_seller_login(on), a_seller_login(on)
    theirs = a_discussion(on, other.seller, text="Nobody else's matter")
    own = a_discussion(on, login.seller)
    reader = the_page(on, other, theirs)
    answer(reader, files=[("attachments", ("label.pdf", PDF, "application/pdf"))])
    link = reader.page.text.partition("message-files")[2].partition('href="')[2].partition('"')[0]
    browser = the_page(on, login, own)
    token = browser.form(f"{HOME}{own}/messages").values["csrf_token"]

    found = [browser.http.get(path) for path in (HOME + theirs, link, f"{HOME}nonsense")]
    found += [
        browser.http.post(
            f"{HOME}{theirs}/{act}",
            data={"csrf_token": token, "body": ANSWER, "receiver": "Customer"},
            headers={"Origin": on.url},
        )
        for act in ("messages", "close", "reopen")
    ]

    assert [one.status_code for one in found] == [404] * 6
    assert not any("Nobody else" in one.text for one in found)
    assert len(rows_of(on, theirs)) == 2


def test_who_works_for_no_seller_sees_no_discussion(on: Installation) -> None:
    discussion = a_discussion(on, a_seller(on), text="A seller's matter")

    for login in (a_partner_login(on), an_operator_login(on)):
        browser = login.sign_in(on)
        browser.open(HOME)
        assert "For sellers" in browser.text
        assert "A seller's matter" not in browser.text
        assert browser.open(HOME + discussion).status_code == 404


def test_one_must_sign_in(on: Installation) -> None:
    browser = a_browser(on)

    browser.open(HOME)

    assert browser.place.startswith("/account/sign-in")


def test_claims_and_who_wrote_are_shown(on: Installation) -> None:
    login = a_seller_login(on)
    discussion = a_discussion(on, login.seller, sub_typology_code="broken-product")
    a_message(on, login.seller, discussion, "Please answer in 48 hours.", UserType.CUSTOMER_SERVICE)
    graduate(on, login.seller, discussion, "Claim")

    browser = the_page(on, login, discussion)

    for text in ("Claim", "broken-product", "Customer service", "Please answer in 48 hours."):
        assert text in browser.text


def test_the_pages_speak_french(on: Installation) -> None:
    login = a_seller_login(on)
    discussion = a_discussion(on, login.seller)
    browser = login.sign_in(on)
    browser.http.cookies.set("sellergate_language", "fr")

    browser.open(HOME + discussion)

    for text in ("Fermer la discussion", "Votre réponse", "De 13 à 5 000 caractères."):
        assert text.replace("5 000", "5\u202f000") in browser.text
