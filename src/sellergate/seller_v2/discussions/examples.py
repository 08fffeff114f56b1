"""Answers of the demo marketplace for seller 41207, by operation: the reference's examples."""

from typing import Final

from sellergate.market.discussions.attachments import FORMATS, MAX_ATTACHMENTS, MAX_BYTES
from sellergate.market.discussions.models import MAX_BODY, MIN_BODY, Status
from sellergate.rest.openapi.facts import EXAMPLE_ORDER_ID
from sellergate.seller_v2.discussions.schemas import (
    AttachmentContent,
    Change,
    ChannelConfiguration,
    Discussion,
    DiscussionPage,
    FirstMessage,
    Message,
    NewAttachment,
    NewDiscussion,
    NewMessage,
    NewReceiver,
    SentMessage,
    SubTypology,
    SubTypologyList,
    UserRef,
)

CHANNEL: Final = "CDISFR"
DISCUSSION_ID: Final = "681c8c1f75f0bbe68f92bbdb"
CLOSED_ID: Final = "3421513cb85904b0cd621d93"
MESSAGE_ID: Final = "d95e245537c4ab9914ccf843"
CLOSE: Final = [Change("replace", "/isOpen", value=False)]
READ: Final = [Change("replace", "/hasRead", value=True)]
_SELLER: Final = UserRef("41207", "Seller")
_CUSTOMER: Final = UserRef("563D6B4FE303", "Customer")
_LABEL: Final = NewAttachment(content="JVBERi0=", name="label", file_format="pdf")

NEW_MESSAGE: Final = NewMessage(
    discussion_id=DISCUSSION_ID,
    body="Your parcel leaves tomorrow morning.",
    sales_channel=CHANNEL,
    receivers=[NewReceiver(user_type="Customer", user_id=_CUSTOMER.user_id)],
    attachments=[_LABEL],
)
NEW_DISCUSSION: Final = NewDiscussion(
    subject="Your delivery address",
    order_id=EXAMPLE_ORDER_ID,
    sales_channel=CHANNEL,
    subtypology_code="orderNotShipped",
    message=FirstMessage(
        body="The carrier cannot find your door. Which code opens it?", receiver="Customer"
    ),
)


def _message(
    message_id: str, body: str, created_at: str, *, is_own: bool, has_read: bool
) -> Message:
    return Message(
        message_id=message_id,
        body=body,
        created_at=created_at,
        sender=_SELLER if is_own else _CUSTOMER,
        receivers=[_CUSTOMER if is_own else _SELLER],
        sales_channel_external_reference=message_id,
        has_read=has_read,
        attachments=[],
    )


_THREAD: Final = Discussion(
    discussion_id=DISCUSSION_ID,
    subject="Lavage du plaid",
    order_reference=None,
    order_seller_id=None,
    sales_channel_external_reference=DISCUSSION_ID,
    is_open=True,
    graduation="Discussion",
    typology_code="Offer",
    sub_typology_code="offerInformation",
    created_at="2026-10-31T15:30:00.000Z",
    updated_at="2026-10-31T19:30:00.000Z",
    status=Status.TO_TREAT,
    customer_id=_CUSTOMER.user_id,
    seller_id="41207",
    sales_channel=CHANNEL,
    product_id="AUC0400000000015",
    offer_id=f"41207_AUC0400000000015_6_{CHANNEL}",
)
_THREAD.messages = [
    _message(
        MESSAGE_ID,
        "Bonjour, ce plaid se lave-t-il en machine, et à quelle température ?",
        "2026-10-31T15:30:00.000Z",
        is_own=False,
        has_read=True,
    ),
    _message(
        "8cfabba8c0f76cfc9e98e63b",
        "Bonjour, oui : à 30 °C, programme laine, sans sèche-linge.",
        "2026-10-31T18:30:00.000Z",
        is_own=True,
        has_read=True,
    ),
    _message(
        "22680d417f69481ebf571916",
        "Merci beaucoup, je le commande <b>tout de suite</b> 😊",
        "2026-10-31T19:30:00.000Z",
        is_own=False,
        has_read=False,
    ),
]
_THREAD.recipients = [_CUSTOMER, UserRef(CHANNEL, "GrcOperator")]


def _about_order(
    discussion_id: str,
    order_id: str,
    reference: str,
    *,
    sales_channel: str,
    customer_id: str,
    created_at: str,
    updated_at: str,
) -> Discussion:
    return Discussion(
        discussion_id=discussion_id,
        subject="Où est ma commande ?",
        order_reference=reference,
        order_seller_id=order_id,
        sales_channel_external_reference=discussion_id,
        is_open=True,
        graduation="Discussion",
        typology_code="Order",
        sub_typology_code="orderNotShipped",
        created_at=created_at,
        updated_at=updated_at,
        status=Status.TO_TREAT,
        customer_id=customer_id,
        seller_id="41207",
        sales_channel=sales_channel,
    )


_LATEST: Final = [
    _about_order(
        "0144ef2026e4af95b25d2f87",
        "2610281030CGTXF",
        "HAN-312149",
        sales_channel="HANSDE",
        customer_id="CU9197120",
        created_at="2026-11-02T01:02:17.000Z",
        updated_at="2026-11-02T08:02:17.000Z",
    ),
    _about_order(
        "56e5aa2b2b7bcb2e5fedba77",
        "2611011914KFWRT",
        "CDI-2611011914",
        sales_channel=CHANNEL,
        customer_id="CU4374090",
        created_at="2026-11-01T21:55:08.000Z",
        updated_at="2026-11-02T04:55:08.000Z",
    ),
]
EXAMPLES: dict[str, object] = {
    "listDiscussions": DiscussionPage(2, _LATEST),
    "countDiscussions": 15,
    "getDiscussion": _THREAD,
    "openDiscussion": SentMessage("5f0c2a9e5f0c2a9e5f0c2a9e", "64b7f0c2a1b2c3d4e5f60718"),
    "sendMessage": SentMessage("5f0c2a9e5f0c2a9e5f0c2a9f", DISCUSSION_ID),
    "listAttachments": [
        AttachmentContent(
            attachment_name="label",
            file_format="pdf",
            content="JVBERi0=",
            size=5,
            message_id="5f0c2a9e5f0c2a9e5f0c2a9f",
        )
    ],
    "listTypologies": SubTypologyList(
        1,
        [
            SubTypology(
                typology_code="Order",
                sub_typology_code="orderNotShipped",
                label="The order does not arrive",
                order_statuses=["Accepted", "InPreparation", "Shipped", "Delivered"],
                user_types=["Customer", "Seller"],
            )
        ],
    ),
    "getSalesChannelConfiguration": ChannelConfiguration(
        sales_channel_id=CHANNEL,
        sales_channel=CHANNEL,
        can_seller_open_discussion=True,
        minimum_body_length=MIN_BODY,
        maximum_body_length=MAX_BODY,
        maximum_attachments=MAX_ATTACHMENTS,
        maximum_attachments_size=MAX_BYTES,
        attachment_formats=list(FORMATS),
    ),
}
