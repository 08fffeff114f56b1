"""Values of the API: discussions.

Made by `make sdk` from docs/reference/openapi.yaml; do not edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sellergate_client._core.model import Model, OpenEnum, member


class AttachmentContent(Model):
    """A file of a message."""

    attachment_name: str = member("attachmentName")
    """Its name, without extension."""
    file_format: str = member("fileFormat")
    """Its extension, such as `pdf`."""
    content: str = member("content")
    """Its bytes in base64."""
    size: int = member("size")
    """How many bytes it has."""
    message_id: str = member("messageId")
    """Names the message: 24 hexadecimal digits."""


class AttachmentInfo(Model):
    """A file of a message. Its bytes are in `GET /attachments`."""

    attachment_name: str = member("attachmentName")
    """Its name, without extension."""
    file_format: str = member("fileFormat")
    """Its extension, such as `pdf`."""
    size: int = member("size")
    """How many bytes it has."""


class Change(Model):
    """A change of one member, as in JSON Patch."""

    op: str = member("op")
    """`replace`. `opt` is understood as well."""
    path: str = member("path")
    """`/isOpen` of a discussion, `/hasRead` of a message."""
    value: bool = member("value")
    """`true` or `false`, as a boolean or as a text."""


class ChannelConfiguration(Model):
    """What a sales channel allows in discussions."""

    sales_channel_id: str = member("salesChannelId")
    """The sales channel."""
    sales_channel: str = member("salesChannel")
    """The same, as discussions name it."""
    can_seller_open_discussion: bool = member("canSellerOpenDiscussion")
    """Whether `POST /discussions` is allowed. If not, customers write first."""
    minimum_body_length: int = member("minimumBodyLength")
    """Characters of a message, at least."""
    maximum_body_length: int = member("maximumBodyLength")
    """Characters of a message, at most."""
    maximum_attachments: int = member("maximumAttachments")
    """Files of a message, at most."""
    maximum_attachments_size: int = member("maximumAttachmentsSize")
    """Bytes of all files of a message together, at most."""
    attachment_formats: Sequence[str] = member("attachmentFormats")
    """The formats of files."""


class Discussion(Model):
    """A discussion about an order or an offer. A claim is a discussion whose `graduation` is above
    `Discussion`.
    """

    discussion_id: str = member("discussionId")
    """Names the discussion: 24 hexadecimal digits."""
    subject: str = member("subject")
    """What it is about, in a line."""
    order_reference: str | None = member("orderReference", default=None)
    """What the sales channel calls the order."""
    order_seller_id: str | None = member("orderSellerId", default=None)
    """The order, as `orderId` of `GET /orders` has it."""
    sales_channel_external_reference: str = member("salesChannelExternalReference")
    """What the channel knows the discussion by."""
    is_open: bool = member("isOpen")
    """Whether you can answer."""
    graduation: str = member("graduation")
    """`Discussion`, `Claim` or `Level_1`. Expect values that you do not know."""
    typology_code: str = member("typologyCode")
    """`Order` or `Offer`."""
    sub_typology_code: str = member("subTypologyCode")
    """The reason. Expect codes that you do not know."""
    created_at: datetime = member("createdAt")
    """When it was opened (RFC 3339, milliseconds)."""
    updated_at: datetime = member("updatedAt")
    """When something was last written or decided in it."""
    status: DiscussionsStatus = member("status")
    """`ToTreat`: it waits for you. `Treated`: it does not, or it is closed."""
    customer_id: str = member("customerId")
    """The customer. The name is in the order's addresses."""
    seller_id: str = member("sellerId")
    """Your SellerId."""
    sales_channel: str = member("salesChannel")
    """The sales channel."""
    product_id: str | None = member("productId", default=None)
    """The product, when it is about one."""
    offer_id: str | None = member("offerId", default=None)
    """The offer, when it is about one."""
    message: Message | None = member("message", default=None)
    """In lists, with `includeMessages`: the message asked for."""
    messages: Sequence[Message] | None = member("messages", default=None)
    """All messages, the oldest first; in lists, with `includeMessages`, the one asked for."""
    recipients: Sequence[UserRef] | None = member("recipients", default=None)
    """Not in lists: to whom you can write in this discussion."""


class DiscussionPage(Model):
    """Discussions of the seller; the `Link` header names the next page, if there is one."""

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[Discussion] = member("items")


class DiscussionsStatus(OpenEnum):
    """Whether the seller has something to do."""

    TO_TREAT = "ToTreat"
    TREATED = "Treated"


class FirstMessage(Model):
    """The message that a discussion is opened with."""

    body: str = member("body")
    """The text, 13 to 5000 characters. It may hold HTML: it is kept as it is sent, so escape it where you
    show it.
    """
    receiver: str | None = member("receiver", default=None)
    """`Customer` or `GrcOperator`."""
    receivers: Sequence[NewReceiver] | None = member("receivers", default=None)
    """The same, as in `POST /messages`."""
    attachments: Sequence[NewAttachment] | None = member("attachments", default=None)
    """Three files at most, 4 MB in all."""


class Message(Model):
    """What one party wrote to another."""

    message_id: str = member("messageId")
    """Names the message: 24 hexadecimal digits."""
    body: str = member("body")
    """The text as it was sent: it may hold HTML. Escape it, or strip the tags, where you show it."""
    created_at: datetime = member("createdAt")
    """When it was sent (RFC 3339, milliseconds)."""
    sender: UserRef = member("sender")
    receivers: Sequence[UserRef] = member("receivers")
    sales_channel_external_reference: str = member("salesChannelExternalReference")
    """What the channel knows the message by."""
    has_read: bool = member("hasRead")
    """Whether you have read it. Your own are read."""
    attachments: Sequence[AttachmentInfo] = member("attachments")


class NewAttachment(Model):
    """A file to send."""

    content: str = member("content")
    """Its bytes in base64 (RFC 4648 §4)."""
    name: str = member("name")
    """Its name, without extension."""
    file_format: str = member("fileFormat")
    """Its extension: png, gif, bmp, jpg, jpeg, tif, pdf, doc, docx or xls. The bytes must be of it."""


class NewDiscussion(Model):
    """A discussion to open about an order."""

    subject: str = member("subject")
    """What it is about, in a line."""
    order_id: str = member("orderId")
    """The order."""
    sales_channel: str = member("salesChannel")
    """The order's sales channel."""
    subtypology_code: str = member("subtypologyCode")
    """The reason, as `GET /typologies` gives them."""
    message: FirstMessage = member("message")
    product_id: str | None = member("productId", default=None)
    """The product, when it is about one."""


class NewMessage(Model):
    """An answer in a discussion. Say to whom with `receivers` or with `receiver`."""

    discussion_id: str = member("discussionId")
    """Names the discussion: 24 hexadecimal digits."""
    body: str = member("body")
    """The text, 13 to 5000 characters. It may hold HTML: it is kept as it is sent, so escape it where you
    show it.
    """
    sales_channel: str | None = member("salesChannel", default=None)
    """The discussion's sales channel, if you say it."""
    receivers: Sequence[NewReceiver] | None = member("receivers", default=None)
    """To whom."""
    receiver: str | None = member("receiver", default=None)
    """The same, by its type: `Customer` or `GrcOperator`."""
    attachments: Sequence[NewAttachment] | None = member("attachments", default=None)
    """Three files at most, 4 MB in all."""


class NewReceiver(Model):
    """Somebody to write to."""

    user_type: str = member("userType")
    """`Customer` or `GrcOperator`."""
    user_id: str | None = member("userId", default=None)
    """The discussion's `customerId`, or its `salesChannel`. May be left out."""


class SentMessage(Model):
    """The message that was sent; or, when you send the same again, that was sent before."""

    message_id: str = member("messageId")
    """Names the message: 24 hexadecimal digits."""
    discussion_id: str = member("discussionId")
    """Names the discussion: 24 hexadecimal digits."""


class SubTypology(Model):
    """A reason to write."""

    typology_code: str = member("typologyCode")
    """`Order` or `Offer`."""
    sub_typology_code: str = member("subTypologyCode")
    """The reason, as discussions and `subtypologyCode` have it."""
    label: str = member("label")
    """It in words, in the language of `Accept-Language`."""
    order_statuses: Sequence[str] = member("orderStatuses")
    """Of orders that it can be about. Empty: of an offer."""
    user_types: Sequence[str] = member("userTypes")
    """Who may give it."""


class SubTypologyList(Model):
    """Every reason that fits."""

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[SubTypology] = member("items")


class UserRef(Model):
    """Somebody who takes part in a discussion."""

    user_id: str = member("userId")
    """Who: the `customerId`, the SellerId, or the sales channel."""
    user_type: str = member("userType")
    """`Customer`, `Seller`, or `GrcOperator` for customer service."""
