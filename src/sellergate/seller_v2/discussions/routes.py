"""Routes of discussions (contract/07). Docstrings are the reference's texts."""

import re
from datetime import datetime
from typing import Annotated, Final

from litestar import Router, get, patch, post
from litestar.openapi.spec import Example
from litestar.params import PathParameter, RawBody
from litestar.types import Scope as AsgiScope

from sellergate.access.scopes import Scope
from sellergate.kit.ids import new_object_id
from sellergate.kit.problems import Problem
from sellergate.market.discussions import models, reading, store, writing
from sellergate.market.discussions.attachments import FORMATS, MAX_ATTACHMENTS, MAX_BYTES
from sellergate.market.discussions.channels import get_channel
from sellergate.market.discussions.errors import DiscussionUnknown, MessageUnknown
from sellergate.market.discussions.models import MAX_BODY, MIN_BODY, Subject, Typology
from sellergate.market.discussions.store import Filters
from sellergate.market.discussions.typologies import usable
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.paging import PAGE_LINKS, page_links
from sellergate.rest.queries import read_query
from sellergate.rest.wire import database_of, language_of, now_of, seller_of
from sellergate.seller_v2.discussions.attachments import files_of, list_attachments
from sellergate.seller_v2.discussions.bodies import parse_change, parse_opening, parse_reply
from sellergate.seller_v2.discussions.examples import (
    CHANNEL,
    CLOSE,
    CLOSED_ID,
    DISCUSSION_ID,
    EXAMPLES,
    MESSAGE_ID,
    NEW_DISCUSSION,
    NEW_MESSAGE,
    READ,
)
from sellergate.seller_v2.discussions.rendering import (
    render_listed,
    render_sub_typology,
    render_thread,
)
from sellergate.seller_v2.discussions.schemas import (
    Change,
    ChannelConfiguration,
    CountQuery,
    Discussion,
    DiscussionPage,
    DiscussionQuery,
    NewDiscussion,
    NewMessage,
    SentMessage,
    SubTypologyList,
    TypologyQuery,
)

NO_DISCUSSION: Final = DiscussionUnknown.message
NO_MESSAGE: Final = MessageUnknown.message
# 4 MB in base64, with room for the text and for slashes that PHP escapes.
MAX_BODY_BYTES: Final = 6_500_000
_WRITES: Final = {"scope": Scope.DISCUSSIONS_WRITE}
_ID: Final = re.compile("[0-9a-f]{24}", re.ASCII)
_TOO_LARGE: Final = "The body is larger than 6.5 MB: attachments make 4 MB at most."

_DISCUSSION: Final = "The discussion: 24 hexadecimal digits."
DiscussionId = Annotated[
    str, PathParameter(description=_DISCUSSION, examples=[Example(value=DISCUSSION_ID)])
]
# Another one than messages are sent to: whoever tries both closes the one, and writes to the other.
ClosableId = Annotated[
    str, PathParameter(description=_DISCUSSION, examples=[Example(value=CLOSED_ID)])
]
MessageId = Annotated[
    str,
    PathParameter(
        description="The message: 24 hexadecimal digits.", examples=[Example(value=MESSAGE_ID)]
    ),
]
ChannelId = Annotated[
    str, PathParameter(description="The sales channel.", examples=[Example(value=CHANNEL)])
]


@get(
    "/discussions",
    operation_id="listDiscussions",
    summary="Search discussions",
    opt={"query": DiscussionQuery, "answer": DiscussionPage, "answer_headers": PAGE_LINKS},
)
async def list_discussions(scope: AsgiScope) -> JsonAnswer:
    """Return the discussions of the last six months that the filters let through, the latest change first.

    Poll with `updatedAtMin`: whatever is written or decided in a discussion moves its `updatedAt`, reading it does not.
    Claims are discussions as well: look at `graduation`.
    """
    query = read_query(scope, DiscussionQuery)
    found = await database_of(scope).read(
        reading.page_of_discussions,
        seller_of(scope).seller_id,
        _filters(query, now_of(scope)),
        order=_order(query.sort, query.desc),
        offset=(query.page_index - 1) * query.page_size,
        limit=query.page_size + 1,
        which=query.include_messages,
    )
    items = [render_listed(listed) for listed in found[: query.page_size]]
    links = page_links(scope, query.page_index, has_next=len(found) > query.page_size)
    return JsonAnswer(DiscussionPage(len(items), items), headers=links)


@get(
    "/discussions/count",
    operation_id="countDiscussions",
    summary="Count discussions",
    opt={"query": CountQuery},
)
async def count_discussions(scope: AsgiScope) -> int:
    """Return how many discussions of the last six months the filters let through: a bare number."""
    query = read_query(scope, CountQuery)
    period = reading.period_between(None, None, now=now_of(scope))
    filters = Filters(
        period.start,
        sales_channels=query.sales_channel,
        is_open=query.is_open,
        statuses=query.process_status,
        graduations=query.graduation_code,
    )
    return await database_of(scope).read(
        store.count_discussions, [seller_of(scope).seller_id], filters
    )


@get(
    "/discussions/{discussion_id:str}",
    operation_id="getDiscussion",
    summary="Get a discussion",
    opt={"problems": {"not-found": NO_DISCUSSION}},
)
async def get_discussion(scope: AsgiScope, discussion_id: DiscussionId) -> Discussion:
    """Return one discussion, however old, with all its messages and to whom you can write in it.

    To read it marks nothing as read: `PATCH /messages/{messageId}` does.
    """
    thread = await database_of(scope).read(
        reading.get_thread, seller_of(scope).seller_id, _known_id(discussion_id)
    )
    return render_thread(thread)


@post(
    "/discussions",
    status_code=201,
    operation_id="openDiscussion",
    summary="Open a discussion",
    request_max_body_size=MAX_BODY_BYTES,
    opt=_WRITES
    | {
        "body": NewDiscussion,
        "body_example": NEW_DISCUSSION,
        "answer": SentMessage,
        "problems": {
            "not-found": "This seller has no order with this id.",
            "validation": "salesChannel does not let sellers open discussions.",
            "body-too-large": _TOO_LARGE,
        },
    },
)
async def open_discussion(scope: AsgiScope, body: RawBody) -> JsonAnswer:
    """Write to a customer about an order, where the sales channel lets sellers begin:
    `GET /sales-channel-configurations/{salesChannelId}` tells.

    Should you not know whether a call came through, send it again: for an hour the same discussion is opened once only.
    """
    opening = parse_opening(body)
    files = await files_of(scope).keep(opening.words.files, field="message.attachments")
    subject = Subject(
        discussion_id=new_object_id(),
        text=opening.subject,
        sub_typology_code=opening.sub_typology_code,
        order_id=opening.order_id,
        product_id=opening.product_id,
    )
    sent = await database_of(scope).write(
        writing.open_as_seller,
        seller_of(scope).seller_id,
        subject,
        models.NewMessage(new_object_id(), opening.words.body, files),
        sales_channel=opening.sales_channel,
        addressees=opening.words.addressees,
        now=now_of(scope),
    )
    return _sent(sent)


@patch(
    "/discussions/{discussion_id:str}",
    status_code=204,
    operation_id="changeDiscussion",
    summary="Close or reopen a discussion",
    opt=_WRITES
    | {
        "body": list[Change],
        "body_example": CLOSE,
        "answer": None,
        "problems": {"not-found": NO_DISCUSSION},
    },
)
async def change_discussion(scope: AsgiScope, discussion_id: ClosableId, body: RawBody) -> None:
    """Close a discussion with `false` at `/isOpen`, or reopen it with `true`.

    What is closed is treated. A customer who writes again reopens it.
    """
    is_open = parse_change(body, "/isOpen")
    await database_of(scope).write(
        writing.set_open,
        seller_of(scope).seller_id,
        _known_id(discussion_id),
        is_open=is_open,
        now=now_of(scope),
    )


@post(
    "/messages",
    status_code=201,
    operation_id="sendMessage",
    summary="Answer in a discussion",
    request_max_body_size=MAX_BODY_BYTES,
    opt=_WRITES
    | {
        "body": NewMessage,
        "body_example": NEW_MESSAGE,
        "answer": SentMessage,
        "problems": {
            "not-found": NO_DISCUSSION,
            "validation": "body has 5 characters; a message has 13 to 5000.",
            "body-too-large": _TOO_LARGE,
        },
    },
)
async def send_message(scope: AsgiScope, body: RawBody) -> JsonAnswer:
    """Write to the customer, or to customer service, in a discussion that is open. It is `Treated` then.

    Should you not know whether a call came through, send it again: for an hour the same answer, with nothing in between,
    is sent once only, and you are told of the message that is there.
    """
    reply = parse_reply(body)
    discussion_id = _known_id(reply.discussion_id)
    if reply.words.files:  # which are not kept for nothing
        await database_of(scope).read(
            writing.get_discussion, seller_of(scope).seller_id, discussion_id
        )
    files = await files_of(scope).keep(reply.words.files, field="attachments")
    sent = await database_of(scope).write(
        writing.reply_as_seller,
        seller_of(scope).seller_id,
        discussion_id,
        models.NewMessage(new_object_id(), reply.words.body, files),
        addressees=reply.words.addressees,
        sales_channel=reply.sales_channel,
        now=now_of(scope),
    )
    return _sent(sent)


@patch(
    "/messages/{message_id:str}",
    status_code=204,
    operation_id="changeMessage",
    summary="Mark a message as read",
    opt=_WRITES
    | {
        "body": list[Change],
        "body_example": READ,
        "answer": None,
        "problems": {"not-found": NO_MESSAGE},
    },
)
async def change_message(scope: AsgiScope, message_id: MessageId, body: RawBody) -> None:
    """Say with `true` at `/hasRead` that you have read a message. The discussion stays as it is."""
    has_read = parse_change(body, "/hasRead")
    if not _ID.fullmatch(message_id):
        raise MessageUnknown
    await database_of(scope).write(
        writing.set_read, seller_of(scope).seller_id, message_id, has_read=has_read
    )


@get(
    "/typologies",
    operation_id="listTypologies",
    summary="List the reasons to write",
    opt={"query": TypologyQuery, "request_headers": ("Accept-Language",)},
)
async def list_typologies(scope: AsgiScope) -> SubTypologyList:
    """Return the sub-typologies that fit a kind of discussion, the status of an order, and who writes.

    Sales channels have codes of their own beside these: expect codes that you do not know.
    """
    query = read_query(scope, TypologyQuery)
    language = language_of(scope)
    found = usable(query.typology_code or Typology.ORDER, query.order_status, query.user_type)
    items = [render_sub_typology(one, language) for one in found]
    return SubTypologyList(len(items), items)


@get(
    "/sales-channel-configurations/{sales_channel_id:str}",
    operation_id="getSalesChannelConfiguration",
    summary="Get what a sales channel allows in discussions",
    opt={"problems": {"not-found": "This seller has no sales channel with this id."}},
)
async def get_configuration(scope: AsgiScope, sales_channel_id: ChannelId) -> ChannelConfiguration:
    """Return whether you may open discussions on a sales channel, and the limits of messages and attachments."""
    channel = await database_of(scope).read(
        get_channel, seller_of(scope).seller_id, sales_channel_id
    )
    return ChannelConfiguration(
        sales_channel_id=channel.id,
        sales_channel=channel.id,
        can_seller_open_discussion=channel.sellers_open_discussions,
        minimum_body_length=MIN_BODY,
        maximum_body_length=MAX_BODY,
        maximum_attachments=MAX_ATTACHMENTS,
        maximum_attachments_size=MAX_BYTES,
        attachment_formats=list(FORMATS),
    )


def discussions_router() -> Router:
    """Every route of the perimeter. Those that write say so by themselves."""
    return Router(
        path="/",
        route_handlers=[
            list_discussions,
            count_discussions,
            get_discussion,
            open_discussion,
            change_discussion,
            send_message,
            change_message,
            list_attachments,
            list_typologies,
            get_configuration,
        ],
        opt={"scope": Scope.DISCUSSIONS_READ, "examples": EXAMPLES},
        tags=["Discussions"],
    )


def _sent(sent: writing.Sent) -> JsonAnswer:
    return JsonAnswer(SentMessage(sent.message_id, sent.discussion_id), status_code=201)


def _known_id(text: str) -> str:
    """What may be the id of a discussion, in small letters. Raises `DiscussionUnknown`."""
    wanted = text.casefold()
    if not _ID.fullmatch(wanted):
        raise DiscussionUnknown
    return wanted


def _filters(query: DiscussionQuery, now: datetime) -> Filters:
    period = reading.period_between(query.updated_at_min, query.updated_at_max, now=now)
    if query.order_id and query.order_seller_id and query.order_id != query.order_seller_id:
        raise Problem("validation", errors={"orderId": ["must be the same as orderSellerId"]})
    return Filters(
        period.start,
        period.end,
        discussion_id=query.discussion_id.casefold() or None,
        order_id=query.order_seller_id or query.order_id or None,
        sales_channels=query.sales_channel,
        is_open=query.is_open,
        statuses=query.process_status,
        graduations=query.graduation_code,
        typologies=query.typology_code,
        sub_typologies=query.sub_typology_code,
    )


def _order(sort: list[str], desc: list[str]) -> list[tuple[str, bool]]:
    """What to sort by: `updatedAt`, `desc:updatedAt`, or names that `desc` names too (contract/05 §2)."""
    names = {name.casefold(): name for name in store.SORT_KEYS}
    downwards = {text.casefold() for text in desc}
    all_down = bool(downwards & {"true", "1"})
    found: dict[str, bool] = {}
    for text in sort:
        direction, _, name = text.casefold().rpartition(":")
        key = names.get(name.strip())
        if key is None or direction.strip() not in ("", "asc", "desc"):
            message = (
                "takes only " + ", ".join(store.SORT_KEYS) + ", each with asc: or desc: before it"
            )
            raise Problem("validation", errors={"sort": [message]})
        found.setdefault(key, all_down or direction == "desc" or name in downwards)
    return list(found.items())
