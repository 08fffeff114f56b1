"""Routes that read discussions, whosever they are. Docstrings are the reference's texts."""

from datetime import UTC, datetime
from typing import Annotated, Final

from litestar import get
from litestar.openapi.spec import Example
from litestar.params import PathParameter
from litestar.types import Scope as AsgiScope
from msgspec import Meta, Struct

from sellergate.access.context import SellerId
from sellergate.kit.problems import Problem
from sellergate.market.discussions.models import (
    MAX_ORDER_ID,
    Attachment,
    Discussion,
    Message,
    Party,
    Status,
    UserType,
)
from sellergate.market.discussions.overview import (
    Seen,
    Wanted,
    get_any_thread,
    page_of_any_discussions,
)
from sellergate.operator_api.examples import ORDER_ID
from sellergate.operator_api.schemas import PLAIN, ChannelId, SellerNumber
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.files import File, FileAnswer
from sellergate.rest.openapi.facts import EXAMPLE_SELLER_ID
from sellergate.rest.paging import NEXT_PAGE, CursorText, next_link, parse_cursor, render_cursor
from sellergate.rest.queries import read_query
from sellergate.rest.wire import database_of, documents_of
from sellergate.storage.documents import DocumentGone

DISCUSSION_ID: Final = "681c8c1f75f0bbe68f92bbdb"
MESSAGE_ID: Final = "d95e245537c4ab9914ccf843"
MAX_PAGE: Final = 100
NO_DISCUSSION: Final = "There is no discussion with this id."
NO_FILE: Final = "There is no such file in this discussion."
DiscussionIdPath = Annotated[
    str, PathParameter(description="The discussion.", examples=[Example(value=DISCUSSION_ID)])
]
MessageIdPath = Annotated[
    str, PathParameter(description="The message.", examples=[Example(value=MESSAGE_ID)])
]
PositionPath = Annotated[
    int, PathParameter(description="Which of its files, from 1.", examples=[Example(value=1)])
]


class DiscussionQuery(Struct, rename="camel"):
    """Filters of `GET /discussions`."""

    seller_id: SellerNumber | None = None
    order_id: Annotated[str, Meta(max_length=MAX_ORDER_ID, pattern=PLAIN)] | None = None
    status: Status | None = None
    is_open: bool | None = None
    limit: Annotated[int, Meta(ge=1, le=MAX_PAGE, description="How many at most.")] = 50
    cursor: CursorText | None = None


class Participant(Struct, rename="camel"):
    """Who writes or reads: a customer or seller by its reference, customer service by its sales channel."""

    user_id: str
    user_type: UserType


class WrittenFile(Struct, rename="camel"):
    """A file of a message. Download it with its position."""

    position: int
    name: Annotated[str, Meta(description="Its name, without the extension.")]
    file_format: str
    size: Annotated[int, Meta(description="In bytes.")]


class WrittenMessage(Struct, rename="camel"):
    """What was written."""

    message_id: str
    body: Annotated[str, Meta(description="As it was sent: it may hold HTML. Escape it.")]
    created_at: datetime
    sender: Participant
    receivers: list[Participant]
    has_read: Annotated[bool, Meta(description="Whether the seller has read it, or wrote it.")]
    attachments: list[WrittenFile]


class DiscussionInList(Struct, rename="camel"):
    """A discussion, as lists have it."""

    discussion_id: str
    seller_id: SellerNumber
    shop_name: str
    sales_channel_id: ChannelId
    order_id: str | None
    offer_id: str | None
    customer_reference: str
    subject: str
    sub_typology_code: str
    graduation: str
    status: Annotated[Status, Meta(description="Whether the seller has something to do.")]
    is_open: bool
    created_at: datetime
    updated_at: datetime
    last_message: WrittenMessage


class MarketDiscussionList(Struct, rename="camel"):
    """Discussions, the last one opened first."""

    items_per_page: Annotated[int, Meta(description="How many items there are in this page.")]
    items: list[DiscussionInList]


class MarketDiscussion(Struct, rename="camel"):
    """A discussion with all its messages, the oldest first."""

    discussion_id: str
    seller_id: SellerNumber
    sales_channel_id: ChannelId
    order_id: str | None
    order_reference: str | None
    offer_id: str | None
    product_id: str | None
    customer_reference: str
    subject: str
    sub_typology_code: str
    graduation: str
    status: Annotated[Status, Meta(description="Whether the seller has something to do.")]
    is_open: bool
    created_at: datetime
    updated_at: datetime
    messages: list[WrittenMessage]


_AT: Final = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
_MESSAGE: Final = WrittenMessage(
    MESSAGE_ID,
    "Good morning, when will my order be shipped?",
    _AT,
    Participant("CU0000042", UserType.CUSTOMER),
    [Participant(EXAMPLE_SELLER_ID, UserType.SELLER)],
    False,
    [WrittenFile(1, "photo", "jpg", 48_211)],
)
EXAMPLES: Final[dict[str, object]] = {
    "listDiscussions": MarketDiscussionList(
        1,
        [
            DiscussionInList(
                DISCUSSION_ID,
                EXAMPLE_SELLER_ID,
                "Maison Bruyère",
                "CDISFR",
                ORDER_ID,
                None,
                "CU0000042",
                "Where is my parcel?",
                "orderNotShipped",
                "Discussion",
                Status.TO_TREAT,
                True,
                _AT,
                _AT,
                _MESSAGE,
            )
        ],
    ),
    "getDiscussion": MarketDiscussion(
        DISCUSSION_ID,
        EXAMPLE_SELLER_ID,
        "CDISFR",
        ORDER_ID,
        "MKP-77120",
        None,
        None,
        "CU0000042",
        "Where is my parcel?",
        "orderNotShipped",
        "Discussion",
        Status.TO_TREAT,
        True,
        _AT,
        _AT,
        [_MESSAGE],
    ),
}


@get(
    "/discussions",
    operation_id="listDiscussions",
    summary="List discussions",
    opt={
        "query": DiscussionQuery,
        "answer": MarketDiscussionList,
        "answer_headers": NEXT_PAGE,
    },
)
async def list_discussions(scope: AsgiScope) -> JsonAnswer:
    """Return the discussions with all sellers, the last one opened first, each with what was written last.

    Follow the `Link` header to the next page.
    """
    query = read_query(scope, DiscussionQuery)
    wanted = Wanted(
        seller_id=SellerId(int(query.seller_id)) if query.seller_id else None,
        order_id=query.order_id,
        status=query.status,
        is_open=query.is_open,
    )
    found = await database_of(scope).read(
        page_of_any_discussions,
        wanted,
        limit=query.limit + 1,
        before=parse_cursor(query.cursor, int)[0] if query.cursor else None,
    )
    page = found[: query.limit]
    headers = {}
    if len(found) > query.limit:
        headers = next_link(scope, cursor=render_cursor(page[-1].discussion.row))
    return JsonAnswer(
        MarketDiscussionList(len(page), [_render_seen(one) for one in page]), headers=headers
    )


@get(
    "/discussions/{discussion_id:str}",
    operation_id="getDiscussion",
    summary="Get a discussion",
    opt={"problems": {"not-found": NO_DISCUSSION}},
)
async def get_discussion(scope: AsgiScope, discussion_id: DiscussionIdPath) -> MarketDiscussion:
    """Return a discussion with all its messages. Reading it here leaves it unread for its seller."""
    thread = await database_of(scope).read(get_any_thread, discussion_id)
    found = thread.discussion
    return MarketDiscussion(
        found.discussion_id,
        str(found.seller_id),
        found.sales_channel_id,
        found.order_id,
        found.order_reference,
        found.offer_id,
        found.product_id,
        found.customer_id,
        found.subject,
        found.sub_typology_code,
        found.graduation,
        found.status,
        found.is_open,
        found.created_at,
        found.updated_at,
        [_render_message(message) for message in thread.messages],
    )


@get(
    "/discussions/{discussion_id:str}/messages/{message_id:str}/attachments/{position:int}",
    operation_id="getAttachment",
    summary="Download a file of a message",
    opt={
        "file": File(
            "The bytes of the file, as they were sent.",
            types=("application/octet-stream",),
            example="%PDF-1.7 …",
        ),
        "problems": {"not-found": NO_FILE},
    },
)
async def get_attachment(
    scope: AsgiScope,
    discussion_id: DiscussionIdPath,
    message_id: MessageIdPath,
    position: PositionPath,
) -> FileAnswer:
    """Return a file that came with a message, whoever wrote it."""
    thread = await database_of(scope).read(get_any_thread, discussion_id)
    found = thread.find_attachment(message_id, position)
    if found is None:
        raise Problem("not-found", NO_FILE)
    try:
        content = await documents_of(scope).get(found.document_key)
    except DocumentGone as error:
        raise Problem("unavailable", "The bytes of this file cannot be read now.") from error
    return FileAnswer(
        content, media_type="application/octet-stream", size=found.size, name=found.file_name
    )


def _render_seen(seen: Seen) -> DiscussionInList:
    found: Discussion = seen.discussion
    return DiscussionInList(
        found.discussion_id,
        str(found.seller_id),
        seen.shop_name,
        found.sales_channel_id,
        found.order_id,
        found.offer_id,
        found.customer_id,
        found.subject,
        found.sub_typology_code,
        found.graduation,
        found.status,
        found.is_open,
        found.created_at,
        found.updated_at,
        _render_message(seen.last),
    )


def _render_message(message: Message) -> WrittenMessage:
    return WrittenMessage(
        message.message_id,
        message.body,
        message.created_at,
        _render_party(message.sender),
        [_render_party(party) for party in message.receivers],
        message.has_read,
        [_render_file(one) for one in message.attachments],
    )


def _render_party(party: Party) -> Participant:
    return Participant(party.user_id, party.user_type)


def _render_file(attachment: Attachment) -> WrittenFile:
    return WrittenFile(
        attachment.position, attachment.name, attachment.file_format, attachment.size
    )
