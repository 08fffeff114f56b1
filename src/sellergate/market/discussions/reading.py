"""Searching discussions: six months at most, the latest by default (contract/07 §1, §2)."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.discussions import store
from sellergate.market.discussions.errors import (
    DiscussionUnknown,
    PeriodBackwards,
    PeriodTooLong,
)
from sellergate.market.discussions.models import (
    HISTORY,
    Attachment,
    Discussion,
    Message,
    Which,
)
from sellergate.market.discussions.store import Filters
from sellergate.market.discussions.writing import get_discussion

NEWEST_FIRST = (("updatedAt", True),)


class Period(NamedTuple):
    """Between when and when discussions were last updated, both included."""

    start: datetime
    end: datetime | None


class Thread(NamedTuple):
    """A discussion with all its messages."""

    discussion: Discussion
    messages: list[Message]

    def find_attachment(self, message_id: str, position: int) -> Attachment | None:
        """The file at this position of a message."""
        for message in self.messages:
            if message.message_id == message_id:
                return next((one for one in message.attachments if one.position == position), None)
        return None


class Listed(NamedTuple):
    """A discussion of a list, with the message that was asked for."""

    discussion: Discussion
    message: Message | None


class Overview(NamedTuple):
    """A discussion as a list for people shows it: its last message, and how many are new to the seller."""

    discussion: Discussion
    last: Message
    unread: int


def period_between(start: datetime | None, end: datetime | None, *, now: datetime) -> Period:
    """The period to search: what is not said is as far as can be. Raises `PeriodTooLong`, `PeriodBackwards`.

    What is older than the history is not found, however the period lies.
    """
    if start is not None and end is not None and end < start:
        raise PeriodBackwards
    oldest = now - HISTORY
    if start is None:
        return Period(oldest, end)
    if min(end or now, now) - start > HISTORY:
        raise PeriodTooLong
    return Period(max(start, oldest), end)


def page_of_discussions(
    conn: Connection,
    seller_id: SellerId,
    filters: Filters,
    *,
    order: list[tuple[str, bool]],
    offset: int,
    limit: int,
    which: Which | None,
) -> list[Listed]:
    """A page of the seller's discussions, the newest change first unless another order is asked for."""
    found = store.page_of_discussions(
        conn, [seller_id], filters, order=order or NEWEST_FIRST, offset=offset, limit=limit
    )
    messages = {}
    if which is not None:
        messages = store.one_message_each(conn, [one.row for one in found], which)
    return [Listed(one, messages.get(one.row)) for one in found]


def overview_of(
    conn: Connection, seller_ids: Sequence[SellerId], filters: Filters, *, offset: int, limit: int
) -> list[Overview]:
    """For people: discussions of the sellers that they work for, the newest change first."""
    found = store.page_of_discussions(
        conn, seller_ids, filters, order=NEWEST_FIRST, offset=offset, limit=limit
    )
    rows = [one.row for one in found]
    last = store.one_message_each(conn, rows, Which.LAST)
    unread = store.unread_among(conn, rows)
    return [Overview(one, last[one.row], unread.get(one.row, 0)) for one in found]


def get_thread_among(
    conn: Connection, seller_ids: Sequence[SellerId], discussion_id: str
) -> Thread:
    """For people: a discussion of a seller that they work for. Raises `DiscussionUnknown`."""
    discussion = store.find_among(conn, seller_ids, discussion_id)
    if discussion is None:
        raise DiscussionUnknown
    return Thread(discussion, store.messages_of(conn, discussion.row))


def get_thread(conn: Connection, seller_id: SellerId, discussion_id: str) -> Thread:
    """A discussion, however old, with all its messages, the oldest first. Raises `DiscussionUnknown`."""
    discussion = get_discussion(conn, seller_id, discussion_id)
    return Thread(discussion, store.messages_of(conn, discussion.row))
