"""Files of finance: the PDFs of statements, an archive of them, and those of yearly reports."""

import io
import zipfile
from collections.abc import AsyncGenerator, Sequence
from datetime import date
from typing import Any, Final

from sellergate.kit.problems import Problem
from sellergate.market.finance.models import ReportDocument, Statement
from sellergate.rest.files import FileAnswer
from sellergate.rest.wire import documents_of
from sellergate.seller_v2.finance.rendering import PDF, pdf_name
from sellergate.storage.documents import DocumentGone

ZIP: Final = "application/zip"
_UNREADABLE: Final = "The bytes of this document cannot be read now."


async def pdf_of(scope: Any, statement: Statement) -> FileAnswer:
    """The PDF of a statement. Raises `Problem`."""
    content = await _opened(scope, statement.document_key)
    return FileAnswer(content, media_type=PDF, size=statement.size, name=pdf_name(statement))


async def report_file(scope: Any, file: ReportDocument) -> FileAnswer:
    """A file of a report. Raises `Problem`."""
    content = await _opened(scope, file.key)
    return FileAnswer(content, media_type=file.media_type, size=file.size, name=file.file_name)


async def archive_of(scope: Any, statements: Sequence[Statement]) -> FileAnswer:
    """The PDFs of statements in one archive: the same bytes for the same statements. Raises `Problem`.

    A statement is one page or two whatever it is about, so that those of a page of the list fit into memory.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for statement in statements:
            content = await _opened(scope, statement.document_key)
            day = date.fromisoformat(statement.issued_on)
            entry = zipfile.ZipInfo(pdf_name(statement), (day.year, day.month, day.day, 0, 0, 0))
            archive.writestr(entry, b"".join([part async for part in content]))
    size = written.tell()
    return FileAnswer(_parts(written.getvalue()), media_type=ZIP, size=size, name="invoices.zip")


async def _opened(scope: Any, key: str | None) -> AsyncGenerator[bytes]:
    if key is None:
        raise Problem("unavailable", _UNREADABLE)
    try:
        return await documents_of(scope).get(key)
    except DocumentGone as error:
        raise Problem("unavailable", _UNREADABLE) from error


async def _parts(content: bytes) -> AsyncGenerator[bytes]:
    yield content
