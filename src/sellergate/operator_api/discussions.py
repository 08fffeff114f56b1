"""Routes of what customers and customer service write to sellers. Docstrings are the reference's texts."""

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Final

from litestar import Router, post
from litestar.params import RawBody
from litestar.types import Scope as AsgiScope
from msgspec import Meta, Struct
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.access.scopes import OperatorScope
from sellergate.kit.problems import Problem
from sellergate.market.discussions import writing
from sellergate.market.discussions.attachments import (
    MAX_ATTACHMENTS,
    MAX_BYTES,
    check_file,
    check_files,
    decode_base64,
)
from sellergate.market.discussions.errors import SentOtherwise
from sellergate.market.discussions.keeping import ATTACHMENT_FILES, AttachmentFiles
from sellergate.market.discussions.models import (
    MAX_BODY,
    MAX_CODE,
    MAX_SUBJECT,
    MIN_BODY,
    Attachment,
    NewMessage,
    Subject,
    UserType,
)
from sellergate.market.discussions.rules import check_body, check_code, check_subject
from sellergate.market.orders.overview import get_any_order
from sellergate.operator_api import threads
from sellergate.operator_api.examples import ORDER_ID
from sellergate.operator_api.schemas import PLAIN, SellerNumber
from sellergate.operator_api.threads import DISCUSSION_ID, MESSAGE_ID, DiscussionIdPath
from sellergate.operator_api.wire import object_id_of
from sellergate.rest.bodies import parse_body
from sellergate.rest.openapi.facts import EXAMPLE_SELLER_ID
from sellergate.rest.wire import database_of, now_of

MAX_BODY_BYTES: Final = MAX_BYTES * 3 // 2 + 100_000  # attachments are in base64
NO_DISCUSSION: Final = "This seller has no discussion with this id."
KEY_REUSED: Final = "This Idempotency-Key came with another request before."
MessageText = Annotated[
    str,
    Meta(
        min_length=MIN_BODY,
        max_length=MAX_BODY,
        pattern=r"^[^\x00]*$",
        description="What is written. It may hold HTML, which is shown as it was written.",
    ),
]


class Writer(StrEnum):
    """Who writes to the seller."""

    CUSTOMER = "Customer"
    CUSTOMER_SERVICE = "GrcOperator"


class AttachmentToSend(Struct, rename="camel"):
    """A file that comes with a message."""

    name: Annotated[
        str, Meta(min_length=1, max_length=255, description="Its name, without the extension.")
    ]
    file_format: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=10,
            description="Its extension: png, gif, bmp, jpg, jpeg, tif, pdf, doc, docx or xls.",
        ),
    ]
    content: Annotated[str, Meta(min_length=1, description="Its bytes, in base64.")]


Attachments = Annotated[
    list[AttachmentToSend],
    Meta(max_length=MAX_ATTACHMENTS, description="Up to three files, 4 MB in all."),
]


class DiscussionToOpen(Struct, rename="camel", kw_only=True):
    """A customer's first message about an order, or customer service's."""

    order_id: Annotated[str, Meta(max_length=40, pattern=PLAIN)]
    subject: Annotated[str, Meta(min_length=1, max_length=MAX_SUBJECT, pattern=PLAIN)]
    sub_typology_code: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=MAX_CODE,
            pattern=PLAIN,
            description="What it is about: a code of `GET /typologies` of the Seller API, or one of the channel.",
        ),
    ]
    body: MessageText
    sender: Writer = Writer.CUSTOMER
    attachments: Attachments = []


class MessageToSeller(Struct, rename="camel", kw_only=True):
    """One more message in a discussion."""

    seller_id: SellerNumber
    body: MessageText
    sender: Writer = Writer.CUSTOMER
    attachments: Attachments = []


class GraduationToSet(Struct, rename="camel", kw_only=True):
    """How serious a discussion is."""

    seller_id: SellerNumber
    graduation: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=20,
            pattern="^[A-Za-z0-9_]+$",
            description="`Discussion`, `Claim`, `Level_1`, or what else your channels know.",
        ),
    ]


class SentMessage(Struct, rename="camel"):
    """What was written down."""

    discussion_id: str
    message_id: str


_OPENING: Final = DiscussionToOpen(
    order_id=ORDER_ID,
    subject="Where is my parcel?",
    sub_typology_code="orderNotShipped",
    body="Good morning, when will my order be shipped?",
)
_MESSAGE: Final = MessageToSeller(
    seller_id=EXAMPLE_SELLER_ID,
    body="Please answer your customer within two days.",
    sender=Writer.CUSTOMER_SERVICE,
)
_CLAIM: Final = GraduationToSet(seller_id=EXAMPLE_SELLER_ID, graduation="Claim")
_SENT: Final = SentMessage(DISCUSSION_ID, MESSAGE_ID)
EXAMPLES: Final[dict[str, object]] = {"openDiscussionForSeller": _SENT, "writeToSeller": _SENT}


@post(
    "/discussions",
    status_code=201,
    operation_id="openDiscussionForSeller",
    summary="Open a discussion with a seller",
    request_max_body_size=MAX_BODY_BYTES,
    opt={
        "body": DiscussionToOpen,
        "body_example": _OPENING,
        "request_headers": ("Idempotency-Key",),
        "problems": {
            "not-found": "There is no order with this id.",
            "validation": "body is missing.",
            "idempotency-key-reused": KEY_REUSED,
        },
    },
)
async def open_discussion(scope: AsgiScope, body: RawBody) -> SentMessage:
    """Open a discussion about an order, as its customer or as customer service. Its seller has to treat it then.

    Sent again with the same `Idempotency-Key`, it is opened once.
    """
    opening = parse_body(body, DiscussionToOpen)
    subject = Subject(
        discussion_id=object_id_of(scope, "discussion"),
        text=check_subject(opening.subject),
        sub_typology_code=check_code(opening.sub_typology_code, field="subTypologyCode"),
        order_id=opening.order_id,
    )
    files = await _kept(scope, opening.attachments)
    message = NewMessage(object_id_of(scope, "opening"), check_body(opening.body), files)
    now = now_of(scope)

    def write(conn: Connection) -> writing.Sent:
        order = get_any_order(conn, opening.order_id)
        sender = UserType(opening.sender.value)
        return writing.open_for_seller(
            conn, order.seller_id, subject, message, sender_type=sender, now=now
        )

    return await _sent(scope, write)


@post(
    "/discussions/{discussion_id:str}/messages",
    status_code=201,
    operation_id="writeToSeller",
    summary="Write to a seller",
    request_max_body_size=MAX_BODY_BYTES,
    opt={
        "body": MessageToSeller,
        "body_example": _MESSAGE,
        "request_headers": ("Idempotency-Key",),
        "problems": {
            "not-found": NO_DISCUSSION,
            "validation": "body is missing.",
            "idempotency-key-reused": KEY_REUSED,
        },
    },
)
async def write_message(
    scope: AsgiScope, discussion_id: DiscussionIdPath, body: RawBody
) -> SentMessage:
    """Write in a discussion, as the customer or as customer service. It is open, and to treat, then.

    Sent again with the same `Idempotency-Key`, it is written once.
    """
    said = parse_body(body, MessageToSeller)
    files = await _kept(scope, said.attachments)
    message = NewMessage(object_id_of(scope, "message"), check_body(said.body), files)
    seller_id, now = SellerId(int(said.seller_id)), now_of(scope)

    def write(conn: Connection) -> writing.Sent:
        sender = UserType(said.sender.value)
        return writing.reply_to_seller(
            conn, seller_id, discussion_id, message, sender_type=sender, now=now
        )

    return await _sent(scope, write)


@post(
    "/discussions/{discussion_id:str}/graduation",
    status_code=204,
    operation_id="graduateDiscussion",
    summary="Make a claim of a discussion",
    opt={
        "body": GraduationToSet,
        "body_example": _CLAIM,
        "problems": {"not-found": NO_DISCUSSION, "validation": "graduation is missing."},
    },
)
async def graduate(scope: AsgiScope, discussion_id: DiscussionIdPath, body: RawBody) -> None:
    """Say how serious a discussion is. The scale is open: clients must expect graduations that they do not know."""
    wanted = parse_body(body, GraduationToSet)
    await database_of(scope).write(
        writing.graduate,
        SellerId(int(wanted.seller_id)),
        discussion_id,
        wanted.graduation,
        now_of(scope),
    )


def discussions_router() -> Router:
    """The routes of discussions."""
    return Router(
        path="/",
        route_handlers=[
            *(threads.list_discussions, threads.get_discussion, threads.get_attachment),
            *(open_discussion, write_message, graduate),
        ],
        tags=["Discussions"],
        opt={"scope": OperatorScope.OPERATOR, "examples": EXAMPLES | threads.EXAMPLES},
    )


async def _sent(scope: AsgiScope, write: Callable[[Connection], writing.Sent]) -> SentMessage:
    """What was written down, now or when the same request came before. Raises `Problem`."""
    try:
        return SentMessage(*await database_of(scope).write(write))
    except SentOtherwise as error:
        raise Problem("idempotency-key-reused") from error


async def _kept(scope: AsgiScope, sent: list[AttachmentToSend]) -> tuple[Attachment, ...]:
    """What is written down of the files, whose bytes are kept then."""
    files = []
    for place, one in enumerate(sent):
        field = f"attachments[{place}]"
        content = decode_base64(one.content, field=f"{field}.content")
        files.append(check_file(one.name, one.file_format, content, field=field))
    check_files(files)
    keeper: AttachmentFiles = scope["litestar_app"].state[ATTACHMENT_FILES]
    return await keeper.keep(files, field="attachments")
