"""Operations of the API: discussions.

Made by `make sdk` from docs/reference/openapi.yaml; do not edit.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from sellergate_client._core.calls import nothing, reads, segment
from sellergate_client._core.messages import Call
from sellergate_client._core.paging import CURSOR, INDEXED, Listing
from sellergate_client._drivers.binding import (
    AsyncResource,
    Resource,
    async_listing,
    async_method,
    listing,
    method,
)
from sellergate_client.types.discussions import (
    AttachmentContent,
    Change,
    ChannelConfiguration,
    Discussion,
    NewDiscussion,
    NewMessage,
    SentMessage,
    SubTypologyList,
)


def list_discussions(
    *,
    discussion_id: str | None = None,
    order_seller_id: str | None = None,
    sales_channel: Sequence[str] | str | None = None,
    is_open: bool | None = None,
    process_status: Sequence[Literal["ToTreat", "Treated"] | str] | str | None = None,
    graduation_code: Sequence[str] | str | None = None,
    typology_code: Sequence[str] | str | None = None,
    sub_typology_code: Sequence[str] | str | None = None,
    updated_at_min: datetime | str | None = None,
    updated_at_max: datetime | str | None = None,
    include_messages: Literal["FirstMessage", "LastMessage"] | str | None = None,
    sort: Sequence[str] | str | None = None,
    desc: Sequence[str] | str | None = None,
    page_size: int = 100,
) -> Listing[Discussion]:
    """Search discussions.

    Return the discussions of the last six months that the filters let through, the latest change first.

    Poll with `updatedAtMin`: whatever is written or decided in a discussion moves its `updatedAt`,
    reading it does not. Claims are discussions as well: look at `graduation`.

    * `discussion_id`: Only this discussion.
    * `order_seller_id`: Only discussions about this order.
    * `sales_channel`: Only these sales channels, such as `CDISFR`, with commas.
    * `is_open`: Only open discussions, or only closed ones.
    * `process_status`: Only discussions in which you have something to do (`ToTreat`), or nothing
      (`Treated`).
    * `graduation_code`: Only these graduations, such as `Claim`, with commas; letter case does not
      matter.
    * `typology_code`: `Order` or `Offer`; letter case does not matter.
    * `sub_typology_code`: Only these reasons, such as `orderNotShipped`; letter case does not matter.
    * `updated_at_min`: Only discussions that changed then or later: at most six months before
      `updatedAtMax`, or before now. Without it the last six months are searched.
    * `updated_at_max`: Only discussions that last changed then or earlier.
    * `include_messages`: Let each discussion come with its first or with its last message. Without it
      there is none.
    * `sort`: What to sort by, with commas: `updatedAt`, `createdAt`, `orderSellerId`, `status`,
      `isOpen`, `salesChannel`. `desc:updatedAt` goes downwards. Without it the latest change comes
      first.
    * `desc`: Those of `sort` that go downwards, with commas; `true`: all.
    * `page_size`: How many discussions a page has at most.
    """
    return Listing(
        Call(
            "GET",
            "/discussions",
            "discussions",
            nothing,
            safe=True,
            query={
                "discussionId": discussion_id,
                "orderSellerId": order_seller_id,
                "salesChannel": sales_channel,
                "isOpen": is_open,
                "processStatus": process_status,
                "graduationCode": graduation_code,
                "typologyCode": typology_code,
                "subTypologyCode": sub_typology_code,
                "updatedAtMin": updated_at_min,
                "updatedAtMax": updated_at_max,
                "includeMessages": include_messages,
                "sort": sort,
                "desc": desc,
                "pageSize": page_size,
            },
        ),
        Discussion,
        INDEXED,
    )


def open_discussion(body: NewDiscussion | Mapping[str, Any]) -> Call[SentMessage]:
    """Open a discussion.

    Write to a customer about an order, where the sales channel lets sellers begin: `GET /sales-channel-
    configurations/{salesChannelId}` tells.

    Should you not know whether a call came through, send it again: for an hour the same discussion is
    opened once only.
    """
    return Call("POST", "/discussions", "discussions", reads(SentMessage), body=body)


def count_discussions(
    *,
    sales_channel: Sequence[str] | str | None = None,
    graduation_code: Sequence[str] | str | None = None,
    process_status: Sequence[Literal["ToTreat", "Treated"] | str] | str | None = None,
    is_open: bool | None = None,
) -> Call[int]:
    """Count discussions.

    Return how many discussions of the last six months the filters let through: a bare number.

    * `sales_channel`: Only these sales channels, such as `CDISFR`, with commas.
    * `graduation_code`: Only these graduations, such as `Claim`, with commas; letter case does not
      matter.
    * `process_status`: Only discussions in which you have something to do (`ToTreat`), or nothing
      (`Treated`).
    * `is_open`: Only open discussions, or only closed ones.
    """
    return Call(
        "GET",
        "/discussions/count",
        "discussions",
        reads(int),
        safe=True,
        query={
            "salesChannel": sales_channel,
            "graduationCode": graduation_code,
            "processStatus": process_status,
            "isOpen": is_open,
        },
    )


def get_discussion(discussion_id: str) -> Call[Discussion]:
    """Get a discussion.

    Return one discussion, however old, with all its messages and to whom you can write in it.

    To read it marks nothing as read: `PATCH /messages/{messageId}` does.

    * `discussion_id`: The discussion: 24 hexadecimal digits.
    """
    return Call(
        "GET", f"/discussions/{segment(discussion_id)}", "discussions", reads(Discussion), safe=True
    )


def change_discussion(discussion_id: str, body: Sequence[Change | Mapping[str, Any]]) -> Call[None]:
    """Close or reopen a discussion.

    Close a discussion with `false` at `/isOpen`, or reopen it with `true`.

    What is closed is treated. A customer who writes again reopens it.

    * `discussion_id`: The discussion: 24 hexadecimal digits.
    """
    return Call(
        "PATCH", f"/discussions/{segment(discussion_id)}", "discussions", nothing, body=body
    )


def send_message(body: NewMessage | Mapping[str, Any]) -> Call[SentMessage]:
    """Answer in a discussion.

    Write to the customer, or to customer service, in a discussion that is open. It is `Treated` then.

    Should you not know whether a call came through, send it again: for an hour the same answer, with
    nothing in between, is sent once only, and you are told of the message that is there.
    """
    return Call("POST", "/messages", "discussions", reads(SentMessage), body=body)


def change_message(message_id: str, body: Sequence[Change | Mapping[str, Any]]) -> Call[None]:
    """Mark a message as read.

    Say with `true` at `/hasRead` that you have read a message. The discussion stays as it is.

    * `message_id`: The message: 24 hexadecimal digits.
    """
    return Call("PATCH", f"/messages/{segment(message_id)}", "discussions", nothing, body=body)


def list_attachments(
    *,
    discussion_id: str | None = None,
    message_id: str | None = None,
    sales_channel_external_reference: str | None = None,
    limit: int = 100,
) -> Listing[AttachmentContent]:
    """Read attachments.

    Return the files of a discussion or of a message, with their bytes: a bare array, the oldest first.

    An answer ends once its files make 12 MB; the `Link` header names the next one, if there is one.
    What is not yours has no attachments.

    * `discussion_id`: The attachments of this discussion, the oldest first.
    * `message_id`: The attachments of this message.
    * `sales_channel_external_reference`: The attachments of the discussion, or of the message, that the
      channel knows by this.
    * `limit`: How many files an answer has at most. It ends earlier once they make 12 MB.
    """
    return Listing(
        Call(
            "GET",
            "/attachments",
            "discussions",
            nothing,
            safe=True,
            query={
                "discussionId": discussion_id,
                "messageId": message_id,
                "salesChannelExternalReference": sales_channel_external_reference,
                "limit": limit,
            },
        ),
        AttachmentContent,
        CURSOR,
    )


def list_typologies(
    *,
    sales_channel: str | None = None,
    order_status: Literal[
        "Accepted",
        "CancelRequest",
        "Cancelled",
        "Delivered",
        "InPreparation",
        "Processing",
        "Refused",
        "Rejected",
        "Shipped",
        "WaitingAcceptance",
    ]
    | str
    | None = None,
    typology_code: Literal["Offer", "Order"] | str | None = None,
    user_type: Literal["Customer", "GrcOperator", "Seller"] | str | None = None,
) -> Call[SubTypologyList]:
    """List the reasons to write.

    Return the sub-typologies that fit a kind of discussion, the status of an order, and who writes.

    Sales channels have codes of their own beside these: expect codes that you do not know.

    * `sales_channel`: The sales channel. All have the same reasons at present.
    * `order_status`: Only reasons that an order in this status can have.
    * `typology_code`: What the discussion is about; letter case does not matter. Default: Order.
    * `user_type`: Only reasons that these may give.
    """
    return Call(
        "GET",
        "/typologies",
        "discussions",
        reads(SubTypologyList),
        safe=True,
        query={
            "salesChannel": sales_channel,
            "orderStatus": order_status,
            "typologyCode": typology_code,
            "userType": user_type,
        },
    )


def get_sales_channel_configuration(sales_channel_id: str) -> Call[ChannelConfiguration]:
    """Get what a sales channel allows in discussions.

    Return whether you may open discussions on a sales channel, and the limits of messages and
    attachments.

    * `sales_channel_id`: The sales channel.
    """
    return Call(
        "GET",
        f"/sales-channel-configurations/{segment(sales_channel_id)}",
        "discussions",
        reads(ChannelConfiguration),
        safe=True,
    )


class Discussions(Resource):
    """What customers, the seller and the channel's customer service write to each other about orders and
    offers, claims included: search, read, answer, close.
    """

    list = listing(list_discussions)
    open = method(open_discussion)
    count = method(count_discussions)
    get = method(get_discussion)
    change = method(change_discussion)
    send_message = method(send_message)
    change_message = method(change_message)
    list_attachments = listing(list_attachments)
    list_typologies = method(list_typologies)
    get_sales_channel_configuration = method(get_sales_channel_configuration)


class AsyncDiscussions(AsyncResource):
    """What customers, the seller and the channel's customer service write to each other about orders and
    offers, claims included: search, read, answer, close.
    """

    list = async_listing(list_discussions)
    open = async_method(open_discussion)
    count = async_method(count_discussions)
    get = async_method(get_discussion)
    change = async_method(change_discussion)
    send_message = async_method(send_message)
    change_message = async_method(change_message)
    list_attachments = async_listing(list_attachments)
    list_typologies = async_method(list_typologies)
    get_sales_channel_configuration = async_method(get_sales_channel_configuration)
