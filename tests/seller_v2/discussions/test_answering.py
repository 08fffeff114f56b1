"""What an answer does to a discussion, and in which ways it may be sent (contract/07 §5)."""

from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from sellergate.market.discussions.models import UserType
from tests.builders.discussions import ANSWER, ASKED, Desk, a_discussion, a_message, rows_of
from tests.builders.installation import Installation
from tests.builders.wire import assert_problem


def test_an_answer_treats_a_discussion_and_moves_it(desk: Desk, discussion: str) -> None:
    """contract/07 §5: the answer has a `messageId`; the discussion becomes `Treated`, and its `updatedAt` moves."""
    before = desk.thread(discussion)

    answer = desk.reply(discussion)

    after = desk.thread(discussion)
    assert answer.status_code == 201
    assert answer.json()["discussionId"] == discussion
    assert (before["status"], after["status"]) == ("ToTreat", "Treated")
    assert after["updatedAt"] > before["updatedAt"]
    assert after["messages"][-1] | {"createdAt": ""} == {
        "messageId": answer.json()["messageId"],
        "body": ANSWER,
        "createdAt": "",
        "sender": {"userId": str(desk.seller.seller_id), "userType": "Seller"},
        "receivers": [{"userId": "0000000000AA", "userType": "Customer"}],
        "salesChannelExternalReference": answer.json()["messageId"],
        "hasRead": True,
        "attachments": [],
    }


@pytest.mark.parametrize(
    ("members", "receivers"),
    [
        ({"receiver": "Customer"}, ["Customer"]),
        ({"receiver": "grcoperator"}, ["GrcOperator"]),
        ({"receivers": [{"userId": "0000000000AA", "userType": "Customer"}]}, ["Customer"]),
        ({"Receivers": [{"UserType": "Customer"}]}, ["Customer"]),
        ({"receivers": {"userType": "Customer"}}, ["Customer"]),
        ({"receivers": ["GrcOperator"]}, ["GrcOperator"]),
        ({"receiver": {"userType": "Customer", "userId": None}}, ["Customer"]),
        ({"receivers": [], "receiver": "Customer"}, ["Customer"]),
        ({"receivers": [{"userType": "Customer"}], "receiver": "Customer"}, ["Customer"]),
        ({"receivers": ["Customer", "GrcOperator"]}, ["Customer", "GrcOperator"]),
    ],
    ids=str,
)
def test_receivers_come_as_an_array_or_as_a_name(
    desk: Desk, discussion: str, members: Any, receivers: list[str]
) -> None:
    """contract/07 §5: production code sends `receivers[]`, newer documentation `receiver`; accept either."""
    answer = desk.call(
        "POST", "/messages", json={"discussionId": discussion, "body": ANSWER, **members}
    )

    assert answer.status_code == 201, answer.text
    sent = desk.thread(discussion)["messages"][-1]
    assert [party["userType"] for party in sent["receivers"]] == receivers


@pytest.mark.parametrize(
    "members",
    [
        {"salesChannel": None},
        {"salesChannel": "cdisfr"},
        {"salesChannelExternalDiscussionReference": "anything"},
        {"salesChannelEternalDiscussionReference": "anything"},
        {"attachments": None},
        {"attachments": []},
    ],
    ids=str,
)
def test_what_is_optional_or_unknown_does_no_harm(
    desk: Desk, discussion: str, members: Any
) -> None:
    """contract/07 §5: `salesChannel` is absent in the SDK; a misspelt member was ignored."""
    body = {"discussionId": discussion, "body": ANSWER, "receiver": "Customer", **members}

    assert desk.call("POST", "/messages", json=body).status_code == 201


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({"body": "short"}, "body"),
        ({"body": "x" * 12}, "body"),
        ({"body": "x" * 5001}, "body"),
        ({"body": None}, "body"),
        ({"body": ["x" * 20]}, "body"),
        ({"body": " " * 20}, "body"),
        ({"body": "a text with \x00 in it"}, "body"),
        ({"discussionId": None}, "discussionId"),
        ({"discussionId": 12}, "discussionId"),
        ({"receiver": None}, "receivers"),
        ({"receiver": "Seller"}, "receiver"),
        ({"receiver": "Nobody"}, "receiver"),
        ({"receiver": 7}, "receiver"),
        ({"receivers": [{"userId": "0000000000AA"}]}, "receivers[0].userType"),
        ({"receivers": [{"userId": ["x"], "userType": "Customer"}]}, "receivers[0].userId"),
        ({"receivers": [{"userId": "0000000000BB", "userType": "Customer"}]}, "receivers"),
        ({"salesChannel": "HANSDE"}, "salesChannel"),
        ({"salesChannel": 3}, "salesChannel"),
        ({"attachments": "file"}, "attachments"),
        ({"attachments": ["file"]}, "attachments[0]"),
    ],
    ids=str,
)
def test_a_bad_member_is_named_and_nothing_is_sent(
    installation: Installation, desk: Desk, discussion: str, members: Any, field: str
) -> None:
    """contract/07 §5 and §10: 13 to 5000 characters, one receiver at least; 400 with the member's name."""
    answer = desk.reply(discussion, **{"body": ANSWER, **members})

    problem = assert_problem(answer, 400, "validation")
    assert list(problem["errors"]) == [field]
    assert len(rows_of(installation, discussion)) == 1
    assert desk.thread(discussion)["status"] == "ToTreat"


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"nonsense", b'{"body": "\\ud800 is half a character"}']
)
def test_what_is_no_message_is_a_problem(desk: Desk, body: bytes) -> None:
    assert_problem(desk.call("POST", "/messages", content=body), 400, "validation")


@pytest.mark.parametrize(
    "body",
    ["😀" * 13, "😀" * 5000, "e\u0301" * 7, "x" * 13, "é" * 5000, "<p>" + "x" * 10],
    ids=["13 emoji", "5000 emoji", "combining", "13", "5000", "html"],
)
def test_characters_are_counted_as_code_points(desk: Desk, discussion: str, body: str) -> None:
    """contract/07 §5: 13 to 5000 characters."""
    assert desk.reply(discussion, body).status_code == 201
    assert desk.thread(discussion)["messages"][-1]["body"] == body


@given(
    body=st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=40)
)
@settings(max_examples=40, deadline=None)
def test_a_body_is_kept_as_it_is_or_refused(
    desk: Desk, installation: Installation, body: str
) -> None:
    discussion = a_discussion(installation, desk.seller)

    answer = desk.reply(discussion, body)

    fits = len(body) >= 13 and bool(body.strip())
    assert answer.status_code == (201 if fits else 400)
    if fits:
        assert desk.thread(discussion)["messages"][-1]["body"] == body


def test_html_is_kept_as_sent(desk: Desk, discussion: str) -> None:
    """contract/07 §4: a body may hold HTML."""
    body = "<p>Hello&nbsp;<b>you</b></p><script>alert(1)</script>"

    desk.reply(discussion, body)

    assert desk.thread(discussion)["messages"][-1]["body"] == body


def test_the_same_answer_sent_again_is_sent_once(
    installation: Installation, desk: Desk, discussion: str
) -> None:
    first = desk.reply(discussion)
    again = desk.reply(discussion)

    assert again.status_code == 201
    assert again.json() == first.json()
    assert len(rows_of(installation, discussion)) == 2


def test_the_same_answer_is_another_one_after_something_else_or_after_an_hour(
    installation: Installation, desk: Desk, discussion: str
) -> None:
    desk.reply(discussion)
    a_message(installation, desk.seller, discussion, "No, it has not left at all!")
    desk.reply(discussion)
    with installation.clock.moved(hours=1, minutes=1):
        late = Desk(desk.stall.with_new_token())
        late.reply(discussion)

    assert [row["body"] for row in rows_of(installation, discussion)].count(ANSWER) == 3


def test_a_customer_who_writes_again_reopens_a_discussion(
    installation: Installation, desk: Desk, discussion: str
) -> None:
    """contract/07 §1: a discussion takes messages without a maximum."""
    desk.reply(discussion)
    desk.change(
        f"/discussions/{discussion}", [{"op": "replace", "path": "/isOpen", "value": False}]
    )
    closed = desk.thread(discussion)

    a_message(installation, desk.seller, discussion)

    after = desk.thread(discussion)
    assert (closed["isOpen"], closed["status"]) == (False, "Treated")
    assert (after["isOpen"], after["status"]) == (True, "ToTreat")
    assert after["updatedAt"] > closed["updatedAt"]


def test_customer_service_makes_it_to_treat_again(
    installation: Installation, desk: Desk, discussion: str
) -> None:
    desk.reply(discussion)

    a_message(installation, desk.seller, discussion, sender_type=UserType.CUSTOMER_SERVICE)

    after = desk.thread(discussion)
    assert after["status"] == "ToTreat"
    assert after["messages"][-1]["sender"] == {"userId": "CDISFR", "userType": "GrcOperator"}


def test_a_closed_discussion_takes_no_answer_until_it_is_reopened(
    desk: Desk, discussion: str
) -> None:
    path = f"/discussions/{discussion}"
    desk.change(path, [{"op": "replace", "path": "/isOpen", "value": False}])

    refused = desk.reply(discussion)
    desk.change(path, [{"op": "replace", "path": "/isOpen", "value": True}])

    problem = assert_problem(refused, 400, "validation")
    assert "reopen" in problem["errors"]["discussionId"][0]
    assert desk.reply(discussion).status_code == 201


def test_an_answer_that_closed_a_matter_can_be_sent_again(desk: Desk, discussion: str) -> None:
    first = desk.reply(discussion)
    desk.change(
        f"/discussions/{discussion}", [{"op": "replace", "path": "/isOpen", "value": False}]
    )

    assert desk.reply(discussion).json() == first.json()


@pytest.mark.parametrize("unknown", ["0" * 24, "nonsense", "../x", "0" * 23, "é" * 24])
def test_an_unknown_discussion_is_not_found(desk: Desk, unknown: str) -> None:
    assert_problem(desk.reply(unknown), 404, "not-found")


def test_a_neighbours_discussion_is_not_found(
    installation: Installation, desk: Desk, neighbour: Desk
) -> None:
    theirs = a_discussion(installation, neighbour.seller)
    message_id = neighbour.thread(theirs)["messages"][0]["messageId"]
    read = [{"op": "replace", "path": "/hasRead", "value": True}]
    close = [{"op": "replace", "path": "/isOpen", "value": False}]

    for answer in (
        desk.reply(theirs),
        desk.call("GET", f"/discussions/{theirs}"),
        desk.change(f"/discussions/{theirs}", close),
        desk.change(f"/messages/{message_id}", read),
    ):
        assert_problem(answer, 404, "not-found")
    after = neighbour.thread(theirs)
    assert (after["isOpen"], after["messages"][0]["hasRead"]) == (True, False)
    assert [message["body"] for message in after["messages"]] == [ASKED]
