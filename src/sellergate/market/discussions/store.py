"""SQL of discussions, their messages and attachments."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.kit.clock import to_micros
from sellergate.market.discussions.models import (
    Attachment,
    Discussion,
    Message,
    NewMessage,
    Party,
    Status,
    Subject,
    UserType,
    Which,
)
from sellergate.storage.documents import keep
from sellergate.storage.prepared import Prepared, Row
from sellergate.storage.schema import (
    discussion_attachments,
    discussion_messages,
    discussions,
)

_D: Final = discussions.c
_M: Final = discussion_messages.c
_A: Final = discussion_attachments.c

COLUMNS: Final = (
    _D.id, _D.discussion_id, _D.seller_id, _D.sales_channel_id, _D.external_reference, _D.order_id,
    _D.order_reference, _D.offer_id, _D.product_id, _D.customer_id, _D.subject, _D.typology_code,
    _D.sub_typology_code, _D.graduation, _D.status, _D.is_open, _D.created_at, _D.updated_at,
)  # fmt: skip
_MESSAGE_COLUMNS: Final = (
    _M.id, _M.message_id, _M.discussion_row, _M.external_reference, _M.body, _M.sender_id,
    _M.sender_type, _M.receivers, _M.has_read, _M.created_at,
)  # fmt: skip
_ATTACHMENT_COLUMNS: Final = (
    _A.message_row, _A.position, _A.name, _A.file_format, _A.size, _A.sha256,
    _A.document_key,
)  # fmt: skip
_ONE = Prepared(
    sa.select(*COLUMNS).where(
        _D.seller_id == sa.bindparam("seller_id"), _D.discussion_id == sa.bindparam("discussion_id")
    ),
    "seller_id",
    "discussion_id",
)
_MESSAGES = Prepared(
    sa.select(*_MESSAGE_COLUMNS)
    .where(_M.discussion_row == sa.bindparam("discussion_row"))
    .order_by(_M.id),
    "discussion_row",
)
_ATTACHMENTS = Prepared(
    sa.select(*_ATTACHMENT_COLUMNS)
    .join_from(discussion_attachments, discussion_messages, _M.id == _A.message_row)
    .where(_M.discussion_row == sa.bindparam("discussion_row"))
    .order_by(_A.message_row, _A.position),
    "discussion_row",
)

SORT_KEYS: Final = {
    "updatedAt": _D.updated_at,
    "createdAt": _D.created_at,
    "orderSellerId": _D.order_id,
    "status": _D.status,
    "isOpen": _D.is_open,
    "salesChannel": _D.sales_channel_id,
}
# A sum is in no index: so the few discussions about one order are found by that order, and then looked at.
_UPDATED: Final = sa.type_coerce(_D.updated_at, sa.BigInteger) + 0
_CREATED: Final = sa.type_coerce(_D.created_at, sa.BigInteger) + 0
_FEW_SORT_KEYS: Final = SORT_KEYS | {"updatedAt": _UPDATED, "createdAt": _CREATED}
_decode_parties = msgspec.json.Decoder(list[tuple[str, UserType]]).decode


class Filters(NamedTuple):
    """Which discussions are looked for. What is empty or None does not matter, nor does the letter case of codes."""

    updated_from: datetime
    updated_to: datetime | None = None
    discussion_id: str | None = None
    order_id: str | None = None
    sales_channels: Sequence[str] = ()
    is_open: bool | None = None
    statuses: Sequence[Status] = ()
    graduations: Sequence[str] = ()
    typologies: Sequence[str] = ()
    sub_typologies: Sequence[str] = ()

    @property
    def names_one(self) -> bool:
        """Whether they name a discussion, or the order of a few."""
        return self.order_id is not None or self.discussion_id is not None


class AttachmentPlace(NamedTuple):
    """Where an attachment is among those of a seller."""

    message_row: int
    position: int


class FoundAttachment(NamedTuple):
    """An attachment, and the message that it came with."""

    attachment: Attachment
    place: AttachmentPlace
    message_id: str


def find_discussion(conn: Connection, seller_id: SellerId, discussion_id: str) -> Discussion | None:
    """The seller's discussion, or None."""
    row = _ONE.first(conn, seller_id, discussion_id)
    return None if row is None else discussion_of(row)


def find_among(
    conn: Connection, seller_ids: Sequence[SellerId], discussion_id: str
) -> Discussion | None:
    """The discussion, when it is of one of these sellers."""
    query = sa.select(*COLUMNS).where(
        _D.seller_id.in_(seller_ids), _D.discussion_id == discussion_id
    )
    row = conn.execute(query).first()
    return None if row is None else discussion_of(row)


def page_of_discussions(
    conn: Connection,
    seller_ids: Sequence[SellerId],
    filters: Filters,
    *,
    order: Sequence[tuple[str, bool]],
    offset: int,
    limit: int,
) -> list[Discussion]:
    """The sellers' discussions in an order: keys of `SORT_KEYS`, each with whether downwards."""
    columns = _FEW_SORT_KEYS if filters.names_one else SORT_KEYS
    keys: list[Any] = [
        columns[name].desc() if downwards else columns[name].asc() for name, downwards in order
    ]
    last = _D.id.asc() if order and not order[0][1] else _D.id.desc()
    query = sa.select(*COLUMNS).where(*_conditions(seller_ids, filters)).order_by(*keys, last)
    return [discussion_of(row) for row in conn.execute(query.offset(offset).limit(limit))]


def count_discussions(conn: Connection, seller_ids: Sequence[SellerId], filters: Filters) -> int:
    """How many of the sellers' discussions there are."""
    query = sa.select(sa.func.count()).select_from(discussions)
    return int(conn.execute(query.where(*_conditions(seller_ids, filters))).scalar_one())


def messages_of(conn: Connection, discussion_row: int) -> list[Message]:
    """Every message of a discussion, the oldest first, with what is known of its attachments."""
    attached = _by_message(_ATTACHMENTS.all(conn, discussion_row))
    return [_message(row, attached) for row in _MESSAGES.all(conn, discussion_row)]


def one_message_each(
    conn: Connection, discussion_rows: Sequence[int], which: Which
) -> dict[int, Message]:
    """The first or the last message of each discussion, by the row of the discussion."""
    if not discussion_rows:
        return {}
    end = sa.func.min(_M.id) if which is Which.FIRST else sa.func.max(_M.id)
    ends = sa.select(end).where(_M.discussion_row.in_(discussion_rows)).group_by(_M.discussion_row)
    rows = conn.execute(sa.select(*_MESSAGE_COLUMNS).where(_M.id.in_(ends))).all()
    attached = _attachments_of(conn, [row[0] for row in rows])
    return {row[2]: _message(row, attached) for row in rows}


def last_message(conn: Connection, discussion_row: int) -> Message | None:
    """The newest message of a discussion."""
    return one_message_each(conn, [discussion_row], Which.LAST).get(discussion_row)


def find_message(conn: Connection, seller_id: SellerId, message_id: str) -> Message | None:
    """The message, when it is of a discussion of the seller."""
    query = (
        sa.select(*_MESSAGE_COLUMNS)
        .join_from(discussion_messages, discussions, _D.id == _M.discussion_row)
        .where(_D.seller_id == seller_id, _M.message_id == message_id)
    )
    row = conn.execute(query).first()
    return None if row is None else _message(row, {})


def is_known(conn: Connection, object_id: str) -> bool:  # rule-ok: tenant (ids are everybody's)
    """Whether a discussion or a message has this id, whosever it is."""
    return any(
        conn.execute(sa.select(column).where(column == object_id)).first() is not None
        for column in (_D.discussion_id, _M.message_id)
    )


def unread_among(conn: Connection, discussion_rows: Sequence[int]) -> dict[int, int]:
    """How many messages of each discussion the seller has not read; those without one are left out."""
    query = (
        sa.select(_M.discussion_row, sa.func.count())
        .where(_M.discussion_row.in_(discussion_rows), sa.not_(_M.has_read))
        .group_by(_M.discussion_row)
    )
    return {int(row): int(count) for row, count in conn.execute(query)}


def discussions_opened_since(
    conn: Connection, seller_id: SellerId, order_id: str, since: datetime
) -> list[Discussion]:
    """The discussions of the seller about an order that were opened lately."""
    query = sa.select(*COLUMNS).where(
        _D.seller_id == seller_id, _D.order_id == order_id, _D.created_at >= since
    )
    return [discussion_of(row) for row in conn.execute(query)]


def insert_discussion(
    conn: Connection,
    seller_id: SellerId,
    subject: Subject,
    *,
    sales_channel_id: str,
    order_reference: str | None,
    customer_id: str,
    typology: str,
    status: Status,
    now: datetime,
) -> int:
    """A discussion without a message, open; its row."""
    inserted = conn.execute(
        discussions.insert()
        .values(
            discussion_id=subject.discussion_id,
            seller_id=seller_id,
            sales_channel_id=sales_channel_id,
            external_reference=subject.external_reference or subject.discussion_id,
            order_id=subject.order_id,
            order_reference=order_reference,
            offer_id=subject.offer_id,
            product_id=subject.product_id,
            customer_id=customer_id,
            subject=subject.text,
            typology_code=typology,
            sub_typology_code=subject.sub_typology_code,
            graduation=subject.graduation,
            status=status.value,
            is_open=True,
            created_at=now,
            updated_at=now,
        )
        .returning(_D.id)
    )
    return int(inserted.scalar_one())


def insert_message(
    conn: Connection,
    discussion_row: int,
    message: NewMessage,
    *,
    sender: Party,
    receivers: Iterable[Party],
    has_read: bool,
    now: datetime,
) -> None:
    """A message at the end of a discussion, with its attachments."""
    inserted = conn.execute(
        discussion_messages.insert()
        .values(
            message_id=message.message_id,
            discussion_row=discussion_row,
            external_reference=message.external_reference or message.message_id,
            body=message.body,
            sender_id=sender.user_id,
            sender_type=sender.user_type.value,
            receivers=msgspec.json.encode(list(receivers)).decode(),
            has_read=has_read,
            created_at=now,
        )
        .returning(_M.id)
    )
    row = int(inserted.scalar_one())
    for one in message.attachments:
        keep(conn, one.document_key, now=now)
        conn.execute(
            discussion_attachments.insert().values(
                message_row=row,
                position=one.position,
                name=one.name,
                file_format=one.file_format,
                size=one.size,
                sha256=one.sha256,
                document_key=one.document_key,
            )
        )


def change_discussion(conn: Connection, row: int, **values: Any) -> None:
    """Set columns of a discussion."""
    conn.execute(discussions.update().where(_D.id == row).values(values))


def set_read(conn: Connection, message_row: int, *, has_read: bool) -> None:
    """Say of a message whether the seller has read it."""
    conn.execute(discussion_messages.update().where(_M.id == message_row).values(has_read=has_read))


def read_all(conn: Connection, discussion_row: int, *, until: int | None) -> None:
    """Every message of a discussion is read, or those up to this row."""
    unread = discussion_messages.update().where(
        _M.discussion_row == discussion_row, sa.not_(_M.has_read)
    )
    if until is not None:
        unread = unread.where(_M.id <= until)
    conn.execute(unread.values(has_read=True))


def page_of_attachments(
    conn: Connection,
    seller_id: SellerId,
    *,
    discussion_id: str | None,
    message_id: str | None,
    external_reference: str | None,
    after: AttachmentPlace,
    limit: int,
) -> list[FoundAttachment]:
    """The attachments of the seller's messages that all of these name, from behind a place on.

    An external reference is that of a discussion or of a message.
    """
    query = (
        sa.select(*_ATTACHMENT_COLUMNS, _M.message_id)
        .select_from(discussions)
        .join(discussion_messages, _M.discussion_row == _D.id)
        .join(discussion_attachments, _A.message_row == _M.id)
        .where(
            _D.seller_id == seller_id,
            sa.or_(
                _A.message_row > after.message_row,
                sa.and_(_A.message_row == after.message_row, _A.position > after.position),
            ),
        )
        .order_by(_A.message_row, _A.position)
        .limit(limit)
    )
    if discussion_id is not None:
        query = query.where(_D.discussion_id == discussion_id)
    if message_id is not None:
        query = query.where(_M.message_id == message_id)
    if external_reference is not None:
        query = query.where(_M.id.in_(_referred_to(seller_id, external_reference)))
    return [
        FoundAttachment(Attachment(*row[1:7]), AttachmentPlace(row[0], row[1]), row[7])
        for row in conn.execute(query)
    ]


def _referred_to(seller_id: SellerId, external_reference: str) -> sa.CompoundSelect[Any]:
    """Messages by their own number and by that of their discussion, each through its index."""
    by_discussion = (
        sa.select(_M.id)
        .join_from(discussions, discussion_messages, _M.discussion_row == _D.id)
        .where(_D.seller_id == seller_id, _D.external_reference == external_reference)
    )
    by_message = sa.select(_M.id).where(_M.external_reference == external_reference)
    return by_discussion.union(by_message)


def _conditions(seller_ids: Sequence[SellerId], filters: Filters) -> list[sa.ColumnElement[bool]]:
    found = [_D.seller_id.in_(seller_ids), *_period(filters)]
    if filters.discussion_id is not None:
        found.append(_D.discussion_id == filters.discussion_id)
    if filters.order_id is not None:
        found.append(_D.order_id == filters.order_id)
    if filters.is_open is not None:
        found.append(_D.is_open == filters.is_open)
    if filters.statuses:
        found.append(_D.status.in_([status.value for status in filters.statuses]))
    for column, wanted in (
        (_D.sales_channel_id, filters.sales_channels),
        (_D.graduation, filters.graduations),
        (_D.typology_code, filters.typologies),
        (_D.sub_typology_code, filters.sub_typologies),
    ):
        if wanted:
            found.append(sa.func.lower(column).in_([one.lower() for one in wanted]))
    return found


def _period(filters: Filters) -> Iterator[sa.ColumnElement[bool]]:
    start, end = filters.updated_from, filters.updated_to
    if filters.names_one:
        yield to_micros(start) <= _UPDATED
        if end is not None:
            yield to_micros(end) >= _UPDATED
    else:
        yield _D.updated_at >= start
        if end is not None:
            yield _D.updated_at <= end


def _attachments_of(conn: Connection, message_rows: Sequence[int]) -> dict[int, list[Attachment]]:
    query = (
        sa.select(*_ATTACHMENT_COLUMNS)
        .where(_A.message_row.in_(message_rows))
        .order_by(_A.message_row, _A.position)
    )
    return _by_message(tuple(row) for row in conn.execute(query))


def _by_message(rows: Iterable[Row]) -> dict[int, list[Attachment]]:
    found: dict[int, list[Attachment]] = {}
    for message_row, *attachment in rows:
        found.setdefault(message_row, []).append(Attachment(*attachment))
    return found


def _message(row: Sequence[Any], attached: dict[int, list[Attachment]]) -> Message:
    number, message_id, discussion_row, reference, body, sender_id, sender_type, *rest = row
    receivers, has_read, created_at = rest
    return Message(
        number,
        message_id,
        discussion_row,
        reference or message_id,
        body,
        Party(sender_id, UserType(sender_type)),
        tuple(Party(*party) for party in _decode_parties(receivers)),
        has_read,
        created_at,
        tuple(attached.get(number, ())),
    )


def discussion_of(row: Sequence[Any]) -> Discussion:
    """The discussion that a row of `COLUMNS` tells."""
    (
        number, discussion_id, seller_id, channel, reference, order_id, order_reference, offer_id,
        product_id, customer_id, subject, typology, sub_typology, graduation, status, *rest,
    ) = row  # fmt: skip
    return Discussion(
        number,
        discussion_id,
        SellerId(seller_id),
        channel,
        reference or discussion_id,
        order_id,
        order_reference,
        offer_id,
        product_id,
        customer_id,
        subject,
        typology,
        sub_typology,
        graduation,
        Status(status),
        *rest,
    )
