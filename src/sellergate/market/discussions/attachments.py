"""Files that come with a message: counted, weighed, and what they are taken from their bytes (contract/07 §5)."""

import binascii
import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sellergate.market.discussions.errors import (
    AttachmentsTooLarge,
    AttachmentUnfit,
    TooManyAttachments,
)
from sellergate.market.discussions.models import Attachment

MAX_ATTACHMENTS: Final = 3
MAX_MEGABYTES: Final = 4
MAX_BYTES: Final = MAX_MEGABYTES * 1024 * 1024  # of all files of a message together
MAX_NAME: Final = 100
UNNAMED: Final = "attachment"

_OLE: Final = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
_ZIP: Final = b"PK\x03\x04"
# How the files of each format begin. `jpg` and `jpeg` are one format with two names.
_BEGINNINGS: Final[dict[str, tuple[bytes, ...]]] = {
    "png": (b"\x89PNG\r\n\x1a\n",),
    "gif": (b"GIF87a", b"GIF89a"),
    "bmp": (b"BM",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "tif": (b"II*\x00", b"MM\x00*"),
    "pdf": (b"%PDF-",),
    "doc": _OLE,
    "docx": (_ZIP,),
    "xls": _OLE,
}
FORMATS: Final = tuple(_BEGINNINGS)
_PDF_WITHIN: Final = (
    1024  # readers look for the header there, and some programs put something before it
)
_UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class File:
    """A file that is fit to be kept."""

    name: str  # without its extension
    file_format: str
    content: bytes

    def kept_at(self, document_key: str, position: int) -> Attachment:
        """What is written down of it, once its bytes are kept."""
        digest = hashlib.sha256(self.content).hexdigest()
        return Attachment(
            position, self.name, self.file_format, len(self.content), digest, document_key
        )


def decode_base64(text: str, *, field: str) -> bytes:
    """The bytes of a text in base64 (RFC 4648 §4), nothing else in between. Raises `AttachmentUnfit`."""
    if len(text) // 4 * 3 > MAX_BYTES + 3:
        raise AttachmentsTooLarge(most=MAX_MEGABYTES)
    try:
        return binascii.a2b_base64(text.encode("ascii"), strict_mode=True)
    except ValueError as error:
        raise AttachmentUnfit(
            "is not base64: send the bytes of the file in the alphabet of RFC 4648 §4, with padding, "
            "without line breaks and without a data: prefix",
            field=field,
        ) from error


def check_file(name: str, file_format: str, content: bytes, *, field: str) -> File:
    """The file, when its bytes are what its format says. Raises `AttachmentUnfit`.

    `field` names the attachment, for the problem.
    """
    known = file_format.strip().lstrip(".").lower()
    if known not in _BEGINNINGS:
        formats = ", ".join(FORMATS)
        raise AttachmentUnfit(
            "must be one of {formats}", formats=formats, field=f"{field}.fileFormat"
        )
    if not content:
        raise AttachmentUnfit("is empty: send the bytes of the file", field=f"{field}.content")
    if not _is_of(known, content):
        raise AttachmentUnfit(
            "is not what fileFormat says: these bytes are no {format}",
            format=known,
            field=f"{field}.content",
        )
    return File(clean_name(name, known), known, content)


def check_count(count: int) -> None:
    """Raises `TooManyAttachments`."""
    if count > MAX_ATTACHMENTS:
        raise TooManyAttachments(count=count, most=MAX_ATTACHMENTS)


def check_files(files: Sequence[File]) -> None:
    """The files of a message together. Raises `TooManyAttachments`, `AttachmentsTooLarge`."""
    check_count(len(files))
    if sum(len(file.content) for file in files) > MAX_BYTES:
        raise AttachmentsTooLarge(most=MAX_MEGABYTES)


def clean_name(name: str, file_format: str) -> str:
    """A name to show and to save under: the last part of a path, nothing unseen, without the extension."""
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", re.split(r"[/\\]", name)[-1]))
    text = re.sub(r'[<>:"|?*]', "_", text).strip(" .")
    text = re.sub(rf"(?i)\.{file_format}$", "", text).strip(" .")
    return text[:MAX_NAME].strip(" .") or UNNAMED


def _is_of(file_format: str, content: bytes) -> bool:
    if file_format == "pdf":
        return b"%PDF-" in content[:_PDF_WITHIN]
    if not content.startswith(_BEGINNINGS[file_format]):
        return False
    # Any zip begins like this; a document of Word has its parts in a folder of this name.
    return file_format != "docx" or (b"[Content_Types].xml" in content and b"word/" in content)
