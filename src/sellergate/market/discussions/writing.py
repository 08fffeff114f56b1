"""Opening, answering, closing and reading discussions: what each act does to them (docs/decisions/0036)."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.discussions import store
from sellergate.market.discussions.errors import (
    DiscussionClosed,
    DiscussionUnknown,
    MessageUnknown,
    NoReceiver,
    SellersMayNotOpen,
    SentOtherwise,
    SubTypologyUnfit,
    WrongChannel,
    WrongReceiver,
)
from sellergate.market.discussions.models import (
    Addressee,
    Attachment,
    Discussion,
    Message,
    NewMessage,
    Party,
    Status,
    Subject,
    Typology,
    UserType,
    to_the_millisecond,
)
from sellergate.market.discussions.typologies import find_sub_typology, usable
from sellergate.market.orders.models import Order
from sellergate.market.orders.store import get_order
from sellergate.market.sales_channels import find_channel

# The contract gives a client no key to say that it sends the same again. For this long the same words and files, with
# nothing in between, are taken for the same message.
SENT_AGAIN_WITHIN: Final = timedelta(hours=1)


class Sent(NamedTuple):
    """What a message became: it may have been there before."""

    discussion_id: str
    message_id: str


def get_discussion(conn: Connection, seller_id: SellerId, discussion_id: str) -> Discussion:
    """The seller's discussion. Raises `DiscussionUnknown`."""
    found = store.find_discussion(conn, seller_id, discussion_id)
    if found is None:
        raise DiscussionUnknown
    return found


def open_as_seller(
    conn: Connection,
    seller_id: SellerId,
    subject: Subject,
    message: NewMessage,
    *,
    sales_channel: str,
    addressees: Sequence[Addressee],
    now: datetime,
) -> Sent:
    """Open a discussion about an order; when the same was just opened, name that one.

    Raises `OrderUnknown`, `WrongChannel`, `SellersMayNotOpen`, `SubTypologyUnfit`, `WrongReceiver`, `NoReceiver`.
    """
    order = get_order(conn, seller_id, subject.order_id or "")
    if sales_channel.strip().upper() != order.sales_channel_id.upper():
        raise WrongChannel(channel=order.sales_channel_id, thing="order")
    if not find_channel(conn, order.sales_channel_id).sellers_open_discussions:
        raise SellersMayNotOpen(channel=order.sales_channel_id)
    subject = _with_known_code(subject, order, UserType.SELLER)
    now = to_the_millisecond(now)
    for former in store.discussions_opened_since(
        conn, seller_id, order.order_id, now - SENT_AGAIN_WITHIN
    ):
        first = store.messages_of(conn, former.row)[0]
        if _is_same_opening(former, first, subject, message):
            return Sent(former.discussion_id, first.message_id)
    discussion = _insert_about_order(
        conn, seller_id, subject, order, status=Status.TREATED, now=now
    )
    store.insert_message(
        conn,
        discussion.row,
        message,
        sender=discussion.seller,
        receivers=_receivers(discussion, addressees),
        has_read=True,
        now=now,
    )
    return Sent(discussion.discussion_id, message.message_id)


def open_for_seller(
    conn: Connection,
    seller_id: SellerId,
    subject: Subject,
    message: NewMessage,
    *,
    sender_type: UserType,
    now: datetime,
    sales_channel_id: str | None = None,
    customer_id: str | None = None,
) -> Sent:
    """Open a discussion with a seller as its customer or as customer service; sent again with its ids, it is opened once.

    About an order all else is known; about an offer, say the channel and the customer. Raises `OrderUnknown`,
    `SubTypologyUnfit`, `SentOtherwise`.
    """
    now = to_the_millisecond(now)
    if store.is_known(conn, subject.discussion_id):
        former = store.find_discussion(conn, seller_id, subject.discussion_id)
        if former is None or (former.order_id, former.subject) != (subject.order_id, subject.text):
            raise SentOtherwise
        return _sent_before(conn, seller_id, former, message, sender_type)
    if subject.order_id is not None:
        order = get_order(conn, seller_id, subject.order_id)
        subject = _with_known_code(subject, order, sender_type)
        discussion = _insert_about_order(
            conn, seller_id, subject, order, status=Status.TO_TREAT, now=now
        )
    else:
        discussion = _insert(
            conn,
            seller_id,
            subject,
            sales_channel_id=sales_channel_id or "",
            order_reference=None,
            customer_id=customer_id or "",
            typology=Typology.OFFER,
            status=Status.TO_TREAT,
            now=now,
        )
    _add_for_seller(conn, discussion, message, sender_type, now)
    return Sent(discussion.discussion_id, message.message_id)


def reply_as_seller(
    conn: Connection,
    seller_id: SellerId,
    discussion_id: str,
    message: NewMessage,
    *,
    addressees: Sequence[Addressee],
    now: datetime,
    sales_channel: str | None = None,
) -> Sent:
    """Answer: the discussion is treated then. The same answer sent again is the one that is there already.

    Raises `DiscussionUnknown`, `DiscussionClosed`, `WrongChannel`, `WrongReceiver`, `NoReceiver`.
    """
    discussion = get_discussion(conn, seller_id, discussion_id)
    channel = discussion.sales_channel_id
    if sales_channel is not None and sales_channel.strip().upper() != channel.upper():
        raise WrongChannel(channel=channel, thing="discussion")
    receivers = _receivers(discussion, addressees)
    now = to_the_millisecond(now)
    last = store.last_message(conn, discussion.row)
    if last is not None and _is_sent_again(last, message, receivers, now):
        return Sent(discussion_id, last.message_id)
    if not discussion.is_open:
        raise DiscussionClosed(discussion_id=discussion_id)
    # The discussion first: of two answers at once PostgreSQL then lets one wait for the other and be done again.
    _change(conn, discussion, now=now, status=Status.TREATED.value)
    store.insert_message(
        conn,
        discussion.row,
        message,
        sender=discussion.seller,
        receivers=receivers,
        has_read=True,
        now=now,
    )
    return Sent(discussion_id, message.message_id)


def reply_to_seller(
    conn: Connection,
    seller_id: SellerId,
    discussion_id: str,
    message: NewMessage,
    *,
    sender_type: UserType,
    now: datetime,
) -> Sent:
    """Write to the seller as the customer or as customer service: the discussion is open, and to treat, then.

    Sent again with its id, the message is written once. Raises `DiscussionUnknown`, `SentOtherwise`.
    """
    discussion = get_discussion(conn, seller_id, discussion_id)
    now = to_the_millisecond(now)
    if store.is_known(conn, message.message_id):
        return _sent_before(conn, seller_id, discussion, message, sender_type)
    _change(conn, discussion, now=now, status=Status.TO_TREAT.value, is_open=True)
    _add_for_seller(conn, discussion, message, sender_type, now)
    return Sent(discussion_id, message.message_id)


def set_open(
    conn: Connection, seller_id: SellerId, discussion_id: str, *, is_open: bool, now: datetime
) -> None:
    """Close a discussion, which leaves nothing to treat in it, or reopen it. Raises `DiscussionUnknown`."""
    discussion = get_discussion(conn, seller_id, discussion_id)
    if discussion.is_open == is_open:
        return
    closing = {} if is_open else {"status": Status.TREATED.value}
    _change(conn, discussion, now=to_the_millisecond(now), is_open=is_open, **closing)


def graduate(
    conn: Connection, seller_id: SellerId, discussion_id: str, graduation: str, now: datetime
) -> None:
    """Make a claim of a discussion, or whatever else channels know: the scale is open. Raises `DiscussionUnknown`."""
    discussion = get_discussion(conn, seller_id, discussion_id)
    if discussion.graduation != graduation:
        _change(conn, discussion, now=to_the_millisecond(now), graduation=graduation)


def set_read(conn: Connection, seller_id: SellerId, message_id: str, *, has_read: bool) -> None:
    """Say of a message whether it was read. The discussion is as it was. Raises `MessageUnknown`."""
    message = store.find_message(conn, seller_id, message_id)
    if message is None:
        raise MessageUnknown
    if message.sender.user_type is not UserType.SELLER and message.has_read != has_read:
        store.set_read(conn, message.row, has_read=has_read)


def read_thread(
    conn: Connection, seller_id: SellerId, discussion_id: str, until: int | None = None
) -> None:
    """All messages are read, or those up to the one of this row. Raises `DiscussionUnknown`."""
    discussion = get_discussion(conn, seller_id, discussion_id)
    store.read_all(conn, discussion.row, until=until)


def _with_known_code(subject: Subject, order: Order, user_type: UserType) -> Subject:
    """With the code as it is usually spelled. Codes that are not known are those of the channel, and fit."""
    known = find_sub_typology(subject.sub_typology_code)
    if known is None:
        return subject
    if known.typology is not Typology.ORDER or not known.fits(order.status, None):
        fitting = usable(Typology.ORDER, order.status, user_type)
        codes = ", ".join(one.code for one in fitting) or "none"
        raise SubTypologyUnfit(status=order.status, known=codes)
    return replace(subject, sub_typology_code=known.code)


def _insert_about_order(
    conn: Connection,
    seller_id: SellerId,
    subject: Subject,
    order: Order,
    *,
    status: Status,
    now: datetime,
) -> Discussion:
    return _insert(
        conn,
        seller_id,
        subject,
        sales_channel_id=order.sales_channel_id,
        order_reference=order.reference,
        customer_id=order.customer_reference,
        typology=Typology.ORDER,
        status=status,
        now=now,
    )


def _insert(conn: Connection, seller_id: SellerId, subject: Subject, **values: Any) -> Discussion:
    store.insert_discussion(conn, seller_id, subject, **values)
    return get_discussion(conn, seller_id, subject.discussion_id)


def _add_for_seller(
    conn: Connection,
    discussion: Discussion,
    message: NewMessage,
    sender_type: UserType,
    now: datetime,
) -> None:
    is_customer = sender_type is UserType.CUSTOMER
    store.insert_message(
        conn,
        discussion.row,
        message,
        sender=discussion.customer if is_customer else discussion.customer_service,
        receivers=[discussion.seller],
        has_read=False,
        now=now,
    )


def _change(conn: Connection, discussion: Discussion, *, now: datetime, **values: Any) -> None:
    """Time goes on, even when the clocks of two nodes differ: a client that polls by it misses nothing."""
    updated_at = max(now, discussion.updated_at)
    store.change_discussion(conn, discussion.row, updated_at=updated_at, **values)


def _receivers(discussion: Discussion, addressees: Collection[Addressee]) -> list[Party]:
    """The parties that are meant, each once."""
    if not addressees:
        raise NoReceiver
    known = {party.user_type: party for party in discussion.recipients}
    found = {}
    for addressee in addressees:
        party = known.get(addressee.user_type)
        if party is None or addressee.user_id not in (None, party.user_id):
            told = ", ".join(f"{one.user_type} {one.user_id}" for one in known.values())
            raise WrongReceiver(known=told)
        found[party.user_type] = party
    return list(found.values())


def _sent_before(
    conn: Connection,
    seller_id: SellerId,
    discussion: Discussion,
    message: NewMessage,
    sender_type: UserType,
) -> Sent:
    """What became of a message whose id is known. Raises `SentOtherwise` when that is another message."""
    there = store.find_message(conn, seller_id, message.message_id)
    if (
        there is None
        or there.discussion_row != discussion.row
        or (there.sender.user_type, there.body) != (sender_type, message.body)
    ):
        raise SentOtherwise
    return Sent(discussion.discussion_id, there.message_id)


def _is_sent_again(
    last: Message, message: NewMessage, receivers: Sequence[Party], now: datetime
) -> bool:
    return (
        last.sender.user_type is UserType.SELLER
        and now - last.created_at <= SENT_AGAIN_WITHIN
        and set(last.receivers) == set(receivers)
        and _says_the_same(last, message)
    )


def _is_same_opening(
    former: Discussion, first: Message, subject: Subject, message: NewMessage
) -> bool:
    return (
        first.sender.user_type is UserType.SELLER
        and former.subject == subject.text
        and former.sub_typology_code == subject.sub_typology_code
        and _says_the_same(first, message)
    )


def _says_the_same(there: Message, message: NewMessage) -> bool:
    return there.body == message.body and [_told(one) for one in there.attachments] == [
        _told(one) for one in message.attachments
    ]


def _told(attachment: Attachment) -> tuple[str, str, str]:
    return (attachment.name, attachment.file_format, attachment.sha256)
