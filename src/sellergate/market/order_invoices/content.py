"""What is in a file, found in its bytes: neither its name nor what its sender calls it is believed.

A PDF must begin and end as one; it is not rendered, and what is between is left to readers, who mend what they can. XML must
be well formed, and an invoice or credit note of UBL 2.1. All checks take time in proportion to the size, which is bounded.
"""

import re
from typing import Final
from xml.parsers import expat

from sellergate.market.order_invoices.models import MAX_FILE, Format
from sellergate.market.order_invoices.steps import (
    FILE_CORRUPT,
    FILE_EMPTY,
    FILE_TOO_LARGE,
    FORMAT_NOT_SUPPORTED,
    FileRefused,
)

HEAD: Final = 1_024  # in which readers look for the header of a PDF (PDF 1.7, annex H)
UBL_ROOTS: Final = {
    "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2 Invoice",
    "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2 CreditNote",
}
MAX_DEPTH: Final = 100
MAX_NAMES: Final = 5_000  # different ones of elements and attributes, which expat keeps to the end

_HEADER_OF_PDF: Final = re.compile(rb"%PDF-\d\.\d")
_END_OF_PDF: Final = b"%%EOF"  # programs that sign a file write more after it
_SPACE: Final = b" \t\r\n"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_XML: Final = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<")


def is_zip(head: bytes) -> bool:
    """Whether bytes begin like those of a ZIP archive."""
    return head.startswith(_ZIP)


def check_content(content: bytes) -> Format:
    """What a whole file is. Raises `FileRefused`."""
    if not content:
        raise FileRefused(FILE_EMPTY)
    if len(content) > MAX_FILE:
        raise FileRefused(FILE_TOO_LARGE)
    if header := _HEADER_OF_PDF.search(content, 0, HEAD):
        if content.find(_END_OF_PDF, header.end()) < 0:
            raise FileRefused(FILE_CORRUPT)
        return Format.PDF
    if content.lstrip(_SPACE).startswith(_XML):
        _check_ubl(content)
        return Format.UBL
    raise FileRefused(FORMAT_NOT_SUPPORTED)


def _check_ubl(content: bytes) -> None:
    """Raises `FileRefused`. A DOCTYPE ends the reading, and with it every entity (docs/decisions/0029)."""
    depth, names = 0, dict[str, str]()
    parser = expat.ParserCreate(namespace_separator=" ", intern=names)

    def begin(name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        if depth == 0 and name not in UBL_ROOTS:
            raise FileRefused(FORMAT_NOT_SUPPORTED)
        depth += 1
        if depth > MAX_DEPTH or len(names) > MAX_NAMES:
            raise FileRefused(FORMAT_NOT_SUPPORTED)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*_declared: object) -> None:
        raise FileRefused(FORMAT_NOT_SUPPORTED)

    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)  # at once, so that no unfinished tag is scanned twice
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise FileRefused(FILE_CORRUPT) from error
