"""Closing, reopening, marking as read: the two names of an operation, two kinds of values (contract/07 §7)."""

from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from tests.builders.discussions import ANSWER, Desk, a_discussion, a_message
from tests.builders.installation import Installation
from tests.builders.wire import assert_problem

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("op", ["op", "opt", "OP", "Opt"])
@pytest.mark.parametrize("value", [False, "false", "False"])
@pytest.mark.parametrize("path", ["/isOpen", "isOpen", "/isopen"])
def test_a_discussion_is_closed(
    desk: Desk, discussion: str, op: str, value: Any, path: str
) -> None:
    """contract/07 §7: `opt` and text values in the SDK, `op` and booleans in the proxy."""
    answer = desk.change(
        f"/discussions/{discussion}", [{op: "replace", "path": path, "value": value}]
    )

    assert (answer.status_code, answer.content) == (204, b"")
    assert desk.thread(discussion)["isOpen"] is False


@pytest.mark.parametrize("value", [True, "true"])
def test_a_closed_discussion_is_reopened_and_stays_treated(
    desk: Desk, discussion: str, value: Any
) -> None:
    """contract/07 §7: `true` at `/isOpen` reopens."""
    path = f"/discussions/{discussion}"
    desk.change(path, [{"op": "replace", "path": "/isOpen", "value": False}])

    desk.change(path, [{"op": "replace", "path": "/isOpen", "value": value}])

    after = desk.thread(discussion)
    assert (after["isOpen"], after["status"]) == (True, "Treated")


def test_closing_moves_a_discussion_once(desk: Desk, discussion: str) -> None:
    path = f"/discussions/{discussion}"
    opened = desk.thread(discussion)["updatedAt"]

    desk.change(path, [{"op": "replace", "path": "/isOpen", "value": False}])
    closed = desk.thread(discussion)["updatedAt"]
    desk.change(path, [{"op": "replace", "path": "/isOpen", "value": False}])

    assert opened < closed == desk.thread(discussion)["updatedAt"]


@pytest.mark.parametrize(("op", "value"), [("op", True), ("opt", "true")])
def test_a_message_is_read_and_its_discussion_stays_as_it_is(
    desk: Desk, discussion: str, op: str, value: Any
) -> None:
    """contract/07 §7: `true` at `/hasRead`, with `op` and a boolean or `opt` and a text."""
    before = desk.thread(discussion)
    [message] = before["messages"]

    answer = desk.change(
        f"/messages/{message['messageId']}", [{op: "replace", "path": "/hasRead", "value": value}]
    )

    after = desk.thread(discussion)
    assert answer.status_code == 204
    assert (message["hasRead"], after["messages"][0]["hasRead"]) == (False, True)
    assert after["updatedAt"] == before["updatedAt"]
    assert after["status"] == "ToTreat"


def test_an_own_message_is_read_whatever_is_said(desk: Desk, discussion: str) -> None:
    message_id = desk.reply(discussion, ANSWER).json()["messageId"]

    answer = desk.change(
        f"/messages/{message_id}", [{"op": "replace", "path": "/hasRead", "value": False}]
    )

    assert answer.status_code == 204
    assert desk.thread(discussion)["messages"][-1]["hasRead"] is True


def test_what_comes_after_is_unread_again(
    installation: Installation, desk: Desk, discussion: str
) -> None:
    [first] = desk.thread(discussion)["messages"]
    read = [{"op": "replace", "path": "/hasRead", "value": True}]
    desk.change(f"/messages/{first['messageId']}", read)

    a_message(installation, desk.seller, discussion)

    assert [one["hasRead"] for one in desk.thread(discussion)["messages"]] == [True, False]


@pytest.mark.parametrize(
    ("operations", "field"),
    [
        ([], "body"),
        ("false", "body"),
        ([{"op": "replace"}] * 2, "body"),
        ([None], "body"),
        ([{"path": "/isOpen", "value": False}], "[0].op"),
        ([{"op": "remove", "path": "/isOpen"}], "[0].op"),
        ([{"op": "replace", "path": "/status", "value": False}], "[0].path"),
        ([{"op": "replace", "path": 3, "value": False}], "[0].path"),
        ([{"op": "replace", "path": "/isOpen"}], "[0].value"),
        ([{"op": "replace", "path": "/isOpen", "value": 0}], "[0].value"),
        ([{"op": "replace", "path": "/isOpen", "value": "no"}], "[0].value"),
        ([{"op": "replace", "path": "/isOpen", "value": None}], "[0].value"),
    ],
    ids=str,
)
def test_a_bad_operation_is_named_and_changes_nothing(
    desk: Desk, discussion: str, operations: Any, field: str
) -> None:
    before = desk.thread(discussion)

    answer = desk.change(f"/discussions/{discussion}", operations)

    problem = assert_problem(answer, 400, "validation")
    assert list(problem["errors"]) == [field]
    assert desk.thread(discussion) == before


_SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
_OPERATIONS = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["op", "opt", "path", "value", "x"]), inner, max_size=4)
    ),
    max_leaves=6,
)


@given(operations=_OPERATIONS)
@settings(max_examples=60, deadline=None)
def test_no_body_is_a_failure_of_the_server(
    desk: Desk, installation: Installation, operations: Any
) -> None:
    discussion = a_discussion(installation, desk.seller)

    answer = desk.change(f"/discussions/{discussion}", operations)

    assert answer.status_code in {204, 400}


@pytest.mark.parametrize("message_id", ["0" * 24, "nonsense", "%00"])
def test_an_unknown_message_is_not_found(desk: Desk, message_id: str) -> None:
    read = [{"op": "replace", "path": "/hasRead", "value": True}]

    assert_problem(desk.change(f"/messages/{message_id}", read), 404, "not-found")
