"""The bytes of attachments: looked at by the virus scanner, kept and read where documents are."""

from collections.abc import AsyncIterator, Sequence
from typing import Final

from sellergate.market.discussions.attachments import File
from sellergate.market.discussions.errors import AttachmentInfected, ScannerAway
from sellergate.market.discussions.models import Attachment
from sellergate.market.order_invoices.scanning import ScannerUnavailable, VirusScanner
from sellergate.storage.documents import Documents

ATTACHMENT_FILES: Final = "attachment_files"


class AttachmentFiles:
    """The files of messages, of this installation."""

    def __init__(self, documents: Documents, scanner: VirusScanner) -> None:
        self._documents = documents
        self._scanner = scanner

    async def keep(self, files: Sequence[File], *, field: str) -> tuple[Attachment, ...]:
        """Keep the bytes of files; what is to be written down of them with their message, within a day.

        All are scanned before the first is kept. Raises `AttachmentInfected`, `ScannerAway`, `DocumentsUnavailable`.
        """
        for place, file in enumerate(files):
            if not await self._is_clean(file):
                raise AttachmentInfected(name=file.name, field=f"{field}[{place}].content")
        return tuple(
            [
                file.kept_at(await self._documents.put(file.content), position)
                for position, file in enumerate(files, 1)
            ]
        )

    async def open(self, attachment: Attachment) -> AsyncIterator[bytes]:
        """The bytes of an attachment, in parts. Raises `DocumentGone`, `DocumentsUnavailable`."""
        return await self._documents.get(attachment.document_key)

    async def read(self, attachment: Attachment) -> bytes:
        """The bytes of an attachment. Raises the same."""
        return b"".join([part async for part in await self.open(attachment)])

    async def _is_clean(self, file: File) -> bool:
        try:
            return await self._scanner.is_clean(file.content)
        except ScannerUnavailable as error:
            raise ScannerAway(f"virus scanner: {error}") from error
