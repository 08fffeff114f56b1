"""Wire models of discussions, names exactly as in contract/07: camelCase, `salesChannel` without `Id`.

Docstrings and descriptions are the reference's texts. What clients send is described here and read by `bodies.py`.
"""

from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from sellergate.market.discussions.models import (
    MAX_BODY,
    MIN_BODY,
    Status,
    Typology,
    UserType,
    Which,
)
from sellergate.market.orders.models import Status as OrderStatus
from sellergate.rest.paging import CursorText, ItemsPerPage, PageIndex

MOST_ON_A_PAGE = 500

DiscussionIdText = Annotated[str, Meta(description="Names the discussion: 24 hexadecimal digits.")]
MessageIdText = Annotated[str, Meta(description="Names the message: 24 hexadecimal digits.")]
OpenFilter = Annotated[bool | None, Meta(description="Only open discussions, or only closed ones.")]
StatusFilter = Annotated[
    list[Status],
    Meta(
        description="Only discussions in which you have something to do (`ToTreat`), or nothing (`Treated`)."
    ),
]
GraduationFilter = Annotated[
    list[str],
    Meta(
        description="Only these graduations, such as `Claim`, with commas; letter case does not matter."
    ),
]
ChannelFilter = Annotated[
    list[str], Meta(description="Only these sales channels, such as `CDISFR`, with commas.")
]
BodyText = Annotated[
    str,
    Meta(
        min_length=MIN_BODY,
        max_length=MAX_BODY,
        description=(
            "The text, 13 to 5000 characters. It may hold HTML: it is kept as it is sent, so escape it where you show it."
        ),
    ),
]


class DiscussionQuery(Struct, rename="camel"):
    """The parameters of the search."""

    discussion_id: Annotated[str, Meta(description="Only this discussion.")] = ""
    order_seller_id: Annotated[str, Meta(description="Only discussions about this order.")] = ""
    order_id: Annotated[str, Meta(description="The same as `orderSellerId`.")] = ""
    sales_channel: ChannelFilter = []
    is_open: OpenFilter = None
    process_status: StatusFilter = []
    graduation_code: GraduationFilter = []
    typology_code: Annotated[
        list[str], Meta(description="`Order` or `Offer`; letter case does not matter.")
    ] = []
    sub_typology_code: Annotated[
        list[str],
        Meta(
            description="Only these reasons, such as `orderNotShipped`; letter case does not matter."
        ),
    ] = []
    updated_at_min: Annotated[
        datetime | None,
        Meta(
            description=(
                "Only discussions that changed then or later: at most six months before `updatedAtMax`, or before now. "
                "Without it the last six months are searched."
            )
        ),
    ] = None
    updated_at_max: Annotated[
        datetime | None, Meta(description="Only discussions that last changed then or earlier.")
    ] = None
    include_messages: Annotated[
        Which | None,
        Meta(
            description="Let each discussion come with its first or with its last message. Without it there is none."
        ),
    ] = None
    sort: Annotated[
        list[str],
        Meta(
            description=(
                "What to sort by, with commas: `updatedAt`, `createdAt`, `orderSellerId`, `status`, `isOpen`, "
                "`salesChannel`. `desc:updatedAt` goes downwards. Without it the latest change comes first."
            )
        ),
    ] = []
    desc: Annotated[
        list[str], Meta(description="Those of `sort` that go downwards, with commas; `true`: all.")
    ] = []
    page_index: PageIndex = 1
    page_size: Annotated[
        int,
        Meta(
            ge=1,
            le=MOST_ON_A_PAGE,
            description="How many discussions a page has at most.",
            examples=[2],
        ),
    ] = 25


class CountQuery(Struct, rename="camel"):
    """The parameters of the count."""

    sales_channel: ChannelFilter = []
    graduation_code: GraduationFilter = []
    process_status: StatusFilter = []
    is_open: OpenFilter = None


class AttachmentQuery(Struct, rename="camel"):
    """The parameters of the list of attachments. One of the first three must be there."""

    discussion_id: Annotated[
        str,
        Meta(
            description="The attachments of this discussion, the oldest first.",
            examples=["681c8c1f75f0bbe68f92bbdb"],
        ),
    ] = ""
    message_id: Annotated[str, Meta(description="The attachments of this message.")] = ""
    sales_channel_external_reference: Annotated[
        str,
        Meta(
            description="The attachments of the discussion, or of the message, that the channel knows by this."
        ),
    ] = ""
    limit: Annotated[
        int,
        Meta(
            ge=1,
            le=100,
            description="How many files an answer has at most. It ends earlier once they make 12 MB.",
        ),
    ] = 25
    cursor: CursorText = ""


class TypologyQuery(Struct, rename="camel"):
    """The parameters of the catalogue of reasons."""

    sales_channel: Annotated[
        str, Meta(description="The sales channel. All have the same reasons at present.")
    ] = ""
    order_status: Annotated[
        OrderStatus | None,
        Meta(
            description="Only reasons that an order in this status can have.",
            examples=["Accepted"],
        ),
    ] = None
    typology_code: Annotated[
        Typology | None,
        Meta(
            description="What the discussion is about; letter case does not matter. Default: Order."
        ),
    ] = None
    user_type: Annotated[UserType | None, Meta(description="Only reasons that these may give.")] = (
        None
    )


class UserRef(Struct, rename="camel"):
    """Somebody who takes part in a discussion."""

    user_id: Annotated[
        str, Meta(description="Who: the `customerId`, the SellerId, or the sales channel.")
    ]
    user_type: Annotated[
        str, Meta(description="`Customer`, `Seller`, or `GrcOperator` for customer service.")
    ]


class AttachmentInfo(Struct, rename="camel"):
    """A file of a message. Its bytes are in `GET /attachments`."""

    attachment_name: Annotated[str, Meta(description="Its name, without extension.")]
    file_format: Annotated[str, Meta(description="Its extension, such as `pdf`.")]
    size: Annotated[int, Meta(description="How many bytes it has.")]


class Message(Struct, rename="camel"):
    """What one party wrote to another."""

    message_id: MessageIdText
    body: Annotated[
        str,
        Meta(
            description="The text as it was sent: it may hold HTML. Escape it, or strip the tags, where you show it."
        ),
    ]
    created_at: Annotated[str, Meta(description="When it was sent (RFC 3339, milliseconds).")]
    sender: UserRef
    receivers: list[UserRef]
    sales_channel_external_reference: Annotated[
        str, Meta(description="What the channel knows the message by.")
    ]
    has_read: Annotated[bool, Meta(description="Whether you have read it. Your own are read.")]
    attachments: list[AttachmentInfo]


class Discussion(Struct, rename="camel"):
    """A discussion about an order or an offer. A claim is a discussion whose `graduation` is above `Discussion`."""

    discussion_id: DiscussionIdText
    subject: Annotated[str, Meta(description="What it is about, in a line.")]
    order_reference: Annotated[
        str | None, Meta(description="What the sales channel calls the order.")
    ]
    order_seller_id: Annotated[
        str | None, Meta(description="The order, as `orderId` of `GET /orders` has it.")
    ]
    sales_channel_external_reference: Annotated[
        str, Meta(description="What the channel knows the discussion by.")
    ]
    is_open: Annotated[bool, Meta(description="Whether you can answer.")]
    graduation: Annotated[
        str,
        Meta(description="`Discussion`, `Claim` or `Level_1`. Expect values that you do not know."),
    ]
    typology_code: Annotated[str, Meta(description="`Order` or `Offer`.")]
    sub_typology_code: Annotated[
        str, Meta(description="The reason. Expect codes that you do not know.")
    ]
    created_at: Annotated[str, Meta(description="When it was opened (RFC 3339, milliseconds).")]
    updated_at: Annotated[
        str, Meta(description="When something was last written or decided in it.")
    ]
    status: Annotated[
        Status,
        Meta(description="`ToTreat`: it waits for you. `Treated`: it does not, or it is closed."),
    ]
    customer_id: Annotated[
        str, Meta(description="The customer. The name is in the order's addresses.")
    ]
    seller_id: Annotated[str, Meta(description="Your SellerId.")]
    sales_channel: Annotated[str, Meta(description="The sales channel.")]
    product_id: Annotated[
        str | UnsetType, Meta(description="The product, when it is about one.")
    ] = UNSET
    offer_id: Annotated[str | UnsetType, Meta(description="The offer, when it is about one.")] = (
        UNSET
    )
    message: Annotated[
        Message | UnsetType,
        Meta(description="In lists, with `includeMessages`: the message asked for."),
    ] = UNSET
    messages: Annotated[
        list[Message] | UnsetType,
        Meta(
            description="All messages, the oldest first; in lists, with `includeMessages`, the one asked for."
        ),
    ] = UNSET
    recipients: Annotated[
        list[UserRef] | UnsetType,
        Meta(description="Not in lists: to whom you can write in this discussion."),
    ] = UNSET


class DiscussionPage(Struct, rename="camel"):
    """Discussions of the seller; the `Link` header names the next page, if there is one."""

    items_per_page: ItemsPerPage
    items: list[Discussion]


class NewAttachment(Struct, rename="camel"):
    """A file to send."""

    content: Annotated[str, Meta(description="Its bytes in base64 (RFC 4648 §4).")]
    name: Annotated[str, Meta(description="Its name, without extension.")]
    file_format: Annotated[
        str,
        Meta(
            description="Its extension: png, gif, bmp, jpg, jpeg, tif, pdf, doc, docx or xls. The bytes must be of it."
        ),
    ]


class NewReceiver(Struct, rename="camel", omit_defaults=True):
    """Somebody to write to."""

    user_type: Annotated[str, Meta(description="`Customer` or `GrcOperator`.")]
    user_id: Annotated[
        str | None,
        Meta(description="The discussion's `customerId`, or its `salesChannel`. May be left out."),
    ] = None


class NewMessage(Struct, rename="camel", omit_defaults=True):
    """An answer in a discussion. Say to whom with `receivers` or with `receiver`."""

    discussion_id: DiscussionIdText
    body: BodyText
    sales_channel: Annotated[
        str | None, Meta(description="The discussion's sales channel, if you say it.")
    ] = None
    receivers: Annotated[list[NewReceiver] | None, Meta(description="To whom.")] = None
    receiver: Annotated[
        str | None, Meta(description="The same, by its type: `Customer` or `GrcOperator`.")
    ] = None
    attachments: Annotated[
        list[NewAttachment] | None, Meta(description="Three files at most, 4 MB in all.")
    ] = None


class FirstMessage(Struct, rename="camel", omit_defaults=True):
    """The message that a discussion is opened with."""

    body: BodyText
    receiver: Annotated[str | None, Meta(description="`Customer` or `GrcOperator`.")] = None
    receivers: Annotated[
        list[NewReceiver] | None, Meta(description="The same, as in `POST /messages`.")
    ] = None
    attachments: Annotated[
        list[NewAttachment] | None, Meta(description="Three files at most, 4 MB in all.")
    ] = None


class NewDiscussion(Struct, rename="camel", omit_defaults=True):
    """A discussion to open about an order."""

    subject: Annotated[
        str, Meta(min_length=1, max_length=200, description="What it is about, in a line.")
    ]
    order_id: Annotated[str, Meta(description="The order.")]
    sales_channel: Annotated[str, Meta(description="The order's sales channel.")]
    subtypology_code: Annotated[
        str, Meta(description="The reason, as `GET /typologies` gives them.")
    ]
    message: FirstMessage
    product_id: Annotated[str | None, Meta(description="The product, when it is about one.")] = None


class Change(Struct):
    """A change of one member, as in JSON Patch."""

    op: Annotated[str, Meta(description="`replace`. `opt` is understood as well.")]
    path: Annotated[str, Meta(description="`/isOpen` of a discussion, `/hasRead` of a message.")]
    value: Annotated[bool, Meta(description="`true` or `false`, as a boolean or as a text.")]


class SentMessage(Struct, rename="camel"):
    """The message that was sent; or, when you send the same again, that was sent before."""

    message_id: MessageIdText
    discussion_id: DiscussionIdText


class AttachmentContent(Struct, rename="camel"):
    """A file of a message."""

    attachment_name: Annotated[str, Meta(description="Its name, without extension.")]
    file_format: Annotated[str, Meta(description="Its extension, such as `pdf`.")]
    content: Annotated[str, Meta(description="Its bytes in base64.")]
    size: Annotated[int, Meta(description="How many bytes it has.")]
    message_id: MessageIdText


class SubTypology(Struct, rename="camel"):
    """A reason to write."""

    typology_code: Annotated[str, Meta(description="`Order` or `Offer`.")]
    sub_typology_code: Annotated[
        str, Meta(description="The reason, as discussions and `subtypologyCode` have it.")
    ]
    label: Annotated[str, Meta(description="It in words, in the language of `Accept-Language`.")]
    order_statuses: Annotated[
        list[str], Meta(description="Of orders that it can be about. Empty: of an offer.")
    ]
    user_types: Annotated[list[str], Meta(description="Who may give it.")]


class SubTypologyList(Struct, rename="camel"):
    """Every reason that fits."""

    items_per_page: ItemsPerPage
    items: list[SubTypology]


class ChannelConfiguration(Struct, rename="camel"):
    """What a sales channel allows in discussions."""

    sales_channel_id: Annotated[str, Meta(description="The sales channel.")]
    sales_channel: Annotated[str, Meta(description="The same, as discussions name it.")]
    can_seller_open_discussion: Annotated[
        bool,
        Meta(description="Whether `POST /discussions` is allowed. If not, customers write first."),
    ]
    minimum_body_length: Annotated[int, Meta(description="Characters of a message, at least.")]
    maximum_body_length: Annotated[int, Meta(description="Characters of a message, at most.")]
    maximum_attachments: Annotated[int, Meta(description="Files of a message, at most.")]
    maximum_attachments_size: Annotated[
        int, Meta(description="Bytes of all files of a message together, at most.")
    ]
    attachment_formats: Annotated[list[str], Meta(description="The formats of files.")]
