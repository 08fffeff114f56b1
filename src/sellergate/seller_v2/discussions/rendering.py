"""How discussions and messages are written on the wire (contract/07 §2, §4)."""

from datetime import datetime

from msgspec import UNSET

from sellergate.market.discussions import models
from sellergate.market.discussions.reading import Listed, Thread
from sellergate.market.discussions.typologies import SubTypology as KnownSubTypology
from sellergate.market.languages import Language
from sellergate.seller_v2.discussions.schemas import (
    AttachmentInfo,
    Discussion,
    Message,
    SubTypology,
    UserRef,
)


def render_listed(listed: Listed) -> Discussion:
    """An item of a list, with the message that was asked for: alone and as a list, for clients read either."""
    wire = _discussion(listed.discussion)
    if listed.message is not None:
        wire.message = _message(listed.message)
        wire.messages = [wire.message]
    return wire


def render_thread(thread: Thread) -> Discussion:
    """A discussion with all its messages and whom the seller may write to."""
    wire = _discussion(thread.discussion)
    wire.messages = [_message(message) for message in thread.messages]
    wire.recipients = [_user(party) for party in thread.discussion.recipients]
    return wire


def render_sub_typology(known: KnownSubTypology, language: Language) -> SubTypology:
    """A reason, in the reader's language."""
    return SubTypology(
        typology_code=known.typology.value,
        sub_typology_code=known.code,
        label=known.labels[language],
        order_statuses=list(known.order_statuses),
        user_types=[user_type.value for user_type in known.user_types],
    )


def _discussion(found: models.Discussion) -> Discussion:
    return Discussion(
        discussion_id=found.discussion_id,
        subject=found.subject,
        order_reference=found.order_reference or found.order_id,
        order_seller_id=found.order_id,
        sales_channel_external_reference=found.external_reference,
        is_open=found.is_open,
        graduation=found.graduation,
        typology_code=found.typology_code,
        sub_typology_code=found.sub_typology_code,
        created_at=_instant(found.created_at),
        updated_at=_instant(found.updated_at),
        status=found.status,
        customer_id=found.customer_id,
        seller_id=str(found.seller_id),
        sales_channel=found.sales_channel_id,
        product_id=found.product_id or UNSET,
        offer_id=found.offer_id or UNSET,
    )


def _message(found: models.Message) -> Message:
    return Message(
        message_id=found.message_id,
        body=found.body,
        created_at=_instant(found.created_at),
        sender=_user(found.sender),
        receivers=[_user(party) for party in found.receivers],
        sales_channel_external_reference=found.external_reference,
        has_read=found.has_read,
        attachments=[
            AttachmentInfo(one.name, one.file_format, one.size) for one in found.attachments
        ],
    )


def _user(party: models.Party) -> UserRef:
    return UserRef(party.user_id, party.user_type.value)


def _instant(instant: datetime) -> str:
    """Milliseconds and `Z`, as the sample has it (contract/07 §2)."""
    return instant.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
