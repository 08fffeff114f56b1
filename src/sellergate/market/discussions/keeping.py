"""The bytes of attachments, in and out of where documents are kept."""

from collections.abc import Sequence

from sellergate.market.discussions.attachments import File
from sellergate.market.discussions.models import Attachment
from sellergate.storage.documents import Documents


async def keep_files(documents: Documents, files: Sequence[File]) -> tuple[Attachment, ...]:
    """Keep the bytes of files; what is to be written down of them with their message, within a day.

    Raises `DocumentsUnavailable`.
    """
    return tuple(
        [
            file.kept_at(await documents.put(file.content), position)
            for position, file in enumerate(files, 1)
        ]
    )


async def read_file(documents: Documents, attachment: Attachment) -> bytes:
    """The bytes of an attachment. Raises `DocumentGone`, `DocumentsUnavailable`."""
    return b"".join([part async for part in await documents.get(attachment.document_key)])
