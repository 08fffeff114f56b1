"""Situations of discussions, told so that their author can mend them."""

from sellergate.kit.errors import Conflict, NotFound, Refusal
from sellergate.storage.database import StorageUnavailable


class DiscussionUnknown(NotFound):
    """There is no such discussion, or it is another seller's."""

    message = "This seller has no discussion with this id."


class MessageUnknown(NotFound):
    """There is no such message, or it is another seller's."""

    message = "This seller has no message with this id."


class ChannelUnknown(NotFound):
    """There is no such sales channel, or the seller never sold there."""

    message = "This seller has no sales channel with this id."


class DiscussionClosed(Conflict):
    """A reply where nobody reads any more."""

    field = "discussionId"
    message = (
        "names a discussion that is closed: reopen it first, "
        "with PATCH /discussions/{discussion_id} and true at /isOpen"
    )


class SentOtherwise(Conflict):
    """The id is that of something else that was sent before."""

    message = "Something else was sent with this id before."


class SellersMayNotOpen(Conflict):
    """The channel wants its customers to write first."""

    field = "salesChannel"
    message = (
        "does not let sellers open discussions: {channel} lets them answer only. "
        "GET /sales-channel-configurations/{channel} says so"
    )


class WrongChannel(Refusal):
    """The channel that was named is not the one of the discussion or order."""

    field = "salesChannel"
    message = "must be {channel}, the sales channel of this {thing}"


class WrongReceiver(Refusal):
    """Nobody of this discussion whom a seller writes to."""

    field = "receivers"
    message = "names nobody whom you can write to in this discussion; these can be: {known}"


class NoReceiver(Refusal):
    """Nobody would read it."""

    field = "receivers"
    message = "is missing: say to whom, with receivers or receiver, such as Customer"


class BodyLength(Refusal):
    """A message too short or too long."""

    field = "body"
    message = "has {length} characters; a message has {least} to {most}"


class BodyUnfit(Refusal):
    """No text that can be kept and shown."""

    field = "body"


class SubjectUnfit(Refusal):
    """No text that can head a discussion."""

    field = "subject"
    message = "must be a text of 1 to {most} characters on one line"


class CodeUnfit(Refusal):
    """Not how a code is written."""

    message = "must be a code: 1 to {most} letters, digits, hyphens and underscores"


class SubTypologyUnfit(Refusal):
    """A reason that does not fit the order as it is now."""

    field = "subtypologyCode"
    message = "cannot be used while the order is {status}; these can be: {known}"


class PeriodTooLong(Refusal):
    """More than the history that can be searched."""

    field = "updatedAtMin"
    message = (
        "is more than six months before the end of the period: search six months at most at once"
    )


class PeriodBackwards(Refusal):
    """The end comes before the beginning."""

    field = "updatedAtMax"
    message = "must not be before updatedAtMin"


class TooManyAttachments(Refusal):
    """More files than a message may have."""

    field = "attachments"
    message = "has {count} files; a message has {most} at most"


class AttachmentsTooLarge(Refusal):
    """More bytes than a message may have."""

    field = "attachments"
    message = "is larger than {most} MB in all: send less, or smaller files"


class AttachmentUnfit(Refusal):
    """A file that cannot be taken."""


class AttachmentInfected(Refusal):
    """The virus scanner found something."""

    message = "was refused by the virus scanner"


class ScannerAway(StorageUnavailable):
    """The virus scanner did not say whether a file is clean: nothing is sent, and it can be sent again."""
