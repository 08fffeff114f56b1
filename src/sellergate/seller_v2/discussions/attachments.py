"""The route of attachments (contract/07 §8). Its docstring is the reference's text."""

from base64 import b64encode
from itertools import accumulate
from typing import Any, Final

import structlog
from litestar import get
from litestar.types import Scope as AsgiScope

from sellergate.market.discussions import store
from sellergate.market.discussions.keeping import ATTACHMENT_FILES, AttachmentFiles
from sellergate.market.discussions.store import AttachmentPlace, FoundAttachment
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.bodies import invalid
from sellergate.rest.paging import NEXT_PAGE, next_link, parse_cursor, render_cursor
from sellergate.rest.queries import read_query
from sellergate.rest.wire import database_of, seller_of
from sellergate.seller_v2.discussions.schemas import AttachmentContent, AttachmentQuery
from sellergate.storage.documents import DocumentGone

MOST_BYTES: Final = 12 * 1024 * 1024  # of an answer, before base64

log = structlog.get_logger()


@get(
    "/attachments",
    operation_id="listAttachments",
    summary="Read attachments",
    opt={
        "query": AttachmentQuery,
        "answer": list[AttachmentContent],
        "answer_headers": NEXT_PAGE,
        "problems": {
            "validation": "Say which, with discussionId, messageId or salesChannelExternalReference."
        },
    },
)
async def list_attachments(scope: AsgiScope) -> JsonAnswer:
    """Return the files of a discussion or of a message, with their bytes: a bare array, the oldest first.

    An answer ends once its files make 12 MB; the `Link` header names the next one, if there is one. What is not yours has
    no attachments.
    """
    query = read_query(scope, AttachmentQuery)
    wanted = {
        "discussion_id": query.discussion_id.casefold() or None,
        "message_id": query.message_id.casefold() or None,
        "external_reference": query.sales_channel_external_reference or None,
    }
    if not any(wanted.values()):
        raise invalid(
            "discussionId",
            "is missing: say which, with discussionId, messageId or salesChannelExternalReference",
        )
    found = await database_of(scope).read(
        store.page_of_attachments,
        seller_of(scope).seller_id,
        **wanted,
        after=_place_of(query.cursor),
        limit=query.limit + 1,
    )
    page = _fitting(found[: query.limit])
    headers = {}
    if len(page) < len(found):
        headers = next_link(scope, cursor=render_cursor(*page[-1].place), limit=query.limit)
    return JsonAnswer(await _contents(files_of(scope), page), headers=headers)


def files_of(scope: Any) -> AttachmentFiles:
    """The files of messages, of this application."""
    files: AttachmentFiles = scope["litestar_app"].state[ATTACHMENT_FILES]
    return files


def _fitting(found: list[FoundAttachment]) -> list[FoundAttachment]:
    """As many as an answer may have, and at least one."""
    totals = accumulate(one.attachment.size for one in found)
    return [
        one
        for place, (one, total) in enumerate(zip(found, totals, strict=True))
        if place == 0 or total <= MOST_BYTES
    ]


async def _contents(files: AttachmentFiles, page: list[FoundAttachment]) -> list[AttachmentContent]:
    contents = []
    for one in page:
        try:
            content = await files.read(one.attachment)
        except DocumentGone:  # the others can be had still
            log.exception("attachment lost", message_id=one.message_id, place=one.place.position)
            continue
        contents.append(
            AttachmentContent(
                attachment_name=one.attachment.name,
                file_format=one.attachment.file_format,
                content=b64encode(content).decode(),
                size=one.attachment.size,
                message_id=one.message_id,
            )
        )
    return contents


def _place_of(cursor: str) -> AttachmentPlace:
    if not cursor:
        return AttachmentPlace(0, 0)
    return AttachmentPlace(*parse_cursor(cursor, int, int))
