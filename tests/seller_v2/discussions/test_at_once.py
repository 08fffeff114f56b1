"""Calls at the same instant: the same one counts once, different ones all count."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.builders.discussions import Desk, a_discussion, a_file, a_message, rows_of
from tests.builders.installation import Installation

pytestmark = pytest.mark.slow
AT_ONCE = 8


def test_the_same_answer_eight_times_at_once_is_sent_once(
    installation: Installation, desk: Desk
) -> None:
    for _ in range(5):
        discussion = a_discussion(installation, desk.seller)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            answers = list(
                pool.map(
                    lambda _: desk.reply(discussion, attachments=[a_file()]),  # noqa: B023
                    range(AT_ONCE),
                )
            )

        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.json()["messageId"] for answer in answers}) == 1
        assert len(rows_of(installation, discussion)) == 2


def test_different_answers_at_once_are_all_sent(installation: Installation, desk: Desk) -> None:
    discussion = a_discussion(installation, desk.seller)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(
            pool.map(
                lambda n: desk.reply(discussion, f"This is answer number {n}."), range(AT_ONCE)
            )
        )

    assert {answer.status_code for answer in answers} == {201}
    assert len(rows_of(installation, discussion)) == 1 + AT_ONCE


def test_a_customer_who_writes_while_it_is_closed_is_never_left_unseen(
    installation: Installation, desk: Desk
) -> None:
    """Whichever comes first, what is to treat is open."""
    close = [{"op": "replace", "path": "/isOpen", "value": False}]
    for _ in range(10):
        discussion = a_discussion(installation, desk.seller)

        with ThreadPoolExecutor(2) as pool:
            closing = pool.submit(desk.change, f"/discussions/{discussion}", close)
            writing = pool.submit(a_message, installation, desk.seller, discussion)
            closing.result(), writing.result()

        after = desk.thread(discussion)
        assert (after["status"], after["isOpen"]) in {("ToTreat", True), ("Treated", False)}
